"""What a package expects of its source or target schema: versions, the marks that tell them, and upgrades."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictStr, ValidationInfo, field_validator

from dbmigrate.config.table_entries import FilledText, Name, Names
from dbmigrate.config.toml_file import Section


class SchemaLayout(Section):
    """A schema version told by its structure: names of tables, or ``table.column``, that are there or not."""

    version: Name
    has: Names = ()
    lacks: Names = ()

    @field_validator("lacks")
    @classmethod
    def _says_something(cls, lacks: Names, info: ValidationInfo) -> Names:
        if not lacks and not info.data.get("has"):
            raise ValueError("names nothing that is there or lacking")
        return lacks


class SchemaUpgrade(Section):
    """A script that brings one version to another."""

    version: Name = Field(validation_alias="from")
    to: Name
    script: Name


class SchemaSide(Section):
    """What a package expects of its source or target schema.

    ``version_query``: one row or more; several columns are joined with dots.  Without it, or where its table is
    missing, the first of ``layouts`` whose marks all hold tells the version.
    """

    schema_version: Name
    tested_with: tuple[StrictStr, ...] = ()
    at_least: Annotated[StrictStr, Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,9})*$")] | None = None
    """Every version in figures from this one on is accepted, too."""
    create_script: Name | None = None
    version_query: FilledText | None = None
    layouts: tuple[SchemaLayout, ...] = Field(default=(), validation_alias="layout")
    upgrades: tuple[SchemaUpgrade, ...] = Field(default=(), validation_alias="upgrade")

    @property
    def accepted(self) -> frozenset[str]:
        """The versions that the package was tested with."""
        return frozenset((self.schema_version, *self.tested_with))

    def accepts(self, version: str) -> bool:
        """Whether the package was tested with it, or is said to work with it and later ones."""
        if version in self.accepted or self.at_least is None:
            return version in self.accepted
        figures = [part.lstrip("0") or "0" for part in version.split(".")]
        if not all(part.isascii() and part.isdigit() for part in figures):
            return False
        return [int(part[:18]) for part in figures] >= [int(part) for part in self.at_least.split(".")]

    def upgrade_path(self, version: str) -> tuple[SchemaUpgrade, ...]:
        """The fewest steps from that version to an accepted one; empty if there are none."""
        trails: list[tuple[SchemaUpgrade, ...]] = [()]
        seen = {version}
        while trails:
            trail = trails.pop(0)
            at = trail[-1].to if trail else version
            if self.accepts(at):
                return trail
            for step in self.upgrades:
                if step.version == at and step.to not in seen:
                    seen.add(step.to)
                    trails.append((*trail, step))
        return ()
