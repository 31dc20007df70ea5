"""Keeps pandas out of the process of the command line, which has no use for it.

Arrow imports it, where it is installed, as soon as it is given a Python list (pyarrow 25): half a second of a core
and 50 MB in every process.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

_NAME = "pandas"


class _NotFound:
    """Without its base class, for which importlib.abc and twenty modules more would be loaded."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        if fullname == _NAME:
            raise ModuleNotFoundError(f"{_NAME} is not used here", name=_NAME)
        return None


def keep_out() -> None:
    """For a process of our own only."""
    if _NAME not in sys.modules:
        sys.meta_path.insert(0, _NotFound())
