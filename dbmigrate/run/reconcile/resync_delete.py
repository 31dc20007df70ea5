"""Takes out of the target what has gone from the source: after everything that a resync writes, children first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import numpy as np
import pyarrow as pa

from dbmigrate.engines.base import Engine
from dbmigrate.ledger.entries import PASS, UNDONE
from dbmigrate.model.deletions import NOT_TRIED, OTHER_KEY, REFERRED
from dbmigrate.model.plan import IntoPlan, TablePlan
from dbmigrate.model.table import ForeignKey, Table, TableName
from dbmigrate.run.context import RunContext
from dbmigrate.run.reconcile.migrated_rows import open_reader
from dbmigrate.run.reconcile.resync_compare import Comparison, ResyncTally
from dbmigrate.run.reconcile.side_run import Opened
from dbmigrate.run.undo.order import references_to
from dbmigrate.transform.prepare import Preparer
from dbmigrate.verify.key_hashes import is_in
from dbmigrate.write.delete_writer import DeleteWriter, Expected

FIRST_CHUNK = 2_000_000
CHUNKS_OF_A_TARGET = 10_000_000
"""Numbers of the chunks in which rows are deleted, behind those of rows that are written."""

KEYS_HELD = 200_000
"""So many keys are read at once."""

References = dict[TableName, list[tuple[Table, ForeignKey]]]


def references(target: Engine, tables: Sequence[TablePlan]) -> References:
    """What refers to the targets of these tables, by the target's catalogue."""
    names = {into.table.name for table in tables for into in table.into}
    found: References = {name: [] for name in names}
    for one in references_to(names, target) if names else ():
        found[one.referred].append((one.child, one.key))
    return found


class KeyProof:
    """Whether the keys of targets are made as by the newest pass that has planned their table."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._documents: dict[int, dict[str, Any]] = {}
        self._passes = [
            run.run_id
            for run in opened.link.ledger.runs()
            if run.kind == PASS and run.state != UNDONE and run.scope == opened.scope
        ]

    def why_kept(self, table: TablePlan, into: IntoPlan) -> str:
        """Why no row of the target may be deleted; empty where rows may be.

        Under a key that is made in another way every row seems to have gone, and to be missing under its other key.
        """
        for run_id in self._passes:
            if run_id not in self._documents:
                self._documents[run_id] = self._opened.link.ledger.plan_document(run_id)
            document = self._documents[run_id]
            if table.name in document["tables"]:
                then = _key_terms(document, table, into)
                return (
                    ""
                    if then is not None and then == _key_terms(self._opened.plan.document, table, into)
                    else OTHER_KEY
                )
        return OTHER_KEY


def _key_terms(document: dict[str, Any], table: TablePlan, into: IntoPlan) -> tuple[Any, ...] | None:
    found = document["tables"][table.name]["into"].get(str(into.table.name))
    if found is None:
        return None
    key = found["key"]
    fed = [found["fed"].get(name) for name in key]
    domains = [found.get("domains", {}).get(name) for name in key]
    plain = all(column.expression is None for column in into.columns if column.name in into.key)
    return key, fed, domains, None if plain else document["inputs"]


class GoneRows:
    """For one target.  ``number``: names its staging; ``position``: of the target among those of its table."""

    def __init__(
        self,
        context: RunContext,
        opened: Opened,
        comparison: Comparison,
        into: IntoPlan,
        referring: Sequence[tuple[Table, ForeignKey]],
        *,
        number: int,
        position: int,
    ) -> None:
        self._context = context
        self._comparison = comparison
        self._into = into
        self._refers_to_itself = any(child.name == into.table.name for child, _ in referring)
        self._refit = Preparer(comparison.table, context.target, context.settings.inputs)
        self._writer = DeleteWriter(
            comparison.table,
            into,
            opened.link,
            run_id=context.run_id,
            fence=context.fence,
            number=number,
            refit=self._refit,
            references=referring,
            first_chunk=FIRST_CHUNK + position * CHUNKS_OF_A_TARGET,
            most_bytes=context.settings.commit_bytes,
        )

    def close(self) -> None:
        self._refit.close()

    def take_out(self, tally: ResyncTally) -> None:
        """Deletes what may be deleted; ``tally`` says what it was, and what stays for which reason."""
        while True:
            found = ResyncTally()
            for differences in self._comparison.differences(found, lists_all=False):
                self._delete(differences.gone.expected, found)
                if self._context.stop.is_set():
                    break
            tally.deleted += found.deleted
            # Where rows refer to rows of their own table, the leaves have gone now, and the next ones are leaves.
            again = self._refers_to_itself and found.deleted and found.kept.get(REFERRED)
            if not again or self._context.stop.is_set():
                break
        tally.kept, tally.deletable = found.kept, 0
        tally.gone = sum(stay.rows for stay in found.kept.values())
        tally.gone_keys = [text for stay in found.kept.values() for text in stay.keys]
        self._writer.drop_staging()

    def _delete(self, expected: Expected, tally: ResyncTally) -> None:
        left = expected.keys
        while len(left):
            tried = np.zeros(0, np.uint64)
            for keys in self._keys(left):
                if self._context.stop.is_set():
                    tally.kept[NOT_TRIED].rows += len(left) - len(tried)
                    return
                deleted, kept = self._writer.delete(keys, expected)
                tally.deleted += deleted
                for reason, hashes in kept.items():
                    tally.kept[reason].rows += len(hashes)
                    self._comparison.note(keys, [(hashes, tally.kept[reason].keys)])
                tried = np.union1d(tried, self._comparison.key_hashes(keys))
            if not len(tried):
                return  # somebody else has deleted them
            left = np.setdiff1d(left, tried)

    def _keys(self, wanted: np.ndarray) -> Iterator[pa.RecordBatch]:
        """Keys of the target's rows with these hashes, in batches; nothing is being read while one is looked at."""
        held, rows = [], 0
        with ExitStack() as opened:
            target = open_reader(opened, self._context.target, "target")
            # To the end, although no more are kept: the driver's cursor must not stay open.
            for batch in self._comparison.there_by_key(target):
                chosen = batch.filter(pa.array(is_in(self._comparison.key_hashes(batch), wanted)))
                if chosen.num_rows and rows < KEYS_HELD:
                    held.append(chosen)
                    rows += chosen.num_rows
        if held:
            size = self._context.settings.commit_rows
            every = pa.Table.from_batches(held).combine_chunks()
            yield from every.to_batches(max_chunksize=size)
