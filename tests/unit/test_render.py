"""Slots of a script, and the directory of rendered ones: nothing is filled in that could be read as SQL of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dbmigrate.errors import ConfigurationError
from dbmigrate.scripts.render import fill_slots, read_set

DIALECTS = {"source": "sqlite", "target": "postgresql"}


@pytest.mark.parametrize(
    ("dialect", "filled"),
    [("postgresql", """ "a""'b" 'a"''b' """), ("mssql", """ [a"'b] 'a"''b' """)],
)
def test_a_value_is_quoted_as_a_name_or_as_text(dialect: str, filled: str) -> None:
    assert fill_slots(" {{ name }} {{name|text}} ", dialect, {"name": "a\"'b"}, "x") == filled


def test_a_number_is_a_number_and_nothing_behind_it() -> None:
    assert fill_slots("{{ n | number }}", "sqlite", {"n": "-12.5"}, "x") == "-12.5"
    for value in ("1; DROP TABLE t", "", "1e5", "x", "1.", "--1"):
        with pytest.raises(ConfigurationError) as caught:
            fill_slots("{{ n | number }}", "sqlite", {"n": value}, "x")
        assert caught.value.code == "DBM-3114"
    with pytest.raises(ConfigurationError):
        fill_slots("{{ other }}", "sqlite", {"n": "1"}, "x")


def _write(directory: Path, *entries: dict[str, str]) -> None:
    (directory / "scripts.json").write_text(json.dumps(entries))


def test_a_set_is_run_from_its_own_directory_only(tmp_path: Path) -> None:
    inside = tmp_path / "set"
    inside.mkdir()
    for place in (inside / "010_one.sql", tmp_path / "other.sql"):
        place.write_text("-- What: x\nSELECT 1;\n")
    one = {"file": "010_one.sql", "side": "target", "stage": "prepare"}
    _write(inside, one)
    [(side, script)] = read_set(inside, DIALECTS)
    assert (side, script.name, script.stage, script.dialect) == (
        "target",
        "customer/010_one.sql",
        "prepare",
        "postgresql",
    )
    for entry in (
        {**one, "file": "../other.sql"},
        {**one, "file": str(tmp_path / "other.sql")},
        {**one, "side": "both"},
    ):
        _write(inside, one, entry)
        with pytest.raises(ConfigurationError) as caught:
            read_set(inside, DIALECTS)
        assert caught.value.code == "DBM-3116"
