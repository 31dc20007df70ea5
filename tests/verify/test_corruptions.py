"""Each kind of damage, at each level, on each pair: seen, named and shown, as docs/verification.md says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.model.verdicts import TableVerdict, Verdict
from dbmigrate.run.migration import Migration
from tests.databases import Database
from tests.marks import seldom
from tests.run.job import Job, MakeJob
from tests.verify.corruptions import CORRUPTIONS, GROUP, SQLITE, TABLES, Corruption, inserts

PAGE = Path(__file__).parents[2] / "docs" / "verification.md"
LEVELS = ("counts", "hashes", "source")
PAIRS = (
    "sqlite-sqlite",
    "sqlite-postgresql",
    seldom("postgresql-sqlite"),
    seldom("postgresql-postgresql"),
)
SEEN = {Verdict.MISMATCH: "seen", Verdict.NOT_VERIFIED: "not seen", Verdict.MATCH: "NOT SEEN, AND SAID TO MATCH"}


@pytest.fixture(params=PAIRS)
def copied(request: pytest.FixtureRequest, make_job: MakeJob) -> Job:
    return copy(make_job, request.param)


def copy(make_job: MakeJob, pair: str, **settings: int) -> Job:
    """Both tables migrated."""
    job = make_job(pair).write(GROUP, **{"commit_rows": 7, **settings})
    for side in (job.source, job.target):
        side.run(*TABLES[side.engine])
    job.source.run(*inserts(job.source.engine))
    assert job.run().state == "copied"
    return job


def verdicts(migration: Migration, table: str) -> dict[str, TableVerdict]:
    """By level."""
    name = next(one.name for one in migration.plan().tables if one.source.name.name == table)
    found = {level: migration.verify(level=level, tables=[name]) for level in LEVELS}
    return {level: report.tables[0] for level, report in found.items()}


def expected_at(corruption: Corruption, level: str) -> Verdict:
    return Verdict.NOT_VERIFIED if level == "counts" and not corruption.changes_count else Verdict.MISMATCH


def test_every_corruption_is_seen(copied: Job) -> None:
    target = copied.target
    with Migration(load_project(copied.project)) as migration:
        assert {one.verdict for one in migration.verify().tables} == {Verdict.MATCH}
        # The target is read alike wherever the rows came from, so the fourth pair takes only some.
        few = not (copied.source.is_sqlite or target.is_sqlite)
        for corruption in CORRUPTIONS[:: 4 if few else 1]:
            if target.engine not in corruption.sql:
                continue
            _assert_seen(migration, target, corruption)
        assert {one.verdict for one in migration.verify().tables} == {Verdict.MATCH}


def _assert_seen(migration: Migration, target: Database, corruption: Corruption) -> None:
    table = corruption.table
    target.run(f"CREATE TABLE kept AS SELECT * FROM {table}")
    before = _shown(target, table)
    target.run(*corruption.sql[target.engine])
    assert _shown(target, table) != before, f"{corruption.name}: nothing was spoilt"
    try:
        for level, found in verdicts(migration, table).items():
            assert found.verdict is expected_at(corruption, level), (corruption.name, level, found)
            if level != "counts":
                kinds = Counter(one.kind for one in found.differences)
                assert kinds == Counter(corruption.kinds), (corruption.name, level, found.differences)
                assert found.differences_total == len(corruption.kinds)
                columns = {name for one in found.differences for name in one.columns}
                assert set(corruption.columns) <= columns, (corruption.name, level, columns)
                if len(corruption.columns) == 1:
                    assert columns == set(corruption.columns)
    finally:
        target.run(f"DELETE FROM {table}", f"INSERT INTO {table} SELECT * FROM kept", "DROP TABLE kept")


def test_what_the_source_has_changed_since_is_seen_by_reading_it_again(copied: Job) -> None:
    copied.source.run("UPDATE item SET label = 'renamed' WHERE id = 7")
    with Migration(load_project(copied.project)) as migration:
        found = verdicts(migration, "item")
    assert found["source"].verdict is Verdict.MISMATCH
    # Rows that went in as they are stored left no digests, and the source is read in any case.
    by_itself = copied.source.engine == copied.target.engine
    assert found["hashes"].verdict is (Verdict.MISMATCH if by_itself else Verdict.MATCH)
    assert found["counts"].verdict is Verdict.NOT_VERIFIED


def test_what_cannot_be_read_is_not_null(make_job: MakeJob) -> None:
    """Where such a value stands in the place of NULL, all that could be read is as it should be."""
    job = make_job("postgresql-sqlite").write('[[table]]\nsource = "item"\n')
    job.both("CREATE TABLE item (id {int} PRIMARY KEY, amount {int})")
    job.source.insert("item", [(number, None if number % 2 else number) for number in range(10)])
    job.run()
    job.target.run("UPDATE item SET amount = 'seven' WHERE id = 7")
    with Migration(load_project(job.project)) as migration:
        found = verdicts(migration, "item")
    for level in ("hashes", "source"):
        assert found[level].verdict is Verdict.MISMATCH, level
        assert [(one.kind, one.key, one.columns) for one in found[level].differences] == [
            ("unreadable", "id=7", ("amount",))
        ], level


def test_the_page_says_what_is_seen() -> None:
    """The tests above hold each cell; this one holds the page to them."""
    lines = ["| damage in the target | counts | hashes | source | SQLite target |", "| --- | --- | --- | --- | --- |"]
    for corruption in CORRUPTIONS:
        cells = [SEEN[expected_at(corruption, level)] for level in LEVELS]
        lite = "as PostgreSQL" if SQLITE in corruption.sql else corruption.why_not
        lines.append(f"| {corruption.name} | {' | '.join(cells)} | {lite} |")
    assert "\n".join(lines) in PAGE.read_text(encoding="utf-8"), "\n".join(lines)


REPRESENTATIONS = {
    "sqlite": (
        "UPDATE item SET moment = replace(moment, ' ', 'T')",
        "UPDATE item SET moment = moment || '.000000'",
        "UPDATE item SET amount = amount || '000'",
        "UPDATE item SET ratio = ratio + 0",
    ),
    "postgresql": (
        "ALTER DATABASE {name} SET timezone = 'Asia/Kolkata'",
        "ALTER DATABASE {name} SET datestyle = 'German'",
        "ALTER DATABASE {name} SET extra_float_digits = -3",
        "UPDATE item SET amount = amount::numeric(30, 15)",
        "CREATE INDEX by_label ON item (label)",
        "CLUSTER item USING by_label",
    ),
}


@pytest.mark.parametrize("pair", ["sqlite-postgresql", "postgresql-sqlite"])
def test_representation_raises_no_alarm(make_job: MakeJob, pair: str) -> None:
    """Zeros behind the point, spelling of moments, display settings and order of rows."""
    copied = copy(make_job, pair)
    target = copied.target
    name = "" if target.is_sqlite else target.rows("SELECT current_database()")[0][0]
    for statement in REPRESENTATIONS[target.engine]:
        target.run(statement.format(name=name))
        with Migration(load_project(copied.project)) as migration:
            for level in ("hashes", "source"):
                found = migration.verify(level=level)
                assert found.verdict is Verdict.MATCH, (statement, level, found)


def _shown(target: Database, table: str) -> Counter[str]:
    """Rows as text: -0.0 and 0.0 are equal to Python."""
    return Counter(repr(row) for row in target.rows(f"SELECT * FROM {table}"))
