"""Native client libraries that a driver has loaded; drivers are imported only when asked for."""

from __future__ import annotations

import importlib
import importlib.util


def native_client_version(engine: str) -> tuple[int, ...] | None:
    """The version of the Oracle client libraries; None without any (python-oracledb's thin mode needs none).

    Source: python-oracledb, "Enabling python-oracledb Thick mode"; ``clientversion`` raises DPY-2021 in thin mode.
    """
    if engine != "oracle" or importlib.util.find_spec("oracledb") is None:
        return None
    driver = importlib.import_module("oracledb")
    if driver.is_thin_mode():
        return None
    return tuple(int(part) for part in driver.clientversion())
