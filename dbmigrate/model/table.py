"""What a table is, as read from a catalogue or a schema description."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from dbmigrate.model.types import LogicalType


class TableName(Struct, frozen=True):
    """A table's name; ``schema`` None means the connection's default schema."""

    name: str
    schema: str | None = None

    def __str__(self) -> str:
        """As ``parse`` reads it back: in brackets where a dot or a bracket of a name would say something else."""
        plain = self.name if self.schema is None else f"{self.schema}.{self.name}"
        # Asked dozens of times for each table, so it is not read back where no name holds what ``parse`` looks for.
        dots = 0 if self.schema is None else 1
        if (plain.count(".") == dots and "[" not in plain) or TableName.parse(plain) == self:
            return plain
        return f"[{self.name}]" if self.schema is None else f"[{self.schema}].[{self.name}]"

    @classmethod
    def parse(cls, text: str) -> TableName:
        """``"schema.name"`` or ``"name"``; a name that itself holds a dot is written ``"[a.b]"``."""
        if text.startswith("[") and text.endswith("]") and "].[" not in text:
            return cls(text[1:-1])
        if "].[" in text and text.startswith("[") and text.endswith("]"):
            schema, _, name = text[1:-1].partition("].[")
            return cls(name, schema)
        schema, dot, name = text.partition(".")
        return cls(name, schema) if dot else cls(text)


def same_table(one: str, other: str) -> bool:
    """Whether two names mean one table: without case, and a schema is compared only where both have one."""
    first, second = (TableName.parse(name.casefold()) for name in (one, other))
    return first.name == second.name and (None in (first.schema, second.schema) or first.schema == second.schema)


class Column(Struct, frozen=True):
    """``generated``: computed by the engine, never written.  ``has_default``: may be left out of an
    insert.  ``identity``: the engine hands out values (identity, serial, autoincrement).
    ``default_sql``: the engine's own text of the default."""

    name: str
    type: LogicalType
    nullable: bool = True
    has_default: bool = False
    generated: bool = False
    identity: bool = False
    default_sql: str | None = None


class ForeignKey(Struct, frozen=True):
    """``proven``: every row refers to one that is there, by the word of an engine that enforces it."""

    columns: tuple[str, ...]
    referred: TableName
    referred_columns: tuple[str, ...]
    name: str | None = None
    proven: bool = True


class UniqueKey(Struct, frozen=True):
    """A unique constraint or unique index over whole columns."""

    columns: tuple[str, ...]
    name: str | None = None


class Index(Struct, frozen=True):
    """A plain secondary index; carried so that a created target has the source's indexes."""

    name: str
    columns: tuple[str, ...]
    unique: bool = False


class Table(Struct, frozen=True, dict=True):
    name: TableName
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[UniqueKey, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    indexes: tuple[Index, ...] = ()
    triggers: tuple[str, ...] = ()
    row_estimate: int | None = None

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name.casefold(): column for column in self.columns}

    def column(self, name: str) -> Column | None:
        """The column of that name, compared without case."""
        return self._by_name.get(name.casefold())

    def named(self, name: str) -> Column:
        """The column of that name, which the plan has seen is there.  Raises KeyError."""
        return self._by_name[name.casefold()]

    @property
    def writable_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.generated)
