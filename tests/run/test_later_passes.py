"""What a later pass must read although it lies below a mark, or beside it."""

from __future__ import annotations

from tests.run.job import MakeJob, create
from tests.run.stopping import stop_after

CALLS = "CREATE TABLE calls (id {int} PRIMARY KEY, started {moment}, note {text})"
MARK = 'watermark = { column = "started", overlap = "1m" }\n'
ENTRY = f'[[table]]\nsource = "calls"\n{MARK}'
INTO = '[[table.into]]\ntarget = "{}"\ncolumns = {{ id = "id", note = "note" }}\n'


def _at(minute: int) -> str:
    return f"2024-05-01 10:{minute:02}:00"


def test_a_target_that_is_added_is_filled_from_the_beginning(make_job: MakeJob) -> None:
    """The mark is of rows that are in the first target."""
    job = make_job("postgresql-sqlite")
    create(job.source, CALLS)
    create(job.target, *(f"CREATE TABLE {name} (id {{int}} PRIMARY KEY, note {{text}})" for name in "ab"))
    job.write(ENTRY + INTO.format("a"))
    job.source.insert("calls", [(n, _at(n), "x") for n in range(1, 31)])
    job.run()
    job.write(ENTRY + INTO.format("a") + INTO.format("b"))
    job.run()
    assert job.target.counted("a") == job.target.counted("b") == job.source.counted("(SELECT id, note FROM calls) AS c")
    assert job.verdict() == "match"


def test_rows_without_a_date_come_with_every_pass(make_job: MakeJob) -> None:
    job = make_job("postgresql-sqlite").both(CALLS).write(ENTRY)
    job.source.insert("calls", [(n, _at(n), "x") for n in range(1, 31)])
    job.run()
    job.source.insert("calls", [(5000, None, "of no date"), (5001, _at(40), "new")])
    [table] = job.run().tables
    assert (table.rows_inserted, table.rows_read < 10) == (2, True)
    assert job.verdict() == "match"


def test_each_table_that_was_interrupted_goes_on_above_its_own_bound(make_job: MakeJob) -> None:
    """One table's moments lie long before those of another."""
    years = {"calls": 2031, "later": 2024}
    job = make_job("postgresql-sqlite").both(*(CALLS.replace("calls", name) for name in years))
    job.write("".join(ENTRY.replace("calls", name) for name in years))
    for rows in (range(3), range(3, 9)):
        for name, year in years.items():
            job.source.insert(name, [(n, f"{year}-05-01 1{n // 10}:{n:02}:00", "x") for n in rows])
        while stop_after(job, 1).state == "stopped":
            pass
        for name in years:
            assert job.target.rows(f"SELECT id FROM {name} ORDER BY id") == [(n,) for n in range(rows.stop)]
