"""Run a script against one database: all of it in one transaction, or none of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.registry import AVAILABLE, Side, open_engine, side_error
from dbmigrate.engines.session import Session
from dbmigrate.errors import ConfigurationError, PlanRefusedError
from dbmigrate.model.table import TableName
from dbmigrate.scripts.split import Statement, split_script

OWN_TRANSACTION = "DBM-3112"
NO_SUCH_SCHEMA = "DBM-3113"
TABLES_EXIST = "DBM-4110"
_FAILED = 4
_SHOWN = 100

_TRANSACTION = re.compile(r"(BEGIN|START\s+TRANSACTION|COMMIT|ROLLBACK|END|ABORT|SAVEPOINT|RELEASE)\b", re.IGNORECASE)
_TRANSACTION_BY_CLIENT = {
    # A batch or block that begins with BEGIN is none.
    "mssql": re.compile(r"(BEGIN\s+(?:DISTRIBUTED\s+)?TRAN|COMMIT\b|ROLLBACK\b|SAVE\s+TRAN)", re.IGNORECASE),
    "oracle": re.compile(r"(COMMIT|ROLLBACK|SAVEPOINT|SET\s+TRANSACTION)\b", re.IGNORECASE),
}
_NAME = r"""(?:"(?:[^"]|"")*"|\[[^\]]*\]|`[^`]*`|[^\W\d][\w$]*)"""
_CREATE_TABLE = re.compile(
    r"CREATE\s+(?:(?:TEMP|TEMPORARY|UNLOGGED)\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"
    rf"(?P<first>{_NAME})(?:\s*\.\s*(?P<second>{_NAME}))?",
    re.IGNORECASE,
)


SessionHook = Callable[[Engine, Session], None]
RowsHook = Callable[[Statement, Iterator[dict[str, Any]]], None]


def run_script_text(
    url: ConnectionUrl,
    *,
    side: Side,
    text: str,
    schema: str | None = None,
    before: SessionHook | None = None,
    at_end: SessionHook | None = None,
    on_rows: RowsHook | None = None,
) -> int:
    """Run every statement in one transaction; the number of statements.

    ``schema``: where names without a schema belong.  A SQLite file that does not exist yet is made for
    a target.  ``before`` is called ahead of the transaction, ``at_end`` inside it, behind the last statement;
    ``on_rows`` with the rows of each query that gives any, as they come.
    Raises SourceError or TargetError with the line of the statement that failed; then nothing of the script
    is in the database, unless its engine commits each definition by itself, which the error says.
    """
    made = _make_file(url) if side == "target" else None
    try:
        engine = open_engine(url, side=side, schema=schema, writable=True)
        try:
            statements = _statements(text, engine)
            _check_schema(engine, schema)
            _run(engine, statements, side, before, at_end, on_rows)
        finally:
            engine.dispose()
    except BaseException:
        if made is not None:
            with suppress(OSError):
                made.unlink()
        raise
    return len(statements)


def refuse_existing_tables(url: ConnectionUrl, *, side: Side, text: str, schema: str | None = None) -> None:
    """PlanRefusedError DBM-4110 if the database holds a table that the script creates."""
    if url.engine == "sqlite" and url.lacks_sqlite_file():
        return
    engine = open_engine(url, side=side, schema=schema)
    try:
        there = [name for name in created_tables(text, engine.name) if engine.describe_table(name) is not None]
    except EngineFault as fault:
        raise side_error(fault, side, f"cannot look at the {side} database", where=str(url), number=_FAILED) from None
    finally:
        engine.dispose()
    if there:
        shown = ", ".join(str(name) for name in there[:5]) + (f" and {len(there) - 5} more" if len(there) > 5 else "")
        raise PlanRefusedError(
            f"the {side} database already holds tables that the script creates",
            code=TABLES_EXIST,
            where=str(url),
            cause=f"there are {shown}",
            safe="Nothing was run",
            next_step="Name an empty database or schema, or go on with: dbmigrate plan",
        )


