"""Which version of its schema a database has, and whether the package was tested with it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from dbmigrate.config.schema_side import SchemaLayout, SchemaSide, SchemaUpgrade
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.registry import Side
from dbmigrate.model.plan import Finding
from dbmigrate.model.table import Table, TableName

OTHER_VERSION = "DBM-4210"
NO_KNOWN_LAYOUT = "DBM-4211"
NOT_TOLD = "DBM-4130"

_MARKS_SHOWN = 5


class SchemaVersion(Struct, frozen=True):
    """``found``: the versions that the database names, several where its rows differ; empty if none could be told.

    ``how``: query, layout, or empty.  ``contradictions``: marks of the expected layout that do not hold.
    """

    side: Side
    found: tuple[str, ...]
    how: str
    expected: str
    accepted: bool
    upgrades: tuple[SchemaUpgrade, ...] = ()
    contradictions: tuple[str, ...] = ()


def read_schema_version(engine: Engine, expected: SchemaSide, side: Side) -> SchemaVersion:
    """By the package's query, else by the structure.  Changes nothing; EngineFault where it cannot be read."""
    found = _ask(engine, expected.version_query) if expected.version_query else ()
    how = "query" if found else ""
    contradictions: tuple[str, ...] = ()
    if not found and expected.layouts:
        tables = _Tables(engine)
        layout = next((one for one in expected.layouts if tables.matches(one)), None)
        if layout is not None:
            found, how = (layout.version,), "layout"
        else:
            wanted = [one for one in expected.layouts if one.version in expected.accepted]
            contradictions = tuple(mark for one in wanted[:1] for mark in tables.contradictions(one))
    accepted = bool(found) and all(expected.accepts(version) for version in found)
    upgrades = expected.upgrade_path(found[0]) if len(found) == 1 and not accepted else ()
    return SchemaVersion(side, found, how, expected.schema_version, accepted, upgrades, contradictions)


def version_finding(version: SchemaVersion, *, is_gated: bool) -> Finding | None:
    """What the plan says of it; None where all is well.  ``is_gated``: the package says how to tell the version."""
    side = version.side
    if version.accepted:
        return None
    run = f"dbmigrate scripts run --stage upgrade --side {side}"
    if version.found:
        shown = ", ".join(version.found)
        if version.upgrades:
            scripts = ", then ".join(step.script for step in version.upgrades)
            next_step = f"Upgrade it with: {run} (runs {scripts}), then plan again"
        elif len(version.found) > 1:
            next_step = f"Bring all of it to {version.expected} with the vendor's own upgrade"
        else:
            next_step = f"The package has no upgrade from it; bring it to {version.expected} with the vendor's own"
        message = f"the {side}'s schema has version {shown}, the package was tested with {version.expected}"
        return Finding(OTHER_VERSION, f"{side} schema", message, next_step, refuses=True)
    if version.contradictions:
        marks = "; ".join(version.contradictions[:_MARKS_SHOWN])
        more = len(version.contradictions) - _MARKS_SHOWN
        message = (
            f"the {side}'s schema is neither {version.expected} nor another layout that the package knows: {marks}"
        )
        return Finding(
            NO_KNOWN_LAYOUT,
            f"{side} schema",
            message + (f"; and {more} more" if more > 0 else ""),
            f"Bring it to {version.expected}; if an upgrade was broken off, end it by hand, or restore and run: {run}",
            refuses=True,
        )
    if not is_gated:
        return None
    message = f"the version of the {side}'s schema cannot be told: none of the tables that tell it is there"
    return Finding(NOT_TOLD, f"{side} schema", message, f"Make sure by hand that it is {version.expected}")


def is_gated(expected: SchemaSide) -> bool:
    return bool(expected.version_query or expected.layouts)


def _ask(engine: Engine, query: str) -> tuple[str, ...]:
    """The distinct versions that the query gives; () where what it reads is not there."""
    session = engine.open_session()
    try:
        rows = session.run_sql(query)
    except EngineFault as fault:
        if fault.fault is not Fault.TERMINAL:
            raise
        return ()
    finally:
        session.close()
    texts = [".".join(str(value).strip() for value in row.values() if value is not None) for row in rows]
    return tuple(dict.fromkeys(text for text in texts if text))


class _Tables:
    """Marks are compared with the live catalogue; those of a table that is not there say nothing, if they name
    one of its columns."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[str, Table | None] = {}

    def matches(self, layout: SchemaLayout) -> bool:
        told = [self._holds(mark) for mark in layout.has]
        told += [None if held is None else not held for held in map(self._holds, layout.lacks)]
        return False not in told and True in told

    def contradictions(self, layout: SchemaLayout) -> Sequence[str]:
        """Only if some mark does hold: a database without any of the tables contradicts nothing."""
        if not any(self._owner(mark) or self._table(mark) for mark in (*layout.has, *layout.lacks)):
            return ()
        missing = [f"it has no {mark}" for mark in layout.has if self._holds(mark) is False]
        return [*missing, *(f"it has {mark}" for mark in layout.lacks if self._holds(mark))]

    def _holds(self, mark: str) -> bool | None:
        owner = self._owner(mark)
        if owner is not None:
            return owner.column(mark.rpartition(".")[2]) is not None
        if self._table(mark) is not None:
            return True
        # A bare name is a table that is not there; a column's table that is not there says nothing.
        return None if "." in mark else False

    def _owner(self, mark: str) -> Table | None:
        table, dot, _ = mark.rpartition(".")
        return self._table(table) if dot else None

    def _table(self, name: str) -> Table | None:
        if name not in self._known:
            self._known[name] = self._engine.describe_table(TableName.parse(name))
        return self._known[name]
