"""One large table read and written by several streams at once, each chunk by one of them."""

from __future__ import annotations

import random
import threading
from collections import Counter
from typing import Any

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.engines.postgresql import split
from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.errors import TargetError
from dbmigrate.model import machine
from dbmigrate.model.events import BatchCommitted, Event
from dbmigrate.model.keys import KeyRange, decode_key
from dbmigrate.run import table_copy
from dbmigrate.run.migration import Migration
from dbmigrate.run.streams import copy_chunks
from dbmigrate.run.table_copy import TableCopy
from dbmigrate.verify.parts import parts_of
from tests.faults.byte_proxy import CUT, ByteProxy
from tests.faults.test_broken_wires import behind, faults
from tests.run.job import Job, MakeJob, create
from tests.run.test_key_journal import journal
from tests.run.undoing import undo

ENTRY = '[[table]]\nsource = "items"\n'
ROWS = 700


@pytest.fixture
def job(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Its table has a dozen pages, which are enough here, and so is the machine."""
    monkeypatch.setattr(split, "LEAST_PAGES", 1)
    monkeypatch.setattr(machine, "processors", lambda: 6)
    return make_job("postgresql-postgresql")


def _fill(job: Job, *, check: str = "") -> None:
    create(job.source, "CREATE TABLE items (code {text}, id {int}, note {text}, PRIMARY KEY (code, id))")
    create(job.target, f"CREATE TABLE items (code {{text}}, id {{int}}, note {{text}} {check}, PRIMARY KEY (code, id))")
    job.source.insert("items", [(f"k{n % 9}", n, f"{n} " + "x" * 100) for n in range(ROWS)])


def _chunks(job: Job) -> list[KeyRange]:
    rows = job.target.rows(f"SELECT after_key, through_key FROM {job.target.ledger('chunk')} ORDER BY run_id, chunk_no")
    return [KeyRange(decode_key(after), decode_key(through)) for after, through in rows]


def _plain(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(PostgresEngine, "pulls_from", lambda *_: False)


@pytest.mark.parametrize("way", ["as stored", "decoded"])
def test_each_row_once_by_several_streams(job: Job, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    if way == "decoded":
        _plain(monkeypatch)
    _fill(job)
    job.write(ENTRY, commit_rows=20, workers=3)
    threads: set[int] = set()
    meeting = threading.Barrier(3, timeout=30)

    def note(event: Event) -> None:
        if isinstance(event, BatchCommitted) and threading.get_ident() not in threads:
            threads.add(threading.get_ident())
            meeting.wait()  # until all three have committed a batch

    outcome = job.run(sink=note)
    assert (outcome.rows_read, len(threads)) == (ROWS, 3)
    chunks = _chunks(job)
    assert len(chunks) > 3
    assert (chunks[0].after, chunks[-1].through) == (None, None)
    assert [one.through for one in chunks[:-1]] == [one.after for one in chunks[1:]]
    assert job.target.counted("items") == job.source.counted("items")
    assert sum(journal(job.target, 1).values()) == ROWS
    assert job.verdict() == "match"
    assert str(job.gaps().tables[0].verdict) == "match"
    job.source.insert("items", [("k99", 10_000, "late")])
    assert job.run().tables[0].rows_inserted == 1
    assert _chunks(job)[len(chunks) :] == [KeyRange()]
    undo(job, 2)
    undo(job, 1, even_if_changed=True)
    assert job.target.rows("SELECT * FROM items") == []


@pytest.mark.parametrize(
    ("processors", "reached_by", "streams"),
    [
        pytest.param(2, "socket", 1, id="two-processors"),
        pytest.param(5, "socket", 2, id="five-processors"),
        pytest.param(16, "socket", 3, id="more-than-streams"),
        pytest.param(2, "address", 3, id="perhaps-elsewhere"),
    ],
)
def test_no_more_streams_than_processors_can_serve(
    job: Job,
    monkeypatch: pytest.MonkeyPatch,
    postgres_server: str,
    processors: int,
    reached_by: str,
    streams: int,
) -> None:
    """Between servers that are known to be on this machine."""
    monkeypatch.setattr(machine, "processors", lambda: processors)
    if reached_by == "address":
        job.target = behind(job.target, ByteProxy(postgres_server, faults(random.Random(0), (CUT,), 0)))
    _fill(job)
    job.write(ENTRY, commit_rows=20, workers=3)
    at_once: list[int] = []

    def counted(*of: Any, **also: Any) -> bool:
        at_once.append(of[-1])
        return copy_chunks(*of, **also)

    monkeypatch.setattr(table_copy, "copy_chunks", counted)
    assert job.run().rows_read == ROWS
    assert at_once == [streams]
    assert (len(_chunks(job)) > 1) == (streams > 1)
    assert job.target.counted("items") == job.source.counted("items")


@pytest.mark.parametrize("workers", [1, 3])
def test_stopped_and_resumed(job: Job, workers: int) -> None:
    """By as many streams as before, or by one."""
    _fill(job)
    job.write(ENTRY, commit_rows=20, workers=3)
    stop = threading.Event()
    committed: list[Event] = []

    def note(event: Event) -> None:
        if isinstance(event, BatchCommitted):
            committed.append(event)
            if len(committed) == 7:
                stop.set()

    assert job.run(sink=note, stop=stop).state == "stopped"
    assert 7 <= len(committed) <= 9
    here = set(job.target.rows("SELECT code, id FROM items"))
    assert 0 < len(here) < ROWS
    outcome = job.run(workers=workers)
    assert (outcome.state, outcome.resumed, outcome.rows_read) == ("copied", True, ROWS)
    assert job.target.counted("items") == job.source.counted("items")
    assert job.verdict() == "match"


def test_refused_rows_of_several_chunks(job: Job) -> None:
    _fill(job, check="CHECK (id % 50 <> 0)")
    job.write(ENTRY, commit_rows=20, workers=3)
    [table] = job.run().tables
    assert (table.rows_inserted, table.rows_rejected) == (ROWS - 14, 14)
    assert job.target.counted("items") == Counter(
        {row: 1 for row in job.source.rows("SELECT * FROM items") if row[1] % 50}
    )


def test_what_one_stream_fails_with_is_told(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others end with their batch, and a further run goes on."""
    _fill(job)
    job.write(ENTRY, commit_rows=20, workers=3)
    broken = TableCopy._another_stream

    def fails(self: TableCopy, of: Any) -> Any:
        raise TargetError("no more connections", code="DBM-6001")

    with monkeypatch.context() as patch:
        patch.setattr(TableCopy, "_another_stream", fails)
        with pytest.raises(TargetError, match="no more connections"):
            job.run()
    assert TableCopy._another_stream is broken
    assert job.run().state == "copied"
    assert job.target.counted("items") == job.source.counted("items")


def test_many_tables_share_the_streams(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that has no table of its own any more goes to the one that is left."""
    _fill(job)
    job.both("CREATE TABLE small (id {int} PRIMARY KEY)")
    job.source.insert("small", [(1,)])
    job.write('[[table]]\nsource = "small"\n' + ENTRY, commit_rows=20, workers=2)
    threads: dict[str, set[int]] = {"public.items": set(), "public.small": set()}
    meeting = threading.Barrier(2, timeout=30)

    def note(event: Event) -> None:
        if isinstance(event, BatchCommitted) and threading.get_ident() not in threads[event.table]:
            threads[event.table].add(threading.get_ident())
            if event.table == "public.items":
                meeting.wait()

    assert job.run(sink=note).state == "copied"
    assert len(threads["public.items"]) == 2
    assert job.target.counted("items") == job.source.counted("items")


def test_a_table_in_chunks_is_verified_in_parts(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts_of, "__kwdefaults__", {"part_rows": 100})
    job.both("CREATE TABLE items (id {int} PRIMARY KEY, note {text} NOT NULL)")
    job.source.insert("items", [(n, "x" * 100) for n in range(ROWS)])
    job.write(ENTRY, commit_rows=20, workers=3)
    _plain(monkeypatch)
    job.run()
    assert len(_chunks(job)) > 3
    with Migration(load_project(job.project)) as migration:
        [table] = migration.verify().tables
        assert (str(table.verdict), len(table.chunks) > 3) == ("match", True)
    job.target.run("UPDATE items SET note = 'y' WHERE id = 333")
    assert job.verdict() == "mismatch"
