"""How a URL becomes a connection: EZConnect, TNS names, wallets, thin and thick mode.

``oracle://user@host:1521/service`` (port 1521 by default), ``?sid=ORCL`` instead of a service, and
``oracle://user@/ALIAS?config_dir=/path`` for a name of tnsnames.ora.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NoReturn

import oracledb

from dbmigrate.config.urls import BAD_URL, ConnectionUrl
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.oracle.faults import sort_fault
from dbmigrate.errors import ConfigurationError

DEFAULT_PORT = 1521
CONNECT_SECONDS = 15
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_BULK = ("direct_path", "arrays")
_PLACES = ("service_name", "sid", "config_dir")
_TEXTS = (*_PLACES, "protocol", "ssl_server_cert_dn", "wallet_location", "wallet_password")
_NUMBERS = ("expire_time", "sdu", "tcp_connect_timeout")
_OPTIONS = (*_TEXTS, *_NUMBERS, "ssl_server_dn_match", "thick", "lib_dir", "bulk")

_REFUSED_CLIENTS = ((11, 2, 0, 3), (11, 2, 0, 4))
"""Known to fail in a migration; the driver itself takes client 19 or newer ("Initializing python-oracledb")."""

SETTINGS = (
    "ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,' NLS_DATE_FORMAT = 'YYYY-MM-DD HH24:MI:SS'"
    " NLS_TIMESTAMP_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF9' NLS_TIMESTAMP_TZ_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF9 TZH:TZM'"
    " NLS_SORT = BINARY NLS_COMP = BINARY TIME_ZONE = '+00:00' DDL_LOCK_TIMEOUT = 30"
)
"""Nothing depends on the client's or the server's defaults: how text becomes a number or a moment, and text's order."""

_thick_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Address:
    """``arguments``: for ``oracledb.connect``, the password among them; never shown."""

    arguments: Mapping[str, Any] = field(repr=False)
    thick: bool = False
    lib_dir: str | None = None
    config_dir: str | None = None
    bulk: str = "direct_path"


def read_url(url: ConnectionUrl) -> Address:
    """Raises ConfigurationError DBM-3021 for an option that is not known or contradicts another."""
    parts = url.for_driver("oracle")
    options = {name.casefold(): str(value) for name, value in parts.query.items()}
    unknown = sorted(set(options) - set(_OPTIONS))
    if unknown:
        _refuse(f"the Oracle URL has an option that is not known: {unknown[0]}", f"Known are {', '.join(_OPTIONS)}")
    arguments: dict[str, Any] = {"user": parts.username, "password": None, "tcp_connect_timeout": CONNECT_SECONDS}
    if parts.password is not None:
        arguments["password"] = str(parts.password)
    arguments.update({name: options[name] for name in _TEXTS if name in options})
    arguments.update({name: _number(name, options[name]) for name in _NUMBERS if name in options})
    if "ssl_server_dn_match" in options:
        arguments["ssl_server_dn_match"] = _flag("ssl_server_dn_match", options)
    service, sid = arguments.pop("service_name", None), arguments.pop("sid", None)
    if service is not None and parts.database is not None:
        _refuse("the Oracle URL names its service twice", "Write oracle://user@host:1521/service")
    arguments.update(_place(parts.host, parts.port, parts.database or service, sid))
    thick = _flag("thick", options)
    if "lib_dir" in options and not thick:
        _refuse("the Oracle URL names lib_dir without thick=true", "Add thick=true, or take lib_dir out")
    bulk = options.get("bulk", "arrays" if thick else "direct_path")
    if bulk not in _BULK or (thick and bulk == "direct_path"):
        cause = "direct path load needs thin mode" if thick else f"it is one of {', '.join(_BULK)}"
        _refuse(f"the Oracle URL asks for bulk={bulk}, but {cause}")
    return Address(arguments, thick, options.get("lib_dir"), options.get("config_dir"), bulk)


def _place(host: str | None, port: int | None, database: str | None, sid: str | None) -> dict[str, Any]:
    if not host:
        if not database or port is not None:
            _refuse("the Oracle URL names no host and no TNS name", "Write oracle://user@host:1521/service")
        if sid is not None:
            _refuse("the Oracle URL gives a sid together with a TNS name", "The TNS name says where the database is")
        return {"dsn": database}
    if (database is None) == (sid is None):
        _refuse("the Oracle URL names a service or a sid, one of the two", "Write oracle://user@host:1521/service")
    place = {"service_name": database} if sid is None else {"sid": sid}
    return {"host": host, "port": port or DEFAULT_PORT, **place}


def _flag(name: str, options: Mapping[str, str]) -> bool:
    value = options.get(name, "false").casefold()
    if value not in _FLAGS:
        _refuse(f"the option {name} of the Oracle URL is true or false")
    return _FLAGS[value]


def _number(name: str, value: str) -> int:
    if not value.isdecimal():
        _refuse(f"the option {name} of the Oracle URL is a whole number")
    return int(value)


def _refuse(what: str, next_step: str = "") -> NoReturn:
    raise ConfigurationError(what, code=BAD_URL, next_step=next_step)


def open_connection(address: Address) -> Any:
    """A connection whose session reads and writes values in one way, whatever the server's defaults."""
    try:
        if address.thick:
            _enter_thick_mode(address)
        connection = oracledb.connect(**address.arguments)
    except (oracledb.Error, OSError) as error:
        raise sort_fault(error) from None
    try:
        connection.module = "dbmigrate"
        connection.autocommit = False
        with connection.cursor() as cursor:
            cursor.execute(SETTINGS)
    except (oracledb.Error, OSError) as error:
        with suppress(oracledb.Error, OSError):
            connection.close()
        raise sort_fault(error) from None
    return connection


def _enter_thick_mode(address: Address) -> None:
    """Once for the whole process.  Raises EngineFault for a client library that is known to fail."""
    with _thick_lock:
        if oracledb.is_thin_mode():
            wanted = {"lib_dir": address.lib_dir, "config_dir": address.config_dir}
            try:
                oracledb.init_oracle_client(**{name: value for name, value in wanted.items() if value})
            except oracledb.ProgrammingError as error:
                raise EngineFault(
                    Fault.TERMINAL,
                    f"thick mode cannot be entered after a thin connection: {sort_fault(error).message}",
                    next_step="A process is thin or thick as a whole: give thick=true in both Oracle URLs",
                ) from None
        refuse_client(tuple(oracledb.clientversion()))


def refuse_client(version: tuple[int, ...]) -> None:
    if version[:4] in _REFUSED_CLIENTS:
        shown = ".".join(str(number) for number in version)
        raise EngineFault(
            Fault.TERMINAL,
            f"the Oracle client library is release {shown}; 11.2.0.3 and 11.2.0.4 are known to fail in migrations",
            next_step="Install Oracle Instant Client 19 or newer and name it with lib_dir, or leave thick=true out",
        )
