"""The statements that are sent to SQL Server, as a DBA may read them: ``tests/engines/golden/mssql``.

``DBMIGRATE_REWRITE_GOLDEN=1`` writes the files anew; look at the difference before you commit it.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import sqlglot
from msgspec.structs import replace

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.mssql import catalog
from dbmigrate.engines.mssql.catalog import ForeignKeyFacts
from dbmigrate.engines.mssql.connecting import SETTINGS
from dbmigrate.engines.mssql.connection import Answer
from dbmigrate.engines.mssql.engine import (
    COMPATIBLE_SQL,
    DATABASE_PERMISSION_SQL,
    IDENTITY_SQL,
    SNAPSHOT_SQL,
    TABLE_PERMISSION_SQL,
    VERSION_SQL,
    MssqlEngine,
)
from dbmigrate.engines.mssql.options import MssqlOptions
from dbmigrate.engines.mssql.read import select
from dbmigrate.engines.mssql.suspend import foreign_key_suspension, is_broken, trigger_suspension
from dbmigrate.engines.mssql.write import (
    MssqlWriter,
    StagedMove,
    create_staging_sql,
    named_columns,
    without_empty_columns,
)
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.session import StagedSide
from dbmigrate.ledger.entries import BatchEntry, TargetEntry
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.tables import LedgerTables
from dbmigrate.model.batch import Digest, Reject
from dbmigrate.model.conditions import AnyOf, Compare, IsNull, Operator
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.table import Table, TableName
from dbmigrate.model.types import arrow_type
from dbmigrate.undo.script import UndoScript, among_keys
from tests.engines.mssql_tables import CALL_COLLATIONS, CALLS, QUEUES

GOLDEN = Path(__file__).parent / "golden" / "mssql"
STAGING = TableName("stage_100001", "dbmigrate")
Sections = list[tuple[str, str]]


class Recording:
    """A connection that takes down what it is sent and answers what it is told to."""

    has_bulk_copy = False
    needs_lengths = False

    def __init__(self, answers: dict[str, Answer] | None = None) -> None:
        self.sent: list[tuple[str, Sequence[Any]]] = []
        self._answers = answers or {}

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Answer:
        self.sent.append((sql, tuple(parameters)))
        return next((answer for part, answer in self._answers.items() if part in sql), Answer((), []))

    def results(self, sql: str) -> Iterator[tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]]:
        answer = self.execute(sql)
        yield answer.names, iter(answer.rows)

    def insert(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        self.sent.append((sql, rows[0]))

    def stream(
        self, sql: str, parameters: Sequence[Any], fetch_rows: int, wanted: pa.Schema | None = None
    ) -> Iterator[pa.RecordBatch]:
        raise NotImplementedError

    def expect_bytes(self, longest: int) -> None: ...

    def bulk_copy(self, table: str, batch: pa.RecordBatch, seconds: int) -> int:
        raise NotImplementedError

    def close(self) -> None: ...


GRANTED = {"sp_getapplock": Answer(("granted",), [(0,)]), "SELECT dbmigrate.run.fence": Answer(("fence",), [(1,)])}


def read_statements() -> Sections:
    whole = TableRead(CALLS, CALLS.columns)
    ordered = TableRead(CALLS, CALLS.columns[:3], CALLS.primary_key, KeyRange((1, "a"), (2, "z")))
    started = CALLS.columns[2]
    above = AnyOf((Compare(started, Operator.AT_LEAST, "2024-01-02 03:04:05"), IsNull(started)))
    later = TableRead(CALLS, CALLS.columns[:3], CALLS.primary_key, KeyRange(), above)
    texts = (("the whole table", whole), ("a key range", ordered), ("above a watermark", later))
    return [(title, _with(*select(read, CALL_COLLATIONS))) for title, read in texts]


def _with(sql: str, parameters: Sequence[Any]) -> str:
    return f"{sql}\n-- {len(parameters)} parameters: {list(parameters)!r}" if parameters else sql


def staging_statements() -> Sections:
    names = [column.name for column in CALLS.writable_columns]
    move = StagedMove(STAGING, CALLS, names, CALLS.primary_key)
    return [
        ("staging table", create_staging_sql(STAGING, named_columns(CALLS, names), CALL_COLLATIONS)),
        ("rows that are missing", move.insert_missing()),
        ("rows that are there with other values", move.count_differing()),
        ("their keys", move.differing_keys()),
        ("upsert", move.update_differing()),
        ("rows gone from the source, as staged", move.delete_present()),
        ("rows that others refer to", move.referred("[dbo].[Note]", [("Call", "Id")], ())),
        ("how many refer to them", move.count_referring("[dbo].[Note]", [("Call", "CallId")])),
        *((f"rows of staging and table: {side.name.lower()}", move.rows(side)) for side in StagedSide),
        ("a table without a key", StagedMove(STAGING, QUEUES, ["Id", "Name"], ()).insert_missing()),
    ]


def parameter_statements() -> Sections:
    found = []
    for title, table, collations in (("text, moments, money", CALLS, CALL_COLLATIONS), ("identity", QUEUES, {})):
        recording = Recording({"COUNT_BIG": Answer(("n",), [(1,)])})
        writer = MssqlWriter(recording, {table.name: collations}.__getitem__)
        rows = empty_row(table)
        writer.load_staging(STAGING, table, rows)
        writer.begin()
        writer.load(table, rows)
        found.append((title, ";\n".join(sql for sql, _ in recording.sent)))
    return found


def empty_row(table: Table) -> pa.RecordBatch:
    columns = table.writable_columns
    return pa.RecordBatch.from_arrays(
        [pa.nulls(1, arrow_type(column.type)) for column in columns], names=[column.name for column in columns]
    )


def ledger_statements() -> Sections:
    entry = BatchEntry(
        "dbo.Queue", 0, 3, (30_000,), 10_000, False, (TargetEntry("dbo.Queue", 9_999, digest=Digest(9_999, 1, 2)),),
        (Reject("[7]", "refused_by_target", None, "2627 duplicate key", "{}"),),
    )  # fmt: skip
    making, running = Recording(), Recording(GRANTED)
    Ledger(MssqlWriter(making, lambda _: {}), has_schemas=True).create()
    writer = MssqlWriter(running, lambda _: {})
    ledger = Ledger(writer, has_schemas=True)
    writer.begin()
    ledger.await_commits(1)
    writer.rollback()
    writer.begin()
    ledger.hold_fence(1, 1)
    ledger.record_batch(1, 1, entry, "digest")
    writer.commit()
    return [
        ("tracking tables", ";\n".join(sql for sql, _ in making.sent)),
        ("after a lost COMMIT, and the transaction of a batch", ";\n".join(sql for sql, _ in running.sent)),
    ]


def suspension_statements() -> Sections:
    key = ForeignKeyFacts(
        "FK_Parent", ("ParentId",), QUEUES.name, ("Id",), disabled=False, trusted=True, for_replication=True,
        on_delete="CASCADE", on_update="NO ACTION",
    )  # fmt: skip
    trigger = trigger_suspension(QUEUES.name, "TR_Queue")
    both = [("trigger", trigger)]
    both += [
        (f"foreign key, {how}", foreign_key_suspension(QUEUES.name, key, switches_work=works))
        for how, works in (("switched", True), ("made again, where switches have no effect", False))
    ]
    return [(title, ";\n".join((*each.suspend_sql, *each.restore_sql))) for title, each in both]


def catalogue_statements() -> Sections:
    named = {
        name: getattr(catalog, name)
        for name in ("TABLES", "COLUMNS", "PERIODS", "CODE_PAGES", "INDEXES", "FOREIGN_KEYS", "TRIGGERS", "ROW_COUNTS")
    }
    named |= {"IDENTITY": IDENTITY_SQL, "VERSION": VERSION_SQL, "SNAPSHOT": SNAPSHOT_SQL, "COMPATIBLE": COMPATIBLE_SQL}
    named |= {"DATABASE PERMISSION": DATABASE_PERMISSION_SQL, "TABLE PERMISSION": TABLE_PERMISSION_SQL}
    named |= {"SETTINGS": ";\n".join(SETTINGS)}
    return [(name.lower().replace("_", " "), text.strip()) for name, text in named.items()]


FILES = {
    "read.sql": read_statements,
    "staging.sql": staging_statements,
    "parameters.sql": parameter_statements,
    "ledger.sql": ledger_statements,
    "suspensions.sql": suspension_statements,
    "catalogue.sql": catalogue_statements,
}


@pytest.mark.parametrize("name", FILES)
def test_statements_are_those_of_the_golden_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(f"-- {title}\n{_tidy(sql)};\n" for title, sql in FILES[name]())
    path = GOLDEN / name
    if os.environ.get("DBMIGRATE_REWRITE_GOLDEN"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("name", ["read.sql", "staging.sql", "catalogue.sql"])
def test_another_parser_reads_the_statements(name: str) -> None:
    if name == "catalogue.sql":
        sections = [section for section in FILES[name]() if section[0] != "settings"]
    else:
        sections = FILES[name]()
    for _, sql in sections:
        for statement in sqlglot.parse(sql, dialect="tsql", error_level=sqlglot.ErrorLevel.RAISE):
            assert statement is None or not isinstance(statement, sqlglot.exp.Command)


def _tidy(sql: str) -> str:
    return "\n".join(line.rstrip() for line in re.sub(r"\n{2,}", "\n", sql.strip()).splitlines())


def recorded_engine(monkeypatch: pytest.MonkeyPatch, answers: dict[str, Answer]) -> MssqlEngine:
    monkeypatch.setattr("dbmigrate.engines.mssql.engine.connect", lambda options: Recording(answers))
    return MssqlEngine(MssqlOptions("mssql-python", "here", "shop", "me", None), schema="dbo", writable=True)


def test_the_script_of_an_undo_is_written_in_t_sql(monkeypatch: pytest.MonkeyPatch) -> None:
    """``BEGIN;`` begins a block there, and there are no row values."""
    engine = recorded_engine(monkeypatch, {})
    one = str(among_keys(engine, ["id"], [("1",), ("2",)]))
    two = str(among_keys(engine, ["site", "id"], [("N'a'", "1"), ("N'b'", "2")]))
    assert one == "id IN (1, 2)"
    assert two == "((site = N'a' AND id = 1) OR (site = N'b' AND id = 2))"
    file = io.StringIO()
    UndoScript(engine, LedgerTables(has_schemas=True), 1, 1, 1, "now", file).end(
        [], {"dbo.calls"}, [], state="undone", taking_back=[]
    )
    lines = file.getvalue().split("\n")
    assert lines[1] == "BEGIN TRANSACTION;"
    assert lines[-2] == "COMMIT;"


@pytest.mark.parametrize(
    ("granted", "lacking"),
    [(1, []), (0, ["CREATE SCHEMA on the database", "CREATE TABLE on the database"]), (None, [])],
)
def test_what_the_login_lacks(monkeypatch: pytest.MonkeyPatch, granted: int | None, lacking: list[str]) -> None:
    """A server that does not know a privilege answers NULL: that is not a lack of it."""
    answers = {"SCHEMA_ID(?)": Answer(("id",), [(None,)]), "HAS_PERMS_BY_NAME": Answer(("granted",), [(granted,)])}
    engine = recorded_engine(monkeypatch, answers)
    assert [one.partition(",")[0] for one in engine.missing_permissions([])] == lacking


def test_null_is_written_out_only_where_no_row_has_a_value() -> None:
    rows = [(None, None, 1), ("x", None, 2)]
    text, sent = without_empty_columns("INSERT INTO t (a, b, c)", ["CAST(? AS a)", "CAST(? AS b)", "?"], rows)
    assert text == "INSERT INTO t (a, b, c) VALUES (CAST(? AS a), NULL, ?)"
    assert sent == [(None, 1), ("x", 2)]
    assert without_empty_columns("I", ["?", "?"], [(None, None)]) == ("I VALUES (?, NULL)", [(None,)])


FOREIGN_KEY = ForeignKeyFacts(
    "FK_Parent", ("ParentId",), QUEUES.name, ("Id",), disabled=False, trusted=True, for_replication=True,
    on_delete="NO ACTION", on_update="CASCADE",
)  # fmt: skip


def test_a_foreign_key_comes_back_as_it_was() -> None:
    """Trusted or not, for replication or not; and one that was off stays off."""
    doubted = replace(FOREIGN_KEY, trusted=False, for_replication=False)
    [back] = foreign_key_suspension(QUEUES.name, doubted, switches_work=True).restore_sql
    assert back == "ALTER TABLE [dbo].[Queue] WITH NOCHECK CHECK CONSTRAINT [FK_Parent]"
    [again] = foreign_key_suspension(QUEUES.name, doubted, switches_work=False).restore_sql
    assert again == (
        "ALTER TABLE [dbo].[Queue] WITH NOCHECK ADD CONSTRAINT [FK_Parent] FOREIGN KEY ([ParentId]) REFERENCES"
        " [dbo].[Queue] ([Id]) ON UPDATE CASCADE NOT FOR REPLICATION"
    )
    pair = (QUEUES.name, QUEUES.name)
    assert is_broken(QUEUES.name, FOREIGN_KEY, {pair})
    assert not is_broken(QUEUES.name, FOREIGN_KEY, set())
    assert not is_broken(QUEUES.name, replace(FOREIGN_KEY, disabled=True), {pair})


def test_values_of_an_identity_column_are_let_in_for_one_statement_only() -> None:
    """The switch is on for one table of a session at a time: the next one would be refused."""
    answers = {"COUNT_BIG": Answer(("n",), [(1,)]), "@@ROWCOUNT": Answer(("affected",), [(1,)])}
    recording = Recording(answers)
    writer = MssqlWriter(recording, lambda _: {})
    writer.begin()
    for write in (
        lambda: writer.move_staged(STAGING, QUEUES, ["Id", "Name"], ["Id"], upsert=False),
        lambda: writer.load(QUEUES, empty_row(QUEUES)),
    ):
        recording.sent.clear()
        write()
        switches = [sql for sql, _ in recording.sent if "IDENTITY_INSERT" in sql]
        wanted = [f"SET IDENTITY_INSERT [dbo].[Queue] {word}" for word in ("ON", "OFF")]
        assert [sql.splitlines()[-1] for sql in switches] == wanted


def test_rows_that_staging_lacks_are_missed() -> None:
    recording = Recording({"COUNT_BIG": Answer(("n",), [(0,)])})
    with pytest.raises(EngineFault, match="which holds 0") as caught:
        MssqlWriter(recording, lambda _: {}).load_staging(STAGING, QUEUES, empty_row(QUEUES))
    assert caught.value.fault is Fault.TERMINAL
