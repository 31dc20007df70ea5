"""Reads of a table's rows from the source, as every kind of run makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import TablePlan
from dbmigrate.read.ties import keep_ties_together


def resumable(
    reader: Reader, table: TablePlan, read: TableRead, *, batch_rows: int, batch_bytes: int
) -> Iterator[SourceBatch]:
    """Batches that end where a read can go on above their last key.  Raises EngineFault."""
    batches = reader.read(read, batch_rows=batch_rows, batch_bytes=batch_bytes)
    if not read.key or table.key_is_enforced:
        return batches
    return keep_ties_together(batches, table.source, read.key)


@contextmanager
def reading(
    table: TablePlan, *, number: int, safe: str = "", left: Callable[[], KeyRange] | None = None
) -> Iterator[None]:
    """A fault of the source becomes a SourceError of that number; ``left``: what it had not read yet."""
    try:
        yield
    except EngineFault as fault:
        where = str(left()) if left is not None and table.key else ""
        what = f"read of {table.name} failed"
        raise side_error(fault, "source", what, where=where, safe=safe, number=number) from None
