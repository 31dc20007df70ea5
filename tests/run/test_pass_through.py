"""Rows from PostgreSQL to PostgreSQL as they are stored, and back to the ordinary way where that is not enough."""

from __future__ import annotations

import json
import threading
from collections import Counter
from typing import Any

import psycopg
import pyarrow as pa
import pytest

from dbmigrate.config.project import load_project
from dbmigrate.engines.postgresql import stream_keys
from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.engines.postgresql.pass_through import goes_as_stored
from dbmigrate.engines.postgresql.types import logical_type
from dbmigrate.engines.postgresql.view import PostgresReader
from dbmigrate.errors import SourceError, TargetError
from dbmigrate.ledger.key_journal import decode_rows
from dbmigrate.model.events import BatchCommitted, Event, TableStarted
from dbmigrate.model.plan import TablePlan
from dbmigrate.run import suspensions
from dbmigrate.run.migration import Migration
from tests.run.job import Job, MakeJob, create
from tests.run.stopping import stop_after
from tests.run.test_key_journal import journal
from tests.run.undoing import undo

ITEMS = "CREATE TABLE items (id {int} PRIMARY KEY, note {text})"
ENTRY = '[[table]]\nsource = "items"\n'


@pytest.fixture
def job(make_job: MakeJob) -> Job:
    return make_job("postgresql-postgresql")


def _digests(job: Job) -> list[bool]:
    """Of each batch in order: whether its rows were looked at, which leaves a digest."""
    rows = job.target.rows(
        f"SELECT digest_first IS NOT NULL FROM {job.target.ledger('batch_target')} ORDER BY run_id, batch_no"
    )
    return [looked_at for (looked_at,) in rows]


def test_only_the_failing_range_is_looked_at(job: Job) -> None:
    create(job.source, ITEMS)
    create(job.target, "CREATE TABLE items (id {int} PRIMARY KEY, note {text} CHECK (note <> 'bad'))")
    job.write(ENTRY, commit_rows=4)
    job.source.insert("items", [(n, "bad" if n == 9 else "good") for n in range(24)])
    [table] = job.run().tables
    assert (table.rows_read, table.rows_inserted, table.rows_rejected) == (24, 23, 1)
    assert [json.loads(key) for _, key, _ in job.rejects()] == [[9]]
    assert _digests(job) == [False, False, True, False, False, False]
    assert job.verdict() == "match"


def test_large_rows_are_committed_before_they_are_many(job: Job) -> None:
    job.both(ITEMS).write(ENTRY, commit_rows=1_000, commit_bytes=100_000)
    job.source.insert("items", [(n, str(n) * 10_000) for n in range(40)])
    assert stop_after(job, 2).state == "stopped"
    assert 0 < len(job.target.rows("SELECT id FROM items")) < 40
    [table] = job.run().tables
    assert table.rows_inserted == 40
    sizes = job.target.rows(f"SELECT rows_read FROM {job.target.ledger('batch')} ORDER BY batch_no")
    assert len(sizes) > 4
    assert _digests(job) == [False] * len(sizes)
    assert job.target.counted("items") == job.source.counted("items")


def test_ranges_that_go_on_failing_are_taken_together(job: Job) -> None:
    create(job.source, ITEMS)
    create(job.target, "CREATE TABLE items (id {int} PRIMARY KEY, note {text} CHECK (note <> 'bad'))")
    job.write(ENTRY, commit_rows=2)
    job.source.insert("items", [(n, "bad" if n % 2 else "good") for n in range(20)])
    [table] = job.run().tables
    assert (table.rows_inserted, table.rows_rejected) == (10, 10)
    assert all(_digests(job))
    assert job.verdict() == "match"


