"""Which mark a pass may begin above: only one whose rows are proven to be in, of the same rows or of all."""

from __future__ import annotations

from msgspec.structs import replace

from dbmigrate.ledger.coverage import Cover, Coverage
from dbmigrate.model.scope import EVERYTHING

SITE, OTHER = '{"site": ["Site", [1]]}', '{"site": ["Site", [2]]}'
FIRST = Cover(1, "calls", SITE, None, "At", "2024-01-01", 10)


def _newest(*covers: Cover, scope: str = SITE, column: str = "At") -> int | None:
    found = Coverage(covers).newest("calls", scope, column)
    return None if found is None else found.run_id


def test_a_mark_is_of_its_rows_and_column() -> None:
    assert _newest(FIRST) == 1
    assert _newest(FIRST, scope=OTHER) is None
    assert _newest(FIRST, scope=EVERYTHING) is None, "it read one site alone"
    assert _newest(replace(FIRST, scope=EVERYTHING), scope=OTHER) == 1, "it read every site"
    assert _newest(FIRST, column="ChangedAt") is None
    assert _newest(replace(FIRST, mark=None)) is None
    assert _newest(replace(FIRST, table_name="agents")) is None


def test_a_mark_proves_no_more_than_what_it_was_based_on() -> None:
    second = replace(FIRST, run_id=2, based_on=1, mark="2024-02-01")
    third = replace(FIRST, run_id=3, based_on=2, mark="2024-03-01")
    assert _newest(third, FIRST, second) == 3
    assert _newest(second, third) is None, "run 1 was undone"
    assert _newest(FIRST, third) == 1, "run 2 was undone"
    assert _newest(third, replace(second, based_on=None)) == 3
    assert Coverage([FIRST, second, third]).newest_whole("calls") == 1
    assert Coverage([second, third]).scopes("calls") == set()


def test_rows_that_were_found_and_then_taken_out_with_their_run() -> None:
    second = replace(FIRST, run_id=2, mark="2024-02-01", lost_rows=True)
    third = replace(FIRST, run_id=3, based_on=2, mark="2024-03-01")
    assert _newest(FIRST, second, third) == 1, "the third began above the mark of the second"
    assert Coverage([FIRST, second, third]).newest_of("calls", SITE) == 1
    assert _newest(FIRST, second, third, replace(third, run_id=4, based_on=None)) == 4
    assert Coverage([second]).scopes("calls") == {SITE}, "its other rows are in the target"
