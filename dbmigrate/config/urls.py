"""Connection URLs that never show a password unless asked to by ``reveal``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path, PureWindowsPath
from types import MappingProxyType
from typing import Any, NoReturn, Self
from urllib.parse import parse_qsl, quote, quote_plus, unquote

from sqlalchemy.engine import URL

from dbmigrate.errors import ConfigurationError

BAD_URL = "DBM-3021"
MASK = "***"

ENGINE_OF_SCHEME = {
    "mssql": "mssql",
    "oracle": "oracle",
    "postgres": "postgresql",
    "postgresql": "postgresql",
    "sqlite": "sqlite",
    "sqlserver": "mssql",
}
ENGINES = tuple(sorted(set(ENGINE_OF_SCHEME.values())))
DRIVERS_OF_ENGINE = {"mssql": ("pyodbc",)}
"""Drivers that a URL may name (``mssql+pyodbc://``), where an engine has more than one."""

_SHAPE = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,30})://(?P<authority>[^/?]*)(?:/(?P<database>[^?]*))?(?:\?(?P<query>.*))?",
    re.DOTALL,
)
_HOST_PORT = re.compile(r"(?:\[(?P<bracketed>[0-9A-Fa-f:.]+)\]|(?P<host>[^:\[\]@]*))(?::(?P<port>[^\[\]]*))?")
_LOGIN_PASSWORD_NAMES = frozenset({"password", "pwd", "passwd"})
_SECRET_NAME = re.compile(r"(password|passwd|pwd|passphrase|secret|token|odbcconnect)$")
_EMBEDDED_PASSWORD = re.compile(r"(password|passwd|pwd)\s*=", re.IGNORECASE)
_ENCODE = "a password, user or database name that holds @ : / ? or % is written percent-encoded (@ is %40, / is %2F)"


def is_secret_name(name: str) -> bool:
    """Whether a parameter of this name carries a password or the like."""
    return _SECRET_NAME.search(re.sub(r"[\s_-]", "", name.casefold())) is not None


def _refuse(what: str, next_step: str = "") -> NoReturn:
    raise ConfigurationError(what, code=BAD_URL, next_step=next_step)


