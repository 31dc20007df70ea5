"""The scripts of a package: where they are, and what their header says."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from msgspec import Struct

from dbmigrate import resources
from dbmigrate.config.package import Package
from dbmigrate.config.schema_side import SchemaSide
from dbmigrate.errors import ConfigurationError
from dbmigrate.scripts.split import split_script

NO_CREATE_SCRIPT = "DBM-3110"
NOT_READABLE = "DBM-3111"

STAGES_FOR_ANY_SCHEMA = ("prepare", "check", "after")

_HEADER = re.compile(r"^--\s*(What|When|Needs|Effect|Side|Run):\s*(.*)$", re.IGNORECASE)
_QUERY = re.compile(r"(\s|--[^\n]*\n)*SELECT\b(?!.*\bINTO\b)", re.IGNORECASE | re.DOTALL)
_QUESTION = re.compile(rf"{_QUERY.pattern}|PRAGMA\s+\w+$", re.IGNORECASE | re.DOTALL)
_MORE = re.compile(r"^--\s+(.*)$")


class Script(Struct, frozen=True):
    """``name``: the path below ``sql/<dialect>/``.  ``digest``: SHA-256 of the file's bytes."""

    name: str
    dialect: str
    stage: str
    path: Path
    what: str
    when: str
    needs: str
    effect: str
    digest: str
    side: str = ""
    """source, target or both, where the header says it."""
    run: str = ""
    """``by hand``: in the engine's own client only, because it cannot be part of a transaction."""

    @property
    def only_looks(self) -> bool:
        """By its header and by its statements: what is asked again and again needs no consent."""
        asks = _QUESTION if self.stage == "check" else _QUERY
        return self.effect.casefold().startswith("changes nothing") and all(
            asks.match(statement.text) for statement in split_script(self.text, self.dialect)
        )

    @property
    def text(self) -> str:
        return read_text(self.path)

    def is_for(self, side: str) -> bool:
        """Whether it belongs to that side, as far as header or name say."""
        if self.side:
            return self.side in (side, "both")
        return side in self.name or not ("source" in self.name or "target" in self.name)


def list_scripts(package: Package, dialect: str, stage: str | None = None) -> list[Script]:
    """The package's own scripts and the bundled ones that serve it, by stage and name; ``stage`` None: all.

    A bundled package has all bundled scripts, another one those that name no table of any schema.
    """
    bundled = resources.sql_dir() / dialect
    is_bundled = package.root.parent == resources.table_groups_dir()
    found = {
        path.relative_to(bundled).as_posix(): path
        for path in bundled.glob("*/*.sql")
        if is_bundled or path.parent.name in STAGES_FOR_ANY_SCHEMA
    }
    own = package.root / "sql" / dialect
    found |= {path.relative_to(own).as_posix(): path for path in own.glob("*/*.sql")}
    for side in (package.source, package.target):
        if side.create_script and side.create_script not in found:
            try:
                found[side.create_script] = package.script_path(dialect, side.create_script)
            except ConfigurationError:
                continue  # a dialect that this package has no script for
    scripts = [describe_script(path, name, dialect) for name, path in sorted(found.items())]
    return [script for script in scripts if stage in (None, script.stage)]


def create_script(package: Package, side: SchemaSide, dialect: str) -> Script:
    """The script that creates one side's tables; ConfigurationError if the package has none."""
    if side.create_script is None:
        raise ConfigurationError(
            f"package {package.name} has no script that creates the tables of this side",
            code=NO_CREATE_SCRIPT,
            next_step="Name one with create_script in package.toml, or run a file with --file",
        )
    return describe_script(package.script_path(dialect, side.create_script), side.create_script, dialect)


def describe_script(path: Path, name: str, dialect: str) -> Script:
    """The script with what its header says; parts that the header lacks are empty."""
    text = read_text(path)
    header = _read_header(text)
    stage = name.partition("/")[0] if "/" in name else ""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    parts = {part: header.get(part, "") for part in ("what", "when", "needs", "effect", "side", "run")}
    return Script(name=name, dialect=dialect, stage=stage, path=path, digest=digest, **parts)


def read_text(path: Path) -> str:
    """UTF-8 text, with or without a byte order mark."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigurationError("a script is not UTF-8 text", code=NOT_READABLE, where=str(path)) from None
    except OSError as error:
        cause = error.strerror or str(error)
        raise ConfigurationError("a script cannot be read", code=NOT_READABLE, where=str(path), cause=cause) from None


def _read_header(text: str) -> dict[str, str]:
    """The comment lines that open the file; a line without a keyword goes on with the one above it."""
    found: dict[str, str] = {}
    part = ""
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        if begun := _HEADER.match(line):
            part = begun[1].lower()
            found[part] = begun[2].strip()
        elif line.strip() == "--":
            part = ""  # what follows is a remark
        elif part and (more := _MORE.match(line)):
            found[part] = f"{found[part]} {more[1].strip()}".strip()
    return found
