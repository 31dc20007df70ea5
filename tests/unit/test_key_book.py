"""Ids are given out once, whether they were recorded already or are still on their way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.registry import open_engine
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.domains import Domain, KeyAllocation, MappedKey, Rule
from dbmigrate.transform import key_book
from dbmigrate.transform.key_book import KeyBook, natural_key
from tests.ledgers import new_ledger

AHEAD = 2
DOMAIN = Domain("person", Rule.ALLOCATE)

OpenBook = Callable[[], KeyBook]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with new_ledger(tmp_path) as made:
        yield made


@pytest.fixture
def open_book(ledger: Ledger, tmp_path: Path) -> Iterator[OpenBook]:
    engine = open_engine(ConnectionUrl.parse(f"sqlite:///{tmp_path / 'target.db'}"), side="target")
    sessions = []

    def make() -> KeyBook:
        sessions.append(engine.open_writer())
        return KeyBook(engine, "source", None, session=lambda: sessions[-1], batches_ahead=AHEAD)

    yield make
    for session in sessions:
        session.close()
    engine.dispose()


def batch(book: KeyBook, keys: list[str]) -> tuple[dict[str, str], tuple[KeyAllocation, ...]]:
    """What each key has become, and what is to be recorded."""
    pages = book.pages(DOMAIN)
    found = pages.find(keys)
    for key, target in pages.allocate([key for key in keys if key not in found]).items():
        found[key] = pages.add(key, target, made=True)
    return {key: mapped.target for key, mapped in found.items()}, book.end_batch()


def record(ledger: Ledger, allocations: tuple[KeyAllocation, ...]) -> None:
    ledger.session.begin()
    ledger.key_maps.record(ledger.session, 1, allocations, in_bulk=False)  # type: ignore[arg-type]
    ledger.session.commit()


def test_a_number_that_was_kept_is_not_given_to_another(open_book: OpenBook) -> None:
    book = open_book()
    given = [batch(book, keys)[0] for keys in (["7"], [f"name {n}" for n in range(5)], ["3", "x", "y"], ["6", "z"])]
    targets = [target for each in given for target in each.values()]
    assert given[0] == {"7": "7"}
    assert len(set(targets)) == len(targets) == 11


def test_what_is_on_its_way_is_not_forgotten(
    open_book: OpenBook, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor what was looked up, which the ledger still has: a book that remembers little says the same."""
    monkeypatch.setattr(key_book, "_REMEMBERED", 3)
    book, waiting = open_book(), []
    told: dict[str, str] = {}
    for number in range(12):
        keys = [f"key {number} {n}" for n in range(3)] + [f"key {number - back} 0" for back in (1, 2) if number >= back]
        found, fresh = batch(book, keys)
        assert all(told.setdefault(key, target) == target for key, target in found.items())
        waiting.append(fresh)
        if len(waiting) > AHEAD:
            record(ledger, waiting.pop(0))
    assert len(set(told.values())) == len(told) == 36
    for fresh in waiting:
        record(ledger, fresh)
    assert ledger.key_maps.find("person", book.pages(DOMAIN)._origin, ["no such key"]) == {}
    again = open_book()
    assert {key: batch(again, [key])[0][key] for key in told} == told


def test_a_name_is_one_with_and_without_blanks_behind_it() -> None:
    """One side may keep it in a column of fixed width."""
    assert natural_key(["Smith  ", 1]) == natural_key(["Smith", 1])
    assert len({natural_key(one) for one in (["a", "b"], ["ab", ""], ["", "ab"], [" a", "b"])}) == 4
    assert natural_key(["Smith", None]) is None


def test_the_highest_number_is_the_greatest(open_book: OpenBook, ledger: Ledger) -> None:
    """Not the last in the order of texts, in which 9 comes behind 10."""
    origin = open_book().pages(DOMAIN)._origin
    record(ledger, tuple(KeyAllocation("person", origin, f"{n} #", str(n), True) for n in range(1, 13)))
    assert ledger.key_maps.highest("person") == 12
    assert set(batch(open_book(), ["a", "b"])[0].values()) == {"13", "14"}
    assert MappedKey("12") in ledger.key_maps.find("person", origin, ["12 #"]).values()
