"""Oracle's errors by number, sorted in one place.

=============  ===============================================================================================
sort           numbers (docs.oracle.com, "Database Error Messages"; DPY and DPI: python-oracledb's ``errors.py``)
=============  ===============================================================================================
transient      00051 00054 00060 00104 resource wait, NOWAIT, deadlock; 01013 cancelled; 02049 distributed lock;
               04020 04021 library lock; 08177 cannot serialise; 12829 24778 30006 wait expired; DPY-4024 time-out
connection     00018 00020 02391 no session free; 00022 00028 00031 00045 killed; 00600 00602 00603 00609 the session
               ended; 01012 not logged on; 01033 01034 01089 01090 01092 01109 starting or stopping; 01041 01043 02396
               02399 03111 03113 03114 03122 03135;
               12153 12170 12203 12500 12505 12514 12516 12518-12521 12525-12528 12535 12537 12541 12543 12545
               12547 12560 12570 12571 12583 12606 12757 listener and network; 25401-25409 failover; 27146 28511
               56600; DPY-1001 4011 4033 6000-6006; DPI-1010 1080
row            00001 unique; 01400 01407 NULL; 01401 12899 too long; 01426 01438 overflow; 01722 number; 01830-01898
               dates; 01461 01465 02290 02291 02292 constraints; 14400-14402 partition; 20000-20999 raised by a
               trigger; 22835 28115 30926 31011 40441; DPY-8000 too large, DPY-8001 NULL
terminal       everything else: login (01005 01017 01031 01045 28000 28001), space (00257 01536 01652-01654 01688
               01691-01693 30036), snapshot too old (01466 01555 08180 08181 22924), missing objects, internal
=============  ===============================================================================================

The driver gives a lost connection its own code (DPY-4011) and keeps Oracle's number beside it; the
number decides where there is one.
"""

from __future__ import annotations

from dbmigrate.engines.fault import EngineFault, Fault

_TRANSIENT = {51, 54, 60, 104, 1013, 2049, 4020, 4021, 8177, 12829, 24778, 30006}
_CONNECTION = {
    *(18, 20, 22, 28, 31, 45, 600, 602, 603, 609, 1012, 1033, 1034, 1041, 1043, 1089, 1090, 1092, 1109),
    *(2391, 2396, 2399),
    *(3111, 3113, 3114, 3122, 3135),
    *(12153, 12170, 12203, 12500, 12505, 12514, 12516, 12518, 12519, 12520, 12521, 12525, 12526, 12527, 12528),
    *(12535, 12537, 12541, 12543, 12545, 12547, 12560, 12570, 12571, 12583, 12606, 12757),
    *range(25401, 25410),
    *(27146, 28511, 56600),
}
_ROW = {
    *(1, 1400, 1401, 1407, 1426, 1438, 1461, 1465, 1722, 2290, 2291, 2292, 12899),
    *range(1830, 1899),
    *(14400, 14401, 14402, 22835, 28115, 30926, 31011, 40441),
    *range(20000, 21000),
}
_DRIVER = {
    "DPY-4024": Fault.TRANSIENT,
    **dict.fromkeys(
        ("DPY-1001", "DPY-4011", "DPY-4033", "DPI-1010", "DPI-1080", *(f"DPY-600{n}" for n in range(7))),
        Fault.CONNECTION,
    ),
    "DPY-8000": Fault.ROW,
    "DPY-8001": Fault.ROW,
}

_UNDO_GONE = (
    "Run again: what is committed is kept, and the run goes on above it under a newer SCN. If it happens again, let"
    " the source keep more undo (UNDO_RETENTION, a larger undo tablespace, RETENTION GUARANTEE), or migrate at a"
    " quieter hour; for LOB columns raise their own RETENTION"
)
_SPACE = "Give the tablespace or the quota more room, then run again; nothing that is committed is repeated"
_LOGIN = "Check user, password and the state of the account, then run again"
_ADVICE = {
    **dict.fromkeys((1555, 8180, 8181, 22924), _UNDO_GONE),
    1466: "The table was altered after the run took its SCN. Run again: what is committed is kept, and the run goes on"
    " above it under a newer SCN",
    1031: "Grant what is missing (dbmigrate doctor names it; reading AS OF SCN needs FLASHBACK on the table),"
    " then run again",
    **dict.fromkeys((257, 1536, 1652, 1653, 1654, 1658, 1688, 1691, 1692, 1693, 1950, 30036), _SPACE),
    **dict.fromkeys((1005, 1017, 1045, 28000, 28001), _LOGIN),
}


def fault_of(number: int, driver_code: str = "") -> Fault:
    """``number``: Oracle's own, 0 if the error is the driver's alone."""
    if number in _TRANSIENT:
        return Fault.TRANSIENT
    if number in _CONNECTION:
        return Fault.CONNECTION
    if number in _ROW:
        return Fault.ROW
    return Fault.TERMINAL if number else _DRIVER.get(driver_code, Fault.TERMINAL)


def sort_fault(error: BaseException) -> EngineFault:
    """A driver's error, or an operating system's, with its sort and advice."""
    detail = error.args[0] if error.args else None
    number = int(getattr(detail, "code", 0) or 0)
    driver_code = str(getattr(detail, "full_code", "") or "")
    if isinstance(error, OSError):
        return EngineFault(Fault.CONNECTION, str(error))
    native = f"ORA-{number:05}" if number else driver_code
    message = str(getattr(detail, "message", None) or error)
    # The driver's first line may only say that the connection is gone; links to help pages are not part of it.
    lines = [line for line in message.splitlines() if line and not line.startswith("Help: ")]
    shown = " ".join(lines).removeprefix(f"{native}: ")
    return EngineFault(fault_of(number, driver_code), shown, native, next_step=_ADVICE.get(number, ""))
