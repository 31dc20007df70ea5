"""``finder.toml`` of a package: what the files look like from which the members of its series are found.

Names of elements, attributes and properties are compared without namespace, case, blanks, ``_``, ``-`` and ``.``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StrictBool, StrictStr, field_validator, model_validator

from dbmigrate.config.domains import with_names
from dbmigrate.config.table_entries import FileName, FilledText, Name, Names
from dbmigrate.config.toml_file import Section, TomlFile
from dbmigrate.errors import ConfigurationError

FINDER_FILE = "finder.toml"
NO_FINDER = "DBM-3158"

Places = Annotated[tuple[Name, ...], Field(min_length=1)]


class RecordKind(Section):
    """One kind of thing in the configuration file, such as a list.

    ``elements``: names of its elements.  ``generic``: elements that are of this kind below one of ``containers``.
    ``fields``: what else is said of it, each with the places where it may stand; a field named like another kind
    refers to a thing of that kind, by name or id.  ``through``: kinds by way of which it belongs to others, too.
    """

    name: FileName
    title: StrictStr
    elements: Names
    containers: Names = ()
    generic: Names = ()
    named: Places = ("name",)
    id: Names = ()
    through: Names = ()
    gone: Names = ()
    """Places that say yes, or ``place=text``, of a thing that was deleted; or elements around those that were."""
    fields: dict[FileName, Places] = Field(default={})


class ValueSource(Section):
    """Where a value of a member comes from: the first of ``first_of``, ``kind.field`` or ``kind.name``.

    ``several``: where instead, if the first one gives more than one text.  ``is_name``: it is the name that a member
    goes by in the target: merged members share it.
    """

    first_of: Places
    is_name: StrictBool = False
    several: Name | None = None


class Shape(Section):
    """A configuration file that is known: it has things of the kind that stands for a member."""

    name: FilledText
    members: FileName


class ConnectionFiles(Section):
    """``kind``: that of the configuration's own connections; ``text``: its field with a connection string."""

    ending: FileName
    kind: FileName
    file: FileName
    text: FileName


class ManualStep(Section):
    """What is left to be done by hand; ``tables``: names with the series' name in braces."""

    title: StrictStr
    kinds: Names
    tables: Names = ()
    script: Name | None = None
    """Below ``sql/<dialect>/`` of the package; run once for each member with such tables."""


class _Header(Section):
    verb: FileName
    title: StrictStr
    series: FileName
    help: StrictStr = ""


class Finder(Section):
    """What a package says of finding the members of one of its series."""

    finder: _Header
    connections: ConnectionFiles
    shapes: tuple[Shape, ...] = Field(validation_alias="shape", min_length=1)
    kinds: dict[FileName, RecordKind] = Field(validation_alias="kind")
    tables: Places
    """Where the text stands that the names of a member's tables are made of, the surest first."""
    values: dict[FileName, ValueSource] = Field(default={})
    manual: tuple[ManualStep, ...] = ()

    @field_validator("kinds", mode="before")
    @classmethod
    def _with_names(cls, sections: object) -> object:
        return with_names(sections)

    @model_validator(mode="after")
    def _names_what_there_is(self) -> Self:
        named = [shape.members for shape in self.shapes] + [self.connections.kind]
        named += [kind for step in self.manual for kind in step.kinds]
        named += [other for kind in self.kinds.values() for other in kind.through]
        for place in (*self.tables, *(each for source in self.values.values() for each in _places(source))):
            kind, dot, field = place.partition(".")
            named.append(kind)
            known = {"name", *(self.kinds[kind].fields if kind in self.kinds else ())}
            if not dot or (kind in self.kinds and field not in known):
                raise ValueError(f"{place!r} is no field of a kind; write kind.field or kind.name")
        for name in named:
            if name not in self.kinds:
                raise ValueError(f"there is no kind {name!r}")
        return self


def _places(source: ValueSource) -> tuple[str, ...]:
    return (*source.first_of, *([source.several] if source.several else []))


def load_finder(root: Path) -> Finder:
    """Of the package in that directory; raises ConfigurationError, DBM-3158 where the package has none."""
    path = root / FINDER_FILE
    if not path.is_file():
        raise ConfigurationError(
            "the package does not say how its databases are found", code=NO_FINDER, where=str(path)
        )
    return TomlFile.read(path).read_as(Finder)
