"""What the values of id domains have become, for one table at a time: remembered, looked up, allocated.

Nothing is written here.  What is allocated for a batch travels with it and is recorded in its transaction; until
then it is remembered here, because the next batches are made ready before this one is committed.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

import sqlalchemy as sa

from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.question_line import QuestionLine
from dbmigrate.engines.registry import side_error
from dbmigrate.engines.session import Session
from dbmigrate.ledger.key_maps import KeyMaps, Owner
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.domains import SHARED_ORIGIN, Domain, Home, KeyAllocation, MappedKey, origin_of, stored_key
from dbmigrate.model.types import Kind

Answer = TypeVar("Answer")

_ATTEMPTS = 4
_PAUSE_SECONDS = 0.3
_REMEMBERED = 200_000
_IDS_PER_QUERY = 1_000


class KeyBook:
    """Used by one thread at a time.

    ``records`` False (verification): what is unknown gets an id that no row has, so that its rows are missed;
    ``guesses`` False besides: it gets none, and its rows are refused.
    ``line``: what is asked; None: ``session`` is, the one that writes.
    ``batches_ahead``: how many batches may be ready without being committed; None: any number.
    """

    def __init__(
        self,
        target: Engine,
        source_identity: str,
        line: QuestionLine | None,
        *,
        records: bool = True,
        guesses: bool = True,
        session: Callable[[], Session] | None = None,
        batches_ahead: int | None = None,
    ) -> None:
        self.records = records
        self.guesses = guesses
        self._target = target
        self._identity = source_identity
        self._line = line
        self._session = session
        self._batches_ahead = batches_ahead
        self._domains: dict[str, _Pages] = {}
        self._fresh: list[KeyAllocation] = []

    def pages(self, domain: Domain) -> _Pages:
        """All that is known of one domain."""
        if domain.name not in self._domains:
            origin = SHARED_ORIGIN if domain.shared else origin_of(self._identity)
            self._domains[domain.name] = _Pages(domain, origin, self)
        return self._domains[domain.name]

    def add(self, allocation: KeyAllocation) -> None:
        if self.records:
            self._fresh.append(allocation)

    def end_batch(self) -> tuple[KeyAllocation, ...]:
        """What the batch just made ready has allocated; what older batches have is in the ledger by now."""
        fresh = tuple(self._fresh)
        self._fresh = []
        for pages in self._domains.values():
            pages.turn(self._batches_ahead if self.records else 0)
        return fresh

    def ask(self, question: Callable[[Session, KeyMaps], Answer]) -> Answer:
        """Questions change nothing, so they are asked again over a new connection where the old one is lost."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                session = self._connected()
                ledger = Ledger(session, has_schemas=self._target.capabilities.supports_schemas)
                return question(session, ledger.key_maps)
            except EngineFault as fault:
                if attempt == _ATTEMPTS or fault.fault in (Fault.TERMINAL, Fault.ROW):
                    raise side_error(fault, "target", "the key maps could not be read", number=14) from None
                if fault.fault is Fault.CONNECTION and self._line is not None:
                    self._line.close()
                time.sleep(_PAUSE_SECONDS * attempt)
        raise AssertionError("unreachable")

    def _connected(self) -> Session:
        if self._line is not None:
            return self._line.session()
        if self._session is None:
            raise ValueError("a key book needs a line or a session")
        return self._session()


