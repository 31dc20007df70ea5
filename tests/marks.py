"""Which of several cases belong to ``make test``, and which to ``make test-all``."""

from __future__ import annotations

from typing import Any

import pytest


def seldom(*values: object) -> Any:
    """A case that costs much and differs from its neighbours by little; for ``make test-all``."""
    return pytest.param(*values, marks=pytest.mark.long)
