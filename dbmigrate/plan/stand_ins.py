"""Names that stand for one of several source columns, settled by the tables as they really are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from dbmigrate.config.expression_text import quoted_name, with_names
from dbmigrate.config.package import Package
from dbmigrate.config.series import PlannedTable, as_planned
from dbmigrate.config.table_entries import CleanRule, Filters, KeepRule, TableEntry
from dbmigrate.engines.base import Engine
from dbmigrate.model.table import Table, TableName


class _Settled(Struct):
    """``columns``: name (folded) -> the source column; ``sql``: name (folded) -> what expressions say instead."""

    columns: dict[str, str] = field(default_factory=dict)
    sql: dict[str, str] = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def column(self, name: str) -> str:
        return self.columns.get(name.casefold(), name)

    def known(self, names: Iterable[str]) -> tuple[str, ...]:
        """The columns that the names stand for, without those that the table lacks."""
        gone = self.sql.keys() - self.columns.keys()
        return tuple(self.column(name) for name in names if name.casefold() not in gone)


def settled(package: Package, source: Engine) -> Package:
    """The package with every name of ``names`` replaced by what it stands for in this source.

    Tables that the source lacks stay as they are; the plan says what becomes of them.
    """
    if not any(entry.names for group in package.groups for entry in group.tables):
        return package
    entries = [entry for group in package.groups for entry in group.tables]
    found = {entry.source.casefold(): _settle(entry, source) for entry in entries}
    groups = [
        group.model_copy(update={"tables": tuple(_entry(entry, found) for entry in group.tables)})
        for group in package.groups
    ]
    return package.model_copy(update={"groups": tuple(groups)})


def _settle(entry: TableEntry, source: Engine) -> _Settled | None:
    table = source.describe_table(TableName.parse(entry.source)) if entry.names else None
    if table is None:
        return None
    made = _Settled()
    for name, stand_in in entry.names.items():
        column = _first(stand_in.first_of, table)
        tried = ", ".join(stand_in.first_of)
        if column is not None:
            made.columns[name.casefold()] = column
            made.sql[name.casefold()] = quoted_name(column)
            if column.casefold() != name.casefold():
                made.remarks.append(f"{name} is {column}")
        elif stand_in.otherwise is None:
            made.lacking.append(f"{name}: the source has none of {tried}")
        else:
            made.sql[name.casefold()] = f"({stand_in.otherwise})"
            made.remarks.append(f"{name} is {stand_in.otherwise}, for want of {tried}")
    return made


def _first(names: Iterable[str], table: Table) -> str | None:
    columns = (table.column(name) for name in names)
    return next((column.name for column in columns if column is not None), None)


def _entry(entry: TableEntry, found: Mapping[str, _Settled | None]) -> TableEntry:
    own = found[entry.source.casefold()]
    parent = entry.parent
    above = found.get(parent.table.casefold()) if parent is not None else None
    if own is None and above is None:
        return entry
    own = own or _Settled()
    if parent is not None:
        theirs = above or _Settled()
        on = {own.column(ours): theirs.column(other) for ours, other in parent.on.items()}
        parent = parent.model_copy(update={"on": on})
    mark = entry.watermark
    if mark is not None:
        [column] = own.known([mark.column]) or [None]
        mark = None if column is None else mark.model_copy(update={"column": column})
    return _changed(entry, own, parent=parent, watermark=mark)


def _changed(entry: TableEntry, own: _Settled, **changed: object) -> PlannedTable:
    into = tuple(each.model_copy(update={"columns": _expressions(each.columns, own)}) for each in entry.into)
    return as_planned(
        entry,
        **changed,
        key=None if entry.key is None else tuple(own.column(name) for name in entry.key),
        filters=_filters(entry.filters, own),
        columns=_expressions(entry.columns, own),
        into=into,
        exclude=frozenset(own.known(entry.exclude)),
        source_types={own.column(name): kind for name, kind in entry.source_types.items() if own.known([name])},
        clean=_clean(entry.clean, own),
        stands_for=own.sql,
        lacking=tuple(own.lacking),
        remarks=tuple(own.remarks),
    )


def _expressions(columns: Mapping[str, str], own: _Settled) -> dict[str, str]:
    return {name: _meant(text, own.sql) for name, text in columns.items()}


def _meant(text: str, sql: Mapping[str, str]) -> str:
    try:
        return with_names(text, sql)
    except ValueError:
        return text  # the plan tells what is wrong with it


def _filters(filters: Filters, own: _Settled) -> Filters:
    named = {name: own.column(value) for name in Filters.model_fields if (value := getattr(filters, name)) is not None}
    return Filters(**named)


def _clean(rule: CleanRule, own: _Settled) -> CleanRule:
    keep = rule.duplicates
    if keep is not None:
        by = None if keep.by is None else own.column(keep.by)
        key = None if keep.key is None else tuple(own.column(name) for name in keep.key)
        keep = KeepRule(keep=keep.keep, by=by, key=key)
    nulls = {own.column(name): value for name, value in rule.nulls.items() if own.known([name])}
    return CleanRule(duplicates=keep, nulls=nulls, drop_nulls=own.known(rule.drop_nulls))
