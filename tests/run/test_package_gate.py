"""A package that comes after another one: not before that one has ended, and by the same user."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from dbmigrate.check.schema_version import read_schema_version
from dbmigrate.cli.app import app
from dbmigrate.config.schema_side import SchemaSide
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.registry import open_engine
from dbmigrate.errors import PlanRefusedError
from tests.run.conftest import SAME
from tests.run.job import PACKAGE, Job, MakeJob, create

TABLE = '[[table]]\nsource = "{name}"\ntarget_rows = "any"\n'


def pair(make_job: MakeJob, engines: str, after: str) -> tuple[Job, Job]:
    """A migration, and one of a package that comes after it, into the same target."""
    first = make_job(engines, name="first").write(TABLE.format(name="a")).both("CREATE TABLE a (id {int} PRIMARY KEY)")
    second = make_job(engines, target=first.target, name="second").write(TABLE.format(name="b"))
    second.both("CREATE TABLE b (id {int} PRIMARY KEY)")
    for job in (first, second):
        job.source.insert("a" if job is first else "b", [(n,) for n in range(10)])
    renamed = second.directory / "later"
    (second.directory / "small").rename(renamed)
    header = PACKAGE.replace('"small"', '"later"', 1)
    (renamed / "package.toml").write_text(f'{header}[after]\npackage = "small"\n{after}\n')
    second.project.write_text(second.project.read_text().replace('package = "small"', 'package = "later"'))
    return first, second


def refusals(job: Job) -> list[str]:
    return [finding.code for finding in job.plan().findings if finding.refuses]


@pytest.mark.parametrize("engines", SAME)
def test_refused_until_the_other_migration_has_ended(engines: str, make_job: MakeJob) -> None:
    first, second = pair(make_job, engines, 'groups = ["all"]')
    assert refusals(second) == ["DBM-4220"]
    with pytest.raises(PlanRefusedError):
        second.run()
    assert second.target.rows("SELECT count(*) FROM b") == [(0,)]

    first.run()
    first.target.run(f"UPDATE {first.target.ledger('run')} SET state = 'stopped'")
    (finding,) = (one for one in second.plan().findings if one.refuses)
    assert "was not finished" in finding.message

    first.run()
    assert second.run().state == "copied"


def test_a_group_that_was_not_copied_is_named(make_job: MakeJob) -> None:
    first, second = pair(make_job, "sqlite-sqlite", 'groups = ["all", "other"]')
    first.run()
    (finding,) = (one for one in second.plan().findings if one.refuses)
    assert (finding.code, "group other" in finding.message) == ("DBM-4220", True)


def test_an_undone_migration_does_not_count(make_job: MakeJob) -> None:
    first, second = pair(make_job, "sqlite-sqlite", "")
    first.run()
    assert refusals(second) == []
    first.target.run(f"UPDATE {first.target.ledger('run')} SET state = 'undone'")
    assert refusals(second) == ["DBM-4220"]


@pytest.mark.parametrize("engines", SAME)
def test_another_user_is_refused_until_the_ledger_knows(
    engines: str, make_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = pair(make_job, engines, "same_user = true")
    monkeypatch.setattr("dbmigrate.ledger.ledger.os_user", lambda: "anna")
    first.run()
    for user, expected in (("ANNA", []), ("bob", ["DBM-4221"])):
        monkeypatch.setattr("dbmigrate.run.before.package_gate.os_user", lambda user=user: user)
        monkeypatch.setattr("dbmigrate.ledger.ledger.os_user", lambda user=user: user)
        assert refusals(second) == expected
    with pytest.raises(PlanRefusedError):
        second.run()

    result = CliRunner().invoke(app, ["run", "--as-other-user", "--project", str(second.project)])
    assert result.exit_code == 0, result.output
    listed = f"SELECT os_user, accepted_changes FROM {second.target.ledger('attempt')} ORDER BY run_id"
    recorded = [(user, json.loads(accepted)) for user, accepted in second.target.rows(listed)]
    assert recorded[-1] == ("bob", ["as-other-user"])
    # What the ledger knows need not be said again, by this user.
    assert second.run().state == "copied"
    monkeypatch.setattr("dbmigrate.run.before.package_gate.os_user", lambda: "carol")
    assert refusals(second) == ["DBM-4221"]


@pytest.mark.parametrize("engines", SAME)
def test_rows_of_the_later_package_are_no_surplus(engines: str, make_job: MakeJob) -> None:
    first = (
        make_job(engines, name="first").write('[[table]]\nsource = "a"\n').both("CREATE TABLE a (id {int} PRIMARY KEY)")
    )
    first.source.insert("a", [(n,) for n in range(10)])
    second = make_job(engines, target=first.target, name="second")
    second.write('[[table]]\nsource = "b"\ntarget = "a"\ntarget_rows = "any"\n')
    (second.directory / "small").rename(second.directory / "later")
    (second.directory / "later" / "package.toml").write_text(PACKAGE.replace('"small"', '"later"', 1))
    second.project.write_text(second.project.read_text().replace('package = "small"', 'package = "later"'))
    create(second.source, "CREATE TABLE b (id {int} PRIMARY KEY)")
    second.source.insert("b", [(n,) for n in range(100, 120)])
    first.run()
    second.run()
    assert (first.verdict(), second.verdict()) == ("match", "match")
    first.target.run("DELETE FROM a WHERE id = 3")
    assert (first.verdict(), second.verdict()) == ("mismatch", "match")
    first.target.run("INSERT INTO a VALUES (3)")
    first.source.insert("a", [(10,)])
    assert first.run().state == "copied"
    assert first.verdict() == "match"


def test_a_version_in_figures_may_be_later(make_job: MakeJob) -> None:
    job = make_job("sqlite-sqlite")
    side = SchemaSide(schema_version="4.0.1", at_least="4.0.1", version_query="SELECT v FROM version")
    job.source.run("CREATE TABLE version (v TEXT)", "INSERT INTO version VALUES ('')")
    for version, accepted in {
        "4.0.1": True, "4.0.2": True, "4.0.10.7": True, "15.1": True, "2015": True,
        "4.0": False, "4.0.0.9": False, "3.9.9": False, "4.x": False, "R2": False,
    }.items():  # fmt: skip
        job.source.run(f"UPDATE version SET v = '{version}'")
        engine = open_engine(ConnectionUrl.parse(job.source.url), side="source")
        try:
            assert read_schema_version(engine, side, "target").accepted is accepted, version
        finally:
            engine.dispose()