def test_a_constraint_that_is_checked_at_commit(job: Job) -> None:
    create(job.source, ITEMS)
    create(job.target, "CREATE TABLE items (id {int} PRIMARY KEY, note {text} UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    job.write(ENTRY, commit_rows=4)
    job.source.insert("items", [(n, "same" if n in (5, 6) else f"note {n}") for n in range(12)])
    [table] = job.run().tables
    assert (table.rows_inserted, table.rows_rejected) == (11, 1)
    assert [json.loads(key) for _, key, _ in job.rejects()] == [[6]]


@pytest.mark.parametrize("first", ["as stored", "decoded"])
def test_a_run_goes_on_the_other_way(job: Job, monkeypatch: pytest.MonkeyPatch, first: str) -> None:
    columns = "code char(4), moment timestamptz, part {int}, note {text}"
    job.both(f"CREATE TABLE items ({columns}, PRIMARY KEY (code, moment, part))").write(ENTRY, commit_rows=3)
    moments = ["2024-01-01 00:00:00.5+00", "0044-03-15 12:00:00+00", "2024-10-27 02:30:00+02"]
    job.source.insert("items", [(c, m, n, None) for c in ("a", "B", "ab") for m in moments for n in range(3)])
    ways: list[str] = []

    def run(stop_after: int | None) -> str:
        stop = threading.Event()
        left = stop_after

        def note(event: Event) -> None:
            nonlocal left
            if isinstance(event, TableStarted):
                ways.append(event.protocol)
            if isinstance(event, BatchCommitted) and left is not None:
                left -= 1
                if left == 0:
                    stop.set()

        return job.run(sink=note, stop=stop).state

    def decoded(self: PostgresEngine, source: object, table: TablePlan) -> bool:
        return False

    def once(*, plain: bool, stop_after: int | None) -> str:
        with monkeypatch.context() as patch:
            if plain:
                patch.setattr(PostgresEngine, "pulls_from", decoded)
            return run(stop_after)

    assert once(plain=first == "decoded", stop_after=4) == "stopped"
    assert once(plain=first != "decoded", stop_after=None) == "copied"
    assert sorted(ways) == ["direct", "server_side"]
    assert job.target.counted("items") == job.source.counted("items")
    assert job.verdict() == "match"


def test_one_moment_of_the_source_while_others_write(job: Job) -> None:
    """Each batch makes a writer move rows that are not read yet, and some that are."""
    job.both(ITEMS).write(ENTRY, commit_rows=5)
    job.source.insert("items", [(n, "old") for n in range(60)])
    writes = 0
    with psycopg.connect(job.source.place, autocommit=True) as writer:

        def disturb(event: Event) -> None:
            nonlocal writes
            if isinstance(event, BatchCommitted):
                writer.execute("UPDATE items SET note = 'new', id = id + 1000 WHERE id %% 7 = %s", (writes % 7,))
                writer.execute("DELETE FROM items WHERE id = %s", (59 - writes,))
                writer.execute("INSERT INTO items VALUES (%s, 'new')", (500 + writes,))
                writes += 1

        assert job.run(sink=disturb).state == "copied"
    assert writes == 12
    assert sorted(job.target.rows("SELECT * FROM items")) == [(n, "old") for n in range(60)]


def test_a_table_without_key_and_an_empty_one(job: Job) -> None:
    job.both("CREATE TABLE lines (line {text})", "CREATE TABLE nothing (id {int} PRIMARY KEY)")
    job.write('[[table]]\nsource = "lines"\n[[table]]\nsource = "nothing"\n', commit_rows=2)
    job.source.insert("lines", [("same",), ("same",), (None,), ("",), ("x" * 300_000,)])
    assert job.run().rows_read == 5
    assert job.target.counted("lines") == job.source.counted("lines")
    looked_at = job.target.rows(f"SELECT table_name, digest_first IS NOT NULL FROM {job.target.ledger('batch_target')}")
    assert set(looked_at) == {("public.lines", True), ("public.nothing", False)}
    assert job.verdict() == "match"


def _protocols(job: Job) -> set[str]:
    return {protocol for (protocol,) in job.target.rows(f"SELECT write_protocol FROM {job.target.ledger('chunk')}")}


def test_their_keys_are_journalled_as_those_of_any_batch(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the key stands among the columns, and whatever it is made of; so they can be taken out again."""
    columns = "note {text}, part {int}, at timestamptz, body {text}, code varchar(8), mark uuid"
    job.both(f"CREATE TABLE items ({columns}, PRIMARY KEY (code, mark, at, part))").write(ENTRY, commit_rows=4)
    moments = ["2024-01-01 00:00:00.5+00", "9999-12-31 00:00:00+00", "0044-03-15 12:00:00+00"]
    mark = "00000000-0000-0000-0000-00000000000{}"
    job.source.insert(
        "items", [("x" * n, n - 5, m, None, c, mark.format(n)) for c in ("a", "B", "") for m in moments for n in (1, 2)]
    )
    job.run()
    assert _protocols(job) == {"server_side"}
    assert len(_digests(job)) == 5
    found = journal(job.target, 1)
    assert sum(found.values()) == 18
    undo(job, 1, even_if_changed=True)
    assert job.target.rows("SELECT * FROM items") == []
    with monkeypatch.context() as patch:
        patch.setattr(PostgresEngine, "pulls_from", lambda *_: False)
        job.run()
    assert _protocols(job) == {"server_side", "direct"}
    assert journal(job.target, 2) == found
    assert job.target.counted("items") == job.source.counted("items")


@pytest.mark.parametrize("odd", [None, "infinity", "-infinity"])
@pytest.mark.parametrize("gathered", [(1, 1_000), (2 << 20, 1_000), (2 << 20, 3)], ids=["bytes", "all", "rows"])
def test_keys_of_every_type_that_is_read_in_passing(
    job: Job, monkeypatch: pytest.MonkeyPatch, odd: str | None, gathered: tuple[int, int]
) -> None:
    """``odd``: a day without a form of its own among the keys, for which the source is asked."""
    monkeypatch.setattr(stream_keys, "GATHER_BYTES", gathered[0])
    monkeypatch.setattr(stream_keys, "GATHER_ROWS", gathered[1])
    columns = (
        "note text, small smallint, whole integer, big bigint, raw bytea, made timestamp(3), day date, fixed char(4)"
    )
    key = "day, fixed, raw, made, small, whole, big"
    job.both(f"CREATE TABLE items ({columns}, also {{text}}, PRIMARY KEY ({key}))").write(ENTRY, commit_rows=7)
    days = ["0044-03-15 BC", "1999-12-31", "2024-02-29", odd or "5874897-12-31"]
    job.source.insert(
        "items",
        [
            (None, -n, -(2**31) + n, -(2**63) + n, bytes([255, n, 0]), f"1969-12-31 23:59:59.{n:03}", day, "ä" * n, "x")
            for day in days
            for n in range(5)
        ],
    )
    with monkeypatch.context() as patch:
        if odd is None:
            patch.setattr(PostgresReader, "read", _must_not_be_read)
        job.run()
    assert _protocols(job) == {"server_side"}
    found = _kept_keys(job, 1)
    assert found.num_rows == 20
    undo(job, 1, even_if_changed=True)
    with monkeypatch.context() as patch:
        patch.setattr(PostgresEngine, "pulls_from", lambda *_: False)
        job.run()
    assert _kept_keys(job, 2).equals(found)


def _kept_keys(job: Job, run: int) -> pa.Table:
    kept = f"SELECT payload FROM {job.target.ledger('batch_key')} WHERE run_id = {run} ORDER BY batch_no"
    return pa.Table.from_batches([decode_rows(bytes(payload))[0] for (payload,) in job.target.rows(kept)])


def _must_not_be_read(*_: Any, **__: Any) -> Any:
    raise AssertionError("the keys were asked for")


def test_a_column_of_the_key_that_feeds_two(job: Job) -> None:
    create(job.source, "CREATE TABLE items (note {text}, id {int} PRIMARY KEY)")
    create(job.target, "CREATE TABLE items (copied {int}, note {text}, id {int} PRIMARY KEY)")
    job.write(ENTRY + '[table.columns]\ncopied = "id"\n', commit_rows=4)
    job.source.insert("items", [(f"note {n}", n) for n in range(10)])
    job.run()
    assert _protocols(job) == {"server_side"}
    assert sorted(job.target.rows("SELECT * FROM items")) == [(n, f"note {n}", n) for n in range(10)]
    assert sum(journal(job.target, 1).values()) == 10


def test_only_rows_of_the_filter_are_passed_through(job: Job) -> None:
    job.both("CREATE TABLE items (id {int} PRIMARY KEY, made {moment}, site {int})")
    job.both("CREATE TABLE parts (id {int} PRIMARY KEY, item {int})")
    job.write(
        '[[table]]\nsource = "items"\nwatermark = { column = "made", overlap = "1d" }\n'
        'filters = { date = "made", site = "site" }\n'
        '[[table]]\nsource = "parts"\nparent = { table = "items", on = { item = "id" } }\n'
    )
    job.source.insert("items", [(n, f"2010-01-{n:02} 08:00:00", n % 3) for n in range(1, 29)])
    job.source.insert("parts", [(1000 - n, n % 30) for n in range(90)])
    job.run(filters={"from": "2010-01-05", "before": "2010-01-20", "site": [1]})
    assert _protocols(job) == {"server_side"}
    wanted = [n for n in range(5, 20) if n % 3 == 1]
    assert sorted(job.target.rows("SELECT id FROM items")) == [(n,) for n in wanted]
    assert sorted(job.target.rows("SELECT DISTINCT item FROM parts")) == [(n,) for n in wanted]
    assert journal(job.target, 1) == Counter(
        job.target.rows("SELECT id FROM items") + job.target.rows("SELECT id FROM parts")
    )
    with Migration(load_project(job.project)) as migration:
        assert str(migration.verify(level="source").verdict) == "match"


def test_a_row_that_was_refused_settles_later(job: Job) -> None:
    create(job.source, ITEMS)
    create(job.target, "CREATE TABLE items (id {int} PRIMARY KEY, note {text} CONSTRAINT good CHECK (note <> 'bad'))")
    job.write(ENTRY, commit_rows=4)
    job.source.insert("items", [(n, "bad" if n == 9 else "good") for n in range(24)])
    job.run()
    job.target.run("ALTER TABLE items DROP CONSTRAINT good")
    assert [(table.migrated, table.again) for table in job.retry().tables] == [(1, 0)]
    assert job.target.counted("items") == job.source.counted("items")
    assert job.verdict() == "match"
    job.target.run("DELETE FROM items WHERE id = 9")
    assert job.verdict() == "mismatch"


def test_a_source_that_goes_away(job: Job) -> None:
    """Its failure is the source's, with its exit code, and what is committed stays."""
    job.both(ITEMS).write(ENTRY, commit_rows=1000)
    job.source.insert("items", [(n, "x" * 2000) for n in range(6000)])
    name = job.source.place.partition("?")[0].rpartition("/")[2]

    def cut(event: Event) -> None:
        if isinstance(event, BatchCommitted):
            with psycopg.connect(job.target.place, autocommit=True) as killer:
                killer.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))

    with pytest.raises(SourceError):
        job.run(sink=cut)
    committed = len(job.target.rows("SELECT id FROM items"))
    assert 0 < committed < 6000
    assert committed % 1000 == 0
    assert job.run().state == "copied"
    assert job.target.counted("items") == job.source.counted("items")


