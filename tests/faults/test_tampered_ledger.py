"""Somebody has written to the tracking tables: no row is doubled, and ``verify`` tells what became of the rows.

What a tampering does to a run differs; what must hold after it is one thing: a second run ends or refuses in order,
no row is in the target twice, and the verdict at level ``source`` is *match* exactly when the rows are the source's.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.errors import DbmigrateError
from dbmigrate.model.events import ignore
from dbmigrate.model.verdicts import Verdict
from dbmigrate.run.migration import Migration
from dbmigrate.run.undo.selection import UndoOptions
from dbmigrate.run.undo.undoing import undo_run
from tests.databases import Database
from tests.run.conftest import make_job
from tests.run.job import Job, MakeJob
from tests.run.stopping import stop_after

__all__ = ["make_job"]

TABLES = '[[table]]\nsource = "orders"\n[[table]]\nsource = "lines"'
COPIED = "copied"


@dataclass(frozen=True)
class Tampering:
    """``sql`` with {batch}, {run} ... for the tables' names.  ``ends``: of the next run, its state or its error's
    exit status.  ``hashes``: the verdict on orders at that level."""

    name: str
    interrupted: bool
    sql: str
    ends: tuple[str | int, ...] = (COPIED,)
    hashes: Verdict = Verdict.MATCH


ORDERS = "table_name LIKE '%orders'"
TAMPERINGS = (
    Tampering("a batch lost, of a copied run", False, f"DELETE FROM {{batch}} WHERE {ORDERS} AND batch_no = 1"),
    Tampering(
        "the last batch lost, of an interrupted run",
        True,
        f"DELETE FROM {{batch}} WHERE {ORDERS} AND batch_no = (SELECT max(batch_no) FROM {{batch}} WHERE {ORDERS})",
        ends=(COPIED, 6),
    ),
    Tampering("all of a run's batches lost", False, "DELETE FROM {batch}", ends=(COPIED, 4, 6)),
    Tampering(
        "a digest changed",
        False,
        f"UPDATE {{batch_target}} SET digest_first = '12345' WHERE {ORDERS} AND batch_no = 0",
    ),
    Tampering("a digest spoilt", False, f"UPDATE {{batch_target}} SET digest_second = 'x' WHERE {ORDERS}"),
    Tampering("a number of rows changed", False, f"UPDATE {{batch_target}} SET rows_inserted = 999 WHERE {ORDERS}"),
    Tampering("the fence lowered", True, "UPDATE {run} SET fence = fence - 1", ends=(6,), hashes=Verdict.NOT_VERIFIED),
    Tampering("the fence raised", True, "UPDATE {run} SET fence = fence + 40"),
    Tampering(
        "the last key raised",
        True,
        f"UPDATE {{batch}} SET through_key = '[15]' WHERE {ORDERS} AND batch_no ="
        f" (SELECT max(batch_no) FROM {{batch}} WHERE {ORDERS})",
        # The target is what was copied; that rows were passed over only the source can tell.
        hashes=Verdict.MATCH,
    ),
    Tampering(
        "a chunk closed too soon",
        True,
        f"UPDATE {{batch}} SET closes_chunk = 1 WHERE {ORDERS} AND batch_no ="
        f" (SELECT max(batch_no) FROM {{batch}} WHERE {ORDERS})",
    ),
    Tampering("an interrupted run said to be copied", True, "UPDATE {run} SET state = 'copied'"),
    Tampering("a copied run said to be interrupted", False, "UPDATE {run} SET state = 'stopped'"),
    Tampering(
        "nobody knows which rows of a table without key were copied",
        False,
        "DELETE FROM {table_scope} WHERE table_name LIKE '%lines'",
        ends=(4,),
    ),
    # The plan's document beside it is compared, and is the same.
    Tampering("the fingerprint changed", True, "UPDATE {run} SET fingerprint = 'x'"),
)


def _prepared(make_job: MakeJob, pair: str) -> Job:
    job = make_job(pair).write(TABLES)
    job.both("CREATE TABLE orders (id {int} PRIMARY KEY, note {text})", "CREATE TABLE lines (line {text})")
    job.source.insert("orders", [(n, f"note {n}") for n in range(20)])
    job.source.insert("lines", [(f"line {n % 4}",) for n in range(10)])
    return job


def _tamper(target: Database, sql: str) -> None:
    names = {name: target.ledger(name) for name in ("batch", "batch_target", "run", "table_scope")}
    statement = sql.format(**names)
    looked_at = list(names.values())
    before = [sorted(map(repr, target.rows(f"SELECT * FROM {name}"))) for name in looked_at]
    target.run(statement)
    assert [sorted(map(repr, target.rows(f"SELECT * FROM {name}"))) for name in looked_at] != before, "nothing changed"


# The ledger is the same code on both engines; PostgreSQL takes every third, SQLite all.
CASES = [("postgresql-sqlite", one) for one in TAMPERINGS] + [("sqlite-postgresql", one) for one in TAMPERINGS[::3]]


@pytest.mark.parametrize(("pair", "tampering"), CASES, ids=[f"{pair}: {one.name}" for pair, one in CASES])
def test_no_row_is_doubled_and_the_verdict_is_true(make_job: MakeJob, pair: str, tampering: Tampering) -> None:
    job = _prepared(make_job, pair)
    if tampering.interrupted:
        assert stop_after(job, 3).state == "stopped"
    else:
        assert job.run().state == COPIED
    _tamper(job.target, tampering.sql)
    try:
        ended: str | int = job.run().state
    except DbmigrateError as error:
        ended = int(error.exit_code)
    assert ended in tampering.ends
    for table in ("orders", "lines"):
        surplus = job.target.counted(table) - job.source.counted(table)
        assert not surplus, f"{table}: doubled {surplus}"
    _assert_the_verdict_is_true(job, tampering)


def _assert_the_verdict_is_true(job: Job, tampering: Tampering) -> None:
    with Migration(load_project(job.project)) as migration:
        source = {one.table.split(".")[-1]: one for one in migration.verify(level="source").tables}
        hashes = {one.table.split(".")[-1]: one for one in migration.verify(level="hashes").tables}
    same: Callable[[str], bool] = lambda table: job.target.counted(table) == job.source.counted(table)  # noqa: E731
    for table, found in source.items():
        if found.verdict is not Verdict.NOT_VERIFIED:
            assert (found.verdict is Verdict.MATCH) == same(table), found
    if hashes["orders"].verdict is not Verdict.NOT_VERIFIED:
        assert hashes["orders"].verdict is tampering.hashes


def _status(job: Job) -> None:
    with Migration(load_project(job.project)) as migration:
        migration.status()


def _undone(job: Job) -> None:
    undo_run(load_project(job.project), 1, UndoOptions(even_if_changed=True), sink=ignore)


def _run(job: Job) -> None:
    job.run()


SPOILT: tuple[tuple[str, str, Callable[[Job], None]], ...] = (
    ("run.plan", "'x'", _status),
    ("run.plan", "'{}'", _undone),
    ("run.fence", "'x'", _run),
    ("run.filters", "'[15]'", _status),
    ("chunk.chunk_no", "'x'", _run),
    ("chunk.after_key", "'null'", _run),
    ("batch.through_key", "'x'", _run),
    ("batch.rows_read", "'x'", _run),
    ("batch_target.rows_updated", "'x'", _status),
    ("batch_key.payload", "x'00'", _undone),
    # A table without key would be read again for other rows.
    ("table_scope.scope", "'[15]'", _status),
)


def test_what_no_run_has_written_is_told_by_its_place(make_job: MakeJob) -> None:
    """SQLite keeps any value in any column; on a server the same can be done to columns of text."""
    job = _prepared(make_job, "sqlite-sqlite")
    assert stop_after(job, 3).state == "stopped"
    saved = job.directory / "saved.db"
    shutil.copy(job.target.place, saved)
    for place, value, verb in SPOILT:
        table, column = place.split(".")
        job.target.run(f"UPDATE dbmigrate_{table} SET {column} = {value}")
        with pytest.raises(DbmigrateError) as told:
            verb(job)
        assert told.value.code == "DBM-8012", (place, told.value)
        # A sum has no table of its own.
        assert told.value.where in (place, column, "rows")
        shutil.copy(saved, job.target.place)
    assert job.run().state == COPIED
