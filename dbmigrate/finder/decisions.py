"""What the operator has said: where the files are, and what becomes of members that cannot speak for themselves."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field, StrictStr

from dbmigrate.config.project import NOT_WRITTEN, Endpoint
from dbmigrate.config.table_entries import FilledText, Name
from dbmigrate.config.toml_file import Section, TomlFile
from dbmigrate.config.toml_lines import format_path, quoted
from dbmigrate.errors import ConfigurationError

Action = Literal["keep_as", "merge_into", "leave_out", "excuse", "tables", "value"]


class Decision(Section):
    """About the member of that name, or with those tables, in that database; an empty ``member`` means the database.

    ``name``: of the value, for ``value``.  ``text``: the name to keep it under or to merge it into, its tables, or the
    value.
    """

    member: StrictStr = ""
    database: StrictStr = ""
    action: Action
    name: StrictStr = ""
    text: StrictStr = ""
    reason: StrictStr = ""
    decided_by: StrictStr = ""
    decided_at: StrictStr = ""

    @property
    def subject(self) -> tuple[str, str, str, str]:
        """Two decisions about the same thing: the later one counts."""
        kind = self.action if self.action in ("tables", "value") else "fate"
        return self.member.casefold(), self.database.casefold(), kind, self.name.casefold()


class Places(Section):
    """Relative to the file that says it.  ``package``: a copy of the verb's own package."""

    package: FilledText | None = None
    folders: tuple[Name, ...] = ()
    configurations: tuple[Name, ...] = ()
    tns_admin: FilledText | None = None
    databases: dict[Name, Endpoint] = Field(default={})


class Decisions(Section):
    """The whole file; ``decision`` in the order in which they were made."""

    places: Places = Places()
    decision: tuple[Decision, ...] = ()

    def with_decision(self, made: Decision) -> Decisions:
        kept = [each for each in self.decision if each.subject != made.subject]
        return self.model_copy(update={"decision": (*kept, made)})


def load_decisions(path: Path) -> Decisions:
    """Empty where there is no file yet; raises ConfigurationError."""
    return TomlFile.read(path).read_as(Decisions) if path.exists() else Decisions()


def save_decisions(path: Path, decisions: Decisions, verb: str) -> None:
    """Whole or not at all, without passwords; raises ConfigurationError DBM-3005."""
    lines = [f"# Written by dbmigrate {verb}: where the files are, and what was decided. It may be edited.", ""]
    places = decisions.places
    lines += ["[places]"]
    lines += [f"package = {quoted(places.package)}"] if places.package else []
    lines += [f"folders = [{', '.join(map(quoted, places.folders))}]"] if places.folders else []
    if places.configurations:
        lines += [f"configurations = [{', '.join(map(quoted, places.configurations))}]"]
    lines += [f"tns_admin = {quoted(places.tns_admin)}"] if places.tns_admin else []
    for name, endpoint in places.databases.items():
        lines += ["", f"[{format_path(('places', 'databases', name))}]"]
        lines += [f"url = {quoted(endpoint.url.without_password().reveal())}"]
        lines += [f"schema = {quoted(endpoint.schema_name)}"] if endpoint.schema_name else []
    for each in decisions.decision:
        lines += ["", "[[decision]]"]
        said = each.model_dump()
        lines += [f"{name} = {quoted(str(value))}" for name, value in said.items() if value]
    write_whole(path, "\n".join(lines) + "\n")


def write_whole(path: Path, text: str) -> None:
    """Replaces the file, whole or not at all; raises ConfigurationError DBM-3005."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}.draft")
    try:
        try:
            with draft.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        cause = (error.strerror or str(error)) if isinstance(error, OSError) else "the path is not valid"
        raise ConfigurationError(f"cannot write {str(path)!r}", code=NOT_WRITTEN, cause=cause) from None
