"""Things that a configuration file tells of, and what belongs together among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dbmigrate.config.finder import Finder, RecordKind, Shape
from dbmigrate.errors import ConfigurationError
from dbmigrate.finder.xml_tree import Node, folded, read_xml

NOTHING_FOUND = "DBM-3155"

_YES = frozenset({"true", "yes", "1", "-1", "on"})
_KIND_ATTRIBUTES = ("type", "class", "kind", "objecttype", "xsitype")


@dataclass(eq=False, slots=True)
class Record:
    """``fields``: what is said of it; ``line`` 0: another record names it, nothing more is known of it."""

    kind: str
    name: str
    ids: tuple[str, ...] = ()
    line: int = 0
    fields: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[Record]] = field(default_factory=dict, repr=False)
    above: tuple[int, ...] = field(default=(), repr=False)
    """Identities of the elements around it, the outermost first."""

    def nearness(self, other: Record) -> int:
        """How many elements are around both."""
        return next(
            (n for n, (a, b) in enumerate(zip(self.above, other.above, strict=False)) if a != b), len(self.above)
        )

    def answers_to(self, reference: str) -> bool:
        wanted = reference.strip().casefold()
        return wanted in (self.name.casefold(), *(each.casefold() for each in self.ids))

    def link(self, other: Record) -> None:
        """Both ways, once."""
        for one, another in ((self, other), (other, self)):
            known = one.links.setdefault(another.kind, [])
            if another not in known:
                known.append(another)

    def linked(
        self, kind: str, through: Mapping[str, Sequence[str]], passed: frozenset[str] = frozenset()
    ) -> list[Record]:
        """Things of that kind: those it is tied to itself, else those that its own ones are tied to.

        ``through``: by kind, the kinds by way of which such a tie counts.
        """
        if kind == self.kind:
            return [self]
        if self.links.get(kind):
            return self.links[kind]
        for between in through.get(kind, ()):
            if between in passed or between == self.kind:
                continue
            found: list[Record] = []
            for other in self.linked(between, through, passed | {kind}):
                found += [one for one in other.links.get(kind, []) if one not in found]
            if found:
                return found
        return []


@dataclass(frozen=True, slots=True)
class Configuration:
    """What one file tells.  ``members``: records of the kind that stands for a member."""

    path: Path
    shape: Shape
    records: tuple[Record, ...]
    through: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)

    @property
    def members(self) -> list[Record]:
        return self.of(self.shape.members)

    def of(self, kind: str) -> list[Record]:
        return [record for record in self.records if record.kind == kind]

    def linked(self, record: Record, kind: str) -> list[Record]:
        return record.linked(kind, self.through)

    def texts(self, record: Record | None, place: str) -> list[str]:
        """What stands at ``kind.field`` for this record; also of the file's only thing of a kind, if that is tied to
        nothing.  ``record`` None: only that."""
        kind, _, name = place.partition(".")
        owners = self.linked(record, kind) if record is not None else []
        alone = [] if owners else self.of(kind)
        owners = owners or (alone if len(alone) == 1 and not alone[0].links else [])
        found: list[str] = []
        for owner in owners:
            linked = [other.name for other in owner.links.get(name, [])]
            texts = [owner.name] if name == "name" else linked or owner.fields.get(name, [])
            found += [text for text in texts if text not in found]
        return found


def read_configuration(path: Path, finder: Finder) -> Configuration:
    """Raises ConfigurationError: DBM-3153, DBM-3154, or DBM-3155 for a file in which nothing is recognised."""
    root = read_xml(path)
    records = _Reading(finder, root).records()
    for shape in finder.shapes:
        if any(record.kind == shape.members for record in records):
            through = {name: kind.through for name, kind in finder.kinds.items()}
            return Configuration(path, shape, tuple(records), through)
    looked_for = "; ".join(
        f"{finder.kinds[shape.members].title}: {', '.join(finder.kinds[shape.members].elements)}"
        for shape in finder.shapes
    )
    raise ConfigurationError(
        "nothing is recognised in the configuration file",
        code=NOTHING_FOUND,
        where=str(path),
        cause=f"its root is <{root.tag}>, and none of these elements with a name is in it: {looked_for}",
        next_step="Name the right file; or add its element names to finder.toml in a copy of the package",
    )


class _Reading:
    def __init__(self, finder: Finder, root: Node) -> None:
        self._finder = finder
        self._root = root
        self._elements = {folded(tag): kind for kind in finder.kinds.values() for tag in kind.elements}
        self._by_node: dict[int, Record] = {}
        self._nodes: list[tuple[Node, RecordKind]] = []

    def records(self) -> list[Record]:
        for node in self._root.walk():
            kind = self._kind_of(node)
            if kind is not None and not _is_gone(node, kind):
                self._nodes.append((node, kind))
        kinds = {id(node): kind for node, kind in self._nodes}
        references = [
            (node, kind) for node, kind in self._nodes if self._is_reference(node, kinds) or not _named(node, kind)
        ]
        skipped = {id(node) for node, _ in references}
        found: list[Record] = []
        for node, kind in self._nodes:
            if id(node) not in skipped:
                record = self._record(node, kind)
                self._by_node[id(node)] = record
                found.append(record)
        for node, kind in self._nodes:
            if id(node) in self._by_node:
                self._tie(self._by_node[id(node)], node, kind, found)
        return found

    def _kind_of(self, node: Node) -> RecordKind | None:
        kind = self._elements.get(node.kind)
        if kind is None:
            named = (folded(node.attributes[name]) for name in _KIND_ATTRIBUTES if name in node.attributes)
            kind = next((self._elements[name] for name in named if name in self._elements), None)
        if kind is None and node.parent is not None:
            above = {node.parent.kind, node.parent.own_name}
            kind = next(
                (
                    each
                    for each in self._finder.kinds.values()
                    if node.kind in map(folded, each.generic) and above & set(map(folded, each.containers))
                ),
                None,
            )
        return kind

    def _is_reference(self, node: Node, kinds: dict[int, RecordKind]) -> bool:
        """Whether it only names a thing inside another one: it has a text or a name, and nothing else."""
        if not any(id(above) in kinds for above in _above(node)):
            return False
        if node.children:
            return False
        if not node.attributes:
            return True
        kind = kinds[id(node)]
        naming = {folded(name) for name in (*kind.named, *kind.id, "ref", "value")}
        if not set(node.attributes) <= naming:
            return False
        # Said in full elsewhere, it is a reference; said nowhere else, it is the thing itself.
        texts = {text.casefold() for text in node.attributes.values()}
        return any(
            other is not node
            and other_kind is kind
            and (set(other.attributes) - naming or other.children)
            and texts & {text.casefold() for text in (*_texts(other, kind.named), *_texts(other, kind.id))}
            for other, other_kind in self._nodes
        ) or not _texts(node, kind.named)

    def _record(self, node: Node, kind: RecordKind) -> Record:
        fields = {name: texts for name, places in kind.fields.items() if (texts := _texts(node, places))}
        above = tuple(id(each) for each in _above(node))[::-1]
        return Record(kind.name, _named(node, kind), tuple(_texts(node, kind.id)), node.line, fields, above=above)

    def _tie(self, record: Record, node: Node, kind: RecordKind, found: list[Record]) -> None:
        above = next((self._by_node[id(each)] for each in _above(node) if id(each) in self._by_node), None)
        if above is not None and above.kind != record.kind:
            record.link(above)
        for name, texts in record.fields.items():
            if name not in self._finder.kinds:
                continue
            for text in texts:
                known = [other for other in found if other.kind == name and other.answers_to(text)]
                if not known:
                    known = [Record(name, text)]
                    found.append(known[0])
                # Two of one name: the one that stands closer to it.
                record.link(max(known, key=record.nearness))


def _is_gone(node: Node, kind: RecordKind) -> bool:
    """What was deleted and is still listed: its tables, if it has any, belong to nobody."""
    marks = {folded(mark) for mark in kind.gone if "=" not in mark}
    if any(above.kind in marks or above.own_name in marks for above in _above(node)):
        return True
    for mark in kind.gone:
        place, equals, wanted = mark.partition("=")
        meant = {wanted.strip().casefold()} if equals else _YES
        if any(text.casefold() in meant for text in node.values(place.strip())):
            return True
    return False


def _above(node: Node) -> Iterator[Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _texts(node: Node, places: tuple[str, ...]) -> list[str]:
    """Those of the first place that has any."""
    return next((texts for place in places if (texts := node.values(place))), [])


def _named(node: Node, kind: RecordKind) -> str:
    texts = _texts(node, kind.named)
    if texts:
        return texts[0]
    # A bare <Workflow>Name</Workflow> in a list of them.
    return node.text if not node.children else ""
