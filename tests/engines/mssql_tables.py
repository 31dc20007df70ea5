"""Tables as SQL Server's catalogue describes them, for tests without a server."""

from __future__ import annotations

from dbmigrate.engines.mssql.types import logical_type
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import LogicalType

LATIN, CYRILLIC = "SQL_Latin1_General_CP1_CI_AS", "Cyrillic_General_CI_AS"


def of(base: str, length: int = 0, precision: int = 0, scale: int = 0, page: int | None = None) -> LogicalType:
    return logical_type(base, length, precision, scale, code_page=page)


CALLS = Table(
    TableName("Call Detail", "dbo"),
    (
        Column("SiteId", of("smallint"), nullable=False),
        Column("CallId", of("varchar", 18, page=1252), nullable=False),
        Column("Started", of("datetime"), nullable=False),
        Column("Ended", of("datetime2", scale=7)),
        Column("Moment", of("datetimeoffset", scale=3)),
        Column("Cost", of("money")),
        Column("Party", of("nvarchar", 100)),
        Column("Row", of("uniqueidentifier")),
        Column("Notes", of("nvarchar", -1)),
        Column("Version", of("timestamp"), generated=True),
    ),
    primary_key=("SiteId", "CallId"),
)
CALL_COLLATIONS = {"callid": LATIN, "party": LATIN, "notes": LATIN}

QUEUES = Table(
    TableName("Queue", "dbo"),
    (Column("Id", of("int"), nullable=False, identity=True), Column("Name", of("nvarchar", 60))),
    primary_key=("Id",),
)
