"""Values above ``LARGE_BYTES`` are compared by marks: equal where the values are, whatever way they came."""

from __future__ import annotations

import hashlib
import threading

import pyarrow as pa
import pytest

from dbmigrate.engines.sqlite.values import with_large
from dbmigrate.model.large_values import LARGE_BYTES, ROOM, is_mark, marked, shown_mark
from dbmigrate.model.types import Kind
from dbmigrate.verify.rows import READ_BYTES
from tests.run.job import MakeJob

LARGE = LARGE_BYTES + 1


def test_only_large_values_are_marked() -> None:
    values = pa.array(["a", "x" * LARGE_BYTES, "x" * LARGE, None, "é" * (LARGE // 2 + 1)])
    [small, limit, large, null, wide] = marked(Kind.TEXT, values).to_pylist()
    assert (small, limit, null) == ("a", "x" * LARGE_BYTES, None)
    assert large == f"\x00sha256:{hashlib.sha256(b'x' * LARGE).hexdigest()}"
    assert is_mark(wide)
    assert "SHA-256" in shown_mark(wide)
    assert marked(Kind.BYTES, pa.array([b"x" * LARGE]))[0].as_py() == large.encode()
    assert marked(Kind.JSON, values) is values


@pytest.mark.parametrize(
    ("letter", "raw", "tagged"),
    [
        ("b", b"\x00\xff" * LARGE, "b" + "00ff" * LARGE),
        ("t", "é".encode() * LARGE, "t" + "é" * LARGE),
        ("t", b"\xff" * LARGE, "x" + "ff" * LARGE),
    ],
    ids=["blob", "text", "broken text"],
)
def test_a_value_with_its_storage_class_has_one_mark(letter: str, raw: bytes, tagged: str) -> None:
    """As SQLite gives its bytes beside the letter, and as the text in which it is copied."""
    beside = pa.array([letter, "i7", None]), pa.array([raw, None, None], pa.binary())
    assert with_large(*beside, marks=False).to_pylist() == [tagged, "i7", None]
    marks = with_large(*beside, marks=True)
    assert marks == marked(Kind.STORAGE, pa.array([tagged, "i7", None]))
    assert is_mark(marks[0].as_py())
    half = pa.array(["b" + "00" * (LARGE_BYTES // 2 + 1)])
    assert marked(Kind.STORAGE, half) is half


def test_a_thread_that_has_failed_lets_others_in() -> None:
    kept = ROOM.taken()
    kept.__enter__()
    with ROOM.taken():
        pass
    ROOM.leave()
    assert ROOM._owner is None
    kept.__exit__(None, None, None)
    assert ROOM._owner is None


@pytest.mark.parametrize("pair", ["sqlite-sqlite", "sqlite-postgresql", "postgresql-sqlite"])
def test_one_byte_of_a_large_value(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair)
    blob = {"sqlite": "BLOB", "postgresql": "bytea"}
    for database in (job.source, job.target):
        database.run(f"CREATE TABLE t (id INTEGER PRIMARY KEY, b {blob[database.engine]}, v TEXT)")
    made = {
        "sqlite": f"INSERT INTO t VALUES (1, zeroblob({LARGE}), printf('%.{LARGE}c', 'x')), (2, x'00', 'small')",
        "postgresql": f"INSERT INTO t VALUES (1, decode(repeat('00', {LARGE}), 'hex'), repeat('x', {LARGE})),"
        " (2, '\\x00', 'small')",
    }
    job.source.run(made[job.source.engine])
    job.write('[[table]]\nsource = "t"', workers=2)
    assert job.run().state == "copied"
    assert job.verdict() == "match"
    job.target.run("UPDATE t SET v = substr(v, 1, 100) || 'y' || substr(v, 102) WHERE id = 1")
    assert job.verdict() == "mismatch"


def test_two_sides_with_several_large_values_do_not_wait_for_each_other(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite")
    for database in (job.source, job.target):
        database.run("CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB)")
    # Alone above what is read beside: only such rows keep the room between one and the next.
    size = 2 * READ_BYTES
    job.source.run(f"INSERT INTO t VALUES (1, zeroblob({size})), (2, zeroblob({size})), (3, x'00')")
    job.write('[[table]]\nsource = "t"', workers=2)
    assert job.run().state == "copied"
    verdicts: list[str] = []
    comparing = threading.Thread(target=lambda: verdicts.append(job.verdict()), daemon=True)
    comparing.start()
    comparing.join(timeout=60)
    assert verdicts == ["match"], "it waits for ever"
