"""Batches that are ready to be written: rows of each target in wire types, and the rows refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pyarrow as pa
from msgspec import Struct

from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.batch import Digest, Next, Reject
from dbmigrate.model.domains import KeyAllocation
from dbmigrate.model.keys import KeyValue
from dbmigrate.model.plan import IntoPlan

REASON_UNREADABLE = "unreadable"
REASON_UNFIT = "does_not_fit"
REASON_REFUSED = "refused_by_target"
REASON_CONFLICT = "other_row_present"
REASON_UNMAPPED = "unmapped"
REASON_ORPHAN = "no_parent"


class PreparedTarget(Struct, frozen=True):
    into: IntoPlan
    rows: pa.RecordBatch
    digest: Digest
    changes: dict[str, int]
    row_of: pa.Array | None = None
    """For each accepted source row, the number of the row that stands for it in ``rows``; NULL where none does.
    None: each stands for itself."""

    def standing(self) -> tuple[pa.Array, pa.Array]:
        """Numbers of the accepted source rows for which a row is written, and the number of that row."""
        if self.row_of is None:
            every = pa.array(range(self.rows.num_rows), pa.int64())
            return every, every
        there = pc.indices_nonzero(pc.is_valid(self.row_of)).cast(pa.int64())
        return there, self.row_of.take(there)

    def source_row(self, number: int) -> int:
        """The first accepted source row for which the row of this number stands."""
        return number if self.row_of is None else int(pc.index(self.row_of, number).as_py())

    def numbers(self, accepted: pa.Array) -> tuple[pa.Array, pa.Array | None]:
        """The rows that stand for these accepted source rows, and what ``row_of`` is among them."""
        return standing(self.row_of, accepted)


def standing(row_of: pa.Array | None, accepted: pa.Array) -> tuple[pa.Array, pa.Array | None]:
    """Numbers of the rows that stand for the accepted source rows, each once, and ``row_of`` among them."""
    if row_of is None:
        return accepted, None
    chosen = row_of.take(accepted)
    numbers = pc.array_sort_indices(pc.unique(chosen.drop_null()))
    rows = pc.unique(chosen.drop_null()).take(numbers)
    return rows, pc.index_in(chosen, rows).cast(pa.int64())


class PreparedBatch(Struct, frozen=True):
    """``source_rows``: the accepted rows, aligned with the rows of every target."""

    rows_read: int
    through_key: KeyValue | None
    source_rows: pa.RecordBatch
    targets: tuple[PreparedTarget, ...]
    rejects: tuple[Reject, ...] = ()
    keys: tuple[KeyAllocation, ...] = ()
    """What values of id domains have become for the first time; of refused rows too: a later batch may use them."""
    accepted: pa.Array | None = None
    """Numbers of the accepted rows among those that were read; None: all of them."""
    next: Next = Next.UNKNOWN

    @property
    def size_bytes(self) -> int:
        return sum(target.rows.nbytes for target in self.targets)


class Refit(Protocol):
    """Takes rows out of a prepared batch that the target has refused."""

    def reject(self, rows: pa.RecordBatch, row: int, reason: str, column: str | None, message: str) -> Reject:
        """The entry for one source row."""

    def digest(self, into: IntoPlan, rows: pa.RecordBatch) -> Digest:
        """Of wire rows of that target."""

    def row_hashes(self, into: IntoPlan, rows: pa.RecordBatch) -> tuple[np.ndarray, np.ndarray]:
        """Of each wire row: the hash of its key, and of all its values."""

    def key_texts(self, rows: pa.RecordBatch) -> list[str]:
        """The key of each source row as the reject list holds it."""

    def row_texts(self, rows: pa.RecordBatch) -> list[str]:
        """Each source row as the reject list holds it."""

    def take(self, batch: PreparedBatch, rows: Sequence[int], rejects: tuple[Reject, ...]) -> PreparedBatch:
        """The batch with only the named accepted rows, and ``rejects`` added."""
