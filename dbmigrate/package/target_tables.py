"""The tables of a draft as one dialect can hold them: types, keys, and names of indexes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from msgspec.structs import replace

from dbmigrate.model.table import Column, ForeignKey, Index, Table, UniqueKey
from dbmigrate.model.types import (
    Kind,
    LogicalType,
    binary,
    decimal,
    floating,
    integer,
    simple,
    text,
    time_of_day,
    timestamp,
)
from dbmigrate.package.dialects import FACTS, DialectFacts
from dbmigrate.package.drafted import DraftedTable, PackageDraft
from dbmigrate.package.native_types import is_built_in
from dbmigrate.package.relations import unique_sets

_FIXED_COLUMN_BYTES = 16
_TEXTS = frozenset({Kind.TEXT, Kind.JSON, Kind.XML, Kind.OTHER, Kind.STORAGE})


def target_tables(draft: PackageDraft, dialect: str) -> tuple[list[Table], list[str]]:
    """The tables, and a remark on everything that this dialect cannot have."""
    names = _Names(FACTS[dialect], [drafted.table.name.name for drafted in draft.tables])
    remarks: list[str] = []
    tables = [_fitted(drafted, draft, dialect, names, remarks) for drafted in draft.tables]
    unique = {table.name: unique_sets(table) for table in tables}
    fitted = []
    for table in tables:
        kept = [key for key in table.foreign_keys if frozenset(key.referred_columns) in unique[key.referred]]
        for lost in set(table.foreign_keys) - set(kept):
            remarks.append(f"{table.name}: foreign key to {lost.referred}, whose key is left out")
        fitted.append(replace(table, foreign_keys=tuple(_named(key, names) for key in kept)))
    return fitted, remarks


def _fitted(drafted: DraftedTable, draft: PackageDraft, dialect: str, names: _Names, remarks: list[str]) -> Table:
    table, facts = drafted.table, FACTS[dialect]
    sizes = _Sizes(drafted, facts)
    columns = [
        replace(
            column,
            type=_target_type(column, draft, dialect, sizes),
            generated=False,
            default_sql=None if column.generated else column.default_sql,
        )
        for column in table.columns
    ]
    numbered = next((c.name for c in columns if c.identity and c.type.kind is Kind.INTEGER), None)
    columns = [replace(column, identity=column.name == numbered) for column in columns]

    def fits(what: str, members: Sequence[str]) -> bool:
        if sizes.fits(members):
            return True
        remarks.append(f"{table.name}: {what} over {', '.join(members)} is left out, its values are too long for one")
        return False

    primary = table.primary_key if not table.primary_key or fits("the primary key", table.primary_key) else ()
    uniques = [key for key in _distinct(table.unique_keys) if fits("a unique key", key.columns)]
    indexes = [index for index in table.indexes if fits(f"index {index.name}", index.columns)]
    return replace(
        table,
        columns=tuple(columns),
        primary_key=primary,
        unique_keys=tuple(UniqueKey(key.columns, key.name and names.of_index(table, key.name)) for key in uniques),
        indexes=tuple(Index(names.of_index(table, i.name), i.columns, i.unique) for i in indexes),
    )


def _target_type(column: Column, draft: PackageDraft, dialect: str, sizes: _Sizes) -> LogicalType:
    logical = column.type
    if dialect == draft.dialect:
        if draft.types_are_dynamic:
            # The declaration as it stands keeps the affinity, and with it every value.
            return logical if logical.native.strip() else simple(Kind.STORAGE)
        return logical if is_built_in(dialect, logical.native) else logical.with_native("")
    wide = _widened(logical) if draft.types_are_dynamic else logical.with_native("")
    width = sizes.units(column.name)
    if width is not None and wide.kind in _TEXTS:
        return text(max(width, wide.length or 0))
    if width is not None and wide.kind is Kind.BYTES:
        return binary(width)
    return wide


def _widened(logical: LogicalType) -> LogicalType:
    """As wide as values can be where declarations bind nothing."""
    match logical.kind:
        case Kind.INTEGER:
            return integer(64)
        case Kind.TEXT:
            return text()
        case Kind.DECIMAL:
            return decimal(logical.precision, logical.scale)
        case Kind.FLOAT:
            return floating(64)
        case Kind.BYTES:
            return binary()
        case Kind.TIME:
            return time_of_day(6)
        case Kind.TIMESTAMP | Kind.TIMESTAMPTZ:
            return timestamp(6, zone=logical.kind is Kind.TIMESTAMPTZ)
    return simple(logical.kind)


def _distinct(keys: Sequence[UniqueKey]) -> list[UniqueKey]:
    """One key for each set of columns; Oracle refuses a second."""
    return list({frozenset(key.columns): key for key in reversed(keys)}.values())[::-1]


def _named(key: ForeignKey, names: _Names) -> ForeignKey:
    return key if key.name is None else replace(key, name=names.of_constraint(key.name))


class _Sizes:
    """How long the values of key columns are, and may be."""

    def __init__(self, drafted: DraftedTable, facts: DialectFacts) -> None:
        self._widths = dict(drafted.widths)
        self._facts = facts

    def units(self, column: str) -> int | None:
        """The length that a column of a key must have; None where it needs none."""
        width = self._widths.get(column)
        if width is None or not self._facts.keys_need_length or not self.fits([column]):
            return None
        return max(2 * width, 40) if self.fits([column, column]) else width

    def fits(self, columns: Sequence[str]) -> bool:
        if self._facts.max_key_bytes is None:
            return True
        widths = (self._widths.get(name) for name in columns)
        total = sum(_FIXED_COLUMN_BYTES if w is None else w * self._facts.bytes_per_unit for w in widths)
        return total <= self._facts.max_key_bytes


class _Names:
    """Names of indexes and constraints that are short enough and, compared without case, used once."""

    def __init__(self, facts: DialectFacts, tables: Sequence[str]) -> None:
        self._limit = facts.max_name_bytes
        self._taken = {name.casefold() for name in tables}

    def of_index(self, table: Table, name: str) -> str:
        own = table.name.name
        return self.of_constraint(name if own.casefold() in name.casefold() else f"{own}_{name}")

    def of_constraint(self, name: str) -> str:
        wanted = name.replace('"', "_")
        number = 0
        while len(wanted.encode()) > self._limit or wanted.casefold() in self._taken:
            mark = hashlib.sha256(f"{name}|{number}".encode()).hexdigest()[:8]
            wanted = name.replace('"', "_").encode()[: self._limit - 9].decode(errors="ignore") + f"_{mark}"
            number += 1
        self._taken.add(wanted.casefold())
        return wanted
