"""What is around a database's tables: how much they hold, how much more fits, and settings that stand in the way.

What cannot be read is not known, and says why; it is never taken for good.
"""

from __future__ import annotations

from msgspec import Struct


class Amount(Struct, frozen=True):
    """``bytes`` None: not known, ``why``.  ``at_most``: the tables asked about hold part of it."""

    bytes: int | None
    why: str = ""
    at_most: bool = False


class Room(Struct, frozen=True):
    """One place where rows are put.

    ``free_bytes``: what surely fits, None if nothing is known; ``unknown``: what more there may be, or why it cannot be
    told.  ``holds_rows`` False: it only has to hold what is open at one time (a log that is emptied).
    """

    place: str
    free_bytes: int | None
    unknown: str = ""
    next_step: str = ""
    holds_rows: bool = True


class Setting(Struct, frozen=True):
    """``value`` None: not known, ``concern`` says why.  Else ``concern``: what is wrong with it, if anything is."""

    name: str
    value: str | None
    concern: str = ""
    next_step: str = ""


class Surroundings(Struct, frozen=True):
    stored: Amount
    rooms: tuple[Room, ...] = ()
    settings: tuple[Setting, ...] = ()
