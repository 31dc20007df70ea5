"""Names that would be SQL, paths, patterns or templates if anything ever took them for text of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.model.events import ignore
from dbmigrate.model.verdicts import Verdict
from dbmigrate.run.migration import Migration, RunOptions
from dbmigrate.run.undo.selection import UndoOptions
from dbmigrate.run.undo.undoing import undo_run
from tests.fidelity.conftest import MakeDatabase
from tests.fidelity.journey import quoted, rows_of, run_script, write_project
from tests.fidelity.samples import ENGINES, POSTGRESQL, SQLITE

ALL_PAIRS = [(source, target) for source in ENGINES for target in ENGINES]

NAMES = [
    '"; DROP TABLE keep; --',
    "'); DELETE FROM keep; --",
    "]; DROP TABLE keep; --",
    "`x`",
    "/* */ x --",
    "{{ table }}",
    "{0} %s %(x)s",
    "$$ $x$",
    "@p :p ?1 $1",
    "\u202eright-to-left\u200b",
    "😀 ﷽",
    " blanks ",
    "../../x",
    "nul\\0",
    "dbmigrate_x",
]
LONGEST = {SQLITE: "l" * 127 + "ö", POSTGRESQL: "ö" * 31 + "l"}
SCHEMA = 's"; DROP TABLE public.keep; --'


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@pytest.mark.parametrize(("source_engine", "target_engine"), ALL_PAIRS)
def test_hostile_names(source_engine: str, target_engine: str, make_database: MakeDatabase, tmp_path: Path) -> None:
    """Copied, taken again in a second pass by way of staging, proven, repaired, listed, and undone."""
    columns = [*NAMES, LONGEST[POSTGRESQL if POSTGRESQL in (source_engine, target_engine) else SQLITE]]
    names = [columns[number] for number in (0, 2, 5, 12, -1)]
    listed = ", ".join(f"{_name(column)} TEXT" for column in columns)
    values = ", ".join(f"'{number}'" for number in range(len(columns)))
    guard = "CREATE TABLE keep (id INTEGER PRIMARY KEY); INSERT INTO keep VALUES (1);"

    def script(engine: str) -> str:
        schema = f"CREATE SCHEMA {_name(SCHEMA)};" if engine == POSTGRESQL else ""
        tables = (
            f"CREATE TABLE {_place(engine, name)} ({_name('k' + name[:30])} TEXT PRIMARY KEY NOT NULL, {listed});"
            for name in names
        )
        return schema + guard + "".join(tables)

    def fill(key: str) -> str:
        return "".join(f"INSERT INTO {_place(source_engine, name)} VALUES ('{key}', {values});" for name in names)

    source = make_database(source_engine, script(source_engine) + fill("first"))
    target = make_database(target_engine, script(target_engine))
    tables = [(f"[{name}]" if "." in name and "]" not in name else name, 'target_rows = "any"') for name in names]
    project_file = write_project(tmp_path, source, target, tables)
    text = project_file.read_text(encoding="utf-8")
    for side, engine in (("source", source_engine), ("target", target_engine)):
        if engine == POSTGRESQL:
            text = text.replace(f"[{side}]\n", f"[{side}]\nschema = {quoted(SCHEMA)}\n")
    project_file.write_text(text, encoding="utf-8")

    with Migration(load_project(project_file)) as migration:
        assert [f.message for f in migration.plan().findings if f.code.startswith("refus")] == []
        assert migration.run(RunOptions(workers=1)).state == "copied"
    run_script(source, fill("second"))
    with Migration(load_project(project_file)) as migration:
        assert migration.run(RunOptions(workers=1)).state == "copied"
        assert migration.verify(level="source").verdict is Verdict.MATCH
    wanted = [(key, *map(str, range(len(columns)))) for key in ("first", "second")]
    for name in names:
        assert sorted(rows_of(target, f"SELECT * FROM {_place(target_engine, name)}")) == wanted
    for name in names:
        run_script(target, f"UPDATE {_place(target_engine, name)} SET {_name(columns[0])} = 'x'")
    with Migration(load_project(project_file)) as migration:
        assert migration.verify(level="source").verdict is Verdict.MISMATCH
    for run_id in (2, 1):
        undo_run(load_project(project_file), run_id, UndoOptions(even_if_changed=True), sink=ignore)
    for name in names:
        assert rows_of(target, f"SELECT * FROM {_place(target_engine, name)}") == []
    for url in (source, target):
        assert rows_of(url, "SELECT count(*) FROM keep") == [(1,)]


def _place(engine: str, name: str) -> str:
    return f"{_name(SCHEMA)}.{_name(name)}" if engine == POSTGRESQL else _name(name)
