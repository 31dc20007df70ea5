"""Every type, every edge value, every pair of engines: exact, consented to, or refused with a reason.

One migration per pair carries a table for each type.  The source and the target are read back by the
plain drivers, never by the code under test.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from dbmigrate.model.verdicts import Verdict
from tests.fidelity.conftest import MakeDatabase
from tests.fidelity.journey import Journey, migrate, rows_of
from tests.fidelity.samples import ALL, PG_PG, POSTGRESQL, PRELUDE, Pair, Sample

PAIRS = sorted({pair for sample in ALL for pair in sample.pairs()})
CELLS = [
    pytest.param(pair, sample, id=f"{'-'.join(pair)}-{sample.name}")
    for pair in PAIRS
    for sample in ALL
    if pair in sample.pairs()
]

_PG_ROWS = "SELECT id, CASE WHEN v IS NOT NULL OR v::text IS NOT NULL THEN format('%s', v) END FROM {}"
"""``format`` keeps the blanks of char(n), which a cast to text drops."""
_SQLITE_ROWS = """
SELECT id, CASE typeof(v) WHEN 'text' THEN NULL ELSE v END, CASE typeof(v) WHEN 'text' THEN CAST(v AS BLOB) END FROM {}
"""
"""Text that is not UTF-8 cannot be read as text by the plain driver."""


@dataclass(frozen=True)
class Cell:
    before: dict[int, object]
    after: dict[int, object]
    rejected: dict[int, str]
    reasons: set[str]


@dataclass(frozen=True)
class Trip:
    pair: Pair
    source: str
    target: str
    journey: Journey

    def cell(self, sample: Sample) -> Cell:
        table = f"t_{sample.name}"
        mine = [reject for reject in self.journey.rejects if reject.table.endswith(table)]
        return Cell(
            _read(self.source, self.pair[0], table),
            _read(self.target, self.pair[1], table),
            {int(json.loads(reject.key)[0]): reject.message for reject in mine},
            {reject.reason for reject in mine},
        )

    def verdicts(self, sample: Sample) -> dict[str, Verdict]:
        return {level: each for level, table, each in self.journey.table_verdicts if table.endswith(f"t_{sample.name}")}


def _script(engine: str, samples: list[Sample], pair: Pair, side: str) -> str:
    parts = [PRELUDE[engine]]
    for sample in samples:
        parts.append(f"CREATE TABLE t_{sample.name} (id INTEGER PRIMARY KEY, v {sample.declaration(side, engine)});")
        if side == "source":
            parts += [
                f"INSERT INTO t_{sample.name} VALUES ({number}, {literal});"
                for number, literal in enumerate(sample.literals[engine])
            ]
    return " ".join(parts)


def _read(url: str, engine: str, table: str) -> dict[int, object]:
    if engine == POSTGRESQL:
        return dict(rows_of(url, _PG_ROWS.format(table)))
    rows = rows_of(url, _SQLITE_ROWS.format(table))
    return {number: value if raw is None else raw.decode(errors="surrogateescape") for number, value, raw in rows}


@pytest.fixture(scope="module")
def trips() -> dict[Pair, Trip]:
    return {}


@pytest.fixture
def trip(pair: Pair, trips: dict[Pair, Trip], make_database: MakeDatabase, tmp_path: Path) -> Trip:
    """The migration of this pair, made once."""
    if pair not in trips:
        samples = [sample for sample in ALL if pair in sample.pairs()]
        source = make_database(pair[0], _script(pair[0], samples, pair, "source"))
        target = make_database(pair[1], _script(pair[1], samples, pair, "target"))
        tables = [(f"t_{sample.name}", sample.consent.get(pair[1], "")) for sample in samples]
        trips[pair] = Trip(pair, source, target, migrate(tmp_path, source, target, tables=tables))
    return trips[pair]


@pytest.mark.every_engine
@pytest.mark.parametrize(("pair", "sample"), CELLS)
def test_value_arrives_exact_or_is_refused(sample: Sample, pair: Pair, trip: Trip) -> None:
    assert trip.journey.refused_by_plan == ()
    cell, literals = trip.cell(sample), sample.literals[pair[0]]
    assert len(cell.before) == len(literals)
    assert set(cell.after) | set(cell.rejected) == set(cell.before), "a row is lost"
    assert not set(cell.after) & set(cell.rejected), "a row is both in the target and rejected"
    assert all(cell.rejected.values()), "a reject without a reason"
    wrong = {
        literals[number]: (cell.before[number], cell.after[number])
        for number in cell.after
        if sample.same(cell.before[number]) != sample.same(cell.after[number])
    }
    assert wrong == {}
    assert {literals[number] for number in cell.rejected} == sample.refused.get(pair, frozenset())
    verdicts = trip.verdicts(sample)
    assert verdicts["hashes"] is Verdict.MATCH
    assert verdicts["source"] is Verdict.MATCH


_TYPES_OF_USERS = ("enum", "enum_array", "domain", "composite", "composite_array")
_YOUNGER = ("multirange", "jsonpath", "xid8")
"""Than the oldest server that rows go from as they are stored."""


@pytest.mark.parametrize("pair", [PG_PG], ids=["postgresql-postgresql"])
def test_which_types_go_as_they_are_stored(pair: Pair, trip: Trip) -> None:
    """Between two PostgreSQL servers: every built-in type into itself; no type of a user, and none into another."""
    samples = [sample for sample in ALL if pair in sample.pairs()]
    wanted = {
        sample.name
        for sample in samples
        if sample.declaration("source", POSTGRESQL) == sample.declaration("target", POSTGRESQL)
        and sample.name not in (*_TYPES_OF_USERS, *_YOUNGER)
    }
    assert len(wanted) > 30
    tables = trip.journey.plan.tables
    assert {table.source.name.name.removeprefix("t_") for table in tables if table.moves_server_side} == wanted
