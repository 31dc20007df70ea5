"""Later passes whose source asks for the mark, the rows below it and the rows from it on in one scan."""

from __future__ import annotations

import pytest

from tests.run.job import MakeJob, create

ITEMS = "CREATE TABLE items (id {int} PRIMARY KEY, moment %s, amount {int})"
GROUP = '[[table]]\nsource = "items"\nwatermark = { column = "moment", overlap = "%ss" }\n'


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
