"""Connections by mssql-python, which brings its own ODBC driver."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import mssql_python
import pyarrow as pa

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.mssql.bulk import GRACE_SECONDS, NoAnswerError, within
from dbmigrate.engines.mssql.connection import Answer, BulkCopyRefusedError
from dbmigrate.engines.mssql.faults import make_fault
from dbmigrate.engines.mssql.options import MssqlOptions
from dbmigrate.engines.mssql.parameters import input_sizes, parted, without_nulls
from dbmigrate.engines.result_rows import FETCH_ROWS, pass_over

_LOGIN_TIMEOUT = 103  # SQL_ATTR_LOGIN_TIMEOUT
_RECORD = re.compile(r"\[(?P<state>\w{5})\] \((?P<number>-?\d+)\)")
_STATE_WITHOUT_RECORD = (
    (mssql_python.IntegrityError, "23000"),
    (mssql_python.DataError, "22000"),
    (mssql_python.ProgrammingError, "42000"),
    (mssql_python.NotSupportedError, "0A000"),
    (mssql_python.InterfaceError, "08001"),
    (mssql_python.OperationalError, "08S01"),
)

# A pooled connection would keep its application locks after it is closed.
mssql_python.pooling(enabled=False)


class NativeConnection:
    """One connection; used by one thread at a time."""

    needs_lengths = False

    def __init__(self, options: MssqlOptions) -> None:
        self._bulk_copy = options.bulk_copy
        try:
            self._connection = mssql_python.connect(
                options.connection_string(), autocommit=True, attrs_before={_LOGIN_TIMEOUT: options.login_seconds}
            )
        except (mssql_python.Error, RuntimeError, OSError) as error:
            raise connect_fault(error) from None

    @property
    def has_bulk_copy(self) -> bool:
        return self._bulk_copy

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Answer:
        cursor = self._cursor()
        try:
            cursor.execute(sql, *([tuple(parameters)] if parameters else []))
            while cursor.description is None and cursor.nextset():
                pass
            if cursor.description is None:
                return Answer((), [], cursor.rowcount)
            names = tuple(str(column[0]) for column in cursor.description)
            return Answer(names, [tuple(row) for row in cursor.fetchall()], cursor.rowcount)
        except (mssql_python.Error, RuntimeError) as error:
            raise _fault(error, cursor) from None
        finally:
            _close(cursor)

    def results(self, sql: str) -> Iterator[tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]]:
        cursor = self._cursor()
        try:
            cursor.execute(sql)
            while True:
                if cursor.description is not None:
                    rows = _fetched(cursor)
                    yield tuple(str(column[0]) for column in cursor.description), rows
                    pass_over(rows)
                if not cursor.nextset():
                    return
        except (mssql_python.Error, RuntimeError) as error:
            raise _fault(error, cursor) from None
        finally:
            _close(cursor)

    def insert(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        cursor = self._cursor()
        small, large = parted(rows)
        try:
            if small:
                cursor.setinputsizes(input_sizes(small))
                cursor.executemany(sql, small)
            for row in large:
                # A declared size beyond that of a row is refused (HY104); alone, each value tells its own.
                text, values = without_nulls(sql, row)
                cursor.execute(text, values)
        except (mssql_python.Error, RuntimeError) as error:
            raise _fault(error, cursor) from None
        finally:
            _close(cursor)

    def stream(
        self, sql: str, parameters: Sequence[Any], fetch_rows: int, wanted: pa.Schema | None = None
    ) -> Iterator[pa.RecordBatch]:
        cursor = self._cursor()
        try:
            cursor.execute(sql, *([tuple(parameters)] if parameters else []))
            while (batch := cursor.arrow_batch(fetch_rows)).num_rows:
                yield batch
        except (mssql_python.Error, RuntimeError, pa.ArrowInvalid) as error:
            raise _fault(error, cursor) from None
        finally:
            _close(cursor)

    def expect_bytes(self, longest: int) -> None:
        """Nothing: each value is taken as long as it is."""

    def bulk_copy(self, table: str, batch: pa.RecordBatch, seconds: int) -> int:
        def copy() -> int:
            cursor = self._cursor()
            try:
                copied = cursor.bulkcopy_arrow(
                    table,
                    batch,
                    timeout=seconds,
                    # Without names the driver fills the first columns that it finds, whichever they are.
                    column_mappings=list(batch.schema.names),
                    keep_nulls=True,
                    table_lock=True,
                )
                return int(copied["rows_copied"])
            finally:
                _close(cursor)

        try:
            return within(copy, seconds + GRACE_SECONDS)
        except (KeyboardInterrupt, SystemExit, EngineFault):
            raise
        except NoAnswerError:
            raise BulkCopyRefusedError(f"no answer within {seconds + GRACE_SECONDS} seconds") from None
        except BaseException as error:  # noqa: BLE001 - a panic of the driver's core is not even an Exception
            raise BulkCopyRefusedError(" ".join(str(error).split())) from None

    def close(self) -> None:
        with suppress(mssql_python.Error, RuntimeError):
            self._connection.close()

    def _cursor(self) -> Any:
        try:
            return _watched(self._connection.cursor())
        except (mssql_python.Error, RuntimeError) as error:
            raise EngineFault(Fault.CONNECTION, str(error)) from None


def _fetched(cursor: Any) -> Iterator[tuple[Any, ...]]:
    try:
        while rows := cursor.fetchmany(FETCH_ROWS):
            yield from map(tuple, rows)
    except (mssql_python.Error, RuntimeError) as error:
        raise _fault(error, cursor) from None


def _watched(cursor: Any) -> Any:
    """The driver throws the statement's handle away before it raises, and with it the server's error number.
    The record is taken down when it does."""
    reset = cursor._reset_cursor

    def keep_record_and_reset() -> None:
        cursor.dbmigrate_record = _record(cursor)
        reset()

    cursor.dbmigrate_record = None
    cursor._reset_cursor = keep_record_and_reset
    return cursor


def _record(cursor: Any) -> tuple[int, str] | None:
    """(number, SQLSTATE) of the first error on the statement's handle."""
    handle = getattr(cursor, "hstmt", None)
    if handle is None:
        return None
    bindings: Any = mssql_python.ddbc_bindings
    with suppress(Exception):
        for head, _ in bindings.DDBCSQLGetAllDiagRecords(handle):
            found = _RECORD.match(head)
            if found and found["state"][:2] != "01":
                return int(found["number"]), found["state"]
    return None


def _fault(error: Exception, cursor: Any) -> EngineFault:
    number, state = getattr(cursor, "dbmigrate_record", None) or _record(cursor) or (0, _state_of(error))
    return make_fault(number, state, getattr(error, "ddbc_error", "") or str(error))


def _state_of(error: Exception) -> str:
    return next((state for kind, state in _STATE_WITHOUT_RECORD if isinstance(error, kind)), "")


def connect_fault(error: Exception) -> EngineFault:
    """A connection that was not made has no record; the driver tells by the error's class what it was."""
    message = getattr(error, "ddbc_error", "") or str(error)
    return make_fault(0, _state_of(error), message)


def _close(cursor: Any) -> None:
    with suppress(mssql_python.Error, RuntimeError):
        cursor.close()
