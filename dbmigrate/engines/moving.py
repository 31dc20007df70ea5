"""Rows that the target fetches from the source by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import pyarrow as pa
from msgspec import Struct

from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.session import Session
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.keys import KeyValue
from dbmigrate.model.table import Column, Table


class ServerSideRange(Struct, frozen=True):
    """Rows that the target fetched by itself; ``through_key``: key of the last, None at the end of the read."""

    rows: int
    through_key: KeyValue | None
    ended: bool


Seen = Callable[[Sequence[Column]], pa.RecordBatch | None]
"""These columns of rows that have gone by, in their order; None where they must be asked for."""


def nothing_meanwhile(_: Seen) -> None:
    return


Into = Sequence[tuple[Table, Sequence[str], Sequence[str]]]
"""(target table, its columns, source columns) for each target."""


class ServerSideMove(Protocol):
    """Rows that go from the source into the target as they are stored, without being looked at here."""

    session: Session
    """Where the rows are written, so where their ledger entry must be written too."""

    def pull(
        self,
        read: TableRead,
        into: Into,
        rows: int,
        size_bytes: float,
        meanwhile: Callable[[Seen], None] = nothing_meanwhile,
    ) -> ServerSideRange:
        """Inside the open transaction: the next ``rows`` rows of the read, in key order, into each target;
        all of them when the read has no key.

        Fewer, but one at least, where they come by here and take about ``size_bytes`` before.  ``meanwhile``: called
        once with all of them where they have come by here, while the target is still at work on the last; it may
        refuse some yet.

        Raises SourceFault where it is the source that failed.
        """

    def check_constraints(self) -> None:
        """Inside the open transaction, behind the last ``pull`` and before what is recorded of it: what would fail at
        COMMIT fails here, or with the next statement."""

    def holds_few(self, read: TableRead, rows: int) -> bool:
        """Whether the read has no more rows than these, as far as it can be known at once."""

    def distinct_values(self, read: TableRead, column: Column) -> list[str]:
        """Outside a transaction: the different values of a source column among the rows of the read, as text.

        Raises SourceFault where it is the source that failed.
        """

    def pulled_rows(self, read: TableRead, columns: Sequence[Column]) -> Iterator[SourceBatch]:
        """These source columns of the rows in the read's range, as the last ``pull`` saw them, in key order.

        A column of ``Kind.STORAGE`` whose native type is one of whole numbers may come as such.
        Raises SourceFault where it is the source that failed.
        """

    def close(self) -> None:
        """Let go of what was opened for it; the transaction that is open is undone."""


class WholeMove(ServerSideMove, Protocol):
    """A move that can also take all rows of a read in one statement, which is a multiple faster."""

    def pull_whole(self, read: TableRead, into: Into) -> tuple[int, ...]:
        """Inside the open transaction: every row of the read into each target, in any order; how many went into
        each.

        Raises SourceFault where it is the source that failed.
        """

    def key_rows(self, read: TableRead, columns: Sequence[Column], rows: int) -> Iterator[SourceBatch]:
        """These columns of the key, of the rows that ``pull_whole`` sees, in key order, at most ``rows`` at once;
        ``through_key`` is set.

        For another thread, while ``pull_whole`` is at work.
        """
