"""Rows that fill a batch by themselves: where they are, so that nothing else is held while one is read.

Such a row is in memory twice while SQLite hands it over.  With the batches before it, which wait to be written, it was
three times what is read for it alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.engines.sqlite.where import where
from dbmigrate.model.keys import KeyRange, KeyValue


class Stretch(Struct, frozen=True):
    """A part of a read, up to and with the key ``through``.  ``also``: a condition that leaves the large row out."""

    through: KeyValue | None
    also: str = ""
    is_large_row: bool = False
    """One large row and nothing else."""


class LargeRows:
    """``columns``: whose values may be of any length; ``above``: more bytes of them are in a large row.

    SQLite knows the length of a value without reading it.
    """

    def __init__(self, columns: Collection[str], above: int) -> None:
        size = " + ".join(f"coalesce(octet_length({quote(name)}), 0)" for name in columns)
        self._is_large = f"{size} > {above}"
        self.is_other = f"{size} <= {above}"
        """SQL that is true for all other rows."""

    def stretches(
        self, session: AdbcSession, read: TableRead, of: str, collations: dict[str, str], schema: str
    ) -> Iterator[Stretch]:
        """The whole read: what lies before each large row, the row, and what lies behind the last one."""
        key = ", ".join(map(quote, read.key))
        order = ", ".join(f"{quote(name)} COLLATE {quote(collations[name.casefold()])}" for name in read.key)
        rest = read
        while True:
            clause, parameters = where(rest, collations, schema, self._is_large)
            found = session.query(f"SELECT {key} FROM {of}{clause} ORDER BY {order} LIMIT 1", parameters)
            if not found:
                yield Stretch(read.key_range.through)
                return
            yield Stretch(found[0], self.is_other)
            yield Stretch(found[0], is_large_row=True)
            rest = replace(read, key_range=KeyRange(found[0], read.key_range.through))
