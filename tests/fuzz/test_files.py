"""Files that are not as they should be: refused with a documented exit status, no traceback, nothing written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.budget import tried
from tests.fuzz.conftest import FILES, Place
from tests.fuzz.spoiling import spoiled

_READ_BY = {
    "migration.toml": ("plan",),
    "small/package.toml": ("plan",),
    "small/all.toml": ("plan",),
    "small/checklist.toml": ("checklist",),
}


def test_the_files_are_understood_as_they_are(place: Place) -> None:
    assert place.call("plan").exit_code == 0
    assert place.call("checklist").exit_code == 0
    assert place.call("package", "check", "small").exit_code == 0


@pytest.mark.parametrize("name", list(FILES))
def test_a_spoiled_file(name: str, place: Place) -> None:
    before = place.contents()

    @tried
    @given(data=spoiled(FILES[name]), as_json=st.booleans())
    def spoil(data: bytes, as_json: bool) -> None:
        place.restore()
        place.put(name, data)
        result = place.call(*_READ_BY[name], *(["--json"] if as_json else []))
        assert result.exit_code in {0, 3, 4, 5, 6}
        assert place.contents() == before
        if "checklist" not in name and "migration" not in name:
            assert place.call("package", "check", "small").exit_code in {0, 3, 4}

    spoil()
