"""A ledger may hold runs of several sources, and runs that were given up; neither makes this run lose rows."""

from __future__ import annotations

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.errors import PlanRefusedError
from dbmigrate.run.migration import Migration
from tests.run.job import MakeJob, create
from tests.run.stopping import stop_after

CALLS = "CREATE TABLE calls (id {int} PRIMARY KEY, started {moment}, note {text})"
PAIRS = ("sqlite-sqlite", "postgresql-postgresql")
SHARED = """
[[table]]
source = "calls"
target_rows = "any"
watermark = { column = "started", overlap = "1m" }
"""


@pytest.mark.parametrize("pair", PAIRS)
def test_a_second_source_is_not_taken_for_a_repetition_of_the_first(make_job: MakeJob, pair: str) -> None:
    north = make_job(pair, name="north").both(CALLS).write(SHARED)
    north.source.insert("calls", [(n, f"2024-06-01 10:{n:02}:00", "north") for n in range(10)])
    north.run()
    south = make_job(pair, target=north.target, name="south").write(SHARED)
    create(south.source, CALLS)
    south.source.insert("calls", [(n + 100, f"2023-01-01 10:{n:02}:00", "south") for n in range(10)])
    outcome = south.run()
    assert outcome.pass_number == 1
    assert outcome.tables[0].rows_inserted == 10
    assert len(north.target.rows("SELECT * FROM calls")) == 20
    assert north.run().pass_number == 2
    with Migration(load_project(south.project)) as migration:
        status = migration.status()
    assert [run["run_id"] for run in status.runs] == [2]
    assert [(run["project"], run["run_id"]) for run in status.other_runs] == [("north", 3), ("north", 1)]
    assert [total["rows_inserted"] for total in status.totals] == [10]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_second_source_does_not_fill_a_table_that_must_be_empty(make_job: MakeJob, pair: str) -> None:
    plain = '[[table]]\nsource = "calls"\n'
    north = make_job(pair, name="north").both(CALLS).write(plain)
    north.source.insert("calls", [(1, None, "north")])
    north.run()
    south = make_job(pair, target=north.target, name="south").write(plain)
    create(south.source, CALLS)
    south.source.insert("calls", [(2, None, "south")])
    with pytest.raises(PlanRefusedError, match="not empty"):
        south.run()
    assert north.target.rows("SELECT note FROM calls") == [("north",)]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_second_source_does_not_resume_the_interrupted_run_of_the_first(make_job: MakeJob, pair: str) -> None:
    north = make_job(pair, name="north").both(CALLS).write(SHARED)
    north.source.insert("calls", [(n, None, "north") for n in range(10)])
    assert stop_after(north, 1).state == "stopped"
    south = make_job(pair, target=north.target, name="south").write(SHARED)
    create(south.source, CALLS)
    south.source.insert("calls", [(n + 100, None, "south") for n in range(4)])
    outcome = south.run()
    assert (outcome.state, outcome.resumed, outcome.rows_read) == ("copied", False, 4)
    last = north.run()
    assert (last.state, last.resumed) == ("copied", True)
    assert len(north.target.rows("SELECT * FROM calls")) == 14


def test_two_schemas_of_one_database_are_two_targets(make_job: MakeJob) -> None:
    """The ledger is the database's, the tables are the schema's."""
    job = make_job("sqlite-postgresql")
    job.source.run("CREATE TABLE calls (id INTEGER PRIMARY KEY, started TIMESTAMP, note TEXT)")
    job.source.insert("calls", [(n, f"2024-06-01 10:{n:02}:00", "x") for n in range(10)])
    watermark = '[[table]]\nsource = "calls"\nwatermark = { column = "started", overlap = "1m" }\n'
    for schema in ("first", "second"):
        job.target.run(
            f"CREATE SCHEMA {schema}",
            f"CREATE TABLE {schema}.calls (id bigint PRIMARY KEY, started timestamp, note text)",
        )
        job.write(watermark)
        text = job.project.read_text().replace("[run]", f'schema = "{schema}"\n[run]')
        job.project.write_text(text)
        assert job.run().tables[0].rows_inserted == 10
    assert len(job.target.rows("SELECT * FROM second.calls")) == 10


TWO = '[[table]]\nsource = "calls"\n[[table]]\nsource = "other"\n'
OTHER = "CREATE TABLE other (id {int} PRIMARY KEY, note {text})"


@pytest.mark.parametrize("pair", PAIRS)
def test_a_table_that_an_abandoned_run_has_begun_is_completed(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair).both(CALLS, OTHER).write(TWO)
    job.source.insert("calls", [(n, None, "x") for n in range(10)])
    assert stop_after(job, 2).state == "stopped"
    job.write('[[table]]\nsource = "other"\n')
    assert job.run(accept_changes=frozenset({"all"})).state == "copied"
    job.write(TWO)
    outcome = job.run()
    calls = next(table for table in outcome.tables if "calls" in table.table)
    assert (calls.rows_inserted, calls.rows_present, calls.rows_rejected) == (4, 6, 0)
    assert len(job.target.rows("SELECT * FROM calls")) == 10


@pytest.mark.parametrize("pair", PAIRS)
def test_a_begun_table_whose_rows_cannot_be_told_apart_is_refused(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair)
    job.source.run(
        "CREATE TABLE calls (id INTEGER PRIMARY KEY, note TEXT)", "CREATE TABLE other (id INTEGER PRIMARY KEY)"
    )
    job.target.run("CREATE TABLE calls (note TEXT)", "CREATE TABLE other (id INTEGER PRIMARY KEY)")
    calls = '[[table]]\nsource = "calls"\nexclude = ["id"]\n'
    job.write(calls + '[[table]]\nsource = "other"\n')
    job.source.insert("calls", [(n, "x") for n in range(10)])
    stop_after(job, 2)
    job.write('[[table]]\nsource = "other"\n')
    job.run(accept_changes=frozenset({"all"}))
    job.write(calls + '[[table]]\nsource = "other"\n')
    with pytest.raises(PlanRefusedError) as refused:
        job.run()
    assert refused.value.code == "DBM-4012"
    assert len(job.target.rows("SELECT * FROM calls")) == 6


@pytest.mark.parametrize("pair", PAIRS)
def test_an_undone_run_counts_for_nothing(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair).both(CALLS)
    job.write('[[table]]\nsource = "calls"\nwatermark = { column = "started", overlap = "1m" }\n')
    job.source.insert("calls", [(n, f"2024-06-01 10:{n:02}:00", "x") for n in range(10)])
    job.run()
    job.target.run("DELETE FROM calls", f"UPDATE {job.target.ledger('run')} SET state = 'undone'")
    outcome = job.run()
    assert (outcome.pass_number, outcome.tables[0].rows_inserted) == (1, 10)
