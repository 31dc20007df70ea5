"""Loads tables with dlt, run by the Python that dlt is installed in: ``dlt_load.py FORMAT SOURCE TARGET WORK TABLE...``

SOURCE and TARGET: the place of a database, as ``benchmarks.databases`` has it.  FORMAT: of the files that are loaded.

Rows come by way of Arrow.  Of the ways that dlt's pages name this is the fastest that works here: connectorx refuses a
whole number among SQLite's decimals, and Parquet, which goes by ADBC, a column that is a smallint (dlt 1.31).
"""

from __future__ import annotations

import re
import sys
from urllib.parse import quote

import dlt  # type: ignore[import-not-found,unused-ignore]
from dlt.destinations import postgres  # type: ignore[import-not-found,unused-ignore]
from dlt.sources.sql_database import sql_database  # type: ignore[import-not-found,unused-ignore]

_ON_A_SOCKET = re.compile(r"postgresql://(?P<user>\w+)@/(?P<database>\w+)\?host=(?P<directory>.+)")


def main(file_format: str, source: str, target: str, work: str, *tables: str) -> None:
    from_server, to_server = _ON_A_SOCKET.fullmatch(source), _ON_A_SOCKET.fullmatch(target)
    if to_server is None:
        sys.exit(f"not a PostgreSQL database on a socket: {target}")
    credentials = {
        "username": to_server["user"],
        "password": "none",  # it must be given, and is not asked for
        "host": quote(to_server["directory"], safe=""),
        "port": 5432,
        "database": to_server["database"],
    }
    pipeline = dlt.pipeline("bench", destination=postgres(credentials), dataset_name="public", pipelines_dir=work)
    url = f"sqlite:///{source}" if from_server is None else source.replace("postgresql://", "postgresql+psycopg2://")
    rows = sql_database(
        url,
        table_names=list(tables),
        backend="pyarrow",
        chunk_size=50_000,
        reflection_level="full_with_precision",
    )
    pipeline.run(rows, write_disposition="append", loader_file_format=file_format).raise_on_failed_jobs()


if __name__ == "__main__":
    main(*sys.argv[1:])
