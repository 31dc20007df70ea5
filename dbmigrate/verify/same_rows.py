"""A first look where both databases can say by themselves that they hold the same rows: no row has to come here."""

from __future__ import annotations

from dbmigrate.engines.fault import EngineFault, SourceFault
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.table import Column
from dbmigrate.verify.parts import Part
from dbmigrate.verify.sides import Sides


def count_if_same(part: Part, sides: Sides) -> int | None:
    """How many rows, if all of the source's and all of the target's are the same as they are stored.

    None where that is not so or cannot be told, where rows are not meant to be the same, and where a pace is to be
    kept: then rows are read.  Raises SourceError, TargetError.
    """
    table, into = part.table, part.into
    if not table.moves_server_side or table.scope.condition is not None or sides.pace.is_limited:
        return None
    key_range = part.key_range or KeyRange()
    found = TableRead(into.table, tuple(column.target for column in into.columns), into.key, key_range)
    expected = TableRead(table.source, tuple(_source_columns(part)), table.key, key_range)
    try:
        return sides.target.count_if_same(found, sides.source, expected, sides.streams)
    except SourceFault as fault:
        raise side_error(fault, "source", f"read of {table.name} failed", number=40) from None
    except EngineFault as fault:
        raise side_error(fault, "target", f"read of {into.table.name} failed", number=40) from None


def _source_columns(part: Part) -> list[Column]:
    """In the order of the target's; each is a copy of one, where rows may go as they are stored."""
    named = {column.name.casefold(): column for column in part.table.source.columns}
    return [named[(column.source or "").casefold()] for column in part.into.columns]
