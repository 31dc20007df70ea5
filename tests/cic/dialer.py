"""Dialer databases of the package's demonstration, targets of their own, and what the history must become."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from dbmigrate import resources
from dbmigrate.config.package_files import load_package
from dbmigrate.config.project import load_project
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.demo.source import build_sqlite_source
from dbmigrate.engines.registry import open_engine
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.events import ignore
from dbmigrate.model.outcome import RunOutcome
from dbmigrate.model.plan import MigrationPlan
from dbmigrate.run.migration import Migration
from dbmigrate.run.undo.selection import UndoOptions
from dbmigrate.run.undo.undoing import undo_run
from dbmigrate.scripts.render import fill_slots
from dbmigrate.scripts.runner import run_script_text
from tests.databases import Database, sqlite_database

PACKAGE = "cic_dialer_3_0_to_4_0"
LISTS = {"north": ("Collections", "SpringOffer", "Winback08"), "south": ("Collections",)}
ZONES = {"north": "America/New_York", "south": "Europe/Berlin"}
SLOTS = {"history_table": "CH0", "details_table": "CD0", "agents_table": "AS0"}
TARGETS = ("CallHistory", "CallHistory_Details", "AgentStats")
TIMES = ("callplacedtime", "callansweredtime", "messageplaytime", "callconnectedtime", "calldisconnectedtime")
STEPS = (
    *("call_requested", "line_connect", "ca_requested", "ca_begin", "ca_end"),
    *("acd_routed", "agent_connected", "playback_requested", "insert_time"),
)
COPIED = (
    *("i3_identity", "i3_rowid", "callid", "callidkey", "phonenumber", "phonenumbertype", "agentid"),
    *("length", "isabandoned", "iscontact", "caresult", "cadetail"),
)


def create_script(engine: str, lists: Sequence[str]) -> str:
    """The create script of the source, once for each contact list."""
    package = load_package(PACKAGE)
    text = package.script_path(engine, str(package.source.create_script)).read_text(encoding="utf-8")
    named = [{slot: f"I3_{name}_{end}" for slot, end in SLOTS.items()} for name in lists]
    return "\n".join(fill_slots(text, engine, names, "create script") for names in named)


def make_source(place: Path, of: str, *, rows: int = 100, seed: int = 5) -> Database:
    script = place.with_suffix(".sql")
    script.write_text(create_script("sqlite", LISTS[of]), encoding="utf-8")
    build_sqlite_source(place, script, resources.package_dir(PACKAGE) / "demo" / of, rows=rows, seed=seed)
    return Database("sqlite", str(place))


def as_postgresql(source: Database, of: str, url: str) -> Database:
    """The same tables and rows on a server."""
    run_script_text(ConnectionUrl.parse(url), side="source", text=create_script("postgresql", LISTS[of]))
    made = Database("postgresql", url)
    for name in LISTS[of]:
        for end in SLOTS.values():
            made.insert(f'"I3_{name}_{end}"', source.rows(f'SELECT * FROM "I3_{name}_{end}"'))
    return made


def make_target(database: Database) -> Database:
    """With those tables of the 4.0 schema that hold history."""
    package = load_package("cic_3_0_to_4_0")
    script = package.script_path(database.engine, str(package.target.create_script)).read_text(encoding="utf-8")
    wanted = [
        statement
        for statement in script.split(";\n")
        if any(f'"{name}" (' in statement for name in TARGETS) or "CREATE SCHEMA" in statement
    ]
    run_script_text(ConnectionUrl.parse(database.url), side="target", text=";\n".join([*wanted, ""]))
    record_centre(database)
    return database


def record_centre(target: Database) -> None:
    """What the ledger has of the contact centre's own migration, which comes first: one run, to its end."""
    engine = open_engine(ConnectionUrl.parse(target.url), side="target")
    session = engine.open_writer()
    try:
        ledger = Ledger(session, has_schemas=engine.capabilities.supports_schemas)
        ledger.create()
        session.begin()
        document: dict[str, Any] = {"tables": {}}
        plan = MigrationPlan("cic_3_0_to_4_0", "1", "centre", engine.identity(), (), (), (), document=document)
        run = ledger.start_run(plan, "centre", 1)
        ledger.end_attempt(run.run_id, ledger.start_attempt(run.run_id, "0"), "copied")
        # The runs of a test are numbered from 1.
        for table in (ledger.tables.run, ledger.tables.attempt):
            session.execute(sa.update(table).values(run_id=0))
        session.commit()
    finally:
        session.close()
        engine.dispose()


def empty_target(kind: str, directory: Path, postgres_url: str) -> Database:
    return make_target(sqlite_database(directory / "target.db") if kind == "sqlite" else Database(kind, postgres_url))


def workflow(name: str, tables: str, of: str, **said: Any) -> dict[str, Any]:
    known = {"campaign": f"{name} 2009", "site_name": f"ODS-{of}", "time_zone": ZONES[of]}
    return {"name": name, "tables": tables, **known, **said}