@pytest.mark.parametrize(
    ("before", "after", "goes"),
    [
        (("varchar", 14, "character varying(10)"), ("varchar", 24, "character varying(20)"), True),
        (("varchar", 24, "character varying(20)"), ("varchar", 14, "character varying(10)"), False),
        (("varchar", 14, "character varying(10)"), ("text", -1, "text"), True),
        (("text", -1, "text"), ("varchar", 14, "character varying(10)"), False),
        (("bpchar", 9, "character(5)"), ("bpchar", 10, "character(6)"), False),
        (("numeric", 655366, "numeric(10,2)"), ("numeric", -1, "numeric"), False),
        (("timestamp", 3, "timestamp(3) without time zone"), ("timestamp", -1, "timestamp without time zone"), True),
        (("timestamp", -1, "timestamp without time zone"), ("timestamp", 3, "timestamp(3) without time zone"), False),
        (("int4", -1, "integer"), ("int8", -1, "bigint"), False),
        (("_varchar", 7, "character varying(3)[]"), ("_varchar", 9, "character varying(5)[]"), False),
        (("regclass", -1, "regclass"), ("regclass", -1, "regclass"), False),
        (("xml", -1, "xml"), ("xml", -1, "xml"), False),
        (("mood", -1, "mood"), ("mood", -1, "mood"), False),
        (("int4", -1, "positive"), ("int4", -1, "positive"), False),
    ],
)
def test_types_that_go_as_they_are_stored(
    before: tuple[str, int, str], after: tuple[str, int, str], goes: bool
) -> None:
    assert goes_as_stored(logical_type(*before), logical_type(*after)) is goes


