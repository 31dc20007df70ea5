"""OLE DB connection strings, such as Microsoft data link files (.udl) hold, as connection URLs.

Source of the syntax: Microsoft, "Connection String Syntax" and "OLE DB Initialization Properties"; of the property
names: the providers' own pages.  No value of a property is ever part of a message: any of them may be a password.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.oracle.tns_names import TnsNames
from dbmigrate.errors import ConfigurationError

BAD_STRING = "DBM-3150"
NO_PROVIDER = "DBM-3151"

_YES = frozenset({"yes", "true", "1", "-1", "sspi", "mandatory"})
_NO = frozenset({"no", "false", "0", "optional"})
_SYNONYMS = {
    "server": ("datasource", "server", "address", "addr", "networkaddress", "servername", "host"),
    "database": ("initialcatalog", "database", "initialcatalogname"),
    "user": ("userid", "uid", "user", "username"),
    "password": ("password", "pwd"),
    "trusted": ("integratedsecurity", "trustedconnection"),
    "encrypt": ("useencryptionfordata", "encrypt"),
    "trust": ("trustservercertificate",),
    "timeout": ("connecttimeout", "connectiontimeout", "timeout"),
    "intent": ("applicationintent",),
    "subnets": ("multisubnetfailover",),
    "authentication": ("authentication",),
    "external": ("osauthent",),
    "extended": ("extendedproperties",),
    "location": ("location",),
    "port": ("port",),
    "file": ("filename",),
}
_THIS_MACHINE = (".", "(local)", "(localdb)")
_ADVICE = "Say where the database is, as seen from this machine, with --at NAME=URL"


@dataclass(frozen=True, slots=True)
class OleDbSource:
    """``url``: with the password, where the string holds one.  ``notes``: what people should know of it."""

    provider: str
    url: ConnectionUrl
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Given:
    """The properties under their names here; what is read by no rule is left out of account."""

    values: dict[str, str] = field(repr=False)
    names: TnsNames = field(repr=False)
    notes: list[str] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        for spelling in _SYNONYMS[name]:
            if self.values.get(spelling):
                return self.values[spelling]
        return None

    def flag(self, name: str) -> bool | None:
        value = (self.get(name) or "").casefold()
        return True if value in _YES else False if value in _NO else None


def split_properties(text: str) -> dict[str, str]:
    """By folded name, without blanks: a later property replaces an earlier one, but for the provider's.

    Raises ConfigurationError DBM-3150 for an open quote, a property without ``=``, a control character.
    """
    found: dict[str, str] = {}
    at, end = 0, len(text)
    if "\0" in text:
        raise _refusal("the connection string holds a NUL character")
    while at < end:
        if text[at] in "; \t\r\n":
            at += 1
            continue
        name, at = _name(text, at)
        value, at = _value(text, at)
        if name != "provider" or name not in found:
            found[name] = value
    return found


def _name(text: str, at: int) -> tuple[str, int]:
    """Up to the first single ``=``; a doubled one belongs to the name."""
    begin = at
    letters: list[str] = []
    while at < len(text):
        if text[at] == "=":
            if text[at + 1 : at + 2] != "=":
                folded = re.sub(r"[\s_]", "", "".join(letters).casefold())
                if not folded:
                    raise _refusal(f"the connection string has a value without a name at character {begin + 1}")
                return folded, at + 1
            at += 1
        elif text[at] == ";":
            break
        letters.append(text[at])
        at += 1
    raise _refusal(f"the connection string has a property without '=' at character {begin + 1}")


def _value(text: str, at: int) -> tuple[str, int]:
    """Quoted by ``"`` or ``'``, its own quote doubled inside, or plain up to the next ``;``."""
    while at < len(text) and text[at] in " \t":
        at += 1
    if at < len(text) and text[at] in "\"'":
        return _quoted(text, at)
    end = text.find(";", at)
    end = len(text) if end < 0 else end
    return text[at:end].strip(), end


