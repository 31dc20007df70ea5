"""The Oracle statements that dbmigrate writes, in SQLite's words; for ``server.py``."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

_PAIR = re.compile(r'"(\w+)"\."(\w+)"')
_REPLACED = (
    (re.compile(r"DATE '(\d{4}-\d\d-\d\d)'"), r"'\1 00:00:00.000000000'"),
    (re.compile(r"TIMESTAMP '([^']+)'"), r"'\1.000000000'"),
    (re.compile(r"DBMS_LOB\.COMPARE\("), "DBMS_LOB_COMPARE("),
    (re.compile(r"XMLTYPE\.GETCLOBVAL\("), "XML_TEXT("),
    (re.compile(r"FETCH FIRST (\d+) ROWS ONLY"), r"LIMIT \1"),
    (re.compile(r" AND ROWNUM = 1\b"), " LIMIT 1"),
    (re.compile(r"(?<=[ (]):(\d+)"), r"?\1"),
    (re.compile(r':"(\w+)"'), r":\1"),
    (re.compile(r"^DELETE FROM (\S+) t WHERE"), r"DELETE FROM \1 AS t WHERE"),
    (re.compile(r'(s\."\w+") <> (t\."\w+")'), r"DIFFERS(\1, \2)"),
)
_MERGE = re.compile(
    r"MERGE INTO (?P<into>\S+) t USING (?P<of>\(.*\)) s ON \((?P<match>.*?)\) "
    r"WHEN MATCHED THEN UPDATE SET (?P<set>.*?) WHERE (?P<differs>.*)",
    re.DOTALL,
)


def in_sqlite_words(statement: str, login: str) -> str:
    if found := _MERGE.fullmatch(statement):
        assignments = found["set"].replace('t."', '"')
        statement = (
            f"UPDATE {found['into']} AS t SET {assignments} FROM {found['of']} s"
            f" WHERE {found['match']} AND ({found['differs']})"
        )
    statement = _PAIR.sub(lambda pair: f'"{pair[2]}"' if pair[1] == login else f'"{pair[1]}.{pair[2]}"', statement)
    for pattern, put in _REPLACED:
        statement = pattern.sub(put, statement)
    return statement


def named_table(statement: str, login: str) -> list[tuple[str, str]]:
    """(owner, name) of the user's tables that the statement names; the dictionary's are not among them."""
    found = []
    for text in re.findall(r"\b(?:FROM|INTO|UPDATE|JOIN)\s+((?:\"[^\"]+\"|[\w$]+)(?:\.\"[^\"]+\")?)", statement):
        if pair := _PAIR.fullmatch(text):
            found.append((pair[1], pair[2]))
        elif text.startswith('"'):
            found.append((login, text[1:-1]))
        elif text.lower().startswith("dbmigrate_"):
            found.append((login, text.upper()))
    return found


def differs(left: Any, right: Any) -> bool | None:
    """Numbers are stored here as text of any spelling."""
    return None if left is None or right is None else _number(left) != _number(right)


def _number(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return Decimal(value)
        except InvalidOperation:
            return value
    return Decimal(value) if isinstance(value, int) else value


def to_number(text: str | None) -> str | None:
    return None if text is None else format(Decimal(text), "f")


def to_moment(text: str | None, _: str) -> str | None:
    if text is None:
        return None
    day, _, fraction = text.partition(".")
    return f"{day}.{fraction:0<9}"


def to_char(value: Any, model: str | None = None) -> Any:
    if value is None or model is None:
        return value
    if model == "TZH:TZM":
        return "+00:00"  # nothing here has another zone
    if model == "TM9":
        shown = format(Decimal(str(value)), "f")
        shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
        return shown.replace("0.", ".", 1) if shown.startswith(("0.", "-0.")) else shown
    digits = {".FF9": 9, ".FF6": 6}.get(model[-4:], 0)
    if model == "YYYYMMDDHH24MISS":
        return re.sub(r"\D", "", value)[:14]
    sign = " " if model.startswith("S") else ""
    return sign + (value[:19] + "." + f"{value[20:]:0<9}"[:digits] if digits else value[:19])


def lob_compare(left: str | None, right: str | None) -> int | None:
    if left is None or right is None:
        return None
    return (left > right) - (left < right)


def fits_number(value: Any, precision: int, scale: int) -> bool:
    return value is None or abs(Decimal(str(value))) < Decimal(10) ** (int(precision) - int(scale))


def _same(value: Any, *_: Any) -> Any:
    return value


FUNCTIONS: tuple[tuple[str, int, Callable[..., Any]], ...] = (
    ("DIFFERS", 2, differs),
    ("TO_NUMBER", 1, to_number),
    ("TO_TIMESTAMP", 2, to_moment),
    ("TO_DATE", 2, to_moment),
    ("FROM_TZ", 2, _same),
    ("SYS_EXTRACT_UTC", 1, _same),
    ("TO_NCHAR", 1, _same),
    ("ORA_HASH", 3, lambda value, most, seed: zlib.crc32(f"{seed} {value}".encode()) % (most + 1)),
    ("TO_CHAR", 1, to_char),
    ("TO_CHAR", 2, to_char),
    ("XML_TEXT", 1, _same),
    ("NVL2", 3, lambda value, there, absent: absent if value is None else there),
    ("DBMS_LOB_COMPARE", 2, lob_compare),
    ("RAWTOHEX", 1, lambda value: None if value is None else value.hex().upper()),
    ("fits_number", 3, fits_number),
)
