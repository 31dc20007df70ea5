"""Copied tables that a test may spoil and look at again."""

from __future__ import annotations

from tests.run.conftest import make_job

__all__ = ["make_job"]
