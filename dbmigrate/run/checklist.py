"""Which steps of the checklist are done: by proof, or because the operator said so."""

from __future__ import annotations

from dataclasses import dataclass

from dbmigrate.config.checklist import Step, load_checklist
from dbmigrate.engines.base import EngineFault
from dbmigrate.engines.registry import side_error
from dbmigrate.errors import UsageError
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.reading import read_ledger
from dbmigrate.ledger.script_log import DONE, ScriptLog, ScriptRun
from dbmigrate.model.table import TableName
from dbmigrate.run.migration import Migration

UNKNOWN_STEP = "DBM-2007"
OPEN = "open"
_PREFIX = "checklist/"
_SIDE = "project"


@dataclass(frozen=True, slots=True)
class StepState:
    """``by``: proof, operator, or empty while the step is open.  ``note``: what shows it, or what was said."""

    step: Step
    done: bool
    by: str
    note: str
    since: str = ""


class Checklist:
    def __init__(self, migration: Migration) -> None:
        self._migration = migration
        self.steps = load_checklist(migration.package)

    def states(self) -> list[StepState]:
        """In their order.  Changes nothing."""
        try:
            entries = self._entries()
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

    def _entries(self) -> list[ScriptRun]:
        with read_ledger(self._migration.target) as ledger:
            return ScriptLog(ledger.session, ledger.tables).all() if ledger else []

    def _state(self, step: Step, entries: list[ScriptRun]) -> StepState:
        said = [one for one in entries if one.script == _PREFIX + step.id]
        if said and said[-1].outcome == DONE:
            return StepState(step, True, "operator", said[-1].message or "", said[-1].ended_at)
        if step.proof is not None:
            proved, why = self._proof(step.proof, entries)
            return StepState(step, proved, "proof" if proved else "", why)
        return StepState(step, False, "", "")

    def _proof(self, proof: str, entries: list[ScriptRun]) -> tuple[bool, str]:
        if proof in ("source_version", "target_version"):
            version = next(one for one in self._migration.schema_versions() if proof.startswith(one.side))
            found = ", ".join(version.found) or "cannot be told"
            return version.accepted, f"schema {found}, wanted {version.expected}"
        if proof == "cleaned":
            done = [one for one in entries if one.script.startswith("clean/")]
            return bool(done) and done[-1].script == "clean/cleaned", f"cleaned {done[-1].ended_at}" if done else ""
        if proof in ("source_prepared", "target_prepared"):
            return _was_run(entries, proof.partition("_")[0], "prepare")
        if proof == "tidied":
            return _was_run(entries, "target", "after")
        status = self._migration.status()
        if proof == "nothing_off":
            off = [str(one["object_name"]) for one in status.suspended]
            return bool(status.runs) and not off, f"still off: {', '.join(off)}" if off else "nothing is off"
        if proof == "no_rejects":
            rows = sum(int(one["rows"]) for one in status.reject_counts)
            return bool(status.runs) and not rows, f"{rows:,} rows are rejected"
        closed = self._migration.closed_tables()
        groups = [group for group in self._migration.package.groups if proof in ("migrated", f"group:{group.name}")]
        missing = [
            entry.source
            for group in groups
            for entry in group.tables
            if (table := self._migration.source.describe_table(TableName.parse(entry.source))) is not None
            and str(table.name) not in closed
        ]
        return (
            not missing,
            f"{len(missing)} tables are not migrated" if missing else "every table was copied to its end",
        )


def _was_run(entries: list[ScriptRun], side: str, stage: str) -> tuple[bool, str]:
    found = [one for one in entries if one.side == side and one.outcome == DONE and stage in one.script]
    return bool(found), f"{found[-1].script}, {found[-1].ended_at}" if found else ""
