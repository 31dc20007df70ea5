"""What the four engines' DDL has in common: table layout, order of creation, script header.

Pure text; no driver is imported here or in any ``ddl`` module.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from dbmigrate.engines.ddl_default import read_default
from dbmigrate.engines.ddl_order import creation_order
from dbmigrate.errors import ConfigurationError
from dbmigrate.model.table import Column, ForeignKey, Table, TableName
from dbmigrate.model.types import Kind, LogicalType
from dbmigrate.model.view import Place, View


class DdlRenderer(ABC):
    """Renders tables for one engine.  Single statements come without a terminator."""

    title: str
    """The engine's name for people."""
    client: str
    """The command-line client that runs the scripts."""
    max_name_bytes: int | None = None
    max_name_characters: int | None = None
    adds_foreign_keys = True
    """False: foreign keys exist only inside CREATE TABLE, where they may name later tables."""
    writes_null = False
    """True: a nullable column needs the word NULL, because the session decides what its absence means."""
    identity_clause = ""
    """What follows the type of a column that the engine numbers."""

    @abstractmethod
    def type_sql(self, logical: LogicalType) -> str:
        """The column type that holds every value of the neutral type."""

    def quote(self, name: str) -> str:
        """The identifier with the engine's quotes, in exactly this case."""
        self.check_name(name)
        return '"' + name.replace('"', '""') + '"'

    def quote_table(self, name: TableName) -> str:
        """The table's quoted name, with its schema if it has one."""
        table = self.quote(name.name)
        return table if name.schema is None else f"{self.quote(name.schema)}.{table}"

    def check_name(self, name: str) -> None:
        """Refuse what the engine would cut or misread."""
        if not name or "\0" in name:
            raise ConfigurationError("an identifier is empty or holds a NUL character", where=repr(name))
        for limit, length, unit in (
            (self.max_name_bytes, len(name.encode()), "bytes"),
            (self.max_name_characters, len(name), "characters"),
        ):
            if limit is not None and length > limit:
                raise ConfigurationError(
                    f"an identifier is too long for {self.title}",
                    where=name,
                    cause=f"it has {length} {unit}, {self.title} takes {limit}",
                    safe="Nothing was created",
                    next_step="Give the table, column, index or constraint a shorter name in the target",
                )

    def render_create_table(self, table: Table, *, foreign_keys: bool = True, native: bool = False) -> str:
        """``native``: the types' own spellings are this engine's and are kept as they are.

        Computed columns become plain ones.  Defaults that do not carry over are left out.
        """
        lines = [self.render_column(table, column, native) for column in table.columns]
        if key_line := self.primary_key_line(table):
            lines.append(f"PRIMARY KEY ({self._list(key_line)})")
        for key in table.unique_keys:
            # Oracle refuses a second key over the primary key's columns (ORA-02261).
            if set(key.columns) != set(table.primary_key):
                name = f"CONSTRAINT {self._name_within(table, key.name)} " if key.name else ""
                lines.append(f"{name}UNIQUE ({self._list(key.columns)})")
        if foreign_keys:
            lines += [self._render_foreign_key(key) for key in table.foreign_keys]
        # No blank lines: SQL*Plus ends a statement at one.
        body = ",\n    ".join(lines)
        return f"CREATE TABLE {self.quote_table(table.name)} (\n    {body}\n)"

    def render_create_indexes(self, table: Table) -> list[str]:
        """One statement per index; those that a key already brings are left out."""
        seen = {table.primary_key, *(key.columns for key in table.unique_keys)}
        statements = []
        for index in table.indexes:
            if index.columns in seen:
                continue
            seen.add(index.columns)
            unique = "UNIQUE " if index.unique else ""
            statements.append(
                f"CREATE {unique}INDEX {self._name_within(table, index.name)}"
                f" ON {self.quote_table(table.name)} ({self._list(index.columns)})"
            )
        return statements

    def render_add_foreign_keys(self, table: Table) -> list[str]:
        """ALTER TABLE statements; empty where the engine has none."""
        if not self.adds_foreign_keys:
            return []
        name = self.quote_table(table.name)
        return [f"ALTER TABLE {name} ADD {self._render_foreign_key(key)}" for key in table.foreign_keys]

    def render_create_view(self, view: View) -> str:
        base, *others = view.joins
        lines = [f"CREATE VIEW {self.quote_table(view.name)} AS SELECT"]
        chosen = [f"    {self._place(place)} AS {self.quote(name)}" for name, place in view.columns]
        lines.append(",\n".join(chosen))
        lines.append(f"FROM {self.quote_table(base.table)} {base.alias}")
        for join in others:
            on = " AND ".join(f"{join.alias}.{self.quote(own)} = {self._place(place)}" for own, place in join.on)
            lines.append(f"JOIN {self.quote_table(join.table)} {join.alias} ON {on}")
        return "\n".join(lines)

    def _place(self, place: Place) -> str:
        return f"{place.alias}.{self.quote(place.column)}"

    def render_create_schema(
        self, tables: Sequence[Table], *, what: str = "", native: bool = False, views: Sequence[View] = ()
    ) -> str:
        """A whole script for the engine's own client."""
        ordered, deferred = creation_order(tables)
        schemas = list(dict.fromkeys(table.name.schema for table in tables if table.name.schema))
        statements = [statement for schema in schemas if (statement := self.render_create_namespace(schema))]
        for table in ordered:
            inline = table
            if self.adds_foreign_keys:
                later = deferred.get(table.name, ())
                inline = replace(table, foreign_keys=tuple(k for k in table.foreign_keys if k not in later))
            statements.append(self.render_create_table(inline, native=native))
            statements += self.render_create_indexes(table)
        for table in ordered:
            if table.name in deferred:
                statements += self.render_add_foreign_keys(replace(table, foreign_keys=deferred[table.name]))
        statements += [self.render_create_view(view) for view in views]
        header = self.render_header(
            what=what or f"creates {len(ordered)} tables",
            needs=self.describe_needs(schemas),
        )
        return header + "".join(f"\n{self.terminate(statement)}" for statement in statements)

    def render_header(self, *, what: str, needs: str) -> str:
        """The four lines that open every script."""
        return (
            f"-- What:   {what} ({self.title})\n"
            "-- When:   once, before the first run, where none of these tables exists\n"
            f"-- Needs:  {needs}\n"
            "-- Effect: adds tables, keys and indexes, changes and drops nothing\n"
        )

    def describe_needs(self, schemas: Sequence[str]) -> str:
        """What must be there before the script runs."""
        return f"{self.client}, and the right to create tables" + (" and schemas" if schemas else "")

    def render_create_namespace(self, schema: str) -> str | None:
        """A statement that makes the schema, or None where the engine has no such thing."""
        return None

    def terminate(self, statement: str) -> str:
        """The statement as it stands in a script."""
        return f"{statement};\n"

    def primary_key_line(self, table: Table) -> tuple[str, ...]:
        """The columns of the primary key's own line; none if a column's line has it."""
        return table.primary_key

    def render_boolean(self, value: bool) -> str:
        return "1" if value else "0"

    def render_string(self, value: str) -> str | None:
        """A string literal, or None where the engine has no such value."""
        return "'" + value.replace("'", "''") + "'"

    def render_now(self, logical: LogicalType) -> str:
        return "CURRENT_DATE" if logical.kind is Kind.DATE else "CURRENT_TIMESTAMP"

    def render_column(self, table: Table, column: Column, native: bool) -> str:
        """The column's line in CREATE TABLE."""
        declared = column.type.native if native and column.type.native else self.type_sql(column.type)
        parts = [self.quote(column.name), declared]
        default = self._render_default(column)
        if column.identity:
            parts.append(self.identity_clause)
        elif default is not None:
            parts.append(f"DEFAULT {default}")
        if not column.nullable or column.name in table.primary_key:
            parts.append("NOT NULL")
        elif self.writes_null:
            parts.append("NULL")
        return " ".join(part for part in parts if part)

    def _render_default(self, column: Column) -> str | None:
        default = read_default(column.default_sql, column.type.kind)
        if default is None:
            return None
        if default.kind == "number":
            return default.text
        if default.kind == "boolean":
            return self.render_boolean(default.text == "1")
        return self.render_string(default.text) if default.kind == "string" else self.render_now(column.type)

    def _render_foreign_key(self, key: ForeignKey) -> str:
        name = f"CONSTRAINT {self.quote(key.name)} " if key.name else ""
        return (
            f"{name}FOREIGN KEY ({self._list(key.columns)})"
            f" REFERENCES {self.quote_table(key.referred)} ({self._list(key.referred_columns)})"
        )

    def _name_within(self, table: Table, name: str) -> str:
        """Index names are unique per table in SQL Server, per schema elsewhere."""
        longer = f"{table.name.name}_{name}"
        fits = len(longer.encode()) <= min(self.max_name_bytes or 128, self.max_name_characters or 128)
        return self.quote(longer if fits and table.name.name.casefold() not in name.casefold() else name)

    def _list(self, names: Iterable[str]) -> str:
        return ", ".join(self.quote(name) for name in names)
