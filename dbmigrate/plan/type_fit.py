"""Whether values of one type can ever arrive exactly in another.

Only what no value can survive is refused here; whether each value fits is decided row by row.
"""

from __future__ import annotations

from dbmigrate.model.types import Kind, LogicalType

_NUMBERS = {Kind.INTEGER, Kind.DECIMAL, Kind.FLOAT}
_TEXTS = {Kind.TEXT, Kind.JSON, Kind.XML, Kind.OTHER}
_FROM_TEXT = {Kind.INTEGER, Kind.DECIMAL, Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMPTZ, Kind.UUID, Kind.FLOAT}

_COMPATIBLE: dict[Kind, set[Kind]] = {
    Kind.BOOLEAN: {Kind.BOOLEAN, Kind.INTEGER, Kind.DECIMAL},
    Kind.INTEGER: {*_NUMBERS, Kind.BOOLEAN, Kind.TEXT},
    Kind.DECIMAL: {*_NUMBERS, Kind.TEXT},
    Kind.FLOAT: {Kind.FLOAT, Kind.DECIMAL},
    Kind.TEXT: {*_TEXTS, *_FROM_TEXT},
    Kind.JSON: _TEXTS,
    Kind.XML: _TEXTS,
    Kind.OTHER: {*_TEXTS, Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMPTZ, Kind.UUID},
    Kind.BYTES: {Kind.BYTES},
    Kind.DATE: {Kind.DATE, Kind.TIMESTAMP, Kind.TEXT},
    Kind.TIME: {Kind.TIME, Kind.TEXT},
    Kind.TIMESTAMP: {Kind.TIMESTAMP, Kind.DATE, Kind.TEXT},
    Kind.TIMESTAMPTZ: {Kind.TIMESTAMPTZ, Kind.TEXT},
    Kind.UUID: {Kind.UUID, Kind.TEXT},
    Kind.STORAGE: {Kind.STORAGE},
}


def incompatibility(source: LogicalType, target: LogicalType) -> str | None:
    """Why no exact copy is possible, or None."""
    if source.unsupported or target.unsupported:
        return source.unsupported or target.unsupported
    if target.kind in _COMPATIBLE[source.kind]:
        return None
    if source.kind is Kind.TIMESTAMPTZ and target.kind is Kind.TIMESTAMP:
        return "the time zone would be dropped"
    if source.kind is Kind.TIMESTAMP and target.kind is Kind.TIMESTAMPTZ:
        return "the time zone would be guessed"
    return f"{source} values cannot be kept in {target}"
