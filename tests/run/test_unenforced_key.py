"""A key that the source does not enforce: rows with equal keys are never parted by a restart of the read."""

from __future__ import annotations

import json

from tests.run.job import MakeJob


def test_a_value_of_another_class_among_equal_keys(make_job: MakeJob) -> None:
    job = make_job("sqlite-postgresql")
    job.source.run("CREATE TABLE ties (k INTEGER NOT NULL, v INTEGER)")
    job.target.run("CREATE TABLE ties (k bigint NOT NULL, v bigint)")
    job.write('[[table]]\nsource = "ties"\nkey = ["k"]\n', commit_rows=4)
    rows: list[tuple[int, object]] = [(n // 7, n) for n in range(60)]
    rows[40] = (40 // 7, "no number")
    job.source.insert("ties", rows)
    job.run()
    assert sorted(job.target.rows("SELECT * FROM ties")) == [row for row in rows if row[1] != "no number"]
    [(row,)] = job.target.rows(f"SELECT source_row FROM {job.target.ledger('reject')}")
    assert json.loads(row)["k"] == 5
