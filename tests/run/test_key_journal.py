"""Each batch leaves in the ledger what is needed to take it out again: in its own transaction, and exactly."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from dbmigrate.errors import TargetError
from dbmigrate.ledger.key_journal import decode_rows, encode_rows
from dbmigrate.model.storage import stored_value
from dbmigrate.write import batch_writer
from dbmigrate.write import journal as batch_journal
from tests.databases import Database
from tests.run.job import Job, MakeJob
from tests.run.test_second_pass import CALLS, WATERMARK


def journal(target: Database, run: int, kind: str = "inserted") -> Counter[tuple[Any, ...]]:
    """The rows of one kind that a run has left, with the values of tagged columns as they are."""
    rows = target.rows(
        f"SELECT rows, payload FROM {target.ledger('batch_key')} WHERE run_id = {run} AND kind = '{kind}'"
    )
    found: Counter[tuple[Any, ...]] = Counter()
    for number, payload in rows:
        decoded, tagged = decode_rows(bytes(payload))
        assert decoded.num_rows == number
        columns = [
            [stored_value(value) for value in values.to_pylist()] if name in tagged else values.to_pylist()
            for name, values in zip(decoded.schema.names, decoded.columns, strict=True)
        ]
        found.update(zip(*columns, strict=True))
    return found


def _calls(job: Job) -> Job:
    return job.both(CALLS).write(WATERMARK.format("15m"))


def test_every_kind_of_value_comes_back() -> None:
    seed = random.randrange(2**32)
    print("seed", seed)
    pick = random.Random(seed)
    moment = pa.timestamp("us", "UTC")
    for rows in (0, 1, 2, 500):
        extremes = [0, -(2**63), 2**63 - 1, *(pick.getrandbits(63) for _ in range(rows))][:rows]
        arrays = [
            pa.array(sorted(extremes), pa.int64()),
            pa.array(extremes, pa.int64()),
            pa.array([pick.getrandbits(8) for _ in range(rows)], pa.uint8()),
            pa.array([date(2024, 1, pick.randint(1, 28)) for _ in range(rows)], pa.date32()),
            pa.array([datetime(2024, 1, 1, pick.randint(0, 23), tzinfo=UTC) for _ in range(rows)], moment),
            pa.array([Decimal(pick.randint(-999, 999)) / 100 for _ in range(rows)], pa.decimal128(9, 2)),
            pa.array([f"key {pick.random()}" for _ in range(rows)], pa.string()),
            pa.array([None if pick.random() < 0.5 else pick.randint(0, 9) for _ in range(rows)], pa.int32()),
            pa.array([pick.randbytes(3) for _ in range(rows)], pa.binary()),
        ]
        names = [f"column {number}" for number in range(len(arrays))]
        batch = pa.RecordBatch.from_arrays(arrays, names=names)
        found, tagged = decode_rows(encode_rows(batch, ["column 6"]))
        assert found.to_pylist() == batch.to_pylist()
        assert found.schema.types == batch.schema.types
        assert tagged == ("column 6",)
        part = batch.slice(rows // 2)
        assert decode_rows(encode_rows(part))[0].to_pylist() == part.to_pylist()


def test_ascending_keys_cost_next_to_nothing() -> None:
    keys = pa.RecordBatch.from_arrays([pa.array(range(10**6, 10**6 + 20_000), pa.int64())], names=["id"])
    assert len(encode_rows(keys)) < 1_000


def test_the_first_copy_and_the_overlap(job: Job) -> None:
    _calls(job)
    job.source.insert("calls", [(n, f"2024-05-01 10:{n:02}:00", "x") for n in range(1, 20)])
    job.run()
    assert journal(job.target, 1) == Counter((n,) for n in range(1, 20))
    job.source.insert("calls", [(n, "2024-05-01 10:15:00", "late") for n in (0, 50, 51)])
    job.target.insert("calls", [(50, "2024-05-01 10:15:00", "late")])
    job.run()
    assert journal(job.target, 2) == Counter([(0,), (51,)]), "row 50 is the target's own"


def test_text_keys_and_two_targets(job: Job) -> None:
    job.source.run("CREATE TABLE people (site TEXT NOT NULL, id INTEGER NOT NULL, name TEXT, PRIMARY KEY (site, id))")
    for name in ("names", "ids"):
        job.target.run(f"CREATE TABLE {name} (id INTEGER NOT NULL, site TEXT NOT NULL, PRIMARY KEY (site, id))")
    job.write(
        '[[table]]\nsource = "people"\nexclude = ["name"]\n[[table.into]]\ntarget = "names"\n'
        '[[table.into]]\ntarget = "ids"\n'
    )
    people = [("ä'", 1, "a"), ("", -5, "b"), ("b", 7, None), ("b", 8, "")]
    job.source.insert("people", people)
    job.run()
    assert journal(job.target, 1) == Counter({(site, key): 2 for site, key, _ in people})


def test_a_row_that_another_session_brings_meanwhile_is_not_ours(
    make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes in between what the journal has looked at and the move, which leaves it as it is."""
    job = make_job("sqlite-postgresql").both("CREATE TABLE items (id {int} PRIMARY KEY, note {text})")
    job.write('[[table]]\nsource = "items"\ntarget_rows = "any"\n')
    job.source.insert("items", [(n, "x") for n in range(1, 6)])
    monkeypatch.setattr(batch_writer, "FIRST_PAUSE_SECONDS", 0.01)
    look, theirs = batch_journal.staged, [(2, "theirs")]

    def looked(*args: Any, **options: Any) -> Any:
        found = look(*args, **options)
        if theirs:
            job.target.insert("items", [theirs.pop()])
        return found

    monkeypatch.setattr(batch_journal, "staged", looked)
    assert job.run().state == "copied"
    assert journal(job.target, 1) == Counter((n,) for n in (1, 3, 4, 5))
    assert job.rejects() == [("items", "[2]", "other_row_present")]


