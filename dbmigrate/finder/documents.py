"""What was found, prepared and left to be done by hand, as JSON documents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from dbmigrate.finder.databases import Database
from dbmigrate.finder.discovery import Discovery, Member
from dbmigrate.finder.manual import ManualItem
from dbmigrate.finder.projects import Prepared
from dbmigrate.finder.search import Search
from dbmigrate.model.plan import Finding


def discovery_document(
    found: Discovery, missing: Sequence[Finding], search: Search, *, decisions: str, settled: Collection[str] = ()
) -> dict[str, Any]:
    kinds = found.finder.kinds
    return {
        "kind": "found",
        "version": 1,
        "exit_code": 0,
        "verb": search.verb,
        "title": found.finder.finder.title,
        "series": {"name": search.series.name, "title": search.series.title},
        "decisions": decisions,
        "is_whole": found.is_whole,
        "configurations": [
            {
                "path": str(each.path),
                "shape": each.shape.name,
                "things": {name: [record.name for record in each.of(name)] for name in kinds},
            }
            for each in found.configurations
        ],
        "titles": {name: kind.title for name, kind in kinds.items()},
        "databases": [
            {**_database(database, found), "left_out": database.name.casefold() in settled}
            for database in found.databases
        ],
        "members": [_member(member, found) for member in found.members],
        "missing": [finding_document(finding) for finding in missing],
        "unused_decisions": [
            {"member": each.member, "database": each.database, "action": each.action} for each in found.unused
        ],
    }


def _database(database: Database, found: Discovery) -> dict[str, Any]:
    connection = database.connection
    problem = database.problem
    return {
        "name": database.name,
        "aliases": list(database.aliases),
        "origin": connection.origin,
        "provider": connection.provider,
        "engine": connection.url.engine if connection.url else None,
        "url": str(connection.url) if connection.url else None,
        "schema": database.schema,
        "named_by_configuration": database.named,
        "looked_into": database.is_open,
        "problem": None if problem is None else problem.as_dict(),
        "notes": list(connection.notes),
        "members": [member.name for member in found.members_of(database)],
    }


def _member(member: Member, found: Discovery) -> dict[str, Any]:
    holding = member.holding
    fate = member.fate
    return {
        "name": member.name,
        "database": member.database.name if member.database else None,
        "state": member.state,
        "is_taken": member.is_taken,
        "tables": [str(table) for table in member.tables],
        "key": holding.key if holding else None,
        "lacking": [
            pattern.table(holding.key) for pattern in found.patterns if holding and pattern.text not in holding.tables
        ],
        "sharing_tables": list(member.sharing),
        "values": dict(member.values),
        "things": {
            kind: names
            for kind in found.finder.kinds
            if (names := [record.name for record in member.linked(kind)]) and kind != getattr(member.record, "kind", "")
        },
        "decision": None
        if fate is None
        else {
            "action": fate.action,
            "name": fate.text,
            "reason": fate.reason,
            "by": fate.decided_by,
            "at": fate.decided_at,
        },
        "notes": list(member.notes),
        "configuration": str(member.configuration.path) if member.configuration else None,
        "line": member.record.line if member.record else None,
    }


def finding_document(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "subject": finding.subject,
        "message": finding.message,
        "next": finding.next_step,
    }


def prepared_document(prepared: Sequence[Prepared], missing: Sequence[Finding], search: Search) -> dict[str, Any]:
    return {
        "kind": "prepared",
        "version": 1,
        "exit_code": 0,
        "verb": search.verb,
        "projects": [
            {
                "database": each.database.name,
                "path": str(each.path),
                "outcome": each.outcome,
                "members": [{"name": member.name, "is_taken": member.is_taken} for member in each.members],
                "needs_password": each.needs_password,
            }
            for each in prepared
        ],
        "missing": [finding_document(finding) for finding in missing],
    }


def manual_document(items: Sequence[ManualItem], search: Search) -> dict[str, Any]:
    return {
        "kind": "manual",
        "version": 1,
        "exit_code": 0,
        "verb": search.verb,
        "items": [
            {
                "step": each.step,
                "database": each.database,
                "dialect": each.dialect,
                "member": each.member,
                "kind": each.kind,
                "name": each.name,
                "points_to": each.points_to,
                "tables": [str(table) for table in each.tables],
                "sql": each.sql,
            }
            for each in items
        ],
    }
