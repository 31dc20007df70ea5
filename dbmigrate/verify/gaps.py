"""Which source rows have no row in a target, by key alone, and are on no list either."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
from msgspec import Struct, field

from dbmigrate.compute.row_hashes import by_key
from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.engines.reader import Reader
from dbmigrate.ledger.rejects import row_hash
from dbmigrate.model.batch import Reject
from dbmigrate.model.plan import IntoPlan
from dbmigrate.verify import key_hashes
from dbmigrate.verify.key_hashes import (
    KeyHasher,
    bucket_flags,
    buckets_of,
    digests_of,
    held,
    is_in,
)
from dbmigrate.verify.rows import FoundRows

SHOWN = 100


class KeyedRows(Struct, frozen=True):
    """Rows of the source with their target keys.

    ``wire``: the key columns as they would be written, aligned with ``source``.  ``refused``: rows whose key itself
    does not fit the target, or has ids that are in no map yet.
    """

    wire: pa.RecordBatch
    source: pa.RecordBatch
    refused: tuple[Reject, ...] = ()


Read = Callable[[], Iterator[KeyedRows]]
Texts = Callable[[pa.RecordBatch], list[str]]
Listed = Callable[[list[str]], set[str]]
"""Of key texts those that are on the reject list."""


class FoundGaps(Struct):
    """``gaps``: key text, and the source row with its key, of the first ones."""

    in_scope: int = 0
    rejected: int = 0
    new: int = 0
    missing: int = 0
    gaps: list[tuple[str, pa.RecordBatch | None]] = field(default_factory=list)

    def add(self, text: str, row: pa.RecordBatch | None) -> None:
        self.missing += 1
        if len(self.gaps) < SHOWN:
            self.gaps.append((text, row))


def find_gaps(
    into: IntoPlan, target: Reader, *, in_scope: Read, not_yet: Read, key_texts: Texts, listed: Listed
) -> FoundGaps:
    """``in_scope``: reads all rows that runs were about; ``not_yet``: those of them that no run has come to yet."""
    connection = sealed_connection({})
    try:
        return _Comparison(KeyHasher(by_key(into), connection), into, target).gaps(in_scope, not_yet, key_texts, listed)
    finally:
        connection.close()


class _Comparison:
    def __init__(self, hasher: KeyHasher, into: IntoPlan, target: Reader) -> None:
        self._hasher = hasher
        self._keys = by_key(into)
        self._target = target

    def gaps(self, in_scope: Read, not_yet: Read, key_texts: Texts, listed: Listed) -> FoundGaps:
        found = FoundGaps()
        expected = digests_of(self._first_pass(in_scope, found, listed))
        if unlisted := found.in_scope - int(expected.rows.sum()) - found.rejected:
            self._sort_out_refused(unlisted, in_scope, not_yet, found, listed)
        there = digests_of(self._there())
        suspects = [bucket for bucket in expected.differing(there) if expected.rows[bucket]]
        for flags in bucket_flags(suspects, expected, there):
            present = held(self._there(), flags)
            new = held((self._hasher.hashes(rows.wire) for rows in not_yet()), flags)
            for rows in in_scope():
                hashes = self._hasher.hashes(rows.wire)
                missing = flags[buckets_of(hashes)] & ~is_in(hashes, present)
                if not missing.any():
                    continue
                is_new = missing & is_in(hashes, new)
                found.new += int(is_new.sum())
                self._sort_out(rows.source, np.flatnonzero(missing & ~is_new), found, key_texts, listed)
        return found

    def _there(self) -> Iterator[np.ndarray]:
        return (self._hasher.hashes(rows) for rows in FoundRows(self._keys, self._target).rows())

    def _first_pass(self, in_scope: Read, found: FoundGaps, listed: Listed) -> Iterator[np.ndarray]:
        for rows in in_scope():
            found.in_scope += rows.wire.num_rows + len(rows.refused)
            if rows.refused:
                found.rejected += len(rows.refused) - len(_unlisted(rows, listed))
            yield self._hasher.hashes(rows.wire)

    def _sort_out_refused(self, refused: int, in_scope: Read, not_yet: Read, found: FoundGaps, listed: Listed) -> None:
        """Refused rows that are on no list: new ones, or gaps.  Holds 8 bytes for each new one, of a part of them."""
        parts = -(-refused // key_hashes.HELD_ROWS)
        for number in range(parts):
            self._sort_out_part(number, parts, in_scope, not_yet, found, listed)

    def _sort_out_part(
        self, number: int, parts: int, in_scope: Read, not_yet: Read, found: FoundGaps, listed: Listed
    ) -> None:
        def of_part(texts: list[str]) -> tuple[list[str], np.ndarray]:
            hashes = np.array([row_hash(text, "") for text in texts], np.int64)
            mine = hashes.astype(np.uint64) % np.uint64(parts) == number
            return [text for text, chosen in zip(texts, mine, strict=True) if chosen], hashes[mine]

        fresh = [of_part([one.key for one in rows.refused])[1] for rows in not_yet()]
        new = np.unique(np.concatenate([np.zeros(0, np.int64), *fresh]))
        for rows in in_scope():
            texts, hashes = of_part(_unlisted(rows, listed) if rows.refused else [])
            is_new = is_in(hashes, new)
            found.new += int(is_new.sum())
            for row in np.flatnonzero(~is_new):
                found.add(texts[row], None)

    def _sort_out(
        self, source: pa.RecordBatch, numbers: np.ndarray, found: FoundGaps, key_texts: Texts, listed: Listed
    ) -> None:
        if not len(numbers):
            return
        rows = source.take(pa.array(numbers, pa.int64()))
        texts = key_texts(rows)
        known = listed(texts)
        for number, text in enumerate(texts):
            if text in known:
                found.rejected += 1
            else:
                found.add(text, rows.slice(number, 1))


def _unlisted(rows: KeyedRows, listed: Listed) -> list[str]:
    """Keys of the refused rows that are on no list."""
    texts = [reject.key for reject in rows.refused]
    known = listed(texts)
    return [text for text in texts if text not in known]
