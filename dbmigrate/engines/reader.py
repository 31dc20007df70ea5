"""Connections that read rows of a source, under one view of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from msgspec import Struct, field

from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.conditions import Condition
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.table import Column, Table


class TableRead(Struct, frozen=True):
    """One ordered, streaming read.  ``key`` empty: the table as it comes.

    ``where``: only rows that meet it.
    """

    table: Table
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    key_range: KeyRange = field(default_factory=KeyRange)
    where: Condition | None = None
    key_is_unique: bool = True
    """False: rows may share a key, so a read cannot go on from the last key it has seen."""
    most_rows: int | None = None
    """No more rows than this are wanted; a read may give more where stopping early costs nothing."""
    compares: bool = False
    """Each batch is only looked at by the thread that reads: tables with large values are read one at a time."""
    marks: bool = False
    """A large value may come as its mark (``model.large_values``)."""


class Tally(Struct, frozen=True):
    """How many rows, and a sum of hashes of what identifies each, so that rows that came and as many that went are
    noticed; None where the engine has none.  Comparable with what the same source has told of the same table."""

    rows: int
    keys: str | None = None


BoundOf = Callable[[int | str | None], int | str | None]


class Survey(Struct, frozen=True):
    """Of a table and one of its columns.  ``mark``: as ``high_water_mark``; ``below``: the bound that was asked about;
    ``below_mark``: the one that belongs to the mark.  ``rest``: what the rows meet that are not below the first."""

    mark: int | str
    below: Tally
    below_mark: Tally
    rest: Condition


class Reader(Protocol):
    """A connection that reads under one consistent view."""

    def read(self, read: TableRead, *, batch_rows: int, batch_bytes: int) -> Iterator[SourceBatch]:
        """Rows in key order, in ``arrow_type`` of each column's logical type, lazily.

        Each yielded batch holds at most ``batch_rows`` rows and about ``batch_bytes`` bytes, and is
        never empty.
        """

    def count(self, read: TableRead) -> int: ...

    def count_if_same(self, read: TableRead, other: Reader, others: TableRead, streams: int) -> int | None:
        """How many rows, where ``other`` holds the very same ones, value for value as they are stored: told by the
        databases, so that no row comes here.  None where rows differ, or where they cannot tell that none does.

        ``others``: the same columns under the other reader's names, in the same order.  ``streams``: how many
        connections may be at work on each side.  A statement in its own
        transaction may be used, so what this says is of a state that is no older than the view's.

        Raises SourceFault where it is ``other`` that failed.
        """

    def tally(self, read: TableRead) -> Tally:
        """One scan; rows are known by ``read.key``."""

    def survey(self, read: TableRead, column: Column, bound: int | str, bound_of: BoundOf, /) -> Survey | None:
        """What ``high_water_mark`` and two tallies say, for less than these cost; None where there is no such way.

        ``bound_of``: a mark's; for one that is not less than the last, a bound that is not less either.
        """

    def split(self, read: TableRead, chunks: int) -> list[KeyRange]:
        """At most so many key ranges that together cover the read, in the order of the key; one range when it
        cannot be split, or is too small for that."""

    def high_water_mark(self, table: Table, column: str) -> int | str | None:
        """The greatest value of the column under this view, as the engine's text.

        An integer only where the column's type does not say that it holds numbers, and it holds nothing else.
        """

    def close(self) -> None: ...


class SourceView(Protocol):
    """One consistent view of the source, shared by readers."""

    description: str
    state_token: str | None
    """Of the state that this view sees: two views with one token see the same rows in every table.  At most 64
    characters.  None where that cannot be proved: a wrong token loses rows."""

    def open_reader(self) -> Reader: ...

    def close(self) -> None: ...
