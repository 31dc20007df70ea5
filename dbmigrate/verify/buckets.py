"""Digests of rows by buckets of their key, in one unordered pass and bounded memory.

Which bucket a row is in depends on its key values alone, so the two sides need no common order: text
keys sorted by different collations, or tables without a key, compare the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from msgspec import Struct, field

from dbmigrate.compute.digest import hash_expressions, hashable_rows
from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.model.batch import Digest
from dbmigrate.model.plan import IntoPlan

if TYPE_CHECKING:
    import duckdb

BUCKETS = 4096
_MODULUS = 2**64


def _zeros() -> np.ndarray:
    return np.zeros(BUCKETS, dtype=np.uint64)


class BucketDigests(Struct):
    """Count and two sums per bucket."""

    rows: np.ndarray = field(default_factory=_zeros)
    first: np.ndarray = field(default_factory=_zeros)
    second: np.ndarray = field(default_factory=_zeros)

    @property
    def total(self) -> Digest:
        return Digest(
            int(self.rows.sum()),
            int(self.first.sum(dtype=np.uint64)),
            int(self.second.sum(dtype=np.uint64)),
        )

    def differing(self, other: BucketDigests) -> list[int]:
        """Buckets whose rows are not the same on both sides."""
        differs = (self.rows != other.rows) | (self.first != other.first) | (self.second != other.second)
        return [int(bucket) for bucket in np.flatnonzero(differs)]


class RowHashes(Struct, frozen=True):
    """Three hashes a row: of its key, and the two of all its values; 24 bytes whatever the row's width."""

    key: np.ndarray = field(default_factory=lambda: np.zeros(0, np.uint64))
    first: np.ndarray = field(default_factory=lambda: np.zeros(0, np.uint64))
    second: np.ndarray = field(default_factory=lambda: np.zeros(0, np.uint64))

    @classmethod
    def joined(cls, parts: Sequence[RowHashes]) -> RowHashes:
        if not parts:
            return cls()
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("key", "first", "second")))


class BucketHasher:
    """Sorts rows of one target into buckets; used by one thread, and closed by it."""

    def __init__(self, into: IntoPlan) -> None:
        self._into = into
        self._opened: duckdb.DuckDBPyConnection | None = None
        names = [column.name for column in into.columns]
        positions = [names.index(name) for name in into.key] or list(range(len(names)))
        listed = ", ".join(f"c{number}" for number in positions)
        self._bucket = f"hash('bucket', {listed}) % {BUCKETS}"
        self._key = f"hash('key', {listed})"
        self._first, self._second = hash_expressions(len(names))

    def digests(self, batches: Iterable[pa.RecordBatch]) -> BucketDigests:
        """One pass over wire rows."""
        found = BucketDigests()
        for rows in batches:
            if rows.num_rows == 0:
                continue
            sums = self._run(
                f"SELECT bucket, count(*) AS n, (sum(first::HUGEINT) % {_MODULUS})::UBIGINT AS first,"
                f" (sum(second::HUGEINT) % {_MODULUS})::UBIGINT AS second FROM (SELECT {self._bucket} AS bucket,"
                f" {self._first} AS first, {self._second} AS second FROM bucketed_rows) GROUP BY bucket",
                rows,
            )
            places = sums.column("bucket").to_numpy().astype(np.int64)
            # Unsigned 64-bit addition wraps, which is what a sum modulo 2**64 needs.
            found.rows[places] += sums.column("n").to_numpy().astype(np.uint64)
            found.first[places] += sums.column("first").to_numpy()
            found.second[places] += sums.column("second").to_numpy()
        return found

    def row_hashes(self, rows: pa.RecordBatch, buckets: set[int]) -> RowHashes:
        """Of the rows that fall into these buckets."""
        if rows.num_rows == 0:
            return RowHashes()
        hashed = self._run(
            f"SELECT {self._bucket} AS bucket, {self._key} AS key, {self._first} AS first, {self._second} AS second"
            " FROM bucketed_rows",
            rows,
        )
        chosen = np.isin(hashed.column("bucket").to_numpy(), np.array(sorted(buckets), np.uint64))
        return RowHashes(*(hashed.column(name).to_numpy()[chosen] for name in ("key", "first", "second")))

    def with_keys(self, rows: pa.RecordBatch, keys: np.ndarray) -> np.ndarray:
        """Numbers of the rows whose key hash is among these."""
        if rows.num_rows == 0:
            return np.zeros(0, np.int64)
        hashed = self._run(f"SELECT {self._key} AS key FROM bucketed_rows", rows).column("key").to_numpy()
        return np.flatnonzero(np.isin(hashed, keys))

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()

    def _run(self, sql: str, rows: pa.RecordBatch) -> pa.Table:
        if self._opened is None:
            self._opened = sealed_connection({})
        self._opened.register("bucketed_rows", hashable_rows(self._into, rows))
        try:
            return self._opened.sql(sql).to_arrow_table()
        finally:
            self._opened.unregister("bucketed_rows")
