"""SQLAlchemy Core statements as SQL text and parameters, for drivers that SQLAlchemy does not run.

Compiling costs a millisecond, ten times as much as running what the ledger asks; so texts are kept by the
statement's shape and only the values are taken anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable

_KEPT = 1000

COMPRESSED = "dbmigrate_compressed"
"""In the ``info`` of a column whose larger values are compressed before they are written."""


@lru_cache(maxsize=_KEPT)
def _kept(_dialect: str, _shape: object) -> list[Any]:
    """Holds at most one compiled statement of this shape."""
    return []


def text_and_parameters(statement: sa.Executable, dialect: sa.Dialect) -> tuple[str, tuple[Any, ...]]:
    """``dialect``: with a positional paramstyle."""
    compiled, values = _compiled(statement, dialect)
    names: Sequence[str] = getattr(compiled, "positiontup", None) or ()  # DDL has none
    return str(compiled), tuple(values[name] for name in names)


def insert_text(table: sa.Table, values: Mapping[str, Any], dialect: sa.Dialect) -> tuple[str, tuple[Any, ...]]:
    """One row into the table.  The statement is not even made anew: that costs as much as running it."""
    kept = _kept(_key(dialect), (table, tuple(values)))
    if not kept:
        kept.append(sa.insert(table).compile(dialect=dialect, column_keys=list(values)))
    return str(kept[0]), tuple(values[name] for name in kept[0].positiontup)


def text_and_values(statement: sa.Executable, dialect: sa.Dialect) -> tuple[str, dict[str, Any]]:
    """``dialect``: with named binds; the values by the names that stand in the text."""
    compiled, values = _compiled(statement, dialect)
    escaped = getattr(compiled, "escaped_bind_names", None) or {}
    return str(compiled), {escaped.get(name, name): value for name, value in values.items()}


def definitions(tables: Iterable[sa.Table]) -> Iterator[sa.Executable]:
    """What makes the tables and their indexes where they are missing."""
    for table in tables:
        yield CreateTable(table, if_not_exists=True)
        for index in table.indexes:
            yield CreateIndex(index, if_not_exists=True)


def _compiled(statement: sa.Executable, dialect: sa.Dialect) -> tuple[Any, Mapping[str, Any]]:
    of: Any = statement
    key = of._generate_cache_key() if hasattr(of, "_generate_cache_key") else None
    if key is None or any(parameter.expanding for parameter in key.bindparams):
        return _plain(of, dialect)  # the text holds as many places as the list at hand has values
    kept = _kept(_key(dialect), key.key)
    if not kept:
        kept.append(of.compile(dialect=dialect, cache_key=key))
    compiled = kept[0]
    if compiled.post_compile_params or compiled.literal_execute_params:
        return _plain(of, dialect)  # the text holds values
    return compiled, compiled.construct_params(extracted_parameters=key.bindparams)


def _key(dialect: sa.Dialect) -> str:
    return f"{dialect.name} {dialect.paramstyle} {dialect.server_version_info}"


def _plain(statement: Any, dialect: sa.Dialect) -> tuple[Any, Mapping[str, Any]]:
    compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    return compiled, getattr(compiled, "params", None) or {}
