"""An undo from a table in which nothing keeps the key unique."""

from __future__ import annotations

import pytest

from dbmigrate.errors import PlanRefusedError
from tests.run.job import MakeJob, create
from tests.run.undoing import undo


@pytest.mark.parametrize("pair", ["sqlite-sqlite", "sqlite-postgresql"])
def test_a_row_of_another_origin_with_the_same_key_stays(make_job: MakeJob, pair: str) -> None:
    """Whoever put it there, and whatever the operator has consented to."""
    job = make_job(pair)
    create(job.source, "CREATE TABLE calls (id {int} PRIMARY KEY, note {text})")
    create(job.target, "CREATE TABLE calls (id {int} NOT NULL, note {text})")
    job.write('[[table]]\nsource = "calls"\n[[table.into]]\ntarget = "calls"\nkey = ["id"]\n')
    job.source.insert("calls", [(n, "x") for n in range(1, 8)])
    assert job.run().state == "copied"
    job.target.insert("calls", [(3, "own")])
    with pytest.raises(PlanRefusedError) as refused:
        undo(job, 1, even_if_changed=True)
    assert (3, "own") in job.target.rows("SELECT id, note FROM calls")
    assert refused.value.code == "DBM-4051"
