"""From what was measured to the wall and the settings: arithmetic only.

One thread reads while another writes, and whichever has time transforms and hashes: a stream is as fast as the slower
of the two, or as both together.
A batch is made so large that what each commit costs by itself is a fiftieth of the time.
"""

from __future__ import annotations

from collections.abc import Sequence

from dbmigrate.model.tuning import BOTH, MACHINE, SOURCE, TARGET, Advice, Measured

LEAST_ROWS, MOST_ROWS = 5_000, 200_000
LEAST_BYTES, MOST_BYTES = 4 << 20, 64 << 20
COMMIT_SHARE = 0.02
WORTH_A_STREAM = 1.15
"""Another stream must bring so much more, or it only takes memory and connections."""
_BYTES_MARGIN = 1.25


def wall_of(measured: Measured) -> str:
    """The side that takes most of the time: rows wait for it, or would wait less if it were faster."""
    if measured.moves:
        return BOTH
    working = measured.transform.seconds_per_row + measured.hash.seconds_per_row
    sides = {TARGET: measured.write.seconds_per_row, SOURCE: measured.read.seconds_per_row, MACHINE: working}
    return max(sides, key=lambda side: sides[side])


def seconds_per_row(measured: Measured) -> float:
    """Of one stream; commits left out."""
    read, write = measured.read.seconds_per_row, measured.write.seconds_per_row
    working = measured.transform.seconds_per_row + measured.hash.seconds_per_row
    return max(read, write, (read + working + write) / 2, measured.move.seconds_per_row)


def advise(tables: Sequence[Measured], now: Advice) -> Advice:
    """For the table that has the most to move, which is the first; ``now``: what the project says, kept where
    nothing was measured."""
    first = tables[0]
    rows = round_up(first.batch_seconds / COMMIT_SHARE / max(seconds_per_row(first), 1e-9))
    rows = min(max(rows, LEAST_ROWS), MOST_ROWS)
    widest = max(measured.row_bytes for measured in tables)
    if not widest:
        return Advice(rows, now.commit_bytes, _streams(first))
    rows = max(1, min(rows, int(MOST_BYTES / _BYTES_MARGIN / widest)))
    size = min(max(rows * first.row_bytes * _BYTES_MARGIN, LEAST_BYTES), MOST_BYTES)
    return Advice(rows, -(-int(size) // (1 << 20)) << 20, _streams(first))


def _streams(measured: Measured) -> int:
    """The fewest that reach about what more would; one where there can only be one."""
    chosen, best = 1, 0.0
    for number, speed in sorted(measured.by_streams):
        if speed > best * WORTH_A_STREAM:
            chosen, best = number, speed
    return chosen


def round_up(rows: float) -> int:
    """To two digits: nobody believes 13,127."""
    whole = int(rows) + 1
    step = int(10 ** max(len(str(whole)) - 2, 0))
    return -(-whole // step) * step
