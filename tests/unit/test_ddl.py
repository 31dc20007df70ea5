"""DDL text of the four engines; SQLite's is executed, the others' is parsed."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from types import ModuleType

import pytest
import sqlglot
from sqlglot import exp

from dbmigrate.engines.mssql import ddl as mssql
from dbmigrate.engines.oracle import ddl as oracle
from dbmigrate.engines.postgresql import ddl as postgresql
from dbmigrate.engines.sqlite import ddl as sqlite
from dbmigrate.errors import ConfigurationError
from dbmigrate.model import types
from dbmigrate.model.table import Column, ForeignKey, Index, Table, TableName, UniqueKey
from dbmigrate.model.types import Kind, LogicalType

ENGINES = {"sqlite": sqlite, "postgresql": postgresql, "mssql": mssql, "oracle": oracle}
SQLGLOT = {"sqlite": "sqlite", "postgresql": "postgres", "mssql": "tsql", "oracle": "oracle"}
ID = Column("Id", types.integer(32), nullable=False)


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def referring(name: str, *targets: str) -> Table:
    """A table with a key column and one foreign key to each target."""
    columns = tuple(Column(f"{target}Id", types.integer(32)) for target in targets)
    keys = tuple(ForeignKey((f"{target}Id",), TableName(target), ("Id",)) for target in targets)
    return Table(TableName(name), (ID, *columns), ("Id",), foreign_keys=keys)


def with_default(logical: LogicalType, default: str) -> Table:
    return Table(TableName("t"), (Column("c", logical, has_default=True, default_sql=default),))


TYPES = [
    # neutral, SQLite, PostgreSQL, SQL Server, Oracle
    (types.integer(8), "TINYINT", "smallint", "tinyint", "NUMBER(3,0)"),
    (types.integer(16), "SMALLINT", "smallint", "smallint", "NUMBER(5,0)"),
    (types.integer(32), "INT", "integer", "int", "NUMBER(10,0)"),
    (types.integer(64), "BIGINT", "bigint", "bigint", "NUMBER(19,0)"),
    (types.floating(32), "REAL", "real", "real", "BINARY_FLOAT"),
    (types.floating(64), "DOUBLE", "double precision", "float", "BINARY_DOUBLE"),
    (types.decimal(15, 4), "DECIMAL(15,4)", "numeric(15,4)", "decimal(15,4)", "NUMBER(15,4)"),
    (types.decimal(16, 4), "DECIMAL_TEXT(16,4)", "numeric(16,4)", "decimal(16,4)", "NUMBER(16,4)"),
    (types.decimal(18, 0), "DECIMAL(18,0)", "numeric(18,0)", "decimal(18,0)", "NUMBER(18,0)"),
    (types.decimal(19, 0), "DECIMAL_TEXT(19,0)", "numeric(19,0)", "decimal(19,0)", "NUMBER(19,0)"),
    (types.decimal(50, 4), "DECIMAL_TEXT(50,4)", "numeric(50,4)", "nvarchar(52)", "VARCHAR2(53 CHAR)"),
    (types.decimal(), "DECIMAL_TEXT", "numeric", "nvarchar(max)", "NCLOB"),
    (types.decimal(native="NUMBER"), "DECIMAL_TEXT", "numeric", "nvarchar(max)", "NUMBER"),
    (types.text(50), "VARCHAR(50)", "varchar(50)", "nvarchar(50)", "NVARCHAR2(50)"),
    (types.text(18, fixed=True), "CHAR(18)", "char(18)", "nchar(18)", "NCHAR(18)"),
    (types.text(2000), "VARCHAR(2000)", "varchar(2000)", "nvarchar(2000)", "NVARCHAR2(2000)"),
    (types.text(2001), "VARCHAR(2001)", "varchar(2001)", "nvarchar(2001)", "NCLOB"),
    (types.text(4001), "VARCHAR(4001)", "varchar(4001)", "nvarchar(max)", "NCLOB"),
    (types.text(), "TEXT", "text", "nvarchar(max)", "NCLOB"),
    (types.binary(8, fixed=True), "BLOB", "bytea", "binary(8)", "RAW(8)"),
    (types.binary(2001), "BLOB", "bytea", "varbinary(2001)", "BLOB"),
    (types.binary(), "BLOB", "bytea", "varbinary(max)", "BLOB"),
    (types.simple(Kind.BOOLEAN), "BOOLEAN", "boolean", "bit", "NUMBER(1)"),
    (types.simple(Kind.DATE), "DATE", "date", "date", "DATE"),
    (types.simple(Kind.UUID), "UNIQUEIDENTIFIER", "uuid", "uniqueidentifier", "CHAR(36 CHAR)"),
    (types.simple(Kind.JSON), "JSON_TEXT", "json", "nvarchar(max)", "NCLOB"),
    (types.simple(Kind.XML), "XML_TEXT", "text", "nvarchar(max)", "NCLOB"),
    (types.simple(Kind.OTHER), "TEXT", "text", "nvarchar(max)", "NCLOB"),
    (types.simple(Kind.STORAGE), "", "text", "nvarchar(max)", "NCLOB"),
    (types.time_of_day(3), "TIME(3)", "time(3)", "time(3)", "VARCHAR2(18 CHAR)"),
    (types.timestamp(3), "DATETIME2(3)", "timestamp(3)", "datetime2(3)", "TIMESTAMP(3)"),
    (types.timestamp(7), "DATETIME2(7)", "timestamp(6)", "datetime2(7)", "TIMESTAMP(7)"),
    (
        types.timestamp(6, zone=True),
        "TIMESTAMPTZ(6)",
        "timestamptz(6)",
        "datetimeoffset(6)",
        "TIMESTAMP(6) WITH TIME ZONE",
    ),
]


@pytest.mark.parametrize(("logical", "in_sqlite", "in_postgresql", "in_mssql", "in_oracle"), TYPES, ids=str)
def test_type_names(logical: LogicalType, in_sqlite: str, in_postgresql: str, in_mssql: str, in_oracle: str) -> None:
    assert sqlite.type_sql(logical) == in_sqlite
    assert postgresql.type_sql(logical) == in_postgresql
    assert mssql.type_sql(logical) == in_mssql
    assert oracle.type_sql(logical) == in_oracle


def test_every_kind_has_a_type_in_every_engine(engine: str) -> None:
    for kind in Kind:
        assert isinstance(ENGINES[engine].type_sql(LogicalType(kind)), str)


@pytest.mark.parametrize(
    ("logical", "value"),
    [
        (types.decimal(38, 10), "1234567890123456789012345678.1234567890"),
        (types.decimal(16, 4), "100000000000.1000"),
        (types.decimal(), "0.10"),
        (types.simple(Kind.JSON), "1.50"),
        (types.simple(Kind.JSON), "12345678901234567890"),
        (types.simple(Kind.XML), "1"),
        (types.simple(Kind.OTHER), "007"),
        (types.simple(Kind.STORAGE), "007"),
        (types.text(5), "00700"),
        (types.text(5, fixed=True), "1e2  "),
        (types.simple(Kind.UUID), "00000000-0000-0000-0000-000000000001"),
        (types.simple(Kind.DATE), "2024-02-29"),
        (types.time_of_day(7), "23:59:59.9999999"),
        (types.timestamp(7), "2024-02-29 23:59:59.1230000"),
        (types.timestamp(6, zone=True), "2024-02-29 23:59:59.120000+00:00"),
    ],
)
def test_sqlite_affinity_leaves_text_forms_alone(logical: LogicalType, value: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(sqlite.render_create_table(Table(TableName("t"), (Column("c", logical),))))
    connection.execute("INSERT INTO t VALUES (?)", (value,))
    assert connection.execute("SELECT c, typeof(c) FROM t").fetchone() == (value, "text")


@pytest.mark.parametrize("value", ["99999999999.9999", "0.0001", "-12345678901.2345"])
def test_sqlite_numeric_affinity_keeps_every_decimal_it_is_used_for(value: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(sqlite.render_create_table(Table(TableName("t"), (Column("c", types.decimal(15, 4)),))))
    connection.execute("INSERT INTO t VALUES (?)", (value,))
    (stored,) = connection.execute("SELECT c FROM t").fetchone()
    assert Decimal(repr(stored)) == Decimal(value)


def test_sqlite_keeps_eighteen_digit_integers_of_a_decimal_column() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(sqlite.render_create_table(Table(TableName("t"), (Column("c", types.decimal(18, 0)),))))
    connection.execute("INSERT INTO t VALUES ('999999999999999999')")
    assert connection.execute("SELECT c, typeof(c) FROM t").fetchone() == (999999999999999999, "integer")


def test_quote_doubles_the_closing_quote() -> None:
    assert mssql.quote("a]b") == "[a]]b]"
    assert postgresql.quote('a"b') == '"a""b"'
    assert sqlite.quote('a"b') == '"a""b"'
    with pytest.raises(ConfigurationError, match="double quote"):
        oracle.quote('a"b')


def test_quote_refuses_names_that_no_engine_can_hold(engine: str) -> None:
    for name in ("", "a\0b"):
        with pytest.raises(ConfigurationError):
            ENGINES[engine].quote(name)


def test_quote_table_keeps_the_schema_where_the_engine_has_schemas() -> None:
    name = TableName("Call", "Dialer")
    assert postgresql.quote_table(name) == '"Dialer"."Call"'
    assert oracle.quote_table(name) == '"Dialer"."Call"'
    assert mssql.quote_table(name) == "[Dialer].[Call]"
    assert sqlite.quote_table(name) == '"Call"'


def test_names_that_the_engine_would_cut_are_refused() -> None:
    assert postgresql.quote("n" * 63)
    with pytest.raises(ConfigurationError, match="64 bytes, PostgreSQL takes 63"):
        postgresql.quote("n" * 62 + "é")
    with pytest.raises(ConfigurationError, match="129 bytes, Oracle takes 128"):
        oracle.quote("n" * 129)
    with pytest.raises(ConfigurationError, match="31 bytes, Oracle takes 30"):
        oracle.OracleDdl(max_identifier_bytes=30).quote("n" * 31)
    with pytest.raises(ConfigurationError, match="129 characters, SQL Server takes 128"):
        mssql.quote("n" * 129)
    assert mssql.quote("é" * 128)
    assert sqlite.quote("n" * 500)


def test_create_table_is_one_statement_with_columns_and_keys(engine: str) -> None:
    table = Table(
        TableName("Order Line"),
        (ID, Column("Code", types.text(10), nullable=False), Column("ParentId", types.integer(32))),
        ("Id",),
        unique_keys=(UniqueKey(("Code",), "UX_Code"), UniqueKey(("Id",), "UX_SameAsPrimaryKey")),
        foreign_keys=(ForeignKey(("ParentId",), TableName("Order Line"), ("Id",), "FK_Parent"),),
    )
    text = ENGINES[engine].render_create_table(table)
    parsed = sqlglot.parse_one(text, dialect=SQLGLOT[engine])
    assert isinstance(parsed, exp.Create)
    assert [column.name for column in parsed.find_all(exp.ColumnDef)] == ["Id", "Code", "ParentId"]
    assert len(list(parsed.find_all(exp.PrimaryKey))) == 1
    assert len(list(parsed.find_all(exp.ForeignKey))) == 1
    assert text.count("UNIQUE") == 1
    assert text.count("NOT NULL") == 2
    assert "\n\n" not in text
    assert "FOREIGN KEY" not in ENGINES[engine].render_create_table(table, foreign_keys=False)


def test_sql_server_says_null_because_the_session_decides_otherwise() -> None:
    text = mssql.render_create_table(Table(TableName("t"), (Column("c", types.integer(32)),)))
    assert "[c] int NULL" in text


def test_a_primary_key_column_is_never_nullable(engine: str) -> None:
    table = Table(TableName("t"), (Column("c", types.integer(32), nullable=True),), ("c",))
    assert "NOT NULL" in ENGINES[engine].render_create_table(table)


def test_identity_columns() -> None:
    table = Table(TableName("t"), (Column("c", types.integer(64), nullable=False, identity=True),), ("c",))
    assert '"c" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL' in postgresql.render_create_table(table)
    assert '"c" NUMBER(19,0) GENERATED BY DEFAULT AS IDENTITY NOT NULL' in oracle.render_create_table(table)
    assert "[c] bigint IDENTITY(1,1) NOT NULL" in mssql.render_create_table(table)
    connection = sqlite3.connect(":memory:")
    connection.execute(sqlite.render_create_table(table))
    connection.execute("INSERT INTO t DEFAULT VALUES")
    assert connection.execute("SELECT c, rowid FROM t").fetchone() == (1, 1)


@pytest.mark.parametrize(
    ("logical", "default", "in_postgresql", "in_mssql", "in_oracle"),
    [
        (types.integer(16), "((-1))", "-1", "-1", "-1"),
        (types.decimal(9, 2), "'1.50'", "1.50", "1.50", "1.50"),
        (types.text(9), "(N'it''s')", "'it''s'", "N'it''s'", "N'it''s'"),
        (types.text(9), "'a&b'::character varying", "'a&b'", "N'a&b'", "N'a' || CHR(38) || N'b'"),
        (types.text(9), "''", "''", "N''", None),
        (types.simple(Kind.BOOLEAN), "((1))", "true", "1", "1"),
        (types.simple(Kind.BOOLEAN), "false", "false", "0", "0"),
        (types.timestamp(3), "(getdate())", "CURRENT_TIMESTAMP", "SYSDATETIME()", "SYSTIMESTAMP"),
        (types.simple(Kind.DATE), "now()", "CURRENT_DATE", "SYSDATETIME()", "TRUNC(SYSDATE)"),
        (types.timestamp(3), "(getutcdate())", None, None, None),
        (types.timestamp(3), "'2020-01-01'", None, None, None),
        (types.simple(Kind.UUID), "(newid())", None, None, None),
        (types.integer(32), "nextval('s'::regclass)", None, None, None),
        (types.text(9), "('a')||('b')", None, None, None),
    ],
)
def test_only_portable_defaults_are_carried(
    logical: LogicalType, default: str, in_postgresql: str | None, in_mssql: str | None, in_oracle: str | None
) -> None:
    table = with_default(logical, default)
    expectations: list[tuple[ModuleType, str | None]] = [
        (postgresql, in_postgresql),
        (mssql, in_mssql),
        (oracle, in_oracle),
    ]
    for module, expected in expectations:
        _, _, found = module.render_create_table(table).partition(" DEFAULT ")
        assert found.partition("\n")[0].removesuffix(" NULL") == (expected or "")


def test_indexes_are_named_per_table_and_not_repeated(engine: str) -> None:
    table = Table(
        TableName("Orders"),
        (ID, Column("Code", types.text(10))),
        ("Id",),
        indexes=(
            Index("IX_Code", ("Code",)),
            Index("IX_Orders_Both", ("Code", "Id"), unique=True),
            Index("IX_CodeAgain", ("Code",)),
            Index("IX_Id", ("Id",)),
        ),
    )
    statements = ENGINES[engine].render_create_indexes(table)
    assert len(statements) == 2
    assert "Orders_IX_Code" in statements[0]
    assert statements[1].startswith("CREATE UNIQUE INDEX")
    assert "Orders_IX_Orders_Both" not in statements[1]
    for statement in statements:
        assert isinstance(sqlglot.parse_one(statement, dialect=SQLGLOT[engine]), exp.Create)


def test_referred_tables_come_first_and_circles_are_closed_afterwards(engine: str) -> None:
    tables = [referring("Child", "Parent"), referring("Parent", "Boss"), referring("Boss", "Parent", "Boss")]
    script = ENGINES[engine].render_create_schema(tables)
    quote = ENGINES[engine].quote
    order = [script.index(f"CREATE TABLE {quote(name)}") for name in ("Boss", "Parent", "Child")]
    assert order == sorted(order)
    assert script.count("FOREIGN KEY") == 4
    assert script.count("ALTER TABLE") == (0 if engine == "sqlite" else 1)


def test_sqlite_runs_a_circle_of_tables_and_keeps_its_keys() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.executescript(sqlite.render_create_schema([referring("A", "B"), referring("B", "A")]))
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        connection.execute("INSERT INTO A VALUES (1, 7)")


def test_sqlite_tells_apart_tables_that_differ_by_schema_only() -> None:
    in_sales = Table(TableName("Log", "sales"), (ID,), ("Id",))
    in_stock = Table(TableName("LOG", "stock"), (ID,), ("Id",))
    other = Table(
        TableName("Other", "stock"), (ID,), ("Id",), foreign_keys=(ForeignKey(("Id",), in_stock.name, ("Id",)),)
    )
    connection = sqlite3.connect(":memory:")
    connection.executescript(sqlite.render_create_schema([in_sales, in_stock, other]))
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert names == {"sales_Log", "stock_LOG", "Other"}
    assert connection.execute("PRAGMA foreign_key_list(Other)").fetchone()[2] == "stock_LOG"


def test_schema_scripts_say_what_they_do(engine: str) -> None:
    script = ENGINES[engine].render_create_schema([Table(TableName("t", "Dialer"), (ID,), ("Id",))])
    heads = [line.split(":")[0] for line in script.splitlines()[:4]]
    assert heads == ["-- What", "-- When", "-- Needs", "-- Effect"]
    if engine == "postgresql":
        assert 'CREATE SCHEMA IF NOT EXISTS "Dialer";' in script
    if engine == "mssql":
        assert "IF SCHEMA_ID(N'Dialer') IS NULL EXEC (N'CREATE SCHEMA [Dialer]');\nGO\n" in script
    if engine == "oracle":
        assert "existing users: Dialer" in script


def test_native_spelling_is_kept_on_demand_only() -> None:
    table = Table(TableName("t"), (Column("c", types.text(18, fixed=True, native="char(18)")),))
    assert "[c] char(18) NULL" in mssql.render_create_table(table, native=True)
    assert "[c] nchar(18) NULL" in mssql.render_create_table(table)
