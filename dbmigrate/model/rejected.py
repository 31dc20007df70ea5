"""Which rejects an operator asks about."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from dbmigrate.model.prepared import (
    REASON_CONFLICT,
    REASON_ORPHAN,
    REASON_REFUSED,
    REASON_UNFIT,
    REASON_UNMAPPED,
    REASON_UNREADABLE,
)
from dbmigrate.model.table import same_table

REASONS = (REASON_UNREADABLE, REASON_UNFIT, REASON_REFUSED, REASON_CONFLICT, REASON_UNMAPPED, REASON_ORPHAN)


class RejectQuery(Struct, frozen=True):
    """None: all of them.  ``tables``: source tables as people write them."""

    tables: frozenset[str] | None = None
    run_id: int | None = None
    reason: str | None = None

    def means(self, table: str) -> bool:
        """Whether the table, named as the catalogue has it, is asked about."""
        return self.tables is None or any(same_table(table, name) for name in self.tables)


def known_tables(known: Collection[str], query: RejectQuery) -> frozenset[str]:
    """The tables that are asked about, as the catalogue names them."""
    return frozenset(name for name in known if query.means(name))
