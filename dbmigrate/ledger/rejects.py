"""Which rejected rows are still not in the target.  Reads only.

A reject is open while no outcome of a run that counts closes it, and its own run counts; undone runs do not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa
from msgspec import Struct

from dbmigrate.ledger.checked import CheckedSession, Reads
from dbmigrate.ledger.entries import UNDONE, RejectPlace, Scope
from dbmigrate.ledger.tables import LedgerTables
from dbmigrate.model.keys import KeyRange, decode_key

NO_KEY = "[]"
"""Key text of a row of a table without key."""

MOST_HASHES = 2_000_000
"""So many hashes are held in memory (16 MB); of more open rejects every row of a batch is looked up in the ledger."""

_PAGE_ROWS = 1_000
_HASHES_PAGE = 50_000
_LOOKED_UP_AT_ONCE = 500
_PLACE = ("run_id", "chunk_no", "batch_no", "reject_no")


def row_hash(key: str, row: str) -> int:
    """64 bits, signed, of what identifies a rejected row: its key text, or without a key the row's text."""
    text = row if key in ("", NO_KEY) else key
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


class RejectChoice(Struct, frozen=True):
    """Which rejects are meant; None: whatever it is.  ``tables``: names as the ledger has them."""

    tables: frozenset[str] | None = None
    run_id: int | None = None
    reason: str | None = None


ALL = RejectChoice()


class OpenReject(Struct, frozen=True):
    place: RejectPlace
    key: str
    row: str


class RejectRange(Struct, frozen=True):
    """A batch that holds open rejects, and the key range that it was read from."""

    run_id: int
    chunk_no: int
    batch_no: int
    key_range: KeyRange


