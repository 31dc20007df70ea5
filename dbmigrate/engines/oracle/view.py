"""One consistent view of an Oracle source: a system change number that every read names.

Three ways, the best that the login may use:

* the SCN of now (DBMS_FLASHBACK, else V$DATABASE), and ``AS OF SCN`` in every read of every connection;
* without either, the SCN of a few seconds ago: TIMESTAMP_TO_SCN needs no privilege, and its mapping is exact
  to three seconds (SQL Language Reference, "TIMESTAMP_TO_SCN").  Rows committed since are read by the next run;
* where tables of another user may not be read AS OF SCN (FLASHBACK), one read-only transaction of one
  connection, and tables one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import oracledb

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.oracle.read import OracleReader
from dbmigrate.engines.oracle.session import sorted_faults

Connect = Callable[[], Any]

CURRENT_SCN = (
    ("SELECT DBMS_FLASHBACK.GET_SYSTEM_CHANGE_NUMBER FROM DUAL", "as of SCN {scn} (DBMS_FLASHBACK)"),
    ("SELECT CURRENT_SCN FROM V$DATABASE", "as of SCN {scn} (V$DATABASE)"),
    (
        "SELECT TIMESTAMP_TO_SCN(SYSTIMESTAMP) FROM DUAL",
        "as of SCN {scn}, some seconds back, because the login may use neither DBMS_FLASHBACK nor V$DATABASE",
    ),
)
_READ_ONLY = (
    "one read-only transaction of one connection, table after table, because the login may not read AS OF SCN"
    " (grant FLASHBACK on the tables, or FLASHBACK ANY TABLE)"
)


def current_scn(connection: Any) -> tuple[int, str]:
    """The SCN and how it was found.  Raises EngineFault when no way is open."""
    refused: EngineFault | None = None
    for statement, description in CURRENT_SCN:
        try:
            with sorted_faults(), connection.cursor() as cursor:
                cursor.execute(statement)
                scn = int(cursor.fetchone()[0])
        except EngineFault as fault:
            if fault.fault is not Fault.TERMINAL:
                raise
            refused = fault
            continue
        return scn, description.format(scn=scn)
    raise refused or EngineFault(Fault.TERMINAL, "no way to ask for an SCN")


class OracleView:
    # An SCN goes up with every commit of the whole database, and on its own.
    state_token: str | None = None

    def __init__(self, connect: Connect, *, may_flash_back: bool) -> None:
        self._connect = connect
        self._scn: int | None = None
        self._shared: Any = None
        connection = connect()
        if may_flash_back:
            try:
                self._scn, self.description = current_scn(connection)
            finally:
                _close(connection)
            return
        self.description = _READ_ONLY
        self._shared = connection
        with sorted_faults(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")

    def open_reader(self) -> OracleReader:
        if self._shared is not None:
            return OracleReader(self._shared, None, owns=False)
        return OracleReader(self._connect(), self._scn, owns=True)

    def close(self) -> None:
        if self._shared is not None:
            _close(self._shared)


def _close(connection: Any) -> None:
    with suppress(oracledb.Error, OSError):
        connection.close()
