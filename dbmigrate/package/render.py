"""A draft as the text of its files."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dbmigrate.config.toml_lines import quoted
from dbmigrate.errors import ConfigurationError
from dbmigrate.model.table import TableName
from dbmigrate.package.dialects import FACTS
from dbmigrate.package.draft import CANNOT_BE_WRITTEN
from dbmigrate.package.drafted import DraftedTable, PackageDraft
from dbmigrate.package.target_tables import target_tables

CREATE_SCRIPT = "schema/20_create_target.sql"


def render_package(draft: PackageDraft) -> dict[str, str]:
    """Relative path -> text.  A dialect that has no room for the schema's names gets no script.

    Raises ConfigurationError for names that no package can hold.
    """
    files: dict[str, str] = {}
    remarks: dict[str, list[str]] = {}
    for dialect, facts in FACTS.items():
        tables, left_out = target_tables(draft, dialect)
        what = f"creates the {len(tables)} tables of package {draft.name}"
        try:
            text = facts.ddl.render_create_schema(tables, what=what, native=dialect == draft.dialect)
        except ConfigurationError as error:
            if dialect == draft.dialect:
                raise
            remarks[dialect] = [f"no script, and not among the engines: {error.what}: {error.where}"]
            continue
        files[f"sql/{dialect}/{CREATE_SCRIPT}"] = text
        if left_out:
            remarks[dialect] = left_out
    engines = [dialect for dialect in FACTS if dialect not in remarks or f"sql/{dialect}/{CREATE_SCRIPT}" in files]
    files["package.toml"] = _package_file(draft, engines, remarks)
    files[f"{draft.group}.toml"] = _group_file(draft)
    return files


def spell(name: TableName) -> str:
    """The name as ``TableName.parse`` reads it back."""
    bracketed = name.name.startswith("[") and name.name.endswith("]")
    text = f"[{name.name}]" if "." in name.name or bracketed else name.name
    if (
        name.schema is not None
        or TableName.parse(text) != name
        or re.search(r"[\x00-\x1f\x7f]", text)
        or not text.strip()
    ):
        raise ConfigurationError(
            "a table has a name that a package cannot hold",
            code=CANNOT_BE_WRITTEN,
            where=repr(str(name)),
            safe="Nothing was written",
            next_step="Rename the table in the source",
        )
    return text


def _package_file(draft: PackageDraft, engines: Iterable[str], remarks: dict[str, list[str]]) -> str:
    lines = [
        f"# Drafted from a database by dbmigrate package new ({_one_line(draft.origin)}).",
        "# Yours from here on: change what you know better, then see: dbmigrate plan",
        "",
        "[package]",
        f"name    = {quoted(draft.name)}",
        f"title   = {quoted(draft.title)}",
        'release = "1"                        # of this package; count it up when you change the package',
        f"engines = [{', '.join(map(quoted, engines))}]",
        f"groups  = [{quoted(draft.group)}]",
        "",
        "[source]",
        'schema_version = "1"                 # your name for the schema as it was drafted',
        "tested_with    = []",
        "",
        "[target]",
        'schema_version = "1"',
        "tested_with    = []",
        f"create_script  = {quoted(CREATE_SCRIPT)}   # below sql/<dialect>/; for a target that is still empty",
    ]
    for name, reason in draft.left_out:
        table = spell(TableName(name))
        lines += ["", "[[left_out]]", f"table  = {quoted(table)}", f"reason = {quoted(reason)}"]
    for dialect, texts in remarks.items():
        lines += ["", f"# {dialect}:", *(f"#   {_one_line(text)}" for text in dict.fromkeys(texts))]
    return "\n".join(lines) + "\n"


def _group_file(draft: PackageDraft) -> str:
    lines = [
        f"# Every table of {_one_line(draft.title)}, those that others refer to first.",
        "# Columns of the same name are copied without being listed; docs/package-format.md has every key.",
        "",
        "[group]",
        f"name  = {quoted(draft.group)}",
        f"title = {quoted('All tables of ' + draft.title)}",
    ]
    for drafted in draft.tables:
        lines += ["", *_table_entry(drafted)]
    return "\n".join(lines) + "\n"


def _table_entry(drafted: DraftedTable) -> list[str]:
    lines = ["[[table]]", f"source  = {quoted(spell(drafted.table.name))}"]
    lines.append(f"key     = [{', '.join(map(quoted, drafted.key))}]")
    if drafted.remarks:
        lines.append(f"comment = {quoted('; '.join(map(_one_line, drafted.remarks)))}")
    for column in drafted.watermarks:
        lines.append(
            f'# watermark = {{ column = {quoted(column)}, overlap = "15m" }}'
            "   # if every new row has a later moment: reruns then read only those"
        )
    if drafted.overrides:
        lines += ["", "[table.source_types]   # where the values say otherwise than the declaration"]
        for one in drafted.overrides:
            declared = one.declared.strip() or "no type"
            held = f"holds {one.found}" if one.found else "holds nothing yet"
            lines.append(f"{quoted(one.column)} = {quoted(one.type)}   # declared {_one_line(declared)}, {held}")
    return lines


def _one_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())
