"""A SQL Server that somebody gives by ``DBMIGRATE_TEST_MSSQL_URL``: fresh databases, and plain sessions in them.

The login must be allowed to create databases.  Nothing of dbmigrate is used here.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

import pytest

VARIABLE = "DBMIGRATE_TEST_MSSQL_URL"
SKIPPED = f"{VARIABLE} is not given: nothing was tried against a SQL Server"
TEXT = "nvarchar(200) COLLATE Latin1_General_BIN2"
"""Text that sorts by code point, as the other engines' does in these tests."""

_numbers = itertools.count(1)
_STRING = re.compile(r"(?<![\w'])N?('(?:[^']|'')*')")


def server_url() -> str:
    """The URL, or the test that asks for it is skipped."""
    url = os.environ.get(VARIABLE)
    if not url:
        pytest.skip(SKIPPED)
    return url


def with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 1433


def with_address(url: str, host: str, port: int) -> str:
    parts = urlsplit(url)
    login = parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{login}@{host}:{port}"))


def without_password(url: str) -> str:
    """As a project file may hold it."""
    return re.sub(r"^(\w+(?:\+\w+)?://[^:@/]*):[^@/]*@", r"\1@", url)


def password_variables(url: str) -> dict[str, str]:
    """What gives the program the password instead."""
    password = unquote(urlsplit(url).password or "")
    return {f"DBMIGRATE_{side}_PASSWORD": password for side in ("SOURCE", "TARGET")}


@contextmanager
def session(url: str) -> Iterator[Any]:
    """A cursor whose statements commit by themselves."""
    import mssql_python

    mssql_python.pooling(enabled=False)
    parts = urlsplit(url)
    options = {re.sub(r"[_\s-]", "", name).lower(): value for name, value in parse_qsl(parts.query)}
    server = f"{parts.hostname},{parts.port}" if parts.port else parts.hostname
    text = f"Server={server};UID={unquote(parts.username or '')};PWD={{{unquote(parts.password or '')}}};"
    text += f"Database={parts.path.strip('/') or 'master'};Encrypt={options.get('encrypt', 'yes')};"
    text += f"TrustServerCertificate={options.get('trustservercertificate', 'no')};"
    with closing(mssql_python.connect(text, autocommit=True)) as connection, closing(connection.cursor()) as cursor:
        yield cursor


def create_database() -> str:
    """A new database; its URL."""
    url = server_url()
    name = f"dbm_test_{os.getpid()}_{next(_numbers)}"
    with session(with_database(url, "master")) as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    return with_database(url, name)


def drop_database(url: str) -> None:
    """Left behind if somebody is still in it."""
    import mssql_python

    name = urlsplit(url).path.strip("/")
    with suppress(mssql_python.Error), session(with_database(url, "master")) as cursor:
        cursor.execute(f"DROP DATABASE {name}")


def run(url: str, *statements: str) -> None:
    """All statements in one transaction."""
    with session(url) as cursor:
        cursor.execute("BEGIN TRANSACTION")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("COMMIT TRANSACTION")


def rows(url: str, sql: str) -> list[tuple[Any, ...]]:
    with session(url) as cursor:
        cursor.execute(sql)
        return [tuple(row) for row in cursor.fetchall()]


def insert(url: str, sql: str, values: Sequence[Sequence[Any]]) -> None:
    with session(url) as cursor:
        cursor.execute("BEGIN TRANSACTION")
        for value in values:
            cursor.execute(sql, tuple(value))
        cursor.execute("COMMIT TRANSACTION")


def as_tsql(script: str) -> list[str]:
    """The statements of a small script written for SQLite and PostgreSQL."""
    text = _STRING.sub(r"N\1", script)
    text = re.sub(r"\bTEXT\b", TEXT, text)
    text = re.sub(r"\bVARCHAR\((\d+)\)", r"nvarchar(\1) COLLATE Latin1_General_BIN2", text)
    text = re.sub(r"\w+ GENERATED ALWAYS AS (\([^)]*\)) STORED", r"AS \1 PERSISTED", text)
    return [statement for statement in text.split(";") if statement.strip()]
