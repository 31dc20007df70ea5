"""Indexes that are built behind the load: of large tables that are empty, and are only inserted into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dbmigrate.engines.base import Engine
from dbmigrate.model.plan import IntoPlan, Suspension, TablePlan, WriteMode
from dbmigrate.model.table import TableName
from dbmigrate.model.types import Kind

LARGE_ROWS = 100_000
"""Of fewer rows an index takes a fraction of a second either way."""

_STAY_APART = frozenset({Kind.INTEGER, Kind.TEXT, Kind.BYTES})
_STAY_APART_IF_TYPED = _STAY_APART | {Kind.BOOLEAN, Kind.DECIMAL, Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.UUID}
"""In a dynamically typed source '1.0' and '1.00', or a date in two spellings, are two values."""


@dataclass(frozen=True, slots=True)
class _Feed:
    table: TablePlan
    into: IntoPlan


Feeds = dict[TableName, list[_Feed]]


def feeds_of(tables: Sequence[TablePlan]) -> Feeds:
    feeds: Feeds = defaultdict(list)
    for table in tables:
        for into in table.into:
            feeds[into.table.name].append(_Feed(table, into))
    return feeds


def kept_apart(feeds: Feeds, source: Engine) -> frozenset[TableName]:
    """Targets that get no two rows with one primary key."""
    kinds = _STAY_APART if source.capabilities.has_dynamic_types else _STAY_APART_IF_TYPED
    return frozenset(name for name, fed in feeds.items() if all(_keeps_apart(feed, kinds) for feed in fed))


def delayed_indexes(
    feeds: Feeds,
    apart: Collection[TableName],
    target: Engine,
    filled: Collection[TableName],
    touched: Collection[tuple[str, str]],
) -> list[Suspension]:
    """``filled``: the targets that are not empty.  ``touched``: (source table, target) pairs of earlier runs."""
    large = {name: fed for name, fed in feeds.items() if name not in filled and _is_large(fed)}
    # Of a table that somebody has emptied each batch asks by the key which of its rows are there.
    anew = {name for name, fed in large.items() if not any((one.table.name, str(name)) in touched for one in fed)}
    return target.delayed_indexes([fed[0].into.table for fed in large.values()], anew & set(apart)) if large else []


def _is_large(fed: Sequence[_Feed]) -> bool:
    inserted = all(feed.into.mode is WriteMode.INSERT for feed in fed)
    return inserted and sum(feed.table.row_estimate or 0 for feed in fed) >= LARGE_ROWS


def _keeps_apart(feed: _Feed, kinds: Collection[Kind]) -> bool:
    """Whether the source's own key is the target's primary key, and its values arrive as they are.

    Then the source has no two rows with one key, each is written once, and the target has nothing to refuse.
    """
    table, into = feed.table, feed.into
    if not table.key or not table.key_is_enforced or into.distinct or into.may_hold_rows:
        return False
    columns = {column.name: column for column in into.columns}
    fed = [columns.get(name) for name in into.table.primary_key]
    if tuple(column.source if column else None for column in fed) != table.key or into.key != into.table.primary_key:
        return False
    for column in fed:
        read = table.source.column(column.source) if column and column.source else None
        if column is None or read is None or column.expression or column.domain or column.consents:
            return False
        if read.type.kind not in kinds or not read.type.kind == column.wire.kind == column.target.type.kind:
            return False
    return True
