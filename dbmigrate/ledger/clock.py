"""The moments in the ledger."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """The client's clock, UTC, ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
