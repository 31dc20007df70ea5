"""The SELECT for a read of a SQLite table, whose values keep their storage classes on the way.

ADBC takes the Arrow types from the first rows and then turns what differs into text or refuses it
(driver 1.13: a REAL among text becomes ``2.500000e+00`` without a word).  So each query starts with one
made-up row that sets the types and sorts first because its key is NULL, and values of a wrong storage
class are flagged by a guard column.
"""

from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa
from msgspec import Struct

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.engines.sqlite.types import Affinity, affinity, logical_type
from dbmigrate.engines.sqlite.where import where
from dbmigrate.model.large_values import LARGE_BYTES
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind

_EXACT = 2**53
_MOST_COLUMNS = 2_000
"""SQLITE_MAX_COLUMN of the driver's SQLite, which is the default (sqlite.org/limits.html)."""
_MOMENTS = (Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMPTZ)


class Output(Struct, frozen=True):
    """How one column is selected: ``sql`` gives values of Arrow type ``carrier``, like ``filler``; ``flaw`` is true for
    a value that the carrier would change.  ``reals``: REALs are NULL there, and follow in a column of their own.
    """

    column: Column
    sql: str
    filler: str
    carrier: pa.DataType
    flaw: str | None
    reals: bool = False
    tag: str = ""
    """Of values that come without their storage class, because they have but one."""
    raw: str = ""
    """SQL for the bytes of large values, of which ``sql`` gives the storage class alone; they follow, too."""

    @property
    def as_doubles(self) -> bool:
        """All values come as REALs would."""
        is_made_of_them = self.column.type.kind in (Kind.DECIMAL, Kind.STORAGE)
        return is_made_of_them and pa.types.is_floating(self.carrier)


def storage_text(name: str) -> str:
    """SQL for a value with its storage class in front; REALs are NULL here and travel as doubles beside it."""
    return (
        f"CASE typeof({name}) WHEN 'integer' THEN 'i' || {name} WHEN 'blob' THEN 'b' || hex({name})"
        f" WHEN 'text' THEN 't' || {name} END"
    )


def _strict(column: Column) -> Output:
    """Each value is asked for its storage class; NULL stands for one that does not fit."""
    name = quote(column.name)
    kind = column.type.kind
    of = f"typeof({name})"

    def guarded(*classes: str) -> str:
        return f"CASE WHEN {of} IN ({', '.join(repr(c) for c in classes)}) THEN {name} END"

    def unless(*classes: str) -> str:
        return f"{of} NOT IN ({', '.join(repr(c) for c in (*classes, 'null'))})"

    if kind is Kind.STORAGE:
        return Output(column, storage_text(name), "''", pa.string(), None, reals=True)
    if kind in (Kind.INTEGER, Kind.BOOLEAN):
        return Output(column, guarded("integer"), "0", pa.int64(), unless("integer"))
    if kind is Kind.FLOAT:
        safe = (
            f"CASE {of} WHEN 'real' THEN {name} WHEN 'integer' THEN"
            f" CASE WHEN {name} BETWEEN -{_EXACT} AND {_EXACT} THEN CAST({name} AS REAL) END END"
        )
        flaw = f"({unless('real')} AND NOT ({of} = 'integer' AND {name} BETWEEN -{_EXACT} AND {_EXACT}))"
        return Output(column, safe, "0.0", pa.float64(), flaw)
    if kind is Kind.DECIMAL:
        as_text = f"CASE {of} WHEN 'integer' THEN CAST({name} AS TEXT) WHEN 'text' THEN {name} END"
        return Output(column, as_text, "''", pa.string(), unless("integer", "text", "real"), reals=True)
    if kind is Kind.BYTES:
        return Output(column, guarded("blob"), "x''", pa.binary(), unless("blob"))
    as_text = f"CASE {of} WHEN 'text' THEN {name} WHEN 'integer' THEN CAST({name} AS TEXT) END"
    # Numbers cannot be in a column of text affinity.
    only_text = kind in _MOMENTS and affinity(column.type.native) is not Affinity.TEXT
    return Output(column, as_text, "''", pa.string(), unless("text") if only_text else unless("text", "integer"))


def _plain(column: Column) -> Output:
    """Values as they are, for tables without surprises: ``flaw`` is true for every value that ``_strict`` must see.

    Storage classes compare as NULL < numbers < text < BLOBs (sqlite.org/datatype3.html, section 4.1), and a
    comparison costs half as much as typeof().
    """
    name = quote(column.name)
    kind = column.type.kind
    if kind is Kind.STORAGE:
        return _plain_storage(column)
    if kind in (Kind.INTEGER, Kind.BOOLEAN):
        return Output(column, name, "0", pa.int64(), None)  # the driver refuses anything else
    if kind is Kind.FLOAT:
        return Output(column, name, "0.0", pa.float64(), f"typeof({name}) NOT IN ('real', 'null')")
    if kind is Kind.DECIMAL and affinity(column.type.native) is Affinity.TEXT:
        return _strict(column)
    if kind is Kind.DECIMAL:
        return Output(column, name, "0.0", pa.float64(), f"{name} NOT BETWEEN -{_EXACT} AND {_EXACT}")
    if kind is Kind.BYTES:
        return Output(column, name, "x''", pa.binary(), f"{name} < x''")
    number = "" if affinity(column.type.native) is Affinity.TEXT else f"{name} < '' OR "
    return Output(column, name, "''", pa.string(), f"{number}{name} >= x''")


