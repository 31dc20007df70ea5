from __future__ import annotations

import copy
import logging
import pickle
import re
import traceback
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy.engine import make_url

from dbmigrate.config.urls import ConnectionUrl, is_secret_name
from dbmigrate.errors import ConfigurationError

SECRET = "hunter2"


def _refusal(text: str) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        ConnectionUrl.parse(text)
    assert caught.value.code == "DBM-3021"
    return caught.value


def test_the_parts_are_decoded() -> None:
    url = ConnectionUrl.parse("PostgreSQL://do%5Cmain:p%40ss@db.example:5433/my%2Fdb%20x?sslmode=verify-full&a=b+c")
    assert (url.engine, url.host, url.port) == ("postgresql", "db.example", 5433)
    assert (url.database, url.username) == ("my/db x", "do\\main")
    assert dict(url.query) == {"sslmode": "verify-full", "a": "b c"}
    assert url.for_driver("postgresql+psycopg").password == "p@ss"
    assert url.has_password


@pytest.mark.parametrize(
    ("text", "engine"),
    [
        ("postgres://h/d", "postgresql"),
        ("postgresql://h/d", "postgresql"),
        ("mssql://h/d", "mssql"),
        ("sqlserver://h\\inst/d", "mssql"),
        ("oracle://u@h:1521/?service_name=x", "oracle"),
        ("sqlite:///x.db", "sqlite"),
    ],
)
def test_schemes_are_normalised(text: str, engine: str) -> None:
    assert ConnectionUrl.parse(text).engine == engine


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "does not begin with an engine's name and ://"),
        ("source.db", "does not begin with an engine's name and ://"),
        ("jdbc:sqlserver://h", "does not begin with an engine's name and ://"),
        ("mysql://h/d", "the engine 'mysql' of the URL is not known. Known are mssql, oracle, postgresql, sqlite"),
        ("mssql+pymssql://h/d", "names the driver 'pymssql'"),
        ("postgresql://h:70000/d", "port of the URL is not a number from 1 to 65535"),
        ("postgresql://h:0/d", "port of the URL is not a number from 1 to 65535"),
        ("postgresql://h:x/d", "port of the URL is not a number from 1 to 65535"),
        ("postgresql://h/d\0", "NUL"),
        ("postgresql://h/d%00", "NUL"),
        ("postgresql://h/d\n", "control character"),
        ("postgresql://h/%ff", "not UTF-8"),
        ("postgresql://h/d?a=%ff", "parameters of the URL cannot be read"),
        ("postgresql://h/d?a=1&A=2", "one of its parameters twice"),
        ("postgresql://h/d?novalue", "parameters of the URL cannot be read"),
        ("postgresql://a b/d", "characters that no host name has"),
        ("postgresql://[::1/d", "host and port of the URL cannot be read"),
        ("postgresql://h/\udc80", "not valid Unicode"),
        ("sqlite://source.db", "three slashes before a relative path"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///file:x?mode=ro", "names no file"),
    ],
)
def test_a_faulty_url_is_explained(text: str, message: str) -> None:
    assert message in str(_refusal(text))


@pytest.mark.parametrize(
    "text",
    [
        f"user:{SECRET}@host/db",
        f"postgresql://user:{SECRET}/x@host/db",
        f"postgresql://user:12/{SECRET}@host/db",
        f"postgresql://user:12?{SECRET}@host/db",
        f"postgresql://user:p@{SECRET}/x@host/db",
        f"postgresql://user:p@{SECRET}@host/db",
        f"postgresql://user:{SECRET}",
        f"postgresql://user:p@host:{SECRET}/db",
        f"postgresql://user:a@host/db?password={SECRET}",
        f"sqlserver://host:1433;user=sa;password={SECRET}",
        f"sqlserver://host;user=sa;password={SECRET}",
        f"mssql://host/db;PWD = {SECRET}",
        f"mssql://host/db?x=PWD={SECRET}",
        f"postgresql://user:{SECRET}%ff@host/db",
        f"postgresql://user:{SECRET}%00@host/db",
        f"oracle://scott/{SECRET}@host/db",
        f"sqlite://user:{SECRET}@/x.db",
        f"nosuch://user:{SECRET}@host/db",
    ],
)
def test_no_piece_of_a_misplaced_password_is_repeated(text: str) -> None:
    error = _refusal(text)
    assert SECRET not in "".join(traceback.format_exception(error))
    assert SECRET not in str(error.as_dict())


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://u:{SECRET}@h/d",
        f"postgresql://:{SECRET}@h/d",
        f"postgresql://u@h/d?password={SECRET}",
        f"mssql://u@h/d?PWD={SECRET}",
        f"postgresql://u@h/d?sslpassword={SECRET}&x=1",
        f"oracle://u@h/d?wallet_password={SECRET}",
        f"mssql://h/d?odbc_connect=DSN%3Dx%3BPWD%3D{SECRET}",
    ],
)
def test_a_password_is_shown_by_reveal_only(text: str, caplog: pytest.LogCaptureFixture) -> None:
    url = ConnectionUrl.parse(text)
    with caplog.at_level(logging.INFO):
        logging.getLogger(__name__).info("to %s, %r", url, url)
    shown = [str(url), repr(url), f"{url}", f"{url!s:>5}", f"{url:>5}", f"{[url]}", caplog.text, str(url.query)]
    assert all(SECRET not in one for one in shown)
    assert "***" in str(url)
    assert "***" in repr(url)
    assert url.has_secret
    assert SECRET in url.reveal()
    assert ConnectionUrl.parse(url.reveal()) == url
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        pickled = pickle.dumps(url, protocol)
        assert SECRET.encode() not in pickled
        assert pickle.loads(pickled) == url.without_password()
    assert copy.deepcopy(url) is url
    bare = url.without_password()
    assert not bare.has_secret
    assert SECRET not in bare.reveal()
    with pytest.raises((AttributeError, TypeError)):
        vars(url)


