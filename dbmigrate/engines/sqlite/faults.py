"""What SQLite's driver says, as a fault."""

from __future__ import annotations

from dbmigrate.engines.fault import EngineFault, Fault


def fault_without_code(error: Exception) -> EngineFault:
    """The SQLite driver gives no extended result code on bulk ingest, only SQLite's own fixed message."""
    message = str(error).partition("\nquery was:")[0]
    of_a_row = ("constraint failed", "datatype mismatch", "string or blob too big", "cannot store")
    if any(words in message for words in of_a_row):
        return EngineFault(Fault.ROW, message)
    if "database is locked" in message or "database table is locked" in message:
        return EngineFault(Fault.TRANSIENT, message, "SQLITE_BUSY")
    return EngineFault(Fault.TERMINAL, message)
