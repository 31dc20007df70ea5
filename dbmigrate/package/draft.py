"""Reflect a database into the draft of a migration package.  The source is only read."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from msgspec.structs import replace

from dbmigrate.engines.base import Engine
from dbmigrate.engines.ddl_order import creation_order
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.registry import side_error
from dbmigrate.engines.session import Session
from dbmigrate.errors import ConfigurationError
from dbmigrate.ledger.tables import ledger_tables
from dbmigrate.model.table import ForeignKey, Table, TableName, UniqueKey
from dbmigrate.model.types import Kind
from dbmigrate.package.drafted import DraftedTable, PackageDraft, TypeOverride
from dbmigrate.package.native_types import has_order
from dbmigrate.package.relations import circles, clause, has_orphans, spell_alike, why_not_kept
from dbmigrate.package.storage_types import same_type, storage_types

NOTHING_TO_DRAFT = "DBM-3101"
NAMES_COLLIDE = "DBM-3102"
CANNOT_BE_WRITTEN = "DBM-3103"

_LEDGER = "dbmigrate"
_LIKE_OURS = f"its name begins with {_LEDGER}_, as those of the tracking tables do"
_OURS = re.compile(rf"{_LEDGER}_(kept|stage|tune)_\d+", re.IGNORECASE)
"""Tables that the program makes and that are not in the ledger's list."""
_WATERMARK_NAME = re.compile(r"updat|modif|creat|timestamp", re.IGNORECASE)
_VARYING = frozenset({Kind.TEXT, Kind.BYTES, Kind.OTHER, Kind.JSON, Kind.XML, Kind.STORAGE})


def draft_package(engine: Engine, *, name: str, title: str | None = None, group: str = "main") -> PackageDraft:
    """Every user table of the source, parents first, in one group.

    A dynamically typed source is read once, to prove the types.  Raises ConfigurationError (no tables, names
    that differ by case only) and SourceError.
    """
    try:
        return _Drafting(engine).draft(name, title or name, group)
    except EngineFault as fault:
        raise side_error(fault, "source", "the source could not be read", where=engine.name, number=3) from None


