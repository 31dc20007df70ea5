"""Ways in which a row of the target can come to differ, each as SQL for the engines that can hold the damage."""

from __future__ import annotations

from dataclasses import dataclass

SQLITE, POSTGRESQL = "sqlite", "postgresql"

TABLES = {
    SQLITE: (
        """CREATE TABLE item (id INTEGER PRIMARY KEY NOT NULL, label TEXT, note TEXT, amount DECIMAL_TEXT,
        ratio DOUBLE, picture BLOB, moment TIMESTAMP, day DATE)""",
        "CREATE TABLE line (at TEXT, text TEXT)",
    ),
    POSTGRESQL: (
        """CREATE TABLE item (id integer PRIMARY KEY, label text, note text, amount numeric,
        ratio double precision, picture bytea, moment timestamp, day date)""",
        "CREATE TABLE line (at text, text text)",
    ),
}
GROUP = '[[table]]\nsource = "item"\n[[table]]\nsource = "line"\n'

ITEMS = 40


def inserts(engine: str) -> list[str]:
    """The same rows in either engine's spelling; row 7 is the one that is spoilt."""
    statements = []
    for number in range(1, ITEMS + 1):
        blob = bytes((number * 7 + at) % 256 for at in range(64)).hex()
        picture = f"x'{blob}'" if engine == SQLITE else f"'\\x{blob}'"
        statements.append(
            f"INSERT INTO item VALUES ({number}, 'Café {number}', {'NULL' if number % 3 else repr('')},"
            f" '{number}.123456789', {0.0 if number == 7 else number / 3}, {picture},"
            f" '2024-03-{number % 28 + 1:02} 13:30:00', '2024-05-{number % 28 + 1:02}')"
        )
    return statements + [f"INSERT INTO line VALUES ('{number % 5}', 'line {number}')" for number in range(20)]


@dataclass(frozen=True)
class Corruption:
    """``sql`` by engine; absent: the engine cannot hold such a value.  ``columns``: those named as different."""

    name: str
    sql: dict[str, tuple[str, ...]]
    kinds: tuple[str, ...]
    columns: tuple[str, ...] = ()
    changes_count: bool = False
    table: str = "item"
    why_not: str = ""


def _both(*statements: str) -> dict[str, tuple[str, ...]]:
    return {SQLITE: statements, POSTGRESQL: statements}


CORRUPTIONS = (
    Corruption("a lost row", _both("DELETE FROM item WHERE id = 7"), ("missing",), changes_count=True),
    Corruption(
        "a lost row without a key",
        _both("DELETE FROM line WHERE text = 'line 3'"),
        ("missing",),
        changes_count=True,
        table="line",
    ),
    Corruption(
        "a doubled row",
        _both("INSERT INTO line SELECT * FROM line WHERE text = 'line 3'"),
        ("extra",),
        changes_count=True,
        table="line",
    ),
    Corruption(
        "one row lost, another doubled",
        _both(
            "DELETE FROM line WHERE text = 'line 3'",
            "INSERT INTO line SELECT * FROM line WHERE text = 'line 4'",
        ),
        ("extra", "missing"),
        table="line",
    ),
    Corruption(
        "two rows swapped",
        _both(
            "UPDATE item SET id = 1000 WHERE id = 7",
            "UPDATE item SET id = 7 WHERE id = 8",
            "UPDATE item SET id = 8 WHERE id = 1000",
        ),
        ("changed", "changed"),
        ("label", "amount"),
    ),
    Corruption(
        "two values swapped between rows",
        _both("UPDATE item SET day = CASE id WHEN 7 THEN '2024-05-09' ELSE '2024-05-08' END WHERE id IN (7, 8)")
        | {
            POSTGRESQL: (
                """UPDATE item SET day = CASE id WHEN 7 THEN date '2024-05-09' ELSE date '2024-05-08' END
                WHERE id IN (7, 8)""",
            )
        },
        ("changed", "changed"),
        ("day",),
    ),
    Corruption(
        "one bit of a blob",
        {
            SQLITE: ("UPDATE item SET picture = CAST(x'30' || substr(picture, 2) AS BLOB) WHERE id = 7",),
            POSTGRESQL: ("UPDATE item SET picture = set_bit(picture, 0, 1 - get_bit(picture, 0)) WHERE id = 7",),
        },
        ("changed",),
        ("picture",),
    ),
    Corruption(
        "a trailing blank", _both("UPDATE item SET label = label || ' ' WHERE id = 7"), ("changed",), ("label",)
    ),
    Corruption("'' for NULL", _both("UPDATE item SET note = '' WHERE id = 7"), ("changed",), ("note",)),
    Corruption("NULL for ''", _both("UPDATE item SET note = NULL WHERE id = 6"), ("changed",), ("note",)),
    Corruption(
        "a shifted hour",
        _both("UPDATE item SET moment = '2024-03-08 12:30:00' WHERE id = 7"),
        ("changed",),
        ("moment",),
    ),
    Corruption(
        "a rounded last digit", _both("UPDATE item SET amount = '7.12345679' WHERE id = 7"), ("changed",), ("amount",)
    ),
    Corruption(
        "-0.0 for 0.0",
        {POSTGRESQL: ("UPDATE item SET ratio = '-0' WHERE id = 7",)},
        ("changed",),
        ("ratio",),
        why_not="stored as 0.0",
    ),
    Corruption(
        "NaN for a number",
        {POSTGRESQL: ("UPDATE item SET ratio = 'NaN' WHERE id = 7",)},
        ("changed",),
        ("ratio",),
        why_not="stored as NULL",
    ),
    Corruption(
        "an unnormalised accent",
        _both("UPDATE item SET label = 'Cafe\u0301 7' WHERE id = 7"),
        ("changed",),
        ("label",),
    ),
    Corruption("a changed case", _both("UPDATE item SET label = 'café 7' WHERE id = 7"), ("changed",), ("label",)),
    Corruption("a row that nobody copied", _both("INSERT INTO item (id) VALUES (900)"), ("extra",), changes_count=True),
)
