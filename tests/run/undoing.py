"""Undo in a test: by number, from the target alone."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import Any

import psycopg

from dbmigrate.config.project import load_project
from dbmigrate.model.events import Sink, ignore
from dbmigrate.model.undone import UndoOutcome
from dbmigrate.run.undo.selection import UndoOptions
from dbmigrate.run.undo.undoing import undo_run
from tests.databases import Database
from tests.run.job import Job


def undo(
    job: Job, run: int, *, sink: Sink = ignore, stop: threading.Event | None = None, **options: Any
) -> UndoOutcome:
    """As ``dbmigrate undo RUN``.  Rows that went as they are stored need ``even_if_changed``."""
    return undo_run(load_project(job.project), run, UndoOptions(**options), sink=sink, stop=stop)


def states(target: Database) -> list[tuple[int, str]]:
    return target.rows(f"SELECT run_id, state FROM {target.ledger('run')} ORDER BY 1")


def run_script(database: Database, text: str) -> None:
    """By a plain driver, as a DBA would."""
    if database.is_sqlite:
        with closing(sqlite3.connect(database.place)) as connection:
            connection.executescript(text)
    else:
        with psycopg.connect(database.place, autocommit=True) as session:
            session.execute(text.encode())
