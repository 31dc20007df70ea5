"""A SQLite source that another process writes to is read as of one moment."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.sqlite.engine import SqliteEngine
from dbmigrate.model.table import TableName
from tests.databases import sqlite_database

_DELETE_EVERY_SECOND = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0.2)
connection.execute("DELETE FROM items WHERE id % 2 = 1")
connection.commit()
"""


def test_the_read_lock_holds_while_rows_are_read(tmp_path: Path) -> None:
    database = sqlite_database(tmp_path / "source.db")
    database.run("CREATE TABLE items (id INTEGER PRIMARY KEY, note TEXT)")
    database.insert("items", [(n, "x" * 200) for n in range(20_000)])
    engine = SqliteEngine(Path(database.place), writable=False)
    table = engine.describe_table(TableName("items"))
    assert table is not None
    with closing(engine.open_view()) as view:
        batches = view.open_reader().read(TableRead(table, table.columns, ("id",)), batch_rows=500, batch_bytes=1 << 20)
        rows = next(batches).rows.num_rows
        written = subprocess.run(
            [sys.executable, "-c", _DELETE_EVERY_SECOND, database.place], capture_output=True, text=True, check=False
        )
        rows += sum(batch.rows.num_rows for batch in batches)
    engine.dispose()
    assert "database is locked" in written.stderr
    assert rows == 20_000