class _Pages:
    """One domain of a book."""

    def __init__(self, domain: Domain, origin: str, book: KeyBook) -> None:
        self.domain = domain
        self._origin = origin
        self._book = book
        self._known: dict[str, MappedKey] = {}
        self._recent: deque[list[str]] = deque([[]])
        self._targets: set[str] = set()
        self._naturals: dict[str, str] | None = None
        self._next: int | None = None
        self._owners: dict[str, Owner] | None = None

    def find(self, keys: Sequence[str]) -> dict[str, MappedKey]:
        """By key; what is not known is left out."""
        found = {key: self._known[key] for key in keys if key in self._known}
        asked = {stored_key(key): key for key in keys if key not in found}
        if asked:
            told = self._book.ask(lambda _, maps: maps.find(self.domain.name, self._origin, list(asked)))
            for stored, mapped in told.items():
                found[asked[stored]] = mapped
                self._known[asked[stored]] = mapped
        return found

    def add(self, key: str, target: str, *, made: bool, claimed: bool = False) -> MappedKey:
        mapped = MappedKey(target, made)
        self._known[key] = mapped
        self._recent[-1].append(key)
        self._targets.add(target)
        self._book.add(KeyAllocation(self.domain.name, self._origin, stored_key(key), target, made, claimed))
        return mapped

    def turn(self, batches_ahead: int | None) -> None:
        """After each batch.  What is surely committed may be forgotten, once it is much."""
        self._recent.append([])
        if batches_ahead is None:
            return
        while len(self._recent) > batches_ahead + 1 and len(self._known) > _REMEMBERED:
            for key in self._recent.popleft():
                gone = self._known.pop(key, None)
                if gone is not None:
                    self._targets.discard(gone.target)
        if len(self._known) > 2 * _REMEMBERED:
            # Looked up, not allocated: the ledger still has them.
            waiting = {key for keys in self._recent for key in keys}
            self._known = {key: mapped for key, mapped in self._known.items() if key in waiting}

    # Numbers

    def allocate(self, keys: Sequence[str]) -> dict[str, str]:
        """A number for each, in order: its own if the domain keeps numbers and it is free, else the next one."""
        wanted = {key: number for key in keys if (number := _whole(key)) is not None} if self._keeps else {}
        taken = self._taken(sorted(wanted.values()))
        given: dict[str, str] = {}
        used: set[int] = set()
        for key in keys:
            number = wanted.get(key)
            if number is None or number in taken or number in used:
                number = self._take_next(used)
            used.add(number)
            given[key] = str(number)
            if self._next is not None and number >= self._next:
                self._next = number + 1
        return given

    @property
    def _keeps(self) -> bool:
        # A row that was never copied must not look as if it were there.
        return self.domain.keep and self._book.records

    def _take_next(self, used: set[int]) -> int:
        number = max(self._first_free(), max(used, default=-1) + 1)
        self._next = number + 1
        return number

    def _first_free(self) -> int:
        if self._next is None:
            home = self.domain.home
            highest = [0, *(int(target) for target in self._targets if _whole(target) is not None)]
            told = self._book.ask(lambda _, maps: maps.highest(self.domain.name))
            highest += [told] if told is not None else []
            if home is not None:
                in_home = self._book.ask(lambda session, _: _highest_in(session, home))
                highest += [in_home] if in_home is not None else []
            self._next = max(highest) + 1
        return self._next

    def _taken(self, numbers: Sequence[int]) -> set[int]:
        if not numbers:
            return set()
        above = self._first_free()
        doubtful = [number for number in numbers if number < above]
        if not doubtful:
            return set()
        texts = [str(number) for number in doubtful]
        taken = {int(text) for text in texts if text in self._targets}
        told = self._book.ask(lambda _, maps: maps.taken(self.domain.name, texts))
        taken |= {int(text) for text in told}
        taken |= {int(text) for text in self.in_home(texts)}
        return taken

    # The home table

    def in_home(self, ids: Sequence[str]) -> dict[str, str]:
        """Those of the ids that the home table holds, with its own spelling, blanks included."""
        home = self.domain.home
        if home is None or not ids:
            return {}
        found: set[str] = set()
        for start in range(0, len(ids), _IDS_PER_QUERY):
            found |= self._in_home(home, ids[start : start + _IDS_PER_QUERY])
        spelled = {self.domain.normal(one): one for one in found}
        return {text: spelled[normal] for text in ids if (normal := self.domain.normal(text)) in spelled}

    def _in_home(self, home: Home, ids: Sequence[str]) -> set[str]:
        return self._book.ask(lambda session, _: _ids_in(session, home, ids))

    def become(self, targets: Sequence[str]) -> set[str]:
        """Those that some source value has become, whether its row is in the target already or not."""
        told = self._book.ask(lambda _, maps: maps.taken(self.domain.name, targets))
        return told | (set(targets) & self._targets)

    def naturals(self) -> dict[str, str]:
        """Ids of the target by natural key, as ``natural_key`` spells it; read once."""
        home = self.domain.home
        if self._naturals is None:
            self._naturals = {} if home is None else self._book.ask(lambda session, _: _named(session, home))
        return self._naturals

    def owners(self) -> dict[str, Owner]:
        """Which other source has brought a value; read once, because a target has one run at a time."""
        if self._owners is None:
            self._owners = self._book.ask(lambda _, maps: maps.owners(self.domain.name, but=self._origin))
        return self._owners


def natural_key(values: Sequence[object]) -> str | None:
    """Comparable text of a natural key; None, which matches nothing, where a part of it is NULL."""
    if any(value is None for value in values):
        return None
    return "\x1f".join(str(value).rstrip(" ") for value in values)


def _whole(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _selectable(home: Home) -> sa.TableClause:
    names = (home.column, *home.by)
    return sa.table(home.table.name.name, *(sa.column(name) for name in names), schema=home.table.name.schema)


def _named(session: Session, home: Home) -> dict[str, str]:
    table = _selectable(home)
    names = (home.column, *home.by)
    rows = session.execute(sa.select(*(table.c[name].label(f"c{number}") for number, name in enumerate(names))))
    found: dict[str, str] = {}
    for row in rows:
        identifier, *natural = row.values()
        key = natural_key(natural)
        if key is not None:
            found.setdefault(key, str(identifier))
    return found


def _highest_in(session: Session, home: Home) -> int | None:
    column = _selectable(home).c[home.column]
    rows = session.execute(sa.select(sa.func.max(column).label("highest")))
    highest = rows[0]["highest"] if rows else None
    return None if highest is None else int(highest)


def _ids_in(session: Session, home: Home, ids: Sequence[str]) -> set[str]:
    column = _selectable(home).c[home.column]
    described = home.table.column(home.column)
    if described is not None and described.type.kind in (Kind.INTEGER, Kind.DECIMAL):
        wanted = column.in_([int(text) for text in ids])
    else:
        # A value may be padded there, and a server may or may not count the blanks.
        wanted = sa.func.rtrim(column).in_([text.rstrip(" ") for text in ids])
    rows = session.execute(sa.select(column.label("found")).where(wanted))
    return {str(row["found"]) for row in rows}
