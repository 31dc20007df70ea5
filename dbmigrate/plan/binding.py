"""Whether expressions can be evaluated over the columns that the source really has, before any row is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dbmigrate.model.inputs import InputValue
from dbmigrate.model.plan import ColumnPlan, Finding
from dbmigrate.model.table import Table
from dbmigrate.model.types import arrow_type


def unbound(
    source: Table, target: Table, columns: Sequence[ColumnPlan], inputs: Mapping[str, InputValue]
) -> Iterator[Finding]:
    """One refusal for each expression that fails without any row: an unknown function, or types it cannot take."""
    expressions = [column for column in columns if column.expression is not None]
    if not expressions:
        return
    import duckdb
    import pyarrow as pa

    from dbmigrate.compute.sandbox import sealed_connection

    schema = pa.schema([(column.name, arrow_type(column.type)) for column in source.columns])
    connection = sealed_connection(inputs)
    try:
        connection.register("source_rows", schema.empty_table())

        def fault(text: str) -> str:
            try:
                connection.sql(f"SELECT {text} FROM source_rows")
            except duckdb.Error as error:
                return str(error).splitlines()[0]
            return ""

        if not fault(", ".join(f"({column.expression})" for column in expressions)):
            return
        for column in expressions:
            if cause := fault(f"({column.expression})"):
                yield Finding(
                    "DBM-4016",
                    f"{target.name}.{column.name}",
                    f"the expression {column.expression} cannot be evaluated: {cause}",
                    "Mend the group file, or say with source_types what the source's column holds, then plan again",
                    refuses=True,
                )
    finally:
        connection.close()
