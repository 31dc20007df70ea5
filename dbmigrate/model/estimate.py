"""How long a run will take, and what that is taken from."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Basis(StrEnum):
    """From the surest to the least sure."""

    LEDGER = "ledger"
    """How fast the same table went in earlier runs of this ledger."""
    OTHER_TABLES = "other_tables"
    """How fast other tables went in earlier runs, by their number of columns."""
    TUNE = "tune"
    """What ``dbmigrate tune`` has measured."""
    DEFAULT = "default"
    """A number that nobody has measured here."""


class TableTime(Struct, frozen=True):
    """``rows``: left to read, about.  ``rows_before``: that earlier attempts of the same run have read, if it is to be
    gone on with."""

    table: str
    rows: int
    seconds: float
    basis: Basis
    rows_before: int = 0


class TimeEstimate(Struct, frozen=True):
    """``seconds``: of the whole run.  ``basis``: what the greatest part of it is taken from."""

    seconds: float
    rows: int
    basis: Basis
    tables: tuple[TableTime, ...]
    unknown: tuple[str, ...] = ()
    """Tables whose number of rows nobody knows; they count for nothing."""
    is_most: bool = False
    """Filters leave rows out that are counted here."""

    def rows_of_run(self) -> dict[str, int]:
        """What all attempts of the run read of each table, about; tables that nobody knows of are missing."""
        return {time.table: time.rows + time.rows_before for time in self.tables}


class Speed(Struct, frozen=True):
    """Measured: rows and the seconds they took."""

    rows: int
    seconds: float

    @property
    def rows_per_second(self) -> float:
        return self.rows / self.seconds
