"""The run's lock: it ends with its session, however that ends.

DBMS_LOCK where the login may use it; otherwise a locked row of a table of its own beside the ledger.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import Any

import oracledb

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.oracle.session import NAME_IS_USED, sorted_faults

LOCK_TABLE = "DBMIGRATE_LOCK"
_USER_LOCKS = 1_073_741_824
"""Lock numbers from 0 up to here are for users (PL/SQL Packages Reference, DBMS_LOCK.REQUEST)."""
_BUSY = "ORA-00054"
_UNIQUE = "ORA-00001"

REQUEST = (
    "BEGIN :outcome := DBMS_LOCK.REQUEST(id => :id, lockmode => DBMS_LOCK.X_MODE, timeout => 0,"
    " release_on_commit => FALSE); END;"
)
CREATE = f"CREATE TABLE {LOCK_TABLE} (NAME VARCHAR2(128) NOT NULL PRIMARY KEY)"
INSERT = f"INSERT INTO {LOCK_TABLE} (NAME) VALUES (:name)"
HOLD = f"SELECT NAME FROM {LOCK_TABLE} WHERE NAME = :name FOR UPDATE NOWAIT"
_GRANTED = 0
_TIMED_OUT = 1


class OracleRunLock:
    """Held by its own connection, whose transaction, if it has one, stays open."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def release(self) -> None:
        with suppress(oracledb.Error, OSError):
            self._connection.rollback()
        with suppress(oracledb.Error, OSError):
            self._connection.close()


def take_lock(connection: Any, name: str) -> OracleRunLock | None:
    """None if another session has it; then, and on an error, the connection is closed."""
    try:
        held = _by_number(connection, name)
        if held is None:
            held = _by_row(connection, name)
    except BaseException:
        OracleRunLock(connection).release()
        raise
    if held:
        return OracleRunLock(connection)
    OracleRunLock(connection).release()
    return None


def lock_number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"dbmigrate:{name}".encode()).digest()[:8]) % _USER_LOCKS


def _by_number(connection: Any, name: str) -> bool | None:
    """None where the login may not use DBMS_LOCK."""
    try:
        with sorted_faults(), connection.cursor() as cursor:
            outcome = cursor.var(int)
            cursor.execute(REQUEST, {"outcome": outcome, "id": lock_number(name)})
            got = int(outcome.getvalue())
    except EngineFault as fault:
        # PLS-00201 "must be declared" comes as ORA-06550.
        if fault.fault is not Fault.TERMINAL:
            raise
        return None
    if got not in (_GRANTED, _TIMED_OUT):
        raise EngineFault(Fault.TERMINAL, f"DBMS_LOCK.REQUEST answered {got}")
    return got == _GRANTED


def _by_row(connection: Any, name: str) -> bool:
    with sorted_faults(), connection.cursor() as cursor:
        _unless(lambda: cursor.execute(CREATE), NAME_IS_USED)
        _unless(lambda: cursor.execute(INSERT, {"name": name}), _UNIQUE)
        connection.commit()
        return _unless(lambda: cursor.execute(HOLD, {"name": name}), _BUSY)


def _unless(act: Any, expected: str) -> bool:
    """Whether it went well; an error of the expected number is no error."""
    try:
        with sorted_faults():
            act()
    except EngineFault as fault:
        if fault.native_code != expected:
            raise
        return False
    return True
