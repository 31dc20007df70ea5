"""Scripts of several statements between two GO lines, run by the real driver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.errors import TargetError
from dbmigrate.scripts.runner import run_script_text
from dbmigrate.scripts.split import Statement
from tests import mssql_server

SCRIPT = """\
-- What: shows numbers
CREATE TABLE n (a int PRIMARY KEY)
GO
-- three of them
INSERT INTO n VALUES (1), (2), (3)
SELECT a FROM n ORDER BY a
UPDATE n SET a = a + 10
SELECT MAX(a) AS most FROM n
GO
"""


def run(url: str, text: str) -> list[tuple[int, list[dict[str, Any]]]]:
    taken: list[tuple[int, list[dict[str, Any]]]] = []

    def take(statement: Statement, rows: Iterator[dict[str, Any]]) -> None:
        taken.append((statement.line, list(rows)))

    run_script_text(ConnectionUrl.parse(url), side="target", text=text, on_rows=take)
    return taken


def test_every_result_of_a_batch_is_taken_and_every_error_told() -> None:
    url = mssql_server.create_database()
    try:
        assert run(url, SCRIPT) == [(5, [{"a": 1}, {"a": 2}, {"a": 3}]), (5, [{"most": 13}])]
        with pytest.raises(TargetError) as caught:
            run(url, "-- head\n\nSELECT a FROM n\nINSERT INTO n VALUES (11)\nGO\nDELETE FROM n\n")
        assert caught.value.where == "line 3: SELECT a FROM n (to line 4)"
        assert mssql_server.rows(url, "SELECT COUNT(*) FROM n") == [(3,)]
    finally:
        mssql_server.drop_database(url)
