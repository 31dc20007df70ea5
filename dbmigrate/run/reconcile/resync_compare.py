"""What a resync finds in one target of a source table: rows to be written, and rows that are only told."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing

import numpy as np
import pyarrow as pa
from msgspec import Struct, field
from msgspec.structs import replace

from dbmigrate.compute.brought import as_wire
from dbmigrate.compute.digest import DIGEST_NAME
from dbmigrate.compute.row_hashes import by_key
from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.ledger.rejects import row_hash
from dbmigrate.ledger.written import WrittenKeys
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.conditions import both
from dbmigrate.model.deletions import CHANGED, EMPTY_SOURCE, UNKNOWN
from dbmigrate.model.plan import IntoPlan, TablePlan, WriteMode
from dbmigrate.model.prepared import REASON_UNMAPPED, PreparedBatch
from dbmigrate.model.reconciled import KeptRows, ResyncedTable
from dbmigrate.model.scope import TableScope
from dbmigrate.model.storage import stored_value
from dbmigrate.run.orphans import not_orphaned
from dbmigrate.run.reconcile.migrated_rows import (
    KeyReading,
    PastRuns,
    Unreached,
    WireKeys,
    count_rows,
    open_reader,
)
from dbmigrate.run.reconcile.side_run import Opened, SideRuns
from dbmigrate.run.table_reads import reading, resumable
from dbmigrate.verify import key_hashes
from dbmigrate.verify.changes import Compared, Hashed, RowHasher, row_digests
from dbmigrate.verify.gaps import KeyedRows
from dbmigrate.verify.key_hashes import bucket_flags, held, is_in, within
from dbmigrate.verify.rows import FoundRows
from dbmigrate.write.delete_writer import Expected

SHOWN = 100


class Gone(Struct, frozen=True):
    """Target rows that earlier runs have brought and that are no longer in the source, by the hashes of their keys.

    ``expected``: those that may be deleted, with the hashes with which they were brought.  ``kept``: the others, by
    reason, where the group says that such rows are deleted.
    """

    keys: np.ndarray
    expected: Expected = field(default_factory=Expected)
    kept: dict[str, np.ndarray] = field(default_factory=dict)


class Differences(Struct, frozen=True):
    """Of some buckets: hashes of target keys to be written, what has gone from the source, and what is only told.  Or
    of rows that no longer fit, or have ids of the target yet to be given: ``row_hash`` of their source keys, sorted."""

    write: np.ndarray
    unfit: np.ndarray
    missing: int
    changed: np.ndarray
    not_ours: np.ndarray
    gone: Gone


class Stay(Struct):
    """Rows that stay for one reason; ``keys``: of the first ones."""

    rows: int = 0
    keys: list[str] = field(default_factory=list)


class ResyncTally(Struct):
    inserted: int = 0
    updated: int = 0
    rejected: int = 0
    changed: int = 0
    missing: int = 0
    deleted: int = 0
    gone: int = 0
    deletable: int = 0
    not_ours: int = 0
    changed_keys: list[str] = field(default_factory=list)
    gone_keys: list[str] = field(default_factory=list)
    not_ours_keys: list[str] = field(default_factory=list)
    kept: dict[str, Stay] = field(default_factory=lambda: defaultdict(Stay))
    """Rows that are not deleted, by reason."""

    def told(self, table: TablePlan, into: IntoPlan, seconds: float) -> ResyncedTable:
        return ResyncedTable(
            table.group,
            table.name,
            str(into.table.name),
            self.inserted,
            self.updated,
            self.deleted,
            self.rejected,
            self.changed,
            self.gone,
            self.not_ours,
            self.missing,
            tuple(self.changed_keys),
            tuple(self.gone_keys),
            tuple(self.not_ours_keys),
            seconds=seconds,
            deletable_listed=self.deletable,
            kept=tuple(KeptRows(reason, stay.rows, tuple(stay.keys)) for reason, stay in self.kept.items()),
        )


class ExpectedBatch(Struct, frozen=True):
    """``hashed``: of the rows that should be in the target; ``read``: the source rows that they were made of."""

    hashed: Hashed
    prepared: PreparedBatch
    read: SourceBatch

    def standing(self, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Numbers of the accepted rows that stand behind a target row with one of these key hashes, and the hashes."""
        numbers, rows = (each.to_numpy() for each in self.prepared.targets[0].standing())
        keys = self.hashed.key[rows]
        chosen = is_in(keys, wanted)
        return numbers[chosen], keys[chosen]


