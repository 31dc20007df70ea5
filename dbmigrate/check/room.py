"""Free space against what the rows need, and settings that stand in the way of a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dbmigrate.check.results import CheckResult, CheckStatus, ok
from dbmigrate.engines.base import Engine
from dbmigrate.engines.registry import Side
from dbmigrate.model.surroundings import Amount, Room, Setting
from dbmigrate.model.table import Table

MIN_FREE_BYTES = 1 << 30
GROWTH = 2
"""Rows, ledger and log of a target against the same rows in the source: types differ, pages are half full."""

_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB")


def check_surroundings(
    source: Engine, source_tables: Sequence[Table], target: Engine, target_tables: Sequence[Table]
) -> Iterator[CheckResult]:
    """Of both sides.  What is not known is said to be so.  EngineFault where a catalogue cannot be read at all."""
    left = source.surroundings(source_tables, fills=False)
    right = target.surroundings(target_tables, fills=True)
    needed = needed_bytes(left.stored, right.stored)
    yield from (_room(room, needed, left.stored) for room in right.rooms)
    sides: tuple[tuple[Side, tuple[Setting, ...]], ...] = (("source", left.settings), ("target", right.settings))
    yield from (_setting(f"{side} {setting.name}", setting) for side, settings in sides for setting in settings)


def needed_bytes(source: Amount, target: Amount) -> int | None:
    """What the target still has to take, at most; None if the source does not tell its size."""
    if source.bytes is None:
        return None
    return max(MIN_FREE_BYTES, GROWTH * source.bytes - (target.bytes or 0))


def _room(room: Room, needed: int | None, stored: Amount) -> CheckResult:
    name = "target room"
    wanted = needed if room.holds_rows else MIN_FREE_BYTES
    free = "how much is free is not known" if room.free_bytes is None else f"{shown(room.free_bytes)} free"
    if room.free_bytes is not None and wanted is not None and room.free_bytes >= wanted:
        return ok(name, f"{room.place}: {free}, at most {shown(wanted)} needed")
    need = (
        f"up to {shown(wanted)} may be needed" if wanted is not None else f"what is needed is not known: {stored.why}"
    )
    if room.free_bytes is None or room.unknown or wanted is None:
        told = f"{room.place}: {free}; {need}" + (f"; {room.unknown}" if room.unknown else "")
        return CheckResult(name, CheckStatus.UNKNOWN, told, room.next_step or "Compare it with the source by hand")
    detail = f"{room.place}: {free}, {need}"
    return CheckResult(name, CheckStatus.WARNING, detail, room.next_step or "Make room, or let it grow")


def _setting(name: str, setting: Setting) -> CheckResult:
    if setting.value is None:
        return CheckResult(name, CheckStatus.UNKNOWN, f"not known: {setting.concern}", setting.next_step)
    if setting.concern:
        return CheckResult(name, CheckStatus.WARNING, f"{setting.value}: {setting.concern}", setting.next_step)
    return ok(name, setting.value)


def shown(size: int) -> str:
    """``1.5 GiB``."""
    value, unit = float(size), 0
    while value >= 1024 and unit < len(_UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{value:,.1f} {_UNITS[unit]}" if unit else f"{size} bytes"