def created_tables(text: str, dialect: str) -> list[TableName]:
    """The tables that the script's CREATE TABLE statements name."""
    found = []
    for statement in split_script(text, dialect):
        if named := _CREATE_TABLE.match(statement.code):
            first, second = _unquoted(named["first"]), named["second"]
            found.append(TableName(first) if second is None else TableName(_unquoted(second), first))
    return found


def _unquoted(name: str) -> str:
    if name[0] == '"':
        return name[1:-1].replace('""', '"')
    return name[1:-1] if name[0] in "[`" else name


def _statements(text: str, engine: Engine) -> list[Statement]:
    statements = list(split_script(text, engine.name))
    own_transaction = _TRANSACTION_BY_CLIENT.get(engine.name, _TRANSACTION)
    for statement in statements:
        if own_transaction.match(statement.code):
            raise ConfigurationError(
                "the script opens or ends a transaction itself",
                code=OWN_TRANSACTION,
                where=f"line {statement.line}: {_shown(statement)}",
                cause="it is run in one transaction, so that nothing is left half done",
                safe="Nothing was run",
                next_step="Take the statement out, or run the script in the database's own client",
            )
    return statements


def _run(
    engine: Engine,
    statements: list[Statement],
    side: Side,
    before: SessionHook | None,
    at_end: SessionHook | None,
    on_rows: RowsHook | None,
) -> None:
    where = "begin"
    session: Session | None = None
    done = 0
    try:
        session = engine.open_writer()
        if before is not None:
            before(engine, session)
        session.begin()
        for statement in statements:
            where = f"line {statement.line}: {_shown(statement)}"
            for _ in range(statement.times):
                for rows in session.results(statement.text):
                    first = next(rows, None)
                    if first is not None and on_rows is not None:
                        on_rows(statement, chain([first], rows))
            done += 1
        where = "commit"
        if at_end is not None:
            at_end(engine, session)
        session.commit()
    except EngineFault as fault:
        if session is not None:
            session.rollback()
        raise side_error(
            fault,
            side,
            f"a script failed in the {side} database",
            where=where,
            safe=_what_stands(engine, done),
            next_step="Correct the script or the database, then run it again",
            number=_FAILED,
        ) from None
    finally:
        if session is not None:
            session.close()


def _what_stands(engine: Engine, done: int) -> str:
    if engine.capabilities.supports_transactional_ddl or not done:
        return "The script was run in one transaction, which was rolled back: nothing of it is in the database"
    return (
        f"This engine commits each definition by itself: the {done} statements before this line are done,"
        " this one and those behind it are not"
    )


def _check_schema(engine: Engine, schema: str | None) -> None:
    """A schema that does not exist would be passed over in the search path, without a word."""
    if schema is None or not engine.capabilities.supports_schemas:
        return
    schemata = sa.table("schemata", sa.column("schema_name"), schema="information_schema")
    session = engine.open_writer()
    try:
        known = session.execute(sa.select(schemata.c.schema_name).where(schemata.c.schema_name == schema))
    finally:
        session.close()
    if not known:
        raise ConfigurationError(
            "there is no such schema in the database",
            code=NO_SUCH_SCHEMA,
            where=schema,
            safe="Nothing was run",
            next_step="Create it first, or correct the schema in the project file",
        )


def _make_file(url: ConnectionUrl) -> Path | None:
    """An empty file for a SQLite target that does not exist; the path if it was made here."""
    if url.engine not in AVAILABLE or url.engine != "sqlite":
        return None
    try:
        url.sqlite_path.touch(exist_ok=False)
    except FileExistsError:
        return None
    except OSError:
        return None  # opening it says why
    return url.sqlite_path


def _shown(statement: Statement) -> str:
    """Its first line, and whether there are more: an error of a batch tells no line."""
    first, _, rest = statement.code.partition("\n")
    shown = first.strip() if len(first.strip()) <= _SHOWN else first.strip()[: _SHOWN - 3] + "..."
    last = statement.line + rest.count("\n") + 1
    return f"{shown} (to line {last})" if rest.strip() else shown
