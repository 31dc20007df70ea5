"""Find the rows that the target refuses, by halving, so that the rest of their batch goes in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dbmigrate.engines.fault import EngineFault, Fault

Attempt = Callable[[Sequence[int]], None]
"""Write the rows of these numbers and take them back; raises EngineFault."""


def find_refused(rows: int, attempt: Attempt) -> tuple[list[int], dict[int, str]]:
    """The numbers of the rows that go in together, and of the refused ones with the reason."""
    refused: dict[int, str] = {}
    good = _good_alone(list(range(rows)), refused, attempt)
    if good and _fault_of(good, attempt) is not None:
        # Rows that clash with each other, such as two with one unique key: the first one goes in.
        good = _good_together(good, refused, attempt, ())
    return good, dict(sorted(refused.items()))


def _good_alone(rows: list[int], refused: dict[int, str], attempt: Attempt) -> list[int]:
    """Without the rows that are refused whatever goes with them; what is left may still clash."""
    fault = _fault_of(rows, attempt)
    if fault is None:
        return rows
    if len(rows) == 1:
        refused[rows[0]] = fault
        return []
    half = len(rows) // 2
    return _good_alone(rows[:half], refused, attempt) + _good_alone(rows[half:], refused, attempt)


def _good_together(rows: list[int], refused: dict[int, str], attempt: Attempt, before: Sequence[int]) -> list[int]:
    """Those of ``rows`` that go in together with the rows ``before``; a row only clashes with one before it."""
    fault = _fault_of([*before, *rows], attempt)
    if fault is None:
        return rows
    if len(rows) == 1:
        refused[rows[0]] = fault
        return []
    half = len(rows) // 2
    left = _good_together(rows[:half], refused, attempt, before)
    return left + _good_together(rows[half:], refused, attempt, [*before, *left])


def _fault_of(rows: Sequence[int], attempt: Attempt) -> str | None:
    try:
        attempt(rows)
    except EngineFault as fault:
        if fault.fault is not Fault.ROW:
            raise
        return f"{fault.native_code} {fault.message}".strip()
    return None
