"""How many rows of a target are there because runs have brought them, each row once.

The counts of the batches do not tell: a row that was lost in the target, and brought again by a later run, is in the
count of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pyarrow as pa

from dbmigrate.compute.row_hashes import by_key, hashes_of
from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.engines.base import Engine
from dbmigrate.ledger.entries import Scope
from dbmigrate.ledger.reading import read_ledger
from dbmigrate.ledger.written import WrittenKeys
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.plan import IntoPlan, MigrationPlan
from dbmigrate.model.types import Kind

HELD_ROWS = 4_000_000
"""The journal is read once for each so many rows in it, of which 64 MB are held."""


def rows_brought(written: WrittenKeys, table_name: str, into: IntoPlan, counted: int) -> int | None:
    """Rows that a source table has brought into a target and that no run has deleted since, by the hashes of their
    keys; None for a target without a key.  ``counted``: by the batches, with rows that were brought twice."""
    if not into.key:
        return None
    parts = 1 + counted // HELD_ROWS
    return sum(_there(written, table_name, into, np.uint64(part), np.uint64(parts)) for part in range(parts))


def rows_of_target(target: Engine, plan: MigrationPlan, name: str, counted: int) -> int | None:
    """The same of all tables of the plan that feed a target.  Raises EngineFault."""
    with read_ledger(target) as ledger:
        if ledger is None:
            return None
        written = WrittenKeys(ledger.session, ledger.tables, Scope(plan.source_identity, plan.package))
        feeding = [(table.name, into) for table in plan.tables for into in table.into if str(into.table.name) == name]
        found = [rows_brought(written, table_name, into, counted) for table_name, into in feeding]
    return None if None in found else sum(rows or 0 for rows in found)


def _there(written: WrittenKeys, table_name: str, into: IntoPlan, part: np.uint64, parts: np.uint64) -> int:
    keys, places = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    for place, hashes in _hashed(written, table_name, into):
        chosen = hashes[hashes % parts == part]
        keys.append(chosen)
        places.append(np.full(len(chosen), place, np.int64))
    of_keys, when = np.concatenate(keys), np.concatenate(places)
    order = np.lexsort((when, of_keys))
    of_keys, when = of_keys[order], when[order]
    last = np.append(of_keys[1:] != of_keys[:-1], True)[: len(of_keys)]
    return int(np.count_nonzero(when[last] % 2 == 0))


def _hashed(written: WrittenKeys, table_name: str, into: IntoPlan) -> Iterator[tuple[int, np.ndarray]]:
    """Hashes of keys with their place in time: even where rows were brought, odd where they were deleted, which is
    the last that a run does."""
    name, keys = str(into.table.name), by_key(into)
    with closing(sealed_connection({})) as connection:
        for run_id, rows in written.inserted_by_run(table_name, name):
            yield 2 * run_id, hashes_of(connection, keys, as_wire(into, rows))
        for run_id, rows, _ in written.deleted_by_run(table_name, name):
            yield 2 * run_id + 1, hashes_of(connection, keys, as_wire(into, rows.select(list(into.key))))


def as_wire(into: IntoPlan, keys: pa.RecordBatch) -> pa.RecordBatch:
    """Keys from the journal as the plan's wire types have them: whole numbers are kept there as such."""
    kinds = {column.name: column.wire.kind for column in into.columns}
    arrays = [
        pc.binary_join_element_wise("i", values.cast(pa.string()), "")
        if kinds[name] is Kind.STORAGE and pa.types.is_integer(values.type)
        else values
        for name, values in zip(keys.schema.names, keys.columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, names=keys.schema.names)
