"""Where an incremental read begins: the last mark less the overlap."""

from __future__ import annotations

from datetime import datetime, timedelta


def lower_bound(mark: str | None, overlap_seconds: int) -> str | None:
    """The mark moved back, in the mark's own format; None (read everything) if there is none to go by.

    A mark that is not a moment (a rising number) is used as it is, one overlap second meaning one.
    """
    if mark is None:
        return None
    text = mark.strip()
    if text.lstrip("-").isdigit():
        return str(int(text) - overlap_seconds)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    try:
        moved = moment - timedelta(seconds=overlap_seconds)
    except OverflowError:
        return None
    # A space sorts before "T", so that a text comparison in SQLite errs towards reading more.
    return moved.isoformat(sep=" ")
