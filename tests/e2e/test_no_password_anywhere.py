"""A whole migration with passwords, and failures: no password is in anything that was said, written or shown."""

from __future__ import annotations

import re
import sqlite3
import sys
import traceback
from contextlib import closing
from itertools import chain
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.registry import Side, open_engine
from dbmigrate.errors import DbmigrateError
from tests.e2e.guarded import RIGHT, WRONG, shows, spellings
from tests.e2e.traces import Traces, rows_of_all_tables
from tests.run.job import PACKAGE

ROWS = 400


def break_the_plan() -> None:
    """An error of the program itself, in whose text a careless library has put the whole URL."""
    from dbmigrate.run.migration import Migration

    def broken(self: Migration) -> None:
        raise RuntimeError(
            f"cannot use {self.project.source.url.reveal()} nor {self.project.target.url.password_for_driver}"
        )

    Migration.plan = broken  # type: ignore[method-assign,assignment]


@pytest.fixture
def traces(guarded_server: str, tmp_path: Path) -> Traces:
    """A package beside the place of the project; both databases with the table it names."""
    directory = tmp_path / "project"
    package = directory / "small"
    package.mkdir(parents=True)
    (package / "package.toml").write_text(PACKAGE)
    (package / "all.toml").write_text('[group]\nname = "all"\ntitle = "All"\n[[table]]\nsource = "items"\n')
    with psycopg.connect(_inside(guarded_server, "source")) as session:
        session.execute("TRUNCATE items")
        session.execute(
            "INSERT INTO items SELECT n, nullif('note ' || n, 'note 13') FROM generate_series(1, %s) n", [ROWS]
        )
    with psycopg.connect(_inside(guarded_server, "target")) as session:
        session.execute("DROP SCHEMA IF EXISTS dbmigrate CASCADE")
        session.execute("TRUNCATE items")
        session.execute("ALTER TABLE items ALTER note SET NOT NULL")
    return Traces(directory, tmp_path / "home")


def _inside(server: str, database: str) -> str:
    return f"postgresql://postgres@/{database}?host={server}"


def _url(server: str, database: str, password: str = "") -> str:
    login = f"mover:{quote(password, safe='')}" if password else "mover"
    return f"postgresql://{login}@/{database}?host={quote(server, safe='')}"


def _initialised(traces: Traces, source: str, target: str) -> None:
    """With passwords in the URLs on the command line, as hurried people do."""
    given = ["--source-url", source, "--target-url", target]
    ended = traces.call("init", "--package", "small", *given, "-v")
    assert ended.returncode == 0, ended.stderr
    assert traces.call("init", "--package", "small", *given, "--json").returncode == 3  # it is there already


def _assert_nothing_shown(traces: Traces, *more: tuple[str, bytes]) -> None:
    places = {**traces.said, **traces.processes, **dict(traces.files()), **dict(more)}
    found = [place for place, data in places.items() if shows(RIGHT, data) or shows(WRONG, data)]
    assert found == [], {place: places[place][:3000] for place in found[:2]}


def _assert_databases_hold_nothing(traces: Traces, server: str) -> None:
    sides = {side: rows_of_all_tables(_inside(server, side)) for side in ("source", "target")}
    assert b"note 7" in sides["source"]["public.items"]
    rows = {f"{side} {table}": text for side, tables in sides.items() for table, text in tables.items()}
    log = Path(server, "log").read_bytes()
    assert b"LOG:  statement: " in log
    # The statement with which the test itself has made the login, before any command.
    log = b"\n".join(line for line in log.splitlines() if b"CREATE ROLE mover" not in line)
    _assert_nothing_shown(traces, *rows.items(), ("the server's log", log))


def test_every_spelling_would_be_found() -> None:
    assert len(spellings(RIGHT)) > 12
    for spelling in spellings(RIGHT):
        assert shows(RIGHT, b"before " + spelling + b" after")
        assert not shows(WRONG, spelling)


