"""What is in a SQLite file, from its own PRAGMAs (they keep the declared types as written): all of it in six
queries, because a question costs a quarter of a millisecond and a table would take a dozen."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.engines.sqlite.asking import Asked
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.engines.sqlite.types import logical_type
from dbmigrate.model.table import Column, ForeignKey, Index, Table, TableName, UniqueKey

_MAX_PLAUSIBLE_ROWS = 10**11
_GENERATED = (2, 3)
"""``hidden`` of PRAGMA table_xinfo: 2 virtual, 3 stored generated column."""
_TABLES_PER_QUERY = 100
"""Terms of a compound SELECT: at most 500 (sqlite.org/limits.html)."""


def _told(expression: str) -> str:
    """SQL for a text that may be NULL: the driver takes a column of NULLs for numbers, and then refuses text."""
    return f"coalesce('+' || {expression}, '-')"


def _text(told: str) -> str | None:
    return told[1:] if told.startswith("+") else None


_TABLES = """
SELECT m.name, l.strict, l.wr, l.type FROM sqlite_master m JOIN pragma_table_list l ON l.name = m.name
WHERE m.type = 'table' AND l.schema = 'main' ORDER BY m.name
"""

_COLUMNS = f"""
SELECT m.name, x.name, {_told("x.type")}, x.[notnull], {_told("x.dflt_value")}, x.pk, x.hidden
FROM sqlite_master m, pragma_table_xinfo(m.name) x WHERE m.type = 'table' ORDER BY m.name, x.cid
"""

_INDEXES = f"""
SELECT m.name, l.name, l.[unique], l.origin, l.partial, {_told("x.name")}, x.coll
FROM sqlite_master m, pragma_index_list(m.name) l, pragma_index_xinfo(l.name) x
WHERE m.type = 'table' AND x.key ORDER BY m.name, l.seq, x.seqno
"""

_FOREIGN_KEYS = f"""
SELECT m.name, f.id, f.[table], f.[from], {_told("f.[to]")}
FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq
"""

_INDEX_TEXTS = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
_COLLATIONS = ("BINARY", "NOCASE", "RTRIM")
"""Those that every connection knows (sqlite.org, datatype3, "Collating Sequences")."""

_TRIGGERS = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid"


class _Index(Struct):
    """``columns``: None for an expression; with the collation of each."""

    name: str
    unique: bool
    origin: str
    partial: bool
    columns: list[tuple[str | None, str]]


class _Kind(Struct, frozen=True):
    strict: bool
    without_rowid: bool
    virtual: bool


class FileCatalog:
    """Everything that the file's schema says, as it was when this was made."""

    def __init__(self, connection: Asked) -> None:
        self._kinds: dict[str, _Kind] = {}
        self._virtual: list[str] = []
        for name, strict, without_rowid, kind in connection.execute(_TABLES):
            self._kinds[name] = _Kind(bool(strict), bool(without_rowid), kind != "table")
            if kind == "virtual":
                self._virtual.append(name)
        self._names = {_folded(name): name for name in self._kinds}
        self._columns: dict[str, list[tuple[str, str | None, int, str | None, int, int]]] = defaultdict(list)
        for table, name, declared, not_null, default, position, hidden in connection.execute(_COLUMNS):
            self._columns[table].append((name, _text(declared), not_null, _text(default), position, hidden))
        self._indexes: dict[str, list[_Index]] = defaultdict(list)
        for table, name, unique, origin, partial, column, collation in connection.execute(_INDEXES):
            known = self._indexes[table]
            if not known or known[-1].name != name:
                known.append(_Index(name, bool(unique), origin, bool(partial), []))
            known[-1].columns.append((_text(column), collation))
        self._index_texts: dict[str, str] = dict(connection.execute(_INDEX_TEXTS))
        self._foreign_keys: dict[str, dict[int, list[tuple[str, str, str | None]]]] = defaultdict(dict)
        for table, number, referred, own, other in connection.execute(_FOREIGN_KEYS):
            self._foreign_keys[table].setdefault(number, []).append((referred, own, _text(other)))
        self._triggers: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for table, name, text in connection.execute(_TRIGGERS):
            self._triggers[_folded(table)].append((name, text))
        [(mode,)] = connection.execute("PRAGMA journal_mode")
        self.journal_mode = str(mode).lower()
        [(encoding,)] = connection.execute("PRAGMA encoding")
        self.text_encoding = str(encoding)
        self._estimates = dict(self._counted(connection))
        self._described: dict[str, Table] = {}

    @property
    def has_virtual_tables(self) -> bool:
        return any(kind.virtual for kind in self._kinds.values())

    def list_tables(self) -> list[TableName]:
        return [TableName(name) for name, kind in self._kinds.items() if _is_plain(name, kind)]

    def list_unread(self) -> list[tuple[TableName, str]]:
        """Virtual tables; the tables in which their modules keep what they need go without a word."""
        return [(TableName(name), "a virtual table, kept by its module") for name in self._virtual]

    def find(self, name: str) -> Table | None:
        """Names are compared without the case of ASCII letters, as SQLite does."""
        actual = self._names.get(_folded(name))
        if actual is None:
            return None
        if actual not in self._described:
            self._described[actual] = self._describe(actual)
        return self._described[actual]

    def has_rowid(self, table: Table) -> bool:
        """Whether its rows have a rowid that goes by that name."""
        name = self._names.get(_folded(table.name.name))
        if name is None or not _is_plain(name, self._kinds[name]) or self._kinds[name].without_rowid:
            return False
        return all(_folded(column) != "rowid" for column, *_ in self._columns[name])

    def triggers(self, table: str) -> list[tuple[str, str]]:
        """(name, CREATE TRIGGER) of each."""
        return self._triggers[_folded(table)]

    def plain_indexes(self, table: Table) -> list[tuple[str, str]]:
        """(name, CREATE INDEX) of each that holds for any row: not unique, of stored columns alone."""
        stored = {column.name for column in table.columns if not column.generated}
        return [
            (index.name, self._index_texts[index.name])
            for index in self._of(table)
            if index.origin == "c" and not index.unique and not index.partial
            if all(name in stored and collation.upper() in _COLLATIONS for name, collation in index.columns)
        ]

    def key_collations(self, table: Table, key: Sequence[str]) -> dict[str, str]:
        """The collation of each key column in the unique index that enforces the key; BINARY without one."""
        wanted = [column.casefold() for column in key]
        for index in self._of(table):
            if not index.unique or index.partial:
                continue
            if sorted((name or "").casefold() for name, _ in index.columns) == sorted(wanted):
                return {(name or "").casefold(): collation for name, collation in index.columns}
        return dict.fromkeys(wanted, "BINARY")

    def unique_collations(self, table: Table, column: str) -> set[str]:
        """The collations in which unique indexes compare the column."""
        of_indexes = (member for index in self._of(table) if index.unique for member in index.columns)
        return {collation.upper() for name, collation in of_indexes if _folded(name or "") == _folded(column)}

    def _of(self, table: Table) -> list[_Index]:
        return self._indexes[self._names.get(_folded(table.name.name), "")]

    def _describe(self, table: str) -> Table:
        columns, primary = self._columns_of(table)
        uniques, plain = self._indexes_of(table)
        return Table(
            TableName(table),
            tuple(columns),
            primary,
            tuple(uniques),
            tuple(self._foreign_keys_of(table)),
            tuple(plain),
            tuple(name for name, _ in self.triggers(table)),
            self._estimates.get(table),
        )

    def _columns_of(self, table: str) -> tuple[list[Column], tuple[str, ...]]:
        columns = []
        for name, declared, not_null, default, _, hidden in self._columns[table]:
            if hidden == 1:
                continue
            # ANY has no affinity in a STRICT table, as if nothing was declared; elsewhere it is numeric.
            nothing = self._kinds[table].strict and (declared or "").upper() == "ANY"
            columns.append(
                Column(
                    name,
                    logical_type("" if nothing else declared or ""),
                    nullable=not not_null,
                    has_default=default is not None,
                    generated=hidden in _GENERATED,
                    default_sql=default,
                )
            )
        primary = self._primary_key(table)
        # The rowid itself (INTEGER PRIMARY KEY) has no index: never NULL, handed out when left out.  INTEGER PRIMARY
        # KEY DESC, INT PRIMARY KEY and keys of WITHOUT ROWID tables have one and may hold anything.
        if len(primary) == 1 and not any(index.origin == "pk" for index in self._indexes[table]):
            columns = [
                replace(column, nullable=False, has_default=True, identity=True)
                if column.name == primary[0]
                else column
                for column in columns
            ]
        return columns, primary

    def _primary_key(self, table: str) -> tuple[str, ...]:
        placed = sorted((position, name) for name, _, _, _, position, _ in self._columns[table] if position)
        return tuple(name for _, name in placed)

    def _indexes_of(self, table: str) -> tuple[list[UniqueKey], list[Index]]:
        uniques, plain = [], []
        for index in self._indexes[table]:
            columns = tuple(name for name, _ in index.columns if name is not None)
            if index.partial or len(columns) < len(index.columns) or index.origin == "pk":
                continue
            if index.unique:
                uniques.append(UniqueKey(columns, index.name if index.origin == "c" else None))
            else:
                plain.append(Index(index.name, columns))
        return uniques, plain

    def _foreign_keys_of(self, table: str) -> Iterator[ForeignKey]:
        for members in self._foreign_keys[table].values():
            # The table's own spelling of a name that a foreign key may spell in another case.
            referred = self._names.get(_folded(members[0][0]), members[0][0])
            others: Sequence[str | None] = [other for _, _, other in members]
            if None in others:
                others = self._primary_key(referred)
            yield ForeignKey(
                tuple(own for _, own, _ in members),
                TableName(referred),
                tuple(str(other) for other in others),
                proven=False,
            )

    def _counted(self, connection: Asked) -> Iterator[tuple[str, int]]:
        """From ANALYZE if it was run, else the rowid range (an upper bound), else unknown."""
        analyzed: dict[str, int] = {}
        if "sqlite_stat1" in self._names:
            for name, stat in connection.execute(f"SELECT tbl, {_told('stat')} FROM sqlite_stat1 ORDER BY rowid"):
                found = re.match(r"\d+", _text(stat) or "")
                if found and name not in analyzed:
                    analyzed[name] = int(found[0])
        yield from analyzed.items()
        asked = [
            name
            for name, kind in self._kinds.items()
            if name not in analyzed and not kind.without_rowid and _is_plain(name, kind)
        ]
        for start in range(0, len(asked), _TABLES_PER_QUERY):
            part = asked[start : start + _TABLES_PER_QUERY]
            # Each end by itself is looked up in the tree; both in one SELECT are found by reading the table.
            parts = (
                f"SELECT {number}, CAST(coalesce((SELECT max(rowid) FROM {quote(name)})"
                f" - (SELECT min(rowid) FROM {quote(name)}) + 1, 0) AS INTEGER)"
                for number, name in enumerate(part)
            )
            for number, spread in connection.execute(" UNION ALL ".join(parts)):
                # A few rows with far-apart rowids say nothing about how many there are.
                if spread < _MAX_PLAUSIBLE_ROWS:
                    yield part[number], spread


def _is_plain(name: str, kind: _Kind) -> bool:
    return not kind.virtual and not name.startswith("sqlite_")


def _folded(name: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in name)