def _plain_storage(column: Column) -> Output:
    """In the one storage class that the declared type makes likely; the tag is cheaper to put on in Arrow."""
    name = quote(column.name)
    expected = affinity(column.type.native)
    if expected is Affinity.INTEGER:
        return Output(column, name, "0", pa.int64(), f"typeof({name}) NOT IN ('integer', 'null')", tag="i")
    if expected is Affinity.REAL:
        return Output(column, name, "0.0", pa.float64(), f"typeof({name}) NOT IN ('real', 'null')")
    if expected is Affinity.TEXT:
        return Output(column, name, "''", pa.string(), f"{name} >= x''", tag="t")
    if logical_type(column.type.native).kind in _MOMENTS:
        return Output(column, name, "''", pa.string(), f"{name} < '' OR {name} >= x''", tag="t")
    return _strict(column)


def _large(column: Column) -> Output:
    """For a column that holds large values: each is loaded once, and never spelled in hex by SQLite.

    typeof() and octet_length() do not load a value, a comparison does.
    """
    if column.type.kind is not Kind.STORAGE:
        return _strict(column)
    name = quote(column.name)
    is_large = f"octet_length({name}) > {LARGE_BYTES}"
    shown = f"CASE WHEN {is_large} THEN substr(typeof({name}), 1, 1) ELSE {storage_text(name)} END"
    raw = f"CASE WHEN {is_large} THEN CAST({name} AS BLOB) END"
    return Output(column, shown, "''", pa.string(), None, reals=True, raw=raw)


def storage_flaw(column: Column) -> str:
    """SQL that is true for a value whose storage class does not fit the column; ``0`` where any fits."""
    return _strict(column).flaw or "0"


class Query:
    """The SELECT for a read.  Columns: key parts, then values (each with REAL twin and raw one), then the guard.

    ``large``: columns that hold large values.  ``also``: a further condition.
    """

    def __init__(
        self,
        read: TableRead,
        collations: dict[str, str],
        *,
        strict: bool,
        of: str,
        schema: str = "main",
        large: Collection[str] = (),
        also: str = "",
    ) -> None:
        self.read = read
        self._also = also
        self.strict = strict
        self.of = of
        self._schema = schema
        made = _strict if strict else _plain
        self.outputs = [_large(column) if column.name in large else made(column) for column in read.columns]
        self._collations = collations
        self.places: list[int] = []
        """Of each column its position in the result."""
        self.reals: dict[int, int] = {}
        self.raws: dict[int, int] = {}
        self.has_met_large = False
        """Whether the batch made last was of large values."""

    def text(self) -> str:
        first, rest, position = ["NULL"] * len(self.read.key), [quote(k) for k in self.read.key], len(self.read.key)
        for number, output in enumerate(self.outputs):
            first.append(output.filler)
            rest.append(output.sql)
            self.places.append(position)
            position += 1
            if output.reals:
                name = quote(output.column.name)
                first.append("0.0")
                rest.append(f"CASE WHEN typeof({name}) = 'real' THEN {name} END")
                self.reals[number] = position
                position += 1
            if output.raw:
                first.append("x''")
                rest.append(output.raw)
                self.raws[number] = position
                position += 1
        first.append("0")
        rest.append(self._guard())
        if len(first) > _MOST_COLUMNS:
            raise EngineFault(
                Fault.TERMINAL,
                f"{self.read.table.name} has too many columns to be read: a result of SQLite has at most"
                f" {_MOST_COLUMNS:,}, and {len(first):,} are needed to keep the storage class of each value",
                "SQLITE_MAX_COLUMN",
            )
        order = ", ".join(
            f"{number} COLLATE {quote(self._collations[column.casefold()])}"
            for number, column in enumerate(self.read.key, 1)
        )
        aliased = ", ".join(f"{sql} AS c{number}" for number, sql in enumerate(first))
        return f"SELECT {aliased} UNION ALL SELECT {', '.join(rest)} FROM {self.of}{self.where()[0]}" + (
            f" ORDER BY {order}" if order else ""
        )

    def where(self) -> tuple[str, list[int | str | bytes]]:
        """The WHERE clause and its parameters."""
        return where(self.read, self._collations, self._schema, self._also)

    def _guard(self) -> str:
        """The number of the first column with a flaw, or 0."""
        flaws = [(number, output.flaw) for number, output in enumerate(self.outputs, 1) if output.flaw]
        if not flaws:
            return "0"
        # One CASE is cheaper than adding up flaws per column: 10 % of the read, not 50 %; and ORs nest too deeply.
        cases = " ".join(f"WHEN {flaw} THEN {number}" for number, flaw in flaws)
        return f"CASE {cases} ELSE 0 END"
