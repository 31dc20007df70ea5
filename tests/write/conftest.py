"""Small migrations whose writing is watched."""

from __future__ import annotations

from tests.run.conftest import make_job

__all__ = ["make_job"]
