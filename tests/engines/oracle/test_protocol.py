"""The write protocol against a server on which direct path and DDL commit by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dbmigrate.errors import DbmigrateError, TargetError
from tests.databases import Database, sqlite_database
from tests.engines.oracle.conftest import MakeServer
from tests.engines.oracle.server import Col, Crash, FakeOracle, driver_fault, fault
from tests.run.job import Job

COLUMNS = [
    Col("ID", "NUMBER(10,0)", nullable=False),
    Col("NAME", "NVARCHAR2(20)"),
    Col("AT", "TIMESTAMP(6)"),
    Col("NOTE", "CLOB"),
    Col("SIZE_", "NUMBER"),
]
LITE = "CREATE TABLE calls (id INTEGER PRIMARY KEY NOT NULL, name TEXT, at TIMESTAMP, note TEXT, size_ DECIMAL(12, 4))"
ROWS = [
    (n, f"näme {n}" if n % 3 else None, f"2024-02-{n % 28 + 1:02} 10:00:00", "x" * n, f"{n}.2500") for n in range(1, 12)
]
TABLE = '[[table]]\nsource = "calls"\n[[table.into]]\ntarget = "CALLS"\n'

MakeOracleJob = Callable[..., Job]


@pytest.fixture
def make_job(tmp_path: Path) -> MakeOracleJob:
    def make(tables: str = TABLE, options: str = "", **settings: Any) -> Job:
        directory = tmp_path / "job"
        directory.mkdir(exist_ok=True)
        source = sqlite_database(directory / "source.db")
        job = Job(directory, source, Database("oracle", f"oracle://mover@target/pdb{options}"))
        job.write(tables, **settings)
        package = job.group_file.parent / "package.toml"
        package.write_text(package.read_text().replace('"sqlite", ', '"oracle", "sqlite", '))
        return job

    return make


def fill(job: Job, server: FakeOracle, *, key: bool = True) -> None:
    job.source.run(LITE if key else LITE.replace(" PRIMARY KEY NOT NULL", ""))
    job.source.insert("calls", ROWS)
    server.create_table("CALLS", [replace(column) for column in COLUMNS], ("ID",) if key else ())


def migrated(server: FakeOracle) -> Counter[tuple[Any, ...]]:
    return Counter(server.rows('SELECT "ID", "NAME", substr("AT", 1, 19), "NOTE", "SIZE_" + 0.0 FROM "CALLS"'))


EXPECTED = Counter((n, name, at, note, float(size)) for n, name, at, note, size in ROWS)


def recorded(server: FakeOracle) -> int:
    return int(server.rows("SELECT coalesce(sum(rows_inserted), 0) FROM dbmigrate_batch_target")[0][0])


def test_staged_by_direct_path(server: FakeOracle, make_job: MakeOracleJob) -> None:
    job = make_job()
    fill(job, server)
    assert job.run().state == "copied"
    assert migrated(server) == EXPECTED
    assert recorded(server) == len(ROWS)
    assert server.calls["direct_path_load"] == 4
    assert server.calls["executemany"] == 0
    assert server.staging() == []
    assert job.verdict() == "match"


def test_array_binds_are_one_transaction_with_the_entry(server: FakeOracle, make_job: MakeOracleJob) -> None:
    job = make_job(options="?bulk=arrays")
    fill(job, server)
    job.run()
    assert migrated(server) == EXPECTED
    assert server.calls["direct_path_load"] == 0
    assert server.rows("SELECT DISTINCT write_protocol FROM dbmigrate_chunk") == [("direct",)]


def test_a_database_that_is_not_unicode_gets_no_direct_path(make_server: MakeServer, make_job: MakeOracleJob) -> None:
    server = make_server(charset="WE8MSWIN1252")
    job = make_job()
    fill(job, server)
    job.run()
    assert server.calls["direct_path_load"] == 0
    assert migrated(server) == EXPECTED


def test_a_table_without_a_key_is_one_transaction(server: FakeOracle, make_job: MakeOracleJob) -> None:
    job = make_job()
    fill(job, server, key=False)
    job.run()
    assert migrated(server) == EXPECTED
    assert server.calls["direct_path_load"] == 0


@pytest.mark.parametrize("options", ["", "?bulk=arrays"])
def test_killed_between_any_two_steps(server: FakeOracle, make_job: MakeOracleJob, options: str) -> None:
    """Every call to the driver is a place to die before and after; what is there then is added to, never doubled."""
    job = make_job(options=options, commit_rows=4)
    fill(job, server)
    server.add_trigger(server.tables["MOVER", "CALLS"], "CALLS_STAMP")
    crashes = 0
    at = 1
    while True:
        server.steps, server.crash_at = 0, at
        try:
            job.run()
        except Crash:
            crashes += 1
        else:
            break
        finally:
            server.die()
            server.crash_at = None
        found = migrated(server)
        assert not found - EXPECTED
        if ("MOVER", "DBMIGRATE_BATCH_TARGET") in server.tables:
            assert found.total() == recorded(server)
        at += 1 if at < 40 else 3
    assert crashes > 60
    assert migrated(server) == EXPECTED
    assert server.staging() == []
    assert server.tables["MOVER", "CALLS"].triggers == {"CALLS_STAMP": True}


def test_a_lost_commit_answer_is_asked_of_the_ledger(server: FakeOracle, make_job: MakeOracleJob) -> None:
    job = make_job()
    fill(job, server)
    lost = driver_fault("DPY-4011", "the database or network closed the connection")
    server.failures.append(("INSERT INTO dbmigrate_batch_target", lost, False))
    job.run()
    assert server.failures == []
    assert migrated(server) == EXPECTED
    assert recorded(server) == len(ROWS)


def test_a_deadlock_victim_takes_its_whole_batch_again(server: FakeOracle, make_job: MakeOracleJob) -> None:
    job = make_job()
    fill(job, server)
    server.failures.append(('INSERT INTO "MOVER"."CALLS"', fault(60, "deadlock detected"), False))
    job.run()
    assert server.failures == []
    assert migrated(server) == EXPECTED


def test_a_full_tablespace_ends_the_run_with_advice_and_is_resumed(server: FakeOracle, make_job: MakeOracleJob) -> None:
    job = make_job()
    fill(job, server)
    full = fault(1653, "unable to extend table MOVER.CALLS by 128 in tablespace USERS")
    server.failures.append(('INSERT INTO "MOVER"."CALLS"', full, False))
    with pytest.raises(TargetError) as caught:
        job.run()
    assert "ORA-01653" in caught.value.cause
    assert "tablespace" in caught.value.next_step
    assert migrated(server).total() == recorded(server)
    job.run()
    assert migrated(server) == EXPECTED


def test_an_empty_string_is_refused_or_consented_to(server: FakeOracle, make_job: MakeOracleJob) -> None:
    job = make_job()
    fill(job, server)
    job.source.run("UPDATE calls SET name = '' WHERE id IN (4, 5)")
    job.run(max_rejects=5)
    assert migrated(server).total() == len(ROWS) - 2
    reasons = server.rows("SELECT DISTINCT message FROM dbmigrate_reject")
    assert reasons == [("is an empty string, which Oracle stores as NULL",)]


def test_the_plan_says_what_becomes_of_empty_strings(server: FakeOracle, make_job: MakeOracleJob) -> None:
    job = make_job(TABLE + 'consent = { empty_as_null = ["NAME"] }\n')
    fill(job, server)
    [finding] = [finding for finding in job.plan().findings if finding.code == "DBM-4108"]
    assert finding.message == (
        "the target stores an empty string as NULL: a row with one in NOTE is refused;"
        " it becomes NULL by consent in NAME"
    )


def test_an_empty_string_becomes_null_by_consent_and_is_counted(server: FakeOracle, make_job: MakeOracleJob) -> None:
    job = make_job(TABLE + 'consent = { empty_as_null = ["NAME"] }\n')
    fill(job, server)
    job.source.run("UPDATE calls SET name = '' WHERE id IN (4, 5)")
    outcome = job.run()
    assert outcome.tables[0].changes == {"empty_as_null NAME": 2}
    assert server.rows('SELECT "ID" FROM "CALLS" WHERE "NAME" IS NULL ORDER BY 1') == [(3,), (4,), (5,), (6,), (9,)]
    assert job.verdict() == "match"


def test_an_identity_column_that_is_always_generated_is_loaded_and_put_back(
    server: FakeOracle, make_job: MakeOracleJob
) -> None:
    job = make_job()
    fill(job, server)
    table = server.tables["MOVER", "CALLS"]
    table.columns[0].identity = "ALWAYS"
    server._describe(table)
    job.run()
    assert migrated(server) == EXPECTED
    assert table.columns[0].identity == "ALWAYS"


@pytest.mark.parametrize("options", ["", "?bulk=arrays"])
def test_upsert_changes_what_differs(server: FakeOracle, make_job: MakeOracleJob, options: str) -> None:
    upsert = 'source = "calls"\nmode = "upsert"\ntarget_rows = "any"'
    job = make_job(TABLE.replace('source = "calls"', upsert), options)
    fill(job, server)
    server.insert("CALLS", [(1, "other", None, None, "7"), (2, ROWS[1][1], f"{ROWS[1][2]}.000000000", "xx", "2.25")])
    outcome = job.run()
    assert migrated(server) == EXPECTED
    assert (outcome.tables[0].rows_inserted, outcome.tables[0].rows_updated, outcome.tables[0].rows_present) == (
        9,
        1,
        1,
    )


def test_a_row_that_is_there_with_other_values_is_left_and_told(server: FakeOracle, make_job: MakeOracleJob) -> None:
    job = make_job(TABLE.replace('source = "calls"', 'source = "calls"\ntarget_rows = "any"'))
    fill(job, server)
    server.insert("CALLS", [(1, "other", None, None, "7")])
    job.run(max_rejects=5)
    assert server.rows('SELECT "NAME" FROM "CALLS" WHERE "ID" = 1') == [("other",)]
    assert server.rows("SELECT source_key, reason FROM dbmigrate_reject") == [("[1]", "other_row_present")]


def test_rejected_rows_are_tried_again(server: FakeOracle, make_job: MakeOracleJob) -> None:
    job = make_job()
    fill(job, server)
    job.source.run("UPDATE calls SET name = '' WHERE id IN (4, 5)")
    job.run(max_rejects=5)
    job.source.run("UPDATE calls SET name = 'mended' WHERE id = 4")
    job.retry()
    assert migrated(server).total() == len(ROWS) - 1
    assert server.rows('SELECT "NAME" FROM "CALLS" WHERE "ID" = 4') == [("mended",)]


def test_a_second_pass_takes_new_rows(server: FakeOracle, make_job: MakeOracleJob) -> None:
    job = make_job()
    fill(job, server)
    job.run()
    new = (100, "new", "2024-03-01 00:00:00", "n", "1.5000")
    job.source.insert("calls", [new])
    outcome = job.run()
    assert (outcome.pass_number, outcome.tables[0].rows_inserted, outcome.tables[0].rows_present) == (2, 1, len(ROWS))
    assert migrated(server) == EXPECTED + Counter([(*new[:4], 1.5)])


def test_a_second_process_is_refused(
    server: FakeOracle, make_job: MakeOracleJob, open_oracle: Callable[..., Any]
) -> None:
    job = make_job()
    fill(job, server)
    for grants in ({"DBMS_LOCK"}, set()):
        server.grants = set(grants)
        held = open_oracle().acquire_lock("run")
        assert held is not None
        with pytest.raises(DbmigrateError) as caught:
            job.run()
        assert caught.value.code == "DBM-8004"
        held.release()
    job.run()
    assert migrated(server) == EXPECTED