def test_a_login_password_among_the_parameters_becomes_the_login_password() -> None:
    assert ConnectionUrl.parse("mssql://u@h/d?PWD=x").reveal() == "mssql://u:x@h/d"


def test_a_password_is_put_in_and_taken_out() -> None:
    url = ConnectionUrl.parse("postgresql://u@h/d?sslmode=require")
    assert not url.has_secret
    full = url.with_password("a/b@c:d?e%f é")
    assert full.reveal() == "postgresql://u:a%2Fb%40c%3Ad%3Fe%25f%20%C3%A9@h/d?sslmode=require"
    assert str(full) == "postgresql://u:***@h/d?sslmode=require"
    assert full.without_password() == url
    assert full.with_password("") == url
    assert full != url
    assert make_url(full.reveal()).password == "a/b@c:d?e%f é"


def test_urls_are_immutable_and_usable_as_keys() -> None:
    url = ConnectionUrl.parse("postgresql://u@h/d")
    with pytest.raises(AttributeError, match="immutable"):
        url.port = 1  # type: ignore[misc]
    with pytest.raises(AttributeError, match="immutable"):
        del url._url
    assert {url: 1}[ConnectionUrl.parse("postgres://u@h/d")] == 1


def test_a_sqlite_path_is_resolved_against_a_directory(tmp_path: Path) -> None:
    url = ConnectionUrl.parse("sqlite:///some%20dir/a%b.db?mode=ro")
    assert url.sqlite_path == Path("some dir/a%b.db")
    resolved = url.resolved(tmp_path)
    assert resolved.sqlite_path == tmp_path / "some dir/a%b.db"
    assert dict(resolved.query) == {"mode": "ro"}
    assert ConnectionUrl.parse(resolved.reveal()) == resolved
    assert resolved.resolved(Path("/elsewhere")) == resolved
    assert ConnectionUrl.parse("sqlite:////abs/x.db").resolved(tmp_path).sqlite_path == Path("/abs/x.db")
    windows = ConnectionUrl.parse("sqlite:///C:\\d\\x.db")
    assert windows.resolved(tmp_path) == windows
    server = ConnectionUrl.parse("postgresql://h/d")
    assert server.resolved(tmp_path) is server
    with pytest.raises(ConfigurationError, match="names no SQLite file"):
        _ = server.sqlite_path


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "PWD",
        "passwd",
        "ssl_password",
        "sslpassword",
        "access-token",
        "client_secret",
        "ssl_pass phrase",
        "odbc_connect",
    ],
)
def test_names_of_secrets_are_known(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["passfile", "sslmode", "user", "passwords_file"])
def test_other_names_are_not_secret(name: str) -> None:
    assert not is_secret_name(name)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(
    lambda text: not re.search("pass|pwd|secret|token", text, re.IGNORECASE)
)
HOSTS = st.from_regex(r"[a-z0-9.\\-]{1,20}", fullmatch=True) | st.ip_addresses().map(str) | st.none()


@given(
    engine=st.sampled_from(["mssql", "oracle", "postgresql"]),
    host=HOSTS,
    port=st.none() | st.integers(1, 65535),
    database=st.none() | TEXT,
    username=st.none() | TEXT,
    password=st.none() | TEXT,
    query=st.dictionaries(TEXT, TEXT, max_size=3),
)
def test_every_name_survives_the_round_trip(
    engine: str,
    host: str | None,
    port: int | None,
    database: str | None,
    username: str | None,
    password: str | None,
    query: dict[str, str],
) -> None:
    assume(len({name.casefold() for name in query}) == len(query))
    url = ConnectionUrl.create(
        engine, host=host, port=port, database=database, username=username, password=password, query=query
    )
    again = ConnectionUrl.parse(url.reveal())
    assert again == url
    assert (again.host, again.port, again.database, again.username) == (host, port, database, username)
    assert again.for_driver(engine).password == password
    assert dict(again.query) == query
    assert ConnectionUrl.parse(url.without_password().reveal()) == url.without_password()
    if password is not None and len(password) > 3:
        assert str(url.with_password("another")) == str(url)


@given(TEXT)
def test_every_sqlite_path_survives_the_round_trip(path: str) -> None:
    assume(not path.startswith((":memory:", "file:")))
    url = ConnectionUrl.create("sqlite", database=path)
    assert ConnectionUrl.parse(url.reveal()) == url
    assert ConnectionUrl.parse(url.reveal()).sqlite_path == Path(path)


@given(st.text() | st.builds("{}://{}".format, st.sampled_from(["sqlite", "mssql", "postgres"]), st.text()))
def test_any_text_is_a_url_or_refused(text: str) -> None:
    try:
        url = ConnectionUrl.parse(text)
    except ConfigurationError as error:
        assert error.code == "DBM-3021"
    else:
        assert ConnectionUrl.parse(url.reveal()) == url
