"""What goes wrong in a database, sorted by what can be done about it."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """What kind of failure an engine's error is; decided by code, in one method per engine."""

    TRANSIENT = "transient"
    """Deadlock, serialisation failure, busy: the whole batch may be tried again."""
    CONNECTION = "connection"
    """The connection is gone; whether a COMMIT happened must be asked of the ledger."""
    ROW = "row"
    """A row is at fault: constraint, value out of range."""
    TERMINAL = "terminal"
    """Login, permission, missing object, disk full, internal."""


class EngineFault(Exception):  # noqa: N818 - raised by engines, turned into an error with context above
    """A driver's error with its sort; ``native_code`` is the engine's own number or SQLSTATE.

    ``next_step``: advice that only the engine can give, instead of the general one.
    """

    def __init__(self, fault: Fault, message: str, native_code: str = "", *, next_step: str = "") -> None:
        super().__init__(message)
        self.fault = fault
        self.message = message
        self.native_code = native_code
        self.next_step = next_step


class PasswordFault(EngineFault):
    """The server wants a password and was given none, or the wrong one."""


class SourceFault(EngineFault):
    """The source failed while the target was fetching rows from it."""
