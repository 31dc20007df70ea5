"""Plain connections to a test's databases: sqlite3, psycopg and mssql-python, nothing of dbmigrate."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests import mssql_server

_SCRIPT = tuple[str, ...]


@dataclass(frozen=True)
class Database:
    """``place``: the file of a SQLite database, or the URL of another one."""

    engine: str
    place: str

    @property
    def url(self) -> str:
        if self.engine == "mssql":
            return mssql_server.without_password(self.place)
        return f"sqlite:///{self.place}" if self.engine == "sqlite" else self.place

    @property
    def is_sqlite(self) -> bool:
        return self.engine == "sqlite"

    def run(self, *statements: str) -> None:
        """All statements in one transaction."""
        if self.is_sqlite:
            with closing(sqlite3.connect(self.place, timeout=30)) as connection, connection:
                for statement in statements:
                    connection.execute(statement)
        elif self.engine == "mssql":
            mssql_server.run(self.place, *statements)
        else:
            with psycopg.connect(self.place) as session:
                for statement in statements:
                    session.execute(statement)

    def insert(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        mark = "%s" if self.engine == "postgresql" else "?"
        sql = f"INSERT INTO {table} VALUES ({', '.join([mark] * len(rows[0]))})" if rows else ""
        if self.is_sqlite:
            with closing(sqlite3.connect(self.place, timeout=30)) as connection, connection:
                connection.executemany(sql, rows)
        elif self.engine == "mssql":
            mssql_server.insert(self.place, sql, rows)
        else:
            with psycopg.connect(self.place) as session, session.cursor() as cursor:
                cursor.executemany(sql, rows)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        if self.is_sqlite:
            with closing(sqlite3.connect(self.place, timeout=30)) as connection:
                return connection.execute(sql).fetchall()
        if self.engine == "mssql":
            return mssql_server.rows(self.place, sql)
        with psycopg.connect(self.place) as session:
            return session.execute(sql).fetchall()

    def counted(self, table: str) -> Counter[tuple[Any, ...]]:
        """The rows as a multiset: a doubled row counts two."""
        return Counter(self.rows(f"SELECT * FROM {table}"))

    def ledger(self, table: str) -> str:
        """The name of a tracking table."""
        return f"dbmigrate_{table}" if self.is_sqlite else f"dbmigrate.{table}"

    def staging_tables(self) -> list[str]:
        if self.is_sqlite:
            found = self.rows("SELECT name FROM sqlite_master WHERE name LIKE 'dbmigrate\\_stage%' ESCAPE '\\'")
        elif self.engine == "mssql":
            found = self.rows("SELECT name FROM sys.tables WHERE name LIKE 'stage[_]%'")
        else:
            found = self.rows("SELECT relname FROM pg_class WHERE relname LIKE 'stage%' AND relkind = 'r'")
        return [name for (name,) in found]


def sqlite_database(path: Path) -> Database:
    """An empty file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")
    return Database("sqlite", str(path))
