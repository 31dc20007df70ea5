"""What planning has come to so far."""

from __future__ import annotations

from msgspec import Struct, field

from dbmigrate.model.plan import Finding, LeftOutTable, TablePlan


class Gathered(Struct):
    tables: list[TablePlan] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: list[LeftOutTable] = field(default_factory=list)

    def refuse(self, code: str, subject: str, message: str, next_step: str = "") -> None:
        self.findings.append(Finding(code, subject, message, next_step, refuses=True))

    def note(self, code: str, subject: str, message: str, next_step: str = "") -> None:
        self.findings.append(Finding(code, subject, message, next_step))
