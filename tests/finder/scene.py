"""A site in a directory: connection files, a configuration file, databases, and the project beside them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from dbmigrate.cli.app import app
from dbmigrate.config.project import Project, load_project

HEADER = "[oledb]\r\n; Everything after this line is an OLE DB initstring\r\n"
PROJECT = (
    '[project]\nname = "centre"\npackage = "cic_3_0_to_4_0"\n[source]\nurl = "sqlite:///source.db"\n'
    '[target]\nurl = "sqlite:///target.db"\n'
)


@dataclass(frozen=True)
class Scene:
    """``call`` carries out a command in the directory; the verb is left out."""

    directory: Path

    @property
    def udl(self) -> Path:
        return self.directory / "UDL"

    def database(self, name: str, *tables: str) -> Path:
        """A database with empty tables."""
        path = self.directory / f"{name}.db"
        with closing(sqlite3.connect(path)) as connection:
            for table in tables:
                connection.execute(f'CREATE TABLE "{table}" (ch_id INTEGER PRIMARY KEY, callplacedtime TIMESTAMP)')
            connection.execute("CREATE TABLE unrelated (id INTEGER)")
            connection.commit()
        return path

    def link(self, name: str, text: str, encoding: str = "utf-16") -> None:
        path = self.udl / f"{name}.udl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((HEADER + text + "\r\n").encode(encoding))

    def linked(self, name: str, *tables: str) -> None:
        """A database and the connection file that names it."""
        file = self.database(name.replace("/", "_"), *tables)
        self.link(name, f"Provider=OleSQLite.SQLiteSource.3;Data Source={file}")

    def configure(self, text: str, name: str = "site.xml", encoding: str = "utf-8") -> Path:
        path = self.directory / name
        path.write_bytes(text.encode(encoding))
        return path

    def call(self, *arguments: str) -> Result:
        result = CliRunner().invoke(app, ["dialer", *arguments, "--project", str(self.directory)])
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def json(self, *arguments: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.call(*arguments, "--json").stdout)
        return found

    def find(self, *arguments: str) -> dict[str, Any]:
        return self.json("find", "--udl", str(self.udl), "--config", str(self.directory / "site.xml"), *arguments)

    def project(self, name: str) -> Project:
        return load_project(self.directory / "dialer" / name / "migration.toml")


def members(found: dict[str, Any]) -> list[tuple[str, str | None, str, str | None]]:
    """(name, database, state, what its tables are named after)"""
    return [(each["name"], each["database"], each["state"], each["key"]) for each in found["members"]]


def codes(found: dict[str, Any]) -> list[str]:
    return [each["code"] for each in found["missing"]]


def workflow(name: str, connection: str = "", contact_list: str = "", campaigns: Sequence[str] = ()) -> str:
    inside = "".join(f'<Campaign name="{each}"/>' for each in campaigns)
    said = f' connection="{connection}"' if connection else ""
    said += f' contactList="{contact_list}"' if contact_list else ""
    return f'<Workflow name="{name}"{said}>{inside}</Workflow>'


def configuration(*workflows: str, server: str = '<Server name="ODS1" timeZone="America/New_York"/>') -> str:
    listed = "".join(workflows)
    return f"<Dialer><Servers>{server}</Servers><Workflows>{listed}</Workflows></Dialer>"
