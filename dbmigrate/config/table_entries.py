"""The ``[[table]]`` entries of a group file: which source table feeds which targets, and how."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationInfo,
    field_validator,
    model_validator,
)

from dbmigrate.config.toml_file import Section
from dbmigrate.model.types import parse_type

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LONGEST_OVERLAP_SECONDS = 3660 * 86400


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    if "\0" in text:
        raise ValueError("must not hold a NUL character")
    return text


def _plain_name(text: str) -> str:
    if re.search(r"[\x00-\x1f\x7f]", text):
        raise ValueError("must not hold control characters")
    return _filled(text)


def _file_name(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", text):
        raise ValueError("may hold only letters, digits, '_', '-' and '.'")
    return text


def _word(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", text):
        raise ValueError(f"{text!r} may hold only letters, digits and '_', so that expressions can name it")
    return text


def no_name_twice(names: Any) -> Any:
    """The names, if no two differ by case only."""
    seen: dict[str, str] = {}
    for name in names:
        if name.casefold() in seen:
            raise ValueError(f"{name!r} is named twice (names are compared without case)")
        seen[name.casefold()] = name
    return names


def _type_name(text: str) -> str:
    parse_type(text)
    return text


def _overlap(value: object, info: ValidationInfo) -> object:
    """A duration such as ``15m`` in seconds; from a file only with its unit."""
    if isinstance(value, str):
        found = re.fullmatch(r"([0-9]{1,9})([smhd])", value)
        if not found:
            raise ValueError(f"{value!r} is not a duration; write a whole number with s, m, h or d, such as '15m'")
        return int(found[1]) * _SECONDS[found[2]]
    if info.context is not None:
        raise ValueError("write the duration as text with its unit s, m, h or d, such as '15m'")
    return value


FilledText = Annotated[StrictStr, AfterValidator(_filled)]
StandInName = Annotated[StrictStr, AfterValidator(_word)]
Name = Annotated[StrictStr, AfterValidator(_plain_name)]
FileName = Annotated[StrictStr, AfterValidator(_file_name)]
Names = Annotated[tuple[Name, ...], AfterValidator(no_name_twice)]
NameSet = frozenset[Name]
Expressions = Annotated[dict[Name, FilledText], AfterValidator(no_name_twice)]


class Watermark(Section):
    """The column that tells new rows, and how far below the last mark a run reads again."""

    column: Name
    overlap_seconds: Annotated[int, BeforeValidator(_overlap)] = Field(
        validation_alias="overlap", ge=0, le=_LONGEST_OVERLAP_SECONDS, strict=True
    )


class Resync(Section):
    """What ``run --resync`` does with rows that changed in the source, or went from it, after they were migrated."""

    changed: Literal["update", "list"] = "update"
    deleted: Literal["delete", "list"] = "list"


class Filters(Section):
    """The source columns that the operator's filters are applied to."""

    date: Name | None = None
    site: Name | None = None
    workflow: Name | None = None


class Parent(Section):
    """The source table whose rows decide which rows of this one are in scope."""

    table: Name
    on: Annotated[dict[Name, Name], AfterValidator(no_name_twice)] = Field(min_length=1)
    """Child column -> parent column."""
    orphans: Literal["copy", "reject"] = "copy"
    """What becomes of rows whose parent is not in the source."""


class Consent(Section):
    """Target columns for which a change of value is allowed, by kind of change."""

    pad: NameSet = frozenset()
    trim: NameSet = frozenset()
    truncate: NameSet = frozenset()
    round: NameSet = frozenset()
    empty_as_null: NameSet = frozenset()
    null_as_empty: NameSet = frozenset()
    strip_nul: NameSet = frozenset()
    to_utc: NameSet = frozenset()


class KeepRule(Section):
    """Which row of several with one key stays.

    ``key``: source columns, None means each key of the target that is fed by copied columns.  ``keep``: the one
    with the greatest or the least ``by``; None means the watermark's column.  Rows that are alike there: the one
    that lies last (newest) or first (oldest) in the table.
    """

    keep: Literal["newest", "oldest"]
    by: Name | None = None
    key: Names | None = None


class CleanRule(Section):
    """How ``clean`` mends a source table.

    ``nulls``: source column -> what takes the place of NULL.  ``drop_nulls``: source columns; rows with NULL there
    are taken out.
    """

    duplicates: KeepRule | None = None
    nulls: Annotated[dict[Name, StrictStr | StrictInt | StrictFloat | StrictBool], AfterValidator(no_name_twice)] = (
        Field(default={})
    )
    drop_nulls: Names = ()


class StandIn(Section):
    """A name that stands for the first of several source columns that the table has.

    ``otherwise`` (``else`` in files): the SQL that it stands for where there is none; None: one must be there.
    """

    first_of: Names = Field(min_length=1)
    otherwise: FilledText | None = Field(default=None, alias="else")

    @model_validator(mode="before")
    @classmethod
    def _of_a_list(cls, value: Any) -> Any:
        return {"first_of": value} if isinstance(value, list) else value


class IntoEntry(Section):
    """One target fed by a table entry; ``key`` None means the target's primary key."""

    target: Name
    key: Names | None = None
    columns: Expressions = Field(default={})
    same_name: StrictBool = True
    distinct: StrictBool = False
    domains: dict[Name, Name] = Field(default={})
    """Target column -> id domain, where the package's domains do not name the column for every source."""
    consent: Consent = Consent()


class TableEntry(Section):
    """One source table; ``key`` None means the source's primary key, ``()`` that it has none."""

    source: Name
    target: Name | None = None
    key: Names | None = None
    parent: Parent | None = None
    watermark: Watermark | None = None
    filters: Filters = Filters()
    resync: Resync = Resync()
    mode: Literal["insert", "upsert"] = "insert"
    target_rows: Literal["empty", "any"] = "empty"
    incomplete: StrictBool = False
    optional: StrictBool = False
    comment: StrictStr = ""
    columns: Expressions = Field(default={})
    exclude: NameSet = frozenset()
    consent: Consent = Consent()
    names: Annotated[dict[StandInName, StandIn], AfterValidator(no_name_twice)] = Field(default={})
    clean: CleanRule = CleanRule()
    source_types: Annotated[
        dict[Name, Annotated[StrictStr, AfterValidator(_type_name)]], AfterValidator(no_name_twice)
    ] = Field(default={})
    into: tuple[IntoEntry, ...] = ()

    @field_validator("into")
    @classmethod
    def _says_targets_once(cls, into: tuple[IntoEntry, ...], info: ValidationInfo) -> tuple[IntoEntry, ...]:
        given = [key for key in ("target", "columns") if info.data.get(key)]
        given += ["consent"] if info.data.get("consent", Consent()) != Consent() else []
        if into and given:
            raise ValueError(f"does not go together with {given[0]!r} of the table; say it in each [[table.into]]")
        return into

    @property
    def targets(self) -> tuple[IntoEntry, ...]:
        """The targets this entry feeds: the ``into`` list, or the one that the entry itself names."""
        if self.into:
            return self.into
        return (IntoEntry(target=self.target or self.source, columns=self.columns, consent=self.consent),)
