"""Batches that are ready to be written: rows of each target in wire types, and the rows refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from dbmigrate.model.batch import Digest, Reject
from dbmigrate.model.keys import KeyValue
from dbmigrate.model.plan import IntoPlan

REASON_UNREADABLE = "unreadable"
REASON_UNFIT = "does_not_fit"
REASON_REFUSED = "refused_by_target"
REASON_CONFLICT = "other_row_present"


@dataclass(frozen=True, slots=True)
class PreparedTarget:
    into: IntoPlan
    rows: pa.RecordBatch
    digest: Digest
    changes: dict[str, int]


@dataclass(frozen=True, slots=True)
class PreparedBatch:
    """``source_rows``: the accepted rows, aligned with the rows of every target."""

    rows_read: int
    through_key: KeyValue | None
    source_rows: pa.RecordBatch
    targets: tuple[PreparedTarget, ...]
    rejects: tuple[Reject, ...] = ()

    @property
    def size_bytes(self) -> int:
        return sum(target.rows.nbytes for target in self.targets)


class Refit(Protocol):
    """Takes rows out of a prepared batch that the target has refused."""

    def reject(self, rows: pa.RecordBatch, row: int, reason: str, column: str | None, message: str) -> Reject:
        """The entry for one source row."""

    def digest(self, into: IntoPlan, rows: pa.RecordBatch) -> Digest:
        """Of wire rows of that target."""

    def key_texts(self, rows: pa.RecordBatch) -> list[str]:
        """The key of each source row as the reject list holds it."""

    def row_texts(self, rows: pa.RecordBatch) -> list[str]:
        """Each source row as the reject list holds it."""

    def take(self, batch: PreparedBatch, rows: Sequence[int], rejects: tuple[Reject, ...]) -> PreparedBatch:
        """The batch with only the named accepted rows, and ``rejects`` added."""
