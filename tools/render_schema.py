"""Render a package's schema description into creation scripts for every dialect.

Writes ``sql/<dialect>/schema/``; with ``--check`` writes nothing and exits 1 if a file there differs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dbmigrate.engines.mssql import ddl as mssql  # noqa: E402
from dbmigrate.engines.oracle import ddl as oracle  # noqa: E402
from dbmigrate.engines.postgresql import ddl as postgresql  # noqa: E402
from dbmigrate.engines.sqlite import ddl as sqlite  # noqa: E402
from dbmigrate.engines.vendor_types import parse_vendor_type  # noqa: E402
from dbmigrate.model.table import Column, ForeignKey, Table, TableName, UniqueKey  # noqa: E402
from dbmigrate.model.view import Join, Place, View  # noqa: E402

DIALECTS: dict[str, ModuleType] = {"mssql": mssql, "oracle": oracle, "postgresql": postgresql, "sqlite": sqlite}
DESCRIPTION = "schema.yaml"
FILES = {"source": "10_create_source.sql", "target": "20_create_target.sql"}


def load_description(path: Path) -> dict[str, Any]:
    """The description as it is written."""
    description: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return description


def describe_tables(description: dict[str, Any], side: str) -> list[Table]:
    """The tables of one side, ``source`` or ``target``; name patterns are left out."""
    release = description["releases"][side]
    entries = [entry for entry in description["tables"] if release in entry["releases"] and not entry.get("pattern")]
    schemas = {entry["name"]: _schema(description, entry) for entry in entries}
    return [_describe_table(entry, schemas, release) for entry in entries]


def describe_views(description: dict[str, Any], side: str) -> list[View]:
    """The views of one side."""
    release = description["releases"][side]
    schemas = {entry["name"]: _schema(description, entry) for entry in description["tables"]}
    return [_describe_view(entry, schemas) for entry in description.get("views", ()) if release in entry["releases"]]


def _describe_view(entry: dict[str, Any], schemas: dict[str, str | None]) -> View:
    base, joins = entry["base"], entry.get("joins", ())
    return View(
        TableName(entry["name"]),
        tuple(
            Join(
                TableName(join["table"], schemas[join["table"]]),
                join["as"],
                tuple((own, _place(other)) for own, other in join.get("equal", {}).items()),
            )
            for join in (base, *joins)
        ),
        tuple((name, _place(place)) for name, place in entry["columns"].items()),
    )


def _place(text: str) -> Place:
    alias, _, column = text.partition(".")
    return Place(alias, column)


def _schema(description: dict[str, Any], entry: dict[str, Any]) -> str | None:
    schema: str | None = entry.get("schema")
    return None if schema == description.get("default_schema") else schema


def _describe_table(entry: dict[str, Any], schemas: dict[str, str | None], release: str) -> Table:
    name = entry["name"]
    return Table(
        name=TableName(name, schemas[name]),
        columns=tuple(_describe_column(name, column) for column in entry["columns"]),
        primary_key=tuple(entry["primary_key"]),
        unique_keys=tuple(
            UniqueKey(tuple(key["columns"]), key.get("name"))
            for key in entry.get("unique_keys", ())
            if release in key.get("releases", entry["releases"])
        ),
        foreign_keys=tuple(
            ForeignKey(tuple(key["columns"]), TableName(key["table"], schemas[key["table"]]), tuple(key["referred"]))
            for key in entry.get("foreign_keys", ())
            if key["table"] in schemas
        ),
    )


def _describe_column(table: str, entry: dict[str, Any]) -> Column:
    try:
        logical = parse_vendor_type(entry["type"])
    except ValueError as error:
        raise SystemExit(f"{table}.{entry['name']}: {error}") from error
    default = entry.get("default")
    return Column(
        name=entry["name"],
        type=logical,
        nullable=entry["nullable"],
        has_default=default is not None,
        identity=entry.get("identity", False),
        default_sql=None if default is None else str(default),
    )


def render_scripts(description: dict[str, Any]) -> dict[str, str]:
    """Script text by path below the output directory."""
    scripts = {}
    for side, file in FILES.items():
        tables = describe_tables(description, side)
        views = describe_views(description, side)
        things = f"{len(tables)} tables" + (f" and {len(views)} views" if views else "")
        what = f"creates the {things} of {description['title']}, release {description['releases'][side]}"
        for dialect, ddl in DIALECTS.items():
            native = dialect == description["type_notation"]
            scripts[f"{dialect}/schema/{file}"] = ddl.render_create_schema(
                tables, what=what, native=native, views=views
            )
    return scripts


def find_description(package: str | None) -> Path:
    """The package's description; without a name, that of the only package that has one."""
    packages = ROOT / "table_groups"
    found = [packages / package / DESCRIPTION] if package else sorted(packages.glob(f"*/{DESCRIPTION}"))
    if len(found) != 1 or not found[0].is_file():
        names = ", ".join(path.parent.name for path in found) or "none"
        raise SystemExit(f"--package must name a directory of {packages} with a {DESCRIPTION}; found: {names}")
    return found[0]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", help="package directory below table_groups/")
    parser.add_argument("--description", type=Path, help="a description file elsewhere")
    parser.add_argument("--output", type=Path, default=ROOT / "sql", help="default: sql/")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")
    options = parser.parse_args(arguments)

    description = load_description(options.description or find_description(options.package))
    differing = []
    for name, text in render_scripts(description).items():
        path: Path = options.output / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        differing.append(path)
        if not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    for path in differing:
        sys.stdout.write(f"{'differs' if options.check else 'written'}: {path}\n")
    return 1 if options.check and differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
