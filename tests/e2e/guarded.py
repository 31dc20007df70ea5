"""Commands against a PostgreSQL server that asks for a password, and the forms in which one could be shown."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from urllib.parse import quote, quote_plus

RIGHT = "R1ght/w@rd %41:x\"'é"
WRONG = "Wr0ng/w@rd %41:y\"'é"


def spellings(password: str) -> set[bytes]:
    """As it is, in a URL, in JSON, in a Python or SQL literal, in a connection string, in base64."""
    texts = {
        password,
        quote(password, safe=""),
        quote(password, safe="").lower(),
        quote(password),
        quote_plus(password),
        json.dumps(password)[1:-1],
        json.dumps(password, ensure_ascii=False)[1:-1],
        repr(password)[1:-1],
        password.replace("'", "''"),
        password.replace("'", "\\'"),
        password.replace('"', '\\"'),
        password.replace("'", "&#39;").replace('"', "&#34;"),
        base64.b64encode(password.encode()).decode(),
    }
    return {spelling for text in texts for spelling in (text.encode(), text.encode("utf-16-le"))}


def shows(password: str, data: bytes) -> bool:
    return any(spelling in data for spelling in spellings(password))


def environment(home: Path, **given: str) -> dict[str, str]:
    """Of a login that has no password lying about; everything that is written without being asked goes to ``home``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "DBMIGRATE_", "XDG_"))}
    home.mkdir(exist_ok=True)
    return {
        **kept,
        "HOME": str(home),
        "TMPDIR": str(home),
        "PGPASSFILE": str(home / "none"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "PYTHONIOENCODING": "utf-8",
        "NO_COLOR": "1",
        **{name: value for name, value in given.items() if value},
    }