class _Drafting:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.remarks: dict[str, list[str]] = {}
        self.overrides: dict[str, list[TypeOverride]] = {}
        self.left_out: list[tuple[str, str]] = []

    def draft(self, name: str, title: str, group: str) -> PackageDraft:
        reflected = self._reflect()
        _refuse_collisions(reflected)
        originals = {table.name.name: table for table in reflected}
        spelled, left_out = spell_alike(reflected)
        for table_name, remarks in left_out.items():
            self._remark(table_name, *remarks)
        spelled = [self._without_unordered_indexes(table) for table in spelled]
        session = self.engine.open_writer()
        try:
            tables = [self._with_types(self._with_honest_key(session, table, originals)) for table in spelled]
            tables = self._with_true_foreign_keys(session, tables, originals)
            widths = {t.name.name: self._widths(session, t, originals[t.name.name]) for t in tables}
        finally:
            session.close()
        ordered, _ = creation_order(tables)
        in_circle = circles(ordered)
        return PackageDraft(
            name=name,
            title=title,
            group=group,
            dialect=self.engine.name,
            origin=f"{self.engine.name} {self.engine.server_version()}",
            types_are_dynamic=self.engine.capabilities.has_dynamic_types,
            tables=tuple(
                self._drafted(table, originals[table.name.name], in_circle[table.name.name], widths[table.name.name])
                for table in ordered
            ),
            left_out=tuple(sorted(self.left_out)),
        )

    def _remark(self, table: str, *texts: str) -> None:
        self.remarks.setdefault(table, []).extend(texts)

    def _reflect(self) -> list[Table]:
        listed = self.engine.list_tables()
        names = [name for name in listed if not self._is_ledger(name)]
        self.left_out += [(name.name, _LIKE_OURS) for name in listed if self._is_ledger(name) and not _is_ours(name)]
        self.left_out += [(name.name, reason) for name, reason in self.engine.list_unread()]
        found = [table for name in names if (table := self.engine.describe_table(name)) is not None]
        tables = [table for table in found if table.columns]
        self.left_out += [(table.name.name, "it has no columns") for table in found if not table.columns]
        if not tables:
            raise ConfigurationError(
                "the source has no tables to draft a package from",
                code=NOTHING_TO_DRAFT,
                safe="Nothing was written",
                next_step="Check the URL; name the schema with --schema if it is not the login's default",
            )
        return tables

    def _is_ledger(self, name: TableName) -> bool:
        if self.engine.capabilities.supports_schemas:
            return name.schema == _LEDGER
        return name.name.casefold().startswith(f"{_LEDGER}_")

    def _without_unordered_indexes(self, table: Table) -> Table:
        kept = []
        for index in table.indexes:
            columns = [column for name in index.columns if (column := table.column(name))]
            if all(has_order(self.engine.name, column.type.native) for column in columns):
                kept.append(index)
            else:
                self._remark(table.name.name, f"index {index.name} is left out: its columns have no order")
        return replace(table, indexes=tuple(kept))

    def _with_honest_key(self, session: Session, table: Table, originals: dict[str, Table]) -> Table:
        """SQLite lets primary keys hold NULL; elsewhere such a key can only be unique."""
        loose = [column for name in table.primary_key if (column := table.column(name)) and column.nullable]
        if not loose:
            return table
        of = clause(originals[table.name.name], [column.name for column in loose])
        empty = sa.or_(*(of.c[column.name].is_(None) for column in loose))
        if not session.execute(sa.select(sa.literal(1).label("found")).select_from(of).where(empty).limit(1)):
            return table
        self._remark(table.name.name, "the primary key holds NULL, so the created target has a unique key instead")
        unique = (UniqueKey(table.primary_key), *table.unique_keys)
        return replace(table, primary_key=(), unique_keys=unique)

    def _with_types(self, table: Table) -> Table:
        if not self.engine.capabilities.has_dynamic_types:
            return table
        typed, found = storage_types(self.engine, table, keyed_columns(table))
        pairs = zip(table.columns, typed.columns, strict=True)
        overrides = [
            TypeOverride(new.name, str(new.type), old.type.native, found[new.name])
            for old, new in pairs
            if not same_type(old.type, new.type)
        ]
        self.overrides[table.name.name] = overrides
        mixed = [one.column for one in overrides if one.type == Kind.STORAGE]
        if mixed:
            kept = "values of mixed kinds, kept exactly only within one engine"
            self._remark(table.name.name, f"{', '.join(mixed)}: {kept}")
        return typed

    def _with_true_foreign_keys(
        self, session: Session, tables: Sequence[Table], originals: dict[str, Table]
    ) -> list[Table]:
        by_name = {table.name: table for table in tables}
        kept_by_table = []
        for table in tables:
            kept: list[ForeignKey] = []
            for key in table.foreign_keys:
                referred = by_name[key.referred]
                reason = why_not_kept(key, table, referred)
                if reason is None and not key.proven:
                    collation = "BINARY" if self.engine.capabilities.has_dynamic_types else None
                    pair = originals[table.name.name], originals[referred.name.name]
                    lost = has_orphans(session, key, *pair, collation)
                    reason = "some rows refer to nothing" if lost else None
                if reason is None:
                    kept.append(key)
                    continue
                shown = f"{', '.join(key.columns)} -> {key.referred}"
                self._remark(table.name.name, f"foreign key {shown} is left out of the created target: {reason}")
            kept_by_table.append(replace(table, foreign_keys=tuple(kept)))
        return kept_by_table

    def _widths(self, session: Session, table: Table, original: Table) -> tuple[tuple[str, int], ...]:
        keyed = keyed_columns(table)
        varying = [c.name for c in table.columns if c.name.casefold() in keyed and c.type.kind in _VARYING]
        if not varying:
            return ()
        of = clause(original, varying)
        dynamic = self.engine.capabilities.has_dynamic_types
        widest = [
            sa.func.max(
                sa.func.length(sa.cast(of.c[name], sa.LargeBinary))
                if dynamic
                else sa.func.octet_length(sa.cast(of.c[name], sa.Text))
            ).label(f"w{number}")
            for number, name in enumerate(varying)
        ]
        row = session.execute(sa.select(*widest).select_from(of))[0]
        return tuple((name, int(row[f"w{number}"] or 0)) for number, name in enumerate(varying))

    def _drafted(
        self, table: Table, original: Table, circle: Sequence[str], widths: tuple[tuple[str, int], ...]
    ) -> DraftedTable:
        name = table.name.name
        key, defect = self._key(table, original)
        if any(foreign.referred == table.name for foreign in table.foreign_keys):
            self._remark(name, "refers to itself")
        if circle:
            self._remark(name, f"in a circle of foreign keys with {', '.join(circle)}")
        if not key:
            self._remark(name, f"{defect}: the whole table is copied in one transaction")
        computed = [column.name for column in table.columns if column.generated]
        if computed:
            what = "computed by the source, ordinary in the created target"
            self._remark(name, f"{', '.join(computed)}: {what}")
        if table.triggers:
            self._remark(name, f"triggers are not carried over: {', '.join(table.triggers)}")
        watermarks = tuple(
            column.name
            for column in table.columns
            if column.type.kind in (Kind.TIMESTAMP, Kind.TIMESTAMPTZ)
            and not column.nullable
            and _WATERMARK_NAME.search(column.name)
        )
        return DraftedTable(
            table,
            key,
            tuple(self.overrides.get(name, ())),
            watermarks,
            widths,
            tuple(self.remarks.get(name, ())),
        )

    def _key(self, table: Table, original: Table) -> tuple[tuple[str, ...], str]:
        """The first unique, not null key that orders a read; else () and why there is none."""
        candidates = [table.primary_key] if table.primary_key else []
        for unique in table.unique_keys:
            columns = [table.column(name) for name in unique.columns]
            if all(column is not None and not column.nullable for column in columns):
                candidates.append(unique.columns)
        defects = []
        for key in candidates:
            defect = self.engine.key_defects(original, key)
            if defect is None:
                return key, ""
            defects.append(defect)
        return (), "; ".join(defects) or "no primary key and no unique key without NULL"


