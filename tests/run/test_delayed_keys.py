"""A primary key is off during the load where nothing can be doubled, and only there; and is back in every case."""

from __future__ import annotations

from pathlib import Path

import pytest

from dbmigrate.errors import TargetError
from dbmigrate.model.events import Event
from dbmigrate.plan import delayed
from tests.databases import Database
from tests.run.job import Job, MakeJob, create
from tests.run.mapped import write
from tests.run.stopping import stop_after
from tests.run.undoing import undo

TABLE = "CREATE TABLE t (a {int} NOT NULL, b varchar(20) NOT NULL, c {text}, PRIMARY KEY (a))"
ENTRY = '[[table]]\nsource = "t"\n'


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delayed, "LARGE_ROWS", 1)


def keys(database: Database) -> list[str]:
    listed = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'p' AND conrelid = 't'::regclass"
    return [definition for (definition,) in database.rows(listed)]


def off(job: Job) -> list[str]:
    plan = job.plan()
    assert plan.tables, plan.findings
    return [one.name for one in plan.suspensions if one.kind == "primary key"]


def prepared(job: Job, source: str, target: str, entry: str = ENTRY) -> Job:
    create(job.source, source)
    create(job.target, target)
    job.write(entry)
    columns = source.count(" NOT NULL") + source.count("{text}")
    job.source.insert("t", [(n, f"key number {n:09}", "x")[:columns] for n in range(1, 11)])
    if not job.source.is_sqlite:
        job.source.run("ANALYZE t")
    return job


OF_THREE = "CREATE TABLE t (a {int} NOT NULL, b char(20) NOT NULL, c {text}, PRIMARY KEY (b, a))"


@pytest.mark.parametrize("pair", ["sqlite-postgresql", "postgresql-postgresql"])
@pytest.mark.parametrize("table", [TABLE, OF_THREE])
def test_it_is_off_meanwhile(make_job: MakeJob, pair: str, table: str) -> None:
    job = prepared(make_job(pair), table, table)
    before = keys(job.target)
    meanwhile: list[list[str]] = []

    def look(event: Event) -> None:
        if type(event).__name__ == "TableStarted":
            meanwhile.append(keys(job.target))

    job.run(sink=look)
    assert meanwhile == [[]]
    assert keys(job.target) == before
    assert job.verdict() == "match"
    job.run(sink=look)
    assert meanwhile == [[], before]


@pytest.mark.parametrize("type_", ["numeric(9,2)", "timestamp", "date", "time"])
def test_values_that_a_file_may_spell_twice(make_job: MakeJob, type_: str) -> None:
    """'1.0' and '1.00' are two keys of a SQLite table, and one in PostgreSQL."""
    table = f"CREATE TABLE t (a {type_} NOT NULL, PRIMARY KEY (a))"
    job = make_job("sqlite-postgresql")
    create(job.source, table)
    create(job.target, table)
    job.write(ENTRY)
    assert off(job) == []
    job = make_job("postgresql-postgresql", name="typed")
    create(job.source, table, f"INSERT INTO t VALUES ({'1' if type_[0] == 'n' else 'now()'})", "ANALYZE t")
    create(job.target, table)
    job.write(ENTRY)
    assert off(job) == ["t_pkey"]


WITHOUT = "CREATE TABLE t (a {int} NOT NULL, b varchar(20) NOT NULL, c {text}"
KEPT_BY_TARGET = {
    "referred to": "CREATE TABLE child (t bigint REFERENCES t)",
    "clustered": "CLUSTER t USING t_pkey",
    "replicated": "ALTER TABLE t REPLICA IDENTITY USING INDEX t_pkey",
    "a view": "CREATE VIEW v AS SELECT a, b FROM t GROUP BY a",
    "inherited": "CREATE TABLE heir () INHERITS (t)",
}


@pytest.mark.parametrize("more", KEPT_BY_TARGET.values(), ids=list(KEPT_BY_TARGET))
def test_what_hangs_on_it_keeps_it(make_job: MakeJob, more: str) -> None:
    job = prepared(make_job("sqlite-postgresql"), TABLE, TABLE)
    assert off(job) == ["t_pkey"]
    create(job.target, more)
    assert off(job) == []


