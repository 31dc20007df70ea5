"""What ``dbmigrate tune`` has measured, and what follows from it."""

from __future__ import annotations

from msgspec import Struct

SOURCE, MACHINE, TARGET, BOTH = "source", "this machine", "target", "both databases"


class Rate(Struct, frozen=True):
    """Rows, and the seconds that they took."""

    rows: int = 0
    seconds: float = 0.0

    @property
    def rows_per_second(self) -> float | None:
        """None where nothing was measured."""
        return self.rows / self.seconds if self.rows and self.seconds > 0 else None

    @property
    def seconds_per_row(self) -> float:
        return self.seconds / self.rows if self.rows else 0.0

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.rows + other.rows, self.seconds + other.seconds)


class Measured(Struct, frozen=True):
    """Of one table.  ``moves``: rows that go as they are stored are read and written at once (``move``), others in
    four steps.  ``by_streams``: what so many writers at once reach, in rows per second.

    ``batch_seconds``: what each commit costs, however few its rows.  ``row_bytes``: in memory.
    """

    table: str
    columns: int
    moves: bool
    row_bytes: float
    batch_seconds: float
    read: Rate = Rate()
    transform: Rate = Rate()
    hash: Rate = Rate()
    write: Rate = Rate()
    move: Rate = Rate()
    by_streams: tuple[tuple[int, float], ...] = ()


class Advice(Struct, frozen=True):
    commit_rows: int
    commit_bytes: int
    workers: int


class TuneOutcome(Struct, frozen=True):
    """``wall``: the side that the rows wait for.  ``values_per_second``: rows times columns, of one stream.

    ``notes``: what could not be measured, and what is to be kept in mind.
    """

    source_round_trip_seconds: float
    target_round_trip_seconds: float
    tables: tuple[Measured, ...]
    wall: str
    rows_per_second: float
    values_per_second: float
    advice: Advice
    seconds: float
    notes: tuple[str, ...] = ()
