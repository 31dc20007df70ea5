"""Who is at work, for the record of attempts."""

from __future__ import annotations

import getpass
import os


def os_user() -> str:
    """The login name, or the number where it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"
