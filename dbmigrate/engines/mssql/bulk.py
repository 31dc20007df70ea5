"""Whether a server's bulk copy can be trusted: what is refused, changed or not answered goes as parameters.

Compatible servers have stored other numbers than they were sent, without an error.  So before a type is bulk-copied
for the first time one row goes both ways, by bulk copy and by parameters, and the server compares the two.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

import pyarrow as pa
from msgspec import Struct, field
from msgspec.structs import replace

from dbmigrate.engines.mssql import columns as sql
from dbmigrate.engines.mssql.ddl import quote
from dbmigrate.engines.mssql.values import bulk_array
from dbmigrate.model.table import Column
from dbmigrate.model.types import Kind

T = TypeVar("T")

PROOF_SECONDS = 60
"""For the first row, connection included: a server that does not answer by then is not waited for again."""
LOAD_SECONDS = 600
"""For one batch; releases of the driver have waited for ever."""
GRACE_SECONDS = 60
"""A driver that keeps to its own limit gives up before this is over too."""


class BulkCopySwitch(Struct):
    """Shared by the writers of an engine: what the server has refused once is not asked for again.

    ``kept``, ``changed``: staged types that arrived as they were sent, and those that did not."""

    on: bool
    kept: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)

    def serves(self, columns: Sequence[Column]) -> bool:
        return self.on and not self.changed.intersection(map(proven_type, columns))

    def unproven(self, columns: Sequence[Column]) -> list[Column]:
        return [column for column in columns if proven_type(column) not in self.kept]


def proven_type(column: Column) -> str:
    """The staged type, for text and bytes without its length."""
    staged = sql.staged_type(column, None)
    if column.type.kind in (Kind.TEXT, Kind.BYTES) and not staged.endswith("(max)"):
        return staged.partition("(")[0]
    return staged


def bulk_rows(columns: Sequence[Column], batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch in the Arrow types that bulk copy writes into the staged types."""
    arrays = [bulk_array(column.type, values) for column, values in zip(columns, batch.columns, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=[column.name for column in columns])


def proof_row(batch: pa.RecordBatch) -> pa.RecordBatch:
    """One row of the first value that each column has, NULL where it has none."""
    arrays = [values.drop_null().slice(0, 1) for values in batch.columns]
    arrays = [one if len(one) else pa.nulls(1, values.type) for one, values in zip(arrays, batch.columns, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=batch.schema)


def proof_sql(staging: str, columns: Sequence[Column]) -> str:
    """How many pairs of staged rows differ in each column, after the number of pairs."""
    counted = [
        f"SUM(CASE WHEN {_differs(column)} THEN 1 ELSE 0 END) AS {quote(f'differs {number}')}"
        for number, column in enumerate(columns)
    ]
    listed = ",\n       ".join(["COUNT_BIG(*) AS pairs", *counted])
    return f"SELECT {listed}\nFROM {staging} AS a CROSS JOIN {staging} AS b"


def _differs(column: Column) -> str:
    name = quote(column.name)
    return sql.differs(replace(column, nullable=True), f"a.{name}", f"b.{name}")


class NoAnswerError(Exception):
    """What was called has not come back; it may still be at work."""


def within(call: Callable[[], T], seconds: float) -> T:
    """What the call returns or raises.  Raises NoAnswerError if it does neither in time."""
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(call())
        except BaseException as error:  # noqa: BLE001 - a panic of a driver's core is not even an Exception
            failed.append(error)

    # A daemon: a call that never ends must not keep the process.
    thread = threading.Thread(target=run, name="bulk copy", daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise NoAnswerError
    return done[0]
