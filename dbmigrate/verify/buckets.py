"""Digests of rows by buckets of their key, in one unordered pass and bounded memory.

Which bucket a row is in depends on its key values alone, so the two sides need no common order: text
keys sorted by different collations, or tables without a key, compare the same way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa

from dbmigrate.compute.digest import hash_expressions, hashable_rows
from dbmigrate.model.batch import Digest
from dbmigrate.model.plan import IntoPlan

BUCKETS = 4096
_MODULUS = 2**64


def _zeros() -> np.ndarray:
    return np.zeros(BUCKETS, dtype=np.uint64)


@dataclass(slots=True)
class BucketDigests:
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


class BucketHasher:
    """Sorts rows of one target into buckets; used by one thread."""

    def __init__(self, into: IntoPlan, connection: duckdb.DuckDBPyConnection) -> None:
        self._into = into
        self._connection = connection
        names = [column.name for column in into.columns]
        positions = [names.index(name) for name in into.key] or list(range(len(names)))
        self._bucket = f"hash('bucket', {', '.join(f'c{number}' for number in positions)}) % {BUCKETS}"
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

    def only(self, rows: pa.RecordBatch, buckets: set[int]) -> pa.RecordBatch:
        """The rows that fall into these buckets."""
        if rows.num_rows == 0:
            return rows
        places = self._run(f"SELECT {self._bucket} AS bucket FROM bucketed_rows", rows).column("bucket")
        chosen = np.isin(places.to_numpy().astype(np.int64), list(buckets))
        return rows.filter(pa.array(chosen))

    def _run(self, sql: str, rows: pa.RecordBatch) -> pa.Table:
        self._connection.register("bucketed_rows", hashable_rows(self._into, rows))
        try:
            return self._connection.sql(sql).to_arrow_table()
        finally:
            self._connection.unregister("bucketed_rows")
