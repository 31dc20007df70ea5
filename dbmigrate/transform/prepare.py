"""From a batch of source rows to batches of wire rows, ready to be written, and the rows refused."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from msgspec.structs import replace

from dbmigrate.compute.digest import digest_rows
from dbmigrate.compute.row_hashes import by_key, hashes_of
from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.engines.base import Engine
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.batch import Digest, Reject, SourceBatch, Unreadable
from dbmigrate.model.inputs import InputValue
from dbmigrate.model.plan import ColumnPlan, IntoPlan, TablePlan
from dbmigrate.model.prepared import (
    REASON_ORPHAN,
    REASON_UNFIT,
    REASON_UNMAPPED,
    REASON_UNREADABLE,
    PreparedBatch,
    PreparedTarget,
    standing,
)
from dbmigrate.model.stopwatch import Work, doing
from dbmigrate.model.storage import stored_value
from dbmigrate.model.types import Kind
from dbmigrate.transform.expressions import Transformer, tagged_columns
from dbmigrate.transform.fit import fit
from dbmigrate.transform.key_book import KeyBook
from dbmigrate.transform.key_mapping import KeyMapping, Mapped

if TYPE_CHECKING:
    import duckdb


class Preparer:
    """Transforms, fits and digests batches of one table; used by one thread.

    ``digests`` False: digests are left empty, for rows that are hashed otherwise.
    ``each_row``: every accepted row stands for itself in each target, also where another is written for it.
    ``tells_rows`` False: rejects have their keys and reasons alone, for rows that are compared and not written; to
    spell each whole row takes longer than all else.
    """

    def __init__(
        self,
        table: TablePlan,
        target: Engine,
        inputs: Mapping[str, InputValue],
        *,
        digests: bool = True,
        book: KeyBook | None = None,
        each_row: bool = False,
        tells_rows: bool = True,
    ) -> None:
        self._digests = digests
        self._each_row = each_row
        self._tells_rows = tells_rows
        self._table = table
        self._target = target
        # Only expressions see the inputs, and handing over a table takes 4 ms.
        evaluates = any(column.expression is not None for into in table.into for column in into.columns)
        self._inputs = inputs if evaluates else {}
        self._opened: duckdb.DuckDBPyConnection | None = None
        tagged = tagged_columns(table.source)
        self._transformers = [Transformer(into, lambda: self._connection, tagged) for into in table.into]
        self._book = book
        self._mapping = KeyMapping(table, book) if book is not None else None

    @property
    def is_stateless(self) -> bool:
        """Whether another preparer of the table makes the same of a batch."""
        return self._book is None

    @property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        if self._opened is None:
            self._opened = sealed_connection(self._inputs)
        return self._opened

    def prepare(self, batch: SourceBatch, orphans: Sequence[int] = ()) -> PreparedBatch:
        """``orphans``: numbers of the rows whose parent is not there."""
        with doing(Work.TRANSFORM):
            return self._prepare(batch, orphans)

    def _prepare(self, batch: SourceBatch, orphans: Sequence[int]) -> PreparedBatch:
        refused: dict[int, tuple[str, str, str]] = {}
        waived: Counter[tuple[str, str]] = Counter()
        for flaw in batch.unreadable:
            if self._is_waived(flaw):
                waived[flaw.consent, flaw.column] += 1
            else:
                refused.setdefault(flaw.row, (REASON_UNREADABLE, flaw.column, flaw.reason))
        for row in orphans:
            refused.setdefault(row, (REASON_ORPHAN, *self._without_parent()))
        made = [transformer.apply(batch.rows) for transformer in self._transformers]
        for each in made:
            for row, (column, reason) in each.refused.items():
                refused.setdefault(row, (REASON_UNFIT, column, reason))
        mapped = self._mapped([each.arrays for each in made], batch.rows)
        for row, (column, reason) in mapped.unmapped.items():
            refused.setdefault(row, (REASON_UNMAPPED, column, reason))
        fitted = []
        for into, arrays, row_of in zip(self._table.into, mapped.arrays, mapped.row_of, strict=True):
            result = fit(into, arrays, self._target)
            result.changes.update(_waived_in(into, waived))
            for row, (column, reason) in result.refused.items():
                if row_of is None or row_of[row].is_valid:
                    refused.setdefault(row, (REASON_UNFIT, column, reason))
            fitted.append(result)
        keep = _kept(batch.rows.num_rows, refused)
        targets = []
        for into, result, of_batch in zip(self._table.into, fitted, mapped.row_of, strict=True):
            if of_batch is None:
                rows, row_of = result.rows if keep is None else result.rows.take(keep), None
            else:
                numbers, row_of = standing(of_batch, _numbers(batch.rows.num_rows) if keep is None else keep)
                rows = result.rows.take(numbers)
            targets.append(PreparedTarget(into, rows, self.digest(into, rows), dict(result.changes), row_of))
        rejects = self._rejects(batch.rows, refused)
        source_rows = batch.rows if keep is None else batch.rows.take(keep)
        keys = () if self._book is None else self._book.end_batch()
        return PreparedBatch(
            batch.rows.num_rows, batch.through_key, source_rows, tuple(targets), rejects, keys, keep, batch.next
        )

    def _rejects(self, rows: pa.RecordBatch, refused: Mapping[int, tuple[str, str, str]]) -> tuple[Reject, ...]:
        """In the order of the rows."""
        numbers = sorted(refused)
        if self._tells_rows:
            return tuple(self.reject(rows, row, *refused[row]) for row in numbers)
        keys = self.key_texts(rows.take(pa.array(numbers, pa.int64()))) if numbers else []
        return tuple(Reject(key, *refused[row], "") for key, row in zip(keys, numbers, strict=True))

    def _without_parent(self) -> tuple[str, str]:
        """Column and message of a row whose parent is not there."""
        rule = self._table.orphans
        if rule is None:
            raise ValueError(f"{self._table.name} has no rule for rows without their parent")
        return rule.on[0][0], f"has no row in {rule.parent.name}"

    def _mapped(self, arrays: list[dict[str, pa.Array]], rows: pa.RecordBatch) -> Mapped:
        if self._mapping is None:
            if KeyMapping.is_needed(self._table):
                # A source's id written as it is would name another row of the target.
                raise ValueError(f"{self._table.name} has ids that go through maps, and no key book")
            return Mapped(arrays, row_of=[None] * len(arrays))
        mapped = self._mapping.apply(arrays, rows.num_rows)
        if self._each_row:
            mapped.row_of = [None] * len(arrays)
        return mapped

    def _is_waived(self, flaw: Unreadable) -> bool:
        """Whether every target column that the value may reach consents to the change."""
        reached = [column for into in self._table.into for column in into.columns if _reads(column, flaw.column)]
        return bool(flaw.consent) and all(flaw.consent in column.consents for column in reached)

    def digest(self, into: IntoPlan, rows: pa.RecordBatch) -> Digest:
        if not self._digests:
            return Digest()
        with doing(Work.HASH):
            return digest_rows(self._connection, into, rows)

    def row_hashes(self, into: IntoPlan, rows: pa.RecordBatch) -> tuple[np.ndarray, np.ndarray]:
        with doing(Work.HASH):
            return hashes_of(self._connection, by_key(into), rows), hashes_of(self._connection, into, rows)

    def reject(self, rows: pa.RecordBatch, row: int, reason: str, column: str | None, message: str) -> Reject:
        values = self._values(rows, row)
        key = [values[name] for name in self._table.key]
        if self._in_ascii:
            message = message.encode("ascii", "backslashreplace").decode()
        return Reject(self._json(key), reason, column, message, self._json(values))

    def text(self, rows: pa.RecordBatch, row: int) -> str:
        """One source row as the reject list holds it."""
        return self._json(self._values(rows, row))

    def key_texts(self, rows: pa.RecordBatch) -> list[str]:
        """The key of each source row as the reject list holds it."""
        if not self._table.key:
            return [self._json([])] * rows.num_rows
        columns = [self._shown(name, rows.column(name)) for name in self._table.key]
        return [self._json(list(key)) for key in zip(*columns, strict=True)]

    def row_texts(self, rows: pa.RecordBatch) -> list[str]:
        """Each source row as the reject list holds it."""
        names = rows.schema.names
        columns = [self._shown(name, values) for name, values in zip(names, rows.columns, strict=True)]
        return [self._json(dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]

    def _values(self, rows: pa.RecordBatch, row: int) -> dict[str, Any]:
        one = rows.slice(row, 1)
        return {name: self._shown(name, value)[0] for name, value in zip(one.schema.names, one.columns, strict=True)}

    def take(self, batch: PreparedBatch, rows: Sequence[int], rejects: tuple[Reject, ...]) -> PreparedBatch:
        """The batch with only the named accepted rows, and ``rejects`` added."""
        keep = pa.array(rows, pa.int64())
        targets = []
        for target in batch.targets:
            numbers, row_of = target.numbers(keep)
            kept = target.rows.take(numbers)
            digest = self.digest(target.into, kept)
            targets.append(PreparedTarget(target.into, kept, digest, target.changes, row_of))
        return replace(
            batch,
            source_rows=batch.source_rows.take(keep),
            targets=tuple(targets),
            rejects=(*batch.rejects, *rejects),
            accepted=keep if batch.accepted is None else batch.accepted.take(keep),
        )

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()

    def _json(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=self._in_ascii, default=_plain)

    @cached_property
    def _in_ascii(self) -> bool:
        """A row is refused for a character that the target lacks, and the list of rejects is in the target."""
        return not self._target.keeps_every_character()

    def _shown(self, name: str, values: pa.Array) -> list[Any]:
        """Values as JSON can hold them; moments as text, because Python has only some of them."""
        column = self._table.source.column(name)
        if column is not None and column.type.kind is Kind.STORAGE:
            return [stored_value(value) for value in values.to_pylist()]
        shown: list[Any] = (pc.cast(values, pa.string()) if pa.types.is_temporal(values.type) else values).to_pylist()
        return shown


def _reads(column: ColumnPlan, source: str) -> bool:
    """An expression counts if the name is anywhere in it."""
    if column.source is not None:
        return column.source.casefold() == source.casefold()
    return source.casefold() in (column.expression or "").casefold()


def _waived_in(into: IntoPlan, waived: Mapping[tuple[str, str], int]) -> dict[str, int]:
    return {
        f"{consent} {column.name}": number
        for (consent, source), number in waived.items()
        for column in into.columns
        if _reads(column, source)
    }


def _numbers(rows: int) -> pa.Array:
    return pa.array(np.arange(rows, dtype=np.int64))


def _kept(rows: int, refused: Mapping[int, Any]) -> pa.Array | None:
    if not refused:
        return None
    return pa.array([row for row in range(rows) if row not in refused], pa.int64())


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
