"""Tests of values parse in every dialect; what they find is tried against servers in tests/check."""

from __future__ import annotations

import pytest
import sqlglot

from dbmigrate.engines.mssql.scan import MssqlScanSql
from dbmigrate.engines.oracle.ddl import OracleDdl
from dbmigrate.engines.oracle.scan import OracleScanSql
from dbmigrate.engines.postgresql.scan import PostgresScanSql
from dbmigrate.engines.scan_sql import ScanSql
from dbmigrate.engines.sqlite.scan import SqliteScanSql
from dbmigrate.model.doubts import Doubt, DoubtKind, KeyComparison
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind, decimal, integer, simple, text, timestamp

TABLE = Table(TableName("a b", "dbo"), (Column("x y", text(10)),))
SCANS: dict[str, ScanSql] = {
    "tsql": MssqlScanSql(),
    "oracle": OracleScanSql(OracleDdl()),
    "postgres": PostgresScanSql(lambda table: f'"{table.name.name}"'),
    "sqlite": SqliteScanSql(),
}
KINDS = {
    DoubtKind.RANGE: integer(64),
    DoubtKind.DIGITS: decimal(20, 4),
    DoubtKind.FRACTION: timestamp(6),
    DoubtKind.YEARS: timestamp(6),
    DoubtKind.TOO_MANY_BYTES: simple(Kind.BYTES),
}


@pytest.mark.parametrize("dialect", SCANS)
@pytest.mark.parametrize("kind", list(DoubtKind))
def test_conditions_parse(dialect: str, kind: DoubtKind) -> None:
    column = Column("x y", KINDS.get(kind, text(30)))
    found = SCANS[dialect].test(column, Doubt(kind, "", 3, 1, -5, 5))
    if found is None:
        return
    sqlglot.parse_one(f"SELECT 1 FROM t WHERE {found.condition}", dialect=dialect)
    if found.mended is not None:
        sqlglot.parse_one(f"SELECT {found.mended} FROM t", dialect=dialect)


@pytest.mark.parametrize("dialect", SCANS)
def test_keys_and_first_rows_parse(dialect: str) -> None:
    sql = SCANS[dialect]
    column = TABLE.columns[0]
    for comparison in KeyComparison:
        sqlglot.parse_one(f"SELECT {sql.folded(column, comparison)} FROM t", dialect=dialect)
    shown = sql.first_rows(sql.shown(column), f"FROM {sql.from_clause(TABLE)}", 5)
    sqlglot.parse_one(shown, dialect=dialect)
    sqlglot.parse_one(sql.create_copy(TableName("k"), "*", f"FROM {sql.from_clause(TABLE)}"), dialect=dialect)
