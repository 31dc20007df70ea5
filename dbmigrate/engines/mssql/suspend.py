"""What is off while tables are loaded, and the statements that switch it."""

from __future__ import annotations

from collections.abc import Collection

from dbmigrate.engines.mssql.catalog import ForeignKeyFacts
from dbmigrate.engines.mssql.ddl import quote, quote_table
from dbmigrate.model.plan import Suspension
from dbmigrate.model.table import TableName


def trigger_suspension(table: TableName, trigger: str) -> Suspension:
    """An enabled trigger, whatever it fires on: an upsert updates too."""
    name = quote_table(table)
    return Suspension(
        "trigger",
        trigger,
        table,
        (f"ALTER TABLE {name} DISABLE TRIGGER {quote(trigger)}",),
        (f"ALTER TABLE {name} ENABLE TRIGGER {quote(trigger)}",),
        "would change rows while they are loaded",
    )


def foreign_key_suspension(table: TableName, key: ForeignKeyFacts, *, switches_work: bool) -> Suspension:
    """Back WITH CHECK, so that the server trusts it again; ``switches_work`` False: dropped and made again,
    for servers that take the switch and go on checking."""
    name, constraint = quote_table(table), quote(key.name)
    check = "WITH CHECK" if key.trusted else "WITH NOCHECK"
    if switches_work:
        off = f"ALTER TABLE {name} NOCHECK CONSTRAINT {constraint}"
        on = f"ALTER TABLE {name} {check} CHECK CONSTRAINT {constraint}"
    else:
        off = f"ALTER TABLE {name} DROP CONSTRAINT {constraint}"
        # A new constraint is checked unless it is told not to be; not every server knows the word for it.
        unchecked = "" if key.trusted else "WITH NOCHECK "
        on = f"ALTER TABLE {name} {unchecked}ADD CONSTRAINT {constraint} {_definition(key)}"
    reason = "part of a cycle or self-reference that no loading order satisfies"
    return Suspension("foreign key", key.name, table, (off,), (on,), reason)


def _definition(key: ForeignKeyFacts) -> str:
    own, other = (", ".join(quote(name) for name in names) for names in (key.columns, key.referred_columns))
    text = f"FOREIGN KEY ({own}) REFERENCES {quote_table(key.referred)} ({other})"
    for event, action in (("DELETE", key.on_delete), ("UPDATE", key.on_update)):
        text += "" if action == "NO ACTION" else f" ON {event} {action}"
    return text if key.for_replication else f"{text} NOT FOR REPLICATION"


def is_broken(table: TableName, key: ForeignKeyFacts, broken: Collection[tuple[TableName, TableName]]) -> bool:
    """Whether no loading order satisfies the key, and it is on at all."""
    return not key.disabled and (table, key.referred) in broken
