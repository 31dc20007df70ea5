"""Where the steps of a checklist stand."""

from __future__ import annotations

from msgspec import Struct

from dbmigrate.config.checklist import Step
from dbmigrate.ledger.script_log import ScriptMark


class Told(Struct, frozen=True):
    """What a check or a verification has shown, and when.

    ``behind``: what a check was made behind; it holds until another script changes one of the databases.  None: what
    is told does not depend on scripts.
    """

    done: bool
    note: str
    at: str = ""
    behind: ScriptMark | None = None


class StepState(Struct, frozen=True):
    """``by``: proof, operator, or empty while the step is open.  ``note``: what shows it, or what was said."""

    step: Step
    done: bool
    by: str
    note: str
    since: str = ""
