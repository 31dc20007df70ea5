"""Which target value each source value has become: the table ``key_map``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

import pyarrow as pa
import sqlalchemy as sa
from msgspec import Struct

from dbmigrate.engines.session import Loader
from dbmigrate.ledger.checked import CheckedSession, Reads
from dbmigrate.ledger.many_rows import insert_rows
from dbmigrate.ledger.tables import LedgerTables
from dbmigrate.model.domains import KeyAllocation, MappedKey
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import integer, text

_KEYS_PER_QUERY = 1_000
_FEW_ROWS = 10
"""A statement with values for a hundred rows takes 30 ms to make, a bulk load one."""
_Item = TypeVar("_Item")
_COLUMNS = ("map_name", "origin", "source_key", "target_key", "made", "run_id")


class Owner(Struct, frozen=True):
    """A source that has brought a value."""

    origin: str
    project: str
    source_identity: str


class KeyMaps:
    """Reads by session; writes only inside the caller's transaction."""

    def __init__(self, session: Reads, tables: LedgerTables) -> None:
        self._session: Reads = CheckedSession(session)
        self._tables = tables
        self._map = tables.key_map

    def find(self, domain: str, origin: str, keys: Sequence[str]) -> dict[str, MappedKey]:
        """By source key (``stored_key``); what is not known is left out."""
        found = {}
        for part in _parts(keys, _KEYS_PER_QUERY):
            for row in self._session.execute(
                sa.select(self._map.c.source_key, self._map.c.target_key, self._map.c.made).where(
                    *self._of(domain, origin), self._map.c.source_key.in_(part)
                )
            ):
                found[str(row["source_key"])] = MappedKey(str(row["target_key"]), bool(row["made"]))
        return found

    def taken(self, domain: str, targets: Sequence[str]) -> set[str]:
        """Those of the target keys that some source value has become, whichever source it is of."""
        found: set[str] = set()
        for part in _parts(targets, _KEYS_PER_QUERY):
            rows = self._session.execute(
                sa.select(self._map.c.target_key).where(
                    self._map.c.map_name == domain, self._map.c.target_key.in_(part)
                )
            )
            found.update(str(row["target_key"]) for row in rows)
        return found

    def highest(self, domain: str) -> int | None:
        """The greatest number given out so far."""
        number = sa.func.max(sa.cast(self._map.c.target_key, sa.BigInteger))
        rows = self._session.execute(sa.select(number.label("highest")).where(self._map.c.map_name == domain))
        highest = rows[0]["highest"] if rows else None
        return None if highest is None else int(highest)

    def is_used(self, domain: str) -> bool:
        rows = self._session.execute(sa.select(self._map.c.run_id).where(self._map.c.map_name == domain).limit(1))
        return bool(rows)

    def owners(self, domain: str, *, but: str) -> dict[str, Owner]:
        """By target key: the source that has brought it, without the origin ``but``.  For small maps."""
        run = self._tables.run
        rows = self._session.execute(
            sa.select(self._map.c.target_key, self._map.c.origin, run.c.project, run.c.source_identity)
            .join_from(self._map, run, run.c.run_id == self._map.c.run_id)
            .where(self._map.c.map_name == domain, self._map.c.origin != but)
        )
        return {
            str(row["target_key"]): Owner(str(row["origin"]), str(row["project"]), str(row["source_identity"]))
            for row in rows
        }

    def record(self, writer: Loader, run_id: int, allocations: Sequence[KeyAllocation], *, in_bulk: bool) -> None:
        """``in_bulk``: the writer's bulk load takes part in its transaction."""
        fresh = [one for one in allocations if not one.claimed]
        claims = [one for one in allocations if one.claimed]
        known = {one for one in claims if self.find(one.domain, one.origin, [one.source_key])}
        fresh += [one for one in claims if one not in known]
        if in_bulk and len(fresh) > _FEW_ROWS:
            writer.load(_described(self._map), _as_batch(run_id, fresh))
            return
        insert_rows(self._session, self._map, [_row(run_id, one) for one in fresh])

    def move_origin(self, before: str, now: str) -> None:
        """The operator says that a source that was moved is the same one."""
        self._session.execute(sa.update(self._map).where(self._map.c.origin == before).values(origin=now))

    def _of(self, domain: str, origin: str) -> Iterator[sa.ColumnElement[bool]]:
        yield self._map.c.map_name == domain
        yield self._map.c.origin == origin


def _parts(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _row(run_id: int, one: KeyAllocation) -> dict[str, object]:
    return dict(
        zip(_COLUMNS, (one.domain, one.origin, one.source_key, one.target_key, int(one.made), run_id), strict=True)
    )


def _described(table: sa.Table) -> Table:
    """The map as the bulk load wants it."""
    columns = tuple(Column(name, text(), nullable=False) for name in _COLUMNS[:4])
    numbers = (Column("made", integer(32), nullable=False), Column("run_id", integer(64), nullable=False))
    return Table(TableName(table.name, table.schema), (*columns, *numbers))


def _as_batch(run_id: int, allocations: Collection[KeyAllocation]) -> pa.RecordBatch:
    texts = [[getattr(one, name) for one in allocations] for name in ("domain", "origin", "source_key", "target_key")]
    arrays = [pa.array(values, pa.string()) for values in texts]
    arrays.append(pa.array([int(one.made) for one in allocations], pa.int32()))
    arrays.append(pa.array([run_id] * len(allocations), pa.int64()))
    return pa.RecordBatch.from_arrays(arrays, names=list(_COLUMNS))
