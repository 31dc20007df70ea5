"""Run scripts and write down in the target's ledger which were run, and how they ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from msgspec import Struct

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.registry import Side, open_engine, side_error
from dbmigrate.engines.session import Session
from dbmigrate.errors import DbmigrateError, PlanRefusedError
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.script_log import DONE, FAILED, ScriptLog, ScriptRun
from dbmigrate.scripts.files import Script
from dbmigrate.scripts.runner import RowsHook, run_script_text

DONE_BEFORE = "DBM-4112"
CHANGED_SINCE = "DBM-4113"
_NO_LEDGER = 21


class Place(Struct, frozen=True):
    """One of the project's databases."""

    url: ConnectionUrl
    schema: str | None = None


class Ran(Struct, frozen=True):
    """``recorded`` False: the script was run, and the target could not be reached to write it down."""

    statements: int
    recorded: bool


class ScriptRunner:
    """``again``: run what was run before."""

    def __init__(self, source: Place, target: Place, *, again: bool = False) -> None:
        self._places: dict[Side, Place] = {"source": source, "target": target}
        self._again = again

    def refuse_repetition(self, side: Side, script: Script) -> None:
        """PlanRefusedError DBM-4112 or DBM-4113 if that script was run against that database before."""
        if self._again or script.only_looks:
            return
        before = self._last(side, script)
        if before is None:
            return
        same = before.digest == script.digest
        raise PlanRefusedError(
            "the script was run before" if same else "the script was run before, and has been changed since",
            code=DONE_BEFORE if same else CHANGED_SINCE,
            where=f"{script.name} against the {side}, on {before.ended_at}",
            cause="the ledger in the target says so"
            + ("" if same else f"; the digest was {before.digest[:12]}, it is {script.digest[:12]} now"),
            safe="Nothing was run",
            next_step="If it is to be run once more, say so with --again",
        )

    def run(self, side: Side, script: Script, text: str | None = None, on_rows: RowsHook | None = None) -> Ran:
        """Run it whole or not at all.  In the target, the script and its entry are one transaction.

        ``text``: what to run in place of the file's text, its slots filled in.  ``on_rows``: takes what queries give.
        """
        place = self._places[side]
        text = script.text if text is None else text
        if side == "target":
            return self._run_in_target(place, script, text, on_rows)
        identity = _identity(place, side)
        try:
            statements = run_script_text(place.url, side=side, text=text, schema=place.schema, on_rows=on_rows)
        except DbmigrateError as error:
            self._record(side, identity, script, FAILED, str(error))
            raise
        return Ran(statements, self._record(side, identity, script, DONE))

    def record(self, side: Side, script: Script, message: str = "") -> bool:
        """Write down what was done otherwise than by ``run``; whether the target could be reached."""
        return self._record(side, _identity(self._places[side], side), script, DONE, message)

    def _run_in_target(self, place: Place, script: Script, text: str, on_rows: RowsHook | None) -> Ran:
        def make_ledger(engine: Engine, session: Session) -> None:
            _ledger(engine, session).create()

        def record(engine: Engine, session: Session) -> None:
            log = ScriptLog(session, _ledger(engine, session).tables)
            log.record("target", engine.identity(), script.name, script.digest, DONE)

        try:
            statements = run_script_text(
                place.url,
                side="target",
                text=text,
                schema=place.schema,
                before=make_ledger,
                at_end=record,
                on_rows=on_rows,
            )
        except DbmigrateError as error:
            with suppress(DbmigrateError):
                self._record("target", _identity(place, "target"), script, FAILED, str(error))
            raise
        return Ran(statements, True)

    def _record(self, side: Side, identity: str, script: Script, outcome: str, message: str = "") -> bool:
        """Whether the target could be reached and has the entry."""
        try:
            with self._opened() as (engine, session):
                if engine is None or session is None:
                    return False
                ledger = _ledger(engine, session)
                ledger.create()
                session.begin()
                ScriptLog(session, ledger.tables).record(side, identity, script.name, script.digest, outcome, message)
                session.commit()
        except (DbmigrateError, EngineFault):
            return False
        return True

    def _last(self, side: Side, script: Script) -> ScriptRun | None:
        try:
            with self._opened() as (engine, session):
                if engine is None or session is None:
                    return None
                ledger = _ledger(engine, session)
                if not ledger.is_readable():
                    return None
                identity = engine.identity() if side == "target" else _identity(self._places[side], side)
                return ScriptLog(session, ledger.tables).last_done(side, identity, script.name)
        except EngineFault as fault:
            raise side_error(fault, "target", "the ledger could not be read", number=_NO_LEDGER) from None

    @contextmanager
    def _opened(self) -> Iterator[tuple[Engine | None, Session | None]]:
        """The target; two times None for a file that does not exist yet."""
        place = self._places["target"]
        if place.url.engine == "sqlite" and place.url.lacks_sqlite_file():
            yield None, None
            return
        engine = open_engine(place.url, side="target", schema=place.schema)
        try:
            session = engine.open_writer()
            try:
                yield engine, session
            finally:
                session.close()
        finally:
            engine.dispose()


def _identity(place: Place, side: Side) -> str:
    engine = open_engine(place.url, side=side, schema=place.schema)
    try:
        return engine.identity()
    except EngineFault as fault:
        raise side_error(fault, side, f"cannot look at the {side} database", number=4) from None
    finally:
        engine.dispose()


def _ledger(engine: Engine, session: Session) -> Ledger:
    return Ledger(session, has_schemas=engine.capabilities.supports_schemas)
