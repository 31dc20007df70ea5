"""Values put into a TOML file that people write: everything else in it stays as it is, comments too."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from dbmigrate.config.toml_lines import index_lines
from dbmigrate.errors import ConfigurationError

NOT_EDITED = "DBM-3121"
_VALUE = re.compile(r'"[^"]*"|[^#\s]+')


def set_values(path: Path, section: str, values: Mapping[str, int | str]) -> None:
    """Set these keys of ``[section]`` to numbers, or texts such as ``16MiB``.

    Raises ConfigurationError DBM-3121, with the file as it was, where that would change anything else.
    """
    try:
        raw = path.read_bytes()
        mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
        edited = edited_text(raw.decode("utf-8-sig"), section, values)
        _replace(path, mark + edited.encode("utf-8"))
    except (OSError, ValueError) as error:
        cause = str(error.strerror) if isinstance(error, OSError) else str(error)
        raise ConfigurationError(
            f"{path.name} could not be changed",
            code=NOT_EDITED,
            where=str(path),
            cause=cause,
            safe="The file is as it was",
            next_step=f"Write under [{section}] yourself: "
            + "; ".join(f"{name} = {_literal(value)}" for name, value in values.items()),
        ) from None


def edited_text(text: str, section: str, values: Mapping[str, int | str]) -> str:
    """The text with the values in it.  Raises ValueError where they cannot be put there one to a line."""
    before = tomllib.loads(text)
    wanted = {**before, section: {**before.get(section, {}), **values}}
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    for name, value in values.items():
        lines = _with(lines, section, name, _literal(value))
    edited = newline.join(lines) + newline
    if tomllib.loads(edited) != wanted:
        raise ValueError(f"[{section}] is not written one key to a line")
    return edited


def _with(lines: list[str], section: str, name: str, literal: str) -> list[str]:
    known = index_lines("\n".join(lines))
    if (section, name) in known:
        at = known[section, name] - 1
        head, equals, tail = lines[at].partition("=")
        value = _VALUE.match(tail.lstrip())
        if not equals or value is None:
            raise ValueError(f"{name} in line {at + 1} is not written as name = value")
        return [*lines[:at], f"{head}= {literal}{tail.lstrip()[value.end() :]}", *lines[at + 1 :]]
    if (section,) in known and re.match(rf"\s*\[\s*{re.escape(section)}\s*\]", lines[known[section,] - 1]):
        at = known[section,]
        return [*lines[:at], f"{name} = {literal}", *lines[at:]]
    return [*lines, "", f"[{section}]", f"{name} = {literal}"]


def _literal(value: int | str) -> str:
    return str(value) if isinstance(value, int) else f'"{value}"'


def _replace(path: Path, content: bytes) -> None:
    """Whole or not at all, with the rights that the file has."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        draft.write_bytes(content)
        draft.chmod(path.stat().st_mode & 0o7777)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
