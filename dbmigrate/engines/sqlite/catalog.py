"""What is in a SQLite file, from its own PRAGMAs (they keep the declared types as written)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from dbmigrate.engines.base import EngineFault
from dbmigrate.engines.sqlite.asking import Asked
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.engines.sqlite.types import logical_type
from dbmigrate.model.table import Column, ForeignKey, Index, Table, TableName, UniqueKey

_MAX_PLAUSIBLE_ROWS = 10**11
_GENERATED = (2, 3)
"""``hidden`` of PRAGMA table_xinfo: 2 virtual, 3 stored generated column."""


def list_tables(connection: Asked) -> list[TableName]:
    rows = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    )
    return [TableName(name) for (name,) in rows]


def describe_table(connection: Asked, name: str) -> Table | None:
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE", (name,)
    ).fetchone()
    if found is None:
        return None
    (actual,) = found
    columns, primary = _columns(connection, actual)
    uniques, indexes = _indexes(connection, actual)
    triggers = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE", (actual,)
    )
    return Table(
        TableName(actual),
        tuple(columns),
        primary,
        tuple(uniques),
        tuple(_foreign_keys(connection, actual)),
        tuple(indexes),
        tuple(trigger for (trigger,) in triggers),
        _row_estimate(connection, actual),
    )


def _columns(connection: Asked, table: str) -> tuple[list[Column], tuple[str, ...]]:
    columns = []
    key_positions: dict[int, str] = {}
    [(strict,)] = connection.execute(
        "SELECT strict FROM pragma_table_list WHERE schema = 'main' AND name = ?", (table,)
    )
    rows = connection.execute(
        "SELECT name, type, [notnull], dflt_value, pk, hidden FROM pragma_table_xinfo(?)", (table,)
    )
    for name, declared, not_null, default, position, hidden in rows:
        if position:
            key_positions[position] = name
        if hidden == 1:
            continue
        columns.append(
            Column(
                name,
                # ANY has no affinity in a STRICT table, as if nothing was declared; elsewhere it is numeric.
                logical_type("" if strict and declared.upper() == "ANY" else declared or ""),
                nullable=not not_null,
                has_default=default is not None,
                generated=hidden in _GENERATED,
                default_sql=default,
            )
        )
    primary = tuple(key_positions[position] for position in sorted(key_positions))
    # The rowid itself (INTEGER PRIMARY KEY) has no index: never NULL, handed out when left out.  INTEGER PRIMARY
    # KEY DESC, INT PRIMARY KEY and keys of WITHOUT ROWID tables have one and may hold anything.
    if len(primary) == 1 and not _key_has_index(connection, table):
        columns = [
            replace(column, nullable=False, has_default=True, identity=True) if column.name == primary[0] else column
            for column in columns
        ]
    return columns, primary


def _key_has_index(connection: Asked, table: str) -> bool:
    found = connection.execute("SELECT 1 FROM pragma_index_list(?) WHERE origin = 'pk'", (table,)).fetchone()
    return found is not None


def _indexes(connection: Asked, table: str) -> tuple[list[UniqueKey], list[Index]]:
    uniques, plain = [], []
    listed = connection.execute(
        "SELECT name, [unique], origin, partial FROM pragma_index_list(?) ORDER BY seq", (table,)
    ).fetchall()
    for name, unique, origin, partial in listed:
        members = connection.execute("SELECT name FROM pragma_index_info(?) ORDER BY seqno", (name,)).fetchall()
        columns = tuple(member for (member,) in members)
        if partial or None in columns or origin == "pk":
            continue
        if unique:
            uniques.append(UniqueKey(columns, name if origin == "c" else None))
        else:
            plain.append(Index(name, columns))
    return uniques, plain


def _foreign_keys(connection: Asked, table: str) -> list[ForeignKey]:
    parts: dict[int, list[tuple[str, str, str | None]]] = defaultdict(list)
    rows = connection.execute(
        "SELECT id, [table], [from], [to] FROM pragma_foreign_key_list(?) ORDER BY id, seq", (table,)
    )
    for number, referred, own, other in rows:
        parts[number].append((referred, own, other))
    keys = []
    for members in parts.values():
        referred = _as_created(connection, members[0][0])
        others = [other for _, _, other in members]
        if None in others:
            others = list(_primary_key(connection, referred))
        keys.append(ForeignKey(tuple(own for _, own, _ in members), TableName(referred), tuple(str(o) for o in others)))
    return keys


def _as_created(connection: Asked, name: str) -> str:
    """The table's own spelling of a name that a foreign key may spell in another case."""
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE", (name,)
    ).fetchone()
    return str(found[0]) if found else name


