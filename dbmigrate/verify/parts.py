"""Tables cut into parts that are verified, recorded and repaired by themselves.

A part is a range of the key where both engines must agree on its order and on where NULL is: integer
columns, copied as they are, NOT NULL on both sides.  Every other table is one part, compared by buckets of
its key's hash, which need no order.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from dbmigrate.ledger.entries import BatchMark
from dbmigrate.model.batch import Digest
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import IntoPlan, ReadMethod, TablePlan
from dbmigrate.model.types import Kind

PART_ROWS = 1_000_000


class Part(Struct, frozen=True):
    """``number`` of the target in the table's plan.  ``key_range`` None: the whole table.

    ``rows``: inserted by the ledger; ``digest``: of them, None where it is not known; ``digest_name``: its kind.
    """

    table: TablePlan
    number: int
    key_range: KeyRange | None
    rows: int
    digest: Digest | None
    digest_name: str | None

    @property
    def into(self) -> IntoPlan:
        return self.table.into[self.number]

    @property
    def name(self) -> str:
        """Stable from one verification to the next, as long as nothing was copied in between."""
        return f"{self.table.name} -> {self.into.table.name} {self.key_range or '(all)'}"


def parts_of(table: TablePlan, number: int, marks: Sequence[BatchMark], *, part_rows: int = PART_ROWS) -> list[Part]:
    """``marks``: of this table and target, in the order of run, chunk and batch."""
    into = table.into[number]
    filled = [mark for mark in marks if mark.adds_rows]
    if len(filled) < 2 or not _in_one_order(table, into) or not _one_after_the_other(filled):
        return [_part(table, number, None, filled)]
    parts: list[Part] = []
    held: list[BatchMark] = []
    rows, after = 0, None
    for mark in filled[:-1]:
        held.append(mark)
        rows += mark.rows_added
        if rows >= part_rows:
            parts.append(_part(table, number, KeyRange(after, mark.through_key), held))
            held, rows, after = [], 0, mark.through_key
    whole = KeyRange(after, None) if parts else None
    return [*parts, _part(table, number, whole, [*held, filled[-1]])]


def _part(table: TablePlan, number: int, key_range: KeyRange | None, marks: Sequence[BatchMark]) -> Part:
    digest: Digest | None = Digest()
    names = {mark.digest_name for mark in marks}
    for mark in marks:
        digest = digest + mark.digest if digest is not None and mark.digest is not None else None
    if len(names) > 1:
        digest = None
    rows = sum(mark.rows_added for mark in marks)
    return Part(table, number, key_range, rows, digest, next(iter(names)) if len(names) == 1 else None)


def _in_one_order(table: TablePlan, into: IntoPlan) -> bool:
    if table.method is not ReadMethod.KEYSET or not table.key_is_enforced or len(into.key) != len(table.key):
        return False
    columns = {column.name.casefold(): column for column in into.columns}
    for source_name, target_name in zip(table.key, into.key, strict=True):
        source, target = table.source.column(source_name), columns.get(target_name.casefold())
        if source is None or target is None or (target.source or "").casefold() != source_name.casefold():
            return False
        # Between SQLite files a column of integers travels with its storage class.
        integers = source.type.kind in (Kind.INTEGER, Kind.STORAGE) and target.target.type.kind is Kind.INTEGER
        if not integers or source.nullable or target.target.nullable:
            return False
    return True


def _one_after_the_other(marks: Sequence[BatchMark]) -> bool:
    """Whether each batch took up where the one before it ended, from the first row of the table to the last."""
    chunks = list({(mark.run_id, mark.chunk_no): mark.chunk for mark in marks}.values())
    one_run = len({mark.run_id for mark in marks}) == 1
    connected = all(before.through == behind.after for before, behind in pairwise(chunks))
    # A bound that is open lies at one end of the table: in the middle it would make two chunks of one place.
    inner = [before.through for before in chunks[:-1]]
    ends_open = chunks[0].after is None and chunks[-1].through is None and None not in inner
    return (
        one_run
        and connected
        and ends_open
        and all(
            mark.through_key is not None and all(isinstance(value, int) for value in mark.through_key)
            for mark in marks[:-1]
        )
    )
