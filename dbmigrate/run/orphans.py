"""Rows whose parent is not in the source, found beside the rows as they are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing

from msgspec.structs import replace

from dbmigrate.engines.base import Engine
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.conditions import AnyOf, Condition, HasParent, IsNull, both
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import OrphanRule, TablePlan
from dbmigrate.model.table import Table
from dbmigrate.transform.prepare import Preparer

_BATCH_BYTES = 16 * 1024 * 1024


def not_orphaned(rule: OrphanRule, described: Table) -> Condition:
    """Rows that have their parent, or name none.  ``described``: the source table with all its columns."""
    columns = [column for own, _ in rule.on if (column := described.column(own)) is not None]
    return AnyOf((HasParent(rule.parent, rule.on), *(IsNull(column) for column in columns)))


class Orphans:
    """``open_reader``: of the view under which the rows are read, or of one as late.  Holds the keys of one batch.

    A second reader, because the first is in the middle of its rows.
    """

    def __init__(
        self,
        table: TablePlan,
        rule: OrphanRule,
        source: Engine,
        preparer: Preparer,
        open_reader: Callable[[], Reader],
        where: Condition | None,
    ) -> None:
        self._table = table
        self._rule = rule
        self._preparer = preparer
        self._open_reader = open_reader
        self._where = both(where, HasParent(rule.parent, rule.on, absent=True))
        described = source.describe_table(table.source.name) or table.source
        wanted = {name.casefold() for name in (*table.key, *(own for own, _ in rule.on))}
        # In the types in which the rows themselves are read, so that a key has one text.
        as_read = {column.name: column for column in table.source.columns}
        self._columns = tuple(as_read.get(c.name, c) for c in described.columns if c.name.casefold() in wanted)
        self._reader: Reader | None = None

    def are_there(self) -> bool:
        """Whether there is any; costs one count in the source."""
        return self._opened().count(self._read(KeyRange())) > 0

    def rows(self, batch: SourceBatch, after: KeyRange) -> list[int]:
        """Numbers of the batch's rows that have no parent.  ``after``: where its range begins."""
        if not batch.rows.num_rows:
            return []
        read = self._read(KeyRange(after.after, batch.through_key))
        found: set[str] = set()
        for part in self._opened().read(read, batch_rows=batch.rows.num_rows, batch_bytes=_BATCH_BYTES):
            named = part.rows
            for own, _ in self._rule.on:
                named = named.filter(pc.is_valid(named.column(own)))
            found.update(self._preparer.key_texts(named))
        if not found:
            return []
        return [number for number, text in enumerate(self._preparer.key_texts(batch.rows)) if text in found]

    def numbers(self, batch: SourceBatch, after: KeyRange, chosen: Sequence[int]) -> list[int]:
        """The same among the chosen rows alone, numbered as they are there."""
        lost = set(self.rows(batch, after))
        return [number for number, row in enumerate(chosen) if row in lost]

    def close(self) -> None:
        if self._reader is not None:
            with closing(self._reader):
                self._reader = None

    def _read(self, key_range: KeyRange) -> TableRead:
        table = replace(self._table.source, columns=self._columns)
        unique = self._table.key_is_enforced
        return TableRead(table, self._columns, self._table.key, key_range, self._where, key_is_unique=unique)

    def _opened(self) -> Reader:
        if self._reader is None:
            self._reader = self._open_reader()
        return self._reader
