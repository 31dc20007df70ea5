"""What a further small table costs: neither a connection, nor questions that were asked before."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.engine import CAPABILITIES, PostgresEngine
from dbmigrate.errors import DbmigrateError
from dbmigrate.model.events import ignore
from dbmigrate.model.plan import TablePlan
from dbmigrate.run.context import RejectBudget, RunContext
from dbmigrate.run.opening import asks_nothing
from dbmigrate.run.seats import Seats
from dbmigrate.run.settings import CopySettings
from dbmigrate.run.streams import Streams
from dbmigrate.transform.prepare import Preparer
from dbmigrate.write.batch_writer import BatchWriter
from tests.run.job import Job, MakeJob
from tests.run.stopping import stop_after

LEVELS = 3


def _fill(job: Job, tables: int) -> None:
    """Each table refers to the one before it, so that there are several levels; each has two rows."""
    for number in range(tables):
        parent = "" if number < tables // LEVELS else f"REFERENCES t{number - tables // LEVELS}"
        job.both(f"CREATE TABLE t{number} (id {{int}} PRIMARY KEY, of {{int}} {parent}, note {{text}})")
        job.source.insert(f"t{number}", [(1, None, "a"), (2, 1, "b")])
    job.write("".join(f'[[table]]\nsource = "t{number}"\n' for number in range(tables)), workers=2)


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    made: Counter[str] = Counter()

    def counted(name: str, connect: Callable[[PostgresEngine], Any]) -> Callable[[PostgresEngine], Any]:
        def connects(engine: PostgresEngine) -> Any:
            made[name] += 1
            return connect(engine)

        return connects

    for name in ("connect_adbc", "connect_psycopg"):
        monkeypatch.setattr(PostgresEngine, name, counted(name, getattr(PostgresEngine, name)))
    return made


def test_connections_go_from_table_to_table(make_job: MakeJob, connections: Counter[str]) -> None:
    made = []
    for tables in (2 * LEVELS, 8 * LEVELS):
        job = make_job("postgresql-postgresql", name=f"of_{tables}")
        _fill(job, tables)
        connections.clear()
        outcome = job.run()
        assert (outcome.state, outcome.rows_read) == ("copied", 2 * tables)
        made.append(connections.total())
        assert job.verdict() == "match"
    # Whether the second worker gets to a table is chance: a reader, a link and two sessions for raw rows.
    assert abs(made[1] - made[0]) <= 4


def _three(make_job: MakeJob) -> Job:
    job = make_job("sqlite-postgresql")
    for name in ("a", "b", "c"):
        job.both(f"CREATE TABLE {name} (id {{int}} PRIMARY KEY, note {{text}})")
        job.source.insert(name, [(number, "x") for number in range(5)])
    return job.write("".join(f'[[table]]\nsource = "{name}"\n' for name in ("a", "b", "c")))


def _rows(job: Job) -> list[int]:
    return [len(job.target.rows(f"SELECT id FROM {name}")) for name in ("a", "b", "c")]


def _reading() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "dbmigrate-read"]


def _begun(job: Job) -> list[str]:
    return [str(name) for (name,) in job.target.rows(f"SELECT table_name FROM {job.target.ledger('chunk')} ORDER BY 1")]


def test_the_next_table_is_read_while_the_last_batch_is_written(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = {name: threading.Event() for name in ("a", "b", "c")}
    before = {"a": "b", "b": "c"}
    prepare, write = Preparer.prepare, BatchWriter.write

    def note(self: Preparer, *given: Any) -> Any:
        prepared[self._table.name].set()
        return prepare(self, *given)

    def wait(self: BatchWriter, *given: Any, closes_chunk: bool, **more: Any) -> Any:
        following = before.get(self._table.name)
        if following is not None:
            assert prepared[following].wait(0 if not closes_chunk else 20) is closes_chunk
        return write(self, *given, closes_chunk=closes_chunk, **more)

    monkeypatch.setattr(Preparer, "prepare", note)
    monkeypatch.setattr(BatchWriter, "write", wait)
    job = _three(make_job)
    assert [table.rows_inserted for table in job.run().tables] == [5, 5, 5]
    assert job.verdict() == "match"


@pytest.mark.parametrize("batches", [1, 2, 3])
def test_what_was_only_read_is_not_begun(make_job: MakeJob, batches: int) -> None:
    """Each table has two batches."""
    job = _three(make_job)
    assert stop_after(job, batches).state == "stopped"
    assert _rows(job) == {1: [3, 0, 0], 2: [5, 0, 0], 3: [5, 3, 0]}[batches]
    assert _begun(job) == ["a", "b"][: (batches + 1) // 2]
    assert not _reading()
    assert job.run().state == "copied"
    assert job.verdict() == "match"


def test_a_failure_ends_what_reads_ahead(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    write = BatchWriter.write

    def full(self: BatchWriter, *given: Any, closes_chunk: bool, **more: Any) -> Any:
        if closes_chunk:
            assert _reading()
            raise EngineFault(Fault.TERMINAL, "disk full")
        return write(self, *given, closes_chunk=closes_chunk, **more)

    close, reading_at_close = Seats.close, list[str]()

    def noted(self: Seats) -> None:
        reading_at_close.extend(_reading())
        close(self)

    job = _three(make_job)
    job.source.insert("b", [(number, "more than is read ahead") for number in range(5, 100)])
    with monkeypatch.context() as patch:
        patch.setattr(BatchWriter, "write", full)
        patch.setattr(Seats, "close", noted)
        with pytest.raises(DbmigrateError, match="write of a failed"):
            job.run()
    # Before its connection is closed: that ends it too, now or later.
    assert reading_at_close == []
    assert not _reading()
    assert (_rows(job), _begun(job)) == ([3, 0, 0], ["a"])
    assert job.run().state == "copied"
    assert _rows(job) == [5, 100, 5]


@pytest.fixture
def context() -> RunContext:
    target: Any = SimpleNamespace(capabilities=CAPABILITIES)
    nothing: Any = None
    settings = CopySettings(1_000, 1 << 20, 1, 0, 2)
    return RunContext(1, 1, nothing, target, settings, ignore, nothing, RejectBudget(0), planned=frozenset())


def _plan_of_one(make_job: MakeJob, entry: str = "", key: str = "PRIMARY KEY") -> TablePlan:
    job = make_job("sqlite-postgresql").both(f"CREATE TABLE t (id {{int}} {key}, of {{int}}, at {{moment}})")
    job.source.insert("t", [(1, None, None)])
    return job.write(f'[[table]]\nsource = "t"\n{entry}').plan().tables[0]


def test_a_plain_table_that_nothing_is_known_of_asks_nothing(make_job: MakeJob, context: RunContext) -> None:
    table = _plan_of_one(make_job)
    assert asks_nothing(context, table)
    others: list[dict[str, Any]] = [
        {"planned": None},
        {"planned": frozenset({"t"})},
        {"with_open_rejects": frozenset({"t"})},
        {"touched_before": frozenset({"t"})},
        {"streams": Streams(2)},
    ]
    assert not any(asks_nothing(replace(context, **other), table) for other in others)
    some: Any = object()
    assert not asks_nothing(context, replace(table, orphans=some))
    assert not asks_nothing(context, replace(table, scope=replace(table.scope, reasons=(("another site", some),))))


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ('watermark = { column = "at", overlap = "1s" }', "PRIMARY KEY"),
        ('mode = "upsert"', "PRIMARY KEY"),
        ("", ""),
    ],
    ids=["mark", "staged", "keyless"],
)
def test_these_ask(make_job: MakeJob, context: RunContext, entry: str, key: str) -> None:
    assert not asks_nothing(context, _plan_of_one(make_job, entry, key))
