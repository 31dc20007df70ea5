"""Target keys as 64-bit hashes: of two sides, which keys are on one only, in bounded memory.

A missing key is overlooked if its hash is that of another key in the target: for a row missing among ten million
that is one chance in two million million.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dbmigrate.compute.row_hashes import hashes_of
from dbmigrate.model.plan import IntoPlan
from dbmigrate.verify.buckets import BUCKETS, BucketDigests

if TYPE_CHECKING:
    import duckdb

HELD_ROWS = 4_000_000
"""Hashes of so many rows of each side are held at once: 32 MB a side."""


class KeyHasher:
    """``into``: columns whose values are hashed together; used by one thread."""

    def __init__(self, into: IntoPlan, connection: duckdb.DuckDBPyConnection) -> None:
        self._into = into
        self._connection = connection

    def hashes(self, rows: pa.RecordBatch) -> np.ndarray:
        """One of each row."""
        return hashes_of(self._connection, self._into, rows)


def buckets_of(hashes: np.ndarray) -> np.ndarray:
    """The bucket of each hash."""
    return (hashes % np.uint64(BUCKETS)).astype(np.int64)


def digests_of(parts: Iterable[np.ndarray]) -> BucketDigests:
    """Count and sum of hashes by bucket."""
    found = BucketDigests()
    for hashes in parts:
        places = buckets_of(hashes)
        np.add.at(found.rows, places, np.uint64(1))
        # Unsigned 64-bit addition wraps, which is what a sum modulo 2**64 needs.
        np.add.at(found.first, places, hashes)
    return found


def bucket_flags(buckets: Iterable[int], expected: BucketDigests, found: BucketDigests) -> Iterator[np.ndarray]:
    """These buckets in groups of about ``HELD_ROWS`` rows, each as flags by bucket."""
    flags, rows = np.zeros(BUCKETS, dtype=bool), 0
    for bucket in buckets:
        size = max(int(expected.rows[bucket]), int(found.rows[bucket]))
        if rows and rows + size > HELD_ROWS:
            yield flags
            flags, rows = np.zeros(BUCKETS, dtype=bool), 0
        flags[bucket] = True
        rows += size
    if rows:
        yield flags


def within(hashes: np.ndarray, flags: np.ndarray) -> np.ndarray:
    """Those of the hashes that are in a flagged bucket."""
    chosen: np.ndarray = hashes[flags[buckets_of(hashes)]]
    return chosen


def held(parts: Iterable[np.ndarray], flags: np.ndarray) -> np.ndarray:
    """Sorted hashes of the flagged buckets, each once."""
    kept = [within(part, flags) for part in parts]
    return np.unique(np.concatenate(kept)) if kept else np.zeros(0, np.uint64)


def is_in(hashes: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Whether each hash is among the sorted ones."""
    if not len(known):
        return np.zeros(len(hashes), dtype=bool)
    places = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    flags: np.ndarray = known[places] == hashes
    return flags
