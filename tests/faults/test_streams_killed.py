"""A table that several streams copy at once, killed while chunks of it are on their way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import Database
from tests.faults.child import KILLED, run_to_end
from tests.faults.scenario import PACKAGE
from tests.marks import seldom

ROWS = 2400
NewDatabase = Callable[[str, str], Database]


@pytest.fixture
def job(tmp_path: Path, new_database: NewDatabase) -> tuple[Path, Database, Database]:
    """The project file, source and target: a table of some 350 pages, which is large enough to be cut."""
    source, target = new_database("postgresql", "source"), new_database("postgresql", "target")
    for database in (source, target):
        database.run("CREATE TABLE items (code text, id bigint, note text, PRIMARY KEY (code, id))")
    source.insert("items", [(f"k{n % 7}", n, f"{n} " + "x" * 1000) for n in range(ROWS)])
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole" / "package.toml").write_text(PACKAGE)
    group = '[group]\nname = "everything"\ntitle = "All"\n[[table]]\nsource = "items"\n'
    (tmp_path / "whole" / "everything.toml").write_text(group)
    project = tmp_path / "migration.toml"
    project.write_text(
        f'[project]\nname = "killed"\npackage = "whole"\n[source]\nurl = "{source.url}"\n'
        f'[target]\nurl = "{target.url}"\n[run]\ncommit_rows = 40\nworkers = 3\n'
    )
    return project, source, target


def _assert_complete(source: Database, target: Database) -> None:
    assert target.counted("items") == source.counted("items")
    batch, chunk = target.ledger("batch"), target.ledger("chunk")
    assert target.rows(f"SELECT sum(rows_read)::int FROM {batch}") == [(ROWS,)]
    [(chunks,)] = target.rows(f"SELECT count(*)::int FROM {chunk}")
    assert chunks > 3
    numbers: dict[int, list[int]] = {}
    for chunk_no, number in target.rows(f"SELECT chunk_no, batch_no FROM {batch} ORDER BY 1, 2"):
        numbers.setdefault(chunk_no, []).append(number)
    assert len(numbers) == chunks
    assert all(found == list(range(len(found))) for found in numbers.values())
    assert target.rows(f"SELECT sum(closes_chunk)::int FROM {batch}") == [(chunks,)]
    assert target.rows(f"SELECT state FROM {target.ledger('run')}") == [("copied",)]


@pytest.mark.parametrize(
    "places",
    [
        ["before_commit:20"],
        seldom(["after_commit:9", "before_record:25"]),
        *(
            pytest.param([place], marks=pytest.mark.long)
            for place in ("after_chunk_plan:1", "after_load:30", "before_begin:2", "after_commit:1", "before_end:1")
        ),
    ],
    ids=",".join,
)
def test_killed_while_several_chunks_are_on_their_way(job: tuple[Path, Database, Database], places: list[str]) -> None:
    project, source, target = job
    for place in places:
        assert run_to_end(project, DBMIGRATE_STOP_AT=place).exit_code == KILLED
    ended = run_to_end(project)
    assert ended.result is not None
    assert ended.result.get("state") == "copied", ended.result
    assert ended.result["resumed"]
    _assert_complete(source, target)
