"""Where an incremental read begins: the last mark less the overlap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import MAX_PREC, Decimal, InvalidOperation, localcontext

from dbmigrate.model.types import Kind

_NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
_MOMENTS = (Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMPTZ)
_TEXTS = (Kind.TEXT, Kind.STORAGE)


def lower_bound(
    mark: int | str | None, overlap_seconds: int, kind: Kind, *, compared_as_text: bool
) -> int | str | None:
    """The mark moved back; None (read everything) wherever the order of values is not certain.

    ``kind``: of the watermark column.  For numbers one overlap second means one.
    ``compared_as_text``: the source holds moments as text and compares them by code point; there an integer
    as mark says that the column holds numbers only.
    """
    if mark is None:
        return None
    if isinstance(mark, int):
        return mark - overlap_seconds
    text = mark.strip()
    if kind in _NUMBERS:
        return None if compared_as_text else _less(text, overlap_seconds)
    # Elsewhere text sorts by a collation, which need not agree with time.
    if kind not in _MOMENTS and not (compared_as_text and kind in _TEXTS):
        return None
    if "-" not in text[1:]:
        return None  # a number as text, which sorts neither by size nor by time
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None and compared_as_text:
            if moment.utcoffset() != timedelta(0):
                return None
            moment = moment.astimezone(UTC).replace(tzinfo=None)
        moved = moment - timedelta(seconds=overlap_seconds)
    except (ValueError, OverflowError):
        return None
    return _shortest(moved) if compared_as_text else moved.isoformat(sep=" ")


def _less(text: str, overlap: int) -> str | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    with localcontext(prec=MAX_PREC):  # or the difference is rounded, perhaps above the mark
        return format(value - overlap, "f")


def _shortest(moment: datetime) -> str:
    """The spelling that sorts before every longer one of the same moment; a space sorts before ``T``."""
    text = moment.isoformat(sep=" ", timespec="microseconds").rstrip("0").rstrip(".")
    for ending, length in ((":00", 16), (" 00:00", 10)):
        if text.endswith(ending) and len(text) == length + len(ending):
            text = text[:length]
    return text
