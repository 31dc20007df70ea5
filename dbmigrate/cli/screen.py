"""The two standard streams.  Everything the program says goes through here, with passwords masked."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TextIO
from urllib.parse import quote, quote_plus

_MASK = "***"
_MIN_MASKED = 3
"""A shorter password would mask pieces of ordinary words."""
_secrets: set[str] = set()


def never_show(secret: str | None) -> None:
    """Mask this text wherever it would appear from now on; the last net below the masking types.

    Also as URLs, JSON, and literals of SQL and Python spell it: a library may put any of them into an error.
    """
    if secret and len(secret) >= _MIN_MASKED:
        encoded = {quote(secret, safe=safe) for safe in ("", "/", "~", "/:\\ ,()+")} | {quote_plus(secret)}
        lower = {re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), one) for one in encoded}
        escaped = {secret.replace("'", "''"), secret.replace("'", "\\'"), secret.replace('"', '\\"')}
        written = {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]}
        _secrets.update({secret} | encoded | lower | escaped | written)


def masked(text: str) -> str:
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, _MASK)
    return text


def make_streams_safe() -> None:
    """A name that the terminal's encoding lacks is shown escaped; it must not end the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def write_json(document: Mapping[str, Any]) -> None:
    """The one document on standard output; ASCII, so that no pipe has to guess an encoding."""
    _write(sys.stdout, masked(json.dumps(document, indent=2, default=str)) + "\n")


def write_out(text: str) -> None:
    _write(sys.stdout, masked(text))


def write_lines(lines: Iterable[str]) -> None:
    """To standard error."""
    _write(sys.stderr, "".join(f"{masked(line)}\n" for line in lines))


def _write(stream: TextIO, text: str) -> None:
    """A reader that has gone away (``| head``) must not change how the command ends."""
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        silence(stream)


def silence(stream: TextIO) -> None:
    """Send what is left in the stream's buffer nowhere, so that the interpreter does not complain at exit."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
