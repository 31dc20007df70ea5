"""ADBC's low-level objects as one connection.

The driver manager's DB-API module is not used: it imports pyarrow.dataset, which costs 48 MB of memory
and a quarter of a second in every process (driver manager 1.13).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any

import adbc_driver_manager
import pyarrow as pa

_OPTIONS = adbc_driver_manager.StatementOptions

_MOST_KEPT = 50

Waiting = Callable[[], AbstractContextManager[None]]


class AdbcConnection:
    """One connection in autocommit mode; transactions are statements.  Closes ``database`` too if it ``owns`` it.

    ``keeps``: statements with parameters stay prepared.
    ``waiting`` is entered around each call that waits for a server; ``closed`` is called when nothing waits any more.
    """

    def __init__(self, database: adbc_driver_manager.AdbcDatabase, *, owns: bool = True, keeps: bool = False) -> None:
        self._database = database if owns else None
        self._keeps = keeps
        self._kept: dict[str, adbc_driver_manager.AdbcStatement] = {}
        self.waiting: Waiting = nullcontext
        self.closed: Callable[[], None] = _nothing
        try:
            self._connection = adbc_driver_manager.AdbcConnection(database)
        except BaseException:
            if owns:
                database.close()
            raise

    def execute(self, text: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Run one statement and fetch its rows, if it has any."""
        with self.waiting(), self._prepared(text, parameters) as statement:
            stream, _ = statement.execute_query()
            reader = pa.RecordBatchReader._import_from_c(stream.address)
            with reader:
                rows: list[dict[str, Any]] = reader.read_all().to_pylist() if len(reader.schema) else []
            return rows

    def execute_many(self, text: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one statement without an answer for each of the rows of parameters; it is prepared once."""
        with self.waiting(), self._prepared(text, *rows) as statement:
            statement.execute_update()

    def run_script(self, text: str) -> None:
        """Several statements without parameters or rows, where the driver takes them in one piece: in one trip."""
        with self.waiting(), adbc_driver_manager.AdbcStatement(self._connection) as statement:
            statement.set_sql_query(text)
            statement.execute_update()

    def stream(
        self, text: str, parameters: Sequence[Any] = (), options: dict[str, Any] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Result batches as the driver makes them."""
        with adbc_driver_manager.AdbcStatement(self._connection) as statement:
            with self.waiting():
                if options:
                    statement.set_options(**options)
                _prepare(statement, text, parameters)
                stream, _ = statement.execute_query()
            with pa.RecordBatchReader._import_from_c(stream.address) as reader:
                if not len(reader.schema):
                    return  # no query
                fetched: list[pa.RecordBatch] = []
                while True:
                    try:
                        with self.waiting():
                            fetched.append(reader.read_next_batch())
                    except StopIteration:
                        return
                    yield fetched.pop()  # not held here: see model.handing_over

    def ingest(
        self, table: str, rows: pa.RecordBatch | pa.RecordBatchReader, *, schema: str | None, temporary: bool
    ) -> int:
        """Append to an existing table; columns are matched by name.  The number of rows, -1 if unknown."""
        with self.waiting(), adbc_driver_manager.AdbcStatement(self._connection) as statement:
            wanted = {
                _OPTIONS.INGEST_TARGET_TABLE.value: table,
                _OPTIONS.INGEST_MODE.value: "adbc.ingest.mode.append",
            }
            if schema is not None:
                wanted[_OPTIONS.INGEST_TARGET_DB_SCHEMA.value] = schema
            statement.set_options(**wanted)
            if temporary:
                statement.set_options(**{_OPTIONS.INGEST_TEMPORARY.value: "true"})
            if isinstance(rows, pa.RecordBatch):
                statement.bind(rows)
            else:
                statement.bind_stream(rows)
            return int(statement.execute_update())

    @contextmanager
    def _prepared(self, text: str, *rows: Sequence[Any]) -> Iterator[adbc_driver_manager.AdbcStatement]:
        """For a statement whose answer is read to its end, or that has none.

        To prepare one takes SQLite's driver 0.1 ms, twice as long as to bind and run it.
        """
        if not (self._keeps and rows[0]):
            with adbc_driver_manager.AdbcStatement(self._connection) as statement:
                _prepare(statement, text, *rows)
                yield statement
            return
        # Not among the kept ones meanwhile: one that fails is never used again.
        kept = self._kept.pop(text, None)
        statement = kept or adbc_driver_manager.AdbcStatement(self._connection)
        try:
            if kept is None:
                _prepare(statement, text, *rows)
            else:
                _bind(statement, rows)
            yield statement
        except BaseException:
            statement.close()
            raise
        self._kept[text] = statement
        if len(self._kept) > _MOST_KEPT:
            self._kept.pop(next(iter(self._kept))).close()

    def close(self) -> None:
        self.closed()
        with suppress(adbc_driver_manager.Error, RuntimeError):
            while self._kept:
                self._kept.popitem()[1].close()
            self._connection.close()
            if self._database is not None:
                self._database.close()


class SharedDatabase:
    """A driver's database that is opened with the first connection and serves all that follow; for many threads.

    PostgreSQL's driver reads all types and tables of the catalogue when it is opened: 70 ms in an empty database
    and seconds in one of 800 tables, where a further connection takes 5 ms (driver 1.13).
    """

    def __init__(self, open_database: Callable[[], adbc_driver_manager.AdbcDatabase]) -> None:
        self._open = open_database
        self._lock = threading.Lock()
        self._database: adbc_driver_manager.AdbcDatabase | None = None
        self._is_used = False
        self._outdated: list[adbc_driver_manager.AdbcDatabase] = []

    def open(self) -> None:
        """Ahead of the first connection."""
        with self._lock:
            if self._database is None:
                self._database = self._open()

    def connect(self) -> AdbcConnection:
        with self._lock:
            if self._database is None:
                self._database = self._open()
            self._is_used = True
            return AdbcConnection(self._database, owns=False)

    def renew(self) -> None:
        """Types that were made since are known to the connections that follow.

        One that is opened ahead of its first connection is kept: it is as old as what that connection is for.
        """
        if self._is_used:
            self._put_away()

    def _put_away(self) -> None:
        with self._lock:
            self._is_used = False
            if self._database is not None:
                self._outdated.append(self._database)
                self._database = None

    def close(self) -> None:
        """After the connections."""
        self._put_away()
        for database in self._outdated:
            with suppress(adbc_driver_manager.Error, RuntimeError):
                database.close()
        self._outdated.clear()


def _nothing() -> None:
    return


def _prepare(statement: adbc_driver_manager.AdbcStatement, text: str, *rows: Sequence[Any]) -> None:
    statement.set_sql_query(text)
    if rows[0]:
        statement.prepare()
        _bind(statement, rows)


def _bind(statement: adbc_driver_manager.AdbcStatement, rows: Sequence[Sequence[Any]]) -> None:
    names = [str(number) for number in range(len(rows[0]))]
    statement.bind(pa.record_batch([list(values) for values in zip(*rows, strict=True)], names=names))
