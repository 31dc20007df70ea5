"""What became of rows of earlier runs: rejects driven again, changes in the source followed."""

from __future__ import annotations

from msgspec import Struct


class RetriedTable(Struct, frozen=True):
    """What became of the open rejects of a table: in the target, rejected again, no longer in the source."""

    group: str
    table: str
    migrated: int
    again: int
    gone: int


class RetryOutcome(Struct, frozen=True):
    """``run_id`` None: nothing was open.  ``state``: copied or stopped."""

    run_id: int | None
    state: str
    seconds: float
    tables: tuple[RetriedTable, ...]
    rejects_open: int
    """All that are left, also of tables that were not tried."""
    not_tried: tuple[str, ...] = ()
    """Tables with open rejects that the plan does not have."""


class KeptRows(Struct, frozen=True):
    """Rows that have gone from the source and were not deleted; ``keys``: target keys of the first ones."""

    reason: str
    rows: int
    keys: tuple[str, ...] = ()


class ResyncedTable(Struct, frozen=True):
    """What source and target differ in, and what was done about it, for one target of a source table."""

    group: str
    table: str
    target: str
    inserted: int = 0
    updated: int = 0
    deleted: int = 0
    rejected: int = 0
    changed_listed: int = 0
    """Differ, and were left as they are."""
    deleted_listed: int = 0
    """Written by earlier runs, no longer in the source, and left in the target."""
    not_ours: int = 0
    """Differ from the source row of their key, but no run has written them."""
    missing_listed: int = 0
    changed_keys: tuple[str, ...] = ()
    """Target keys of the first ones listed."""
    deleted_keys: tuple[str, ...] = ()
    not_ours_keys: tuple[str, ...] = ()
    reason: str = ""
    """Why it was not compared; empty if it was."""
    seconds: float = 0.0
    deletable_listed: int = 0
    """Of ``deleted_listed``, those that a run would delete."""
    kept: tuple[KeptRows, ...] = ()
    """Of ``deleted_listed``, those that stay although the group says that they are deleted."""


class ResyncOutcome(Struct, frozen=True):
    """``run_id`` None: nothing was written.  ``state``: copied or stopped."""

    run_id: int | None
    state: str
    seconds: float
    tables: tuple[ResyncedTable, ...]
    rejects_open: int = 0
