"""One small migration that uses everything a file can say; each example spoils a copy of one of its files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer.main
import typer.testing
from typer.testing import CliRunner, Result

from dbmigrate.cli.app import app
from tests.fuzz.budget import SEED

DOCUMENTED = {0, 2, 3, 4, 5, 6, 7, 8, 9}
"""Not 1, the exit status of an internal error: there is no text that may bring one about."""

FILES = {
    "migration.toml": """\
[project]
name = "fuzz"
package = "small"
groups = ["all"]
[source]
url = "sqlite:///source.db"
[source.options]
x = "1"
[target]
url = "sqlite:///target.db"
[run]
commit_rows = 100
commit_bytes = "16MiB"
workers = 1
max_rejects = 10
[filters]
from = 2020-01-01
before = "2030-01-01 10:00"
site = [1, "2"]
[inputs]
unit = "seconds"
[[inputs.levels]]
valid_from = 2020-01-01
level = 20
[maps.site]
1 = 2
""",
    "small/package.toml": """\
[package]
name = "small"
title = "Small"
release = "1"
engines = ["postgresql", "sqlite"]
groups = ["all"]
[source]
schema_version = "1"
tested_with = ["1"]
version_query = "SELECT 1"
[[source.layout]]
version = "1"
has = ["items.note"]
[target]
schema_version = "1"
[clean]
duplicates = { keep = "newest" }
[inputs.unit]
title = "Unit"
type = "text"
choices = ["seconds", "milliseconds"]
default = "seconds"
help = "Which"
[inputs.levels]
title = "Levels"
type = "table"
columns = { valid_from = "moment", valid_to = "moment", level = "integer" }
valid = { from = "valid_from", to = "valid_to" }
default = []
[domains.site]
rule = "given"
columns = ["*.site"]
[[left_out]]
table = "cache"
reason = "worthless"
""",
    "small/all.toml": """\
[group]
name = "all"
title = "All"
[[table]]
source = "items"
target = "items"
key = ["id"]
watermark = { column = "seen", overlap = "15m" }
filters = { date = "seen", site = "site" }
resync = { changed = "update", deleted = "list" }
mode = "insert"
target_rows = "any"
consent = { truncate = ["note"] }
columns = { note = "upper(note) || getvariable('unit')" }
clean = { nulls = { note = "x" }, duplicates = { keep = "newest", by = "seen" } }
[[table]]
source = "parts"
parent = { table = "items", on = { item = "id" } }
source_types = { size = "decimal(10,2)" }
  [[table.into]]
  target = "parts"
  key = ["id"]
  columns = { size = "size * 2" }
  same_name = true
""",
    "small/checklist.toml": """\
[[step]]
id = "schema"
chapter = "Prepare"
title = "Bring the source up"
help = "by hand"
proof = "source_version"
[[step]]
id = "copy"
chapter = "Copy"
title = "Copy"
proof = "group:all"
""",
}

_TABLES = """
CREATE TABLE items (id INTEGER PRIMARY KEY, note VARCHAR(20), seen TIMESTAMP, site INTEGER);
CREATE TABLE parts (id INTEGER PRIMARY KEY, item INTEGER, size DECIMAL(10,2));
"""
_ROWS = """
INSERT INTO items VALUES (1, 'a', '2024-01-01 00:00:00', 1), (2, 'b', '2024-01-02 00:00:00', 2);
INSERT INTO parts VALUES (1, 1, 1.5), (2, 2, 2.5);
"""


@dataclass
class Place:
    directory: Path

    def put(self, name: str, data: bytes) -> None:
        (self.directory / name).write_bytes(data)

    def restore(self) -> None:
        for name, text in FILES.items():
            self.put(name, text.encode())

    def call(self, *words: str, **options: Any) -> Result:
        """The command line in this process: one of the documented exit statuses, and no traceback."""
        result = CliRunner().invoke(app, list(words), **options)
        assert "Traceback" not in result.output, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        logs = list(self.directory.glob("dbmigrate-error-*.log"))
        assert not logs, logs[0].read_text()
        assert result.exit_code in DOCUMENTED, (result.exit_code, result.output)
        return result

    def contents(self) -> dict[str, object]:
        """What must not change: the databases, and which files there are, but for reports and the lock."""
        found = self.directory.rglob("*")
        files = [path for path in found if "reports" not in path.parts and not path.name.endswith("-run.lock")]
        held: dict[str, object] = {"files": sorted(map(str, files))}
        for name in ("source.db", "target.db"):
            with closing(sqlite3.connect(self.directory / name)) as session:
                held[name] = "\n".join(session.iterdump())
        return held


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    print(f"seed {SEED}")
    command = typer.main.get_command(app)  # otherwise made anew for each call, which takes longer than most verbs
    monkeypatch.setattr(typer.testing, "_get_command", lambda _: command)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for side in ("SOURCE", "TARGET"):
        monkeypatch.delenv(f"DBMIGRATE_{side}_PASSWORD", raising=False)
    (tmp_path / "small").mkdir()
    for name, script in (("source.db", _TABLES + _ROWS), ("target.db", _TABLES)):
        with closing(sqlite3.connect(tmp_path / name)) as session:
            session.executescript(script)
    made = Place(tmp_path)
    made.restore()
    return made