def _primary_key(connection: Asked, table: str) -> tuple[str, ...]:
    rows = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table,))
    return tuple(name for (name,) in rows)


def _row_estimate(connection: Asked, table: str) -> int | None:
    """From ANALYZE if it was run, else the rowid range (an upper bound), else unknown."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone():
        found = connection.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = ?", (table,)).fetchone()
        if found and re.match(r"^\d+", found[0] or ""):
            return int(found[0].split()[0])
    try:
        [(low, high)] = connection.execute(
            f"SELECT (SELECT min(rowid) FROM {quote(table)}), (SELECT max(rowid) FROM {quote(table)})"
        )
    except EngineFault:  # WITHOUT ROWID
        return None
    spread = 0 if high is None else high - low + 1
    # A few rows with far-apart rowids say nothing about how many there are.
    return spread if spread < _MAX_PLAUSIBLE_ROWS else None


def key_collations(connection: Asked, table: Table, key: Sequence[str]) -> dict[str, str]:
    """The collation of each key column in the unique index that enforces the key; BINARY without one."""
    wanted = [column.casefold() for column in key]
    for (name,) in connection.execute(
        "SELECT name FROM pragma_index_list(?) WHERE [unique] AND NOT partial", (table.name.name,)
    ).fetchall():
        members = connection.execute("SELECT name, coll FROM pragma_index_xinfo(?) WHERE key", (name,)).fetchall()
        if sorted((m or "").casefold() for m, _ in members) == sorted(wanted):
            return {member.casefold(): collation for member, collation in members}
    return dict.fromkeys(wanted, "BINARY")


def unique_collations(connection: Asked, table: Table, column: str) -> set[str]:
    """The collations in which unique indexes compare the column."""
    rows = connection.execute(
        "SELECT DISTINCT x.coll FROM pragma_index_list(?) l, pragma_index_xinfo(l.name) x"
        " WHERE l.[unique] AND x.key AND x.name = ? COLLATE NOCASE",
        (table.name.name, column),
    )
    return {str(collation).upper() for (collation,) in rows}


def key_defects(connection: Asked, table: Table, key: Sequence[str]) -> str | None:
    """NULLs, numbers that are not integers, or mixed storage classes in a key column.

    SQLite sorts by storage class first, so the least and greatest value show any mixture of classes, except
    that integers and reals sort together.
    """
    for column in key:
        name, of = quote(column), quote(table.name.name)
        if connection.execute(f"SELECT 1 FROM {of} WHERE {name} IS NULL LIMIT 1").fetchone():
            return f"key column {column} holds NULL"
        [classes] = connection.execute(
            f"SELECT typeof((SELECT {name} FROM {of} ORDER BY {name} COLLATE BINARY LIMIT 1)),"
            f" typeof((SELECT {name} FROM {of} ORDER BY {name} COLLATE BINARY DESC LIMIT 1))"
        )
        if classes[0] != classes[1]:
            return f"key column {column} mixes storage classes {classes[0]} and {classes[1]}"
        alias = any(c.name.casefold() == column.casefold() and c.identity for c in table.columns)
        if classes[0] in ("integer", "real") and not alias:
            real = connection.execute(f"SELECT 1 FROM {of} WHERE typeof({name}) = 'real' LIMIT 1").fetchone()
            if real:
                return f"key column {column} holds floating-point numbers"
        if classes[0] == "text" and _has_broken_text(connection, of, name):
            return f"key column {column} holds text that is not UTF-8"
    return None


def _has_broken_text(connection: Asked, table: str, name: str) -> bool:
    """SQLite stores any bytes as text; only those beyond ASCII need to be looked at."""
    found = connection.stream(
        f"SELECT CAST({name} AS BLOB) FROM {table}"
        f" WHERE {name} GLOB '*[^' || char(1) || '-' || char(127) || ']*' OR instr({name}, char(0))"
    )
    try:
        for (raw,) in found:
            raw.decode()
    except UnicodeDecodeError:
        return True
    return False
