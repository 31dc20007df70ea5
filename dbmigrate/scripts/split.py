"""Split a script into statements, each with the line it begins on.

Quotes, comments, dollar quotes and the bodies of triggers and SQL functions keep their semicolons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from dbmigrate.scripts.split_batches import split_batches, split_sqlplus
from dbmigrate.scripts.statement import Statement

__all__ = ["Statement", "split_script"]


class _Syntax(Struct, frozen=True):
    """``token``: what may hide a semicolon, and the words and signs between.  ``body``: statements that
    end with ``END;`` only."""

    token: re.Pattern[str]
    body: re.Pattern[str]
    nests_comments: bool = False


_COMMON = r"""
    (?P<line_comment>--[^\n]*)
  | (?P<comment>/\*)
  | (?P<quote>'(?:[^']|'')*(?:'|\Z) | "(?:[^"]|"")*(?:"|\Z))
"""
_REST = r"""
  | (?P<word>[^\W\d]\w*)
  | (?P<end>;)
  | (?P<space>\s+)
  | (?P<other>.)
"""
_DOLLAR = r"| (?P<dollar>\$(?P<tag>[^\W\d]\w*)?\$.*?(?:\$(?(tag)(?P=tag))\$|\Z))"
_BACKSLASH = r"(?P<escaped>\b[eE]'(?:[^'\\]|\\.|'')*(?:'|\Z)) |"
_BRACKETS = r"| (?P<bracket>\[[^\]]*(?:\]|\Z) | `(?:[^`]|``)*(?:`|\Z))"
_FLAGS = re.VERBOSE | re.DOTALL
_SYNTAX = {
    "postgresql": _Syntax(
        re.compile(_BACKSLASH + _COMMON + _DOLLAR + _REST, _FLAGS),
        re.compile(r"CREATE\b.*\b(?:FUNCTION|PROCEDURE)\b.*\bBEGIN\s+ATOMIC\b", re.IGNORECASE | re.DOTALL),
        nests_comments=True,
    ),
    "sqlite": _Syntax(
        re.compile(_COMMON + _BRACKETS + _REST, _FLAGS),
        re.compile(r"CREATE\s+(?:TEMP\s+|TEMPORARY\s+)?TRIGGER\b", re.IGNORECASE),
    ),
}

_BY_CLIENT = {"mssql": split_batches, "oracle": split_sqlplus}


def split_script(text: str, dialect: str) -> Iterator[Statement]:
    """The statements in their order, without their terminator; comments alone are no statement."""
    if dialect in _BY_CLIENT:
        yield from _BY_CLIENT[dialect](text)
        return
    syntax = _SYNTAX[dialect]
    begun: int | None = None
    words: list[str] = []
    """Words and semicolons of the statement, without quotes and comments."""
    at = 0
    while at < len(text):
        found = syntax.token.match(text, at)
        if found is None:  # pragma: no cover - the last alternative takes any character
            break
        kind = found.lastgroup
        after = _comment_end(text, at, nested=syntax.nests_comments) if kind == "comment" else found.end()
        if kind == "end" and not _inside_body(syntax, words):
            if begun is not None:
                yield _statement(text, begun, at)
            begun, words = None, []
        elif kind not in ("line_comment", "comment", "space"):
            # A semicolon that stands alone begins nothing.
            begun = at if begun is None and kind != "end" else begun
            words.append(found[0] if kind in ("word", "end") else "?")
        at = after
    if begun is not None:
        yield _statement(text, begun, len(text))


def _statement(text: str, begun: int, end: int) -> Statement:
    return Statement(text[begun:end].strip(), text.count("\n", 0, begun) + 1)


def _inside_body(syntax: _Syntax, words: list[str]) -> bool:
    """Whether a semicolon here belongs to a body that has not come to its ``; END``."""
    if len(words) >= 2 and words[-1].upper() == "END" and words[-2] == ";":
        return False
    return syntax.body.match(" ".join(words)) is not None


def _comment_end(text: str, at: int, *, nested: bool) -> int:
    depth = 0
    for found in re.finditer(r"/\*|\*/", text[at:]):
        if found[0] == "/*":
            depth += 1 if nested or depth == 0 else 0
        else:
            depth -= 1
        if depth == 0:
            return at + found.end()
    return len(text)
