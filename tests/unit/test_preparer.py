"""What a batch becomes on its way from the source's columns to the target's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.base import Engine
from dbmigrate.engines.registry import open_engine
from dbmigrate.model.batch import SourceBatch, Unreadable
from dbmigrate.model.plan import ColumnPlan, IntoPlan, ReadMethod, TablePlan
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.model.types import integer, text
from dbmigrate.transform.prepare import Preparer
from tests.databases import sqlite_database

ID, WHEN = Column("id", integer(64), nullable=False), Column("moment", text())
ROWS = pa.RecordBatch.from_pydict({"id": [1, 2], "moment": ["12:00", "13:00"]})


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(ConnectionUrl.parse(sqlite_database(tmp_path / "target.db").url), side="target")
    yield engine
    engine.dispose()


def _into(name: str, *consents: str) -> IntoPlan:
    columns = (ColumnPlan(ID, "id", None, ID.type), ColumnPlan(WHEN, "moment", None, WHEN.type, frozenset(consents)))
    return IntoPlan(Table(TableName(name), (ID, WHEN)), ("id",), columns)


@pytest.mark.parametrize("consenting", [0, 1, 2])
def test_a_value_is_waived_where_every_column_that_it_reaches_consents(target: Engine, consenting: int) -> None:
    into = tuple(_into(f"t{n}", *(["drop_zone"] if n < consenting else [])) for n in range(2))
    table = TablePlan("all", Table(TableName("s"), (ID, WHEN)), ("id",), True, ReadMethod.KEYSET, into)
    batch = SourceBatch(ROWS, (2,), (Unreadable(1, "moment", "has a zone", "drop_zone"),))
    with closing(Preparer(table, target, {})) as preparer:
        prepared = preparer.prepare(batch)
    waived = consenting == 2
    assert [(reject.key, reject.reason) for reject in prepared.rejects] == ([] if waived else [("[2]", "unreadable")])
    assert [one.rows.num_rows for one in prepared.targets] == ([2, 2] if waived else [1, 1])
    assert [one.changes for one in prepared.targets] == [{"drop_zone moment": 1} if waived else {}] * 2
