"""Values that belong to one source, recorded before rows go that nobody looks at on their way."""

from __future__ import annotations

from dbmigrate.engines.fault import SourceFault
from dbmigrate.engines.reader import Reader, TableRead
from dbmigrate.engines.registry import side_error
from dbmigrate.model.conditions import Condition
from dbmigrate.model.plan import TablePlan
from dbmigrate.run.context import RunContext
from dbmigrate.transform.key_book import KeyBook
from dbmigrate.transform.key_mapping import KeyMapping
from dbmigrate.write.link import TargetLink


def claim_values(
    context: RunContext, table: TablePlan, link: TargetLink, reader: Reader, where: Condition | None
) -> bool:
    """What the rows of the table that this run reads hold of domains that keep their values; a transaction of its own.

    They are recorded before the rows, so no row is ever in the target whose value belongs to nobody.
    False where an earlier run has made another value of one: then each row has to be looked at.
    Raises PlanRefusedError where a value is another source's own.
    """
    if not KeyMapping.is_needed(table):
        return True
    book = KeyBook(context.target, context.source.identity(), None, session=lambda: link.writer)
    mapping = KeyMapping(table, book)
    read = TableRead(table.source, table.read_columns, where=where)
    kept = True
    for into in table.into:
        for planned in into.columns:
            column = None if planned.source is None else table.source.column(planned.source)
            if planned.domain is None or column is None:
                continue
            try:
                values = link.server_side_move(context.source, reader).distinct_values(read, column)
            except SourceFault as fault:
                message = f"the values of {table.name}.{column.name} could not be read"
                raise side_error(fault, "source", message, number=10) from None
            kept = mapping.claim(planned.domain, values) and kept
    fresh = book.end_batch() if kept else ()
    if fresh:
        in_bulk = context.target.capabilities.supports_transactional_bulk_load
        link.writer.begin()
        try:
            # Two tables may find one value at once: it is looked for again where no other batch can add it.
            link.ledger.hold_fence(context.run_id, context.fence, alone=True)
            link.ledger.key_maps.record(link.writer, context.run_id, fresh, in_bulk=in_bulk)
            link.writer.commit()
        except BaseException:
            link.writer.rollback()
            raise
    return kept
