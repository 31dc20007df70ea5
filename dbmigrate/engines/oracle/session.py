"""A session: SQLAlchemy Core statements compiled for Oracle, explicit transactions.

Oracle begins a transaction with the first change and ends one at every DDL statement, so ``begin`` only
remembers that something may have to be rolled back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import oracledb
import sqlalchemy as sa
from sqlalchemy.dialects import oracle as oracle_dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.oracle.faults import sort_fault
from dbmigrate.engines.result_rows import FETCH_ROWS, pass_over
from dbmigrate.engines.statements import text_and_values

NAME_IS_USED = "ORA-00955"
OWN_TABLES = "SELECT table_name FROM all_tables WHERE owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')"


_RESERVED = frozenset(
    "access add audit column file immediate increment initial maxextents mlslabel modify noaudit offline online"
    " privileges row rowid rownum rows session successful sysdate validate whenever".split()
)
"""Words of the SQL Language Reference's list that SQLAlchemy's has not; the ledger has a column ``rows``."""


def dialect(version: tuple[int, ...]) -> sa.Dialect:
    """SQLAlchemy's, told the release of the server: FETCH FIRST is there since 12.1."""
    made: Any = oracle_dialect.dialect()  # type: ignore[no-untyped-call]
    made.server_version_info = version
    made._supports_offset_fetch = version >= (12,)
    made.identifier_preparer.reserved_words = made.identifier_preparer.reserved_words | _RESERVED
    return made  # type: ignore[no-any-return]


@contextmanager
def sorted_faults() -> Iterator[None]:
    try:
        yield
    except (oracledb.Error, OSError) as error:
        raise sort_fault(error) from error


class OracleSession:
    """``connection`` is closed with the session."""

    def __init__(self, connection: Any, of: sa.Dialect) -> None:
        self._connection = connection
        self._dialect = of
        self._in_transaction = False

    def begin(self) -> None:
        self._in_transaction = True

    def commit(self) -> None:
        with sorted_faults():
            self._connection.commit()
        self._in_transaction = False

    def relax_durability(self) -> None:
        """Each COMMIT waits for the disk here."""

    def rollback(self) -> None:
        if self._in_transaction:
            self._in_transaction = False
            # The transaction may be gone with its connection; the first error is the one to show.
            with suppress(oracledb.Error, OSError):
                self._connection.rollback()

    def savepoint(self, name: str) -> None:
        self.run_sql(f"SAVEPOINT {name}")

    def rollback_to(self, name: str) -> None:
        self.run_sql(f"ROLLBACK TO SAVEPOINT {name}")

    def release(self, name: str) -> None:
        """Savepoints end with their transaction; Oracle has no word for ending one earlier."""

    def take_notices(self) -> list[str]:
        return []

    def make_tables(self, schema: str | None, tables: Sequence[sa.Table]) -> None:
        """``IF NOT EXISTS`` is there since release 23 only; a name that is used says the same.

        A login that may create no tables can go on with those that are there.
        """
        self.add_tables(tables)

    def add_tables(self, tables: Sequence[sa.Table]) -> None:
        """Each is committed by itself."""
        known = {str(name) for (name,) in self.query(OWN_TABLES)}
        for table in tables:
            if table.name.upper() in known:
                continue
            try:
                self.execute(CreateTable(table))
                for index in table.indexes:
                    self.execute(CreateIndex(index))
            except EngineFault as fault:
                if fault.native_code != NAME_IS_USED:
                    raise

    def execute(self, statement: sa.Executable) -> list[dict[str, Any]]:
        return self._run(*text_and_values(statement, self._dialect))

    def insert_rows(self, rows: Iterable[tuple[sa.Table, Mapping[str, Any]]]) -> None:
        for table, values in rows:
            self.execute(sa.insert(table).values(values))

    def run_sql(self, text: str) -> list[dict[str, Any]]:
        return self._run(text, {})

    def results(self, text: str) -> Iterator[Iterator[dict[str, Any]]]:
        with sorted_faults(), self._connection.cursor() as cursor:
            cursor.execute(text, {}, fetch_lobs=False)
            if cursor.description is None:
                return
            names = [_folded(described[0]) for described in cursor.description]
            rows = _fetched(cursor, names)
            yield rows
            pass_over(rows)

    def query(
        self, text: str, values: dict[str, Any] | None = None, *, decimals: bool = False
    ) -> list[tuple[Any, ...]]:
        """Rows as tuples, for the engine's own questions; ``decimals``: every number as an exact one."""
        return self._fetch(text, values or {}, decimals=decimals)[1]

    def change(self, text: str) -> int:
        """Run an UPDATE, DELETE or MERGE; how many rows it touched."""
        with sorted_faults(), self._connection.cursor() as cursor:
            cursor.execute(text)
            return int(cursor.rowcount)

    def close(self) -> None:
        self.rollback()
        with suppress(oracledb.Error, OSError):
            self._connection.close()

    def _run(self, text: str, values: dict[str, Any]) -> list[dict[str, Any]]:
        names, rows = self._fetch(text, values)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _fetch(
        self, text: str, values: dict[str, Any], *, decimals: bool = False
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        with sorted_faults(), self._connection.cursor() as cursor:
            cursor.execute(text, values, fetch_lobs=False, fetch_decimals=decimals)
            if cursor.description is None:
                return [], []
            return [_folded(described[0]) for described in cursor.description], cursor.fetchall()


def _fetched(cursor: Any, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    with sorted_faults():
        while rows := cursor.fetchmany(FETCH_ROWS):
            for row in rows:
                yield dict(zip(names, row, strict=True))


def _folded(name: str) -> str:
    """Names without quotes come back in upper case."""
    return name.lower() if name.isupper() else name
