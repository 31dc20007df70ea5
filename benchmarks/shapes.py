"""The shapes of data that are measured, and their rows; the same rows for the same size, always."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["small", "integer", "big", "code", "text", "clob", "moment", "money", "blob"]
Row = tuple[object, ...]

_EPOCH = datetime(2020, 1, 1)  # noqa: DTZ001 - the columns hold no offset either
_LARGE_EVERY, _LARGE_BYTES = 100, 20 << 20


@dataclass(frozen=True)
class Column:
    name: str
    kind: Kind


@dataclass(frozen=True)
class Table:
    """``row(i)`` is the row number i, from 0 on; ``key`` the columns of the primary key."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    row_count: int
    row: Callable[[int], Row]

    def rows(self) -> Iterator[Row]:
        return map(self.row, range(self.row_count))


@dataclass(frozen=True)
class Shape:
    name: str
    tables: tuple[Table, ...]

    @property
    def row_count(self) -> int:
        return sum(table.row_count for table in self.tables)


def _columns(spec: str) -> tuple[Column, ...]:
    kinds: dict[str, Kind] = {
        "s": "small", "i": "integer", "b": "big", "k": "code", "t": "text",
        "c": "clob", "m": "moment", "d": "money", "x": "blob",
    }  # fmt: skip
    return tuple(Column(name, kinds[letter]) for name, letter in (word.split(":") for word in spec.split()))


def _moment(seconds: int) -> str:
    return str(_EPOCH + timedelta(seconds=seconds))


_INTERACTION = _columns(
    "ik:k site:s seq:s iid:b started:m off:i direction:s contact:s media:i remote:t dnis:t "
    "queue_ms:i talk_ms:i hold_ms:i agent:t workgroup:t party:t ended:m cost:d note:t"
)


def _interaction(i: int) -> Row:
    return (
        f"K{i:017}", i % 3, 0, i, _moment(i), 3600, i % 4, 1, i % 7, f"+1317555{i % 10000}", f"+1800{i % 1000}",
        i % 1000, i % 2000, None if i % 5 == 0 else i % 77, f"user{i % 300}", f"Group {i % 30}", f"Jürgen ñ {i % 5000}",
        _moment(i + 100), (i % 100000) / 100, "note " + "x" * (i % 60),
    )  # fmt: skip


def narrow(rows: int) -> Shape:
    """One table of 20 columns with a key of three, as contact centres keep their interactions."""
    return Shape("narrow", (Table("interaction", _INTERACTION, ("ik", "site", "seq"), rows, _interaction),))


_WIDE_LETTERS = "itmdtbitts"
_WIDE = _columns("id:b " + " ".join(f"c{n:03}:{_WIDE_LETTERS[n % 10]}" for n in range(1, 200)))


def _wide(i: int) -> Row:
    values: dict[Kind, object] = {
        "integer": i, "text": f"value {i % 977}", "moment": _moment(i), "money": (i % 100000) / 100,
        "big": i << 33, "small": None if i % 3 else i % 100,
    }  # fmt: skip
    return (i, *(values[column.kind] for column in _WIDE[1:]))


def wide(rows: int) -> Shape:
    """One table of 200 columns; a twentieth of ``rows``."""
    return Shape("wide", (Table("wide", _WIDE, ("id",), max(rows // 20, 10), _wide),))


def _recording(i: int) -> Row:
    # Random bytes: what compresses to nothing would measure the compression.
    chance = random.Random(i)
    size = _LARGE_BYTES if i % _LARGE_EVERY == _LARGE_EVERY - 1 else chance.randrange(1 << 12, 1 << 19)
    return (i, f"recording {i}", chance.randbytes(size // 4).hex(), None if i % 7 == 3 else chance.randbytes(size))


def lobs(rows: int) -> Shape:
    """Text and bytes of 4 kB to 512 kB, each hundredth row 20 MiB; one row for each 2,500 of ``rows``."""
    table = Table("recording", _columns("id:i name:t transcript:c audio:x"), ("id",), max(rows // 2500, 10), _recording)
    return Shape("lobs", (table,))


_SMALL = _columns("id:i code:k label:t changed:m amount:d")


def _entry(i: int) -> Row:
    return (i, f"C{i:017}", f"label {i}", _moment(i), i / 4)


def many(rows: int) -> Shape:
    """A hundred small tables, together a tenth of ``rows``."""
    size = max(rows // 1000, 2)
    return Shape("many", tuple(Table(f"entry_{n:03}", _SMALL, ("id",), size, _entry) for n in range(100)))


SHAPES: dict[str, Callable[[int], Shape]] = {"narrow": narrow, "wide": wide, "lobs": lobs, "many": many}
