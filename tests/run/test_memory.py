"""How much memory a command takes does not depend on how many large values there are."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.run.job import Job, MakeJob

MEGABYTE = 1 << 20
PROGRAM = """
import os
from pathlib import Path
from dbmigrate.cli.main import main
leave = os._exit
def tell(status):
    told = Path("/proc/self/status").read_text().splitlines()
    print(next(line.split()[1] for line in told if "VmHWM" in line), flush=True)
    leave(status)
os._exit = tell
main()
"""

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc")


def peak(job: Job, *words: str) -> int:
    """Megabytes (of 1024 kB) at the most."""
    return peak_kilobytes(job, *words) // 1024


def peak_kilobytes(job: Job, *words: str) -> int:
    command = [sys.executable, "-c", PROGRAM, *words, "--quiet", "--project", str(job.project)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1])


def job_of(make_job: MakeJob, pair: str, rows: int, size: int) -> Job:
    job = make_job(pair, name=f"small{rows}")
    blob = {"sqlite": "BLOB", "postgresql": "bytea"}
    for database in (job.source, job.target):
        database.run(f"CREATE TABLE t (id INTEGER PRIMARY KEY, b {blob[database.engine]})")
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})"
    job.source.run(f"{numbers} INSERT INTO t SELECT i, randomblob({size}) FROM n")
    return job.write('[[table]]\nsource = "t"', commit_rows=20_000, workers=2)


@pytest.mark.every_engine
@pytest.mark.parametrize(
    ("pair", "kind"),
    [
        ("postgresql-sqlite", "text"),
        ("sqlite-postgresql", "bytes"),
        pytest.param("postgresql-sqlite", "bytes", marks=pytest.mark.long),
        pytest.param("sqlite-postgresql", "text", marks=pytest.mark.long),
        pytest.param("postgresql-postgresql", "text", marks=pytest.mark.long),
        pytest.param("sqlite-sqlite", "text", marks=pytest.mark.long),
    ],
)
def test_rows_of_50_mb_within_300_mb(make_job: MakeJob, pair: str, kind: str) -> None:
    """Program and libraries are two thirds of it, so such a value can be there twice.

    How many pages of libraries count depends on what the system has cached: 295 MB were 300 once.  The least of two.
    """
    peaks = [peaks_of_50_mb(make_job, pair, kind, "first")]
    if max(peaks[0].values()) >= 300:
        peaks.append(peaks_of_50_mb(make_job, pair, kind, "second"))
    assert min(max(one.values()) for one in peaks) < 300, peaks


def peaks_of_50_mb(make_job: MakeJob, pair: str, kind: str, name: str) -> dict[tuple[str, ...], float]:
    job = make_job(pair, name=name)
    types = {"sqlite": {"bytes": "BLOB", "text": "TEXT"}, "postgresql": {"bytes": "bytea", "text": "text"}}
    for database in (job.source, job.target):
        database.run(f"CREATE TABLE t (id INTEGER PRIMARY KEY, b {types[database.engine][kind]})")
    digits = random.Random(50).randbytes(25_000_000).hex()
    for row in range(3):
        value = f"{row}{digits[1:]}"
        job.source.insert("t", [(row, value if kind == "text" else value.encode())])
    job.write('[[table]]\nsource = "t"', commit_rows=20_000, workers=2)
    return {
        words: peak_kilobytes(job, *words) * 1024 / 1e6
        for words in (("run",), ("verify",), ("verify", "--level", "source"))
    }


def test_large_rows_among_others_within_300_mb(make_job: MakeJob) -> None:
    """A large row is there twice while it is read, beside nothing that waits to be written."""
    job = make_job("sqlite-postgresql")
    job.source.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a BLOB, b BLOB)")
    job.target.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a bytea, b bytea)")
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)"
    long = "CASE WHEN i % 100 THEN 150000 ELSE 10000000 END"
    job.source.run(f"{numbers} INSERT INTO t SELECT i, randomblob({long}), randomblob(2 * ({long})) FROM n")
    job.write('[[table]]\nsource = "t"', commit_rows=20_000)
    assert peak_kilobytes(job, "run") * 1024 / 1e6 < 295


@pytest.mark.parametrize(
    ("pair", "few", "many", "size", "growth"),
    [
        pytest.param("sqlite-postgresql", 2, 12, 8, 50, marks=pytest.mark.long),
        ("sqlite-sqlite", 2, 12, 8, 50),
        pytest.param("sqlite-postgresql", 3, 20, 50, 60, marks=pytest.mark.long),
        pytest.param("sqlite-sqlite", 3, 20, 50, 60, marks=pytest.mark.long),
    ],
)
def test_peak_memory(make_job: MakeJob, pair: str, few: int, many: int, size: int, growth: int) -> None:
    """Ten rows of 8 MB more would be 80 MB more, and each of them twice while it is compared."""
    jobs = [job_of(make_job, pair, rows, size * MEGABYTE) for rows in (few, many)]
    for words in (("run",), ("verify", "--level", "source")):
        less, more = (peak(job, *words) for job in jobs)
        assert more - less < growth, (words, less, more)
        assert more < 200 + 4 * size + 60, (words, more)
