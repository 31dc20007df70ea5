"""What must be off in an Oracle target while its tables are loaded, and how it is put back.

Every statement may be run twice: DDL commits by itself, so a crash may fall between it and the ledger's entry.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from dbmigrate.engines.oracle.catalog import SchemaCatalog
from dbmigrate.engines.oracle.ddl import quote, quote_table
from dbmigrate.model.plan import Suspension
from dbmigrate.model.table import Table, TableName


def suspensions(
    tables: Sequence[Table],
    broken: Collection[tuple[TableName, TableName]],
    catalog_of: Callable[[Table], SchemaCatalog],
) -> list[Suspension]:
    found: list[Suspension] = []
    for table in tables:
        found += [
            trigger_suspension(table.name, owner, name) for owner, name in catalog_of(table).triggers[table.name.name]
        ]
        identity = catalog_of(table).identities.get(table.name.name)
        if identity is not None and identity.always:
            found.append(identity_suspension(table.name, identity.column))
    for table in tables:
        for name, referred in catalog_of(table).foreign_keys.get(table.name.name, ()):
            if (table.name, referred) in broken:
                found.append(foreign_key_suspension(table.name, name))
    return found


def trigger_suspension(table: TableName, owner: str, name: str) -> Suspension:
    trigger = quote_table(TableName(name, owner))
    return Suspension(
        "trigger",
        f"{owner}.{name}",
        table,
        (f"ALTER TRIGGER {trigger} DISABLE",),
        (f"ALTER TRIGGER {trigger} ENABLE",),
        "would change rows while they are loaded",
    )


def identity_suspension(table: TableName, column: str) -> Suspension:
    """A column that is GENERATED ALWAYS takes no value of ours (ORA-32795)."""
    modify = f"ALTER TABLE {quote_table(table)} MODIFY ({quote(column)} GENERATED"
    return Suspension(
        "identity",
        column,
        table,
        (f"{modify} BY DEFAULT AS IDENTITY)",),
        (f"{modify} ALWAYS AS IDENTITY (START WITH LIMIT VALUE))",),
        "takes only values of its own making",
    )


def foreign_key_suspension(table: TableName, name: str) -> Suspension:
    alter = f"ALTER TABLE {quote_table(table)}"
    return Suspension(
        "foreign key",
        name,
        table,
        (f"{alter} DISABLE CONSTRAINT {quote(name)}",),
        (f"{alter} ENABLE VALIDATE CONSTRAINT {quote(name)}",),
        "part of a cycle or self-reference that no loading order satisfies",
    )
