"""The key that a batch ends with."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from dbmigrate.engines.reader import TableRead
from dbmigrate.model.keys import KeyScalar, KeyValue


def last_key(read: TableRead, rows: pa.RecordBatch, scalar: Callable[[pa.Array], KeyScalar]) -> KeyValue | None:
    """The key of the last row, from which a reader goes on; None without a key.  ``scalar``: of an array of one."""
    if not read.key:
        return None
    return tuple(scalar(rows.column(read.table.named(name).name).slice(rows.num_rows - 1, 1)) for name in read.key)
