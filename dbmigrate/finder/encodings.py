"""Text files whose encoding is told by their first bytes, or not at all."""

from __future__ import annotations

import codecs
from pathlib import Path

from dbmigrate.errors import ConfigurationError

NOT_READ = "DBM-3153"
MOST_BYTES = 64 << 20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_bytes(path: Path) -> bytes:
    """Raises ConfigurationError DBM-3153 for a file that cannot be read or is too large to be what it should be."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ConfigurationError("the file is too large", code=NOT_READ, where=str(path))
        return path.read_bytes()
    except (OSError, ValueError) as error:
        cause = (error.strerror or str(error)) if isinstance(error, OSError) else "the path is not valid"
    raise ConfigurationError("the file cannot be read", code=NOT_READ, where=str(path), cause=cause)


def marked_encoding(raw: bytes) -> str | None:
    """By the byte order mark, or by the zero bytes of two-byte text without one; None where neither tells."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding
    head = raw[:64]
    if len(head) >= 4 and head[1:2] == b"\0" and head[3:4] == b"\0" and head[0:1] != b"\0":
        return "utf-16-le"
    if len(head) >= 4 and head[0:1] == b"\0" and head[2:3] == b"\0" and head[1:2] != b"\0":
        return "utf-16-be"
    return None


def decoded(raw: bytes, declared: str | None = None) -> str:
    """The text without its mark; what no encoding explains is read as the Windows code page of western Europe.

    Never raises: a broken character becomes U+FFFD.
    """
    marked = marked_encoding(raw)
    if marked is not None:
        return raw.decode(marked, errors="replace").removeprefix("\ufeff")
    for encoding in (declared, "utf-8", "cp1252"):
        if encoding is None:
            continue
        try:
            return raw.decode(encoding).removeprefix("\ufeff")
        except (LookupError, UnicodeError, ValueError):
            continue
    return raw.decode("latin-1")
