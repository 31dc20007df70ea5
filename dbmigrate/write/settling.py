"""Open rejects that a batch settles: its rows are in the target now, or were rejected again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from dbmigrate.ledger.entries import AGAIN, MIGRATED, RejectClosing, Scope
from dbmigrate.ledger.rejects import Rejects, row_hash
from dbmigrate.model.batch import Reject
from dbmigrate.model.plan import TablePlan
from dbmigrate.model.prepared import Refit
from dbmigrate.write.link import TargetLink


def told_by_row(table: TablePlan) -> bool:
    """Whether a rejected row is known by all its values, because several rows may have its key or there is none."""
    return not table.key or (not table.key_is_enforced and not all(into.key for into in table.into))


class Settling:
    """For the batches of one table that has open rejects; asks the ledger inside the batch's transaction."""

    def __init__(self, table: TablePlan, link: TargetLink, scope: Scope | None, refit: Refit) -> None:
        self._table = table
        self._link = link
        self._scope = scope
        self._refit = refit
        self._by_row = told_by_row(table)
        self._hashes = self._rejects.hashes(table.name)
        self.also: tuple[RejectClosing, ...] = ()
        """Closed with the next batch, whatever its rows."""

    @property
    def _rejects(self) -> Rejects:
        return Rejects(self._link.writer, self._link.ledger.tables, self._scope)

    def closings(self, accepted: pa.RecordBatch, rejected: Sequence[Reject]) -> tuple[RejectClosing, ...]:
        """``accepted``: source rows that the batch brings, with those that it finds to be in another row's place,
        which are among ``rejected`` too."""
        again = Counter(reject.row if self._by_row else reject.key for reject in rejected)
        keys = self._refit.key_texts(accepted)
        rows = self._refit.row_texts(accepted) if self._by_row else keys
        hashes = {row_hash(key, row) for key, row in zip(keys, rows, strict=True)}
        hashes |= {row_hash(reject.key, reject.row) for reject in rejected}
        suspects = self._suspects(hashes)
        if not suspects:
            return self.also
        here = Counter(rows)
        closings = list(self.also)
        for reject in self._rejects.with_hashes(self._table.name, suspects):
            text = reject.row if self._by_row else reject.key
            if again[text] > 0:
                closings.append(RejectClosing(reject.place, AGAIN))
                again[text] -= self._by_row
            elif here[text] > 0:
                closings.append(RejectClosing(reject.place, MIGRATED))
                here[text] -= self._by_row
        return tuple(closings)

    def _suspects(self, hashes: set[int]) -> list[int]:
        """Hashes that an open reject has; all of them where the ledger's are too many to be held."""
        wanted = np.array(sorted(hashes), np.int64)
        if self._hashes is not None:
            wanted = wanted[np.isin(wanted, self._hashes)]
        return [int(one) for one in wanted]
