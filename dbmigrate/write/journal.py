"""The keys of the rows that a batch inserts, and the rows that it updates as they were, for the ledger.

They are written in the batch's own transaction, so what can be taken out again is what is in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
from msgspec.structs import replace

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.session import StagedSide, Writer
from dbmigrate.ledger.entries import BEFORE, HASHED, INSERTED, JournalEntry
from dbmigrate.ledger.key_journal import encode_hashes, encode_rows
from dbmigrate.model.batch import Digest, SourceBatch
from dbmigrate.model.plan import IntoPlan, WriteMode
from dbmigrate.model.prepared import PreparedTarget, Refit
from dbmigrate.model.table import Column, TableName
from dbmigrate.model.types import Kind, arrow_type, simple

Journal = tuple[JournalEntry, ...]


def inserted(into: IntoPlan, rows: pa.RecordBatch, digest: Digest | None, refit: Refit) -> Journal:
    """For rows that all go in.  Nothing for a target without a key: there is nothing to find them by."""
    return (*_inserted(into, rows, digest), *_hashed(into, [rows], refit))


def _inserted(into: IntoPlan, rows: pa.RecordBatch, digest: Digest | None) -> Journal:
    if not into.key or not rows.num_rows:
        return ()
    tagged = set(into.tagged)
    payload = encode_rows(rows.select(list(into.key)), [name for name in into.key if name in tagged])
    return (JournalEntry(INSERTED, rows.num_rows, payload, digest),)


def staged(writer: Writer, staging: TableName, target: PreparedTarget, refit: Refit, *, keeps_storage: bool) -> Journal:
    """Before a batch is moved: what the move is going to insert and to overwrite.

    ``keeps_storage``: old values are kept with their storage class, whatever the column is declared as.
    """
    into = target.into
    if not into.key or not target.rows.num_rows:
        return ()
    wires = [replace(column.target, type=column.wire) for column in into.columns]
    key_wires = [column for column in wires if column.name in into.key]
    present = writer.staged_rows(StagedSide.PRESENT, staging, into.table, key_wires, into.key)
    if not sum(batch.rows.num_rows for batch in present):
        return inserted(into, target.rows, target.digest, refit)
    absent = _joined(writer.staged_rows(StagedSide.ABSENT, staging, into.table, wires, into.key), wires)
    entries, written = _inserted(into, absent, refit.digest(into, absent)), [absent]
    if into.mode is WriteMode.UPSERT and absent.num_rows < target.rows.num_rows:
        exact = [_with_storage(column.target) for column in into.columns] if keeps_storage else wires
        old = _joined(writer.staged_rows(StagedSide.OVERWRITTEN, staging, into.table, exact, into.key), exact)
        if old.num_rows:
            new = _joined(writer.staged_rows(StagedSide.OVERWRITING, staging, into.table, wires, into.key), wires)
            payload = encode_rows(old, [c.name for c in exact if c.type.kind is Kind.STORAGE])
            entries += (JournalEntry(BEFORE, old.num_rows, payload, refit.digest(into, new)),)
            written.append(new)
    return (*entries, *_hashed(into, written, refit))


def _hashed(into: IntoPlan, written: Sequence[pa.RecordBatch], refit: Refit) -> Journal:
    """Of the rows as they are in the target after the batch, where that is kept."""
    rows = sum(part.num_rows for part in written)
    if not into.keeps_hashes or not rows:
        return ()
    hashes = [refit.row_hashes(into, part) for part in written]
    keys, values = (np.concatenate([pair[place] for pair in hashes]) for place in (0, 1))
    return (JournalEntry(HASHED, rows, encode_hashes(keys, values), None),)


def _with_storage(column: Column) -> Column:
    return replace(column, type=simple(Kind.STORAGE, column.type.native))


def _joined(batches: Iterable[SourceBatch], columns: Sequence[Column]) -> pa.RecordBatch:
    schema = pa.schema([pa.field(column.name, arrow_type(column.type)) for column in columns])
    parts = [pa.RecordBatch.from_pylist([], schema=schema)]
    for batch in batches:
        for flaw in batch.unreadable:
            message = (
                f"{flaw.column} holds a value that could not be put back ({flaw.reason}), so it is not overwritten"
            )
            raise EngineFault(Fault.TERMINAL, message)
        parts.append(batch.rows)
    return pa.concat_batches(parts)
