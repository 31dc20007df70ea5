"""One part of one table compared, and taken apart where it differs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol

import pyarrow as pa

from dbmigrate.compute.digest import DIGEST_NAME
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.model.large_values import ROOM
from dbmigrate.model.plan import TablePlan, WriteMode
from dbmigrate.model.verdicts import ChunkVerdict, RowDifference, Verdict
from dbmigrate.verify.as_stored import as_stored
from dbmigrate.verify.buckets import BucketDigests, BucketHasher, RowHashes
from dbmigrate.verify.comparison import KeyDifferences, compare_hashes
from dbmigrate.verify.differences import SHOWN, show_differences
from dbmigrate.verify.parts import Part
from dbmigrate.verify.rows import READ_ROWS, FoundRows, with_marks
from dbmigrate.verify.same_rows import count_if_same
from dbmigrate.verify.scope import RowFilter
from dbmigrate.verify.side_by_side import after_the_same
from dbmigrate.verify.sides import Sides

HASHES_AT_ONCE = 1_000_000
"""Rows of both sides whose hashes are held at a time: about 130 MB at the peak of a comparison."""

BY_DIGESTS = "target against the digests recorded while copying"
BY_SOURCE = "source and target read again, row by row"
BY_DATABASES = "source and target compared by the databases, row by row"
BY_COUNTS = "counts only: rows were not compared"


class Excused(Protocol):
    """What the reject list knows of a table's source rows: their texts, or those of their keys."""

    def __call__(self, table: TablePlan, *, by_key: bool) -> frozenset[str]: ...


