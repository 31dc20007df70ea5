"""Has the migration that this package's comes after ended, and does the same user go on?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing

from dbmigrate.config.package import AfterPackage
from dbmigrate.engines.base import Engine
from dbmigrate.ledger.entries import ENDED, PASS, UNDONE, RunEntry
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.origin import os_user
from dbmigrate.model.plan import Finding

NOT_ENDED = "DBM-4220"
OTHER_USER = "DBM-4221"
EXCEPTION = "DBM-4131"

AS_OTHER_USER = "as-other-user"
"""What the attempts of a run that was allowed to another user are recorded with."""


def package_findings(after: AfterPackage, package: str, target: Engine, *, as_other_user: bool) -> Iterator[Finding]:
    """From the target's ledger; changes nothing.  ``package``: the one that comes after."""
    with closing(target.open_writer()) as session:
        ledger = Ledger(session, has_schemas=target.capabilities.supports_schemas)
        if not ledger.exists():
            yield _not_ended(after, "the target has no ledger: nothing was migrated to it")
            return
        ledger.check_version()
        runs = [run for run in ledger.runs() if run.kind == PASS and run.state != UNDONE]
        earlier = [run for run in runs if run.package == after.package]
        missing = _missing(after, earlier, ledger)
        if missing:
            yield _not_ended(after, missing)
            return
        if after.same_user:
            yield from _user_findings(after, package, earlier, runs, ledger, as_other_user=as_other_user)


def _missing(after: AfterPackage, runs: list[RunEntry], ledger: Ledger) -> str:
    """What is not done yet; empty if nothing is lacking.  ``runs``: newest first."""
    if not runs:
        return f"this target has seen no run of {after.package}"
    newest = {run.source_identity: run for run in reversed(runs)}
    open_runs = [run for run in newest.values() if run.state not in ENDED]
    if open_runs:
        return f"run {open_runs[0].run_id} of {after.package} (project {open_runs[0].project}) was not finished"
    lacking = [name for name in after.groups if name not in _copied_groups(runs, ledger)]
    return f"of {after.package} the group {lacking[0]} was not migrated to its end" if lacking else ""


def _copied_groups(runs: list[RunEntry], ledger: Ledger) -> set[str]:
    """Groups of which every planned table was copied to its end."""
    groups: dict[str, bool] = {}
    closed = {scope: History(ledger.session, ledger.tables, scope).closed_tables() for scope in {r.scope for r in runs}}
    for run in runs:
        for name, table in ledger.plan_document(run.run_id)["tables"].items():
            groups[table["group"]] = groups.get(table["group"], True) and name in closed[run.scope]
    return {name for name, copied in groups.items() if copied}


def _user_findings(
    after: AfterPackage,
    package: str,
    earlier: list[RunEntry],
    runs: list[RunEntry],
    ledger: Ledger,
    *,
    as_other_user: bool,
) -> Iterator[Finding]:
    me = os_user()
    history = History(ledger.session, ledger.tables)
    users = sorted({str(attempt["os_user"]) for run in earlier for attempt in history.attempts(run.run_id)})
    if me.casefold() in {user.casefold() for user in users}:
        return
    subject, known = f"user {me}", ", ".join(users)
    allowed = as_other_user or any(
        str(attempt["os_user"]) == me and AS_OTHER_USER in json.loads(str(attempt["accepted_changes"] or "[]"))
        for run in runs
        if run.package == package
        for attempt in history.attempts(run.run_id)
    )
    if allowed:
        yield Finding(EXCEPTION, subject, f"goes on as another user than {known}, who ran {after.package}; recorded")
        return
    yield Finding(
        OTHER_USER,
        subject,
        f"{after.package} was migrated by {known}; this package is migrated by the same user",
        "Log on as that user; or run with --as-other-user, which the ledger remembers",
        refuses=True,
    )


def _not_ended(after: AfterPackage, message: str) -> Finding:
    return Finding(
        NOT_ENDED,
        f"package {after.package}",
        message,
        f"Migrate {after.package} to this target first and let its run end (dbmigrate status in its project)",
        refuses=True,
    )
