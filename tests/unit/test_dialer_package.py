"""The Dialer package: its scripts make what its group file reads, in every dialect, and its expressions hold."""

from __future__ import annotations

import re
from typing import Any

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.config.expression_text import with_members, with_names
from dbmigrate.config.package import Package
from dbmigrate.config.package_files import load_package
from dbmigrate.config.table_entries import TableEntry
from tests.cic.dialer import PACKAGE, SLOTS, create_script

SQLGLOT = {"mssql": "tsql", "oracle": "oracle", "postgresql": "postgres", "sqlite": "sqlite"}
SAID = {"name": "'Sales'", "tables": "'sales'", "campaign": "'Sales 2009'", "site_name": "'ODS'", "time_zone": "'UTC'"}


@pytest.fixture(scope="module")
def package() -> Package:
    return load_package(PACKAGE)


def made_tables(dialect: str) -> dict[str, dict[str, str]]:
    """Table -> column -> type, as the create script of that dialect makes them."""
    text = create_script(dialect, ["Sales"]).replace("\nGO\n", "\n")
    tables: dict[str, dict[str, str]] = {}
    for statement in sqlglot.parse(text, dialect=SQLGLOT[dialect]):
        assert isinstance(statement, exp.Create)
        columns = statement.this.find_all(exp.ColumnDef)
        tables[statement.this.this.name] = {column.name: column.args["kind"].sql() for column in columns}
    return tables


def entries(package: Package) -> dict[str, TableEntry]:
    return {entry.source.replace("{workflow}", "Sales"): entry for group in package.groups for entry in group.tables}


@pytest.mark.parametrize("dialect", SQLGLOT)
def test_the_script_makes_what_the_group_file_reads(package: Package, dialect: str) -> None:
    tables = made_tables(dialect)
    assert set(tables) == {f"I3_Sales_{end}" for end in SLOTS.values()} == set(entries(package))
    for name, entry in entries(package).items():
        # The first spelling is that of our own design; what no name reads is carried nowhere, and known.
        read = {stand_in.first_of[0] for stand_in in entry.names.values()}
        assert set(tables[name]) - read <= {"workflowname"}
        assert read <= set(tables[name])
    assert set(tables["I3_Sales_CH0"]) == set(made_tables("sqlite")["I3_Sales_CH0"])


def test_scripts_say_what_they_do() -> None:
    for dialect in SQLGLOT:
        header = create_script(dialect, ["Sales"]).splitlines()[:4]
        assert [line.split()[1] for line in header] == ["What:", "When:", "Needs:", "Effect:"]


@pytest.mark.parametrize("lacking", [False, True])
def test_every_expression_holds_with_and_without_optional_columns(package: Package, lacking: bool) -> None:
    types: dict[str, Any] = made_tables("sqlite")
    inputs = {declared.name: declared.default for declared in package.inputs}
    for name, entry in entries(package).items():
        columns = {column: _duckdb(kind) for column, kind in types[name].items()}
        meanings = {
            of: f"({one.otherwise})" if lacking and one.otherwise else f'"{one.first_of[0]}"'
            for of, one in entry.names.items()
        }
        connection = sealed_connection(inputs)
        try:
            made = ", ".join(f'NULL::{kind} AS "{column}"' for column, kind in columns.items())
            for expression in entry.targets[0].columns.values():
                text = with_names(with_members(expression, SAID), meanings)
                connection.execute(f"SELECT {text} FROM (SELECT {made})").fetchall()
        except duckdb.Error as error:
            raise AssertionError(name) from error
        finally:
            connection.close()


def _duckdb(kind: str) -> str:
    if kind.startswith("DATETIME2"):
        return "TIMESTAMP"
    return re.sub(r"^CHAR", "VARCHAR", kind)


def test_numbers_are_those_of_the_contact_centre_package(package: Package) -> None:
    """Neither package may give a number that the other one has given."""
    other = {domain.name: domain.home for domain in load_package("cic_3_0_to_4_0").domains}
    for domain in package.domains:
        assert other[domain.name] == domain.home
