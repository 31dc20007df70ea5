"""PostgreSQL's errors by SQLSTATE (postgresql.org, appendix A)."""

from __future__ import annotations

import adbc_driver_manager
import psycopg

from dbmigrate.engines.fault import EngineFault, Fault, PasswordFault

_TRANSIENT = {"55P03", "57014"}
_GONE = {"57P01", "57P02", "57P03", "57P05"}
_ROW_CLASSES = {"21", "22", "23", "44"}
_ROW = {"54000", "P0001"}
"""A row too long for a page, or a value for an index; what a function of a CHECK, domain or generated column raises."""


def fault_of(code: str) -> Fault:
    """Sort by code; an absent code means that the server did not answer."""
    if not code or code.startswith("08") or code in _GONE:
        return Fault.CONNECTION
    if code.startswith("40") or code in _TRANSIENT:
        return Fault.TRANSIENT
    if code[:2] in _ROW_CLASSES or code in _ROW:
        return Fault.ROW
    return Fault.TERMINAL


def sort_adbc(error: Exception) -> EngineFault:
    code = getattr(error, "sqlstate", None) or ""
    message = str(error).replace("[libpq] ", "").strip()
    no_answer = not isinstance(error, adbc_driver_manager.Error) or error.status_code in (
        adbc_driver_manager.AdbcStatusCode.IO,
        adbc_driver_manager.AdbcStatusCode.UNKNOWN,
        adbc_driver_manager.AdbcStatusCode.INTERNAL,
        adbc_driver_manager.AdbcStatusCode.INVALID_STATE,
    )
    if not code and not no_answer:
        return EngineFault(Fault.TERMINAL, message)
    return EngineFault(fault_of(code), message, code)


def sort_psycopg(error: psycopg.Error) -> EngineFault:
    # A connection that was refused has no SQLSTATE.
    if error.sqlstate is None and error.pgconn is not None:
        wrong = error.pgconn.used_password and "password" in str(error)
        if wrong or error.pgconn.needs_password:
            return PasswordFault(Fault.TERMINAL, str(error).strip())
    return EngineFault(fault_of(error.sqlstate or ""), str(error).strip(), error.sqlstate or "")