@pytest.mark.parametrize(
    ("source", "target", "entry"),
    [
        (TABLE, f"{WITHOUT}, PRIMARY KEY (a) DEFERRABLE)", ENTRY),
        (TABLE, f"{WITHOUT}, PRIMARY KEY (a) WITH (fillfactor = 50))", ENTRY),
        (TABLE, TABLE, ENTRY + "columns = { a = 'a + 1' }\n"),
        (TABLE, TABLE, ENTRY + 'mode = "upsert"\n'),
        (TABLE, TABLE, ENTRY + 'target_rows = "any"\n'),
        (f"{WITHOUT})", TABLE, ENTRY + 'key = ["a"]\n'),
        (f"{WITHOUT}, PRIMARY KEY (a, b))", TABLE, ENTRY),
        (f"{WITHOUT}, PRIMARY KEY (b))", TABLE, ENTRY),
        (f"{WITHOUT}, PRIMARY KEY (b))", f"{WITHOUT}, PRIMARY KEY (b))", ENTRY + 'consent = { truncate = ["b"] }\n'),
        (f"{WITHOUT}, PRIMARY KEY (b))", "CREATE TABLE t (a bigint, b text PRIMARY KEY, c text)", ENTRY),
        (f"{WITHOUT}, PRIMARY KEY (b))", "CREATE TABLE t (a bigint, b varchar(700) PRIMARY KEY, c text)", ENTRY),
        (TABLE, "CREATE TABLE t (a numeric(9) PRIMARY KEY, b varchar(20), c text)", ENTRY),
    ],
    ids=[
        "deferrable", "parameters", "expression", "upsert", "rows of others", "not enforced", "part of the source's",
        "other than the source's", "consent", "without a limit", "too long a limit", "another type",
    ],
)  # fmt: skip
def test_it_stays_where_it_may_refuse_a_row(make_job: MakeJob, source: str, target: str, entry: str) -> None:
    assert off(prepared(make_job("sqlite-postgresql"), source, target, entry)) == []


def test_it_stays_where_two_texts_may_be_one(make_job: MakeJob) -> None:
    """The server that the tests bring along has no ICU, so it is only told that the collation takes texts for equal."""
    job = make_job("sqlite-postgresql")
    create(job.target, "CREATE COLLATION alike (locale = 'C')")
    of_texts = f"{WITHOUT}, PRIMARY KEY (b))"
    prepared(job, of_texts, of_texts.replace("varchar(20)", "varchar(20) COLLATE alike"))
    assert off(job) == ["t_pkey"]
    job.target.run("UPDATE pg_collation SET collisdeterministic = false WHERE collname = 'alike'")
    assert off(job) == []


def test_it_stays_where_a_map_makes_one_of_two(make_job: MakeJob) -> None:
    job = make_job("sqlite-postgresql").both("CREATE TABLE t (site {int} PRIMARY KEY, note {text})")
    create(job.source, "INSERT INTO t VALUES (1, 'x'), (2, 'y'), (7, 'z')")
    assert off(write(job, ENTRY, "[maps.site]\n1 = 7\n")) == []
    assert job.run().rows_rejected == 1
    assert sorted(site for (site,) in job.target.rows("SELECT site FROM t")) == [2, 7]


def _interrupted(make_job: MakeJob, *more: str) -> Job:
    job = prepared(make_job("postgresql-postgresql"), TABLE, TABLE)
    create(job.target, *more)
    assert stop_after(job, 2).state == "stopped"
    assert keys(job.target) == []
    return job


def test_a_run_that_was_stopped_goes_on(make_job: MakeJob) -> None:
    job = _interrupted(make_job)
    job.run()
    assert keys(job.target) == ["PRIMARY KEY (a)"]
    assert job.verdict() == "match"


def test_another_key_of_that_name_is_not_it(make_job: MakeJob) -> None:
    job = _interrupted(make_job)
    job.target.run("ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (a) DEFERRABLE")
    with pytest.raises(TargetError, match="t_pkey on public.t could not be put back"):
        job.run()
    job.target.run("ALTER TABLE t DROP CONSTRAINT t_pkey")
    job.run()
    assert keys(job.target) == ["PRIMARY KEY (a)"]