class Comparison:
    """Used by one thread.  ``table``: as it is migrated, into all its targets.

    ``keeps_gone``: why no row of the target may be deleted, if there is such a reason.
    """

    def __init__(
        self,
        runs: SideRuns,
        opened: Opened,
        past: PastRuns,
        unreached: Unreached,
        table: TablePlan,
        into: IntoPlan,
        keeps_gone: str = "",
    ) -> None:
        self.whole = table
        self._keeps_gone = keeps_gone
        self.table = replace(table, into=(replace(into, mode=WriteMode.UPSERT),))
        """Into this target alone, where rows that differ are put right."""
        self.past = past
        self._runs = runs
        self._opened = opened
        self._unreached = unreached
        self._into = into
        self._connection = sealed_connection({})
        self._hasher = RowHasher(into, self._connection)
        identity, inputs = opened.plan.source_identity, runs.settings.inputs
        self._keys = WireKeys(runs.target, identity, inputs, opened.link.questions)
        self._preparer = self._keys.preparer(self.table)

    def close(self) -> None:
        self._connection.close()
        self._preparer.close()

    def differences(self, tally: ResyncTally, *, lists_all: bool) -> Iterator[Differences]:
        """Bucket group by bucket group; the target is not being read while one is looked at."""
        with ExitStack() as opened:
            source, target = self._sides(opened)
            refused = _Count()
            expected = row_digests(_noted(self.expected(source), refused))
            there = row_digests(self._there(target))
            groups = list(bucket_flags(expected.differing(there), expected, there))
        for flags in groups:
            with ExitStack() as opened:
                source, target = self._sides(opened)
                found = self._compared(flags, source, target)
                self._tell(found, tally, source, target, lists_all=lists_all)
            yield found
        parts = -(-refused.rows // key_hashes.HELD_ROWS)
        for number in range(parts):
            with self._runs.reader() as source:
                found = self._unfit(number, parts, source)
            tally.missing += found.missing if lists_all else 0
            yield found

    def _sides(self, opened: ExitStack) -> tuple[Reader, Reader]:
        source = opened.enter_context(self._runs.reader())
        return source, open_reader(opened, self._runs.target, "target")

    def _compared(self, flags: np.ndarray, source: Reader, target: Reader) -> Differences:
        compared = Compared(flags, self._there(target))
        for batch in self.expected(source):
            compared.show(batch.hashed)
        extra = compared.extra
        if len(extra):
            # Rows that do not fit, or that filters leave out now, are in the source all the same.
            for keys in self._source_keys(source):
                compared.exists(keys)
            extra = compared.extra
        unreached = self._unreached_keys(flags, source)
        changed, missing = compared.changed, compared.missing
        changed, missing = changed[~is_in(changed, unreached)], missing[~is_in(missing, unreached)]
        ours = self._written_by_us(flags) if len(changed) or len(extra) else np.zeros(0, np.uint64)
        may_write = np.ones(len(changed), dtype=bool)
        if self._into.mode is not WriteMode.UPSERT:
            may_write = is_in(changed, ours)
        not_ours, changed = changed[~may_write], changed[may_write]
        updates = changed if self.whole.resync.updates else changed[:0]
        missing = self._not_listed(missing, source)
        return Differences(
            np.union1d(updates, missing),
            np.zeros(0, np.int64),
            len(missing),
            changed,
            not_ours,
            self._gone(extra[is_in(extra, ours)], compared, source),
        )

    def _gone(self, keys: np.ndarray, compared: Compared, source: Reader) -> Gone:
        """Which of these rows may be deleted: those that are as a run has left them."""
        if not self.whole.resync.deletes or not len(keys):
            return Gone(keys)
        if self._keeps_gone:
            return Gone(keys, kept={self._keeps_gone: keys})
        if not count_rows(source, self.whole, None):
            return Gone(keys, kept={EMPTY_SOURCE: keys})
        recorded, known = np.zeros(len(keys), np.uint64), np.zeros(len(keys), dtype=bool)
        for of_keys, of_rows in self._journal.hashes(*self._names, DIGEST_NAME):
            chosen = is_in(of_keys, keys)
            places = np.searchsorted(keys, of_keys[chosen])
            # A later batch has written over what an earlier one brought.
            recorded[places], known[places] = of_rows[chosen], True
        same = known & (recorded == compared.rows_of(keys))
        kept = {CHANGED: keys[known & ~same], UNKNOWN: keys[~known]}
        return Gone(
            keys, Expected(keys[same], recorded[same]), {why: those for why, those in kept.items() if len(those)}
        )

    def _unfit(self, number: int, parts: int, source: Reader) -> Differences:
        """Of the rows that are refused those that are on no list, and that a run has come to; one part of them, by
        their hashes, so that no more are held at once than of any other rows."""
        found, unmapped = [np.zeros(0, np.int64)], [np.zeros(0, dtype=bool)]
        for batch in self.expected(source):
            rejects = batch.prepared.rejects
            if not rejects:
                continue
            hashes = np.array([row_hash(reject.key, "") for reject in rejects], np.int64)
            mine = np.flatnonzero(hashes.astype(np.uint64) % np.uint64(parts) == number)
            known = self.past.listed(self.whole.name, [rejects[row].key for row in mine])
            fresh = [row for row in mine if rejects[row].key not in known]
            found.append(hashes[fresh])
            unmapped.append(np.array([rejects[row].reason == REASON_UNMAPPED for row in fresh], dtype=bool))
        keys, first = np.unique(np.concatenate(found), return_index=True)
        no_id = np.concatenate(unmapped)[first]
        if len(keys):
            with closing(self._key_reading(source)) as reading:
                for rows in self._unreached_rows(reading, source):
                    texts = [*reading.preparer.key_texts(rows.source), *(reject.key for reject in rows.refused)]
                    left = ~is_in(keys, np.unique(np.array([row_hash(text, "") for text in texts], np.int64)))
                    keys, no_id = keys[left], no_id[left]
        nothing = np.zeros(0, np.uint64)
        return Differences(nothing, keys, int(no_id.sum()), nothing, nothing, Gone(nothing))

    def _not_listed(self, missing: np.ndarray, source: Reader) -> np.ndarray:
        """Without rows on the reject list, which are a retry's business."""
        if not len(missing) or not self.past.has_rejects(self.whole.name):
            return missing
        wanted: list[int] = []
        for batch in self.expected(source):
            numbers, keys = batch.standing(missing)
            if len(numbers):
                rows = batch.prepared.source_rows.take(pa.array(numbers, pa.int64()))
                texts = self._preparer.key_texts(rows)
                known = self.past.listed(self.whole.name, texts)
                wanted += [key for key, text in zip(keys, texts, strict=True) if text not in known]
        return np.intersect1d(missing, np.array(wanted, np.uint64))

    def _unreached_keys(self, flags: np.ndarray, source: Reader) -> np.ndarray:
        """Of rows that no run has come to: the next pass takes them."""
        with closing(self._key_reading(source)) as reading:
            keys, rows = _counted((self._hashes(each) for each in self._unreached_rows(reading, source)), flags)
            if not self._into.distinct or not len(keys):
                return keys
            # Several source rows stand behind a row; it is the next pass's if that is so of all of them.
            known, every = _counted((self._hashes(each) for each in reading.all_in_scope()), flags)
        chosen: np.ndarray = keys[rows >= every[np.searchsorted(known, keys)]]
        return chosen

    def _unreached_rows(self, reading: KeyReading, source: Reader) -> Iterator[KeyedRows]:
        return reading.not_yet(self._unreached.rows(self.whole, self.past, source), self.past)

    def _hashes(self, rows: KeyedRows) -> np.ndarray:
        return self._hasher.keys.hashes(rows.wire)

    def _key_reading(self, source: Reader, *, in_scope: bool = True) -> KeyReading:
        table = self.whole if in_scope else replace(self.whole, scope=TableScope())
        return KeyReading(table, self._into, self._keys, source)

    def _written_by_us(self, flags: np.ndarray) -> np.ndarray:
        """Keys that earlier runs have inserted, by the journal; without those that a later run has deleted, because
        a row that has such a key now is another one."""
        deleted, by = self._deleted_by_us(flags)

        def counting() -> Iterator[np.ndarray]:
            for run_id, rows in self._journal.inserted_by_run(*self._names):
                keys = self.key_hashes(as_wire(self._into, rows))
                if len(deleted):
                    places = np.minimum(np.searchsorted(deleted, keys), len(deleted) - 1)
                    keys = keys[(deleted[places] != keys) | (by[places] < run_id)]
                yield keys

        return held(counting(), flags)

    def _deleted_by_us(self, flags: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Sorted hashes of keys of rows that runs have deleted, and the newest such run of each."""
        keys, runs = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
        for run_id, rows, _ in self._journal.deleted_by_run(*self._names):
            chosen = within(self.key_hashes(as_wire(self._into, rows.select(list(self._into.key)))), flags)
            keys.append(chosen)
            runs.append(np.full(len(chosen), run_id, np.int64))
        # Newest first, so that of each key the first is taken.
        found, first = np.unique(np.concatenate(keys[::-1]), return_index=True)
        return found, np.concatenate(runs[::-1])[first]

    @property
    def _journal(self) -> WrittenKeys:
        ledger = self._opened.link.ledger
        return WrittenKeys(ledger.session, ledger.tables, self._opened.scope)

    @property
    def _names(self) -> tuple[str, str]:
        return self.whole.name, str(self._into.table.name)

    def key_hashes(self, rows: pa.RecordBatch) -> np.ndarray:
        return self._hasher.keys.hashes(rows)

    def there_by_key(self, target: Reader) -> Iterator[pa.RecordBatch]:
        """The keys of all rows of the target."""
        return FoundRows(by_key(self._into), target).rows()

    def expected(self, source: Reader, key: tuple[str, ...] = ()) -> Iterator[ExpectedBatch]:
        """The rows in scope as they should be in the target, in the order of ``key``."""
        table, settings = self.table, self._runs.settings
        where = table.scope.condition
        if table.orphans is not None:
            # Whether they stay out is for a pass to say, which puts them on the list.
            described = self._runs.source.describe_table(table.source.name) or table.source
            where = both(where, not_orphaned(table.orphans, described))
        read = TableRead(table.source, table.read_columns, key, where=where, key_is_unique=table.key_is_enforced)
        rows, size = settings.commit_rows, settings.commit_bytes
        with reading(table, number=40):
            for batch in resumable(source, table, read, batch_rows=rows, batch_bytes=size):
                prepared = self._preparer.prepare(batch)
                yield ExpectedBatch(self._hasher.of(prepared.targets[0].rows), prepared, batch)

    def _source_keys(self, source: Reader) -> Iterator[np.ndarray]:
        """Target keys of every row of the source, whether in scope or not."""
        with closing(self._key_reading(source, in_scope=False)) as reading:
            for rows in reading.all_in_scope():
                yield self._hashes(rows)

    def _there(self, target: Reader) -> Iterator[Hashed]:
        return (self._hasher.of(rows) for rows in FoundRows(self._into, target).rows())

    def _tell(self, found: Differences, tally: ResyncTally, source: Reader, target: Reader, *, lists_all: bool) -> None:
        """Count what is listed, and note the first keys."""
        tally.gone += len(found.gone.keys)
        tally.deletable += len(found.gone.expected.keys)
        tally.not_ours += len(found.not_ours)
        lists_changed = lists_all or not self.whole.resync.updates
        tally.changed += len(found.changed) if lists_changed else 0
        tally.missing += found.missing if lists_all else 0
        wanted = [(found.not_ours, tally.not_ours_keys)]
        if lists_all or not self.whole.resync.deletes:
            wanted.append((found.gone.keys, tally.gone_keys))
        wanted += self._stay(found.gone, tally)
        wanted += [(found.changed, tally.changed_keys)] if lists_changed else []
        self._show(wanted, target)

    def _stay(self, gone: Gone, tally: ResyncTally) -> Iterator[tuple[np.ndarray, list[str]]]:
        for reason, keys in gone.kept.items():
            tally.kept[reason].rows += len(keys)
            yield keys, tally.kept[reason].keys

    def _show(self, wanted: Sequence[tuple[np.ndarray, list[str]]], target: Reader) -> None:
        if not any(len(keys) and len(texts) < SHOWN for keys, texts in wanted):
            return
        for rows in self.there_by_key(target):
            self.note(rows, wanted)

    def note(self, rows: pa.RecordBatch, wanted: Sequence[tuple[np.ndarray, list[str]]]) -> None:
        """Of target keys the texts of those with one of the (sorted) hashes, no more than are shown."""
        hashes = self.key_hashes(rows)
        for keys, texts in wanted:
            for number in np.flatnonzero(is_in(hashes, keys))[: max(SHOWN - len(texts), 0)]:
                texts.append(_text(self._into, rows, int(number)))


class _Count(Struct):
    rows: int = 0


def _noted(batches: Iterator[ExpectedBatch], refused: _Count) -> Iterator[Hashed]:
    """The hashes of the rows; ``refused`` counts those that are refused."""
    for batch in batches:
        refused.rows += len(batch.prepared.rejects)
        yield batch.hashed


def _counted(parts: Iterator[np.ndarray], flags: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sorted hashes of the flagged buckets, and how often each is there."""
    kept = [within(part, flags) for part in parts]
    keys, rows = np.unique(np.concatenate([np.zeros(0, np.uint64), *kept]), return_counts=True)
    return keys, rows


def _text(into: IntoPlan, rows: pa.RecordBatch, number: int) -> str:
    """A target key as it is shown."""
    tagged = set(into.tagged)
    values = [(name, rows.column(name)[number].as_py()) for name in into.key]
    shown = [stored_value(value) if name in tagged else value for name, value in values]
    return json.dumps(
        shown, ensure_ascii=False, default=lambda value: value.hex() if isinstance(value, bytes) else str(value)
    )
