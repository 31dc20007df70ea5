"""Values that are read with their storage class, as expressions see them."""

from __future__ import annotations

import re

import pytest

from tests.run.job import MakeJob

ENTRY = '[[table]]\nsource = "items"\n{}\n[table.source_types]\nv = "storage"\n'


@pytest.mark.every_engine
@pytest.mark.parametrize("pair", ["sqlite-postgresql", "sqlite-sqlite"])
def test_they_are_text_by_the_expression_that_the_plan_shows(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair)
    job.source.run("CREATE TABLE items (id INTEGER PRIMARY KEY, v NUMERIC)")
    job.source.run(
        "INSERT INTO items VALUES (1, 1), (2, 1.5), (3, 'it''s'), (4, NULL), (5, x'00ff'), (6, -9223372036854775808),"
        " (7, ''), (8, 'ü☃')"
    )
    job.target.run(f"CREATE TABLE items (id {'bigint' if pair.endswith('ql') else 'INTEGER'} PRIMARY KEY, v text)")
    job.write(ENTRY.format(""))
    expression = "columns = { v = '\"v\"::varchar' }"
    if refused := [finding for finding in job.plan().findings if finding.refuses]:
        [finding] = refused
        [shown] = re.findall(r"columns = \{.*\}", finding.next_step)
        expression = shown
    job.write(ENTRY.format(expression))

    outcome = job.run()

    assert outcome.rows_rejected == 0
    assert job.target.rows("SELECT id, v FROM items ORDER BY id") == [
        (1, "1"),
        (2, "1.5"),
        (3, "it's"),
        (4, None),
        (5, "00FF"),
        (6, "-9223372036854775808"),
        (7, ""),
        (8, "ü☃"),
    ]
    assert job.verdict() == "match"
