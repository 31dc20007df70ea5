"""What the engine asks of a connection to SQL Server, whichever driver makes it.

Connections are in autocommit mode and transactions are opened by statements, as with the other engines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import pyarrow as pa
from msgspec import Struct


class Answer(Struct, frozen=True):
    """``names`` empty: the statement gave no rows; ``affected``: as the server counts, -1 unknown."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    affected: int = -1


class BulkCopyRefusedError(Exception):
    """The server, or the driver, would not take a bulk copy; what it has left in the table is not known."""


class Connection(Protocol):
    """Raises EngineFault for every error of the driver."""

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Answer: ...

    def results(self, sql: str) -> Iterator[tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]]:
        """Of each query of a batch its names and rows, as they come; what is not taken of one is passed over.

        A batch has run to its end only when there is no further result, and tells its errors until then."""

    def insert(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """One statement for many rows of parameters, inside the open transaction if there is one."""

    def stream(
        self, sql: str, parameters: Sequence[Any], fetch_rows: int, wanted: pa.Schema | None = None
    ) -> Iterator[pa.RecordBatch]:
        """The result, as the driver makes Arrow of it; ended early, it leaves the connection usable.

        ``wanted``: the types that the caller would like best, by name, for drivers that can choose."""

    def bulk_copy(self, table: str, batch: pa.RecordBatch, seconds: int) -> int:
        """Load by the bulk protocol; rows that the server took.  On a connection of its own: what is
        loaded stays, whatever becomes of the open transaction.  Raises BulkCopyRefusedError, also when it has
        not come to its end in this time (and some more): nobody waits for ever."""

    @property
    def has_bulk_copy(self) -> bool: ...

    @property
    def needs_lengths(self) -> bool:
        """Whether ``stream`` has to be told how long values without a declared length are."""

    def expect_bytes(self, longest: int) -> None:
        """Of the next ``stream``, where lengths are needed."""

    def close(self) -> None: ...
