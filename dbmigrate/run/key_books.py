"""Which tables need a key book, which must not run at once because of it, and what is expected of their rows."""

from __future__ import annotations

import pyarrow as pa

from dbmigrate.engines.base import Engine
from dbmigrate.engines.question_line import QuestionLine
from dbmigrate.model.domains import Rule
from dbmigrate.model.plan import IntoPlan, ReadMethod, TablePlan
from dbmigrate.model.table import TableName
from dbmigrate.run.context import RunContext
from dbmigrate.transform.key_book import KeyBook
from dbmigrate.transform.key_mapping import KeyMapping
from dbmigrate.write.link import TargetLink

# Besides those waiting in the queue: one being made ready, one held back, one being written.
_BATCHES_IN_HAND = 4


def open_book(context: RunContext, table: TablePlan, link: TargetLink) -> KeyBook | None:
    """For copying the table; None where no value of it goes through a map."""
    if not KeyMapping.is_needed(table):
        return None
    identity = context.source.identity()
    if table.method is ReadMethod.ONE_TRANSACTION:
        return KeyBook(context.target, identity, None, session=lambda: link.writer)
    ahead = context.settings.read_ahead_batches + _BATCHES_IN_HAND
    return KeyBook(context.target, identity, link.questions, batches_ahead=ahead)


def reading_book(target: Engine, source_identity: str, line: QuestionLine) -> KeyBook:
    """For verification: what was recorded, and nothing new."""
    return KeyBook(target, source_identity, line, records=False)


def known_ids(table: TablePlan, target: Engine, source_identity: str, line: QuestionLine) -> KeyBook | None:
    """Ids that are in the maps, and no others: what has none is not in the target.  None where none is mapped."""
    if not KeyMapping.is_needed(table):
        return None
    return KeyBook(target, source_identity, line, records=False, guesses=False)


def shared_things(table: TablePlan) -> set[TableName | str]:
    """Targets that the table feeds, and domains in which it allocates."""
    things: set[TableName | str] = {into.table.name for into in table.into}
    for into in table.into:
        for column in into.columns:
            domain = column.domain
            if domain is None:
                continue
            at_home = domain.home is not None and domain.home.table.name == into.table.name
            if domain.rule is Rule.ALLOCATE or (domain.rule is Rule.MATCH and at_home):
                things.add(f"domain {domain.name}")
    return things


class Distinct:
    """The first row of each key, over all batches."""

    def __init__(self, into: IntoPlan) -> None:
        self._key = into.key
        self._seen: set[tuple[object, ...]] = set()

    def first(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        kept = []
        for number, key in enumerate(zip(*(rows.column(name).to_pylist() for name in self._key), strict=True)):
            if key not in self._seen:
                self._seen.add(key)
                kept.append(number)
        return rows.take(pa.array(kept, pa.int64()))
