"""Where the time goes: every second of each thread is somebody's."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from dbmigrate.model.stopwatch import Work, doing, each_doing, timed
from dbmigrate.run.steering.throttle import Throttle
from tests.run.job import Job, MakeJob

WIDE = "CREATE TABLE wide (id {int} PRIMARY KEY, a {text}, b {text}, c {text}, d {text}, e {text})"
ROWS = 60_000


def test_each_moment_counts_once_and_for_the_innermost_work() -> None:
    now = [0.0]

    def pass_time(seconds: float) -> None:
        now[0] += seconds

    with timed(lambda: now[0]) as watch:
        pass_time(1)
        with doing(Work.WRITE):
            pass_time(2)
            with doing(Work.HASH):
                pass_time(4)
            with pytest.raises(ValueError, match="refused"):
                _refused(pass_time)
            pass_time(16)
        for _ in each_doing(Work.READ, _slow(pass_time)):
            pass_time(64)
    assert watch.seconds == {
        **dict.fromkeys(Work, 0.0),
        Work.OTHER: 1 + 2 * 64,
        Work.WRITE: 18,
        Work.HASH: 4,
        Work.COMMIT: 8,
        Work.READ: 3 * 32,
    }


def _refused(pass_time: Any) -> None:
    with doing(Work.COMMIT):
        pass_time(8)
        raise ValueError("refused")


def _slow(pass_time: Any) -> Any:
    for number in range(2):
        pass_time(32)
        yield number
    pass_time(32)


def test_other_threads_are_timed_by_themselves() -> None:
    with timed() as watch, doing(Work.WRITE):
        thread = threading.Thread(target=lambda: doing(Work.READ).__enter__())
        thread.start()
        thread.join()
    assert watch.seconds[Work.READ] == 0


@pytest.mark.parametrize("pair", ["sqlite-postgresql", "sqlite-sqlite", "postgresql-postgresql"])
def test_the_parts_add_up_to_the_time_of_each_thread(make_job: MakeJob, pair: str) -> None:
    job = _filled(make_job(pair))
    outcome = job.run(commit_rows=5000)
    [table] = outcome.tables
    threads = {thread.role: thread for thread in outcome.profile}
    for thread in threads.values():
        assert sum(thread.seconds.values()) == pytest.approx(thread.wall_seconds, rel=0.03, abs=0.05)
        assert all(seconds >= 0 for seconds in thread.seconds.values())
    writing = threads["writing"]
    assert table.seconds <= writing.wall_seconds <= outcome.seconds
    if pair == "sqlite-postgresql":
        reading = threads["reading"]
        assert reading.seconds[Work.READ] > 0
        # By whoever has time for it.
        assert reading.seconds[Work.HASH] + writing.seconds[Work.HASH] > 0
        assert reading.seconds[Work.TRANSFORM] + writing.seconds[Work.TRANSFORM] > 0
        assert writing.seconds[Work.WRITE] > 0
        assert reading.seconds[Work.WRITE] == writing.seconds[Work.READ] == 0
        assert reading.seconds[Work.OTHER] < 0.05 * reading.wall_seconds + 0.1
    else:
        assert set(threads) == {"writing"}
        assert writing.seconds[Work.MOVE] > 0
    assert writing.seconds[Work.COMMIT] > 0


def test_the_pace_is_waiting(make_job: MakeJob) -> None:
    job = _filled(make_job("sqlite-postgresql"), 3000)
    outcome = job.run(max_rows_per_second=3000)
    [reading] = [thread for thread in outcome.profile if thread.role == "reading"]
    assert reading.seconds[Work.WAIT] > 0.7


def test_what_is_moved_in_one_piece_has_no_pace_of_its_own() -> None:
    slept: list[float] = []
    throttle = Throttle(100, clock=lambda: 0.0, sleep=slept.append)
    assert throttle.batch_rows(20_000) == 100
    throttle.spend(50)
    assert slept == [0.5]


def _filled(job: Job, rows: int = ROWS) -> Job:
    job.both(WIDE).write('[[table]]\nsource = "wide"\n', commit_rows=5000)
    values = "printf('value %d', n), printf('%d', n * 7), 'c', 'd', 'e'"
    if job.source.engine == "postgresql":
        values = "'value ' || n, n * 7, 'c', 'd', 'e'"
    job.source.run(
        f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows})"
        f" INSERT INTO wide SELECT n, {values} FROM numbers"
    )
    return job
