"""Names of Oracle databases, resolved by the files that Oracle's own clients read: tnsnames.ora and sqlnet.ora.

tnsnames.ora is read by python-oracledb (comments, nested parentheses, lists of aliases, IFILE); it does not read
sqlnet.ora, so the default domain is added here.  The driver is imported when the first name is resolved.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from dbmigrate.errors import ConfigurationError

NOT_RESOLVED = "DBM-3152"
NO_DRIVER = "DBM-3041"

_FILE = "tnsnames.ora"
_NAMES_SHOWN = 8


class OraclePlace(Struct, frozen=True):
    """Parts of an ``oracle://`` URL; without ``host``, ``database`` is a name or a whole descriptor."""

    host: str | None
    port: int | None
    database: str | None
    options: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class TnsNames:
    """``directory``: that of tnsnames.ora; None: the environment's TNS_ADMIN, if it is set."""

    def __init__(self, directory: Path | None = None) -> None:
        named = os.environ.get("TNS_ADMIN", "").strip()
        place = directory or (Path(named) if named else None)
        self.directory = place.parent if place is not None and place.is_file() else place
        self._known: list[str] | None = None

    def resolve(self, data_source: str) -> OraclePlace:
        """Of an alias, ``host:port/service`` or a descriptor; raises ConfigurationError DBM-3152."""
        name = data_source.strip()
        if not name:
            raise _refusal("no Oracle database is named", "", "Name it in the connection string")
        if re.search(r"[(/:]", name):
            return self._read(name, None)
        return self._read(name, self._alias(name))

    def _alias(self, name: str) -> str:
        """The alias as the file has it: itself, in the default domain, or in the only domain that has it."""
        known = {alias.casefold(): alias for alias in self._names()}
        folded = name.casefold()
        domain = self._default_domain()
        tried = [folded, *([f"{folded}.{domain}"] if domain else []), *([folded[:-6]] if _in_world(folded) else [])]
        for each in tried:
            if each in known:
                return known[each]
        in_domains = [alias for short, alias in known.items() if short.partition(".")[0] == folded]
        if len(in_domains) == 1:
            return in_domains[0]
        if in_domains:
            raise _refusal(
                f"the Oracle name {name!r} is ambiguous",
                f"tnsnames.ora has {', '.join(sorted(in_domains))}",
                "Give sqlnet.ora with NAMES.DEFAULT_DOMAIN in the same directory",
            )
        shown = sorted(known.values())[:_NAMES_SHOWN]
        has = f"it has {', '.join(shown)}{' ...' if len(known) > len(shown) else ''}" if shown else "it has no names"
        raise _refusal(
            f"the Oracle name {name!r} is not known",
            f"looked in {self.directory / 'tnsnames.ora'}: {has}" if self.directory else "there is no tnsnames.ora",
            "Name the directory of a tnsnames.ora that has it: --tns-admin DIR, or the variable TNS_ADMIN",
        )

    def _names(self) -> list[str]:
        if self._known is None:
            if self.directory is None or not self._has_file():
                return []
            parameters = _parameters(self.directory)
            self._known = [str(one) for one in self._of_driver(parameters.get_network_service_names)]
        return self._known

    def _has_file(self) -> bool:
        """The driver asks for the name in small letters; copied from another system it may have capitals."""
        try:
            files = [each.name for each in self.directory.iterdir()] if self.directory else []
        except OSError:
            return False
        spelled = next((each for each in files if each.casefold() == _FILE), None)
        if spelled is not None and _FILE not in files:
            raise _refusal(f"{spelled} cannot be read under that name", f"in {self.directory}", f"Rename it to {_FILE}")
        return spelled is not None

    def _default_domain(self) -> str:
        if self.directory is None:
            return ""
        try:
            text = (self.directory / "sqlnet.ora").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        found = re.search(r"^\s*NAMES\.DEFAULT_DOMAIN\s*=\s*([\w.-]+)", text, re.IGNORECASE | re.MULTILINE)
        return found[1].casefold() if found else ""

    def _read(self, name: str, alias: str | None) -> OraclePlace:
        parameters = _parameters(self.directory)
        self._of_driver(lambda: parameters.parse_connect_string(alias or name))
        hosts = parameters.host
        if not isinstance(hosts, str):
            several = f"{len(hosts or ())} addresses" if hosts else "no address"
            note = (f"{name} has {several}: it is left to tnsnames.ora",) if alias else ()
            options = {"config_dir": str(self.directory)} if alias else {}
            return OraclePlace(None, None, alias or name, options, note)
        service, sid = parameters.service_name, parameters.sid
        if not service and not sid:
            raise _refusal(
                f"the Oracle name {name!r} says neither service nor SID",
                "" if alias is None else f"in {self.directory}",
                "Write SERVICE_NAME or SID in its CONNECT_DATA",
            )
        options = {} if service else {"sid": str(sid)}
        if str(parameters.protocol or "tcp").casefold() == "tcps":
            options["protocol"] = "tcps"
        return OraclePlace(hosts, int(parameters.port or 1521), service or None, options)

    def _of_driver(self, call: Any) -> Any:
        """What the driver answers; its errors, which hold no login, as ours."""
        import oracledb

        try:
            return call()
        except (oracledb.Error, OSError, ValueError, TypeError) as error:
            cause = " ".join(str(error).split())[:300]
        raise _refusal(
            "an Oracle name cannot be resolved",
            cause,
            "Correct tnsnames.ora, or name another directory with --tns-admin DIR",
        )


def _in_world(name: str) -> bool:
    return name.endswith(".world")


def _parameters(directory: Path | None) -> Any:
    try:
        import oracledb
    except ModuleNotFoundError:
        raise ConfigurationError(
            "the driver oracledb is not installed",
            code=NO_DRIVER,
            cause="names of Oracle databases are resolved by it",
            next_step="Install it with: pip install 'dbmigrate[oracle]'",
        ) from None
    return oracledb.ConnectParams(**({"config_dir": str(directory)} if directory else {}))


def _refusal(what: str, cause: str, next_step: str) -> ConfigurationError:
    return ConfigurationError(what, code=NOT_RESOLVED, cause=cause, next_step=next_step)
