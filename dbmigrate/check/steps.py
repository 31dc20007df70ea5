"""Where the steps of a checklist stand."""

from __future__ import annotations

from dataclasses import dataclass

from dbmigrate.config.checklist import Step


@dataclass(frozen=True, slots=True)
class Told:
    """What a check or a verification has shown, and when: it holds until something else is done to the databases."""

    done: bool
    note: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class StepState:
    """``by``: proof, operator, or empty while the step is open.  ``note``: what shows it, or what was said."""

    step: Step
    done: bool
    by: str
    note: str
    since: str = ""
