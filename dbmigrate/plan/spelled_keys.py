"""Expressions that spell a key, so that different rows get different values."""

from __future__ import annotations

from functools import lru_cache

import sqlglot
from sqlglot import expressions as sql

_TEXTS = (sql.DataType.Type.VARCHAR, sql.DataType.Type.TEXT)


@lru_cache(maxsize=10_000)
def spells(expression: str, key: tuple[str, ...]) -> bool:
    """Whether the expression is ``to_json([...])::varchar`` over all columns of the key, each as ``Column::varchar``.

    Besides columns only texts in quotes may stand in the list: JSON tells its members apart, whatever they hold.
    A column without the cast is none of them, because members of a list are brought to one type.
    """
    try:
        tree = _unwrapped(sqlglot.parse_one(expression, dialect="duckdb"))
    except sqlglot.errors.ParseError:
        return False
    if not isinstance(tree, sql.Anonymous) or tree.name.casefold() != "to_json" or len(tree.expressions) != 1:
        return False
    [listed] = tree.expressions
    if not isinstance(listed, sql.Array) or not key:
        return False
    columns = [_column(member) for member in listed.expressions]
    known = {column for column in columns if column}
    return None not in columns and {name.casefold() for name in key} <= known


def same_expression(one: str, other: str) -> bool:
    """Whether they differ in spelling only: blanks, and quotes or case of names."""
    if one == other:
        return True
    try:
        first, second = (sqlglot.parse_one(text, dialect="duckdb").transform(_plain_name) for text in (one, other))
    except sqlglot.errors.ParseError:
        return False
    return bool(first == second)


def _plain_name(node: sql.Expr) -> sql.Expr:
    return sql.to_identifier(node.name.casefold(), quoted=True) if isinstance(node, sql.Identifier) else node


def _unwrapped(tree: sql.Expr) -> sql.Expr:
    while isinstance(tree, sql.Paren) or (isinstance(tree, sql.Cast) and tree.to.this in _TEXTS):
        tree = tree.this
    return tree


def _column(member: sql.Expr) -> str | None:
    """The folded name of a column that is cast to text, empty for a text in quotes, None for anything else."""
    if isinstance(member, sql.Literal) and member.is_string:
        return ""
    inner = _unwrapped(member)
    return inner.name.casefold() if isinstance(inner, sql.Column) and isinstance(member, sql.Cast) else None
