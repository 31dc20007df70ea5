"""Is this the machine that the database server runs on?  A migration belongs on a machine of its own."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from dbmigrate.check.results import CheckResult, CheckStatus, ok, skipped
from dbmigrate.config.project import Project
from dbmigrate.config.urls import ConnectionUrl

ADVICE = "Run from another machine, or accept it with: dbmigrate doctor --allow-same-host"


def check_same_host(project: Project, *, allowed: bool) -> Iterator[CheckResult]:
    """A warning for each side whose server is this machine; a database file has no server."""
    for side, endpoint in (("source", project.source), ("target", project.target)):
        name = f"{side} host"
        if endpoint.url.engine == "sqlite":
            yield skipped(name, "a database file, there is no server")
            continue
        host = _host_of(endpoint.url)
        here = is_this_machine(host)
        if here is None:
            yield skipped(name, f"the name {host} cannot be resolved here; the connection shows why")
        elif not here:
            yield ok(name, f"{host} is another machine")
        elif allowed:
            yield ok(name, f"{host or 'the local socket'} is this machine, which was allowed")
        else:
            detail = (
                f"the server is on this machine ({host or 'local socket'}): the migration would take processor, memory"
                " and disk from it, and client libraries may get into each other's way"
            )
            yield CheckResult(name, CheckStatus.WARNING, detail, ADVICE)


def _host_of(url: ConnectionUrl) -> str:
    """Empty for a local socket."""
    host = url.host or url.query.get("host", "")
    return "" if host.startswith("/") else host


def is_this_machine(host: str) -> bool | None:
    """None where the name cannot be resolved.  An address is ours if a socket can be bound to it."""
    if not host:
        return True
    try:
        addresses = {(info[0], info[4][0]) for info in socket.getaddrinfo(host, None)}
    except OSError:
        return None
    return any(_is_bindable(family, str(address)) for family, address in addresses)


def _is_bindable(family: int, address: str) -> bool:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((address, 0))
    except OSError:
        return False
    return True
