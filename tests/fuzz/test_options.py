"""What people type: options, connection URLs of all engines, scripts."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dbmigrate.errors import DbmigrateError
from dbmigrate.scripts.split import split_script
from tests.fuzz.budget import tried
from tests.fuzz.conftest import FILES, Place
from tests.fuzz.spoiling import NASTY, OPTION_TEXTS, spoiled

_DATES = (
    OPTION_TEXTS | st.dates().map(str) | st.datetimes().map(str) | st.sampled_from(["0001-01-01", "9999-12-31T24:00"])
)


def test_options_that_choose_rows(place: Place) -> None:
    before = place.contents()

    @tried
    @given(
        table=st.lists(OPTION_TEXTS, max_size=2),
        group=st.lists(OPTION_TEXTS, max_size=1),
        since=st.none() | _DATES,
        until=st.none() | _DATES,
        site=st.lists(OPTION_TEXTS, max_size=2),
        verb=st.sampled_from(["plan", "plan", "check", "verify", "rejects", "undo"]),
    )
    @example(table=["items"], group=[], since="2024-01-01", until=None, site=["'; DROP TABLE items; --"], verb="plan")
    @example(table=[], group=[], since="2024-01-01\ud800", until=None, site=[], verb="plan")
    def choose(
        table: list[str], group: list[str], since: str | None, until: str | None, site: list[str], verb: str
    ) -> None:
        words = [verb, *(["1"] if verb == "undo" else [])]
        for flag, values in (("--table", table), ("--group", group if verb != "undo" else [])):
            words += [f"{flag}={value}" for value in values]
        if verb in ("plan", "check", "verify"):
            words += [f"--{name}={value}" for name, value in (("from", since), ("before", until)) if value is not None]
        if verb in ("plan", "check"):
            words += [f"--site={value}" for value in site]
        place.call(*words)
        assert place.contents() == before

    choose()


_ENGINES = ("postgresql", "mssql", "mssql+pyodbc", "oracle", "sqlite")
_PART = st.sampled_from([text for text in NASTY if len(text) < 400]) | st.text(max_size=8)
_PARAMETERS = (
    st.sampled_from(
        "sslmode=x|options=-c%20a=b|connect_timeout=x|application_name=%00|service=none|passfile=/|client_encoding=LATIN1"
        "|host=/nowhere|port=1|hostaddr=x|dbname=x|driver=x|encrypt=maybe|service_name=%27|sid=x|wallet_location=/nowhere"
        "|mode=sysdba|a=1&A=2|=|&|%zz|x=%ff|odbc_connect=DSN%3Dx|krbsrvname=x|target_session_attrs=x|keepalives=x".split(
            "|"
        )
    )
    | _PART
)


@st.composite
def urls(draw: st.DrawFn) -> str:
    """None of them leads to another machine."""
    engine = draw(st.sampled_from(_ENGINES) | _PART)
    user = draw(st.sampled_from(["", "u@", "u:p@", "u:p%40@", ":@", "%ff@", "a@b@"]))
    host = draw(st.sampled_from(["127.0.0.1:1", "127.0.0.1:x", "[::1]:1", "[::1", "", "127.0.0.1:99999", "a b:1"]))
    database = draw(st.sampled_from(["", "/", "/db", "/nowhere/x.db", "//nowhere/x.db", "/:memory:", "/."]) | _PART)
    parameters = draw(st.lists(_PARAMETERS, max_size=2))
    assume("@" not in database or host.startswith(("127", "[")))
    shape = draw(st.sampled_from(["{}://{}{}{}{}", "{}:{}{}{}{}", "{}:/{}{}{}{}", "{}://{}{}{}{}"]))
    return shape.format(engine, user, host, database, "?" + "&".join(parameters) if parameters else "")


def test_connection_urls(place: Place) -> None:
    """On the command line of ``package new``, and as either side of a project."""
    before = place.contents()

    @tried
    @given(url=urls(), where=st.sampled_from(["new", "source", "target"]))
    def connect(url: str, where: str) -> None:
        assume("\0" not in url)
        place.restore()
        if where == "new":
            result = place.call("package", "new", "drafted", f"--from-source={url}", "--directory=.")
            assert result.exit_code in {2, 3, 5}
        else:
            written = url.replace("\\", "\\\\").replace('"', '\\"')
            text = FILES["migration.toml"].replace(f"sqlite:///{where}.db", written)
            place.put("migration.toml", text.encode(errors="surrogatepass"))
            assert place.call("plan").exit_code in {3, 4, 5, 6}
        place.restore()
        assert place.contents() == before

    connect()


_SCRIPT = """\
-- one
INSERT INTO items VALUES (3, 'a;b', NULL, 1);
/* two; */ CREATE TABLE other (x TEXT);
GO
BEGIN
  UPDATE items SET note = 'it''s';
END;
/
SELECT $tag$ ; $tag$, q'[ ; ]', [a;b], "a;b";
"""


@pytest.mark.parametrize("dialect", ["mssql", "oracle", "postgresql", "sqlite"])
def test_scripts_come_apart_or_are_refused(dialect: str) -> None:
    @tried
    @given(data=spoiled(_SCRIPT) | st.text(alphabet="';\"-/*\n GO$[]qQ{}:ébeginEND", max_size=60).map(str.encode))
    def split(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        try:
            statements = split_script(text, dialect)
        except DbmigrateError as error:
            assert error.exit_code in {3, 4}
        else:
            assert all(statement.text in text for statement in statements)

    split()


def test_a_script_of_ones_own(place: Place) -> None:
    """Run on a target: whole or not at all, and an error is one of SQL or of the file, never ours."""

    @tried
    @given(data=spoiled(_SCRIPT))
    def run(data: bytes) -> None:
        place.put("own.sql", data)
        assert place.call("scripts", "run", "--side", "target", "--file", "own.sql", "--yes", "--again").exit_code in {
            0,
            2,
            3,
            4,
            6,
        }

    run()
