"""Counts, times and speeds as people read them."""

from __future__ import annotations


def number(value: int | None) -> str:
    """``1,234,567``; an unknown number is a question mark."""
    return "?" if value is None else f"{value:,}"


def duration(seconds: float) -> str:
    """``0.4 s``, ``12 s``, ``3 min 05 s``, ``2 h 10 min``."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"


def per_second(rows: int, seconds: float) -> str:
    """Rows per second, or nothing where the time was too short to say."""
    return f"{round(rows / seconds):,} rows/s" if rows and seconds >= 1 else ""
