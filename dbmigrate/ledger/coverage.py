"""Up to which high-water mark a table's rows are in the target, as far as runs that still count prove it.

A run that read everything in its scope proves its own mark.  A run that read only what lay above an earlier mark
proves its mark only while the run it was based on still counts: undo that one, and its range is read again.  Neither
proves anything more once rows that it had found in the target, brought by an older run, were taken out with that run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.model.scope import EVERYTHING


class Cover(Struct, frozen=True):
    """A table in a run that copied it to its end.

    ``based_on``: the run whose mark gave the lower bound, None where all rows in scope were read.
    ``rows_below``: rows in scope up to the mark when it was frozen.
    ``lost_rows``: an older run that had filled one of its targets was undone after it.
    """

    run_id: int
    table_name: str
    scope: str
    based_on: int | None
    column: str | None = None
    mark: str | None = None
    rows_below: int | None = None
    lost_rows: bool = False


class Coverage:
    def __init__(self, covers: Iterable[Cover]) -> None:
        self._proven: dict[str, list[Cover]] = defaultdict(list)
        by_table: dict[str, dict[int, Cover]] = defaultdict(dict)
        for cover in sorted(covers, key=lambda each: each.run_id):
            known = by_table[cover.table_name]
            basis = None if cover.based_on is None else known.get(cover.based_on)
            if cover.based_on is not None and basis is None:
                continue
            if basis is not None and basis.lost_rows:
                cover = replace(cover, lost_rows=True)
            known[cover.run_id] = cover
            self._proven[cover.table_name].append(cover)

    def _lasting(self, table_name: str) -> list[Cover]:
        return [cover for cover in self._proven[table_name] if not cover.lost_rows]

    def newest(self, table_name: str, scope: str, column: str) -> Cover | None:
        """The newest proof of a mark for these rows, or for all rows of the table."""
        for cover in reversed(self._lasting(table_name)):
            if cover.scope in (scope, EVERYTHING) and cover.column == column and cover.mark is not None:
                return cover
        return None

    def newest_of(self, table_name: str, scope: str) -> int | None:
        """The newest run that proves that the rows of just this scope, up to some moment, are in."""
        runs = [cover.run_id for cover in self._lasting(table_name) if cover.scope == scope]
        return runs[-1] if runs else None

    def newest_whole(self, table_name: str) -> int | None:
        """The newest run that read all rows of its scope, not only those above a mark."""
        runs = [cover.run_id for cover in self._proven[table_name] if cover.based_on is None]
        return runs[-1] if runs else None

    def scopes(self, table_name: str) -> set[str]:
        """Every scope of which the rows, up to some moment, are in."""
        return {cover.scope for cover in self._proven[table_name]}
