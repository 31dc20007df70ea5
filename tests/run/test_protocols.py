"""Which way rows go in, several at a time, and that the ways hold together what belongs together."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.errors import TargetError
from dbmigrate.ledger.entries import BatchEntry
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.events import Event, TableStarted
from dbmigrate.run import range_mover
from dbmigrate.write import batch_writer
from tests.run.conftest import SAME
from tests.run.job import MakeJob, create

ITEMS = "CREATE TABLE items (id {int} PRIMARY KEY, note {text})"
PAIRS = ("sqlite-sqlite", "postgresql-postgresql", "sqlite-postgresql", "postgresql-sqlite")


@pytest.mark.parametrize("pair", PAIRS)
def test_protocol_of_each_pass(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair).both(ITEMS).write('[[table]]\nsource = "items"\n')
    job.source.insert("items", [(n, "x") for n in range(7)])
    seen: list[str] = []

    def note(event: Event) -> None:
        if isinstance(event, TableStarted):
            seen.append(event.protocol)

    job.run(sink=note)
    job.run(sink=note)
    assert seen == ["server_side" if pair in SAME else "direct", "staged"]
    recorded = job.target.rows(f"SELECT write_protocol FROM {job.target.ledger('chunk')} ORDER BY run_id")
    assert [protocol for (protocol,) in recorded] == seen


def test_a_table_without_key_that_is_stopped_has_left_nothing(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows could not be told from those that are missing."""
    job = make_job("sqlite-sqlite").both("CREATE TABLE lines (note {text})")
    job.write('[[table]]\nsource = "lines"\ncolumns = { note = "upper(note)" }\n')
    job.source.insert("lines", [(f"X{n % 4}",) for n in range(20)])
    stop, write = threading.Event(), batch_writer.BatchWriter.write_within
    batches: list[int] = []

    def stop_behind_the_second(self: batch_writer.BatchWriter, *args: Any, **options: Any) -> BatchEntry:
        entry = write(self, *args, **options)
        batches.append(entry.rows_read)
        if len(batches) == 2:
            stop.set()
        return entry

    monkeypatch.setattr(batch_writer.BatchWriter, "write_within", stop_behind_the_second)
    assert job.run(stop=stop).state == "stopped"
    assert batches == [3, 3]
    assert job.target.rows("SELECT * FROM lines") == job.target.rows("SELECT * FROM dbmigrate_batch") == []
    assert job.run().state == "copied"
    assert job.target.counted("lines") == job.source.counted("lines")


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("extra", ["", 'target_rows = "any"\n'], ids=["first way", "staged"])
def test_rows_and_their_entry_are_one_transaction(
    make_job: MakeJob, pair: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry fails: the rows of its batch are not in, those of the batches before it are."""
    job = make_job(pair).both(ITEMS).write(f'[[table]]\nsource = "items"\n{extra}')
    job.source.insert("items", [(n, "x") for n in range(10)])
    record = Ledger.record_batch

    def failing(self: Ledger, run_id: int, fence: int, entry: BatchEntry, name: str) -> None:
        if entry.batch_no == 2:
            raise EngineFault(Fault.TERMINAL, "the disk is full")
        record(self, run_id, fence, entry, name)

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "record_batch", failing)
        with pytest.raises(TargetError, match="disk is full"):
            job.run()
    assert len(job.target.rows("SELECT * FROM items")) == 6
    assert job.run().state == "copied"
    assert len(job.target.rows("SELECT * FROM items")) == 10


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("extra", ["", 'target_rows = "any"\n'], ids=["first way", "staged"])
def test_an_entry_is_not_there_without_its_rows(
    make_job: MakeJob, pair: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The COMMIT never happens: neither the rows nor the entry are in, on whatever session each was written."""
    job = make_job(pair).both(ITEMS).write(f'[[table]]\nsource = "items"\n{extra}')
    job.source.insert("items", [(n, "x") for n in range(10)])
    commits = 0

    def failing(place: str) -> None:
        nonlocal commits
        commits += place == "before_commit"
        if commits == 3 and place == "before_commit":
            raise EngineFault(Fault.TERMINAL, "the disk is full")

    with monkeypatch.context() as patch:
        for module in (batch_writer, range_mover):
            patch.setattr(module, "stop_point", failing)
        with pytest.raises(TargetError, match="disk is full"):
            job.run()
    assert len(job.target.rows("SELECT * FROM items")) == 6
    assert len(job.target.rows(f"SELECT * FROM {job.target.ledger('batch')}")) == 2
    assert job.run().state == "copied"
    assert len(job.target.rows("SELECT * FROM items")) == 10


def test_two_workers_from_postgresql_to_postgresql(make_job: MakeJob) -> None:
    job = make_job("postgresql-postgresql")
    tables = [f"t{n}" for n in range(6)]
    job.both(*(ITEMS.replace("items", table) for table in tables))
    job.write("".join(f'[[table]]\nsource = "{table}"\n' for table in tables), workers=2, commit_rows=5)
    for table in tables:
        job.source.insert(table, [(n, f"{table} {n}") for n in range(40)])
    outcome = job.run()
    assert outcome.rows_read == 240
    assert {table.table for table in outcome.tables} == {f"public.{table}" for table in tables}
    for table in tables:
        assert job.target.counted(table) == job.source.counted(table)
    assert job.verdict() == "match"


def test_two_workers_never_fill_one_target_at_once(make_job: MakeJob) -> None:
    """Both would find a key missing; nothing in this target would then refuse the second row."""
    job = make_job("postgresql-postgresql")
    sources = [ITEMS.replace("items", f"part{n}") for n in range(4)]
    create(job.source, *sources)
    create(job.target, "CREATE TABLE whole (id {int} NOT NULL, note {text})")
    job.write(
        "".join(f'[[table]]\nsource = "part{n}"\ntarget = "whole"\ntarget_rows = "any"\n' for n in range(4)),
        workers=4,
        commit_rows=2,
    )
    for n in range(4):
        job.source.insert(f"part{n}", [(key, "same") for key in range(20)])
    outcome = job.run()
    assert sorted(job.target.rows("SELECT * FROM whole")) == [(key, "same") for key in range(20)]
    assert sum(table.rows_present for table in outcome.tables) == 60


def test_a_failing_worker_leaves_the_others_resumable(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    job = make_job("postgresql-postgresql")
    tables = [f"t{n}" for n in range(4)]
    job.both(*(ITEMS.replace("items", table) for table in tables))
    job.write("".join(f'[[table]]\nsource = "{table}"\n' for table in tables), workers=2, commit_rows=2)
    for table in tables:
        job.source.insert(table, [(n, f"{table} {n}") for n in range(20)])
    record = Ledger.record_batch

    def failing(self: Ledger, run_id: int, fence: int, entry: BatchEntry, name: str) -> None:
        if entry.table_name.endswith("t1") and entry.batch_no == 3:
            raise EngineFault(Fault.TERMINAL, "permission denied")
        record(self, run_id, fence, entry, name)

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "record_batch", failing)
        with pytest.raises(TargetError, match="permission denied"):
            job.run()
    again = job.run()
    assert (again.state, again.resumed) == ("copied", True)
    for table in tables:
        assert job.target.counted(table) == job.source.counted(table)
