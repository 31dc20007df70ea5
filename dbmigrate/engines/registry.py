"""Open an engine by name.  Drivers are imported here and only when an engine is opened, so that the
program starts, and explains itself, on a machine without any of them."""

from __future__ import annotations

from typing import Literal

from dbmigrate.config.passwords import password_cures
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault, Fault, PasswordFault
from dbmigrate.errors import ConfigurationError, DbmigrateError, SourceError, TargetError

Side = Literal["source", "target"]

AVAILABLE = ("mssql", "oracle", "postgresql", "sqlite")


def open_engine(url: ConnectionUrl, *, side: Side, schema: str | None = None, writable: bool | None = None) -> Engine:
    """Connect.  Raises SourceError or TargetError DBM-5001/6001 when the database cannot be reached.

    ``writable``: only a target is, unless a script or a clean-up of the source asks for it.
    """
    if url.engine not in AVAILABLE:
        raise ConfigurationError(
            f"the engine {url.engine} is not supported by this release",
            code="DBM-3040",
            where=str(url),
            next_step=f"Supported as source and target: {', '.join(AVAILABLE)}",
        )
    try:
        return _open(url, schema, writable=side == "target" if writable is None else writable)
    except EngineFault as fault:
        next_step = ""
        if side == "target" and fault.native_code == "SQLITE_CANTOPEN" and not fault.next_step:
            next_step = "Create it with the package's tables: dbmigrate scripts run --side target --stage schema"
        if isinstance(fault, PasswordFault):
            next_step = password_cures(url.without_password(), side)
        raise side_error(
            fault, side, f"cannot open the {side} database", where=str(url), next_step=next_step, number=1
        ) from None


def _open(url: ConnectionUrl, schema: str | None, *, writable: bool) -> Engine:
    if url.engine == "sqlite":
        from dbmigrate.engines.sqlite.engine import SqliteEngine

        return SqliteEngine(url.sqlite_path, writable=writable)
    if url.engine == "mssql":
        return _open_mssql(url, schema, writable=writable)
    if url.engine == "oracle":
        return _open_oracle(url, schema, writable=writable)
    from dbmigrate.engines.postgresql.engine import PostgresEngine

    return PostgresEngine(url.reveal(), schema=schema, writable=writable)


def _open_mssql(url: ConnectionUrl, schema: str | None, *, writable: bool) -> Engine:
    try:
        from dbmigrate.engines.mssql.engine import MssqlEngine
        from dbmigrate.engines.mssql.options import read_options

        return MssqlEngine(read_options(url), schema=schema, writable=writable)
    except ModuleNotFoundError as missing:
        raise ConfigurationError(
            f"the driver {missing.name} is not installed",
            code="DBM-3041",
            where=str(url),
            next_step="Install it with: pip install 'dbmigrate[mssql]'",
        ) from None


def _open_oracle(url: ConnectionUrl, schema: str | None, *, writable: bool) -> Engine:
    try:
        from dbmigrate.engines.oracle.engine import OracleEngine

        return OracleEngine(url, schema=schema, writable=writable)
    except ModuleNotFoundError as missing:
        raise ConfigurationError(
            f"the driver {missing.name} is not installed",
            code="DBM-3041",
            where=str(url),
            next_step="Install it with: pip install 'dbmigrate[oracle]'",
        ) from None


_ADVICE = {
    Fault.CONNECTION: "Check that the server is up and can be reached from this machine, then run again",
    Fault.TRANSIENT: "Run again; nothing that was committed is repeated",
    Fault.ROW: "",
    Fault.TERMINAL: "Check the name, the login and its permissions (dbmigrate doctor), then run again",
}


def side_error(
    fault: EngineFault, side: Side, what: str, *, where: str = "", safe: str = "", next_step: str = "", number: int = 0
) -> DbmigrateError:
    """The fault as an error of that side; ``number`` is the last digit of its DBM code."""
    cause = f"{fault.native_code}: {fault.message}" if fault.native_code else fault.message
    kind, base = (SourceError, 5000) if side == "source" else (TargetError, 6000)
    return kind(
        what,
        code=f"DBM-{base + number}",
        where=where,
        cause=" ".join(cause.split()),
        safe=safe,
        next_step=next_step or fault.next_step or _ADVICE[fault.fault],
    )
