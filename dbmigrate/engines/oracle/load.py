"""How busy an Oracle server is with other work than ours.

Source of the view: Oracle Database Reference, V$SESSION.  Sessions of ours have the module ``dbmigrate``.
"""

from __future__ import annotations

from dbmigrate.engines.base import LoadSign
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.session import Session

_WAITING = (
    "SELECT COUNT(*) AS N FROM v$session WHERE type = 'USER' AND status = 'ACTIVE' AND state = 'WAITING'"
    " AND wait_class <> 'Idle' AND NVL(module, '-') <> 'dbmigrate'"
)


def load_signs(session: Session) -> list[LoadSign]:
    """Sessions of others that wait; needs SELECT on V$SESSION."""
    waiting = None
    try:
        [row] = session.run_sql(_WAITING)
        waiting = float(next(iter(row.values())))
    except EngineFault as fault:
        if fault.fault is not Fault.TERMINAL:
            raise
    return [LoadSign("sessions of others that wait:", waiting, 4, 16)]
