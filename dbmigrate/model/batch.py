"""Batches of rows on their way from source to target."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.model.keys import KeyValue


class Unreadable(Struct, frozen=True):
    """A source value that its column's type cannot hold, found while reading.

    ``consent``: the consent under which the value that the batch has in its place may be taken; empty: none.
    """

    row: int
    column: str
    reason: str
    consent: str = ""


class Next(Enum):
    """What its reader knows to come behind a batch, before it has read on."""

    UNKNOWN = "unknown"
    ROWS = "rows"
    LARGE_ROW = "large_row"
    """One that fills a batch by itself."""


class SourceBatch(Struct, frozen=True):
    """Rows of one table in source types; ``through_key`` is the key of the last row, None without key."""

    rows: pa.RecordBatch
    through_key: KeyValue | None
    unreadable: tuple[Unreadable, ...] = ()
    next: Next = Next.UNKNOWN

    @property
    def size_bytes(self) -> int:
        return int(self.rows.nbytes)

    def only(self, numbers: Sequence[int]) -> SourceBatch:
        """These rows alone, which are read as far as before."""
        place = {old: new for new, old in enumerate(numbers)}
        flaws = tuple(replace(flaw, row=place[flaw.row]) for flaw in self.unreadable if flaw.row in place)
        return SourceBatch(self.rows.take(pa.array(numbers, pa.int64())), self.through_key, flaws)


class Reject(Struct, frozen=True):
    """A row that will not be in the target, and why."""

    key: str
    reason: str
    column: str | None
    message: str
    row: str
    """The source row as JSON text."""


class Digest(Struct, frozen=True):
    """Count and two sums (mod 2**64) of row hashes; order does not matter, equal rows do not cancel."""

    rows: int = 0
    first: int = 0
    second: int = 0

    def __add__(self, other: Digest) -> Digest:
        mask = (1 << 64) - 1
        return Digest(self.rows + other.rows, (self.first + other.first) & mask, (self.second + other.second) & mask)

    def __neg__(self) -> Digest:
        """What takes these rows out of a sum again."""
        mask = (1 << 64) - 1
        return Digest(-self.rows, -self.first & mask, -self.second & mask)
