"""What a SQL Server URL may say behind its ``?``, and the ODBC connection string that comes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from dbmigrate.config.urls import BAD_URL, ConnectionUrl
from dbmigrate.errors import ConfigurationError

DEFAULT_LOGIN_SECONDS = 15
_YES_NO = ("yes", "no")
_ENTRA = (
    "ActiveDirectoryPassword",
    "ActiveDirectoryIntegrated",
    "ActiveDirectoryInteractive",
    "ActiveDirectoryMSI",
    "ActiveDirectoryServicePrincipal",
    "ActiveDirectoryDeviceCode",
    "ActiveDirectoryDefault",
)
_KEYWORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "encrypt": ("Encrypt", ("yes", "no", "strict", "mandatory", "optional")),
    "trustservercertificate": ("TrustServerCertificate", _YES_NO),
    "hostnameincertificate": ("HostNameInCertificate", ()),
    "servercertificate": ("ServerCertificate", ()),
    "authentication": ("Authentication", _ENTRA),
    "trustedconnection": ("Trusted_Connection", _YES_NO),
    "applicationintent": ("ApplicationIntent", ("ReadOnly", "ReadWrite")),
    "multisubnetfailover": ("MultiSubnetFailover", _YES_NO),
    "serverspn": ("ServerSPN", ()),
    "packetsize": ("PacketSize", ()),
    "driver": ("Driver", ()),
}
"""By folded name: the ODBC keyword, and the values it takes (none listed: any)."""
_OWN = {
    "connecttimeout": "seconds to wait for a connection",
    "fraction": "digits of a second that are told apart, 6 or 7",
    "bulkcopy": "yes or no",
}
_DEFAULTS = {
    "Encrypt": "yes",
    "TrustServerCertificate": "no",
    # Bulk copy of mssql-python 1.16 dies if it asks for 4,096 bytes, its default, and the server keeps to that.
    "PacketSize": "8192",
}


@dataclass(frozen=True, slots=True)
class MssqlOptions:
    """``keywords``: ODBC keywords without login; ``repr`` shows no password."""

    driver: str
    """``mssql-python``, or ``pyodbc`` if the URL says ``mssql+pyodbc``."""
    server: str
    database: str | None
    username: str | None
    password: str | None = field(repr=False)
    keywords: Mapping[str, str] = field(default_factory=dict)
    login_seconds: int = DEFAULT_LOGIN_SECONDS
    most_fraction: int = 7
    bulk_copy: bool = True

    def connection_string(self) -> str:
        """For ODBC, with the password: for drivers only, never logged or stored."""
        parts = {"Server": self.server}
        if self.database:
            parts["Database"] = self.database
        if self.username:
            parts["UID"] = self.username
        if self.password:
            parts["PWD"] = self.password
        parts.update(self.keywords)
        return "".join(f"{name}={_braced(value)};" for name, value in parts.items())


def _braced(value: str) -> str:
    """A value in braces holds any character; a closing brace is doubled."""
    if re.fullmatch(r"[A-Za-z0-9_.,:\\ /-]*", value):
        return value
    return "{" + value.replace("}", "}}") + "}"


def read_options(url: ConnectionUrl) -> MssqlOptions:
    """Raises ConfigurationError DBM-3021 for an option or a value that is not known."""
    if not url.host:
        _refuse("the SQL Server URL names no host", "Write mssql://user@host:1433/database", url)
    keywords = dict(_DEFAULTS)
    own: dict[str, str] = {}
    for name, value in url.query.items():
        folded = re.sub(r"[\s_-]", "", name.casefold())
        if folded in _KEYWORDS:
            keyword, values = _KEYWORDS[folded]
            keywords[keyword] = _chosen(name, value, values, url)
        elif folded in _OWN:
            own[folded] = value
        else:
            known = sorted([*(keyword for keyword, _ in _KEYWORDS.values()), *_OWN])
            _refuse(f"SQL Server URLs have no option {name!r}", f"Known are {', '.join(known)}", url)
    driver = url.driver or "mssql-python"
    if driver not in ("mssql-python", "pyodbc"):
        _refuse(f"the driver {driver!r} is not supported", "Write mssql:// or mssql+pyodbc://", url)
    if "Driver" in keywords and driver != "pyodbc":
        _refuse(
            "an ODBC driver is named, but the driver in use brings its own", "Write mssql+pyodbc:// to choose one", url
        )
    _check_login(url, keywords)
    return MssqlOptions(
        driver,
        _server(url),
        url.database,
        url.username,
        url.password_for_driver,
        keywords,
        _number(own, "connecttimeout", DEFAULT_LOGIN_SECONDS, range(1, 3601), url),
        _number(own, "fraction", 7, range(6, 8), url),
        _chosen("bulk_copy", own.get("bulkcopy", "yes"), _YES_NO, url) == "yes",
    )


def _server(url: ConnectionUrl) -> str:
    """``host``, ``host,port`` or ``host\\instance``; a port makes the instance's name superfluous."""
    host = str(url.host)
    if url.port is None:
        return host
    return f"{host.partition(chr(92))[0]},{url.port}"


def _check_login(url: ConnectionUrl, keywords: Mapping[str, str]) -> None:
    trusted = keywords.get("Trusted_Connection") == "yes"
    entra = "Authentication" in keywords
    if trusted and entra:
        _refuse("the URL names two ways to log in: trusted_connection and authentication", "Keep one of them", url)
    if trusted and (url.username or url.has_password):
        _refuse("a trusted connection takes no user and no password", "Write mssql://host/database", url)
    if not trusted and not entra and not url.username:
        _refuse(
            "the URL names no user", "Name one, or say trusted_connection=yes or authentication=ActiveDirectory...", url
        )


def _chosen(name: str, value: str, values: tuple[str, ...], url: ConnectionUrl) -> str:
    if not values:
        return value
    found = {each.casefold(): each for each in values}.get(_spelled(value, values))
    if found is None:
        _refuse(f"{name} of the URL is none of {', '.join(values)}", "Correct it", url)
    return found


def _spelled(value: str, values: tuple[str, ...]) -> str:
    folded = value.casefold()
    if values == _YES_NO:
        return {"true": "yes", "1": "yes", "false": "no", "0": "no"}.get(folded, folded)
    return folded


def _number(own: Mapping[str, str], name: str, default: int, allowed: range, url: ConnectionUrl) -> int:
    text = own.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or int(text) not in allowed:
        _refuse(f"{name} of the URL is no number from {allowed[0]} to {allowed[-1]}", f"It is {_OWN[name]}", url)
    return int(text)


def _refuse(what: str, next_step: str, url: ConnectionUrl) -> NoReturn:
    raise ConfigurationError(what, code=BAD_URL, where=str(url), next_step=next_step)
