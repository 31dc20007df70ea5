"""What a run was asked to do, after options and project file are brought together."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from dbmigrate.config.project import RunSettings
from dbmigrate.model.inputs import InputValue


class RunOptions(Struct, frozen=True):
    """``None`` means: as the project file says."""

    commit_rows: int | None = None
    commit_bytes: int | None = None
    workers: int | None = None
    max_rejects: int | None = None
    max_rows_per_second: int | None = None
    courtesy: bool | None = None
    read_unchanged: bool = False
    """Read tables too of which the source is provably as it was."""
    accept_changes: frozenset[str] = frozenset()
    """Names of plan differences that the operator accepts on resume; "all" accepts every one."""


class CopySettings(Struct, frozen=True):
    """``commit_rows``: rows per commit; ``commit_bytes``: about how large a batch may be in memory."""

    commit_rows: int
    commit_bytes: int
    workers: int
    max_rejects: int
    read_ahead_batches: int
    inputs: Mapping[str, InputValue] = field(default_factory=dict)
    max_rows_per_second: int | None = None
    """Of all workers together; None: as fast as it goes."""
    courtesy: bool = False
    """Whether the run gives way while the target is busy with other work."""
    read_unchanged: bool = False

    @classmethod
    def of(cls, settings: RunSettings, options: RunOptions, inputs: Mapping[str, InputValue]) -> CopySettings:
        return cls(
            commit_rows=options.commit_rows or settings.commit_rows,
            commit_bytes=options.commit_bytes or settings.commit_bytes,
            workers=options.workers or settings.workers,
            max_rejects=settings.max_rejects if options.max_rejects is None else options.max_rejects,
            read_ahead_batches=settings.read_ahead_batches,
            inputs=inputs,
            max_rows_per_second=options.max_rows_per_second or settings.max_rows_per_second,
            courtesy=settings.courtesy if options.courtesy is None else options.courtesy,
            read_unchanged=options.read_unchanged,
        )
