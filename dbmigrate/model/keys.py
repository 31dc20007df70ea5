"""Key values and key ranges, as plain values that survive JSON.

A key value is a tuple of what the engine's own reader returns for the key columns: integers, text,
or bytes.  Anything else (dates, decimals, UUIDs) is held as the engine's text and cast by the engine
when it is compared, so that ordering is always the engine's and never Python's.
"""

from __future__ import annotations

import base64
import json

from msgspec import Struct

KeyScalar = int | str | bytes
KeyValue = tuple[KeyScalar, ...]


class KeyRange(Struct, frozen=True):
    """``(after, through]``; None means open at that end."""

    after: KeyValue | None = None
    through: KeyValue | None = None

    def __str__(self) -> str:
        return f"({_show(self.after, 'start')}, {_show(self.through, 'end')}]"


def _show(key: KeyValue | None, absent: str) -> str:
    if key is None:
        return absent
    return ",".join(value.hex() if isinstance(value, bytes) else str(value) for value in key)


def encode_key(key: KeyValue | None) -> str | None:
    """JSON text for the ledger, in ASCII whatever the target's character set lacks; bytes are tagged."""
    if key is None:
        return None
    parts = [{"b64": base64.b64encode(v).decode()} if isinstance(v, bytes) else v for v in key]
    return json.dumps(parts, separators=(",", ":"))


def decode_key(text: str | None) -> KeyValue | None:
    """The key written by ``encode_key``."""
    if text is None:
        return None
    return tuple(base64.b64decode(v["b64"]) if isinstance(v, dict) else v for v in json.loads(text))
