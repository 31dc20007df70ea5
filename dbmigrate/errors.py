"""Errors, their stable codes, and the exit code each one ends the program with.

Every error says, in this order: what failed, on which object and range, the cause with the
engine's own code, what is already safe, and what to do next.  Only ``dbmigrate.cli`` turns an
error into text and an exit status.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Process exit status by cause; printed by ``dbmigrate --help``."""

    DONE = 0
    INTERNAL = 1
    USAGE = 2
    CONFIGURATION = 3
    REFUSED = 4
    SOURCE = 5
    TARGET = 6
    MISMATCH = 7
    LEDGER = 8
    REJECTS = 9
    STOPPED = 130


EXIT_MEANINGS: dict[ExitCode, str] = {
    ExitCode.DONE: "done",
    ExitCode.INTERNAL: "internal error",
    ExitCode.USAGE: "usage",
    ExitCode.CONFIGURATION: "configuration",
    ExitCode.REFUSED: "refused by plan or check",
    ExitCode.SOURCE: "source unreachable or failing (retry may help)",
    ExitCode.TARGET: "target unreachable or failing (retry may help)",
    ExitCode.MISMATCH: "verification mismatch",
    ExitCode.LEDGER: "ledger refuses (other plan, other process, newer version)",
    ExitCode.REJECTS: "finished with rejects",
    ExitCode.STOPPED: "stopped by the user, resumable",
}


class DbmigrateError(Exception):
    """Base of every error the program raises on purpose.

    ``code`` is stable ("DBM-3001"): first digit of the number is the exit code.
    """

    exit_code: ExitCode = ExitCode.INTERNAL
    default_code = "DBM-1000"

    def __init__(
        self,
        what: str,
        *,
        code: str | None = None,
        where: str = "",
        cause: str = "",
        safe: str = "",
        next_step: str = "",
    ) -> None:
        super().__init__(what)
        self.what = what
        self.code = code or self.default_code
        self.where = where
        self.cause = cause
        self.safe = safe
        self.next_step = next_step

    def __str__(self) -> str:
        parts = [self.what if not self.where else f"{self.what}: {self.where}"]
        parts += [text for text in (self.cause, self.safe, self.next_step) if text]
        return ". ".join(text.rstrip(". ") for text in parts) + "."

    def as_dict(self) -> dict[str, str | int]:
        """The error as it appears in ``--json`` output."""
        return {
            "code": self.code,
            "exit_code": int(self.exit_code),
            "what": self.what,
            "where": self.where,
            "cause": self.cause,
            "safe": self.safe,
            "next": self.next_step,
        }


class UsageError(DbmigrateError):
    """Command-line options that do not go together."""

    exit_code = ExitCode.USAGE
    default_code = "DBM-2000"


class ConfigurationError(DbmigrateError):
    """A project or package file is missing, malformed or inconsistent."""

    exit_code = ExitCode.CONFIGURATION
    default_code = "DBM-3000"


class PlanRefusedError(DbmigrateError):
    """The plan or a check found that the migration cannot be done safely."""

    exit_code = ExitCode.REFUSED
    default_code = "DBM-4000"


class SourceError(DbmigrateError):
    """The source could not be reached, or failed while it was read."""

    exit_code = ExitCode.SOURCE
    default_code = "DBM-5000"


class TargetError(DbmigrateError):
    """The target could not be reached, or failed while it was written."""

    exit_code = ExitCode.TARGET
    default_code = "DBM-6000"


class VerificationMismatchError(DbmigrateError):
    """Rows of the target differ from what they should be."""

    exit_code = ExitCode.MISMATCH
    default_code = "DBM-7000"


class LedgerError(DbmigrateError):
    """The ledger refuses to go on."""

    exit_code = ExitCode.LEDGER
    default_code = "DBM-8000"


class FingerprintMismatchError(LedgerError):
    """An interrupted run was planned otherwise than it would be now."""

    default_code = "DBM-8001"


class LeaseLostError(LedgerError):
    """Another process holds, or has taken over, this run."""

    default_code = "DBM-8002"


class RejectLimitError(DbmigrateError):
    """More rows were rejected than ``--max-rejects`` allows."""

    exit_code = ExitCode.REJECTS
    default_code = "DBM-9001"


class StoppedByUserError(DbmigrateError):
    """Stopped by Ctrl-C; the ledger can be resumed."""

    exit_code = ExitCode.STOPPED
    default_code = "DBM-1300"
