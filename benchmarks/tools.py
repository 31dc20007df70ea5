"""What is measured: dbmigrate as a whole command, and its peers as their own documentation says."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.databases import Database, Engine, wheel_program
from benchmarks.shapes import Shape
from benchmarks.stopwatch import Pipeline

Route = tuple[Engine, Engine]

SQLITE_POSTGRESQL: Route = ("sqlite", "postgresql")
POSTGRESQL_POSTGRESQL: Route = ("postgresql", "postgresql")
SQLITE_SQLITE: Route = ("sqlite", "sqlite")
ROUTES = (SQLITE_POSTGRESQL, POSTGRESQL_POSTGRESQL, SQLITE_SQLITE)

_PACKAGE = """
[package]
name = "bench"
title = "Benchmark"
release = "1"
engines = ["sqlite", "postgresql"]
groups = ["tables"]
[source]
schema_version = "1"
[target]
schema_version = "1"
"""


_DLT_LOAD = Path(__file__).with_name("dlt_load.py")


@dataclass(frozen=True)
class Job:
    """One copy: the target has the shape's tables, empty. ``directory`` is the tool's own, and empty.

    ``watermark`` is the column by which a later pass finds new rows, for dbmigrate alone.
    """

    shape: Shape
    source: Database
    target: Database
    directory: Path
    watermark: str = ""


@dataclass(frozen=True)
class Tool:
    """``missing`` says why it cannot run here (empty: it can); ``commands`` writes its files and gives its commands.

    ``commands`` is not timed, the commands are, from the first one's start to the last one's end.
    """

    name: str
    routes: tuple[Route, ...]
    missing: Callable[[], str]
    commands: Callable[[Job], Sequence[Pipeline]]


def dbmigrate_command(directory: Path, verb: str) -> Sequence[Pipeline]:
    start = "from dbmigrate.cli.main import main; main()"
    return [[[sys.executable, "-c", start, verb, "--quiet", "--project", str(directory / "migration.toml")]]]


def _dbmigrate(job: Job) -> Sequence[Pipeline]:
    package = job.directory / "bench"
    package.mkdir()
    (package / "package.toml").write_text(_PACKAGE)
    watermark = f'watermark = {{ column = "{job.watermark}", overlap = "15m" }}\n' if job.watermark else ""
    entries = [f'[[table]]\nsource = "{table.name}"\n{watermark}' for table in job.shape.tables]
    (package / "tables.toml").write_text('[group]\nname = "tables"\ntitle = "All"\n' + "".join(entries))
    (job.directory / "migration.toml").write_text(
        '[project]\nname = "bench"\npackage = "./bench"\n'
        f'[source]\nurl = "{job.source.url}"\n[target]\nurl = "{job.target.url}"\n'
    )
    return dbmigrate_command(job.directory, "run")


def _pgloader(job: Job) -> Sequence[Pipeline]:
    place, _, host = job.target.place.partition("?host=")
    name = place.rpartition("/")[2]
    script = job.directory / "bench.load"
    script.write_text(
        f"load database from sqlite://{job.source.place} into postgresql://postgres@unix:{host}:5432/{name} "
        "with data only;\n"
    )
    return [[["pgloader", "--on-error-stop", str(script)]]]


def _psql() -> str:
    return shutil.which("psql") or str(wheel_program("psql"))


def _raw_pipe(job: Job) -> Sequence[Pipeline]:
    """One pipe for each table: two binary streams cannot be told apart in one."""
    psql = [_psql(), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    return [
        [
            [*psql, f"--command=COPY {table.name} TO STDOUT (FORMAT binary)", job.source.place],
            [*psql, f"--command=COPY {table.name} FROM STDIN (FORMAT binary)", job.target.place],
        ]
        for table in job.shape.tables
    ]


def _pgcopydb(job: Job) -> Sequence[Pipeline]:
    """The rows alone, by as many jobs as it takes by itself."""
    sides = ["--source", job.source.place, "--target", job.target.place]
    return [[["pgcopydb", "copy", "table-data", *sides, "--dir", str(job.directory / "pgcopydb")]]]


def _attach(job: Job) -> Sequence[Pipeline]:
    copies = "".join(f"INSERT INTO {table.name} SELECT * FROM source.{table.name}; " for table in job.shape.tables)
    script = f"ATTACH '{job.source.place}' AS source; BEGIN; {copies}COMMIT;"
    return [[["sqlite3", "-bail", job.target.place, script]]]


def _sling(job: Job) -> Sequence[Pipeline]:
    """Into the tables that are there: ``truncate`` keeps their types and keys."""
    schemas = {"sqlite": "main", "postgresql": "public"}
    read, written = schemas[job.source.engine], schemas[job.target.engine]
    replication = {
        "source": _sling_url(job.source),
        "target": _sling_url(job.target),
        "defaults": {"mode": "truncate"},
        "streams": {f"{read}.{table.name}": {"object": f"{written}.{table.name}"} for table in job.shape.tables},
    }
    script = job.directory / "replication.yaml"
    script.write_text(json.dumps(replication))  # which is YAML, too
    return [[["env", "SLING_DISABLE_TELEMETRY=true", "sling", "run", "--replication", str(script)]]]


def _sling_url(database: Database) -> str:
    return f"sqlite://{database.place}" if database.engine == "sqlite" else database.place


def _dlt(job: Job) -> Sequence[Pipeline]:
    """Into the tables that are there: it adds what it finds missing, and keeps names as they are if it is told to.

    CSV goes by COPY, which it does not write bytes for.
    """
    program = Path(shutil.which("dlt") or "dlt").resolve().with_name("python")
    settings = ["SCHEMA__NAMING=direct", "RUNTIME__DLTHUB_TELEMETRY=false"]
    has_bytes = any(column.kind == "blob" for table in job.shape.tables for column in table.columns)
    how = ["insert_values" if has_bytes else "csv", job.source.place, job.target.place, str(job.directory)]
    return [[["env", *settings, str(program), str(_DLT_LOAD), *how, *(table.name for table in job.shape.tables)]]]


def _always() -> str:
    return ""


def _needs(program: str) -> Callable[[], str]:
    return lambda: "" if shutil.which(program) else "not installed"


DBMIGRATE = Tool("dbmigrate", ROUTES, _always, _dbmigrate)
PEERS = (
    Tool("pgloader", (SQLITE_POSTGRESQL,), _needs("pgloader"), _pgloader),
    Tool("sling", (SQLITE_POSTGRESQL, POSTGRESQL_POSTGRESQL), _needs("sling"), _sling),
    Tool("dlt", (SQLITE_POSTGRESQL, POSTGRESQL_POSTGRESQL), _needs("dlt"), _dlt),
    Tool("psql COPY pipe", (POSTGRESQL_POSTGRESQL,), _always, _raw_pipe),
    Tool("pgcopydb", (POSTGRESQL_POSTGRESQL,), _needs("pgcopydb"), _pgcopydb),
    Tool("sqlite3 ATTACH", (SQLITE_SQLITE,), _needs("sqlite3"), _attach),
)
