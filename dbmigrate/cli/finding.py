"""Carries out the commands of a finder's verb."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from dbmigrate import resources
from dbmigrate.cli.context import Invocation, beside, keep_secret
from dbmigrate.cli.ending import end_with
from dbmigrate.cli.verdicts import exit_status
from dbmigrate.config.finder import load_finder
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.errors import DbmigrateError, PlanRefusedError, UsageError
from dbmigrate.finder.decisions import Decision, Decisions, load_decisions, save_decisions
from dbmigrate.finder.discovery import Discovery, Member
from dbmigrate.finder.documents import discovery_document, manual_document, prepared_document
from dbmigrate.finder.manual import manual_steps
from dbmigrate.finder.projects import Prepared, prepare_projects
from dbmigrate.finder.search import Given, Looked, Search, left_out
from dbmigrate.ledger.origin import os_user
from dbmigrate.model.plan import Finding
from dbmigrate.report.finder_text import show_discovery, show_manual_steps, show_prepared

UNDECIDED = "DBM-4230"
NOT_ONE = "DBM-2013"
BAD_DECISION = "DBM-2014"


class FinderPlace:
    """The search of a package, and the file beside the project file in which its decisions are."""

    def __init__(self, call: Invocation, root: Path, given: Given | None = None) -> None:
        self.call = call
        home = call.project_path.absolute().parent
        verb = load_finder(root).finder.verb
        self.path = beside(call.project_path, f"{verb}.toml")
        self.decisions = load_decisions(self.path)
        own = given.package if given and given.package else self.decisions.places.package
        # A copy of the package, with the names that this site's files have.
        self.search = Search.of(home / own if own else root, home)
        self._looked: Looked | None = None

    def find(self, given: Given | None = None, *, files_only: bool = False) -> Discovery:
        decisions = self.search.with_places(self.decisions, given or Given())
        self._looked = self.search.look(decisions, self._with_password, keep_secret, files_only=files_only)
        if decisions != self.decisions:
            self.save(decisions)
        return self.search.discover(self._looked, decisions)

    def find_again(self) -> Discovery:
        """Under what is decided by now; no database is opened again."""
        return self.search.discover(self._looked, self.decisions) if self._looked else self.find()

    def save(self, decisions: Decisions) -> None:
        save_decisions(self.path, decisions, self.search.verb)
        self.decisions = decisions

    def _with_password(self, url: ConnectionUrl) -> ConnectionUrl:
        return self.call.with_password(url, "source")

    def missing(self, found: Discovery) -> list[Finding]:
        return self.search.missing(found, self.decisions)

    def prepare(self, found: Discovery) -> list[Prepared]:
        """The projects; nothing is missing any more."""
        root = self.search.package.root
        name = root.name if root.name in resources.bundled_packages() else str(root)
        home = beside(self.call.project_path, self.search.verb)
        return prepare_projects(found, self.search.package, self.call.load_project(), home, name)


def show_found(call: Invocation, root: Path, given: Given, *, files_only: bool) -> None:
    """``find``: everything, and what is still to be decided."""
    place = FinderPlace(call, root, given)
    found = place.find(given, files_only=files_only)
    missing = [] if files_only else place.missing(found)
    settled = left_out(place.decisions)
    problems = [
        database.problem
        for database in found.databases
        if database.named and database.problem is not None and database.name.casefold() not in settled
    ]
    error = problems[0] if problems else None
    document = discovery_document(found, missing, place.search, decisions=str(place.path), settled=settled)
    document["exit_code"] = exit_status(error)
    call.answer(document, lambda console: show_discovery(console, document))
    end_with(call, error)


def record_decision(
    call: Invocation,
    root: Path,
    member: str,
    database: str,
    *,
    fates: Mapping[str, str | bool],
    tables: str,
    values: list[str],
    reason: str,
    forget: bool,
) -> None:
    """``decide``: what was said, checked against what there is."""
    place = FinderPlace(call, root)
    chosen = [action for action, said in fates.items() if said]
    if forget:
        chosen.append("forget")
    if len(chosen) > 1 or not (chosen or tables or values):
        raise _wrong("say one thing of it: --keep-as, --merge-into, --leave-out, --excuse, --tables or --value", place)
    if set(chosen) & {"leave_out", "excuse"} and not reason.strip():
        raise _wrong("--leave-out and --excuse need a reason", place, "Add: --reason TEXT")
    if not member and (tables or set(chosen) - {"leave_out", "forget"} or (chosen == ["leave_out"] and not database)):
        raise _wrong("name the member that is meant", place)
    found = place.find()
    database = _database(found, database, place)
    about = _members(found, member, database, place) if member else []
    if len(about) == 1 and about[0].database is not None:
        database = about[0].database.name
    if forget:
        _forget(place, member, database)
    made = []
    for action in chosen:
        if action != "forget":
            said = fates[action]
            _check_fate(action, said, about, found, place)
            made.append(
                Decision(member=member, database=database, action=action, text=said if said is not True else "")
            )
    if tables:
        made.append(Decision(member=member, database=database, action="tables", text=tables))
    made += [_value(text, member, database, place) for text in values]
    decisions = place.decisions
    for each in made:
        stamped = {"reason": reason, "decided_by": os_user(), "decided_at": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%SZ}"}
        decisions = decisions.with_decision(each.model_copy(update=stamped))
    place.save(decisions)
    missing = place.missing(place.find_again())
    document = {
        "kind": "decide",
        "version": 1,
        "exit_code": 0,
        "file": str(place.path),
        "decided": [each.model_dump() for each in made],
        "missing": len(missing),
    }
    left = (
        f"{len(missing)} decisions are missing: dbmigrate {place.search.verb} find" if missing else "Nothing is missing"
    )
    done = f"Next: dbmigrate {place.search.verb} prepare"
    call.answer(
        document,
        lambda console: console.print(f"Recorded in {place.path.name}. {left}{'' if missing else '. ' + done}."),
    )


def _database(found: Discovery, name: str, place: FinderPlace) -> str:
    if not name:
        return ""
    wanted = [each for each in found.databases if each.answers_to(name)]
    short = [each for each in found.databases if each.name.rpartition("/")[2].casefold() == name.casefold()]
    meant = wanted or short
    if len(meant) == 1:
        return meant[0].name
    listed = ", ".join(each.name for each in found.databases)
    what = f"{name!r} may be several databases" if meant else f"there is no database {name!r}"
    raise _wrong(what, place, f"There are: {listed}", code=NOT_ONE)


def _members(found: Discovery, name: str, database: str, place: FinderPlace) -> list[Member]:
    """Those that are meant; one, unless the name is that of members in several databases."""
    meant = [each for each in found.members if each.answers_to(name) and each.is_in(database)]
    exact = [each for each in meant if each.name.casefold() == name.casefold()]
    meant = exact or meant
    if len(meant) == 1:
        return meant
    title = place.search.series.title.lower()
    if not meant:
        where = f" in {database}" if database else ""
        listed = ", ".join(dict.fromkeys(each.name for each in found.members if each.is_in(database)))
        raise _wrong(f"there is no {title} {name!r}{where}", place, f"There are: {listed or 'none'}", code=NOT_ONE)
    listed = ", ".join(each.database.name if each.database else "(none)" for each in meant)
    raise _wrong(f"several databases have a {title} {name!r}", place, f"Add --database, one of: {listed}", code=NOT_ONE)


def _check_fate(action: str, said: str | bool, about: list[Member], found: Discovery, place: FinderPlace) -> None:
    title = place.search.series.title.lower()
    if action == "merge_into":
        names = [each.name for each in found.members if each not in about and each.is_taken]
        if str(said).casefold() not in [name.casefold() for name in names]:
            raise _wrong(f"there is no {title} {said!r} to merge it into", place, f"There are: {', '.join(names)}")
    if action == "keep_as":
        for member in about:
            taken = [each.name for each in found.members if each is not member and each.database is member.database]
            if str(said).casefold() in [name.casefold() for name in taken]:
                raise _wrong(f"{title} {said!r} is there already", place, f"To make them one: --merge-into {said!r}")
    if action == "excuse" and any(member.state == "deleted" for member in about):
        raise _wrong("it has tables", place, "Keep, merge or leave it out")


def _value(text: str, member: str, database: str, place: FinderPlace) -> Decision:
    name, equals, said = text.partition("=")
    known = place.search.series.values
    spelled = next((each for each in known if each.casefold() == name.strip().casefold()), None)
    if not equals or spelled is None or not said.strip():
        raise _wrong("--value is written NAME=TEXT", place, f"Names are: {', '.join(known)}")
    return Decision(member=member, database=database, action="value", name=spelled, text=said.strip())


def _forget(place: FinderPlace, member: str, database: str) -> None:
    kept = tuple(
        each
        for each in place.decisions.decision
        if (each.member.casefold(), each.database.casefold()) != (member.casefold(), database.casefold())
    )
    if len(kept) == len(place.decisions.decision):
        raise _wrong("nothing was decided about it", place)
    place.decisions = place.decisions.model_copy(update={"decision": kept})


def _wrong(what: str, place: FinderPlace, next_step: str = "", *, code: str = BAD_DECISION) -> UsageError:
    return UsageError(
        what,
        code=code,
        where=f"dbmigrate {place.search.verb} decide",
        safe="Nothing was recorded",
        next_step=next_step or f"See: dbmigrate {place.search.verb} decide --help",
    )


def prepare_all(call: Invocation, root: Path) -> None:
    """``prepare``: the project directories, or the list of what is missing."""
    place = FinderPlace(call, root)
    call.load_project()
    found = place.find()
    missing = place.missing(found)
    error: DbmigrateError | None = None
    prepared = []
    if missing:
        error = PlanRefusedError(
            f"{len(missing)} decisions are missing" if len(missing) > 1 else "a decision is missing",
            code=UNDECIDED,
            where=f"dbmigrate {place.search.verb} prepare",
            cause=missing[0].subject + ": " + missing[0].message,
            safe="No project was written",
            next_step=missing[0].next_step,
        )
    else:
        prepared = place.prepare(found)
    document = prepared_document(prepared, missing, place.search)
    document["exit_code"] = exit_status(error)
    call.answer(document, lambda console: show_prepared(console, document))
    end_with(call, error)


def show_manual(call: Invocation, root: Path) -> None:
    """``manual``: what no run does."""
    place = FinderPlace(call, root)
    found = place.find()
    document = manual_document(manual_steps(found, place.search.package), place.search)
    call.answer(document, lambda console: show_manual_steps(console, document))