class PartCheck:
    """``excused``: asked once something differs; ``brought``: where there are fewer rows than the batches have counted.
    ``row_filter``: only such rows, on both sides.  Used by one thread; closed by it.
    """

    def __init__(
        self,
        part: Part,
        sides: Sides,
        excused: Excused,
        *,
        brought: Callable[[Part], int | None] = lambda _: None,
        row_filter: RowFilter | None = None,
    ) -> None:
        self.part = as_stored(part, sides.whole_type, dated=row_filter is not None)
        """The part as it is compared."""
        # Rows of which types hold every value are spelled otherwise than on the reject list; keys are not.
        self._by_key = self.part is not part
        self._sides = sides
        self._ask_excused = excused
        self._ask_brought = brought
        self._excused: frozenset[str] | None = None
        self._filter = row_filter
        self.hasher = BucketHasher(self.part.into)
        self._found = FoundRows(self.part.into, sides.target, batch_rows=sides.pace.batch_rows(READ_ROWS))

    def close(self) -> None:
        ROOM.leave()
        self.hasher.close()

    @property
    def _others_may_be_there(self) -> bool:
        """An upsert is planned into tables that hold rows; digests that fit say all the same that none are."""
        return self.part.into.may_hold_rows or self.part.into.mode is WriteMode.UPSERT

    def verdict(self, level: str) -> ChunkVerdict:
        """``level``: counts, hashes or source."""
        started = time.monotonic()
        if level == "counts":
            return self._by_counts(started)
        part = self.part
        known = part.digest if part.digest_name == DIGEST_NAME else None
        if level == "source" or known is None:
            rows = None if self._filter or self._others_may_be_there else count_if_same(part, self._sides)
            if rows is not None:
                return self._chunk(Verdict.MATCH, rows, rows, BY_DATABASES, started)
            return self._side_by_side(started)
        found = self.hasher.digests(self.found_rows())
        flaws = self._found.flaws
        whole = not (self._filter or flaws)
        if level == "hashes" and whole and known == found.total:
            rows = found.total.rows
            return self._chunk(Verdict.MATCH, rows, rows, BY_DIGESTS, started)
        return self._by_source(found, flaws, started)

    def groups(self) -> Iterator[KeyDifferences]:
        """The differences of this part, a group of buckets at a time."""
        found = self.hasher.digests(self.found_rows())
        expected = self.hasher.digests(self.expected_rows())
        for group in _bucket_groups(expected.differing(found), expected, found):
            yield self._compared(group)

    def expected_rows(self) -> Iterator[pa.RecordBatch]:
        return self._read_source(None)

    def found_rows(self) -> Iterator[pa.RecordBatch]:
        rows = self._sides.pace.through(self._found.rows(self.part.key_range))
        return rows if self._filter is None else map(self._filter, rows)

    def _read_source(self, only: frozenset[str] | None) -> Iterator[pa.RecordBatch]:
        part, pace = self.part, self._sides.pace
        rows = self._sides.expected.rows(
            part.table,
            part.number,
            self._sides.source,
            only=only,
            by_key=self._by_key,
            key_range=part.key_range,
            batch_rows=pace.batch_rows(READ_ROWS),
        )
        shown = pace.through(map(partial(with_marks, part.into), rows))
        return shown if self._filter is None else map(self._filter, shown)

    def _rejected_rows(self) -> Iterator[pa.RecordBatch]:
        if self._excused is None:
            self._excused = self._ask_excused(self.part.table, by_key=self._by_key)
        return self._read_source(self._excused) if self._excused else iter(())

    def _by_counts(self, started: float) -> ChunkVerdict:
        part, into = self.part, self.part.into
        read = TableRead(into.table, into.table.columns)
        if part.key_range is not None:
            read = TableRead(into.table, into.table.columns, into.key, part.key_range)
        try:
            found = self._sides.target.count(read)
        except EngineFault as fault:
            raise side_error(fault, "target", f"count of {into.table.name} failed", number=40) from None
        expected = part.rows
        if found < expected and part.key_range is None:
            brought = self._ask_brought(part)
            expected = expected if brought is None else brought
        same = found >= expected if self._others_may_be_there else found == expected
        verdict = Verdict.NOT_VERIFIED if same else Verdict.MISMATCH
        return self._chunk(verdict, expected, found, BY_COUNTS, started)

    def _side_by_side(self, started: float) -> ChunkVerdict:
        rest = after_the_same(self.part.into, self.expected_rows(), self.found_rows())
        expected, found = self.hasher.digests(rest.expected), self.hasher.digests(rest.found)
        flaws = self._found.flaws
        if not flaws and not expected.differing(found):
            rows = rest.alike + found.total.rows
            return self._chunk(Verdict.MATCH, rows, rows, BY_SOURCE, started)
        if rest.alike:
            # Which rows differ is looked for by bucket, and a bucket is taken whole.
            found = self.hasher.digests(self.found_rows())
            return self._by_source(found, self._found.flaws, started)
        return self._by_source(found, flaws, started, expected)

    def _by_source(
        self,
        found: BucketDigests,
        flaws: list[RowDifference],
        started: float,
        expected: BucketDigests | None = None,
    ) -> ChunkVerdict:
        if expected is None:
            expected = self.hasher.digests(self.expected_rows())
        differences, total, complete = list(flaws), len(flaws), len(flaws) < SHOWN
        groups = list(_bucket_groups(expected.differing(found), expected, found))
        # Where the target may hold rows of its own, or lack rows that were rejected, every bucket may differ
        # without a fault, and each has to be looked into.
        for number, group in enumerate(groups, 1):
            of_group = self._compared(group)
            total += of_group.total
            if of_group.total and len(differences) < SHOWN:
                differences += show_differences(
                    self.part.into,
                    self.hasher,
                    of_group.keys,
                    self.expected_rows(),
                    self.found_rows(),
                    ignore_extra=self._others_may_be_there,
                    excused=self._rejected_rows(),
                )
            if total >= SHOWN and number < len(groups):
                complete = False
                break
        return self._chunk(
            Verdict.MISMATCH if total else Verdict.MATCH,
            expected.total.rows,
            found.total.rows,
            BY_SOURCE,
            started,
            tuple(differences[:SHOWN]),
            total,
            complete,
        )

    def _compared(self, group: set[int]) -> KeyDifferences:
        def hashes(batches: Iterable[pa.RecordBatch]) -> RowHashes:
            return RowHashes.joined([self.hasher.row_hashes(batch, group) for batch in batches])

        into = self.part.into
        return compare_hashes(
            hashes(self.expected_rows()),
            hashes(self.found_rows()),
            hashes(self._rejected_rows()),
            has_key=bool(into.key),
            ignore_extra=self._others_may_be_there,
        )

    def _chunk(
        self,
        verdict: Verdict,
        expected: int,
        found: int,
        method: str,
        started: float,
        differences: tuple[RowDifference, ...] = (),
        total: int = 0,
        complete: bool = True,
    ) -> ChunkVerdict:
        key_range = "(all)" if self.part.key_range is None else str(self.part.key_range)
        seconds = time.monotonic() - started
        return ChunkVerdict(key_range, verdict, expected, found, method, differences, total, complete, seconds)


def _bucket_groups(buckets: Iterable[int], expected: BucketDigests, found: BucketDigests) -> Iterator[set[int]]:
    """The buckets in groups that together hold about ``HASHES_AT_ONCE`` rows, so that memory stays bounded."""
    group: set[int] = set()
    rows = 0
    for bucket in buckets:
        size = int(expected.rows[bucket]) + int(found.rows[bucket])
        if group and rows + size > HASHES_AT_ONCE:
            yield group
            group, rows = set(), 0
        group.add(bucket)
        rows += size
    if group:
        yield group
