"""Statements that go to a PostgreSQL server in one trip."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import pq

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.engines.postgresql.session import PsycopgSession

HELD = sa.Table(
    "held",
    sa.MetaData(),
    sa.Column("a", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("t", sa.Text),
    sa.Column("b", sa.LargeBinary),
)


@pytest.fixture
def engine(postgres_url: str) -> Iterator[PostgresEngine]:
    engine = PostgresEngine(postgres_url, schema=None, writable=True)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: PostgresEngine) -> Iterator[PsycopgSession]:
    session = engine.open_session()
    session.make_tables(None, [HELD])
    yield session
    session.close()


def _rows(session: PsycopgSession) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in session.execute(sa.select(HELD).order_by(HELD.c.a))]


def test_each_value_comes_back_as_it_was(session: PsycopgSession) -> None:
    rows = [(-(2**63), "", b""), (0, "Jürgen \\ ' \x01 😀", bytes(range(256))), (2**63 - 1, None, None)]
    session.begin()
    session.insert_rows([(HELD, {"a": a, "t": t, "b": b}) for a, t, b in rows])
    session.commit()
    assert _rows(session) == rows


def test_a_text_with_nul_is_refused_and_not_cut(session: PsycopgSession) -> None:
    session.begin()
    with pytest.raises(EngineFault):
        session.insert_rows([(HELD, {"a": 1, "t": "cut\0off"})])
    session.rollback()
    assert _rows(session) == []


def test_begin_goes_with_what_follows(session: PsycopgSession) -> None:
    server = session.connection.pgconn
    session.begin()
    assert server.transaction_status == pq.TransactionStatus.IDLE
    session.insert_rows([(HELD, {"a": 1})])
    assert server.transaction_status == pq.TransactionStatus.INTRANS
    session.rollback()
    assert _rows(session) == []


def test_rolling_back_often_takes_nothing_away(session: PsycopgSession) -> None:
    """The driver would prepare what it runs often, and at the next ROLLBACK have the server forget all that is
    prepared."""
    for number in range(3):
        session.begin()
        session.insert_rows([(HELD, {"a": -1})])
        for _ in range(10):
            session.run_sql("SAVEPOINT here")
            session.run_sql("ROLLBACK TO SAVEPOINT here")
        session.rollback()
        session.begin()
        session.insert_rows([(HELD, {"a": number})])
        session.commit()
    assert [a for a, _, _ in _rows(session)] == [0, 1, 2]


@pytest.mark.parametrize("follows", ["a query", "SQL text", "its own wire"])
def test_begin_goes_before_whatever_follows(session: PsycopgSession, follows: str) -> None:
    session.begin()
    if follows == "a query":
        session.execute(sa.select(HELD.c.a))
    elif follows == "SQL text":
        session.run_sql("INSERT INTO held VALUES (1); INSERT INTO held VALUES (2)")
    else:
        session.wire()
    assert session.connection.pgconn.transaction_status == pq.TransactionStatus.INTRANS
    session.rollback()
    assert _rows(session) == []


def test_a_transaction_that_was_given_up_before_it_began(session: PsycopgSession) -> None:
    session.begin()
    session.rollback()
    session.insert_rows([(HELD, {"a": 1})])
    assert session.connection.pgconn.transaction_status == pq.TransactionStatus.IDLE
    assert len(_rows(session)) == 1


def test_what_waited_is_not_said_again_after_an_error(session: PsycopgSession) -> None:
    session.begin()
    with pytest.raises(EngineFault):
        session.insert_rows([(HELD, {"a": 1}), (HELD, {"a": 1})])
    session.rollback()
    assert session.connection.pgconn.transaction_status == pq.TransactionStatus.IDLE
    session.insert_rows([(HELD, {"a": 1})])
    assert session.connection.pgconn.transaction_status == pq.TransactionStatus.IDLE


def test_nothing_is_committed_behind_an_error_in_the_same_trip(session: PsycopgSession) -> None:
    session.run_sql("ALTER TABLE held ADD UNIQUE (t) DEFERRABLE INITIALLY DEFERRED")
    session.begin()
    session.insert_rows([(HELD, {"a": 1, "t": "same"}), (HELD, {"a": 2, "t": "same"})])
    session.soon("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(EngineFault) as refused:
        session.commit()
    assert refused.value.fault is Fault.ROW
    session.rollback()
    assert _rows(session) == []


def test_a_failed_transaction_is_not_taken_for_a_committed_one(session: PsycopgSession) -> None:
    session.begin()
    with pytest.raises(EngineFault):
        session.insert_rows([(HELD, {"a": "no number"})])
    with pytest.raises(EngineFault) as refused:
        session.commit()
    assert refused.value.fault is Fault.TERMINAL
    assert _rows(session) == []


def test_each_text_is_prepared_once(session: PsycopgSession) -> None:
    session.begin()
    session.insert_rows([(HELD, {"a": number}) for number in range(5)])
    session.insert_rows([(HELD, {"a": number}) for number in range(5, 9)])
    session.commit()
    asked = "SELECT count(*) AS n FROM pg_prepared_statements WHERE statement LIKE 'INSERT%'"
    assert session.run_sql(asked) == [{"n": 1}]
    assert len(_rows(session)) == 9


def test_a_statement_that_could_not_be_prepared_is_prepared_again(session: PsycopgSession) -> None:
    later = sa.Table("later", sa.MetaData(), sa.Column("a", sa.BigInteger))
    for _ in range(2):
        with pytest.raises(EngineFault):
            session.insert_rows([(later, {"a": 1})])
    session.run_sql("CREATE TABLE later (a bigint)")
    session.insert_rows([(later, {"a": 1}), (later, {"a": 2})])
    assert [row["a"] for row in session.execute(sa.select(later.c.a))] == [1, 2]


@pytest.mark.parametrize("statements", [1, 300])
def test_a_session_that_the_server_has_ended(engine: PostgresEngine, session: PsycopgSession, statements: int) -> None:
    session.insert_rows([(HELD, {"a": 0})])
    with psycopg.connect(engine._uri, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [session.connection.info.backend_pid])
    session.begin()
    with pytest.raises(EngineFault) as lost:
        session.insert_rows([(HELD, {"a": number}) for number in range(1, 1 + statements)])
    assert lost.value.fault is Fault.CONNECTION
    session.rollback()
    fresh = engine.open_session()
    assert len(_rows(fresh)) == 1
    fresh.close()


def test_more_than_fits_on_the_way(session: PsycopgSession) -> None:
    """Either side would wait for the other one, if what comes were not read while the rest is sent."""
    session.begin()
    session.insert_rows([(HELD, {"a": number, "b": bytes(50_000)}) for number in range(400)])
    session.commit()
    assert len(_rows(session)) == 400


def test_where_the_library_has_no_pipelines(engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psycopg.Pipeline, "is_supported", lambda: False)
    session = engine.open_session()
    session.make_tables(None, [HELD])
    session.begin()
    session.insert_rows([(HELD, {"a": 1, "t": "x", "b": b"y"})])
    session.commit()
    assert _rows(session) == [(1, "x", b"y")]
    session.close()
