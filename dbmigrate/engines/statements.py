"""SQLAlchemy Core statements as SQL text with positional parameters, for drivers that SQLAlchemy does not run.

Compiling costs a millisecond, ten times as much as running what the ledger asks; so texts are kept by the
statement's shape and only the values are taken anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

_KEPT = 1000


@lru_cache(maxsize=_KEPT)
def _kept(_dialect: str, _shape: object) -> list[Any]:
    """Holds at most one compiled statement of this shape."""
    return []


def text_and_parameters(statement: sa.Executable, dialect: sa.Dialect) -> tuple[str, tuple[Any, ...]]:
    """``dialect``: with a positional paramstyle."""
    of: Any = statement
    key = of._generate_cache_key() if hasattr(of, "_generate_cache_key") else None
    if key is None:
        return _plain(of, dialect)
    kept = _kept(f"{dialect.name} {dialect.paramstyle}", key.key)
    if not kept:
        kept.append(of.compile(dialect=dialect, cache_key=key))
    compiled = kept[0]
    if compiled.post_compile_params or compiled.literal_execute_params:
        return _plain(of, dialect)  # the text holds as many places as the list at hand has values
    values = compiled.construct_params(extracted_parameters=key.bindparams)
    return str(compiled), tuple(values[name] for name in compiled.positiontup or ())


def _plain(statement: Any, dialect: sa.Dialect) -> tuple[str, tuple[Any, ...]]:
    compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    names: Sequence[str] = getattr(compiled, "positiontup", None) or ()  # DDL has none
    values = compiled.params  # made anew each time it is asked for
    return str(compiled), tuple(values[name] for name in names)
