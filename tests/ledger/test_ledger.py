"""What is in the ledger stays there, and only one process at a time adds to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from msgspec.structs import replace

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.registry import open_engine
from dbmigrate.engines.session import Writer
from dbmigrate.errors import LeaseLostError, LedgerError
from dbmigrate.ledger.clock import now
from dbmigrate.ledger.entries import BatchEntry, ChunkEntry, MapShare, MarkEntry, Scope, TableOpening, TargetEntry
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.batch import Digest, Reject
from dbmigrate.model.domains import KeyAllocation, origin_of
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import MigrationPlan, Suspension
from dbmigrate.model.table import TableName
from tests.databases import Database, sqlite_database

PLAN = MigrationPlan(
    "pack", "1", "source one", "target", (), ("all",), (), document={"tables": {}}, fingerprint="f" * 64
)
REJECT = Reject("[4]", "refused_by_target", None, "CHECK", '{"id": 4}')
ENTRY = BatchEntry(
    "t", 0, 0, (3, "x", b"\x00"), 4, False, (TargetEntry("t", 3, digest=Digest(3, 2**64 - 1, 7)),), (REJECT,)
)

OpenLedger = Callable[[], Ledger]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, postgres_databases: Callable[[], str]) -> Database:
    if request.param == "sqlite":
        return sqlite_database(tmp_path / "target.db")
    return Database("postgresql", postgres_databases())


@pytest.fixture
def open_ledger(database: Database) -> Iterator[OpenLedger]:
    """Each call opens another connection."""
    engine = open_engine(ConnectionUrl.parse(database.url), side="target")
    sessions = []

    def make() -> Ledger:
        ledger = Ledger(engine.open_writer(), has_schemas=engine.capabilities.supports_schemas)
        sessions.append(ledger.session)
        return ledger

    yield make
    for session in sessions:
        session.close()
    engine.dispose()


@pytest.fixture
def ledger(open_ledger: OpenLedger) -> Ledger:
    ledger = open_ledger()
    assert not ledger.exists()
    ledger.create()
    assert ledger.exists()
    return ledger


def _start(ledger: Ledger, plan: MigrationPlan = PLAN) -> tuple[int, int]:
    ledger.session.begin()
    run = ledger.start_run(plan, "project", 1).run_id
    fence = ledger.start_attempt(run, "0")
    ledger.session.commit()
    return run, fence


def _commit(ledger: Ledger, run: int, fence: int, entry: BatchEntry) -> None:
    ledger.session.begin()
    ledger.hold_fence(run, fence)
    ledger.record_batch(run, fence, entry, "digest-1")
    ledger.session.commit()


def test_a_batch_can_be_asked_for(ledger: Ledger) -> None:
    run, fence = _start(ledger)
    assert not ledger.progress.has_batch(run, fence, ENTRY)
    _commit(ledger, run, fence, ENTRY)
    assert ledger.progress.has_batch(run, fence, ENTRY)
    assert not ledger.progress.has_batch(run, fence + 1, ENTRY), "it was another attempt's"
    elsewhere = [replace(ENTRY, batch_no=1), replace(ENTRY, chunk_no=1), replace(ENTRY, table_name="another")]
    assert [ledger.progress.has_batch(run, fence, other) for other in elsewhere] == [False] * 3
    for other in elsewhere:
        _commit(ledger, run, fence, replace(other, rows_read=9, targets=(TargetEntry("t", 9),), rejects=()))
    asked = replace(ENTRY, targets=(TargetEntry("t", 0),), rejects=())
    assert ledger.progress.recorded_batch(run, asked) == ENTRY
    assert ledger.progress.moved_rows(run, "t") == (3 + 9 + 9, 0, 0)


def test_a_batch_goes_in_once(ledger: Ledger) -> None:
    run, fence = _start(ledger)
    _commit(ledger, run, fence, ENTRY)
    with pytest.raises(EngineFault) as fault:
        _commit(ledger, run, fence, ENTRY)
    assert fault.value.fault is Fault.ROW
    ledger.session.rollback()


def test_resume_points(ledger: Ledger) -> None:
    run, fence = _start(ledger)
    ledger.session.begin()
    ledger.record_chunks(
        run, [ChunkEntry("t", 0, KeyRange(None, (9,)), "direct"), ChunkEntry("t", 1, KeyRange((9,)), "direct")]
    )
    ledger.session.commit()
    _commit(ledger, run, fence, ENTRY)
    rejected = replace(
        ENTRY, batch_no=1, through_key=(5, "y", b""), targets=(TargetEntry("t", 0),), rejects=(REJECT,) * 4
    )
    _commit(ledger, run, fence, rejected)
    _commit(
        ledger, run, fence, replace(ENTRY, batch_no=2, through_key=None, rows_read=0, closes_chunk=True, rejects=())
    )
    [point] = ledger.progress.resume_points(run, "t").values()
    assert (point.next_batch, point.after_key, point.closed) == (3, (5, "y", b""), True)
    assert (point.rows_read, point.rows_rejected) == (8, 5)
    history = History(ledger.session, ledger.tables)
    assert history.closed_tables() == set(), "chunk 1 is open"
    _commit(ledger, run, fence, replace(ENTRY, chunk_no=1, closes_chunk=True, rejects=()))
    assert history.closed_tables() == {"t"}
    assert history.closed_targets() == {"t": {frozenset({"t"})}}
    assert history.touched_targets() == {("t", "t")}


def test_history_is_that_of_one_source_and_package(ledger: Ledger) -> None:
    run, fence = _start(ledger)
    ledger.session.begin()
    chunks, mark = (ChunkEntry("t", 0, KeyRange(), "direct"),), MarkEntry("at", "2024", None)
    ledger.record_opening(run, TableOpening("t", chunks, "{}", {}, now(), rows_below=3, mark=mark))
    ledger.session.commit()
    _commit(ledger, run, fence, replace(ENTRY, closes_chunk=True))
    for scope, seen in (
        (Scope("source one", "pack"), True),
        (Scope("source two", "pack"), False),
        (Scope("source one", "p"), False),
    ):
        history = History(ledger.session, ledger.tables, scope)
        assert bool(history.closed_tables()) is seen
        assert bool(history.touched_targets()) is seen
        cover = history.coverage().newest("t", "{}", "at")
        assert (cover.mark if cover else None) == ("2024" if seen else None)
        assert bool(history.target_totals()) is seen
    assert History(ledger.session, ledger.tables).coverage().newest("t", "{}", "other") is None
    assert History(ledger.session, ledger.tables, before=run).closed_tables() == set()


def test_an_older_process_is_fenced_off(ledger: Ledger) -> None:
    run, fence = _start(ledger)
    ledger.session.begin()
    assert ledger.start_attempt(run, "0") == fence + 1
    ledger.session.commit()
    with pytest.raises(LeaseLostError):
        _commit(ledger, run, fence, ENTRY)
    ledger.session.rollback()
    ledger.session.begin()
    ledger.end_attempt(run, fence, "failed")
    ledger.session.commit()
    assert ledger.runs()[0].state == "started", "it may not end the run of its successor"


def test_taking_over_waits_for_the_batch_that_is_being_committed(
    database: Database, open_ledger: OpenLedger, ledger: Ledger
) -> None:
    """Otherwise the successor would not see it, and would write its rows again."""
    run, fence = _start(ledger)
    successor = open_ledger()
    seen: list[bool] = []

    def take_over() -> None:
        successor.session.begin()
        new = successor.start_attempt(run, "0")
        seen.append(successor.progress.has_batch(run, fence, ENTRY))
        assert new == fence + 1
        successor.session.commit()

    ledger.session.begin()
    ledger.hold_fence(run, fence)
    ledger.record_batch(run, fence, ENTRY, "digest-1")
    other = threading.Thread(target=take_over)
    other.start()
    time.sleep(0.5)
    assert seen == [], "the successor waits"
    ledger.session.commit()
    other.join(10)
    assert seen == [True]


# A SQLite connection is in this process and cannot be lost with its COMMIT on the way.
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_lost_commit_that_is_still_at_work_is_waited_for(
    database: Database, open_ledger: OpenLedger, ledger: Ledger
) -> None:
    run, fence = _start(ledger)
    again = open_ledger()
    seen: list[bool] = []

    def ask() -> None:
        again.session.begin()
        again.await_commits(run)
        seen.append(again.progress.has_batch(run, fence, ENTRY))
        again.session.rollback()

    ledger.session.begin()
    ledger.hold_fence(run, fence)
    ledger.record_batch(run, fence, ENTRY, "digest-1")
    other = threading.Thread(target=ask)
    other.start()
    time.sleep(0.5)
    assert seen == []
    ledger.session.commit()
    other.join(10)
    assert seen == [True]


def test_suspensions_and_staging_are_known_until_they_are_gone(ledger: Ledger) -> None:
    """Each by itself."""
    run, fence = _start(ledger)
    trigger, other = (Suspension("trigger", name, TableName("t"), ("off",), (name, "on"), "") for name in "ab")
    staging, second = ledger.tables.staging_name(7), ledger.tables.staging_name(8)
    leftovers = ledger.leftovers
    ledger.session.begin()
    for number, suspension in enumerate((trigger, other)):
        assert leftovers.next_suspension_number(run) == number
        leftovers.record_suspension(run, number, "suspended", suspension)
    leftovers.record_staging(run, fence, staging, "made")
    leftovers.record_staging(run, fence, second, "made")
    ledger.session.commit()
    open_ones = [(row["object_name"], row["restore_sql"]) for row in leftovers.open_suspensions()]
    assert open_ones == [("a", ["a", "on"]), ("b", ["b", "on"])]
    assert leftovers.open_staging() == [(run, fence, staging), (run, fence, second)]
    ledger.session.begin()
    leftovers.record_restoration(run, 1, other)
    leftovers.record_staging(run, fence, staging, "dropped")
    ledger.session.commit()
    assert [row["object_name"] for row in leftovers.open_suspensions()] == ["a"]
    assert leftovers.open_staging() == [(run, fence, second)]
    ledger.session.begin()
    leftovers.record_restoration(run, 0, trigger)
    leftovers.record_staging(run, fence, second, "dropped")
    ledger.session.commit()
    assert leftovers.open_suspensions() == []
    assert leftovers.open_staging() == []


def test_a_newer_ledger_is_left_alone(database: Database, ledger: Ledger) -> None:
    _start(ledger)
    database.run(f"UPDATE {database.ledger('run')} SET ledger_version = 99")
    with pytest.raises(LedgerError) as refused:
        ledger.check_version()
    assert refused.value.code == "DBM-8003"


def test_an_older_ledger_is_left_alone(database: Database, ledger: Ledger) -> None:
    _start(ledger)
    database.run(f"UPDATE {database.ledger('run')} SET ledger_version = 1")
    with pytest.raises(LedgerError) as refused:
        ledger.check_version()
    assert refused.value.code == "DBM-8007"


@pytest.mark.parametrize("fault", [Fault.CONNECTION, Fault.TRANSIENT])
def test_a_broken_connection_does_not_say_that_there_is_no_ledger(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    def fail(*_: object) -> None:
        raise EngineFault(fault, "gone")

    monkeypatch.setattr(type(ledger.session), "execute", fail)
    with pytest.raises(EngineFault):
        ledger.exists()


def test_ids_that_a_later_run_uses_outlive_the_run_that_gave_them_out(open_ledger: OpenLedger) -> None:
    """They are the later run's from then on; the others are free."""
    ledger = open_ledger()
    ledger.create()
    given = [KeyAllocation(name, "here", key, key, True) for name in ("kind", "person") for key in ("1", "2")]
    ledger.session.begin()
    ledger.key_maps.record(cast("Writer", ledger.session), 1, given, in_bulk=False)
    ledger.undoing.take_back(1, [MapShare("kind", "here", 2, 5), MapShare("person", "here", 2, None)])
    ledger.session.commit()
    assert set(ledger.key_maps.find("kind", "here", ["1", "2"])) == {"1", "2"}
    assert ledger.key_maps.find("person", "here", ["1", "2"]) == {}
    ledger.session.begin()
    ledger.undoing.take_back(1, [])
    ledger.session.commit()
    assert len(ledger.key_maps.find("kind", "here", ["1", "2"])) == 2


def test_ids_of_a_source_that_was_moved_are_still_its_own(ledger: Ledger) -> None:
    run, _ = _start(ledger)
    given = [KeyAllocation("kind", origin_of(each), "1", "1", True) for each in (PLAN.source_identity, "another")]
    ledger.session.begin()
    ledger.key_maps.record(cast("Writer", ledger.session), run, given, in_bulk=False)
    ledger.accept_plan(run, replace(PLAN, source_identity="elsewhere"))
    ledger.session.commit()
    found = [
        set(ledger.key_maps.find("kind", origin_of(each), ["1"]))
        for each in ("elsewhere", PLAN.source_identity, "another")
    ]
    assert found == [{"1"}, set(), {"1"}]