@pytest.mark.parametrize("same", [True, False], ids=["as it was", "another one"])
def test_a_foreign_key_that_was_put_back_by_hand(job: Job, monkeypatch: pytest.MonkeyPatch, same: bool) -> None:
    create(job.source, "CREATE TABLE items (id {int} PRIMARY KEY, above {int})")
    create(
        job.target,
        "CREATE TABLE items (id {int} PRIMARY KEY, above {int} CONSTRAINT items_above REFERENCES items (id))",
    )
    job.write(ENTRY, commit_rows=2)
    job.source.insert("items", [(n, 5 - n) for n in range(1, 5)])
    extra = "" if same else " ON DELETE CASCADE"
    restore = suspensions.restore

    def after_a_hand(*arguments: Any, **options: Any) -> None:
        job.target.run(f"ALTER TABLE items ADD CONSTRAINT items_above FOREIGN KEY (above) REFERENCES items (id){extra}")
        restore(*arguments, **options)

    monkeypatch.setattr("dbmigrate.run.conductor.restore", after_a_hand)
    if same:
        assert job.run().state == "copied"
        events = job.target.rows(f"SELECT event FROM {job.target.ledger('suspension')} ORDER BY 1")
        assert events == [("restored",), ("suspended",)]
    else:
        with pytest.raises(TargetError, match="could not be put back"):
            job.run()


