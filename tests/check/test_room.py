"""Free space against what is needed, and settings: what is not told is said not to be known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from dbmigrate.check import room
from dbmigrate.check.room import check_surroundings, needed_bytes, shown
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.mssql import surroundings as mssql
from dbmigrate.engines.oracle import surroundings as oracle
from dbmigrate.engines.postgresql import surroundings as postgresql
from dbmigrate.engines.registry import open_engine
from dbmigrate.model.surroundings import Amount, Room
from dbmigrate.model.table import Table, TableName
from tests.databases import Database

MakeDatabase = Callable[[str, str], Database]
GIB = 1 << 30


def looked(source: Database, target: Database) -> dict[str, tuple[str, str]]:
    engines: list[Engine] = []
    try:
        for database, side in ((source, "source"), (target, "target")):
            engines.append(open_engine(ConnectionUrl.parse(database.url), side=side))  # type: ignore[arg-type]
        tables = [[t for name in one.list_tables() if (t := one.describe_table(name))] for one in engines]
        results = check_surroundings(engines[0], tables[0], engines[1], tables[1])
        return {one.name: (str(one.status), f"{one.detail}; {one.next_step}") for one in results}
    finally:
        for engine in engines:
            engine.dispose()


def test_a_file_needs_room_on_its_disk(empty: MakeDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = empty("sqlite", "source"), empty("sqlite", "target")
    source.run("CREATE TABLE t (a text)", "INSERT INTO t VALUES (zeroblob(300000))")
    assert looked(source, target)["target room"][0] == "ok"
    usage = type("Usage", (), {"free": 500_000})()
    monkeypatch.setattr("dbmigrate.engines.sqlite.surroundings.shutil.disk_usage", lambda place: usage)
    monkeypatch.setattr(room, "MIN_FREE_BYTES", 1000)
    found = [one for one in _rooms(source, target) if "directory" in one[1]]
    assert [status for status, _ in found] == ["warning"]
    assert "488.3 KiB free, up to 5" in found[0][1]
    usage.free = 5_000_000
    assert [status for status, _ in _rooms(source, target)] == ["ok", "ok"]

    def unreadable(place: Path) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("dbmigrate.engines.sqlite.surroundings.shutil.disk_usage", unreadable)
    assert ("unknown", "Permission denied") in {
        (status, detail.rpartition("; ")[2]) for status, detail in _rooms(source, target)
    }


def _rooms(source: Database, target: Database) -> list[tuple[str, str]]:
    engines = [open_engine(ConnectionUrl.parse(one.url), side="target") for one in (source, target)]
    try:
        results = list(check_surroundings(engines[0], [], engines[1], []))
    finally:
        for engine in engines:
            engine.dispose()
    return [(str(one.status), one.detail) for one in results if one.name == "target room"]


def test_postgresql_tells_sizes_and_no_free_space(empty: MakeDatabase) -> None:
    source, target = empty("postgresql", "source"), empty("postgresql", "target")
    for database in (source, target):
        database.run("CREATE TABLE t (a int PRIMARY KEY)")
    source.insert("t", [(n,) for n in range(1000)])
    found = looked(source, target)
    status, detail = found["target room"]
    assert status == "unknown"
    for text in ("tablespace pg_default", "how much is free is not known", "up to 1.0 GiB may be needed", "df -h"):
        assert text in detail
    assert found["target archive_mode"][0] == "ok"


@pytest.mark.parametrize(("told", "value"), [([("archive_mode", "on")], "on"), ([], None)])
def test_postgresql_archives_or_does_not_say(told: list[tuple[str, str]], value: str | None) -> None:
    def rows(sql: str, _: Any) -> list[tuple[Any, ...]]:
        return list(told) if "pg_settings" in sql else []

    [setting] = postgresql.surroundings(rows, "public", [], fills=True).settings
    assert (setting.value, bool(setting.concern)) == (value, True)


def test_what_is_needed() -> None:
    assert needed_bytes(Amount(3 * GIB), Amount(GIB)) == 5 * GIB
    assert needed_bytes(Amount(10), Amount(None, "why")) == GIB
    assert needed_bytes(Amount(None, "no right"), Amount(GIB)) is None
    assert [shown(size) for size in (1, 2048, 3 * GIB)] == ["1 bytes", "2.0 KiB", "3.0 GiB"]


def denied(code: str) -> EngineFault:
    return EngineFault(Fault.TERMINAL, "permission was denied", code)


Answers = dict[str, list[tuple[Any, ...]] | EngineFault]


def answering(answers: Answers) -> Callable[[str, Any], list[tuple[Any, ...]]]:
    def ask(sql: str, _: Any) -> list[tuple[Any, ...]]:
        answer = answers[sql]
        if isinstance(answer, EngineFault):
            raise answer
        return answer

    return ask


T = [Table(TableName("t", "dbo"), ())]
PAGES_OF_GIB = GIB // mssql.PAGE_BYTES


def on_sql_server(**changed: Any) -> Any:
    """A data file of 4 GiB, half full, that may grow to 6; a log of 1 GiB that may grow as far as its disk goes."""
    answers: Answers = {
        mssql.STORED: [("dbo", "t", PAGES_OF_GIB), ("dbo", "u", 1)],
        mssql.FILES: [
            (1, 0, "data", 4 * PAGES_OF_GIB, 2 * PAGES_OF_GIB, 6 * PAGES_OF_GIB, 10),
            (2, 1, "log", PAGES_OF_GIB, 0, -1, 10),
        ],
        mssql.VOLUMES: [(1, "D:\\", GIB), (2, "L:\\", 7 * GIB)],
        mssql.RECOVERY_MODEL: [("FULL",)],
        mssql.REMOTE_QUERY_TIMEOUT: [(600,)],
        mssql.EDITION: [(3,)],
    }
    return mssql.surroundings(answering(answers | changed), "dbo", T, fills=True)


def test_sql_server_files_grow_as_far_as_limits_and_disk_allow() -> None:
    around = on_sql_server()
    assert around.stored == Amount(GIB)
    data, log = around.rooms
    assert (data.free_bytes, data.unknown, "D:\\" in data.place) == (3 * GIB, "", True)  # the disk holds no more
    assert (log.free_bytes, log.holds_rows) == (8 * GIB, True)
    model, timeout = around.settings
    assert (model.value, "in the log until" in model.concern) == ("FULL", True)
    assert timeout.concern == ""
    simple = on_sql_server(**{mssql.RECOVERY_MODEL: [("SIMPLE",)], mssql.EDITION: [(mssql.EXPRESS,)]})
    assert (simple.settings[0].concern, simple.rooms[1].holds_rows) == ("", False)
    assert simple.rooms[2].free_bytes == 8 * GIB


def test_sql_server_without_the_right_to_look() -> None:
    around = on_sql_server(
        **{
            mssql.VOLUMES: denied("300"),
            mssql.RECOVERY_MODEL: denied("229"),
            mssql.REMOTE_QUERY_TIMEOUT: [],
            mssql.STORED: denied("229"),
        }
    )
    assert (around.stored.bytes, "229" in around.stored.why) == (None, True)
    data = around.rooms[0]
    assert (data.free_bytes, "300 permission was denied" in data.unknown) == (2 * GIB, True)
    assert [setting.value for setting in around.settings] == [None, None]
    fixed = on_sql_server(
        **{mssql.VOLUMES: denied("300"), mssql.FILES: [(1, 0, "data", 10, 4, -1, 0)], mssql.EDITION: []}
    )
    assert fixed.rooms == (Room("data files data (may not grow)", 6 * mssql.PAGE_BYTES),)
    nothing = on_sql_server(**{mssql.FILES: denied("229")})
    assert (nothing.rooms[0].free_bytes, nothing.rooms[0].unknown) == (None, "229 permission was denied")


def on_oracle(changed: Answers | None = None, *, fills: bool = True, login: str = "ME") -> Any:
    answers: Answers = {
        oracle.TABLE_SPACES: [("t", "DATA"), ("t", "INDX"), ("other", "ELSEWHERE"), ("t", None)],
        oracle.OWN_SPACE: [("DATA",)],
        oracle.FREE: [("DATA", 2 * GIB), ("INDX", GIB), ("ELSEWHERE", 9 * GIB)],
        oracle.FREE_FOR_ME: [("DATA", 2 * GIB)],
        oracle.GROWTH: [("DATA", 5 * GIB), ("INDX", 0)],
        oracle.QUOTAS: [("DATA", GIB, 2 * GIB), ("INDX", 0, -1)],
        oracle.UNLIMITED: [(0,)],
        oracle.MY_SEGMENTS: [(3 * GIB,)],
        oracle.SEGMENTS: [(None,)],
        oracle.PARAMETERS: [("undo_retention", "900"), ("sec_case_sensitive_logon", "FALSE")],
        oracle.LOG_MODE: [("ARCHIVELOG",)],
    }
    return oracle.surroundings(
        answering(answers | (changed or {})), login, "ME", [Table(TableName("t"), ())], fills=fills
    )


def test_oracle_tablespaces_quotas_and_growth() -> None:
    around = on_oracle()
    assert around.stored == Amount(3 * GIB, at_most=True)
    assert [(one.place, one.free_bytes, one.unknown) for one in around.rooms] == [
        ("tablespace DATA, by this login's quota", GIB, ""),
        ("tablespace INDX", GIB, ""),
    ]
    unlimited = on_oracle({oracle.UNLIMITED: [(1,)]})
    assert (unlimited.rooms[0].free_bytes, "grow by 5.0 GiB" in unlimited.rooms[0].unknown) == (2 * GIB, True)
    logon, mode = around.settings
    assert (logon.value, bool(logon.concern), mode.value) == ("FALSE", True, "ARCHIVELOG")
    _, undo = on_oracle(fills=False).settings
    assert (undo.value, "ORA-01555" in undo.concern) == ("900 s", True)


def test_oracle_without_the_views_of_an_administrator() -> None:
    gone = denied("ORA-00942")
    views = (oracle.FREE, oracle.GROWTH, oracle.PARAMETERS, oracle.LOG_MODE)
    around = on_oracle({**dict.fromkeys(views, gone), oracle.QUOTAS: [("DATA", 0, -1)], oracle.UNLIMITED: [(1,)]})
    data, index = around.rooms
    assert (data.free_bytes, "ORA-00942" in data.unknown) == (2 * GIB, True)
    assert (index.free_bytes, "ORA-00942" in index.unknown) == (0, True)
    assert [setting.value for setting in around.settings] == [None, None]
    assert on_oracle({oracle.SEGMENTS: gone}, login="OTHER").stored.bytes is None


def test_a_fault_that_may_pass_is_no_answer() -> None:
    with pytest.raises(EngineFault):
        on_sql_server(**{mssql.STORED: EngineFault(Fault.CONNECTION, "gone")})


def test_every_room_is_held_against_the_need(monkeypatch: pytest.MonkeyPatch) -> None:
    names: Sequence[tuple[Room, str]] = (
        (Room("a", 5 * GIB), "ok"),
        (Room("b", GIB), "warning"),
        (Room("c", GIB, "may grow"), "unknown"),
        (Room("d", None, "no right"), "unknown"),
        (Room("e", GIB, holds_rows=False), "ok"),
    )
    for one, status in names:
        assert str(room._room(one, 2 * GIB, Amount(GIB)).status) == status
    assert str(room._room(Room("a", 5 * GIB), None, Amount(None, "no right")).status) == "unknown"
