"""Connection strings of OLE DB, and the files that hold them: every value exact, no password shown, no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbmigrate.engines.ole_db import OleDbSource, read_connection_string, split_properties
from dbmigrate.engines.oracle.tns_names import TnsNames
from dbmigrate.errors import ConfigurationError
from dbmigrate.finder.encodings import decoded
from dbmigrate.finder.link_file import connection_text, find_link_files

NAMES = TnsNames(Path("/nonexistent"))
SQL = "Provider=SQLOLEDB.1;User ID=sa;Initial Catalog=Dialer;Data Source=db1;"
HEADER = "[oledb]\r\n; Everything after this line is an OLE DB initstring\r\n"


def read(text: str, names: TnsNames = NAMES) -> OleDbSource:
    return read_connection_string(text, names)


def url(text: str, names: TnsNames = NAMES) -> str:
    return read(text, names).url.reveal()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a=1;B b=2", {"a": "1", "bb": "2"}),
        ('a="x;y=z";b=1', {"a": "x;y=z", "b": "1"}),
        ('a="say ""hi""";b=\'it\'\'s\'', {"a": 'say "hi"', "b": "it's"}),
        ("a='x\"y';b=x'y", {"a": 'x"y', "b": "x'y"}),
        ("a= b ;;; c=d=e;", {"a": "b", "c": "d=e"}),
        ("x==y=1", {"x=y": "1"}),
        ("a=1;a=2;Provider=P;provider=Q", {"a": "2", "provider": "P"}),
        ("a=;b=", {"a": "", "b": ""}),
        ("", {}),
    ],
)
def test_properties(text: str, expected: dict[str, str]) -> None:
    assert split_properties(text) == expected


@pytest.mark.parametrize("text", ['a="x', "a='x''", 'a="x"y', "novalue", "=1", "a=1;b", "a=\0"])
def test_a_broken_string_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        split_properties(text)
    assert caught.value.code == "DBM-3150"


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("Password=p", "mssql://sa:p@db1/Dialer"),
        ('PWD="p;w=""d"', "mssql://sa:p%3Bw%3D%22d@db1/Dialer"),
        ("Data Source=db1,1500", "mssql://sa@db1:1500/Dialer"),
        ("Data Source=tcp:db1\\I1,1500", "mssql://sa@db1\\I1:1500/Dialer"),
        ("server=db2;DATABASE=d2;uid=u2", "mssql://sa@db1/Dialer"),
        ("Integrated Security=SSPI", "mssql://db1/Dialer?trusted_connection=yes"),
        ("Trusted_Connection=Yes;Password=x", "mssql://db1/Dialer?trusted_connection=yes"),
        ("Use Encryption for Data=False", "mssql://sa@db1/Dialer?encrypt=no"),
        ("Encrypt=Mandatory;Trust Server Certificate=True",
         "mssql://sa@db1/Dialer?encrypt=yes&trust_server_certificate=yes"),
        ("Persist Security Info=True;Workstation ID=W;Packet Size=4096;Prompt=4", "mssql://sa@db1/Dialer"),
        ("Connect Timeout=30;MultiSubnetFailover=True;Application Intent=READONLY",
         "mssql://sa@db1/Dialer?application_intent=READONLY&connect_timeout=30&multi_subnet_failover=yes"),
    ],
)  # fmt: skip
def test_sql_server(properties: str, expected: str) -> None:
    assert url(SQL + properties) == expected


def test_synonyms_and_providers() -> None:
    for provider in ("SQLOLEDB", "sqloledb.1", "SQLNCLI", "SQLNCLI10.1", "SQLNCLI11.1", "MSOLEDBSQL", "MSOLEDBSQL19.1"):
        text = f"PROVIDER={provider};SERVER=h;database=d;UiD=u;pWd=x"
        assert url(text) == "mssql://u:x@h/d"
    for server in ("Address", "Addr", "Network Address"):
        assert url(f"Provider=SQLOLEDB;{server}=h;UID=u") == "mssql://u@h"


