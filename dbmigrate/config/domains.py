"""The ``[domains.NAME]`` sections of a package: which columns hold one kind of value, and its rule."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StrictStr, model_validator

from dbmigrate.config.table_entries import Name, Names, no_name_twice
from dbmigrate.config.toml_file import Section

ANY_TABLE = "*"


def _column_place(text: str) -> str:
    table, dot, column = text.rpartition(".")
    if not dot or not table or not column or "*" in column or ("*" in table and table != ANY_TABLE):
        raise ValueError(f"{text!r} is not 'Table.Column'; '*.Column' stands for every table")
    return text


ColumnPlace = Annotated[Name, AfterValidator(_column_place)]
ColumnPlaces = Annotated[tuple[ColumnPlace, ...], AfterValidator(no_name_twice)]


class DomainEntry(Section):
    """One domain.  Columns are those of target tables, ``Table.Column``; ``home`` is one of them."""

    name: Name
    rule: Literal["match", "allocate", "given"]
    columns: ColumnPlaces = ()
    without: ColumnPlaces = ()
    """Columns that ``*.Column`` would take in and must not."""
    home: ColumnPlace | None = None
    by: Names = ()
    keep: StrictBool = True
    shared: StrictBool = False
    exclusive: StrictBool = False
    ignore_case: StrictBool = False
    fixed: tuple[StrictStr | StrictInt, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.rule == "match" and (self.home is None or not self.by):
            raise ValueError("rule 'match' needs home = 'Table.Column' and by = ['NameColumn']")
        if self.rule == "allocate" and self.home is None:
            raise ValueError("rule 'allocate' needs home = 'Table.Column', the table whose rows have these numbers")
        if self.by and self.rule != "match":
            raise ValueError("by goes with rule 'match' only")
        if self.exclusive and self.rule != "given":
            raise ValueError("exclusive goes with rule 'given' only; the other rules never give one id twice")
        if self.home is None and not self.columns:
            raise ValueError("names no column")
        return self

    def holds(self, table: str, column: str) -> bool:
        """Whether this column of a target table is in the domain."""
        named = (*self.columns, *((self.home,) if self.home else ()))
        if any(is_place(place, table, column) for place in named):
            return True
        if any(is_place(place, table, column) for place in self.without):
            return False
        return f"{ANY_TABLE}.{column}".casefold() in {place.casefold() for place in named}


def is_place(place: str, table: str, column: str) -> bool:
    """Whether ``Schema.Table.Column`` or ``Table.Column`` names this column; a schema counts where both have one,
    since not every engine has schemas and a catalogue may name the default one."""
    table_of, _, column_of = place.casefold().rpartition(".")
    schema_of, _, bare_of = table_of.rpartition(".")
    schema, _, bare = table.casefold().rpartition(".")
    same = (column_of, bare_of) == (column.casefold(), bare)
    return same and (schema == schema_of or not schema or not schema_of)


def with_names(sections: Any) -> Any:
    """The sections, each with its key as ``name``, as far as they are sections."""
    if not isinstance(sections, dict):
        return sections
    return {name: {**body, "name": name} if isinstance(body, dict) else body for name, body in sections.items()}


DomainEntries = Annotated[dict[Name, DomainEntry], Field(default={})]
