"""An undo from a table in which nothing keeps the key unique."""

from __future__ import annotations

from collections import Counter

import pytest

from dbmigrate.errors import PlanRefusedError
from dbmigrate.run.undo import attempt
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


def test_rows_that_come_while_a_run_is_taken_out(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at the table and the first deletion."""
    job = make_job("postgresql-sqlite")
    create(job.source, "CREATE TABLE calls (id {int} PRIMARY KEY, note {text})", "CREATE TABLE lines (line {text})")
    create(job.target, "CREATE TABLE calls (id {int} NOT NULL, note {text})", "CREATE TABLE lines (line {text})")
    entries = '[[table]]\nsource = "calls"\n[[table.into]]\ntarget = "calls"\nkey = ["id"]\n'
    job.write(f'{entries}[[table]]\nsource = "lines"\n', commit_rows=50)
    job.source.insert("calls", [(n, "x") for n in range(1, 8)])
    job.source.insert("lines", [("a",), ("a",), ("b",)])
    assert job.run().state == "copied"
    for name, row, code in (("calls", (3, "own"), "DBM-4051"), ("lines", ("own",), "DBM-4052")):

        def meanwhile(point: str, name: str = name, row: tuple[object, ...] = row) -> None:
            if point == "undo_begun":
                job.target.insert(name, [row])

        monkeypatch.setattr(attempt, "stop_point", meanwhile)
        before = job.target.counted(name)
        with pytest.raises(PlanRefusedError) as refused:
            undo(job, 1, tables=(name,))
        assert refused.value.code == code
        assert job.target.counted(name) == before + Counter([row])
        job.target.run(f"DELETE FROM {name} WHERE {'note' if name == 'calls' else 'line'} = 'own'")
        monkeypatch.setattr(attempt, "stop_point", lambda point: None)
        assert undo(job, 1, tables=(name,)).state == "undone in part"
        assert not job.target.counted(name)
