"""Connection files (.udl): which there are, and the connection that each one holds."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

from dbmigrate.engines.ole_db import BAD_STRING, read_connection_string
from dbmigrate.engines.oracle.tns_names import TnsNames
from dbmigrate.errors import ConfigurationError
from dbmigrate.finder.connections import Connection
from dbmigrate.finder.encodings import NOT_READ, decoded, read_bytes

MOST_FILES = 2000


@dataclass(frozen=True, slots=True)
class LinkFile:
    """``name``: its path below the folder without ending, with ``/``.  ``text`` may hold a password."""

    name: str
    path: Path
    text: str = field(repr=False)
    problem: ConfigurationError | None = None

    def connection(self, names: TnsNames) -> Connection:
        """What it says; a connection with a problem where that cannot be told."""
        if self.problem is not None:
            return Connection(self.name, str(self.path), problem=self.problem)
        try:
            found = read_connection_string(connection_text(self.text), names)
        except ConfigurationError as error:
            error.where = error.where or str(self.path)
            return Connection(self.name, str(self.path), problem=error)
        return Connection(self.name, str(self.path), found.provider, found.url, found.notes)

    def is_meant_by(self, reference: str) -> bool:
        """Whether a reference, a path on another machine or a bare name, ends like this file's path."""
        wanted = _parts(reference)
        own = _parts(self.name)
        shorter = min(len(wanted), len(own))
        return shorter > 0 and wanted[-shorter:] == own[-shorter:]


def _parts(text: str) -> list[str]:
    path = PureWindowsPath(text.strip().strip("\"'").replace("/", "\\"))
    parts = [part.casefold() for part in path.parts if part not in ("\\", path.anchor, ".")]
    if parts:
        parts[-1] = re.sub(r"\.udl$", "", parts[-1])
    return parts


def find_link_files(folders: Sequence[Path], ending: str) -> list[LinkFile]:
    """Of the folders and all below them, or a single file; sorted by name.

    Raises ConfigurationError DBM-3153 for a folder that cannot be read.
    """
    found: dict[str, LinkFile] = {}
    for folder in folders:
        if folder.is_file():
            _add(found, folder, folder.stem)
            continue
        if not folder.is_dir():
            raise ConfigurationError("there is no such folder", code=NOT_READ, where=str(folder))
        paths = sorted(
            Path(place) / name
            for place, _, names in os.walk(folder)
            for name in names
            if name.casefold().endswith("." + ending)
        )
        if len(paths) > MOST_FILES:
            raise ConfigurationError(
                f"the folder holds {len(paths):,} files that end in .{ending}", code=NOT_READ, where=str(folder)
            )
        for path in paths:
            _add(found, path, path.relative_to(folder).with_suffix("").as_posix())
    return [found[key] for key in sorted(found)]


def _add(found: dict[str, LinkFile], path: Path, name: str) -> None:
    key, number = name.casefold(), 2
    while key in found:
        if found[key].path.resolve() == path.resolve():
            return
        name, number = f"{name} ({number})", number + 1
        key = name.casefold()
    try:
        found[key] = LinkFile(name, path, decoded(read_bytes(path)))
    except ConfigurationError as error:
        found[key] = LinkFile(name, path, "", error)


def connection_text(text: str) -> str:
    """The connection string of a file: what follows ``[oledb]``, without comments; raises DBM-3150."""
    lines = [line.strip() for line in re.split(r"[\r\n\0]+", text)]
    lines = [line for line in lines if line and not line.startswith(";")]
    header = next((number for number, line in enumerate(lines) if re.fullmatch(r"\[\s*oledb\s*\]", line, re.I)), None)
    if header is not None:
        rest = lines[header + 1 :]
        following = next((number for number, line in enumerate(rest) if re.fullmatch(r"\[.*\]", line)), len(rest))
        lines = rest[:following]
    joined = ""
    for line in lines:
        joined += (";" if joined and not joined.rstrip().endswith(";") else "") + line
    if "=" not in joined:
        raise ConfigurationError(
            "the file holds no connection",
            code=BAD_STRING,
            cause="there is no connection string behind [oledb]" if header is not None else "it has no line [oledb]",
            next_step="Copy the folder again, or say where the database is with --at NAME=URL",
        )
    return joined
