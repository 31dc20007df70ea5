"""A ledger alone, in a SQLite file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.registry import open_engine
from dbmigrate.ledger.ledger import Ledger
from tests.databases import sqlite_database


@contextmanager
def new_ledger(directory: Path) -> Iterator[Ledger]:
    """Its tables are made; closed at the end."""
    engine = open_engine(ConnectionUrl.parse(sqlite_database(directory / "target.db").url), side="target")
    ledger = Ledger(engine.open_writer(), has_schemas=False)
    ledger.create()
    yield ledger
    ledger.session.close()
    engine.dispose()
