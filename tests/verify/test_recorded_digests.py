"""The digests in the ledger are of the rows that went in, so that a target need not be compared with its source."""

from __future__ import annotations

from dbmigrate.config.project import load_project
from dbmigrate.run.migration import Migration
from dbmigrate.verify.part_check import BY_DIGESTS, BY_SOURCE
from tests.run.job import Job, MakeJob

ENTRY = '[[table]]\nsource = "items"\ncolumns = { note = "upper(note)" }\n'
SOURCE = "CREATE TABLE items (id {int} PRIMARY KEY, note {text})"


def _job(make_job: MakeJob, target: str = SOURCE, entry: str = ENTRY) -> Job:
    job = make_job("sqlite-sqlite").write(entry)
    job.source.run(SOURCE.format(int="INTEGER", text="TEXT"))
    job.target.run(target.format(int="INTEGER", text="TEXT"))
    job.source.insert("items", [(n, f"note {n}") for n in range(10)])
    return job


def _compared(job: Job) -> tuple[str, str]:
    with Migration(load_project(job.project)) as migration:
        [found] = migration.verify(level="hashes").tables
        return str(found.verdict), found.method


def test_of_a_batch_of_which_rows_were_refused(make_job: MakeJob) -> None:
    job = _job(make_job, "CREATE TABLE items (id {int} PRIMARY KEY, note {text} CHECK (note <> 'NOTE 4'))")
    assert [table.rows_rejected for table in job.run().tables] == [1]
    assert _compared(job) == ("match", BY_DIGESTS)


def test_of_a_batch_that_was_there_already(make_job: MakeJob) -> None:
    job = _job(make_job)
    job.run()
    [table] = job.run().tables
    assert (table.rows_inserted, table.rows_present) == (0, 10)
    assert _compared(job) == ("match", BY_DIGESTS)


def test_of_a_batch_of_which_a_part_was_there(make_job: MakeJob) -> None:
    """Nobody knows the digest of the part that was not: it is not that of the whole batch."""
    job = _job(make_job)
    job.run()
    job.source.insert("items", [(11, "new")])
    [table] = job.run().tables
    assert (table.rows_inserted, table.rows_present) == (1, 10)
    told = job.target.rows(
        "SELECT digest_first FROM dbmigrate_batch_target WHERE run_id = 2 AND rows_inserted = 1 AND rows_present > 0"
    )
    assert told == [(None,)]
    assert _compared(job) == ("match", BY_SOURCE)
