"""Which steps of the checklist are done: by proof, or because the operator said so."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dbmigrate.check.steps import StepState, Told
from dbmigrate.config.checklist import Step, load_checklist
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.registry import side_error
from dbmigrate.errors import UsageError
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.reading import scripts_run
from dbmigrate.ledger.script_log import DONE, ScriptLog, ScriptRun
from dbmigrate.run.migration import Migration

UNKNOWN_STEP = "DBM-2007"
OPEN = "open"
_PREFIX = "checklist/"
_SIDE = "project"
_READS_ONLY = re.compile(r"(^|/|_)(check|prepare|after)(/|_)")
"""Scripts of these stages touch no row; rendered ones have the stage in their name."""


class Checklist:
    """``told``: by proof, what is known from elsewhere than the ledger and the databases."""

    def __init__(self, migration: Migration, told: Mapping[str, Told]) -> None:
        self._migration = migration
        self._told = told
        self.steps = load_checklist(migration.package)

    def states(self) -> list[StepState]:
        """In their order.  Changes nothing."""
        try:
            entries = scripts_run(self._migration.target)
            return [self._state(step, entries) for step in self.steps]
        except EngineFault as fault:
            raise side_error(fault, "target", "the ledger could not be read", number=21) from None

    def tick(self, step_id: str, note: str, *, done: bool = True) -> None:
        """Remember in the ledger what the operator says.  Raises UsageError DBM-2007 for a step nobody knows."""
        if step_id not in {step.id for step in self.steps}:
            raise UsageError(
                f"the checklist has no step {step_id!r}",
                code=UNKNOWN_STEP,
                where="dbmigrate checklist",
                safe="Nothing was written",
                next_step="dbmigrate checklist lists them",
            )
        target = self._migration.target
        session = target.open_session()
        try:
            ledger = Ledger(session, has_schemas=target.capabilities.supports_schemas)
            ledger.create()
            session.begin()
            log = ScriptLog(session, ledger.tables)
            log.record(_SIDE, target.identity(), _PREFIX + step_id, "", DONE if done else OPEN, note)
            session.commit()
        except EngineFault as fault:
            session.rollback()
            raise side_error(fault, "target", "the ledger could not be written", number=30) from None
        finally:
            session.close()

    def _state(self, step: Step, entries: list[ScriptRun]) -> StepState:
        said = [one for one in entries if one.script == _PREFIX + step.id]
        if said and said[-1].outcome == DONE:
            return StepState(step, True, "operator", said[-1].message or "", said[-1].ended_at)
        if step.proof is not None:
            proved, why = self._proof(step.proof, entries)
            return StepState(step, proved, "proof" if proved else "", why)
        return StepState(step, False, "", "")

    def _proof(self, proof: str, entries: list[ScriptRun]) -> tuple[bool, str]:
        if proof in self._told:
            return _still_holds(self._told[proof], entries)
        if proof in ("source_version", "target_version"):
            version = next(one for one in self._migration.schema_versions() if proof.startswith(one.side))
            found = ", ".join(version.found) or "cannot be told"
            return version.accepted, f"schema {found}, wanted {version.expected}"
        if proof == "cleaned":
            return self._cleaned(entries)
        if proof in ("source_prepared", "target_prepared"):
            return _was_run(entries, proof.partition("_")[0], "prepare")
        if proof == "tidied":
            return _was_run(entries, "target", "after")
        status = self._migration.status()
        if proof in ("nothing_off", "no_rejects") and not status.runs:
            return False, "nothing was copied yet"
        if proof == "nothing_off":
            off = [str(one["object_name"]) for one in status.suspended]
            return not off, f"still off: {', '.join(off)}" if off else "nothing is off, by the ledger"
        if proof == "no_rejects":
            rows = sum(int(one["rows"]) for one in status.reject_counts)
            return not rows, f"{rows:,} rows are rejected" if rows else "no row is rejected"
        return self._copied(None if proof == "migrated" else proof.partition(":")[2])

    def _cleaned(self, entries: list[ScriptRun]) -> tuple[bool, str]:
        """By a clean-up, or by a check that found nothing to clean."""
        done = [one for one in entries if one.script.startswith("clean/")]
        if done and done[-1].script == "clean/cleaned":
            return True, f"cleaned {done[-1].ended_at}"
        checked = self._told.get("checked")
        if checked is not None and _still_holds(checked, entries)[0]:
            return True, f"there is nothing to clean: {checked.note}"
        return False, f"put back as it was {done[-1].ended_at}" if done else ""

    def _copied(self, group: str | None) -> tuple[bool, str]:
        """Whether every table of the group, or of all groups of the project, that the source has was copied whole."""
        wanted = self._migration.wanted_tables([group] if group else None)
        tables = [table for tables in wanted.values() for table in tables]
        if not tables:
            return False, "none of its tables is in the source"
        closed = self._migration.closed_tables()
        missing = [table for table in tables if table not in closed]
        if missing:
            return False, f"{len(missing)} of {len(tables)} tables are not copied: {', '.join(missing[:3])}"
        return True, f"{len(tables)} tables were copied to their end"


def _was_run(entries: list[ScriptRun], side: str, stage: str) -> tuple[bool, str]:
    found = [one for one in entries if one.side == side and one.outcome == DONE and stage in one.script]
    return bool(found), f"{found[-1].script}, {found[-1].ended_at}" if found else ""


def _still_holds(told: Told, entries: list[ScriptRun]) -> tuple[bool, str]:
    """What was found before a script changed one of the databases says nothing of them now.

    Before and behind are told by the ledger: clocks are set back, and a script may end while a check is at work.
    """
    if not told.done or told.behind is None:
        return told.done, told.note
    if told.behind.number and told.behind not in [one.mark for one in entries]:
        return False, f"the check of {told.at} was made with another ledger"
    changed = [
        one
        for one in entries
        if one.number > told.behind.number and one.side != _SIDE and not _READS_ONLY.search(one.script)
    ]
    if changed:
        return False, f"the check of {told.at} is older than {changed[-1].script}, {changed[-1].ended_at}"
    return told.done, told.note
