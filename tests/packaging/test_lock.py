"""requirements.lock answers pyproject.toml, is what is installed, and can be checked by pip."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = [Requirement(text) for text in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]]


def entries() -> list[tuple[Requirement, int]]:
    """Each locked requirement with the number of its hashes."""
    text = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    logical_lines = re.sub(r"\\\n", " ", text).splitlines()
    return [
        (Requirement(line.partition(" --hash")[0]), line.count("--hash=sha256:"))
        for line in logical_lines
        if line and not line.lstrip().startswith("#")
    ]


@pytest.mark.parametrize("needed", NEEDED, ids=str)
def test_lock_satisfies_pyproject(needed: Requirement) -> None:
    locked = [entry for entry, _ in entries() if canonicalize_name(entry.name) == canonicalize_name(needed.name)]
    assert locked, f"{needed.name} is not locked: make lock"
    for entry in locked:
        (pin,) = entry.specifier
        assert needed.specifier.contains(pin.version), f"{entry} does not satisfy {needed}: make lock"


def test_every_entry_is_one_exact_release_with_hashes() -> None:
    for entry, hashes in entries():
        assert [pin.operator for pin in entry.specifier] == ["=="], entry
        assert entry.url is None, entry
        assert hashes, f"{entry} has no hash"


def test_lock_names_no_host() -> None:
    text = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"://|--(index|extra-index|find-links|trusted-host)", text)


def test_environment_is_the_locked_one() -> None:
    here = [entry for entry, _ in entries() if entry.marker is None or entry.marker.evaluate()]
    strange = {entry.name: found for entry in here if (found := version(entry.name)) not in entry.specifier}
    assert strange == {}
