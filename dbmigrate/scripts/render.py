"""The customer's own set of scripts: every slot filled in, numbered in the order in which they are run.

A slot is ``{{ name }}`` for an identifier, which is quoted, ``{{ name | text }}`` for a string literal, and
``{{ name | number }}`` for a number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.engines.dialect_ddl import quote_in
from dbmigrate.engines.registry import Side
from dbmigrate.errors import ConfigurationError
from dbmigrate.scripts.files import Script, describe_script

NO_VALUE = "DBM-3114"
NOT_WRITTEN = "DBM-3115"
NOT_A_SET = "DBM-3116"

MANIFEST = "scripts.json"
ORDER = (
    ("source", "check"),
    ("target", "check"),
    ("source", "prepare"),
    ("source", "upgrade"),
    ("source", "rescue"),
    ("target", "schema"),
    ("target", "prepare"),
    ("target", "upgrade"),
    ("target", "after"),
    ("source", "after"),
)
_SLOT = re.compile(r"\{\{\s*(?P<name>\w+)\s*(?:\|\s*(?P<form>text|number)\s*)?\}\}")
_STEP = 10


class CustomerScript(Struct, frozen=True):
    """``file``: below the directory of the set."""

    file: str
    side: Side
    stage: str


def fill_slots(text: str, dialect: str, values: Mapping[str, str], where: str) -> str:
    """The text with its slots filled; ConfigurationError DBM-3114 for a slot without a value."""

    def filled(found: re.Match[str]) -> str:
        value = values.get(found["name"])
        if value is None or (found["form"] == "number" and not re.fullmatch(r"-?\d+(\.\d+)?", value)):
            raise ConfigurationError(
                f"a script needs a value for {found['name']}" + (", a number" if found["form"] == "number" else ""),
                code=NO_VALUE,
                where=where,
                safe="Nothing was run",
                next_step=f"Give it with --set {found['name']}=...",
            )
        if found["form"] == "text":
            return "'" + value.replace("'", "''") + "'"
        return value if found["form"] == "number" else quote_in(dialect, value)

    return _SLOT.sub(filled, text)


def render_set(
    directory: Path,
    scripts: Mapping[str, Sequence[Script]],
    values: Mapping[str, str],
    about: Mapping[str, str],
) -> list[CustomerScript]:
    """Write the numbered files and their manifest into a directory that is new or empty.

    ``scripts``: by side.  ``about``: names and values that each header ends with.
    """
    chosen = [
        (side, script)
        for side, stage in ORDER
        for script in scripts[side]
        if script.stage == stage and script.is_for(side)
    ]
    texts = []
    made = []
    for number, (side, script) in enumerate(chosen, start=1):
        text = fill_slots(script.text, script.dialect, values, script.name)
        stem = re.sub(r"^\d+_", "", Path(script.name).stem)
        file = f"{number * _STEP:03}_{side}_{script.stage}_{stem}.sql"
        texts.append((file, _with_header(text, {**about, "From": script.name})))
        made.append(CustomerScript(file, "source" if side == "source" else "target", script.stage))
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if any(directory.iterdir()):
            raise ConfigurationError(
                "the directory is not empty",
                code=NOT_WRITTEN,
                where=str(directory),
                safe="Nothing was written",
                next_step="Name a new directory, so that no script of an earlier set stays among these",
            )
        for file, text in texts:
            (directory / file).write_text(text, encoding="utf-8", newline="\n")
        manifest = [{"file": one.file, "side": one.side, "stage": one.stage} for one in made]
        (directory / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        cause = error.strerror or str(error)
        raise ConfigurationError(
            "the scripts cannot be written", code=NOT_WRITTEN, where=str(directory), cause=cause
        ) from None
    return made


def read_set(directory: Path, dialects: Mapping[str, str]) -> list[tuple[Side, Script]]:
    """The scripts of a directory that ``render_set`` has written, in their order, as they are now."""
    path = directory / MANIFEST
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        listed = [CustomerScript(str(one["file"]), one["side"], str(one["stage"])) for one in entries]
        known = isinstance(entries, list) and all(
            Path(one.file).name == one.file and one.side in dialects for one in listed
        )
    except (OSError, ValueError, KeyError, TypeError):
        known, listed = False, []
    if not known:
        raise ConfigurationError(
            "this is no directory of rendered scripts",
            code=NOT_A_SET,
            where=str(directory),
            cause=f"{MANIFEST} is missing or is not as it was written",
            next_step="Write one with: dbmigrate scripts render --to DIR",
        )
    found: list[tuple[Side, Script]] = []
    for one in listed:
        script = describe_script(directory / one.file, one.file, dialects[one.side])
        # The name that the ledger knows it by.
        found.append((one.side, replace(script, name=f"customer/{one.file}", stage=one.stage)))
    return found


def _with_header(text: str, about: Mapping[str, str]) -> str:
    """The lines go behind the header that the script has, which is made of comment lines."""
    lines = text.splitlines()
    end = next((number for number, line in enumerate(lines) if not line.startswith("--")), len(lines))
    added = ["--", *(f"-- {name + ':':9}{' '.join(value.split())}" for name, value in about.items())]
    return "\n".join([*lines[:end], *added, *lines[end:]]) + "\n"
