"""What was found, prepared and left to be done by hand, for people."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from dbmigrate.report.console import facts, heading, line, styled, table


def show_discovery(console: Console, found: dict[str, Any]) -> None:
    """Files, databases, members, and what is still to be decided."""
    console.print(f"[bold]Found[/] for {styled(found['title'])}")
    facts(console, [(each["path"], each["shape"]) for each in found["configurations"]])
    heading(console, "Databases")
    rows = [
        (
            each["name"],
            each["url"] or "?",
            "the configuration" if each["named_by_configuration"] else "its file only",
            _state(each),
        )
        for each in found["databases"]
    ]
    console.print(table(["name", "where", "named by", "state"], rows))
    for each in found["databases"]:
        notes = [f"also called {', '.join(each['aliases'])}"] if each["aliases"] else []
        notes += each["notes"]
        if each["problem"]:
            notes.append(f"{each['problem']['what']}. {each['problem']['cause']}".rstrip(". "))
        for note in notes:
            line(console, f"{each['name']}: {note}", indent=2)
    _show_members(console, found)
    _show_things(console, found)
    show_missing(console, found["missing"])
    for each in found["unused_decisions"]:
        named = each["member"] or each["database"]
        line(console, f"Decided about {named} ({each['action']}), which is not there: it does nothing")
    console.print()
    if found["missing"]:
        line(console, f"{len(found['missing'])} decisions are missing. Nothing was changed.")
    elif found["is_whole"]:
        line(console, f"Nothing is missing. Next: dbmigrate {found['verb']} prepare")


def _state(database: dict[str, Any]) -> str:
    if database["left_out"]:
        return "left out"
    if database["problem"]:
        return str(database["problem"]["code"])
    return "looked into" if database["looked_into"] else "not opened"


def _show_members(console: Console, found: dict[str, Any]) -> None:
    heading(console, f"{found['series']['title'].capitalize()}s")
    rows = []
    for each in found["members"]:
        decided = each["decision"]
        fate = "" if decided is None else f"{decided['action'].replace('_', ' ')} {decided['name']}".rstrip()
        tables = ", ".join(each["tables"]) or "none"
        rows.append((each["name"], each["database"] or "?", each["state"], tables, fate))
    console.print(table(["name", "database", "state", "history tables", "decided"], rows))
    for each in found["members"]:
        notes = list(each["notes"])
        if each["sharing_tables"]:
            notes.append(f"its tables are those of {', '.join(each['sharing_tables'])}, too: they go as one")
        if each["lacking"]:
            notes.append(f"it has no {', '.join(each['lacking'])}")
        for note in notes:
            line(console, f"{each['name']}: {note}", indent=2)


def _show_things(console: Console, found: dict[str, Any]) -> None:
    """What else the configuration tells, and to which members it belongs."""
    for kind, title in found["titles"].items():
        owners: dict[str, list[str]] = {}
        for configuration in found["configurations"]:
            for name in configuration["things"][kind]:
                owners.setdefault(name, [])
        for member in found["members"]:
            for name in member["things"].get(kind, []):
                owners.setdefault(name, []).append(member["name"])
        members = {member["name"] for member in found["members"]}
        if owners and not set(owners) <= members:
            heading(console, f"{title}s")
            rows = [(name, ", ".join(dict.fromkeys(belongs))) for name, belongs in owners.items()]
            console.print(table(["name", f"{found['series']['title'].lower()}s"], rows))


def show_missing(console: Console, missing: list[dict[str, Any]]) -> None:
    if not missing:
        return
    heading(console, "To be decided")
    for each in missing:
        line(console, f"{each['code']} {each['subject']}: {each['message']}", indent=2)
        line(console, f"next: {each['next']}", indent=4)


def show_prepared(console: Console, document: dict[str, Any]) -> None:
    show_missing(console, document["missing"])
    if document["missing"]:
        return
    for each in document["projects"]:
        taken = [member["name"] for member in each["members"] if member["is_taken"]]
        left = [member["name"] for member in each["members"] if not member["is_taken"]]
        line(console, f"{each['outcome'].capitalize()}: {each['path']}")
        line(console, f"{', '.join(taken)}" + (f"; left out: {', '.join(left)}" if left else ""), indent=2)
        if each["needs_password"]:
            line(console, "Its password was not written: environment, keyring or --ask-password", indent=2)
    if document["projects"]:
        line(console, f"Next: dbmigrate plan --project {document['projects'][0]['path']}")
    else:
        line(console, "There is nothing to migrate.")


def show_manual_steps(console: Console, document: dict[str, Any]) -> None:
    step = ""
    for each in document["items"]:
        if each["step"] != step:
            step = each["step"]
            heading(console, step)
        points = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in each["points_to"].items())
        line(
            console, f"{each['kind']} {each['name']} ({each['database']})" + (f": {points}" if points else ""), indent=2
        )
        if each["tables"]:
            line(console, f"tables: {', '.join(each['tables'])}", indent=4)
    statements = [each for each in document["items"] if each["sql"]]
    if statements:
        heading(console, "SQL that shows what is to be moved")
        for each in statements:
            line(console, f"-- {each['database']}, {each['kind'].lower()} {each['name']}")
            for text in each["sql"].splitlines():
                line(console, text)
    if not document["items"]:
        line(console, "The configuration names nothing that is left to be done.")
