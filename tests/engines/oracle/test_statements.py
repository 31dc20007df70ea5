"""The statements that are sent to Oracle, as a DBA may read them: ``tests/engines/golden/oracle``.

``DBMIGRATE_REWRITE_GOLDEN=1`` writes the files anew; look at the difference before you commit it.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import sqlalchemy as sa
import sqlglot
from sqlalchemy.schema import CreateTable

from dbmigrate.engines.oracle import catalog, lock, privileges, view
from dbmigrate.engines.oracle.connection import SETTINGS
from dbmigrate.engines.oracle.engine import FACTS, IDENTITY, identity_sql
from dbmigrate.engines.oracle.read import as_of, select
from dbmigrate.engines.oracle.session import dialect
from dbmigrate.engines.oracle.statements import (
    any_differs,
    create_staging_sql,
    delete_staged_sql,
    insert_bound_sql,
    insert_staging_sql,
    merge_differing_sql,
    staged_rows,
)
from dbmigrate.engines.oracle.suspending import foreign_key_suspension, identity_suspension, trigger_suspension
from dbmigrate.engines.oracle.types import logical_type
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.staging import (
    differing_count_sql,
    differing_keys_sql,
    insert_missing_sql,
    key_match,
    present_count_sql,
    referred_rows_sql,
    same_row,
)
from dbmigrate.engines.statements import text_and_values
from dbmigrate.ledger.entries import SourceState
from dbmigrate.ledger.tables import ledger_tables
from dbmigrate.model.conditions import AnyOf, Compare, HasParent, IsNull, OneOf, Operator
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.table import Column, Table, TableName
from dbmigrate.run import conductor
from tests.engines.oracle.server import FakeOracle
from tests.engines.oracle.test_protocol import MakeOracleJob, fill, make_job

__all__ = ["make_job"]

GOLDEN = Path(__file__).parents[1] / "golden" / "oracle"
Sections = list[tuple[str, str]]

CALLS = Table(
    TableName("CALLS", "HR"),
    (
        Column("SITE", logical_type("NUMBER(5,0)"), nullable=False),
        Column("CALL_ID", logical_type("VARCHAR2(18 CHAR)"), nullable=False),
        Column("STARTED", logical_type("DATE"), nullable=False),
        Column("ENDED", logical_type("TIMESTAMP(9)")),
        Column("MOMENT", logical_type("TIMESTAMP(6) WITH TIME ZONE")),
        Column("COST", logical_type("NUMBER(12,2)")),
        Column("RATIO", logical_type("NUMBER")),
        Column("PARTY", logical_type("NVARCHAR2(50)")),
        Column("NOTES", logical_type("CLOB")),
        Column("SOUND", logical_type("BLOB")),
    ),
    ("SITE", "CALL_ID"),
)
STAGING = TableName("DBMIGRATE_STAGE_1000010000000")
NAMES = [column.name for column in CALLS.columns]


def quote(name: str) -> str:
    return f'"{name}"'


def read_statements() -> Sections:
    key = CALLS.primary_key
    ordered = TableRead(CALLS, CALLS.columns[:3], key, KeyRange((1, "a"), (2, "z")))
    at = CALLS.columns[2]
    above = AnyOf((Compare(at, Operator.AT_LEAST, "2024-01-02 03:04:05"), IsNull(at)))
    later = TableRead(CALLS, CALLS.columns[:3], key, KeyRange(), above)
    child = HasParent(CALLS, (("CALL_ID", "CALL_ID"),), OneOf(CALLS.columns[7], ("O'Hara", "Ж")))
    followed = TableRead(CALLS, CALLS.columns[:1], key, KeyRange(), child)
    whole = TableRead(CALLS, CALLS.columns)
    reads = (
        ("the whole table", whole),
        ("a range of a composite key", ordered),
        ("above a watermark", later),
        ("rows that follow their parent", followed),
    )
    return [(f"{title}, as of one SCN", _with(*select(read, as_of(8_123_456))[:2])) for title, read in reads]


def _with(text: str, values: Mapping[str, object]) -> str:
    return f"{text}\n-- binds: {values!r}" if values else text


def staging_statements() -> Sections:
    of, into, match = staged_rows(STAGING, CALLS, NAMES), '"HR"."CALLS"', key_match(CALLS.primary_key, quote)
    differs = any_differs(CALLS, NAMES, CALLS.primary_key)
    few = ["SITE", "CALL_ID", "ENDED", "NOTES"]
    some, few_differ = staged_rows(STAGING, CALLS, few), any_differs(CALLS, few, CALLS.primary_key)
    return [
        ("a staging table, in types wide enough for all that is loaded", create_staging_sql(STAGING, CALLS, NAMES)),
        ("emptied before each load, which commits", f'TRUNCATE TABLE "{STAGING.name}"'),
        ("loaded by binds where direct path cannot be used", insert_staging_sql(STAGING, NAMES)),
        ("how many rows are there already", present_count_sql(of, into, match)),
        ("how many of them have other values", differing_count_sql(of, into, match, differs)),
        ("which", differing_keys_sql(some, into, match, few_differ, CALLS.primary_key, quote)),
        ("upsert: rows that differ", merge_differing_sql(some, into, match, few_differ, ["ENDED", "NOTES"])),
        ("undo: rows that the run put in", delete_staged_sql(some, into, match)),
        ("rows gone from the source, as staged", delete_staged_sql(some, into, same_row(match, few_differ))),
        (
            "rows that others refer to",
            referred_rows_sql(of, into, match, '"HR"."NOTES"', [("CALL", "CALL_ID")], (), quote),
        ),
        ("rows that are missing", insert_missing_sql(of, into, match, NAMES, quote)),
        ("a table without a key, by binds inside its transaction", insert_bound_sql(CALLS, NAMES)),
        ("dropped at the end", f'DROP TABLE "{STAGING.name}" PURGE'),
    ]


def ledger_statements() -> Sections:
    tables = ledger_tables(has_schemas=False)
    created = [
        (f"the tracking table {table.name}", text_and_values(CreateTable(table), dialect((19, 3)))[0].strip())
        for table in tables.metadata.sorted_tables
    ]
    run = tables.run
    held = sa.select(run.c.fence).where(run.c.run_id == 7)
    newest = sa.select(run.c.run_id).order_by(run.c.run_id.desc()).limit(1)
    return [
        *created,
        ("the fence, held by each batch", text_and_values(held.with_for_update(read=True), dialect((19, 3)))[0]),
        ("the first of many", text_and_values(newest, dialect((19, 3)))[0]),
        ("the first of many, before release 12.1", text_and_values(newest, dialect((11, 2)))[0]),
    ]


def catalogue_statements() -> Sections:
    return [
        ("tables", catalog.TABLES.strip()),
        ("columns", catalog.COLUMNS.format(visible=catalog.VISIBLE).strip()),
        ("columns, before release 12.1", catalog.COLUMNS.format(visible=catalog.VISIBLE_BEFORE_12).strip()),
        ("identity columns", catalog.IDENTITIES.strip()),
        ("keys", catalog.KEYS.strip()),
        ("their columns", catalog.KEY_COLUMNS.strip()),
        ("indexes", catalog.INDEXES.strip()),
        ("triggers", catalog.TRIGGERS.strip()),
        ("privileges of the login", privileges.SYSTEM),
        ("privileges on tables", privileges.ON_TABLES),
        ("its room", privileges.QUOTA),
    ]


def session_statements() -> Sections:
    return [
        ("how values are written, in every session", SETTINGS),
        ("who and where", FACTS),
        ("which database", IDENTITY),
        *((f"the SCN of a run: {said.format(scn='n')}", text) for text, said in view.CURRENT_SCN),
        ("the run's lock, where DBMS_LOCK may be used", lock.REQUEST),
        ("the run's lock elsewhere: its table", lock.CREATE),
        ("its row", lock.INSERT),
        ("held by a transaction that stays open", lock.HOLD),
    ]


def suspension_statements() -> Sections:
    found: Sections = []
    for each in (
        trigger_suspension(CALLS.name, "HR", "CALLS_STAMP"),
        identity_suspension(CALLS.name, "SITE"),
        foreign_key_suspension(CALLS.name, "CALLS_PARENT"),
    ):
        found += [(f"{each.kind} off", text) for text in each.suspend_sql]
        found += [(f"{each.kind} on again", text) for text in each.restore_sql]
    return [*found, ("identity values above the rows", identity_sql(CALLS.name, "SITE", on_null=False))]


FILES: dict[str, Callable[[], Sections]] = {
    "read": read_statements,
    "staging": staging_statements,
    "ledger": ledger_statements,
    "catalogue": catalogue_statements,
    "session": session_statements,
    "suspensions": suspension_statements,
}
BY_EYE = re.compile(r"ALTER (SESSION|TRIGGER|TABLE)|BEGIN :outcome")
"""What the second parser does not know: switches and the one PL/SQL call."""


def compare(name: str, text: str) -> None:
    place = GOLDEN / f"{name}.sql"
    if os.environ.get("DBMIGRATE_REWRITE_GOLDEN"):
        place.write_text(text)
    assert text == place.read_text()


@pytest.mark.parametrize("name", FILES)
def test_statements_are_those_of_the_file(name: str) -> None:
    compare(name, "".join(f"-- {title}\n{text};\n\n" for title, text in FILES[name]()))


@pytest.mark.parametrize("name", FILES)
def test_a_second_parser_reads_them(name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="sqlglot")
    for title, text in FILES[name]():
        if BY_EYE.match(text):
            continue
        # It knows named binds, but none with a number for a name.
        tree = sqlglot.parse_one(re.sub(r":(\d+)", r":b\1", text), dialect="oracle")
        assert not isinstance(tree, sqlglot.exp.Command), title


def test_the_order_of_a_batch(server: FakeOracle, make_job: MakeOracleJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first staging table to the commit of the second batch, as the server saw it."""
    job = make_job(commit_rows=8)
    fill(job, server)
    server.add_trigger(server.tables["MOVER", "CALLS"], "CALLS_STAMP")
    # Whether the state of a source is known depends on the clock, and on who else is at work.
    states = {name: SourceState(name, "token", "terms") for name in (table.name for table in job.plan().tables)}
    monkeypatch.setattr(conductor, "states_of", lambda *_: states)
    job.run()
    done = [what.removeprefix("after ").strip() for what in server.log if what.startswith("after ")]
    first = next(number for number, what in enumerate(done) if "ALTER TRIGGER" in what) - 3
    last = max(number for number, what in enumerate(done) if "ALTER TRIGGER" in what) + 5
    shown = [f"-- {what}" if what.startswith("direct path") else f"{what};" for what in done[first:last]]
    compare("batch", "\n".join(re.sub(r"\s*\n\s*", " ", line) for line in shown) + "\n")
