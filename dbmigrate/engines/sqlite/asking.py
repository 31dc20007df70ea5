"""Questions to a SQLite file's catalogue, through the same SQLite library that reads and writes it.

Python's own sqlite3 must not open a file that the ADBC driver holds: POSIX locks belong to the process,
so whichever of the two libraries lets go of its lock also lets go of the other's, and an open read would
no longer keep writers out (tests/faults/test_source_view.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import adbc_driver_manager
import pyarrow as pa

from dbmigrate.engines.adbc_connection import AdbcConnection
from dbmigrate.engines.sqlite.faults import fault_without_code


class Answers(list[tuple[Any, ...]]):
    """Rows, with the two calls of a DB-API cursor that the catalogue uses."""

    def fetchone(self) -> tuple[Any, ...] | None:
        return self[0] if self else None

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self


class Asked:
    """One connection that is only asked; EngineFault when it fails."""

    def __init__(self, connection: AdbcConnection) -> None:
        self._connection = connection

    def execute(self, text: str, parameters: Sequence[Any] = ()) -> Answers:
        return Answers(self.stream(text, parameters))

    def stream(self, text: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows one by one, without holding them all."""
        for columns in self.columns(text, parameters):
            yield from zip(*(column.to_pylist() for column in columns), strict=True)

    def columns(self, text: str, parameters: Sequence[Any] = ()) -> Iterator[list[pa.Array]]:
        """The columns of some rows after the others, as the driver reads them."""
        try:
            for batch in self._connection.stream(text, parameters):
                yield batch.columns
        except (adbc_driver_manager.Error, OSError) as error:
            raise fault_without_code(error) from error

    def close(self) -> None:
        self._connection.close()
