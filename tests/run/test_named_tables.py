"""``--table`` means the same in every verb: names without case, and a schema only where it is written."""

from __future__ import annotations

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.errors import UsageError
from dbmigrate.model.table import same_table
from dbmigrate.run.migration import Migration
from tests.run.job import MakeJob
from tests.run.undoing import undo


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("calls", "Calls", True),
        ("public.calls", "calls", True),
        ("calls", "PUBLIC.calls", True),
        ("public.calls", "archive.calls", False),
        ("[a.b]", "dbo.a", False),
        ("[dbo].[a.b]", "[a.b]", True),
        ("calls", "calls2", False),
    ],
)
def test_one_rule(one: str, other: str, same: bool) -> None:
    assert same_table(one, other) is same


def test_every_verb_takes_a_table_by_either_name(make_job: MakeJob) -> None:
    job = make_job("postgresql-postgresql")
    job.both("CREATE TABLE calls (id {int} PRIMARY KEY)", "CREATE TABLE lines (id {int} PRIMARY KEY)")
    job.write('[[table]]\nsource = "calls"\n[[table]]\nsource = "public.lines"\n')
    for table in ("calls", "lines"):
        job.source.insert(table, [(1,), (2,)])
    for asked in ("calls", "public.CALLS", "Lines", "public.lines"):
        job.run(tables=[asked])
        with Migration(load_project(job.project)) as migration:
            [found] = migration.verify(level="source", tables=[asked]).tables
            assert same_table(found.table, asked)
            with pytest.raises(UsageError):
                migration.verify(tables=["archive.calls"])
        [compared] = job.gaps(tables=frozenset([asked])).tables
        assert same_table(compared.table, asked)
    assert len(undo(job, 1, tables=("Calls",), even_if_changed=True).targets) == 1
    assert job.target.rows("SELECT count(*) FROM calls") == [(0,)]