def test_keys_at_the_ends_of_time(job: Job) -> None:
    """Infinity is a number of days to the server, and no day; an undo finds the rows by what it was told."""
    job.both("CREATE TABLE days (day date PRIMARY KEY)", "CREATE TABLE moments (at timestamptz PRIMARY KEY)")
    job.write('[[table]]\nsource = "days"\n[[table]]\nsource = "moments"\n', commit_rows=3)
    ends = ("-infinity", "4714-12-01 BC", "0044-03-15 BC", "0001-01-01", "2024-02-29", "infinity")
    for name, own in (("days", "5874897-12-31"), ("moments", "20000-01-01")):
        job.source.insert(name, [(moment,) for moment in (*ends, own)])
    outcome = job.run()
    assert [table.rows_inserted for table in outcome.tables] == [7, 7]
    shown = "SELECT day::text FROM days UNION ALL SELECT at::text FROM moments"
    assert Counter(job.target.rows(shown)) == Counter(job.source.rows(shown))
    undone = undo(job, 1, even_if_changed=True)
    assert [(one.rows_deleted, one.rows_missing) for one in undone.targets] == [(7, 0), (7, 0)]
    assert job.target.rows(shown) == []


def test_rows_are_known_by_the_target_s_key(job: Job) -> None:
    """Two columns change names on the way."""
    create(job.source, "CREATE TABLE items (site {int}, id {int}, PRIMARY KEY (site, id))")
    create(job.target, "CREATE TABLE items (id {int}, site {int}, note {text}, PRIMARY KEY (id, site))")
    job.write(ENTRY + '[[table.into]]\ntarget = "items"\ncolumns = { id = "site", site = "id" }\n', commit_rows=4)
    job.source.insert("items", [(n, n + 1) for n in range(10)])
    assert job.plan().tables[0].moves_server_side
    job.run()
    assert journal(job.target, 1) == Counter((n, n + 1) for n in range(10))
    others = [(n + 1, n, "of the application") for n in range(10)]
    job.target.insert("items", others)
    undo(job, 1, even_if_changed=True)
    assert job.target.rows("SELECT * FROM items ORDER BY id") == others
