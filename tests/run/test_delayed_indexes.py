"""Indexes of a large, empty target are off during the load, and are afterwards exactly what they were."""

from __future__ import annotations

import threading
from typing import Any

import psycopg
import pytest

from dbmigrate.engines.postgresql import delayed as postgresql
from dbmigrate.errors import TargetError
from dbmigrate.model.events import Event, Notice
from dbmigrate.plan import delayed
from tests.databases import Database
from tests.run.job import Job, MakeJob, create
from tests.run.stopping import stop_after

TABLE = "CREATE TABLE calls (id {int} PRIMARY KEY, agent varchar(20), started {moment}, note {text}, cost numeric(9,2))"
ENTRY = '[[table]]\nsource = "calls"\n'
DELAYED = {
    "by_agent": "CREATE INDEX by_agent ON calls (agent, started DESC)",
    "By Cost": 'CREATE INDEX "By Cost" ON calls (cost)',
}
KEPT = {
    "only_one": "CREATE UNIQUE INDEX only_one ON calls (id, agent)",
    "a_part": "CREATE INDEX a_part ON calls (started) WHERE agent IS NOT NULL",
    "shown": "CREATE INDEX shown ON calls (lower(agent))",
}
OF_POSTGRESQL = {
    "long": "CREATE INDEX long ON calls (note)",
    "hashed": "CREATE INDEX hashed ON calls USING hash (agent)",
}
NOT_PLAIN = [
    "CREATE OPERATOR CLASS own FOR TYPE bigint USING btree AS OPERATOR 3 =, FUNCTION 1 btint8cmp(bigint, bigint)",
    "CREATE INDEX by_own_order ON calls (id own)",
    "CREATE INDEX of_extension ON calls (cost, id)",
    "ALTER TABLE calls ADD COLUMN wide varchar(700)",
    "CREATE INDEX of_wide ON calls (wide)",
    "ALTER INDEX of_extension DEPENDS ON EXTENSION plpgsql",
]
"""What defines them could refuse a row, or is not in their definition."""
COMMENTS = [
    "COMMENT ON INDEX by_agent IS 'for ''reports'''",
    "COMMENT ON INDEX calls_pkey IS 'an index'",
    "COMMENT ON CONSTRAINT calls_pkey ON calls IS 'a key'",
]
PAIRS = ["sqlite-sqlite", "sqlite-postgresql", "postgresql-postgresql", "postgresql-sqlite"]


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delayed, "LARGE_ROWS", 1)


def indexes(database: Database) -> dict[str, Any]:
    if database.is_sqlite:
        listed = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'calls'"
    else:
        listed = (
            "SELECT relname, concat_ws(' ', pg_get_indexdef(c.oid), obj_description(c.oid, 'pg_class'),"
            " pg_get_constraintdef(k.oid), obj_description(k.oid, 'pg_constraint')) FROM pg_class c"
            " JOIN pg_index ON indexrelid = c.oid LEFT JOIN pg_constraint k ON conindid = c.oid AND conrelid = indrelid"
            " WHERE indrelid = 'calls'::regclass"
        )
    return dict(database.rows(listed))


def all_of(database: Database) -> set[str]:
    return {*DELAYED, *KEPT} if database.is_sqlite else {*DELAYED, *KEPT, "calls_pkey"}


def filled(job: Job, *more: str) -> Job:
    job.both(TABLE).write(ENTRY)
    create(job.target, *DELAYED.values(), *KEPT.values(), *more)
    job.source.insert("calls", [(n, f"agent {n % 3}", None, "x" * n, n) for n in range(1, 20)])
    if not job.source.is_sqlite:
        job.source.run("ANALYZE calls")
    return job


class Heard:
    """What a run says, and which indexes there are when the first table begins."""

    def __init__(self, target: Database) -> None:
        self._target = target
        self.notices: list[str] = []
        self.during: set[str] = set()

    def __call__(self, event: Event) -> None:
        if isinstance(event, Notice):
            self.notices.append(event.message)
        if type(event).__name__ == "TableStarted":
            self.during = set(indexes(self._target))


