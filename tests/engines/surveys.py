"""What a survey says beside what the newest value, two tallies and a condition on the column say."""

from __future__ import annotations

from dbmigrate.engines.base import Engine
from dbmigrate.engines.reader import Reader, Survey, TableRead
from dbmigrate.model.conditions import AnyOf, Compare, Condition, IsNull, Operator
from dbmigrate.model.table import Table, TableName

OVERLAP = 3


def bound_of(mark: int | str | None) -> int | str | None:
    if isinstance(mark, str):
        return f"m{int(mark[1:]) - OVERLAP:03}"
    return None if mark is None else mark - OVERLAP


def plainly(reader: Reader, table: Table, bound: int | str) -> tuple[object, ...]:
    moment = table.column("moment")
    assert moment is not None
    mark = reader.high_water_mark(table, "moment")
    following = bound_of(mark)
    assert following is not None
    below, below_mark = (
        reader.tally(TableRead(table, table.columns, table.primary_key, where=Compare(moment, Operator.LESS, each)))
        for each in (bound, following)
    )
    above = Compare(moment, Operator.AT_LEAST, bound)
    return mark, below, below_mark, rows_of(reader, table, AnyOf((above, IsNull(moment))))


def rows_of(reader: Reader, table: Table, where: Condition) -> list[object]:
    read = TableRead(table, table.columns, table.primary_key, where=where)
    return [row for batch in reader.read(read, batch_rows=50, batch_bytes=1 << 20) for row in batch.rows.to_pylist()]


def described(engine: Engine) -> Table:
    table = engine.describe_table(TableName("items"))
    assert table is not None
    return table


def surveyed(engine: Engine, bound: int | str) -> Survey | None:
    """Of the table ``items`` by its column ``moment``; compared, unless there is none."""
    view = engine.open_view()
    try:
        reader, table = view.open_reader(), described(engine)
        moment = table.named("moment")
        found = reader.survey(TableRead(table, table.columns, table.primary_key), moment, bound, bound_of)
        if found is not None:
            said = found.mark, found.below, found.below_mark, rows_of(reader, table, found.rest)
            assert said == plainly(reader, table, bound)
        return found
    finally:
        view.close()
