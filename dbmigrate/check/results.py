"""What a check says."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from dbmigrate.errors import ExitCode


class CheckStatus(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"
    """It was not looked at, because it does not matter here or something else has to be mended first."""
    UNKNOWN = "unknown"
    """It was asked and not told; the detail says why."""


class CheckResult(Struct, frozen=True):
    """``exit_code``: what a failure of this check ends the program with."""

    name: str
    status: CheckStatus
    detail: str
    next_step: str = ""
    exit_code: ExitCode = ExitCode.CONFIGURATION


def ok(name: str, detail: str) -> CheckResult:
    return CheckResult(name, CheckStatus.OK, detail)


def skipped(name: str, detail: str) -> CheckResult:
    return CheckResult(name, CheckStatus.SKIPPED, detail)


def first_failure(results: list[CheckResult]) -> ExitCode:
    """The exit status: that of the first check that failed."""
    return next((one.exit_code for one in results if one.status is CheckStatus.FAILED), ExitCode.DONE)
