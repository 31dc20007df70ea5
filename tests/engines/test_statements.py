"""Texts are kept by shape: the values, and lists of another length, must never be those of an earlier statement."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from dbmigrate.engines.mssql.session import dialect as mssql_dialect
from dbmigrate.engines.oracle.session import dialect as oracle_dialect
from dbmigrate.engines.statements import text_and_parameters, text_and_values

TABLE = sa.Table(
    "t", sa.MetaData(), sa.Column("a", sa.BigInteger), sa.Column("b", sa.Text), sa.Column("c", sa.LargeBinary)
)
DIALECTS = [
    sqlite.dialect(paramstyle="qmark"),
    postgresql.dialect(paramstyle="numeric_dollar"),  # type: ignore[no-untyped-call]
    mssql_dialect(),
]


def _statements(number: int) -> list[Any]:
    return [
        sa.insert(TABLE).values(a=number, b=None if number % 2 else f"text {number}", c=bytes([number])),
        sa.insert(TABLE).values(b="x", a=number),
        sa.select(TABLE.c.b).where(TABLE.c.a == number, TABLE.c.b.is_not(None)).limit(number),
        sa.select(TABLE.c.b).where(TABLE.c.a.in_(list(range(number)))),
        sa.update(TABLE).where(TABLE.c.a == number).values(b=TABLE.c.b + "y", a=number + 1),
        sa.select(sa.func.count()).select_from(TABLE).with_for_update(read=bool(number % 2)),
        sa.delete(TABLE).where(sa.or_(TABLE.c.a == number, TABLE.c.a.is_(None))),
    ]


@pytest.mark.parametrize("dialect", DIALECTS, ids=["sqlite", "postgresql", "mssql"])
def test_a_kept_text_gets_the_values_at_hand(dialect: sa.Dialect) -> None:
    for number in (1, 2, 3, 2, 1):
        for statement in _statements(number):
            plain = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
            expected = tuple(plain.params[name] for name in plain.positiontup or ())
            assert text_and_parameters(statement, dialect) == (str(plain), expected)


@pytest.mark.parametrize("release", [(11, 2), (19, 3)])
def test_a_kept_text_with_named_binds_gets_the_values_at_hand(release: tuple[int, ...]) -> None:
    of = oracle_dialect(release)
    for number in (1, 2, 3, 2, 1):
        for statement in _statements(number):
            plain: Any = statement.compile(dialect=of, compile_kwargs={"render_postcompile": True})
            escaped = plain.escaped_bind_names or {}
            expected = {escaped.get(name, name): value for name, value in plain.params.items()}
            text, values = text_and_values(statement, of)
            assert (text, values) == (str(plain), expected)
            assert all(f":{name}" in text for name in values)