def test_updated_rows_are_kept_as_they_were(job: Job) -> None:
    job.both(CALLS).write('[[table]]\nsource = "calls"\nmode = "upsert"\n')
    job.source.insert("calls", [(n, "2024-05-01 10:00:00", f"new {n}") for n in range(1, 8)])
    job.target.insert("calls", [(3, "2024-05-01 10:00:00", None), (4, "2024-05-01 10:00:00", "new 4")])
    job.run()
    assert journal(job.target, 1) == Counter((n,) for n in (1, 2, 5, 6, 7))
    assert [(row[0], row[2]) for row in journal(job.target, 1, "before")] == [(3, None)]


def test_old_values_keep_their_storage_class(make_job: MakeJob) -> None:
    """Also where the new ones come without one."""
    job = make_job("postgresql-sqlite")
    job.both("CREATE TABLE odd (id INTEGER PRIMARY KEY, n INTEGER, t TEXT)")
    job.write('[[table]]\nsource = "odd"\nmode = "upsert"\n')
    job.target.insert("odd", [(1, "not a number", b"\x00blob"), (2, 2.5, "2.5")])
    job.source.insert("odd", [(1, 1, "one"), (2, 2, "two")])
    job.run()
    assert journal(job.target, 1, "before") == Counter([(1, "not a number", b"\x00blob"), (2, 2.5, "2.5")])


def test_an_old_value_that_could_not_be_put_back_is_not_overwritten(make_job: MakeJob) -> None:
    job = make_job("sqlite-postgresql").both(CALLS).write('[[table]]\nsource = "calls"\nmode = "upsert"\n')
    job.source.insert("calls", [(1, "2024-05-01 10:00:00", "new")])
    job.target.run("INSERT INTO calls VALUES (1, '294270-01-01', 'old')")
    with pytest.raises(TargetError, match="put back"):
        job.run()
    assert job.target.rows("SELECT extract(year FROM started)::int, note FROM calls") == [(294270, "old")]


def test_keys_that_sqlite_moves_by_itself(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite")
    job.source.run(
        "CREATE TABLE k (a TEXT NOT NULL, b BLOB NOT NULL, c DECIMAL(9, 0) NOT NULL, PRIMARY KEY (a, b, c))",
        "CREATE TABLE other (id INTEGER PRIMARY KEY, code DATETIME NOT NULL UNIQUE)",
    )
    job.target.run(
        "CREATE TABLE k (a TEXT NOT NULL, b BLOB NOT NULL, c DECIMAL(9, 0) NOT NULL, PRIMARY KEY (a, b, c))",
        "CREATE TABLE other (id INTEGER, code DATETIME NOT NULL PRIMARY KEY)",
    )
    job.write('[[table]]\nsource = "k"\n[[table]]\nsource = "other"\n')
    rows = [("a", b"\x00", 5), ("a", b"\x01", 5), ("b", b"", -7), ("é", b"x", 2**53), ("é", b"y", 0)]
    job.source.insert("k", rows)
    job.source.insert("other", [(1, "2024-01-01"), (2, 20240102), (3, 2.5), (4, b"\x00")])
    job.run()
    found = journal(job.target, 1)
    assert found == Counter([*rows, ("2024-01-01",), (20240102,), (2.5,), (b"\x00",)])
    protocols = job.target.rows(f"SELECT table_name, write_protocol FROM {job.target.ledger('chunk')}")
    assert sorted(protocols) == [("k", "server_side"), ("other", "server_side")]


def test_a_table_without_key_leaves_digests_instead(job: Job) -> None:
    job.both("CREATE TABLE lines (line {text})").write('[[table]]\nsource = "lines"\n')
    job.source.insert("lines", [("a",), ("a",), ("b",)])
    job.run()
    assert journal(job.target, 1) == Counter()
    digests = job.target.rows(f"SELECT digest_first FROM {job.target.ledger('batch_target')} WHERE rows_inserted > 0")
    assert digests
    assert all(digest is not None for (digest,) in digests)
