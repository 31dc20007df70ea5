"""SQLAlchemy's dialect, with parameters as the wire protocol numbers them."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql


def dialect() -> postgresql.base.PGDialect:
    return postgresql.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