def _quoted(text: str, begin: int) -> tuple[str, int]:
    quote, at = text[begin], begin + 1
    letters: list[str] = []
    while at < len(text):
        if text[at] != quote:
            letters.append(text[at])
            at += 1
        elif text[at + 1 : at + 2] == quote:
            letters.append(quote)
            at += 2
        else:
            at += 1
            while at < len(text) and text[at] in " \t\r\n":
                at += 1
            if at < len(text) and text[at] != ";":
                raise _refusal(f"the connection string goes on behind the quoted value at character {begin + 1}")
            return "".join(letters), at
    raise _refusal(f"the connection string has a quoted value that does not end, at character {begin + 1}")


def read_connection_string(text: str, names: TnsNames) -> OleDbSource:
    """The place and login that an OLE DB connection string means.

    ``names``: resolves the names of Oracle databases.  Raises ConfigurationError DBM-3150 for text that is no
    connection string, DBM-3151 for a provider that is not supported, DBM-3152 for an Oracle name nobody knows.
    """
    given = _Given(split_properties(text), names)
    if given.get("file"):
        raise _refusal("the connection string refers to another file", "Name that file instead")
    named = given.values.get("provider", "")
    provider = re.sub(r"(\.\d+)+$", "", named.strip()).casefold()
    reader = next((read for known, read in _PROVIDERS.items() if re.fullmatch(known, provider)), None)
    if reader is None:
        shown = named if re.fullmatch(r"[\w .-]{1,60}", named) else ""
        raise _unsupported(shown, is_odbc=not provider or provider.startswith("msdasql"))
    url = reader(given)
    return OleDbSource(named.strip(), url, tuple(given.notes))


def _unsupported(provider: str, *, is_odbc: bool) -> ConfigurationError:
    what = f"the provider {provider} is not supported" if provider else "the connection string names no provider"
    if is_odbc:
        what = f"{what}: it stands for ODBC, whose data sources are known to their own machine only"
    return ConfigurationError(
        what,
        code=NO_PROVIDER,
        next_step="Supported are SQLOLEDB, SQLNCLI, SQLNCLI10, SQLNCLI11, MSOLEDBSQL, MSOLEDBSQL19, MSDAORA and "
        f"OraOLEDB.Oracle. {_ADVICE}",
    )


def _mssql(given: _Given) -> ConnectionUrl:
    host, port = _sql_server(given)
    options: dict[str, str] = {}
    authentication = given.get("authentication") or ""
    trusted = given.flag("trusted") is True
    entra = authentication.casefold().startswith("activedirectory")
    if trusted and not entra:
        options["trusted_connection"] = "yes"
    if entra:
        options["authentication"] = authentication
    encrypt = (given.get("encrypt") or "").casefold()
    if encrypt == "strict" or given.flag("encrypt") is not None:
        options["encrypt"] = "strict" if encrypt == "strict" else "yes" if given.flag("encrypt") else "no"
    if given.flag("trust") is not None:
        options["trust_server_certificate"] = "yes" if given.flag("trust") else "no"
    if (given.get("intent") or "").casefold() in ("readonly", "readwrite"):
        options["application_intent"] = str(given.get("intent"))
    if given.flag("subnets") is not None:
        options["multi_subnet_failover"] = "yes" if given.flag("subnets") else "no"
    timeout = given.get("timeout") or ""
    if re.fullmatch(r"[0-9]{1,4}", timeout) and 1 <= int(timeout) <= 3600:
        options["connect_timeout"] = str(int(timeout))
    if not given.get("database"):
        given.notes.append("no database is named: the login's default database is meant")
    if given.values.get("failoverpartner"):
        given.notes.append("the failover partner is left out")
    return ConnectionUrl.create(
        "mssql",
        host=host,
        port=port,
        database=given.get("database"),
        username=None if trusted else given.get("user"),
        password=None if trusted else given.get("password"),
        query=options,
    )