class ConnectionUrl:
    """Where a database is; immutable.

    ``str``, ``repr``, formatting and logs show ``***`` for every password.  A pickled URL carries
    no password at all, so that none reaches a file or another process.
    """

    __slots__ = ("_url",)
    _url: URL

    def __init__(self, url: URL) -> None:
        """Of checked parts; use ``parse`` or ``create``."""
        object.__setattr__(self, "_url", url)

    @classmethod
    def create(
        cls,
        engine: str,
        *,
        host: str | None = None,
        port: int | None = None,
        database: str | None = None,
        username: str | None = None,
        password: str | None = None,
        query: Mapping[str, str] | None = None,
        driver: str | None = None,
    ) -> Self:
        """Build a URL of unencoded parts; raises ConfigurationError DBM-3021.

        Messages never quote any part but the scheme: in a mistyped URL, any part may be a piece of the
        password.
        """
        parameters = dict(query or {})
        for name in [name for name in parameters if name.casefold() in _LOGIN_PASSWORD_NAMES]:
            if password:
                _refuse("the URL gives the password twice")
            password = parameters.pop(name)
        if len({name.casefold() for name in parameters}) < len(parameters):
            _refuse("the URL gives one of its parameters twice")
        parts = [part for part in (host, database, username, password, *parameters, *parameters.values()) if part]
        if any("\0" in part for part in parts):
            _refuse("the URL holds a NUL character")
        if any(re.search(r"[\ud800-\udfff]", part) for part in parts):
            _refuse("the URL is not valid Unicode text")
        shown = [database, username, *(value for name, value in parameters.items() if not is_secret_name(name))]
        if any(part and _EMBEDDED_PASSWORD.search(part) for part in shown):
            _refuse("the URL holds a password where none belongs", "Write engine://user:password@host/database")
        if engine not in ENGINES:
            _refuse("the engine of the URL is not known", f"Known are {', '.join(ENGINES)}")
        if port is not None and not 1 <= port <= 65535:
            _refuse("the port of the URL is not a number from 1 to 65535")
        if host and not re.fullmatch(r"[0-9A-Fa-f:.]+|[^\s:;=/?#@\[\]%\x00-\x1f\x7f]+", host):
            _refuse("the host of the URL holds characters that no host name has", f"Note that {_ENCODE}")
        if engine == "sqlite":
            _check_sqlite(host, port, database, username, password)
        return cls(
            URL.create(
                f"{engine}+{driver}" if driver else engine,
                username or None,
                password or None,
                host or None,
                port,
                database or None,
                parameters,
            )
        )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``engine://user:password@host:port/database?name=value``; raises ConfigurationError DBM-3021."""
        if re.search(r"[\x00-\x1f\x7f]", text):
            _refuse("the URL holds a NUL character" if "\0" in text else "the URL holds a control character")
        found = _SHAPE.fullmatch(text)
        if not found:
            _refuse(
                "the URL does not begin with an engine's name and ://",
                f"Write for example postgresql://user@host:5432/database; known are {', '.join(ENGINES)}",
            )
        engine, driver = _engine_of(found["scheme"])
        authority, database, query = found["authority"], found["database"], found["query"]
        if engine == "sqlite":
            if authority:
                _refuse(
                    "a SQLite URL has no host or user, only a file",
                    "Write three slashes before a relative path (sqlite:///source.db), four before an absolute one",
                )
        elif authority.count("@") > 1 or "@" in (database or "") + (query or ""):
            _refuse("the URL holds an @ behind its host", f"Note that {_ENCODE}")
        user_part, _, host_part = authority.rpartition("@")
        username, _, password = user_part.partition(":")
        host = _HOST_PORT.fullmatch(host_part)
        if not host:
            _refuse("the host and port of the URL cannot be read", "Write host:port; an IPv6 address in [ ]")
        return cls.create(
            engine,
            host=host["bracketed"] or host["host"],
            port=_port(host["port"]),
            database=_decoded(database),
            username=_decoded(username),
            password=_decoded(password),
            query=_read_parameters(query or ""),
            driver=driver,
        )

    @property
    def engine(self) -> str:
        """``mssql``, ``oracle``, ``postgresql`` or ``sqlite``."""
        return self._url.drivername.partition("+")[0]

    @property
    def driver(self) -> str | None:
        """The driver that the URL asks for, None if it leaves the choice."""
        return self._url.drivername.partition("+")[2] or None

    @property
    def host(self) -> str | None:
        return self._url.host

    @property
    def port(self) -> int | None:
        return self._url.port

    @property
    def database(self) -> str | None:
        return self._url.database

    @property
    def username(self) -> str | None:
        return self._url.username

    @property
    def query(self) -> Mapping[str, str]:
        """The parameters behind the ``?``, without those that carry a secret."""
        return MappingProxyType({name: value for name, value in self._parameters() if not is_secret_name(name)})

    @property
    def has_password(self) -> bool:
        """Whether the URL carries the password of the login."""
        return self._url.password is not None

    @property
    def has_secret(self) -> bool:
        """Whether it carries any secret: the login's password, or one among the parameters."""
        return self.has_password or any(is_secret_name(name) for name, _ in self._parameters())

    @property
    def sqlite_path(self) -> Path:
        """The database file; relative until ``resolved``.  ConfigurationError for other engines."""
        if self.engine != "sqlite" or self.database is None:
            _refuse(f"{self} names no SQLite file")
        return Path(self.database)

    def lacks_sqlite_file(self) -> bool:
        """Whether it is certain that there is none; where it is not, opening it says why."""
        try:
            return not self.sqlite_path.exists()
        except OSError:
            return False

    def _parameters(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self._url.query.items()]

    def reveal(self) -> str:
        """The whole URL with its passwords, percent-encoded.  For drivers only: never log or store it."""
        return self._text(lambda secret: secret)

    @property
    def password_for_driver(self) -> str | None:
        """The password itself.  For drivers only: never log or store it."""
        return self._url.password

    def for_driver(self, drivername: str) -> URL:
        """The SQLAlchemy URL, passwords included, for a driver such as ``postgresql+psycopg``."""
        return self._url.set(drivername=drivername)

    def with_password(self, password: str) -> ConnectionUrl:
        """The same place with this login password; an empty one takes it away."""
        return self._replaced(password=password)

    def with_secret(self, name: str, value: str) -> ConnectionUrl:
        """The same place with this secret parameter, unless it has one of that name; never shown."""
        if not is_secret_name(name):
            raise ValueError(f"{name} would be shown")
        known = dict(self._parameters())
        return self._replaced(query={name: value, **known})

    def without_password(self) -> ConnectionUrl:
        """The same place without any secret, those among the parameters included."""
        return self._replaced(password=None, query=self.query)

    def resolved(self, base_dir: Path) -> ConnectionUrl:
        """With a relative SQLite path made absolute below ``base_dir``; other URLs unchanged."""
        if self.engine != "sqlite" or PureWindowsPath(self.database or "").drive:
            return self
        return self._replaced(database=str(base_dir.absolute() / self.sqlite_path))

    def _replaced(self, **parts: Any) -> ConnectionUrl:
        current: dict[str, Any] = {
            "host": self.host,
            "port": self.port,
            "database": self.database,
            "username": self.username,
            "password": self._url.password,
            "query": dict(self._parameters()),
            "driver": self.driver,
        }
        return ConnectionUrl.create(self.engine, **{**current, **parts})

    def _text(self, shown: Callable[[str], str]) -> str:
        """Written here, not by SQLAlchemy: it drops a password without a user and masks no parameter."""
        text = f"{self._url.drivername}://"
        password = self._url.password
        if self.username is not None or password is not None:
            text += quote(self.username or "", safe="")
            text += "" if password is None else ":" + shown(quote(password, safe=""))
            text += "@"
        if self.host:
            text += f"[{self.host}]" if ":" in self.host else self.host
        text += f":{self.port}" if self.port is not None else ""
        text += "/" + quote(self.database, safe="/:\\ ,()+") if self.database is not None else ""
        parameters = [
            f"{quote_plus(name)}={shown(quote_plus(value)) if is_secret_name(name) else quote_plus(value)}"
            for name, value in sorted(self._parameters())
        ]
        return text + ("?" + "&".join(parameters) if parameters else "")

    def __str__(self) -> str:
        return self._text(lambda _: MASK)

    def __repr__(self) -> str:
        return f"ConnectionUrl({str(self)!r})"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ConnectionUrl) and self.reveal() == other.reveal()

    def __hash__(self) -> int:
        return hash(str(self))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a ConnectionUrl is immutable, {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a ConnectionUrl is immutable, {name} cannot be deleted")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return (ConnectionUrl.parse, (self.without_password().reveal(),))


def _engine_of(scheme: str) -> tuple[str, str | None]:
    """The engine, and the driver if the URL names one that may be chosen."""
    name, plus, driver = scheme.lower().partition("+")
    if name not in ENGINE_OF_SCHEME:
        _refuse(f"the engine {scheme!r} of the URL is not known", f"Known are {', '.join(ENGINES)}")
    engine = ENGINE_OF_SCHEME[name]
    if driver in DRIVERS_OF_ENGINE.get(engine, ()):
        return engine, driver
    if plus:
        _refuse(
            f"the URL names the driver {driver!r}; dbmigrate chooses the driver itself",
            f"Write {name}:// without a driver",
        )
    return engine, None


def _port(text: str | None) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,5}", text):
        _refuse("the port of the URL is not a number from 1 to 65535", f"Note that {_ENCODE}")
    return int(text)


def _decoded(text: str | None) -> str | None:
    """Percent-decoded.  The decoding error is not chained: it would show the text."""
    with suppress(UnicodeError):
        return None if text is None else unquote(text, errors="strict")
    _refuse("the URL holds percent-encoded bytes that are not UTF-8")


def _read_parameters(query: str) -> dict[str, str]:
    pairs: list[tuple[str, str]] | None = None
    with suppress(ValueError):
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), errors="strict")
    if pairs is None:
        _refuse("the parameters of the URL cannot be read", "Write ?name=value&name=value")
    if len(dict(pairs)) < len(pairs):
        _refuse("the URL gives one of its parameters twice")
    return dict(pairs)


def _check_sqlite(
    host: str | None, port: int | None, database: str | None, username: str | None, password: str | None
) -> None:
    if host or port or username or password:
        _refuse("a SQLite URL has no host, user or password, only a file")
    if not database or database.startswith((":memory:", "file:")):
        _refuse(
            "the SQLite URL names no file; a database in memory or a file: URI cannot be migrated",
            "Write sqlite:///relative/path.db or sqlite:////absolute/path.db",
        )
