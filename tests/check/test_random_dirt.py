"""A source with every kind of dirt, as chance has it: found to the row, cleaned, migrated, verified, and put back."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dbmigrate.config.project import load_project
from dbmigrate.run.before.cleaning import SourceCleaning
from dbmigrate.run.migration import Migration, RunOptions
from tests.check.scan import bare
from tests.databases import Database
from tests.fidelity.journey import write_project

MakeDatabase = Callable[[str, str], Database]
Found = Counter[tuple[str, str]]

SOURCE = (
    "CREATE TABLE author (id integer, name varchar(40))",
    (
        "CREATE TABLE book (isbn varchar(40), author_id integer, title varchar(80), pages integer, price numeric(12,5),"
        " added timestamp)"
    ),
    "CREATE TABLE loan (id integer PRIMARY KEY, isbn varchar(40), at timestamp, note varchar(200))",
)
TARGET = (
    "CREATE TABLE author (id bigint PRIMARY KEY, name varchar(20) NOT NULL)",
    (
        "CREATE TABLE book (isbn varchar(13) PRIMARY KEY, author_id bigint NOT NULL REFERENCES author,"
        " title varchar(30), pages smallint, price numeric(8,2), added timestamp(3))"
    ),
    (
        "CREATE TABLE loan (id bigint PRIMARY KEY, isbn varchar(13) REFERENCES book, at timestamp(3) NOT NULL,"
        " note varchar(50) NOT NULL)"
    ),
)
RULES = [
    ("author", 'key = []\nclean = { drop_nulls = ["name"], duplicates = { keep = "oldest" } }'),
    ("book", 'key = []\nclean = { drop_nulls = ["author_id"], duplicates = { keep = "newest", by = "added" } }'),
    ("loan", 'clean = { nulls = { note = "(none)" } }'),
]
DAY = "2020-01-02 03:04:05"


class Library:
    """Rows by table, and what is wrong with them: (table, kind) -> rows that would be refused.

    What is wrong is in rows of its own, one flaw each, and no sound row refers to them.
    """

    def __init__(self, chance: random.Random, *, typed: bool) -> None:
        self._chance = chance
        self._number = 1000
        self.rows: dict[str, list[tuple[Any, ...]]] = {"author": [], "book": [], "loan": []}
        self.wrong: Found = Counter()
        authors = chance.randrange(1, 9)
        books = [f"{n:013}" for n in range(chance.randrange(1, 30))]
        self.rows["author"] += [(n, f"Author {n}") for n in range(authors)]
        self.rows["book"] += [self._book(isbn, chance.randrange(authors)) for isbn in books]
        self.rows["loan"] += [(n, chance.choice([None, *books]), DAY, "x" * 50) for n in range(chance.randrange(40))]
        flaws = self._flaws(books[0], typed=typed)
        for _ in range(chance.randrange(60)):
            table, kind, row, copies = chance.choice(flaws)()
            self.rows[table] += [row] * copies
            self.wrong[table, kind] += copies - 1 if kind == "duplicate" else 1
        for rows in self.rows.values():
            chance.shuffle(rows)

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _book(self, isbn: Any = None, author: Any = 0, **changed: Any) -> tuple[Any, ...]:
        row = {"title": "é" * 30, "pages": 32767, "price": "-999999.99", "added": f"{DAY}.123"}
        return (isbn or f"B{self._next()}", author, *{**row, **changed}.values())

    def _flaws(self, isbn: str, *, typed: bool) -> list[Callable[[], tuple[str, str, tuple[Any, ...], int]]]:
        copies = self._chance.randrange
        found: list[Callable[[], tuple[str, str, tuple[Any, ...], int]]] = [
            lambda: ("author", "value", (self._next(), "n" * 21), 1),
            lambda: ("author", "null", (self._next(), None), 1),
            lambda: ("author", "duplicate", (self._next(), "Twin"), copies(2, 5)),
            lambda: (
                ("book", "value", self._book("9" * 14), 1)
                if not any(row[0] == "9" * 14 for row in self.rows["book"])
                else ("book", "value", self._book(f"L{self._next():020}"), 1)
            ),
            lambda: ("book", "value", self._book(title="t" * 31), 1),
            lambda: ("book", "value", self._book(pages=32768), 1),
            lambda: ("book", "value", self._book(price="0.125"), 1),
            lambda: ("book", "value", self._book(price="1000000.00"), 1),
            lambda: ("book", "value", self._book(added=f"{DAY}.1234"), 1),
            lambda: ("book", "null", self._book(author=None), 1),
            lambda: ("book", "orphan", self._book(author=99_999), 1),
            lambda: ("book", "duplicate", self._book(), copies(2, 5)),
            lambda: ("loan", "value", (self._next(), isbn, DAY, "n" * 51), 1),
            lambda: ("loan", "null", (self._next(), isbn, DAY, None), 1),
            lambda: ("loan", "null", (self._next(), isbn, None, "no date"), 1),
            lambda: ("loan", "orphan", (self._next(), "nowhere", DAY, "lost"), 1),
        ]
        if not typed:
            found += [
                lambda: ("book", "value", self._book(title="nul\0"), 1),
                lambda: ("book", "value", self._book(pages="many"), 1),
                lambda: ("book", "value", self._book(price="dear"), 1),
                lambda: ("book", "value", self._book(added="yesterday"), 1),
                lambda: ("loan", "value", (self._next(), isbn, DAY, b"\xff\xfe"), 1),
            ]
        return found


def refused(project: Path) -> Found:
    with Migration(load_project(project)) as migration:
        report = migration.scan_values(migration.plan())
    found: Found = Counter()
    for one in report.refused:
        found[bare(one.table), one.kind] += one.count
    return found


def rejected(project: Path) -> Counter[str]:
    """Rows by table, after a run; everything else is verified to match."""
    with Migration(load_project(project)) as migration:
        migration.run(RunOptions(max_rejects=100_000, workers=1))
        assert str(migration.verify(level="source").verdict) == "match"
        status = migration.status()
    counted: Counter[str] = Counter()
    for one in status.reject_counts:
        counted[bare(str(one["table_name"]))] += int(one["rows"])
    return counted


def by_table(found: Found) -> Counter[str]:
    counted: Counter[str] = Counter()
    for (table, _), rows in found.items():
        counted[table] += rows
    return +counted


def stored(source: Database) -> dict[str, Counter[tuple[Any, ...]]]:
    """With the storage class of each value, where a column may hold any."""
    return {
        table: Counter((*row, *map(type, row)) for row in source.rows(f"SELECT * FROM {table}")) for table, _ in RULES
    }


@pytest.mark.parametrize("to", ["postgresql", "sqlite"])
def test_what_is_wrong_is_found_cleaned_and_put_back(engine: str, to: str, empty: MakeDatabase, tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print("seed", seed)
    source = empty(engine, "source")
    source.run(*SOURCE)
    library = Library(random.Random(seed), typed=engine == "postgresql")
    for table, rows in library.rows.items():
        if rows:
            source.insert(table, rows)
    before = stored(source)

    def project(name: str, target: Database) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        return write_project(folder, source.url, target.url, RULES)

    targets = [empty(to, name) for name in ("dirty", "clean")]
    for target in targets:
        target.run(*TARGET)
    dirty, clean = project("dirty", targets[0]), project("clean", targets[1])
    if to == "postgresql":
        assert refused(dirty) == +library.wrong
    expected = refused(dirty)
    assert rejected(dirty) == by_table(expected)
    assert stored(source) == before

    with SourceCleaning(load_project(clean)) as cleaning:
        cleaning.clean()
    left = refused(clean)
    assert not any(kind == "duplicate" for _, kind in left)
    if to == "postgresql":
        without_date = sum(1 for row in library.rows["loan"] if row[2] is None)
        kept = {place: rows for place, rows in library.wrong.items() if place[1] in ("value", "orphan")}
        assert left == +Counter({**kept, ("loan", "null"): without_date})
    assert rejected(clean) == by_table(left)
    with SourceCleaning(load_project(clean)) as cleaning:
        cleaning.restore()
    assert stored(source) == before
