"""What the queries of a script have given: shown to people, and written as CSV for other programs."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from dbmigrate.errors import ConfigurationError
from dbmigrate.report.console import line, number, table
from dbmigrate.report.documents import Document

NOT_WRITTEN = "DBM-3117"
ROWS_SHOWN = 20

Rows = Sequence[dict[str, Any]]


def result_document(line_number: int, rows: Rows, file: Path | None) -> Document:
    """``rows`` must not be empty; the first few are part of the document."""
    return {
        "line": line_number,
        "columns": list(rows[0]),
        "rows": len(rows),
        "first": [[_plain(value) for value in row.values()] for row in rows[:ROWS_SHOWN]],
        "file": None if file is None else str(file),
    }


def write_csv(path: Path, rows: Rows) -> None:
    """UTF-8 with a header; NULL is empty, bytes are in hexadecimal digits.  An older file of that name is replaced."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(list(rows[0]))
            writer.writerows([_plain(value) for value in row.values()] for row in rows)
    except OSError as error:
        raise ConfigurationError(
            "the rows that a query gave cannot be written",
            code=NOT_WRITTEN,
            where=str(path),
            cause=str(error.strerror or error),
            safe="The script was not run to its end, and nothing of it is in the database",
            next_step="Name another directory with --csv",
        ) from None


def show_results(console: Console, results: Sequence[Document]) -> None:
    for one in results:
        console.print(table(one["columns"], [[_shown(value) for value in row] for row in one["first"]]))
        left = one["rows"] - len(one["first"])
        if left and one["file"] is None:
            line(console, f"and {number(left)} more rows; all of them as a file: --csv DIR", indent=2)
        if one["file"] is not None:
            line(console, f"{number(one['rows'])} rows, all of them in {one['file']}", indent=2)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _shown(value: Any) -> str:
    return "NULL" if value is None else str(value)
