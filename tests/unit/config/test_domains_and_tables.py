"""Id domains of a package, inputs of type table, and maps of the project file."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dbmigrate.compute.sandbox import sealed_connection
from dbmigrate.config.domains import DomainEntry, is_place
from dbmigrate.config.table_inputs import Validity, table_input

COLUMNS = {"begins": "moment", "ends": "moment", "level": "integer", "note": "text"}
VALID = Validity(begins="begins", ends="ends")


def domain(**said: Any) -> DomainEntry:
    return DomainEntry.model_validate({"name": "d", "rule": "given", **said})


@pytest.mark.parametrize(
    "said",
    [
        {"rule": "match", "home": "T.Id"},
        {"rule": "match", "by": ["Name"]},
        {"rule": "allocate", "columns": ["T.Id"]},
        {"rule": "allocate", "home": "T.Id", "by": ["Name"]},
        {"rule": "allocate", "home": "T.Id", "exclusive": True},
        {},
        {"columns": ["Id"]},
        {"columns": ["T.*"]},
        {"columns": ["T*.Id"]},
        {"columns": ["T.Id", "t.id"]},
        {"columns": ["T.Id"], "fixed": [1.5]},
    ],
)
def test_half_a_domain_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        domain(**said)


def test_which_columns_a_domain_holds() -> None:
    entry = domain(columns=["*.SiteId", "Person.Home"], without=["dial.Calls.siteid"])
    assert entry.holds("public.Anything", "SITEID")
    assert entry.holds("Person", "home")
    assert not entry.holds("Other", "Home")
    assert not entry.holds("dial.Calls", "siteid")
    assert not entry.holds("Calls", "siteid")
    assert entry.holds("other.Calls", "siteid")


@pytest.mark.parametrize(
    ("place", "table", "same"),
    [("T.c", "T", True), ("T.c", "s.T", True), ("s.T.c", "T", True), ("s.T.c", "S.t", True), ("s.T.c", "r.T", False)],
)
def test_a_schema_counts_where_both_have_one(place: str, table: str, same: bool) -> None:
    assert is_place(place, table, "C") == same


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def test_the_row_in_force_at_a_moment() -> None:
    given = [
        {"begins": dt.date(2010, 1, 1), "ends": moment("2011-01-01 12:00:00"), "level": 1, "note": "it's"},
        {"begins": moment("2011-01-01 12:00:00"), "level": 2, "note": 'a "b"'},
    ]
    table = table_input(COLUMNS, VALID, [{"level": 0, "note": "default"}], given)
    connection = sealed_connection({"levels": table})
    try:
        found = connection.sql(
            "SELECT levels_at(m).level, levels_at(m).note FROM (VALUES (TIMESTAMP '2009-12-31 23:59:59.999'),"
            " (TIMESTAMP '2010-01-01'), (TIMESTAMP '2011-01-01 11:59:59'), (TIMESTAMP '2011-01-01 12:00:00'),"
            " (TIMESTAMP '2100-01-01'), (NULL)) AS t(m)"
        ).fetchall()
    finally:
        connection.close()
    first, second, default = (1, "it's"), (2, 'a "b"'), (0, "default")
    assert found == [default, first, first, second, second, default]


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([{"level": 1}], "does not say 'note'"),
        ([{"level": "1", "note": ""}], "not of type integer"),
        ([{"level": True, "note": ""}], "not of type integer"),
        ([{"level": 2**63, "note": ""}], "not of type integer"),
        ([{"level": 1, "note": "", "more": 1}], "has 'more'"),
        ([{"level": 1, "note": "", "begins": moment("2010-01-01T00:00:00+01:00")}], "without an offset"),
        ([{"level": 1, "note": "", "begins": "2010-01-01"}], "not of type moment"),
        ([{"level": 1, "note": ""}, {"level": 2, "note": "", "begins": dt.date(2010, 1, 1)}], "two rows are in force"),
        ([{"level": 1, "note": "", "begins": dt.date(2010, 1, 1), "ends": dt.date(2010, 1, 1)}], "not after it begins"),
    ],
)
def test_rows_that_do_not_fit_are_refused(rows: list[dict[str, Any]], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        table_input(COLUMNS, VALID, [], rows)


def test_rows_that_touch_do_not_overlap() -> None:
    day = dt.date(2010, 1, 1)
    rows = [{"level": 1, "note": "", "ends": day}, {"level": 2, "note": "", "begins": day}]
    assert len(table_input(COLUMNS, VALID, [], rows).rows) == 2
