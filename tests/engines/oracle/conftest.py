"""Engines over stand-ins for Oracle servers; the hosts of their URLs tell them apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("oracledb", reason="the extra dbmigrate[oracle] is not installed")

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.oracle import engine as engine_module
from dbmigrate.engines.oracle.engine import OracleEngine
from tests.engines.oracle.server import FakeOracle

MakeServer = Callable[..., FakeOracle]


@pytest.fixture
def make_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeServer]:
    """``make_server("name")``: reached by ``oracle://mover:secret@name/pdb``."""
    servers: dict[str, FakeOracle] = {}

    def make(name: str = "target", **facts: Any) -> FakeOracle:
        directory = tmp_path / f"server_{name}"
        directory.mkdir()
        servers[name] = FakeOracle(directory, **facts)
        return servers[name]

    monkeypatch.setattr(engine_module, "open_connection", lambda address: servers[address.arguments["host"]].connect())
    yield make
    for server in servers.values():
        server.dispose()


@pytest.fixture
def server(make_server: MakeServer) -> FakeOracle:
    return make_server()


@pytest.fixture
def open_oracle() -> Iterator[Callable[..., OracleEngine]]:
    engines: list[OracleEngine] = []

    def make(name: str = "target", schema: str | None = None, options: str = "") -> OracleEngine:
        url = ConnectionUrl.parse(f"oracle://mover:secret@{name}/pdb{options}")
        engines.append(OracleEngine(url, schema=schema, writable=True))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()
