"""Values of id domains become the target's, column by column: each distinct value of a batch is looked up once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from msgspec import Struct, field

from dbmigrate.errors import PlanRefusedError
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.domains import Domain, MappedKey, Rule
from dbmigrate.model.plan import IntoPlan, TablePlan
from dbmigrate.model.storage import stored_value
from dbmigrate.model.types import Kind, LogicalType
from dbmigrate.transform.key_book import KeyBook, natural_key

OTHER_SOURCES_VALUE = "DBM-4031"

Arrays = list[dict[str, pa.Array]]
_ORDER = (Rule.GIVEN, Rule.MATCH, Rule.ALLOCATE)


class Mapped(Struct):
    """``arrays``: by target; ``unmapped``: row -> (column, why it has no value in the target).

    ``row_of``: by target, for each source row the row that stands for it there, NULL where none is written;
    None where every row stands for itself.
    """

    arrays: Arrays
    unmapped: dict[int, tuple[str, str]] = field(default_factory=dict)
    row_of: list[pa.Array | None] = field(default_factory=list)


class KeyMapping:
    """For the batches of one table, in order."""

    def __init__(self, table: TablePlan, book: KeyBook) -> None:
        self._table = table
        self._book = book
        domains = {column.domain.name: column.domain for into in table.into for column in into.columns if column.domain}
        self._domains = sorted(domains.values(), key=lambda domain: _ORDER.index(domain.rule))

    @staticmethod
    def is_needed(table: TablePlan) -> bool:
        return any(into.distinct or any(column.domain for column in into.columns) for into in table.into)

    def claim(self, domain: Domain, values: Sequence[str]) -> bool:
        """For rows that do not pass through here: remember who brings these values of a domain that keeps them.

        False where one of them has become another one before.  Raises PlanRefusedError like ``apply``.
        """
        keys = list(dict.fromkeys(map(domain.normal, values)))
        found = self._resolve(domain, keys, at_home=False, naturals={})
        return all(found[key].target == key for key in keys)

    def apply(self, arrays: Arrays, rows: int) -> Mapped:
        """Replaces values in place; what it allocates is in the book until ``end_batch``."""
        mapped = Mapped(arrays, row_of=[None] * len(arrays))
        for domain in self._domains:
            self._map_domain(domain, mapped)
        for number, into in enumerate(self._table.into):
            if into.distinct:
                first = _first_of_each([arrays[number][name] for name in into.key], rows)
                written = mapped.row_of[number]
                mapped.row_of[number] = first if written is None else pc.if_else(pc.is_valid(written), first, None)
        return mapped

    def _map_domain(self, domain: Domain, mapped: Mapped) -> None:
        places = [
            (number, column.name)
            for number, into in enumerate(self._table.into)
            for column in into.columns
            if column.domain is not None and column.domain.name == domain.name
        ]
        # A row that names a thing gives its id before a row that refers to it asks for it.
        for number, name in sorted(
            places, key=lambda place: not _is_home(domain, self._table.into[place[0]], place[1])
        ):
            self._map_column(domain, mapped, number, name)

    def _map_column(self, domain: Domain, mapped: Mapped, number: int, name: str) -> None:
        into, arrays = self._table.into[number], mapped.arrays[number]
        values = arrays[name]
        wire = next(column.wire for column in into.columns if column.name == name)
        encoded = values.dictionary_encode()
        indices, distinct = encoded.indices, encoded.dictionary.to_pylist()
        tags = None
        if wire.kind is Kind.STORAGE:
            tags, distinct = [value[:1] for value in distinct], [stored_value(value) for value in distinct]
        keys = [domain.normal(value) for value in distinct]
        at_home = _is_home(domain, into, name)
        naturals: dict[str, str | None] = {}
        if at_home and domain.home is not None and domain.home.by and self._book.guesses:
            naturals = _naturals(indices, keys, [arrays[column] for column in domain.home.by])
        found = self._resolve(domain, keys, at_home=at_home, naturals=naturals)
        targets = [found[key].target if key in found else None for key in keys]
        if [None if target is None else str(value) for value, target in zip(distinct, targets, strict=True)] != targets:
            changed = _taken(indices, distinct, targets, values.type, domain, wire)
            if tags is not None:
                changed = pc.binary_join_element_wise(pa.array(tags, pa.string()).take(indices), changed, "")
            arrays[name] = changed
        if len(found) < len(set(keys)):
            self._refuse_unknown(domain, mapped, name, indices, [key not in found for key in keys], distinct)
        if at_home and not all(one.made for one in found.values()):
            written = pa.array([key not in found or found[key].made for key in keys], pa.bool_()).take(indices)
            own = pa.array(np.arange(len(values)), pa.int64())
            mapped.row_of[number] = pc.if_else(pc.fill_null(written, True), own, pa.scalar(None, pa.int64()))

    def _resolve(
        self, domain: Domain, keys: Sequence[str], *, at_home: bool, naturals: dict[str, str | None]
    ) -> dict[str, MappedKey]:
        wanted = [key for key in dict.fromkeys(keys) if key not in domain.fixed]
        found = {key: MappedKey(key) for key in keys if key in domain.fixed}
        if domain.rule is Rule.GIVEN:
            return found | self._given(domain, wanted)
        pages = self._book.pages(domain)
        found |= pages.find(wanted)
        new = [key for key in wanted if key not in found]
        if not self._book.guesses:
            return found
        if domain.rule is Rule.MATCH:
            # Without its own row an id says nothing: it could only be guessed.
            return found | (self._matched(domain, new, naturals) if at_home and new else {})
        for key, target in pages.allocate(new).items() if new else ():
            found[key] = pages.add(key, target, made=True)
        return found

    def _matched(self, domain: Domain, keys: Sequence[str], naturals: dict[str, str | None]) -> dict[str, MappedKey]:
        pages = self._book.pages(domain)
        there = pages.naturals()
        found: dict[str, MappedKey] = {}
        nameless: list[str] = []
        for key in keys:
            natural = naturals.get(key)
            if natural is not None and natural in there:
                found[key] = pages.add(key, there[natural], made=False)
                continue
            nameless.append(key)
            if natural is not None:
                # The next key of the same name in this batch finds it.
                [target] = pages.allocate([key]).values()
                there[natural] = target
                found[key] = pages.add(key, target, made=True)
                nameless.pop()
        for key, target in pages.allocate(nameless).items() if nameless else ():
            found[key] = pages.add(key, target, made=True)
        return found

    def _given(self, domain: Domain, keys: Sequence[str]) -> dict[str, MappedKey]:
        given = dict(domain.given)
        plain = {key: MappedKey(given.get(key, key)) for key in keys}
        asked = keys if domain.exclusive else [key for key in keys if key in given] if domain.home else []
        if not asked:
            return plain
        pages = self._book.pages(domain)
        found = pages.find(asked)
        new = [key for key in asked if key not in found]
        if domain.exclusive and new and self._book.records:
            self._refuse_if_owned(domain, {key: plain[key].target for key in new})
        # A person merged into one that the target has: the row there stays, and stands for both.
        there: dict[str, str] = {}
        merged: set[str] = set()
        if domain.home and new:
            wanted = [given[key] for key in new if key in given]
            there = pages.in_home(wanted)
            merged = {*there.values(), *pages.become(wanted)}
        for key in new:
            target = there.get(plain[key].target, plain[key].target)
            found[key] = pages.add(key, target, made=target not in merged, claimed=True)
            if domain.home and key in given:
                merged.add(target)
        return plain | found

    def _refuse_if_owned(self, domain: Domain, targets: dict[str, str]) -> None:
        owners = self._book.pages(domain).owners()
        for key, target in targets.items():
            if target in owners:
                raise owned_by_another(domain, key, target, owners[target].project, owners[target].source_identity)

    def _refuse_unknown(
        self, domain: Domain, mapped: Mapped, name: str, indices: pa.Array, unknown: list[bool], distinct: list[object]
    ) -> None:
        mask = pc.fill_null(pa.array(unknown, pa.bool_()).take(indices), False)
        for row in pc.indices_nonzero(mask).to_pylist():
            value = distinct[indices[row].as_py()]
            home = "" if domain.home is None else f" of {domain.home.table.name}"
            mapped.unmapped.setdefault(row, (name, f"no row{home} has brought the value {value!r} of {domain.name}"))


def owned_by_another(domain: Domain, key: str, target: str, project: str, identity: str) -> PlanRefusedError:
    """Two sources with one value of an exclusive domain."""
    shown = target if key == target else f"{key}, mapped to {target},"
    return PlanRefusedError(
        f"{domain.name} {shown} belongs to another source of this target",
        code=OTHER_SOURCES_VALUE,
        cause=f"it was brought by project {project} ({identity})",
        safe="Nothing of this source was written under it",
        next_step=f"Give this source another one in migration.toml: [maps.{domain.name}] {key} = ...",
    )


def _is_home(domain: Domain, into: IntoPlan, column: str) -> bool:
    home = domain.home
    return home is not None and home.table.name == into.table.name and home.column == column


def _naturals(indices: pa.Array, keys: Sequence[str], by: Sequence[pa.Array]) -> dict[str, str | None]:
    """The natural key of the first row of each source key."""
    numbers = indices.to_pylist()
    first: dict[int, int] = {}
    for row, number in enumerate(numbers):
        if number is not None:
            first.setdefault(number, row)
    rows = pa.array(first.values(), pa.int64())
    columns = [values.take(rows).to_pylist() for values in by]
    return {keys[number]: natural_key(values) for number, values in zip(first, zip(*columns, strict=True), strict=True)}


def _taken(
    indices: pa.Array,
    distinct: list[object],
    targets: list[str | None],
    kind: pa.DataType,
    domain: Domain,
    wire: LogicalType,
) -> pa.Array:
    """The mapped values: numbers as numbers, everything else as text; a fixed or unnamed value as it was."""
    numeric = domain.rule is not Rule.GIVEN or pa.types.is_integer(kind)
    if numeric and all(target is None or _is_whole(target) for target in targets):
        chosen: pa.Array = pa.array([None if target is None else int(target) for target in targets], pa.int64())
        return chosen.take(indices)
    width = (wire.length or 0) if wire.fixed else 0
    kept = [
        str(value) if target is None or target == domain.normal(value) else target.ljust(width)
        for value, target in zip(distinct, targets, strict=True)
    ]
    return pa.array(kept, pa.string()).take(indices)


def _is_whole(text: str) -> bool:
    return text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()


def _first_of_each(columns: Sequence[pa.Array], rows: int) -> pa.Array:
    """For each row the first one with the same values."""
    if len(columns) == 1:
        indices = columns[0].dictionary_encode(null_encoding="encode").indices.to_numpy(zero_copy_only=False)
        _, first, inverse = np.unique(indices, return_index=True, return_inverse=True)
        return pa.array(first[inverse.reshape(-1)], pa.int64())
    seen: dict[tuple[object, ...], int] = {}
    values = zip(*(column.to_pylist() for column in columns), strict=True)
    return pa.array([seen.setdefault(value, row) for row, value in zip(range(rows), values, strict=False)], pa.int64())
