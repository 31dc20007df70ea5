"""A reader that is another one in all but how it reads."""

from __future__ import annotations

from dbmigrate.engines.reader import BoundOf, Reader, Survey, TableRead, Tally
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.table import Column, Table


class ReaderOver:
    """Without ``read``: that is for those who derive from it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def count(self, read: TableRead) -> int:
        return self._reader.count(read)

    def count_if_same(self, read: TableRead, other: Reader, others: TableRead, streams: int) -> int | None:
        under = other._reader if isinstance(other, ReaderOver) else other
        return self._reader.count_if_same(read, under, others, streams)

    def tally(self, read: TableRead) -> Tally:
        return self._reader.tally(read)

    def survey(self, read: TableRead, column: Column, bound: int | str, bound_of: BoundOf, /) -> Survey | None:
        return self._reader.survey(read, column, bound, bound_of)

    def split(self, read: TableRead, chunks: int) -> list[KeyRange]:
        return self._reader.split(read, chunks)

    def high_water_mark(self, table: Table, column: str) -> int | str | None:
        return self._reader.high_water_mark(table, column)

    def close(self) -> None:
        self._reader.close()
