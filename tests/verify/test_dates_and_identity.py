"""Which rows lie between two dates, and which verification goes on with another one's parts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest

from dbmigrate.model.batch import Digest
from dbmigrate.model.plan import ColumnPlan, IntoPlan, MigrationPlan, ReadMethod, TablePlan, WatermarkPlan
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import Kind, LogicalType, simple
from dbmigrate.verify.parts import Part
from dbmigrate.verify.scope import VerifyScope, date_filter
from dbmigrate.verify.verifier import _identity, _Target


def _plan_of(kind: LogicalType) -> TablePlan:
    at = Column("at", kind)
    into = IntoPlan(Table(TableName("t"), (at,)), (), (ColumnPlan(at, "at", None, kind),))
    return TablePlan("all", Table(TableName("s"), (at,)), (), False, ReadMethod.KEYSET, (into,), WatermarkPlan(at, 0))


NAIVE = simple(Kind.TIMESTAMP)
HOURS = [datetime(2024, 3, 12, hour) for hour in range(10, 15)]  # noqa: DTZ001 - the column knows no zone


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2024-03-12T12:00", None, [12, 13, 14]),
        (None, "2024-03-12T12:00", [10, 11]),
        ("2024-03-12T12:00:00+02:00", None, [10, 11, 12, 13, 14]),
        ("2024-03-12T12:00:00-01:00", "2024-03-12T15:00:00+01:00", [13]),
    ],
)
def test_moments(since: str | None, until: str | None, hours: list[int]) -> None:
    """A date's own zone counts; columns without one are UTC."""
    scope = VerifyScope(since=since, until=until)
    for kind, values in (
        (NAIVE, pa.array(HOURS, pa.timestamp("us"))),
        (
            simple(Kind.TIMESTAMPTZ),
            pa.array([each.replace(tzinfo=UTC) for each in HOURS], pa.timestamp("us", tz="UTC")),
        ),
    ):
        table = _plan_of(kind)
        keep = date_filter(scope, table, table.into[0])
        assert keep is not None
        kept = keep(pa.RecordBatch.from_pydict({"at": values})).column("at").to_pylist()
        assert [each.hour for each in kept] == hours


def test_days() -> None:
    table = _plan_of(simple(Kind.DATE))
    keep = date_filter(VerifyScope(since="2024-03-11", until="2024-03-13"), table, table.into[0])
    assert keep is not None
    days = pa.array([date(2024, 3, day) for day in range(10, 15)] + [None], pa.date32())
    assert [each.day for each in keep(pa.RecordBatch.from_pydict({"at": days})).column("at").to_pylist()] == [11, 12]


KNOWN = Digest(3, 1, 2)


def _identified(*, plan: str = "f", digest: Digest | None = KNOWN, rows: int = 3, **scope: Any) -> str:
    table = _plan_of(NAIVE)
    part = Part(table, 0, None, rows, digest, "name")
    made = MigrationPlan("p", "1", "a", "b", (), ("all",), (table,), fingerprint=plan)
    return _identity(made, VerifyScope(**scope), [_Target(table, 0, (part,))])


@pytest.mark.parametrize(
    "other",
    [
        {"plan": "g"},
        {"digest": Digest(3, 1, 3)},
        {"digest": None},
        {"rows": 4},
        {"level": "source"},
        {"since": "2024-01-01"},
        {"until": "2024-01-01"},
    ],
    ids=str,
)
def test_a_verification_of_other_things_is_another_one(other: dict[str, Any]) -> None:
    assert _identified() == _identified(workers=3, max_rows_per_second=7), "how fast it goes is of no consequence"
    assert _identified(**other) != _identified()