@pytest.mark.parametrize(
    "text",
    [
        "Provider=MSDASQL.1;Password=topsecret;User ID=u;Data Source=dsn",
        "Password=topsecret;User ID=u;Data Source=dsn",
        "Driver={SQL Server};PWD=topsecret",
        "Provider=Microsoft.Jet.OLEDB.4.0;Data Source=c:\\x.mdb;Password=topsecret",
        "Provider={topsecret};Data Source=x",
        "Provider=;Data Source=x;Password=topsecret",
    ],
)
def test_other_providers_are_refused_and_say_what_to_do(text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(text)
    assert caught.value.code == "DBM-3151"
    assert "--at NAME=URL" in caught.value.next_step
    assert "topsecret" not in str(caught.value)
    if "Microsoft.Jet" not in text and "{topsecret}" not in text:
        assert "ODBC" in str(caught.value)


@pytest.mark.parametrize(
    "server", [".", "(local)", "(local)\\I", "np:h", "\\\\h\\pipe\\sql\\query", "h,port", "", "lpc:h"]
)
def test_a_server_that_only_its_own_machine_knows_is_refused(server: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(f"Provider=SQLOLEDB;User ID=u;Password=topsecret;Data Source={server}")
    assert (caught.value.code, "--at NAME=URL" in str(caught.value)) == ("DBM-3150", True)
    assert "topsecret" not in str(caught.value)


def tns(directory: Path, text: str, **others: str) -> TnsNames:
    (directory / "tnsnames.ora").write_text(text)
    for name, content in others.items():
        (directory / name.replace("_", ".")).write_text(content)
    return TnsNames(directory)


ENTRIES = """
# names of the site
IFILE = more.ora
EAST, EAST2.world =
  (DESCRIPTION =   # nested
    (ADDRESS_LIST = (ADDRESS = (PROTOCOL = TCP)(HOST = db-east)(PORT = 1522)))
    (CONNECT_DATA = (SERVER = DEDICATED)(SERVICE_NAME = east.example.com))
  )
SID.WORLD=(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=h)(PORT=1521))(CONNECT_DATA=(SID=ORCL)))
RAC=(DESCRIPTION=(ADDRESS_LIST=(ADDRESS=(PROTOCOL=TCP)(HOST=a)(PORT=1))(ADDRESS=(PROTOCOL=TCP)(HOST=b)(PORT=1)))(CONNECT_DATA=(SERVICE_NAME=r)))
TLS=(DESCRIPTION=(ADDRESS=(PROTOCOL=TCPS)(HOST=t)(PORT=2484))(CONNECT_DATA=(SERVICE_NAME=s)))
A.ONE.COM=(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=one)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=a)))
A.TWO.COM=(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=two)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=a)))
"""
MORE = "OTHER=(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=other)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=o)))"


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        ("east", "db-east:1522/east.example.com"),
        ("EAST2", "db-east:1522/east.example.com"),
        ("East.World", "db-east:1522/east.example.com"),
        ("SID", "h:1521?sid=ORCL"),
        ("OTHER", "other:1521/o"),
        ("TLS", "t:2484/s?protocol=tcps"),
        ("h:1530/svc", "h:1530/svc"),
        ("//h/svc", "h:1521/svc"),
        ('"(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=d)(PORT=7))(CONNECT_DATA=(SID=X)))"', "d:7?sid=X"),
    ],
)
@pytest.mark.parametrize("provider", ["MSDAORA.1", "OraOLEDB.Oracle", "oraoledb.oracle.1"])
def test_oracle_names(provider: str, server: str, expected: str, tmp_path: Path) -> None:
    names = tns(tmp_path, ENTRIES, more_ora=MORE)
    assert url(f"Provider={provider};Data Source={server};User ID=u;Password=p", names) == f"oracle://u:p@{expected}"


def test_several_addresses_are_left_to_the_client(tmp_path: Path) -> None:
    found = read("Provider=MSDAORA;Data Source=RAC;User ID=u", tns(tmp_path, ENTRIES, more_ora=MORE))
    assert (found.url.host, found.url.database, found.url.query["config_dir"]) == (None, "RAC", str(tmp_path))
    assert "2 addresses" in found.notes[0]


def test_the_default_domain_decides(tmp_path: Path) -> None:
    text = "Provider=MSDAORA;Data Source=A;User ID=u"
    names = tns(tmp_path, ENTRIES, more_ora=MORE)
    with pytest.raises(ConfigurationError, match="ambiguous"):
        read(text, names)
    names = tns(tmp_path, ENTRIES, more_ora=MORE, sqlnet_ora="# site\nNAMES.DEFAULT_DOMAIN = two.com\n")
    assert url(text, names) == "oracle://u@two:1521/a"


@pytest.mark.parametrize(
    ("properties", "code", "said"),
    [
        ("Data Source=NOSUCH;User ID=u;Password=topsecret", "DBM-3152", "EAST"),
        ("Data Source=EAST;User ID=/;Password=topsecret", "DBM-3150", "--at NAME="),
        ("Data Source=EAST;OSAuthent=1", "DBM-3150", "--at NAME="),
        ("User ID=u;Password=topsecret", "DBM-3150", "no database"),
        ("Data Source=EAST PWD=topsecret;User ID=u", "DBM-3150", "quotes"),
        ("Data Source=(((;User ID=u", "DBM-3152", "cannot be resolved"),
    ],
)
def test_oracle_names_that_cannot_be_used(properties: str, code: str, said: str, tmp_path: Path) -> None:
    names = tns(tmp_path, ENTRIES, more_ora=MORE)
    with pytest.raises(ConfigurationError) as caught:
        read(f"Provider=OraOLEDB.Oracle;{properties}", names)
    assert (caught.value.code, said in str(caught.value)) == (code, True), str(caught.value)
    assert "topsecret" not in str(caught.value)