class Rejects:
    """Questions about the rejects of all runs, or of those of one scope."""

    def __init__(self, session: Reads, tables: LedgerTables, scope: Scope | None = None) -> None:
        self._session: Reads = CheckedSession(session)
        self._tables = tables
        self._scope = scope

    def is_open(self, table: sa.Table) -> sa.ColumnElement[bool]:
        """``table``: one of the tables with the place of a reject."""
        outcome, by = self._tables.reject_outcome, self._tables.run.alias("closing_run")
        same = [outcome.c[name] == table.c[name] for name in ("table_name", *_PLACE)]
        return sa.and_(self._counts(table), ~sa.exists().where(*same, self._holds(outcome, by)))

    def _holds(self, outcome: sa.Table, by: Any) -> sa.ColumnElement[bool]:
        """``by``: the run that closed, which still counts for this table."""
        undone = self._tables.undone_table
        out = sa.exists().where(undone.c.run_id == by.c.run_id, undone.c.table_name == outcome.c.table_name)
        return sa.and_(by.c.run_id == outcome.c.by_run_id, by.c.state != UNDONE, ~out)

    def _counts(self, table: sa.Table) -> sa.ColumnElement[bool]:
        run = self._tables.run
        runs = sa.select(run.c.run_id).where(run.c.state != UNDONE)
        if self._scope is not None:
            runs = runs.where(
                run.c.source_identity == self._scope.source_identity, run.c.package == self._scope.package
            )
        return sa.and_(table.c.run_id.in_(runs), ~self._tables.is_undone(table))

    def _meant(self, choice: RejectChoice, *, closed_too: bool) -> list[sa.ColumnElement[bool]]:
        reject = self._tables.reject
        clauses = [self._counts(reject) if closed_too else self.is_open(reject)]
        if choice.tables is not None:
            clauses.append(reject.c.table_name.in_(sorted(choice.tables)))
        if choice.run_id is not None:
            clauses.append(reject.c.run_id == choice.run_id)
        if choice.reason is not None:
            clauses.append(reject.c.reason == choice.reason)
        return clauses

    def open_tables(self) -> dict[str, int]:
        """Source tables that have open rejects, and how many."""
        reject = self._tables.reject
        rows = self._session.execute(
            sa.select(reject.c.table_name, sa.func.count().label("rows"))
            .where(self.is_open(reject))
            .group_by(reject.c.table_name)
        )
        return {str(row["table_name"]): int(row["rows"]) for row in rows}

    def counts(self, choice: RejectChoice = ALL, *, closed_too: bool = False) -> list[dict[str, Any]]:
        """table_name, reason, column_name, rows."""
        reject = self._tables.reject
        return self._session.execute(
            sa.select(reject.c.table_name, reject.c.reason, reject.c.column_name, sa.func.count().label("rows"))
            .where(*self._meant(choice, closed_too=closed_too))
            .group_by(reject.c.table_name, reject.c.reason, reject.c.column_name)
            .order_by(reject.c.table_name, reject.c.reason)
        )

    def rows(self, choice: RejectChoice = ALL, *, closed_too: bool = False) -> Iterator[dict[str, Any]]:
        """Every reject with its ``outcome`` (None: open) and ``closed_by``; a page of them is held at a time."""
        reject = self._tables.reject
        parts = self._session.execute(
            sa.select(reject.c.run_id, reject.c.table_name)
            .where(*self._meant(choice, closed_too=closed_too))
            .distinct()
            .order_by(reject.c.run_id, reject.c.table_name)
        )
        for part in parts:
            yield from self._rows_of(part["run_id"], part["table_name"], choice, closed_too)

    def _rows_of(
        self, run_id: int, table_name: str, choice: RejectChoice, closed_too: bool
    ) -> Iterator[dict[str, Any]]:
        reject = self._tables.reject
        query = (
            sa.select(reject)
            .where(reject.c.run_id == run_id, reject.c.table_name == table_name)
            .where(*self._meant(choice, closed_too=closed_too))
            .order_by(reject.c.chunk_no, reject.c.batch_no, reject.c.reject_no)
            .limit(_PAGE_ROWS)
        )
        page = self._session.execute(query)
        while page:
            closed = self._outcomes(run_id, table_name, page) if closed_too else {}
            for row in page:
                outcome, by = closed.get((row["chunk_no"], row["batch_no"], row["reject_no"]), (None, None))
                yield {**row, "outcome": outcome, "closed_by": by}
            last = page[-1]
            page = self._session.execute(query.where(_behind(reject, last)))

    def _outcomes(
        self, run_id: int, table_name: str, page: Sequence[dict[str, Any]]
    ) -> dict[tuple[int, int, int], tuple[str, int]]:
        outcome, by = self._tables.reject_outcome, self._tables.run
        rows = self._session.execute(
            sa.select(outcome.c.chunk_no, outcome.c.batch_no, outcome.c.reject_no, outcome.c.outcome, by.c.run_id)
            .where(
                outcome.c.run_id == run_id,
                outcome.c.table_name == table_name,
                outcome.c.chunk_no.between(page[0]["chunk_no"], page[-1]["chunk_no"]),
                outcome.c.batch_no.between(*_ends(page)),
                self._holds(outcome, by),
            )
            .order_by(by.c.run_id)
        )
        return {(row["chunk_no"], row["batch_no"], row["reject_no"]): (row["outcome"], row["run_id"]) for row in rows}

    def closed_by(self, run_id: int) -> list[dict[str, Any]]:
        """What a run did to older rejects: table_name, outcome, rows."""
        outcome = self._tables.reject_outcome
        return self._session.execute(
            sa.select(outcome.c.table_name, outcome.c.outcome, sa.func.count().label("rows"))
            .where(outcome.c.by_run_id == run_id)
            .group_by(outcome.c.table_name, outcome.c.outcome)
        )

    # For the runs that write such rows after all

    def hashes(self, table_name: str) -> np.ndarray | None:
        """Sorted hashes of the open rejects of a table; None where there are too many to hold."""
        key = self._tables.reject_key
        query = (
            sa.select(key.c.key_hash)
            .where(key.c.table_name == table_name, self.is_open(key))
            .distinct()
            .order_by(key.c.key_hash)
            .limit(_HASHES_PAGE)
        )
        held: list[np.ndarray] = []
        page = self._session.execute(query)
        while page:
            held.append(np.array([int(row["key_hash"]) for row in page], np.int64))
            if sum(map(len, held)) > MOST_HASHES:
                return None
            page = self._session.execute(query.where(key.c.key_hash > int(held[-1][-1])))
        return np.concatenate(held) if held else np.zeros(0, np.int64)

    def with_hashes(self, table_name: str, hashes: Sequence[int]) -> Iterator[OpenReject]:
        """The open rejects of a table whose rows have one of these hashes."""
        key, reject = self._tables.reject_key, self._tables.reject
        same = sa.and_(*(key.c[name] == reject.c[name] for name in ("table_name", *_PLACE)))
        for start in range(0, len(hashes), _LOOKED_UP_AT_ONCE):
            chosen = hashes[start : start + _LOOKED_UP_AT_ONCE]
            yield from _as_open(
                self._session.execute(
                    sa.select(*(reject.c[name] for name in (*_PLACE, "source_key", "source_row")))
                    .join_from(key, reject, same)
                    .where(key.c.table_name == table_name, key.c.key_hash.in_(chosen), self.is_open(key))
                    .order_by(*(reject.c[name] for name in _PLACE))
                )
            )

    def ranges(self, table_name: str, choice: RejectChoice = ALL) -> list[RejectRange]:
        """The batches of a table that hold open rejects, with their key ranges."""
        reject, batch, chunk = self._tables.reject, self._tables.batch, self._tables.chunk
        place = (reject.c.run_id, reject.c.chunk_no, reject.c.batch_no)
        held = self._session.execute(
            sa.select(*place)
            .where(reject.c.table_name == table_name, *self._meant(choice, closed_too=False))
            .distinct()
            .order_by(*place)
        )
        ranges = []
        for row in held:
            at = [row["run_id"], table_name, row["chunk_no"]]

            def of(table: sa.Table, at: list[Any] = at) -> list[sa.ColumnElement[bool]]:
                return [table.c[n] == v for n, v in zip(("run_id", "table_name", "chunk_no"), at, strict=True)]

            [own] = self._session.execute(
                sa.select(batch.c.through_key, batch.c.closes_chunk).where(
                    *of(batch), batch.c.batch_no == row["batch_no"]
                )
            )
            [whole] = self._session.execute(sa.select(chunk.c.after_key, chunk.c.through_key).where(*of(chunk)))
            earlier = self._session.execute(
                sa.select(batch.c.through_key)
                .where(*of(batch), batch.c.batch_no < row["batch_no"], batch.c.through_key.is_not(None))
                .order_by(batch.c.batch_no.desc())
                .limit(1)
            )
            after = earlier[0]["through_key"] if earlier else whole["after_key"]
            through = whole["through_key"] if own["through_key"] is None else own["through_key"]
            ranges.append(
                RejectRange(
                    row["run_id"],
                    row["chunk_no"],
                    row["batch_no"],
                    KeyRange(decode_key(after), decode_key(through)),
                )
            )
        return ranges

    def of_range(self, table_name: str, held: RejectRange, choice: RejectChoice = ALL) -> list[OpenReject]:
        """The open rejects of one batch."""
        reject = self._tables.reject
        return list(
            _as_open(
                self._session.execute(
                    sa.select(*(reject.c[name] for name in (*_PLACE, "source_key", "source_row")))
                    .where(
                        reject.c.table_name == table_name,
                        reject.c.run_id == held.run_id,
                        reject.c.chunk_no == held.chunk_no,
                        reject.c.batch_no == held.batch_no,
                        *self._meant(choice, closed_too=False),
                    )
                    .order_by(reject.c.reject_no)
                )
            )
        )


def _behind(reject: sa.Table, last: dict[str, Any]) -> sa.ColumnElement[bool]:
    chunk, batch, number = reject.c.chunk_no, reject.c.batch_no, reject.c.reject_no
    return sa.or_(
        chunk > last["chunk_no"],
        sa.and_(
            chunk == last["chunk_no"],
            sa.or_(batch > last["batch_no"], sa.and_(batch == last["batch_no"], number > last["reject_no"])),
        ),
    )


def _ends(page: Sequence[dict[str, Any]]) -> tuple[int, int]:
    numbers = [row["batch_no"] for row in page]
    return min(numbers), max(numbers)


def _as_open(rows: Sequence[dict[str, Any]]) -> Iterator[OpenReject]:
    for row in rows:
        place = RejectPlace(row["run_id"], row["chunk_no"], row["batch_no"], row["reject_no"])
        yield OpenReject(place, str(row["source_key"]), str(row["source_row"]))