def _is_ours(name: TableName) -> bool:
    """Of a table that is named as the tracking tables are."""
    folded = name.name.casefold()
    return bool(_OURS.fullmatch(folded)) or folded in ledger_tables(has_schemas=False).names


def keyed_columns(table: Table) -> set[str]:
    """Folded names of the columns that a key or an index holds."""
    keys = [table.primary_key, *(key.columns for key in table.unique_keys), *(i.columns for i in table.indexes)]
    keys += [key.columns for key in table.foreign_keys]
    return {name.casefold() for columns in keys for name in columns}


def _refuse_collisions(tables: Collection[Table]) -> None:
    """Names that differ by case only cannot be told apart in a package, nor by SQLite and SQL Server."""
    for table in tables:
        if any(not column.name for column in table.columns):
            raise ConfigurationError(
                f"a column of {table.name} has an empty name",
                code=CANNOT_BE_WRITTEN,
                cause="SQLite allows it; other engines do not, and nothing in a package could name it",
                safe="Nothing was written",
                next_step="Give the column a name: ALTER TABLE ... RENAME COLUMN",
            )
    for what, names in (
        ("tables", [table.name.name for table in tables]),
        *((f"columns of {table.name}", [column.name for column in table.columns]) for table in tables),
    ):
        seen: dict[str, str] = {}
        for name in names:
            other = seen.setdefault(name.casefold(), name)
            if other != name:
                raise ConfigurationError(
                    f"two {what} differ by case only",
                    code=NAMES_COLLIDE,
                    where=f"{other!r} and {name!r}",
                    cause="a package, SQLite and SQL Server compare names without case",
                    safe="Nothing was written",
                    next_step="Rename one of them, or move it into another schema",
                )
