"""The tables of the ledger, made where they are missing: all of them or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
import sqlalchemy as sa

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.engine import PostgresEngine
from dbmigrate.engines.postgresql.write import PostgresWriter
from dbmigrate.engines.session import Session
from dbmigrate.engines.statements import COMPRESSED
from dbmigrate.ledger.ledger import Ledger

KEPT = sa.MetaData()
FIRST = sa.Table("first", KEPT, sa.Column("a", sa.BigInteger, sa.Identity(), primary_key=True), schema="kept")
SECOND = sa.Table(
    "second", KEPT, sa.Column("a", sa.String(9), server_default=sa.text("';'"), index=True), schema="kept"
)


@pytest.fixture
def writer(postgres_url: str) -> Iterator[PostgresWriter]:
    engine = PostgresEngine(postgres_url, schema=None, writable=True)
    writer = engine.open_writer()
    yield writer
    writer.close()
    engine.dispose()


def _made(writer: PostgresWriter) -> list[str]:
    found = writer.run_sql("SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('kept') ORDER BY 1")
    return [row["relname"] for row in found]


ALL = ["first", "first_a_seq", "first_pkey", "ix_kept_second_a", "second"]


def test_as_often_as_one_likes(writer: PostgresWriter) -> None:
    for _ in range(2):
        writer.make_tables("kept", [FIRST, SECOND])
        assert _made(writer) == ALL
    writer.run_sql("DROP TABLE kept.second")
    writer.make_tables("kept", [FIRST, SECOND])
    assert _made(writer) == ALL


def test_in_one_trip(writer: PostgresWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind BEGIN and before COMMIT."""
    run: list[str] = []
    for way in ("run_sql", "_tell"):
        monkeypatch.setattr(PostgresWriter, way, lambda _, text: run.append(text))
    writer.make_tables("kept", [FIRST, SECOND])
    assert [len(run), run[0], run[-1]] == [3, "BEGIN", "COMMIT"]


def test_what_is_refused_is_told_by_its_own_statement(writer: PostgresWriter) -> None:
    writer.run_sql("CREATE SCHEMA kept")
    writer.run_sql("CREATE DOMAIN kept.second AS text")
    with pytest.raises(EngineFault) as refused:
        writer.make_tables("kept", [FIRST, SECOND])
    assert refused.value.fault is Fault.TERMINAL
    assert "kept.second" in refused.value.message
    assert "kept.first" not in refused.value.message
    writer.rollback()
    assert _made(writer) == []


def _storage(session: Session, table: str) -> dict[str, str]:
    """Of the columns that can be stored in several ways: x is tried to be compressed, e is not."""
    asked = f"SELECT attname, attstorage::text FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attlen = -1"
    return {row["attname"]: row["attstorage"] for row in session.run_sql(f"{asked} AND attnum > 0")}


def test_what_is_compressed_already_is_not_compressed_again(writer: PostgresWriter) -> None:
    Ledger(writer, has_schemas=True).create()
    found = _storage(writer, "dbmigrate.batch_key")
    assert found.pop("payload") == "e"
    assert set(found.values()) == {"x"}


def test_a_table_that_is_there_stays_as_it_is(postgres_url: str) -> None:
    """To alter it would wait for whoever reads it."""
    made = sa.MetaData()
    packed = sa.Table("odd: 'n'", made, sa.Column("x", sa.LargeBinary, info={COMPRESSED: True}), schema="kept")
    other = sa.Table("other", made, sa.Column('a "y"', sa.LargeBinary, info={COMPRESSED: True}), schema="kept")
    engine = PostgresEngine(postgres_url, schema=None, writable=True)
    with closing(engine.open_writer()) as session:
        session.make_tables("kept", [packed])
        assert _storage(session, """kept."odd: ''n''\"""") == {"x": "e"}
        session.run_sql("""ALTER TABLE kept."odd: 'n'" ALTER COLUMN x SET STORAGE EXTENDED""")
        session.make_tables("kept", [packed, other])
        assert _storage(session, """kept."odd: ''n''\"""") == {"x": "x"}
        assert _storage(session, "kept.other") == {'a "y"': "e"}
    engine.dispose()


def test_who_may_not_alter_tables_has_them_all_the_same(writer: PostgresWriter) -> None:
    writer.run_sql("CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'not here'; END$$")
    writer.run_sql(
        "CREATE EVENT TRIGGER no_alter ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION no()"
    )
    Ledger(writer, has_schemas=True).create()
    assert _storage(writer, "dbmigrate.batch_key")["payload"] == "x"
