"""How long a run will take, as a document."""

from __future__ import annotations

from typing import Any

from dbmigrate.model.estimate import TimeEstimate


def time_document(estimate: TimeEstimate) -> dict[str, Any]:
    """``basis``: what the greatest part is taken from: ledger, other_tables, tune or default."""
    return {
        "seconds": round(estimate.seconds, 1),
        "rows": estimate.rows,
        "basis": str(estimate.basis),
        "is_most": estimate.is_most,
        "unknown": list(estimate.unknown),
        "tables": [
            {"table": one.table, "rows": one.rows, "seconds": round(one.seconds, 2), "basis": str(one.basis)}
            for one in estimate.tables
        ],
    }