def test_without_tns_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="--tns-admin"):
        read("Provider=MSDAORA;Data Source=EAST;User ID=u", TnsNames(tmp_path))
    (tmp_path / "TNSNAMES.ORA").write_text(ENTRIES)
    with pytest.raises(ConfigurationError, match=r"Rename it to tnsnames.ora"):
        read("Provider=MSDAORA;Data Source=EAST;User ID=u", TnsNames(tmp_path))
    (tmp_path / "TNSNAMES.ORA").rename(tmp_path / "tnsnames.ora")
    (tmp_path / "more.ora").write_text(MORE)
    monkeypatch.setenv("TNS_ADMIN", str(tmp_path))
    assert url("Provider=MSDAORA;Data Source=EAST;User ID=u/p", TnsNames()).startswith("oracle://u:p@db-east")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig", "cp1252", "utf-32"])
def test_encodings(encoding: str) -> None:
    text = HEADER + SQL + "Password=süß€\r\n"
    raw = text.encode(encoding)
    if encoding == "utf-16-be":
        raw = b"\xfe\xff" + raw
    found = read(connection_text(decoded(raw)))
    assert found.url.password_for_driver == "süß€"


@pytest.mark.parametrize(
    "text",
    [
        HEADER + SQL,
        SQL,
        f"\r\n; c\n[OLEDB]\n;c2\n\n{SQL}\n\n",
        "[oledb]\nProvider=SQLOLEDB.1\nUser ID=sa\nInitial Catalog=Dialer\nData Source=db1\n",
        f"[x]\na=b\n[oledb]\n{SQL}\n[y]\nData Source=other\n",
    ],
)
def test_text_around_the_connection(text: str) -> None:
    assert url(connection_text(text)) == "mssql://sa@db1/Dialer"


@pytest.mark.parametrize("text", ["", "[oledb]\n; nothing\n", "\0\0\0", "hello"])
def test_a_file_without_a_connection(text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        connection_text(text)
    assert caught.value.code == "DBM-3150"


def test_files_of_nested_folders_and_what_is_meant_by_a_path(tmp_path: Path) -> None:
    for name in ("a.udl", "North/B.UDL", "South/b.udl", "readme.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(SQL)
    links = find_link_files([tmp_path], "udl")
    assert [link.name for link in links] == ["a", "North/B", "South/b"]

    def meant(reference: str) -> list[str]:
        return [link.name for link in links if link.is_meant_by(reference)]

    assert meant(r"C:\I3\IC\UDL\A.udl") == ["a"]
    assert meant("A") == ["a"]
    assert meant("b.udl") == ["North/B", "South/b"]
    assert meant(r"D:\UDL\south\B") == ["South/b"]
    assert meant("south/b.udl") == ["South/b"]
    assert meant("c") == meant("") == meant("\\") == []


def test_one_file_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.udl").write_text(SQL)
    (tmp_path / "b.udl").mkdir()
    (tmp_path / "c.udl").symlink_to(tmp_path / "nowhere")
    links = {link.name: link.connection(NAMES) for link in find_link_files([tmp_path], "udl")}
    assert links["a"].url is not None
    assert links["c"].problem is not None
    assert links["c"].problem.code == "DBM-3153"


VALUES = st.text(st.characters(exclude_characters="\0\r\n", exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), VALUES, max_size=5), st.sampled_from("\"'"))
def test_what_is_quoted_comes_back(properties: dict[str, str], quote: str) -> None:
    text = ";".join(f"{name} = {quote}{value.replace(quote, quote * 2)}{quote}" for name, value in properties.items())
    assert split_properties(text) == properties


PIECES = st.sampled_from(
    ["Provider=SQLOLEDB;", "Provider=MSDAORA;", "Data Source=", "[oledb]\n", ";", "=", "==", '"', "'", "\n", "\0", "(",
     "User ID=u;", "Password=hunter2-long;", "/", "\\", ",", "\ufeff", "é", "\ud800", " "]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=14), st.sampled_from(["utf-16", "utf-8", "cp1252", "latin-1"]))
def test_any_text_is_read_or_refused_without_its_password(pieces: list[str], encoding: str) -> None:
    raw = "".join(pieces).encode(encoding, errors="replace")
    try:
        found = read(connection_text(decoded(raw)))
    except ConfigurationError as error:
        assert "hunter2-long" not in str(error)
    else:
        assert "hunter2-long" not in str(found.url) + repr(found)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        read(connection_text(decoded(raw)))
    except ConfigurationError as error:
        assert error.code.startswith("DBM-3")
