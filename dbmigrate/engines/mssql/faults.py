"""SQL Server's errors by number (learn.microsoft.com: Database engine events and errors; Transient
connection errors in Azure SQL Database).

* transient: 1205 deadlock victim, 1222 lock timeout, 3960 snapshot conflict, 3961 object changed under a
  snapshot; 8645, 8651, 10928, 10929, 40501, 49918-49920 memory or resource limit; 41302, 41305, 41325
  conflict in a memory-optimised table
* connection: 976, 978, 979, 983 availability group, 921, 927, 3906, 40197, 40613, 40143, 40540, 4221, 18401
  failover or database not yet up; 64, 121, 233, 258, 10053, 10054, 10060, 596, 6005, 17142, -1, -2 connection
  or session gone, server going down
* row: 515 NULL, 547 and 550 constraint, 2601 and 2627 duplicate key, 511 and 1946 row or index entry too long;
  220, 232, 241, 242, 244, 245, 248, 295, 517, 2628, 8114, 8115, 8134, 8152, 8169, 9400-9499 value refused;
  3609 and 50000 upwards (RAISERROR, THROW) refused by a trigger
* terminal: 4060, 18452, 18456 login; 229, 262 permission; 208 missing object; 9002, 1101, 1105, 3958, 3967 log,
  disk or tempdb full; 823-825 damaged page; 3902, 3903, 6401 the transaction is not there any more

A number that is not listed is sorted by its SQLSTATE: 08 connection, 40 transient, 22 and 23 row, HYT00
transient (a query's time-out); anything else is terminal.  No number and no SQLSTATE: nobody answered.
"""

from __future__ import annotations

import re

from dbmigrate.engines.fault import EngineFault, Fault

TRANSACTION_GONE = 59_999
"""Raised by the program itself, inside the server: see ``session``."""
_TRANSIENT = frozenset(
    {TRANSACTION_GONE, 1205, 1222, 3960, 3961, 8645, 8651, 10928, 10929, 40501}
    | {49918, 49919, 49920, 41302, 41305, 41325}
)
_CONNECTION = frozenset(
    {976, 978, 979, 983, 921, 927, 3906, 40197, 40613, 40143, 40540, 4221, 18401}
    | {64, 121, 233, 258, 10053, 10054, 10060, 596, 6005, 17142, -1, -2}
)
_ROW = frozenset(
    {515, 547, 550, 2601, 2627, 1946, 511, 3609}
    | {220, 232, 241, 242, 244, 245, 248, 295, 517, 2628, 8114, 8115, 8134, 8152, 8169}
)
_TERMINAL = frozenset(
    {4060, 18452, 18456, 229, 262, 208}
    | {9002, 1101, 1105, 3958, 3967, 823, 824, 825, 3902, 3903, 6401}
)  # fmt: skip
_XML_ERRORS = range(9400, 9500)
_USER_ERRORS = range(50000, 2**31)
_UNTRUSTED = (
    "Give the server a certificate that this machine trusts, and connect by the name in it; or, where nobody can come"
    " between, add trust_server_certificate=yes to the URL"
)
_SQLSTATE = re.compile(r"[0-9A-Z]{5}")


def fault_of(number: int, sqlstate: str) -> Fault:
    """``number`` 0: none is known."""
    if number in _TRANSIENT:
        return Fault.TRANSIENT
    if number in _CONNECTION:
        return Fault.CONNECTION
    if number in _ROW or number in _XML_ERRORS:
        return Fault.ROW
    if number in _TERMINAL:
        return Fault.TERMINAL
    return _by_state(number, sqlstate)


def _by_state(number: int, sqlstate: str) -> Fault:
    if sqlstate[:2] == "08" or (not number and not sqlstate):
        return Fault.CONNECTION
    if sqlstate[:2] == "40" or sqlstate in ("HYT00", "HYT01"):
        return Fault.TRANSIENT
    if sqlstate[:2] in ("22", "23"):
        return Fault.ROW
    # Compatible servers give numbers far above for what has none in SQL Server; they have a SQLSTATE of their own.
    if number in _USER_ERRORS and number < 2**24:
        return Fault.ROW
    return Fault.TERMINAL


def make_fault(number: int, sqlstate: str, message: str) -> EngineFault:
    """``sqlstate`` may be anything a driver gives in its place."""
    state = sqlstate if _SQLSTATE.fullmatch(sqlstate or "") else ""
    return EngineFault(
        fault_of(number, state),
        " ".join(message.split()),
        str(number) if number else state,
        next_step=_UNTRUSTED if "certificate verify failed" in message else "",
    )