def _sql_server(given: _Given) -> tuple[str, int | None]:
    """Host (with an instance) and port of ``tcp:host\\instance,port``."""
    server = (given.get("server") or "").strip()
    protocol = re.match(r"(tcp|np|lpc|admin):", server, re.IGNORECASE)
    if protocol:
        if protocol[1].casefold() in ("np", "lpc") or server[protocol.end() :].startswith("\\\\"):
            raise _refusal("the connection string reaches its server by named pipes or shared memory", _ADVICE)
        server = server[protocol.end() :]
    if server.startswith("\\\\"):
        raise _refusal("the connection string reaches its server by named pipes or shared memory", _ADVICE)
    host, comma, port = server.partition(",")
    host, port = host.strip(), port.strip()
    if not host:
        raise _refusal("the connection string names no server", _ADVICE)
    if host.partition("\\")[0].casefold() in _THIS_MACHINE:
        raise _refusal("the connection string names its own machine as the server", _ADVICE)
    if host.partition("\\")[0].casefold() in ("localhost", "127.0.0.1", "::1"):
        given.notes.append("the server is the machine itself: here that is another one than on the file's own machine")
    if comma and not re.fullmatch(r"[0-9]{1,5}", port):
        raise _refusal("the port of the server is not a number", _ADVICE)
    return host, int(port) if comma else None


def _oracle(given: _Given) -> ConnectionUrl:
    user, password = given.get("user"), given.get("password")
    if user is not None and "/" in user:
        # As SQL*Plus takes a login: user/password.
        user, _, behind = user.partition("/")
        password = password or behind or None
    if given.flag("trusted") or given.flag("external") or not user:
        raise _refusal(
            "the connection string logs in as a user of the operating system, which the Oracle driver here cannot",
            "Give a login: --at NAME=oracle://user@host:1521/service",
        )
    server = given.get("server")
    if not server:
        raise _refusal("the connection string names no database", _ADVICE)
    if re.search(r"(password|pwd)\s*=", server, re.IGNORECASE):
        raise _refusal("the connection string has its password inside the name of the database", "Correct its quotes")
    place = given.names.resolve(server)
    given.notes += place.notes
    return ConnectionUrl.create(
        "oracle",
        host=place.host,
        port=place.port,
        database=place.database,
        username=user,
        password=password,
        query=place.options,
    )


def _postgresql(given: _Given) -> ConnectionUrl:
    extended = split_properties(given.get("extended") or "")
    port = given.get("port") or extended.get("port") or ""
    if not given.get("server"):
        raise _refusal("the connection string names no server", _ADVICE)
    return ConnectionUrl.create(
        "postgresql",
        host=given.get("server"),
        port=int(port) if re.fullmatch(r"[0-9]{1,5}", port) else None,
        database=given.get("database") or given.get("location"),
        username=given.get("user"),
        password=given.get("password"),
    )


def _sqlite(given: _Given) -> ConnectionUrl:
    file = given.get("server") or given.get("database") or given.get("location")
    if not file:
        raise _refusal("the connection string names no database file", _ADVICE)
    return ConnectionUrl.create("sqlite", database=file)


_PROVIDERS: Mapping[str, Callable[[_Given], ConnectionUrl]] = {
    r"sqloledb": _mssql,
    r"sqlncli(1[01])?": _mssql,
    r"msoledbsql(\d\d)?": _mssql,
    r"msdaora": _oracle,
    r"oraoledb(\.oracle)?": _oracle,
    r"pgnp|pgoledb|postgresql( ole db provider)?": _postgresql,
    r"olesqlite\.sqlitesource": _sqlite,
}
"""Pattern of the folded name, without its version."""


def _refusal(what: str, next_step: str = "") -> ConfigurationError:
    return ConfigurationError(what, code=BAD_STRING, next_step=next_step)
