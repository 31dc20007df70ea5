"""Questions whose answer a server may refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from dbmigrate.engines.fault import EngineFault, Fault

Answer = TypeVar("Answer")
_SHOWN_CHARACTERS = 200


def asked(question: Callable[[], Answer]) -> tuple[Answer | None, str]:
    """The answer, or None and why there is none; a fault that may pass is raised."""
    try:
        return question(), ""
    except EngineFault as fault:
        if fault.fault is not Fault.TERMINAL:
            raise
        return None, f"{fault.native_code} {' '.join(fault.message.split())}".strip()[:_SHOWN_CHARACTERS]
