"""Errors by number, as the driver really builds them."""

from __future__ import annotations

import oracledb
import pytest

from dbmigrate.engines.fault import Fault
from dbmigrate.engines.oracle.faults import sort_fault
from tests.engines.oracle.server import driver_fault, fault

T, C, R, E = Fault.TRANSIENT, Fault.CONNECTION, Fault.ROW, Fault.TERMINAL


@pytest.mark.parametrize(
    ("number", "sort"),
    [
        *((n, T) for n in (54, 60, 1013, 4021, 8177, 30006)),
        *((n, C) for n in (18, 20, 28, 603, 1012, 1033, 1089, 1092, 1109, 2391, 2399, 3113, 3114, 3135)),
        *((n, C) for n in (12170, 12514, 12537, 12541, 12571, 25408)),
        *((n, R) for n in (1, 1400, 1438, 1722, 1843, 2290, 2291, 12899, 20001, 28115)),
        *((n, E) for n in (942, 1017, 1031, 1536, 1555, 1652, 1653, 1654, 1691, 8180, 28000, 28001, 30036)),
    ],
)
def test_by_number(number: int, sort: Fault) -> None:
    sorted_fault = sort_fault(fault(number, "said the server"))
    assert (sorted_fault.fault, sorted_fault.native_code) == (sort, f"ORA-{number:05}")
    assert "Help:" not in sorted_fault.message
    assert "\n" not in sorted_fault.message


@pytest.mark.parametrize(
    ("code", "sort"),
    [
        ("DPY-1001", C),
        ("DPY-4011", C),
        ("DPY-6005", C),
        ("DPY-6001", C),
        ("DPI-1080", C),
        ("DPY-4024", T),
        ("DPY-8000", R),
        ("DPY-8001", R),
        ("DPY-4001", E),
        ("DPY-3010", E),
    ],
)
def test_by_the_drivers_code(code: str, sort: Fault) -> None:
    assert sort_fault(driver_fault(code, "said the driver")).fault is sort


def test_a_lost_connection_keeps_the_servers_number() -> None:
    error = fault(3113, "end-of-file on communication channel")
    assert isinstance(error, oracledb.DatabaseError)
    assert error.args[0].full_code == "DPY-4011"
    assert sort_fault(error).native_code == "ORA-03113"


def test_an_operating_systems_error_is_a_lost_connection() -> None:
    assert sort_fault(ConnectionResetError("reset by peer")).fault is C


@pytest.mark.parametrize(
    ("number", "said"), [(1555, "UNDO_RETENTION"), (8180, "newer SCN"), (1653, "tablespace"), (1017, "password")]
)
def test_advice(number: int, said: str) -> None:
    assert said in sort_fault(fault(number, "x")).next_step
