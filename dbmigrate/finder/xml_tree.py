"""An XML file as a plain tree: no entities, no network, no files beside it, every element with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NoReturn
from xml.parsers import expat

from dbmigrate.errors import ConfigurationError
from dbmigrate.finder.encodings import decoded, read_bytes

NOT_XML = "DBM-3154"
MOST_LEVELS = 500

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_DECLARED = re.compile(rb"<\?xml[^>]*\bencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_PROPERTY_NAMES = ("name", "key", "id", "property")
_VALUE_NAMES = ("value", "text", "name", "ref", "id")


def folded(name: str) -> str:
    """Without namespace, case, blanks and the marks that writers of names differ in."""
    return re.sub(r"[\s_.\-]", "", name.rpartition(":")[2].rpartition("}")[2].casefold())


@dataclass(slots=True)
class Node:
    """``tag`` as written; names of attributes folded."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    parent: Node | None = field(default=None, repr=False)
    pieces: list[str] = field(default_factory=list, repr=False)

    @property
    def kind(self) -> str:
        return folded(self.tag)

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()

    @property
    def value(self) -> str:
        """Its text; without any, the attribute that stands for it."""
        return self.text or next((self.attributes[n] for n in _VALUE_NAMES if self.attributes.get(n)), "")

    @property
    def own_name(self) -> str:
        """Of an element that is a property or a key: the name it goes by, folded."""
        return folded(next((self.attributes[n] for n in _PROPERTY_NAMES if self.attributes.get(n)), ""))

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in their order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)

    def values(self, path: str) -> list[str]:
        """What stands at ``Step/Step``: attributes, elements, and properties by that name alike; a single step may
        hold ``*``."""
        nodes = [self]
        *steps, last = (folded(step) for step in path.split("/"))
        if "*" in last:
            return self._values_like(last)
        for step in steps:
            nodes = [child for node in nodes for child in node.children if step in (child.kind, child.own_name)]
        found: list[str] = []
        for node in nodes:
            if node.attributes.get(last):
                found.append(node.attributes[last])
            found += [child.value for child in node.children if child.kind == last and child.value]
            found += [
                child.attributes.get("value") or child.text
                for child in node.children
                if child.kind != last and child.own_name == last and (child.attributes.get("value") or child.text)
            ]
        return [text.strip() for text in found if text.strip()]

    def _values_like(self, pattern: str) -> list[str]:
        """Of attributes, elements and properties whose name is like the pattern, each by its own name."""
        names = [*self.attributes, *(name for child in self.children for name in (child.kind, child.own_name))]
        alike = [name for name in dict.fromkeys(names) if fnmatchcase(name, pattern)]
        return [text for name in alike for text in self.values(name)]


def read_xml(path: Path) -> Node:
    """The root element; raises ConfigurationError DBM-3153, or DBM-3154 for what is no XML or has entities."""
    raw = read_bytes(path)
    declared = _DECLARED.search(raw[:400])
    text = decoded(raw, declared[1].decode("ascii") if declared else None)
    return parse_xml(text, str(path))


def parse_xml(text: str, where: str) -> Node:
    """As ``read_xml``, for text at hand, whose declaration says nothing any more."""
    text = text.lstrip("\ufeff \t\r\n")
    blank = _DECLARATION.match(text)
    if blank:
        # The lines stay where they are.
        text = "\n" * blank[0].count("\n") + text[blank.end() :]
    parser = expat.ParserCreate(encoding="utf-8")
    builder = _Builder(parser, where)
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.EntityDeclHandler = builder.refuse_entity
    parser.UnparsedEntityDeclHandler = builder.refuse_entity
    parser.ExternalEntityRefHandler = builder.refuse_entity
    parser.SkippedEntityHandler = builder.refuse_entity
    complaint = ""
    try:
        parser.Parse(text.encode("utf-8", errors="replace"), True)
    except expat.ExpatError as error:
        complaint = f"line {error.lineno}: {expat.ErrorString(error.code)}"
    if complaint or builder.root is None:
        _refuse(complaint or "it is empty", where)
    return builder.root


class _Builder:
    def __init__(self, parser: Any, where: str) -> None:
        self.root: Node | None = None
        self._parser = parser
        self._where = where
        self._open: list[Node] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        parent = self._open[-1] if self._open else None
        values = {folded(name): value.strip() for name, value in attributes.items() if not name.startswith("xmlns")}
        node = Node(tag.rpartition(":")[2], self._parser.CurrentLineNumber, values, parent=parent)
        if parent is None:
            self.root = node
        else:
            parent.children.append(node)
        self._open.append(node)
        if len(self._open) > MOST_LEVELS:
            _refuse(f"its elements are nested more than {MOST_LEVELS} deep", self._where)

    def end(self, _: str) -> None:
        self._open.pop()

    def characters(self, text: str) -> None:
        self._open[-1].pieces.append(text)

    def refuse_entity(self, *_: Any) -> NoReturn:
        _refuse(f"line {self._parser.CurrentLineNumber}: it declares entities, which are not read", self._where)


def _refuse(cause: str, where: str) -> NoReturn:
    raise ConfigurationError(
        "the configuration file is not XML that can be read",
        code=NOT_XML,
        where=where,
        cause=cause,
        next_step="Copy the file again from the server, as it is",
    )
