"""Values that belong to one source, in rows that go into the target as they are stored."""

from __future__ import annotations

import pytest

from dbmigrate.errors import PlanRefusedError
from dbmigrate.model.events import Event, TableStarted
from dbmigrate.run.before import consolidation
from tests.run import mapped
from tests.run.conftest import SAME
from tests.run.job import Job, MakeJob, create
from tests.run.mapped import verdicts, write

CALLS = (
    "CREATE TABLE call (id {int} PRIMARY KEY, site {int}, note {text})",
    "CREATE TABLE recall (id {int} PRIMARY KEY, site {int}, note {text})",
)
CALL = '[[table]]\nsource = "call"\n'
RECALL = '[[table]]\nsource = "recall"\n'


def protocols(job: Job) -> list[str]:
    seen: list[str] = []

    def note(event: Event) -> None:
        if isinstance(event, TableStarted):
            seen.append(event.protocol)

    assert job.run(sink=note).rows_rejected == 0
    return seen


def brought(job: Job) -> list[tuple[str, str]]:
    listed = f"SELECT source_key, target_key FROM {job.target.ledger('key_map')} WHERE map_name = 'site'"
    return sorted(job.target.rows(listed))


@pytest.fixture(params=SAME)
def job(request: pytest.FixtureRequest, make_job: MakeJob) -> Job:
    job = write(make_job(request.param).both(*CALLS), CALL)
    job.source.insert("call", [(n, (1, 2, -1, None)[n % 4], f"note {n}") for n in range(10)])
    return job


def test_a_domain_without_a_map_does_not_stand_in_the_way(job: Job) -> None:
    assert protocols(job) == ["server_side"]
    assert brought(job) == [("1", "1"), ("2", "2")]
    assert job.target.rows("SELECT * FROM call ORDER BY id") == job.source.rows("SELECT * FROM call ORDER BY id")
    job.source.insert("call", [(20, 3, "late")])
    assert protocols(job) == ["staged"]
    assert brought(job) == [("1", "1"), ("2", "2"), ("3", "3")]
    assert verdicts(job) == set()


def test_a_map_is_followed_row_by_row(job: Job) -> None:
    write(job, CALL, "[maps.site]\n1 = 7\n")
    assert protocols(job) == ["direct"]
    assert brought(job) == [("1", "7"), ("2", "2")]


def test_what_a_value_has_become_it_stays(job: Job) -> None:
    """The map is gone from the project, but not from the ledger."""
    write(job, CALL, "[maps.site]\n1 = 7\n")
    job.run()
    job.source.insert("recall", [(n, (1, 2)[n % 2], "again") for n in range(5)])
    write(job, RECALL)
    assert protocols(job) == ["direct"]
    assert job.target.rows("SELECT id, site FROM recall ORDER BY id") == [(n, (7, 2)[n % 2]) for n in range(5)]
    assert verdicts(job) == set()


AGENTS = '[domains.agent]\nrule = "given"\ncolumns = ["*.agent"]\nexclusive = true\n'


def test_one_domain_that_has_a_map_is_enough(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is found of the domains behind it."""
    monkeypatch.setattr(mapped, "DOMAINS", mapped.DOMAINS + AGENTS)
    job = make_job("sqlite-sqlite").both(*(text.replace("note {text}", "agent {int}") for text in CALLS))
    write(job, CALL, "[maps.site]\n1 = 7\n")
    job.source.insert("call", [(n, (1, 2)[n % 2], n) for n in range(4)])
    job.run()
    job.source.insert("recall", [(n, (1, 2)[n % 2], n) for n in range(5)])
    write(job, RECALL)
    assert protocols(job) == ["direct"]
    assert job.target.rows("SELECT * FROM recall ORDER BY id") == [(n, (7, 2)[n % 2], n) for n in range(5)]


def test_a_value_of_another_source(make_job: MakeJob, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    job.run()
    south = make_job(f"{job.source.engine}-{job.target.engine}", name="south", target=job.target)
    create(south.source, *CALLS)
    write(south, RECALL)
    south.source.insert("recall", [(1, 4, "free"), (2, 2, "taken")])
    with pytest.raises(PlanRefusedError, match="1 reason") as refused:
        south.run()
    assert refused.value.code == "DBM-4031"
    # Brought between the plan and the copy.
    monkeypatch.setattr(consolidation, "collisions", lambda *_: [])
    with pytest.raises(PlanRefusedError, match="site 2 belongs to another source"):
        south.run()
    assert south.target.rows("SELECT * FROM recall") == []
    assert brought(job) == [("1", "1"), ("2", "2")]
