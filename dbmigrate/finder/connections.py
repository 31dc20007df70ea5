"""One connection that was found, by a file or in the configuration."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.errors import ConfigurationError

_DEFAULT_PORTS = {"mssql": 1433, "oracle": 1521, "postgresql": 5432}


class Connection(Struct, frozen=True):
    """``origin``: the file that says it.  ``problem``: why there is no URL."""

    name: str
    origin: str
    provider: str = ""
    url: ConnectionUrl | None = None
    notes: tuple[str, ...] = ()
    problem: ConfigurationError | None = None

    @property
    def place(self) -> tuple[object, ...] | None:
        """Equal for connections that reach the same database, as far as their texts tell."""
        url = self.url
        if url is None:
            return None
        host = (url.host or "").casefold()
        port = url.port or (None if "\\" in host else _DEFAULT_PORTS.get(url.engine))
        named = url.database or ""
        database = named if url.engine in ("postgresql", "sqlite") else named.casefold()
        return url.engine, host, port, database, url.query.get("sid", "").casefold()

    def at(self, url: ConnectionUrl) -> Connection:
        """The same one, where the operator says that it is."""
        return replace(self, url=url, problem=None, notes=())
