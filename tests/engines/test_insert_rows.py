"""Rows of the ledger that go in one trip: all of them or an error of the first at fault, and the session goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.engines.session import Session
from dbmigrate.engines.sqlite.engine import SqliteEngine

ROWS = sa.Table(
    "rows_of_it",
    sa.MetaData(),
    sa.Column("a", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("rows", sa.String(3)),
    sa.Column("c", sa.LargeBinary),
)


@pytest.fixture(params=["sqlite", "postgresql", "postgresql-adbc"])
def session(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Session]:
    engine: Engine
    if request.param == "sqlite":
        (tmp_path / "target.db").touch()
        engine = SqliteEngine(tmp_path / "target.db", writable=True)
    else:
        engine = PostgresEngine(request.getfixturevalue("postgres_url"), schema=None, writable=True)
    session = engine.open_writer() if request.param.endswith("adbc") else engine.open_session()
    session.make_tables(None, [ROWS])
    yield session
    session.close()
    engine.dispose()


def _held(session: Session) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in session.execute(sa.select(ROWS).order_by(ROWS.c.a))]


def test_in_their_order_with_the_columns_they_have(session: Session) -> None:
    session.begin()
    session.insert_rows([(ROWS, {"c": b"\x00", "a": 1}), (ROWS, {"a": 2, "rows": "x"}), (ROWS, {"a": 3, "rows": None})])
    session.commit()
    assert _held(session) == [(1, None, b"\x00"), (2, "x", None), (3, None, None)]


@pytest.mark.parametrize("keys", [[0, 10, 11], [10, 0, 11], [10, 11, 0], [10, 0, *range(20, 400)]])
def test_one_that_is_refused(session: Session, keys: list[int]) -> None:
    session.begin()
    session.insert_rows([(ROWS, {"a": 0})])
    session.commit()
    session.begin()
    with pytest.raises(EngineFault) as refused:
        session.insert_rows([(ROWS, {"a": key}) for key in keys])
    assert refused.value.fault is Fault.ROW
    session.rollback()
    session.begin()
    session.insert_rows([(ROWS, {"a": 1})])
    session.commit()
    assert [row[0] for row in _held(session)] == [0, 1]


def test_nothing_is_said_on_the_screen_of_rows_behind_one_that_is_refused(
    session: Session, capfd: pytest.CaptureFixture[str]
) -> None:
    session.begin()
    with pytest.raises(EngineFault):
        session.insert_rows([(ROWS, {"a": 1}), (ROWS, {"a": 1}), (ROWS, {"a": 2})])
    session.rollback()
    assert capfd.readouterr() == ("", "")