@pytest.mark.parametrize("pair", PAIRS)
def test_off_during_the_load_and_as_they_were_behind_it(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair)
    more = () if job.target.is_sqlite else (*OF_POSTGRESQL.values(), *NOT_PLAIN, *COMMENTS)
    filled(job, *more)
    before = indexes(job.target)
    heard = Heard(job.target)
    job.run(sink=heard)
    assert heard.during == before.keys() - DELAYED.keys()
    assert indexes(job.target) == before
    assert job.verdict() == "match"
    job.source.insert("calls", [(100, "new", None, "", 1)])
    job.run(sink=heard)
    assert heard.during == before.keys(), "a table that has rows keeps its indexes"


def test_they_stay_where_the_project_says_so(make_job: MakeJob) -> None:
    job = filled(make_job("sqlite-postgresql"))
    job.write(ENTRY, delay_indexes="false")
    heard = Heard(job.target)
    job.run(sink=heard)
    assert heard.during == indexes(job.target).keys() == all_of(job.target)


def test_they_stay_where_rows_are_updated_or_few(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    job = filled(make_job("sqlite-sqlite"))
    assert {one.name for one in job.plan().suspensions} == DELAYED.keys()
    job.write(ENTRY + 'mode = "upsert"\n')
    assert job.plan().suspensions == ()
    job.write(ENTRY)
    monkeypatch.setattr(delayed, "LARGE_ROWS", 20)
    assert job.plan().suspensions == ()


def test_who_may_not_drop_them_keeps_them(make_job: MakeJob) -> None:
    """A trigger on DDL says no: the load goes on."""
    job = filled(make_job("sqlite-postgresql"))
    job.target.run(
        "CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'not here'; END$$",
        "CREATE EVENT TRIGGER no_drop ON ddl_command_start WHEN TAG IN ('DROP INDEX', 'ALTER TABLE')"
        " EXECUTE FUNCTION no()",
    )
    heard = Heard(job.target)
    job.run(sink=heard)
    assert any("by_agent" in said and "stays" in said and "not here" in said for said in heard.notices)
    assert indexes(job.target).keys() == all_of(job.target)
    assert job.verdict() == "match"
    assert job.target.rows(f"SELECT count(*) FROM {job.target.ledger('suspension')}") == [(0,)]


def test_one_in_a_place_of_its_own_stays(make_job: MakeJob) -> None:
    """Its definition does not name the tablespace."""
    job = filled(make_job("sqlite-postgresql"))
    place = job.target.rows("SELECT 'place_of_' || current_database()")[0][0]
    with psycopg.connect(job.target.place, autocommit=True) as session:
        session.execute("SET allow_in_place_tablespaces = on")
        session.execute(f"CREATE TABLESPACE {place} LOCATION ''")
    assert {one.name for one in job.plan().suspensions} == DELAYED.keys()
    job.target.run(f"ALTER INDEX by_agent SET TABLESPACE {place}")
    assert {one.name for one in job.plan().suspensions} == DELAYED.keys() - {"by_agent"}


def test_who_may_not_build_them_keeps_them(make_job: MakeJob) -> None:
    """The owner of a table may drop its indexes, and build none without the right to create in the schema."""
    job = filled(make_job("sqlite-postgresql"))
    owner = f"owner_{job.target.rows('SELECT current_database()')[0][0]}"
    job.target.run(f"CREATE ROLE {owner} LOGIN", f"ALTER TABLE calls OWNER TO {owner}")
    job.target = Database("postgresql", job.target.url.replace("postgres@", f"{owner}@"))
    job.write(ENTRY)
    assert job.plan().suspensions == ()


def test_a_table_that_others_read_keeps_them(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "_PATIENCE", "SET LOCAL lock_timeout = '50ms'")
    job = filled(make_job("sqlite-postgresql"))
    heard = Heard(job.target)
    with psycopg.connect(job.target.url) as reader:
        reader.execute("SELECT FROM calls")
        job.run(sink=heard)
    assert any("by_agent" in said and "stays" in said and "lock timeout" in said for said in heard.notices)
    assert heard.during == all_of(job.target)


def test_one_that_cannot_be_built_is_in_the_ledger(make_job: MakeJob) -> None:
    job = filled(make_job("sqlite-postgresql"))
    before = indexes(job.target)
    job.target.run(
        "CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN"
        " IF current_query() LIKE '%calls%' THEN RAISE 'no room'; END IF; END$$",
        "CREATE EVENT TRIGGER no_new ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION no()",
    )
    with pytest.raises(TargetError, match="could not be put back") as failed:
        job.run()
    assert "CREATE INDEX" in failed.value.next_step
    job.target.run("DROP EVENT TRIGGER no_new")
    by_hand = str(before["by_agent"])
    not_it = (
        ["CREATE INDEX by_agent ON calls (started)"],
        # What a CREATE INDEX CONCURRENTLY leaves that has failed.
        [by_hand, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'by_agent'::regclass"],
    )
    for statements in not_it:
        job.target.run("DROP INDEX IF EXISTS by_agent", *statements)
        with pytest.raises(TargetError, match="already exists"):
            job.run()
    job.target.run("DROP INDEX by_agent", by_hand)
    job.run()
    assert indexes(job.target) == before


def test_several_streams_build_several_at_once(make_job: MakeJob) -> None:
    job = filled(make_job("sqlite-postgresql"))
    job.write(ENTRY, workers=4)
    before = indexes(job.target)
    job.target.run(
        "CREATE TABLE built (pid int, began timestamptz, ended timestamptz)",
        "CREATE FUNCTION slowly() RETURNS event_trigger LANGUAGE plpgsql AS $$DECLARE began timestamptz"
        " := clock_timestamp(); BEGIN PERFORM pg_sleep(0.7);"
        " INSERT INTO built VALUES (pg_backend_pid(), began, clock_timestamp()); END$$",
        "CREATE EVENT TRIGGER slow_index ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION slowly()",
    )
    heard = Heard(job.target)
    job.run(sink=heard)
    at_once = "SELECT count(*) FROM built a JOIN built b ON a.pid < b.pid AND a.began < b.ended AND b.began < a.ended"
    assert job.target.rows(at_once) == [(1,)]
    assert not any("waits for sessions" in said for said in heard.notices)
    job.target.run("DROP EVENT TRIGGER slow_index")
    assert indexes(job.target) == before
    assert job.target.rows(f"SELECT count(*) FROM {job.target.ledger('suspension')} WHERE event = 'restored'") == [(2,)]


def test_one_of_several_that_cannot_be_built_is_told(make_job: MakeJob) -> None:
    job = filled(make_job("sqlite-postgresql"))
    job.write(ENTRY, workers=4)
    before = indexes(job.target)
    job.target.run(
        "CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN PERFORM pg_sleep(0.3);"
        " IF current_query() LIKE '%by_agent%' THEN RAISE 'no room'; END IF; END$$",
        "CREATE EVENT TRIGGER no_new ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION no()",
    )
    with pytest.raises(TargetError, match="by_agent on public.calls could not be put back"):
        job.run()
    assert indexes(job.target).keys() == before.keys() - {"by_agent"}
    job.target.run("DROP EVENT TRIGGER no_new")
    job.run()
    assert indexes(job.target) == before


def test_it_says_for_whom_it_waits(make_job: MakeJob) -> None:
    job = filled(make_job("sqlite-postgresql"))
    before = indexes(job.target)
    heard: list[str] = []
    with psycopg.connect(job.target.url, application_name="a report") as reader:
        at_last = threading.Timer(20, reader.rollback)

        def listen(event: Event) -> None:
            if type(event).__name__ == "TableFinished":
                reader.execute("SELECT FROM calls")
                at_last.start()
            if isinstance(event, Notice) and "waits" in event.message:
                heard.append(event.message)
                reader.rollback()

        job.run(sink=listen)
        at_last.cancel()
    assert len(heard) == 1
    assert "a report idle in transaction" in heard[0]
    assert indexes(job.target) == before


def test_a_table_that_is_gone_takes_them_along(make_job: MakeJob) -> None:
    job = filled(make_job("sqlite-postgresql"))
    job.both("CREATE TABLE other (id {int} PRIMARY KEY)")
    stop_after(job, 2)
    job.target.run("DROP TABLE calls")
    job.write(ENTRY.replace("calls", "other"))
    heard: list[str] = []
    job.run(sink=lambda event: heard.append(getattr(event, "message", "")), accept_changes=frozenset({"all"}))
    assert "index by_agent on public.calls is gone with its table" in heard
    assert job.run().state == "copied"
