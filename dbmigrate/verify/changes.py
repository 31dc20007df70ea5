"""Rows that differ between two sides, found from a hash of each row's key and one of all its values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from msgspec import Struct

from dbmigrate.compute.row_hashes import by_key
from dbmigrate.model.plan import IntoPlan
from dbmigrate.verify.buckets import BucketDigests
from dbmigrate.verify.key_hashes import KeyHasher, buckets_of, is_in

if TYPE_CHECKING:
    import duckdb


class Hashed(Struct, frozen=True):
    """Aligned hashes of rows."""

    key: np.ndarray
    row: np.ndarray


class RowHasher:
    def __init__(self, into: IntoPlan, connection: duckdb.DuckDBPyConnection) -> None:
        self.keys = KeyHasher(by_key(into), connection)
        self._rows = KeyHasher(into, connection)

    def of(self, rows: pa.RecordBatch) -> Hashed:
        return Hashed(self.keys.hashes(rows), self._rows.hashes(rows))


def row_digests(parts: Iterable[Hashed]) -> BucketDigests:
    """Count and sum of row hashes, by bucket of the key."""
    found = BucketDigests()
    for part in parts:
        places = buckets_of(part.key)
        np.add.at(found.rows, places, np.uint64(1))
        np.add.at(found.first, places, part.row)
    return found


class Compared:
    """Rows of the target in some buckets, as rows of the source are shown to it.

    ``flags``: the buckets.  ``changed``, ``missing``: key hashes of source rows seen so far.  Where several source
    rows stand behind one row of the target, that row is as it should be if it is so by one of them.
    """

    def __init__(self, flags: np.ndarray, target: Iterable[Hashed]) -> None:
        self._flags = flags
        kept = []
        for part in target:
            chosen = flags[buckets_of(part.key)]
            kept.append(Hashed(part.key[chosen], part.row[chosen]))
        keys = np.concatenate([part.key for part in kept]) if kept else np.zeros(0, np.uint64)
        rows = np.concatenate([part.row for part in kept]) if kept else np.zeros(0, np.uint64)
        order = np.argsort(keys, kind="stable")
        self._keys, self._rows = keys[order], rows[order]
        self._seen, self._shown, self._same = (np.zeros(len(keys), dtype=bool) for _ in range(3))
        self._missing: list[np.ndarray] = []

    def show(self, part: Hashed) -> None:
        """Source rows as they should be in the target."""
        chosen = self._flags[buckets_of(part.key)]
        keys, rows = part.key[chosen], part.row[chosen]
        there = is_in(keys, self._keys)
        self._missing.append(keys[~there])
        places = np.searchsorted(self._keys, keys[there])
        self._seen[places] = True
        self._shown[places] = True
        self._same[places[self._rows[places] == rows[there]]] = True

    def exists(self, keys: np.ndarray) -> None:
        """Keys that the source has, whatever their rows look like."""
        keys = keys[self._flags[buckets_of(keys)]]
        keys = keys[is_in(keys, self._keys)]
        self._seen[np.searchsorted(self._keys, keys)] = True

    @property
    def changed(self) -> np.ndarray:
        found: np.ndarray = np.unique(self._keys[self._shown & ~self._same])
        return found

    def rows_of(self, keys: np.ndarray) -> np.ndarray:
        """Hashes of the target rows with these keys, which are there."""
        found: np.ndarray = self._rows[np.searchsorted(self._keys, keys)]
        return found

    @property
    def missing(self) -> np.ndarray:
        return _joined(self._missing)

    @property
    def extra(self) -> np.ndarray:
        """Keys of target rows that no source row was shown for."""
        found: np.ndarray = self._keys[~self._seen]
        return found


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    return np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.uint64)
