"""The named places of ``ledger.stop_points``, under the name that the write protocol uses."""

from __future__ import annotations

from dbmigrate.ledger.stop_points import STOP_POINTS, passed, stop_point

__all__ = ["STOP_POINTS", "passed", "stop_point"]