def test_to_a_plan_it_is_there_all_the_time(make_job: MakeJob) -> None:
    """Another unique key of the table does not take its place, which would be another run."""
    job = _interrupted(make_job, "CREATE UNIQUE INDEX other ON t (b)")
    (into,) = job.plan().tables[0].into
    assert (into.table.primary_key, into.key) == (("a",), ("a",))
    job.run()
    assert keys(job.target) == ["PRIMARY KEY (a)"]
    assert job.verdict() == "match"


def test_a_run_that_was_stopped_is_undone(make_job: MakeJob) -> None:
    job = _interrupted(make_job)
    undo(job, 1, even_if_changed=True)
    assert keys(job.target) == ["PRIMARY KEY (a)"]
    assert job.target.rows("SELECT count(*) FROM t") == [(0,)]


def test_an_undo_has_it_before_it_looks_for_rows(make_job: MakeJob, tmp_path: Path) -> None:
    """And before it begins: what keeps it from coming back must not leave the run half undone."""
    job = _interrupted(make_job)
    job.target.run("ALTER TABLE t ADD CONSTRAINT theirs PRIMARY KEY (a)")
    with pytest.raises(TargetError, match="multiple primary keys"):
        undo(job, 1, even_if_changed=True)
    assert job.target.rows(f"SELECT state FROM {job.target.ledger('run')}") == [("stopped",)]
    job.target.run("ALTER TABLE t DROP CONSTRAINT theirs")
    undo(job, 1, dry_run=True)
    assert keys(job.target) == []
    undo(job, 1, even_if_changed=True, script=tmp_path / "undo.sql")
    assert keys(job.target) == ["PRIMARY KEY (a)"]


def test_a_run_that_goes_on_with_other_values_has_it_back(make_job: MakeJob) -> None:
    """Values that a consent changes may become one; the first rows of the run could not."""
    table = f"{WITHOUT}, PRIMARY KEY (b))"
    job = prepared(make_job("postgresql-postgresql"), table, table.replace("varchar(20)", "varchar(19)"))
    job.source.insert("t", [(n, f"{n:09}", "x") for n in range(11, 30)])
    assert stop_after(job, 2).state == "stopped"
    assert keys(job.target) == []
    job.write(ENTRY + 'consent = { truncate = ["b"] }\n')
    job.run(accept_changes=frozenset({"all"}))
    assert keys(job.target) == ["PRIMARY KEY (b)"]
    assert job.target.rows("SELECT count(*) - count(DISTINCT b) FROM t") == [(0,)]
    assert {reason for _, _, reason in job.rejects()} == {"refused_by_target"}


def test_another_run_has_it_back_before_it_writes(make_job: MakeJob) -> None:
    job = prepared(make_job("postgresql-postgresql"), TABLE, TABLE.replace("{text}", "varchar(3)"))
    job.source.run("UPDATE t SET c = 'too long' WHERE a = 2")
    assert stop_after(job, 2).state == "stopped"
    assert keys(job.target) == []
    job.source.run("UPDATE t SET c = 'x'")
    assert job.retry().rejects_open == 0
    assert keys(job.target) == ["PRIMARY KEY (a)"]
    job.run()
    assert keys(job.target) == ["PRIMARY KEY (a)"]
    assert job.verdict() == "match"


def test_it_stays_in_a_table_that_was_emptied(make_job: MakeJob) -> None:
    """An earlier run has filled it, so each batch looks there for its rows first."""
    job = prepared(make_job("postgresql-postgresql"), TABLE, TABLE)
    job.run()
    job.target.run("DELETE FROM t")
    assert off(job) == []


def test_a_row_that_somebody_has_doubled(make_job: MakeJob) -> None:
    job = prepared(make_job("sqlite-postgresql"), TABLE, TABLE)

    def double(event: Event) -> None:
        if type(event).__name__ == "TableStarted":
            job.target.insert("t", [(5, "theirs", None)])

    with pytest.raises(TargetError, match="t_pkey on public.t could not be put back") as failed:
        job.run(sink=double)
    assert "PRIMARY KEY (a)" in failed.value.next_step
    assert "(a)=(5)" in str(failed.value)
    job.target.run("DELETE FROM t WHERE b = 'theirs'")
    job.run()
    assert keys(job.target) == ["PRIMARY KEY (a)"]
    assert job.verdict() == "match"
