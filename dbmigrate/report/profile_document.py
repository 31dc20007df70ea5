"""Where the time of a run went, as a document: by table and role, in all, and which side was the wall."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dbmigrate.model.stopwatch import ThreadTime, Work

_SIDES = {
    "source": (Work.READ,),
    "this machine": (Work.TRANSFORM, Work.HASH),
    "target": (Work.WRITE, Work.COMMIT),
    "both databases": (Work.MOVE,),
}


def profile_document(threads: Sequence[ThreadTime]) -> dict[str, Any]:
    """``threads``: seconds by kind of work, which add up to ``wall_seconds``; ``wall``: the side that took most."""
    total = {work: sum(thread.seconds[work] for thread in threads) for work in Work}
    return {
        "wall": wall_of(total),
        "total": {**_seconds(total), "wall_seconds": round(sum(thread.wall_seconds for thread in threads), 3)},
        "threads": [
            {
                "table": thread.table,
                "role": thread.role,
                **_seconds(thread.seconds),
                "wall_seconds": round(thread.wall_seconds, 3),
            }
            for thread in threads
        ],
    }


def wall_of(seconds: dict[Work, float]) -> str | None:
    """The side that the most work was for; None where nothing was done."""
    by_side = {side: _sum(seconds, works) for side, works in _SIDES.items()}
    return max(by_side, key=lambda side: by_side[side]) if any(by_side.values()) else None


def _sum(seconds: dict[Work, float], works: Iterable[Work]) -> float:
    return sum(seconds[work] for work in works)


def _seconds(seconds: dict[Work, float]) -> dict[str, float]:
    return {str(work): round(value, 3) for work, value in seconds.items()}
