"""Levels and suspensions, from the foreign keys of a real target."""

from __future__ import annotations

from pathlib import Path

from tests.databases import Database, sqlite_database
from tests.run.job import Job

PARENT = "CREATE TABLE parent (id bigint PRIMARY KEY)"
CHILD = "CREATE TABLE child (id bigint PRIMARY KEY, parent_id bigint CONSTRAINT child_parent REFERENCES parent)"


def _job(tmp_path: Path, postgres_url: str, target: tuple[str, ...], groups: dict[str, tuple[str, ...]]) -> Job:
    """Tables of the target exist in the source too, without constraints; each has a column id."""
    source = sqlite_database(tmp_path / "source.db")
    job = Job(tmp_path, source, Database("postgresql", postgres_url))
    job.target.run(*target)
    columns = job.target.rows(
        "SELECT table_name, string_agg(column_name || ' INTEGER', ', ' ORDER BY column_name)"
        " FROM information_schema.columns WHERE table_schema = 'public' GROUP BY 1"
    )
    source.run(*(f"CREATE TABLE {table} ({names}, PRIMARY KEY (id))" for table, names in columns))
    job.write("".join(f'[[table]]\nsource = "{table}"\n' for table in next(iter(groups.values()))))
    package = job.group_file.parent / "package.toml"
    package.write_text(package.read_text().replace('["all"]', str(list(groups)).replace("'", '"')))
    for name, tables in groups.items():
        text = f'[group]\nname = "{name}"\ntitle = "{name}"\n'
        entries = "".join(f'[[table]]\nsource = "{table}"\n' for table in tables)
        (job.group_file.parent / f"{name}.toml").write_text(text + entries)
    return job


def _levels(job: Job) -> dict[str, int]:
    plan = job.plan()
    assert plan.refusals == ()
    return {table.name: table.level for table in plan.tables}


def _off(job: Job) -> set[str]:
    return {suspension.name for suspension in job.plan().suspensions}


def test_parents_first(tmp_path: Path, postgres_url: str) -> None:
    job = _job(tmp_path, postgres_url, (PARENT, CHILD), {"all": ("child", "parent")})
    assert _levels(job) == {"parent": 0, "child": 1}
    assert [table.name for table in job.plan().tables] == ["parent", "child"]
    assert _off(job) == set()


def test_a_self_reference_and_a_cycle_are_off(tmp_path: Path, postgres_url: str) -> None:
    target = (
        "CREATE TABLE a (id bigint PRIMARY KEY, a_id bigint CONSTRAINT a_a REFERENCES a, b_id bigint)",
        "CREATE TABLE b (id bigint PRIMARY KEY, a_id bigint CONSTRAINT b_a REFERENCES a)",
        "ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b_id) REFERENCES b",
        "CREATE TABLE c (id bigint PRIMARY KEY, a_id bigint CONSTRAINT c_a REFERENCES a)",
    )
    job = _job(tmp_path, postgres_url, target, {"all": ("c", "b", "a")})
    assert _levels(job) == {"b": 0, "a": 0, "c": 1}
    assert _off(job) == {"a_a", "a_b", "b_a"}


def test_an_earlier_group_that_refers_to_a_later_one(tmp_path: Path, postgres_url: str) -> None:
    job = _job(tmp_path, postgres_url, (PARENT, CHILD), {"early": ("child",), "late": ("parent",)})
    assert [table.name for table in job.plan().tables] == ["child", "parent"]
    assert _off(job) == {"child_parent"}


def test_a_later_group_that_refers_to_an_earlier_one(tmp_path: Path, postgres_url: str) -> None:
    job = _job(tmp_path, postgres_url, (PARENT, CHILD), {"early": ("parent",), "late": ("child",)})
    assert _off(job) == set()
