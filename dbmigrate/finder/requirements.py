"""What must be decided or mended before projects can be prepared."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import available_timezones

from dbmigrate.config.series import SeriesEntry
from dbmigrate.finder.databases import Database
from dbmigrate.finder.discovery import Discovery, Member
from dbmigrate.model.plan import Finding

UNDECIDED = "DBM-4230"
NO_TABLES = "DBM-4231"
NO_VALUE = "DBM-4232"
NOT_LOOKED_AT = "DBM-4233"
NAME_TWICE = "DBM-4234"


def requirements(found: Discovery, series: SeriesEntry, verb: str, settled: set[str]) -> list[Finding]:
    """Each refuses.  ``settled``: folded names of databases that the operator leaves out."""
    findings = [
        _not_looked_at(database, verb)
        for database in found.databases
        if not database.is_open and database.name.casefold() not in settled
    ]
    for member in found.members:
        if member.database is None or member.database.name.casefold() not in settled:
            findings += _of_member(member, series, verb)
    for database in found.databases:
        findings += _names_twice(found, database)
    return findings


def _of_member(member: Member, series: SeriesEntry, verb: str) -> Iterator[Finding]:
    subject = f"{series.title.lower()} {member.name}" + (f" in {member.database.name}" if member.database else "")
    decide = f"dbmigrate {verb} decide {_shell(member.name)}"
    if member.database is not None:
        decide += f" --database {_shell(member.database.name)}"
    if member.state == "deleted" and (member.fate is None or member.fate.action == "excuse"):
        tables = ", ".join(table.name for table in member.tables)
        yield _refusal(
            UNDECIDED,
            subject,
            f"its tables are there ({tables}), and the configuration does not name it: it was deleted",
            f"{decide} --keep-as NAME, or --merge-into NAME, or --leave-out --reason TEXT",
        )
    elif member.is_astray and member.fate is not None:
        yield _refusal(
            UNDECIDED, subject, f"there is no {member.fate.text!r} to merge it into", f"{decide} --merge-into NAME"
        )
    if member.state == "without tables" and not _is_settled(member):
        hint = f" ({'; '.join(member.notes)})" if member.notes else ""
        yield _refusal(
            NO_TABLES,
            subject,
            f"the configuration names it, and it has no history tables{hint}",
            f"Delete it from the configuration and copy the file again; or {decide} --excuse --reason TEXT; "
            f"or say which tables are its own: {decide} --tables NAME",
        )
    if member.is_taken and (member.state != "deleted" or member.fate is not None):
        for name, kind in series.values.items():
            fault = _value_fault(member.values.get(name, ""), name, kind)
            if fault:
                yield _refusal(
                    NO_VALUE,
                    subject,
                    fault,
                    f"{decide} --value {name}=...; for all at once: dbmigrate {verb} decide --value {name}=...",
                )


def _value_fault(value: str, name: str, kind: str) -> str:
    if not value:
        return f"nothing says its {name}"
    known = available_timezones() if kind == "time_zone" else set()
    if known and value not in known:
        return f"its {name} {value!r} is no name of the IANA time zone database, such as America/New_York"
    return ""


def _is_settled(member: Member) -> bool:
    return member.fate is not None and member.fate.action in ("excuse", "leave_out")


def _not_looked_at(database: Database, verb: str) -> Finding:
    problem = database.problem
    why = "" if problem is None else ", ".join(text for text in (problem.what, problem.cause) if text)
    cure = problem.next_step.rstrip(". ") if problem and problem.next_step else "Make it reachable"
    return _refusal(
        NOT_LOOKED_AT,
        f"database {database.name}",
        f"its tables could not be listed: {why}",
        f"{cure}; or dbmigrate {verb} decide --database {_shell(database.name)} --leave-out --reason TEXT",
    )


def _names_twice(found: Discovery, database: Database) -> Iterator[Finding]:
    seen: dict[str, Member] = {}
    for member in found.members_of(database):
        first = seen.setdefault(member.name.casefold(), member)
        if first is not member:
            yield _refusal(
                NAME_TWICE,
                f"{member.name} in {database.name}",
                "two members would have this name",
                "Keep it as another name, or merge it: --merge-into",
            )


def _refusal(code: str, subject: str, message: str, next_step: str) -> Finding:
    return Finding(code, subject, message, next_step, refuses=True)


def _shell(text: str) -> str:
    """As it is typed: in quotes where it holds more than a word."""
    return text if text.replace("_", "").replace("-", "").isalnum() else '"' + text.replace('"', '\\"') + '"'