def test_a_whole_migration(traces: Traces, guarded_server: str) -> None:
    _initialised(traces, _url(guarded_server, "source", RIGHT), _url(guarded_server, "target", RIGHT))
    drafted = traces.call("package", "new", "drafted", "--from-source", _url(guarded_server, "source", RIGHT), "-v")
    assert drafted.returncode == 0, drafted.stderr
    for words in (("doctor", "-v"), ("doctor", "--json"), ("check", "-v"), ("plan", "-v")):
        assert traces.call(*words).returncode in (0, 4), traces.said
    assert traces.call("run", "-v", "--commit-rows", "50").returncode == 9
    assert traces.call("status", "-v").returncode in (0, 9)
    assert traces.call("rejects", "--format", "csv").returncode in (0, 9)
    with psycopg.connect(_inside(guarded_server, "target")) as session:
        session.execute("UPDATE items SET note = 'tampered' WHERE id = 5")
        session.execute("DELETE FROM items WHERE id = 6")
    assert traces.call("verify", "--level", "source", "-v").returncode == 7
    assert traces.call("verify", "--repair", "--level", "source", "-v").returncode in (0, 9)
    assert traces.call("report").returncode in (0, 9)
    assert traces.call("undo", "1", "--even-if-changed", "--script", "undo.sql").returncode == 0
    assert traces.call("scripts", "render", "--to", "rendered").returncode in (0, 3)
    assert (traces.directory / "report.html").exists()
    assert (traces.directory / "undo.sql").exists()
    rows = rows_of_all_tables(_inside(guarded_server, "target"))
    assert {"dbmigrate.run", "dbmigrate.batch", "dbmigrate.reject"} <= set(rows)
    assert rows["dbmigrate.run"]
    _assert_databases_hold_nothing(traces, guarded_server)


def test_a_sqlite_target(traces: Traces, guarded_server: str) -> None:
    _initialised(traces, _url(guarded_server, "source", RIGHT), "sqlite:///target.db")
    assert traces.call("scripts", "run", "--side", "target", "--stage", "schema", "--yes").returncode in (0, 3)
    with closing(sqlite3.connect(traces.directory / "target.db")) as session:
        session.execute("CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, note TEXT NOT NULL)")
        session.commit()
    assert traces.call("run", "--json").returncode == 9
    assert traces.call("verify", "--json").returncode in (0, 9)
    assert b"note 7" in (traces.directory / "target.db").read_bytes()
    _assert_databases_hold_nothing(traces, guarded_server)


def test_failures(traces: Traces, guarded_server: str) -> None:
    source, target = _url(guarded_server, "source"), _url(guarded_server, "target")
    _initialised(traces, source, target)
    for words in (("run", "-v"), ("doctor", "-v"), ("plan", "--json")):
        assert traces.call(*words, source=WRONG).returncode == 5
        assert traces.call(*words, target=WRONG).returncode == 6
    assert traces.call("run", before=break_the_plan).returncode == 1
    [log] = traces.directory.glob("dbmigrate-error-*.log")
    assert "RuntimeError" in log.read_text()
    project = traces.directory / "migration.toml"
    written = project.read_text()
    for instead, status in (
        ("postgresql://mover@127.0.0.1:1/target", 6),
        ("postgresql://mover@host.invalid/target", 6),
        (f"{target}&sslmode=bogus", 6),
        (f"{target}&no_such_option=1", 6),
        (_url("/nowhere", "target"), 6),
        (_url(guarded_server, "target", RIGHT), 3),
    ):
        before, _, after = written.partition("[target]\n")
        project.write_text(before + "[target]\n" + re.sub(r"(?m)^url = .*$", f'url = "{instead}"', after, count=1))
        assert instead in project.read_text()
        ended = traces.call("run", "-v")
        assert ended.returncode == status, ended.stderr
    project.write_text(written)  # the last of them was ours
    _assert_databases_hold_nothing(traces, guarded_server)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_list_of_processes(traces: Traces, guarded_server: str) -> None:
    _initialised(traces, _url(guarded_server, "source"), _url(guarded_server, "target"))
    assert traces.call_at_a_terminal("run", "--ask-password", "--commit-rows", "2", answer=RIGHT) == 9
    seen = b"\n".join(traces.processes.values())
    assert b"--ask-password" in seen
    assert b"mover target" in seen, "the connections were not looked at"
    assert any("environ" in place for place in traces.processes)
    assert b"Password of the target" in b"".join(traces.said.values())
    _assert_databases_hold_nothing(traces, guarded_server)


@pytest.mark.parametrize("side", ["source", "target"])
@pytest.mark.parametrize("parameters", ["", "sslmode=bogus", "no_such_option=1", "host=/nowhere", "connect_timeout=x"])
def test_an_exception(guarded_server: str, side: Side, parameters: str) -> None:
    """Neither its text, nor what it was raised from, for whoever uses dbmigrate as a library."""
    host = "" if parameters.startswith("host=") else f"host={quote(guarded_server, safe='')}&"
    login = f"mover:{quote(WRONG, safe='')}"
    with pytest.raises(DbmigrateError) as caught:
        open_engine(ConnectionUrl.parse(f"postgresql://{login}@/source?{host}{parameters}".rstrip("&")), side=side)
    assert int(caught.value.exit_code) == (5 if side == "source" else 6)
    chain_of = _chain(caught.value)
    texts = chain.from_iterable(traceback.format_exception(one) for one in chain_of)
    assert not shows(WRONG, "".join([*texts, *map(repr, chain_of), repr(caught.value.as_dict())]).encode())


def _chain(error: BaseException | None) -> list[BaseException]:
    """Also what ``from None`` hides."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
