"""Later passes whose source asks for the mark, the rows below it and the rows from it on in one scan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.model import machine
from dbmigrate.run import table_copy
from dbmigrate.run.opening import Opening, open_table
from tests.run.job import Job, MakeJob, create

ITEMS = "CREATE TABLE items (id {int} PRIMARY KEY, moment %s, amount {int})"
GROUP = '[[table]]\nsource = "items"\nwatermark = { column = "moment", overlap = "%ss" }\n'


def test_rows_in_key_ranges(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of many pages, of which the first pass could write no row: several connections read, and where a row lies
    is only sure on the one that has asked, which keeps the table from being rewritten."""
    opened: list[Opening] = []

    def spy(*given: Any) -> Opening:
        opened.append(open_table(*given))
        return opened[-1]

    monkeypatch.setattr(table_copy, "open_table", spy)
    monkeypatch.setattr(machine, "processors", lambda: 4)
    job = make_job("postgresql-postgresql")
    create(job.source, ITEMS % "{int}")
    create(job.target, (ITEMS % "{int}").replace("amount {int}", "amount {int} CHECK (amount < 100)"))
    job.write(GROUP % 5, commit_rows=100, workers=2)
    job.source.run("INSERT INTO items SELECT n, 1, 100 FROM generate_series(-20, -1) n")
    job.run()
    assert job.target.rows("SELECT count(*) FROM items") == [(0,)]
    job.source.run(
        "INSERT INTO items SELECT n, n, 1 FROM generate_series(100, 80_000) n", "DELETE FROM items WHERE id < 0"
    )
    job.source.run("INSERT INTO items SELECT n, 1, 100 FROM generate_series(-20, -1) n")
    job.run()
    assert job.target.rows("SELECT count(*), sum(id) FROM items") == job.source.rows(
        "SELECT count(*), sum(id) FROM items WHERE amount < 100"
    )
    job.run()
    assert [(each.protocol, "ctid" in str(each.where)) for each in opened] == [
        ("server_side", False),
        ("server_side", False),
        ("staged", True),
    ]
    assert len(opened[1].chunks) > 1


@pytest.fixture
def reader(make_job: MakeJob) -> Iterator[tuple[Job, str]]:
    """A job whose source has a login of its own."""
    job = make_job("postgresql-sqlite").both(ITEMS % "{int}")
    with psycopg.connect(job.source.url, autocommit=True) as owner:
        login = f"reader_{owner.info.dbname}"
        owner.execute(f"CREATE ROLE {login} LOGIN")
        job.write(GROUP % 5)
        job.project.write_text(job.project.read_text().replace("postgres@", f"{login}@", 1))
        yield job, login
        owner.execute(f"DROP OWNED BY {login}")
        owner.execute(f"DROP ROLE {login}")


def brings_all(job: Job) -> bool:
    for first in (1, 100):
        job.source.run(f"INSERT INTO items SELECT n, n, 1 FROM generate_series({first}, {first} + 20) n")
        job.run()
    return job.target.counted("items") == job.source.counted("items")


def test_a_login_that_may_read_columns_only(reader: tuple[Job, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a row lies is not among them, and nothing is tried in vain."""
    job, login = reader
    job.source.run(f"GRANT SELECT (id, moment, amount) ON items TO {login}")
    monkeypatch.setattr(AdbcSession, "rollback_to", None)
    assert brings_all(job)


def test_a_catalogue_that_may_not_be_read(reader: tuple[Job, str]) -> None:
    """A statement that fails does not take the view with it."""
    job, login = reader
    job.source.run(f"GRANT SELECT ON items TO {login}", "REVOKE SELECT ON pg_am FROM PUBLIC")
    assert brings_all(job)


@pytest.mark.parametrize("kind", ["smallint", "numeric(3,1)", "positive", "recent"])
def test_a_bound_that_is_no_value_of_the_column_s_type(make_job: MakeJob, kind: str) -> None:
    """The overlap reaches below what the type, or a domain, can hold."""
    job = make_job("postgresql-sqlite")
    job.source.run(
        "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
        "CREATE DOMAIN recent AS timestamp(0) CHECK (VALUE > '2024-01-01')",
    )
    create(job.source, ITEMS % kind)
    create(job.target, ITEMS % "TEXT")
    job.write(GROUP % 50_000)
    for first in (1, 30):
        value = "timestamp '2024-01-01' + n * interval '1 s'" if kind == "recent" else "n"
        job.source.run(f"INSERT INTO items SELECT n, {value}, 1 FROM generate_series({first}, {first} + 20) n")
        job.run()
        assert job.target.rows("SELECT count(*) FROM items") == job.source.rows("SELECT count(*) FROM items")


def test_a_mark_of_another_type(make_job: MakeJob) -> None:
    """The column held fractions when the mark was set."""
    job = make_job("postgresql-sqlite")
    create(job.source, ITEMS % "numeric(12,2)")
    create(job.target, ITEMS % "TEXT")
    job.write(GROUP % 5)
    job.source.run("INSERT INTO items SELECT n, n + 0.5, 1 FROM generate_series(1, 20) n")
    job.run()
    job.source.run(
        "ALTER TABLE items ALTER moment TYPE bigint USING floor(moment)",
        "INSERT INTO items SELECT n, n, 1 FROM generate_series(21, 40) n",
    )
    job.run()
    assert job.target.rows("SELECT count(*) FROM items") == [(40,)]
