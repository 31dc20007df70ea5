"""The verb ``clean``."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dbmigrate.cli.context import Invocation, beside
from dbmigrate.cli.options import Groups
from dbmigrate.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from dbmigrate.check.clean_plan import CleanStep
    from dbmigrate.config.project import Project
    from dbmigrate.run.before.cleaning import SourceCleaning

NOT_CONFIRMED = "DBM-2005"
RESTORE_FILE = "clean-restore.sql"


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command()(clean)


def clean(
    ctx: typer.Context,
    group: Groups = None,
    restore: Annotated[bool, typer.Option("--restore", help="Put back everything that was cleaned.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Take duplicates and NULLs out of the source by the rules of the group files, after consent.

    Shows what it would do, and asks.  All of it is one transaction.  The rows that it takes out or changes are kept in
    the source, in tables dbmigrate_kept_N; --restore, or the script clean-restore.sql beside the project file, puts
    them back.
    """
    from dbmigrate.run.before.cleaning import SourceCleaning

    call = Invocation(ctx)
    project = call.with_passwords(call.load_project())
    with SourceCleaning(project, group) as cleaning:
        work = _put_back if restore else _clean
        document = work(call, cleaning, project, yes=yes)
    call.answer(document, lambda console: _show(console, document))


def _clean(call: Invocation, cleaning: SourceCleaning, project: Project, *, yes: bool) -> dict[str, Any]:
    steps = cleaning.look()
    to_do = [step for step in steps if not step.refusal]
    document: dict[str, Any] = {
        "kind": "clean",
        "version": 1,
        "exit_code": 0,
        "restored": False,
        "steps": [_step_document(step) for step in steps if step.refusal],
        "restore_script": None,
        "recorded": None,
    }
    if not to_do:
        return document
    _confirm(call, project, [_line(step) for step in to_do], yes=yes)
    done = cleaning.clean()
    _, script = cleaning.restorable()
    path = beside(project.path, RESTORE_FILE)
    path.write_text(script, encoding="utf-8", newline="\n")
    document["steps"] += [{**_step_document(one.step), "kept_in": str(one.kept)} for one in done]
    document["restore_script"] = str(path)
    document["recorded"] = _record(project, path, script, "cleaned")
    return document


def _put_back(call: Invocation, cleaning: SourceCleaning, project: Project, *, yes: bool) -> dict[str, Any]:
    steps, script = cleaning.restorable()
    document: dict[str, Any] = {
        "kind": "clean",
        "version": 1,
        "exit_code": 0,
        "restored": True,
        "steps": [
            {
                "table": step["table_name"],
                "kind": step["kind"],
                "columns": str(step["column_names"]).split(", "),
                "rule": step["clean_rule"],
                "rows": step["row_count"],
                "refusal": "",
                "kept_in": step["kept_in"],
            }
            for step in steps
        ],
        "restore_script": None,
        "recorded": None,
    }
    if steps:
        lines = [f"{step['table_name']}: {step['row_count']:,} rows from {step['kept_in']}" for step in steps]
        _confirm(call, project, lines, yes=yes)
        cleaning.restore()
        document["recorded"] = _record(project, beside(project.path, RESTORE_FILE), script, "restored")
    return document


def _record(project: Project, path: Path, text: str, message: str) -> bool:
    from dbmigrate.scripts.files import Script
    from dbmigrate.scripts.recorded import Place, ScriptRunner

    digest = hashlib.sha256(text.encode()).hexdigest()
    script = Script(f"clean/{message}", project.source.url.engine, "clean", path, "", "", "", "", digest)
    runner = ScriptRunner(
        Place(project.source.url, project.source.schema_name), Place(project.target.url, project.target.schema_name)
    )
    return runner.record("source", script, message)


def _confirm(call: Invocation, project: Project, lines: list[str], *, yes: bool) -> None:
    if yes:
        return
    call.say(f"In the source, {project.source.url}:", *(f"  {text}" for text in lines))
    if sys.stdin.isatty() and typer.confirm("Do it?", default=False, err=True):
        return
    raise UsageError(
        "nothing was cleaned",
        code=NOT_CONFIRMED,
        where=str(project.source.url),
        cause="it would change the source, and nobody said yes",
        safe="Nothing was changed",
        next_step="Give --yes once you have read what it would do",
    )


def _line(step: CleanStep) -> str:
    return f"{step.table.name} ({', '.join(step.columns)}): {step.rows:,} {step.kind}, {step.rule}"


def _step_document(step: CleanStep) -> dict[str, Any]:
    return {
        "table": str(step.table.name),
        "kind": step.kind,
        "columns": list(step.columns),
        "rule": step.rule,
        "rows": step.rows,
        "refusal": step.refusal,
        "kept_in": None,
    }


def _show(console: Console, document: dict[str, Any]) -> None:
    from dbmigrate.report.console import line, table

    done = [step for step in document["steps"] if not step["refusal"]]
    if done:
        rows = [(s["table"], ", ".join(s["columns"]), s["kind"], s["rule"], s["rows"], s["kept_in"]) for s in done]
        console.print(table(["table", "columns", "what", "rule", "rows", "kept in"], rows, numbers=["rows"]))
    for step in document["steps"]:
        if step["refusal"]:
            place = f"{step['table']} ({', '.join(step['columns'])})"
            line(console, f"Left alone: {place}, {step['rows']:,} {step['kind']}: {step['refusal']}")
    if document["restored"]:
        line(console, "Everything is back as it was." if done else "There is nothing to put back.")
        return
    if not done:
        line(console, "Nothing to clean by the rules of the group files. See: dbmigrate check")
        return
    line(console, f"To put everything back: dbmigrate clean --restore, or run {document['restore_script']}")
    if not document["recorded"]:
        line(console, "The target cannot be reached, so the ledger does not know of it; the source does.")
    line(console, "Next: dbmigrate check")
