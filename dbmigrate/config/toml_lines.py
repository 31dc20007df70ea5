"""On which line of a TOML text a dotted path stands.

``tomllib`` does not tell, so a light scan of headers and keys keeps the line of each path.  A path
is written ``table[3].watermark.overlap``; indexes count from 0.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping

KeyPath = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    "|".join([r'"""(?:\\.|[^\\])*?"""(?:"{0,2})', r"'''.*?'''(?:'{0,2})", r'"(?:\\.|[^"\\\n])*"', r"'[^'\n]*'"]),
    re.DOTALL,
)
_PLAIN_VALUE = re.compile(r"[^,\]}#\n]+")
_PATH_PART = re.compile(r'\[(\d+)\]|"((?:\\.|[^"\\])*)"|([^.\[\]"]+)')


class _Scan:
    """One pass over TOML text that ``tomllib`` has accepted; on other text the lines are a guess."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self.last_index: dict[KeyPath, int] = {}
        self.line_starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def run(self) -> dict[KeyPath, int]:
        prefix: KeyPath = ()
        self.skip_blank()
        while self.at < len(self.text):
            before = self.at
            if self.text.startswith("[", self.at):
                prefix = self.header()
            else:
                self.key_and_value(prefix)
            self.skip_blank()
            if self.at == before:
                self.at += 1
        return self.lines

    def skip_blank(self) -> None:
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def note(self, path: KeyPath, offset: int) -> None:
        """The first mention counts; enclosing paths that were never written get this line too."""
        line = bisect_right(self.line_starts, offset)
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def key(self) -> list[str]:
        parts: list[str] = []
        while self.at < len(self.text):
            self.skip_blank()
            if quoted := _STRING.match(self.text, self.at):
                parts.append(_unquoted(quoted[0]))
                self.at = quoted.end()
            elif bare := _BARE_KEY.match(self.text, self.at):
                parts.append(bare[0])
                self.at = bare.end()
            self.skip_blank()
            if not self.text.startswith(".", self.at):
                break
            self.at += 1
        return parts

    def header(self) -> KeyPath:
        offset = self.at
        repeated = self.text.startswith("[[", self.at)
        self.at += 2 if repeated else 1
        parts = self.key()
        path: KeyPath = ()
        for number, part in enumerate(parts, 1):
            path = (*path, part)
            if path in self.last_index and not (repeated and number == len(parts)):
                path = (*path, self.last_index[path])
        if repeated:
            index = self.last_index[path] = self.last_index.get(path, -1) + 1
            path = (*path, index)
        self.note(path, offset)
        while self.text.startswith("]", self.at):
            self.at += 1
        return path

    def key_and_value(self, prefix: KeyPath) -> None:
        offset = self.at
        path = (*prefix, *self.key())
        self.note(path, offset)
        self.skip_blank()
        if self.text.startswith("=", self.at):
            self.at += 1
            self.value(path)

    def value(self, path: KeyPath) -> None:
        self.skip_blank()
        first = self.text[self.at : self.at + 1]
        if first == "{":
            self.members(path, "}")
        elif first == "[":
            self.members(path, "]")
        elif quoted := _STRING.match(self.text, self.at):
            self.at = quoted.end()
        elif plain := _PLAIN_VALUE.match(self.text, self.at):
            self.at = plain.end()

    def members(self, path: KeyPath, closing: str) -> None:
        self.at += 1
        index = 0
        while self.at < len(self.text):
            self.skip_blank()
            before = self.at
            if self.text.startswith(closing, self.at):
                self.at += 1
                return
            if self.text.startswith(",", self.at):
                self.at += 1
            elif closing == "}":
                self.key_and_value(path)
            else:
                self.note((*path, index), self.at)
                self.value((*path, index))
                index += 1
            if self.at == before:
                self.at += 1


def _unquoted(token: str) -> str:
    try:
        return str(tomllib.loads(f"key = {token}")["key"])
    except ValueError:
        return token.strip("\"'")


def index_lines(text: str) -> dict[KeyPath, int]:
    """The 1-based line of every key, header and array element of a TOML text."""
    scan = _Scan(text)
    try:
        return scan.run()
    except RecursionError:
        return scan.lines


def parse_path(dotted: str) -> KeyPath:
    """``'table[3].columns."a.b"'`` as ``('table', 3, 'columns', 'a.b')``."""
    return tuple(
        int(found[1]) if found[1] else found[3] if found[2] is None else _unquoted(f'"{found[2]}"')
        for found in _PATH_PART.finditer(dotted)
    )


def format_path(path: Iterable[str | int]) -> str:
    """The dotted spelling of a path; names that are no bare TOML keys are quoted."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = part if _BARE_KEY.fullmatch(part) else quoted(part)
            text += f".{name}" if text else name
    return text


def quoted(text: str) -> str:
    """A TOML basic string holding ``text``."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'


def find_line(text: str, path: str | KeyPath) -> int:
    """The 1-based line of a path, or of the nearest enclosing one that is written; else 1."""
    return nearest_line(index_lines(text), parse_path(path) if isinstance(path, str) else path)


def nearest_line(lines: Mapping[KeyPath, int], path: KeyPath) -> int:
    """As ``find_line``, from an index made before."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1
