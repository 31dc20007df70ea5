"""What the queries of a script have given: shown to people, and written as CSV for other programs."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console

from dbmigrate.errors import ConfigurationError
from dbmigrate.report.console import line, table
from dbmigrate.report.documents import Document
from dbmigrate.report.measures import number

NOT_WRITTEN = "DBM-3117"
ROWS_SHOWN = 20


def take_rows(line_number: int, rows: Iterator[dict[str, Any]], file: Path | None) -> Document:
    """The document of a query's result, of which there is at least one row; the first few are part of it.

    All are written to ``file``: UTF-8 with a header; NULL is empty, bytes are in hexadecimal digits.  An older file
    of that name is replaced when all rows are there.
    """
    first: list[list[Any]] = []
    columns: list[str] = []
    count = 0
    with _writing(file) as write:
        for row in rows:
            values = [_plain(value) for value in row.values()]
            if not count:
                columns = list(row)
                write(columns)
            if count < ROWS_SHOWN:
                first.append(values)
            write(values)
            count += 1
    return {
        "line": line_number,
        "columns": columns,
        "rows": count,
        "first": first,
        "file": None if file is None else str(file),
    }


@contextmanager
def _writing(path: Path | None) -> Iterator[Callable[[list[Any]], object]]:
    if path is None:
        yield lambda _: None
        return
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("w", encoding="utf-8", newline="") as file:
                yield csv.writer(file).writerow
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
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
