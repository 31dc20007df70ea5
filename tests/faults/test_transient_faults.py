"""Locks of others that pass: the batch is tried again, and goes in once."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from dbmigrate.config.project import load_project
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.sqlite import engine as sqlite_engine
from dbmigrate.run.migration import Migration
from dbmigrate.write.batch_writer import BatchWriter
from tests.databases import Database
from tests.faults.inspection import assert_complete

Prepare = Callable[..., tuple[Path, Database]]

_HOLD_FOR_A_SECOND = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=5, isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
time.sleep(1)
connection.execute("ROLLBACK")
"""


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> list[EngineFault]:
    """The faults that batches have met; a test asserts that there were some."""
    met: list[EngineFault] = []
    attempt = BatchWriter._try_once

    def watched(self: BatchWriter, *args: object) -> object:
        try:
            return attempt(self, *args)  # type: ignore[arg-type]
        except EngineFault as fault:
            met.append(fault)
            raise

    monkeypatch.setattr(BatchWriter, "_try_once", watched)
    return met


def _run(project: Path, in_the_way: Callable[[], None]) -> None:
    other = threading.Thread(target=in_the_way)
    write = BatchWriter.write

    def after_some(self: BatchWriter, *args: object, **kwargs: int) -> object:
        if kwargs["batch_no"] == 1 and not other.ident:
            other.start()
            time.sleep(0.3)
        return write(self, *args, **kwargs)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch, Migration(load_project(project)) as migration:
        patch.setattr(BatchWriter, "write", after_some)
        assert migration.run().state == "copied"
    other.join()


def test_a_lock_timeout(prepare: Prepare, faults: list[EngineFault]) -> None:
    project, target = prepare("sqlite", "postgresql")
    name = target.rows("SELECT current_database()")[0][0]
    target.run(f"ALTER DATABASE {name} SET lock_timeout = '100ms'")

    def lock() -> None:
        with psycopg.connect(target.place) as connection:
            connection.execute("LOCK TABLE orders, codes IN ACCESS EXCLUSIVE MODE")
            time.sleep(1)

    _run(project, lock)
    assert {(fault.fault, fault.native_code) for fault in faults} == {(Fault.TRANSIENT, "55P03")}
    assert_complete(target)


def test_a_deadlock(prepare: Prepare, faults: list[EngineFault]) -> None:
    """The other session holds the table and wants the run's row, the batch the other way round."""
    project, target = prepare("sqlite", "postgresql")

    def cross() -> None:
        with psycopg.connect(target.place) as connection:
            connection.execute("SET deadlock_timeout = '30s'")  # the batch shall be the one that gives way
            connection.execute("LOCK TABLE orders, codes IN ACCESS EXCLUSIVE MODE")
            time.sleep(0.6)
            connection.execute("UPDATE dbmigrate.run SET project = project")
            connection.rollback()

    _run(project, cross)
    assert {(fault.fault, fault.native_code) for fault in faults} == {(Fault.TRANSIENT, "40P01")}
    assert_complete(target)


def test_a_busy_file(prepare: Prepare, faults: list[EngineFault], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_engine, "BUSY_TIMEOUT_MILLISECONDS", 20)
    project, target = prepare("postgresql", "sqlite")

    def lock() -> None:
        # Locks belong to the process: in this one they would lock nobody out.
        subprocess.run([sys.executable, "-c", _HOLD_FOR_A_SECOND, target.place], check=True)

    _run(project, lock)
    assert {(fault.fault, fault.native_code) for fault in faults} == {(Fault.TRANSIENT, "SQLITE_BUSY")}
    assert_complete(target)