class Project:
    def __init__(self, directory: Path, of: str, source: Database, target: Database) -> None:
        self.path = directory / f"{of}.toml"
        self.source, self.target, self.of = source, target, of

    def write(self, workflows: Sequence[Mapping[str, Any]], inputs: str = "", **settings: Any) -> Project:
        run = "\n".join(f"{name} = {value}" for name, value in {"commit_rows": 20, **settings}.items())
        entries = [
            "[[series.workflow]]\n" + "\n".join(f"{key} = {json.dumps(value)}" for key, value in one.items())
            for one in workflows
        ]
        self.path.write_text(
            f'[project]\nname = "{self.of}"\npackage = "{PACKAGE}"\n[source]\nurl = "{self.source.url}"\n'
            f'[target]\nurl = "{self.target.url}"\n[run]\n{run}\n[inputs]\n{inputs}\n' + "\n".join(entries),
            encoding="utf-8",
        )
        return self

    def opened(self, **chosen: Any) -> Migration:
        return Migration(load_project(self.path), **chosen)

    def run(self, **chosen: Any) -> RunOutcome:
        with self.opened(**chosen) as migration:
            return migration.run()

    def undo(self, run_id: int, *workflows: str) -> str:
        options = UndoOptions(workflows=workflows)
        return undo_run(load_project(self.path), run_id, options, sink=ignore).state

    def unproven(self, *levels: str, **chosen: Any) -> list[str]:
        found = []
        for level in levels or ("hashes", "source"):
            with self.opened(**chosen) as migration:
                found += [one for one in migration.verify(level=level).tables if one.verdict != "match"]
        return [f"{one.table} -> {one.target}: {one.verdict} {one.differences[:2]}" for one in found]


def place(target: Database, table: str) -> str:
    return f'"{table}"' if target.is_sqlite else f'"ININ_DIALER_40"."{table}"'


def history(target: Database) -> list[tuple[Any, ...]]:
    """Every call by value, with its steps; the numbers that the target gave are in the joins only."""
    calls = [f'h."{name}UTC"' for name in TIMES] + [f'h."{name}"' for name in (*COPIED, "wrapupcode", "wrapupcategory")]
    steps = [f'd."{name}"' for name in ("callidkey", *STEPS)]
    asked = ", ".join(['h."campaignname"', 'h."siteid"', *calls, *steps])
    joined = f"{place(target, 'CallHistory')} h LEFT JOIN {place(target, 'CallHistory_Details')} d"
    return shown(target.rows(f"SELECT {asked} FROM {joined} ON d.callhistory_id = h.callhistory_id"))


def agent_events(target: Database) -> list[tuple[Any, ...]]:
    names = '"agentid", "agenttimeUTC", "odsoffset", "campaignname", "callid", "callidkey", "siteid", "stageid"'
    return shown(target.rows(f'SELECT {names}, "propertyname", "propertyvalue" FROM {place(target, "AgentStats")}'))


def expected_history(source: Database, workflows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Worked out with Python's own time zones."""
    found = []
    for one in workflows:
        zone = str(one["time_zone"])
        steps = {row[0]: row[1:] for row in rows_of(source, one["tables"], "CD0", ("ch_id", "callidkey", *STEPS))}
        names = ("ch_id", *TIMES, *COPIED, "finishcode", "reason")
        for number, *values in rows_of(source, one["tables"], "CH0", names):
            key, *moments = steps.get(number, (None,) * (1 + len(STEPS)))
            found.append(
                (
                    *(one["campaign"], one["site_name"]),
                    *(utc(moment, zone) for moment in values[: len(TIMES)]),
                    *values[len(TIMES) :],
                    *(key, *(utc(moment, zone) for moment in moments)),
                )
            )
    return shown(found)


def expected_events(source: Database, workflows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    found = []
    names = ("agentid", "agenttime", "callid", "callidkey", "stageid", "propertyname", "propertyvalue")
    for one in workflows:
        for agent, moment, call, key, stage, *rest in rows_of(source, one["tables"], "AS0", names):
            in_utc = utc(moment, str(one["time_zone"]))
            assert in_utc is not None
            offset = int((parsed(moment) - in_utc).total_seconds())
            found.append((agent, in_utc, offset, one["campaign"], call, key, one["site_name"], stage, *rest))
    return shown(found)


def rows_of(source: Database, tables: str, end: str, names: Sequence[str]) -> list[tuple[Any, ...]]:
    listed = ", ".join(f'"{name}"' for name in names)
    return source.rows(f'SELECT {listed} FROM "I3_{tables}_{end}"')


def parsed(moment: Any) -> dt.datetime:
    return moment if isinstance(moment, dt.datetime) else dt.datetime.fromisoformat(moment)


def utc(moment: Any, zone: str) -> dt.datetime | None:
    """The hour that comes twice: its second pass.  The hour that is left out: as if the clock had not been set."""
    if moment is None:
        return None
    local = parsed(moment).replace(tzinfo=ZoneInfo(zone))
    second = local.replace(fold=1)
    # In a gap the second pass would be the offset behind it, which is the greater one.
    offset = local.utcoffset() if second.utcoffset() > local.utcoffset() else second.utcoffset()  # type: ignore[operator]
    assert offset is not None
    return parsed(moment) - offset


def shown(found: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Values as text, so that two engines' rows can be compared."""
    return sorted(tuple(_shown(value) for value in row) for row in found)


def _shown(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="milliseconds")
    text = str(value)
    if len(text) >= 19 and text[4:5] == "-" and text[10:11] == " ":
        return dt.datetime.fromisoformat(text).isoformat(sep=" ", timespec="milliseconds")
    return text.rstrip(" ")
