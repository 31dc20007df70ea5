"""Split scripts of SQL Server and Oracle as their own clients do: ``GO`` lines, ``;`` and ``/`` lines.

sqlcmd, "GO": a line of its own, with a count or without; what lies between two of them is sent as one batch.
SQL*Plus, "Running SQL commands and PL/SQL blocks": a statement ends with ``;``, a block only with a line that
holds nothing but ``/``; a further such line runs what is in the buffer once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from dbmigrate.scripts.statement import Statement

_FLAGS = re.VERBOSE | re.DOTALL | re.IGNORECASE

_MSSQL_HIDES = re.compile(
    r"""--[^\n]* | '(?:[^']|'')*(?:'|\Z) | "(?:[^"]|"")*(?:"|\Z) | \[(?:[^\]]|\]\])*(?:\]|\Z)""", _FLAGS
)
_GO = re.compile(r"^[ \t]*GO(?:[ \t]+(?P<times>\d+))?[ \t]*;?[ \t]*(?:--[^\n]*)?\r?$", re.IGNORECASE | re.MULTILINE)

_ORACLE_HIDES = re.compile(
    r"""--[^\n]*
      | n?q'(?:\[.*?\]'|\{.*?\}'|\(.*?\)'|<.*?>'|(?P<mark>[^\s\[{(<]).*?(?P=mark)')
      | '(?:[^']|'')*(?:'|\Z) | "[^"]*(?:"|\Z)""",
    _FLAGS,
)
_SLASH = re.compile(r"^[ \t]*/[ \t]*\r?$", re.MULTILINE)
_BLOCK = re.compile(
    r"""(?:<<\w+>>\s*)?(?:DECLARE|BEGIN)\b
      | CREATE\s+(?:OR\s+REPLACE\s+)?(?:(?:NON)?EDITIONABLE\s+)?
        (?:FUNCTION|PROCEDURE|TRIGGER|PACKAGE|TYPE|LIBRARY)\b""",
    _FLAGS,
)
_CLIENT_LINE = re.compile(
    r"^[ \t]*(?:PROMPT|REM|REMARK|WHENEVER|SPOOL|EXIT|QUIT|DEFINE|UNDEFINE|SHOW|SET[ \t]+"
    r"(?:DEFINE|SCAN|ECHO|FEEDBACK|SERVEROUTPUT|HEADING|PAGESIZE|LINESIZE|TERMOUT|VERIFY|SQLBLANKLINES|TIMING)\b)"
    r"[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""What only the client understands; it is left out."""


def split_batches(text: str) -> Iterator[Statement]:
    """The batches of a SQL Server script; those of comments alone are none.  ``GO 5`` makes ``times`` 5."""
    begun, at = 0, 0
    code: int | None = None
    """Where the batch's first word stands."""
    while at < len(text):
        if _starts_line(text, at) and (go := _GO.match(text, at)):
            if code is not None:
                yield _batch(text, begun, code, at, int(go["times"] or 1))
            at = begun = go.end()
            code = None
        elif text.startswith("/*", at):
            at = _nested_comment_end(text, at)
        elif hidden := _MSSQL_HIDES.match(text, at):
            if code is None and not hidden[0].startswith("--"):
                code = at
            at = hidden.end()
        else:
            if code is None and not (text[at].isspace() or text[at] == ";"):
                code = at
            at += 1
    if code is not None:
        yield _batch(text, begun, code, len(text), 1)


def split_sqlplus(text: str) -> Iterator[Statement]:
    """The statements and blocks of an Oracle script, without their terminator."""
    waiting: Statement | None = None
    begun: int | None = None
    at = 0
    while at < len(text):
        line_starts = _starts_line(text, at)
        if line_starts and (slash := _SLASH.match(text, at)):
            if begun is not None:
                if waiting is not None:
                    yield waiting
                waiting = _made(text, begun, at)
            elif waiting is not None:
                waiting = replace(waiting, times=waiting.times + 1)
            begun, at = None, slash.end()
        elif line_starts and begun is None and (client := _CLIENT_LINE.match(text, at)):
            at = client.end()
        elif text.startswith("/*", at):
            end = text.find("*/", at + 2)
            at = len(text) if end < 0 else end + 2
        elif hidden := _ORACLE_HIDES.match(text, at):
            if begun is None and not hidden[0].startswith("--"):
                begun = at
            at = hidden.end()
        elif text[at] == ";" and (begun is None or not _BLOCK.match(_code(text, begun))):
            if begun is not None:
                if waiting is not None:
                    yield waiting
                waiting = _made(text, begun, at)
            begun, at = None, at + 1
        else:
            if begun is None and not text[at].isspace():
                begun = at
            at += 1
    if begun is not None:
        if waiting is not None:
            yield waiting
        waiting = _made(text, begun, len(text))
    if waiting is not None:
        yield waiting


def _starts_line(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] == "\n"


def _code(text: str, begun: int) -> str:
    """Enough of the statement's beginning to tell a block by; comments inside its first words are cut out."""
    return re.sub(r"--[^\n]*|/\*.*?\*/", " ", text[begun : begun + 400], flags=re.DOTALL)


def _made(text: str, begun: int, end: int) -> Statement:
    return Statement(text[begun:end].strip(), text.count("\n", 0, begun) + 1)


def _batch(text: str, begun: int, code: int, end: int, times: int) -> Statement:
    """With its comments: a procedure keeps those above it."""
    whole = text[begun:end]
    comments = code - begun - (len(whole) - len(whole.lstrip()))
    return Statement(whole.strip(), text.count("\n", 0, code) + 1, times, comments)


def _nested_comment_end(text: str, at: int) -> int:
    depth = 0
    for found in re.finditer(r"/\*|\*/", text[at:]):
        depth += 1 if found[0] == "/*" else -1
        if depth == 0:
            return at + found.end()
    return len(text)
