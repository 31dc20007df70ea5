"""What a created target must keep to, by dialect; the DDL itself is the engines'."""

from __future__ import annotations

from types import ModuleType

from msgspec import Struct

from dbmigrate.engines.mssql import ddl as mssql
from dbmigrate.engines.oracle import ddl as oracle
from dbmigrate.engines.postgresql import ddl as postgresql
from dbmigrate.engines.sqlite import ddl as sqlite


class DialectFacts(Struct, frozen=True):
    """``max_key_bytes``: of one entry of an index (None = no limit).  ``keys_need_length``: text without a
    length cannot be part of a key, so that key columns get one."""

    ddl: ModuleType
    max_name_bytes: int = 128
    max_key_bytes: int | None = None
    keys_need_length: bool = False
    bytes_per_unit: int = 1


FACTS = {
    # 900 bytes is the limit of a clustered key; nvarchar takes two bytes a unit.
    "mssql": DialectFacts(mssql, max_key_bytes=900, keys_need_length=True, bytes_per_unit=2),
    # A block of 8 KiB holds keys up to about 6400 bytes; names have 128 bytes from release 12.2 on.
    "oracle": DialectFacts(oracle, max_key_bytes=6000, keys_need_length=True, bytes_per_unit=2),
    # A third of a page: 2704 bytes with the tuple's head.
    "postgresql": DialectFacts(postgresql, max_name_bytes=63, max_key_bytes=2650),
    "sqlite": DialectFacts(sqlite),
}
