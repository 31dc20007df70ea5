"""Names inside the text of an expression: found by the tokens of DuckDB's SQL, replaced without touching the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

MEMBER = "member"
"""``member('campaign')``: what the project file says of the series' member whose table is read."""


def members_named(text: str) -> list[str]:
    """The values that ``member('...')`` asks for; raises ValueError where it is not written that way."""
    return [name for name, _, _ in _member_calls(text)]


def with_members(text: str, literals: Mapping[str, str]) -> str:
    """``member('x')`` replaced by the SQL literal of x, which must be known."""
    return _replaced(text, [(start, end, literals[name]) for name, start, end in _member_calls(text)])


def with_names(text: str, meanings: Mapping[str, str]) -> str:
    """Names (folded) replaced by the SQL that they stand for, wherever they stand for a value of the row."""
    found = []
    for before, token, after in _neighbours(text):
        meaning = meanings.get(token.text.casefold())
        if meaning is None or _is(token, "STRING", "HEREDOC_STRING", "RAW_STRING", "NATIONAL_STRING"):
            continue
        # Types behind ::, fields and tables beside a dot, functions, and names of arguments mean something else.
        if _is(before, "DCOLON", "DOT") or _is(after, "L_PAREN", "DOT", "COLON_EQ"):
            continue
        found.append((token.start, token.end, meaning))
    return _replaced(text, found)


def quoted_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | float) -> str:
    """A value of the project file as DuckDB's SQL."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)


def _member_calls(text: str) -> Iterator[tuple[str, int, int]]:
    if MEMBER not in text.casefold():
        return
    tokens = _tokens(text)
    for number, token in enumerate(tokens):
        follows = tokens[number + 1 : number + 4]
        if token.text.casefold() != MEMBER or _is(token, "STRING") or not (follows and _is(follows[0], "L_PAREN")):
            continue
        if len(follows) < 3 or not _is(follows[1], "STRING") or not _is(follows[2], "R_PAREN"):
            raise ValueError(f"{MEMBER} takes one name in quotes, such as {MEMBER}('name')")
        yield follows[1].text, token.start, follows[2].end


def _neighbours(text: str) -> Iterator[tuple[Any, Any, Any]]:
    tokens = [None, *_tokens(text), None]
    return zip(tokens, tokens[1:-1], tokens[2:], strict=False)


@lru_cache(maxsize=10_000)
def _tokens(text: str) -> tuple[Any, ...]:
    """Raises ValueError for text that is no SQL at all."""
    # Loading the parser takes 0.2 s, and most packages name nothing.
    from sqlglot.dialects import DuckDB
    from sqlglot.errors import SqlglotError

    try:
        return tuple(DuckDB().tokenize(text))
    except SqlglotError as error:
        raise ValueError(f"the expression does not parse: {str(error).splitlines()[0]}") from None


def _is(token: Any, *kinds: str) -> bool:
    return token is not None and token.token_type.name in kinds


def _replaced(text: str, places: list[tuple[int, int, str]]) -> str:
    """``places``: (first character, last character, text instead)."""
    for start, end, new in sorted(places, reverse=True):
        text = text[:start] + new + text[end + 1 :]
    return text
