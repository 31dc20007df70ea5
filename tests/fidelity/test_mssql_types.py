"""SQL Server's column of the type matrix; needs a server (``DBMIGRATE_TEST_MSSQL_URL``).

Like ``test_type_matrix``: one migration per pair carries a table for each type, and both sides are read back by plain
drivers.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dbmigrate.model.verdicts import Verdict
from tests.fidelity.conftest import MakeDatabase
from tests.fidelity.journey import Journey, migrate, rows_of
from tests.fidelity.mssql_samples import ALL, MSSQL, PAIRS, SHOWN
from tests.fidelity.samples import POSTGRESQL, Pair, Sample


def _script(engine: str, samples: list[Sample], *, filled: bool) -> str:
    statements = []
    for sample in samples:
        key = "int NOT NULL PRIMARY KEY" if engine == MSSQL else "INTEGER PRIMARY KEY"
        statements.append(f"CREATE TABLE t_{sample.name} (id {key}, v {sample.declared[engine]} NULL)")
        if filled:
            statements += [
                f"INSERT INTO t_{sample.name} VALUES ({number}, {literal})"
                for number, literal in enumerate(sample.literals[engine])
            ]
    return ";\n".join(statements)


def _read(url: str, engine: str, sample: Sample) -> dict[int, object]:
    shown = SHOWN.get(sample.name, "v") if engine == MSSQL else "v"
    if engine == POSTGRESQL:
        shown = "CASE WHEN v IS NOT NULL THEN format('%s', v) END"
    return dict(rows_of(url, f"SELECT id, {shown} FROM t_{sample.name}"))


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_values_arrive_exact_or_are_refused(pair: Pair, make_database: MakeDatabase, tmp_path: Path) -> None:
    samples = [sample for sample in ALL if pair in sample.pairs()]
    source = make_database(pair[0], _script(pair[0], samples, filled=True))
    target = make_database(pair[1], _script(pair[1], samples, filled=False))

    journey = migrate(tmp_path, source, target, tables=[(f"t_{sample.name}", "") for sample in samples])

    assert journey.refused_by_plan == ()
    wrong = {sample.name: found for sample in samples if (found := _faults(sample, pair, source, target, journey))}
    assert wrong == {}


def _faults(sample: Sample, pair: Pair, source: str, target: str, journey: Journey) -> list[str]:
    """What is wrong with one cell of the matrix."""
    table, literals = f"t_{sample.name}", sample.literals[pair[0]]
    before, after = _read(source, pair[0], sample), _read(target, pair[1], sample)
    mine = [reject for reject in journey.rejects if reject.table.endswith(table)]
    rejected = {int(json.loads(reject.key)[0]): reject.message for reject in mine}
    found = [f"{literals[n]}: neither there nor rejected" for n in before if n not in after and n not in rejected]
    found += [f"{literals[n]}: there and rejected" for n in after if n in rejected]
    found += [
        f"{literals[n]}: {before[n]!r} became {after[n]!r}"
        for n in after
        if sample.same(before[n]) != sample.same(after[n])
    ]
    expected = sample.refused.get(pair, frozenset())
    if pair[0] == MSSQL and not any("1234567" in str(value) for value in before.values()):
        expected = frozenset(one for one in expected if "1234567" not in one)  # a server that keeps six digits
    found += [f"{literals[n]}: rejected, {why}" for n, why in rejected.items() if literals[n] not in expected]
    found += [f"{one}: not rejected" for one in expected if one not in {literals[n] for n in rejected}]
    verdicts = {level: each for level, of, each in journey.table_verdicts if of.endswith(table)}
    found += [f"verify {level}: {each}" for level, each in verdicts.items() if each is not Verdict.MATCH]
    return found
