"""What an undo ended with."""

from __future__ import annotations

from msgspec import Struct


class UndoneTarget(Struct, frozen=True):
    """What was taken out of one target, over all attempts.

    ``rows_missing``: rows of the run that were not there any more.  ``remark``: what is other than the run left it.
    """

    group: str
    table: str
    target: str
    rows_deleted: int
    rows_restored: int
    rows_missing: int
    rows_to_delete: int
    rows_to_restore: int
    remark: str = ""


class UndoOutcome(Struct, frozen=True):
    """``state``: undone, undone in part, stopped, or checked (nothing was taken out)."""

    run_id: int
    state: str
    whole: bool
    seconds: float
    targets: tuple[UndoneTarget, ...]
    mapped_keys: int = 0
    """Ids handed out by the run, which its undo makes free again."""
    kept_keys: int = 0
    """Ids that stay as they are, because later runs use the maps that they are in."""
    kept_for: tuple[int, ...] = ()

    @property
    def rows_to_delete(self) -> int:
        return sum(target.rows_to_delete for target in self.targets)

    @property
    def rows_to_restore(self) -> int:
        return sum(target.rows_to_restore for target in self.targets)

    @property
    def is_changed(self) -> bool:
        return any(target.remark for target in self.targets)
