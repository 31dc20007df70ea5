"""The checklist of a package: ``checklist.toml`` beside its ``package.toml``."""

from __future__ import annotations

from pydantic import Field, StrictStr

from dbmigrate.config.package import Package
from dbmigrate.config.table_entries import FileName, FilledText
from dbmigrate.config.toml_file import Section, TomlFile
from dbmigrate.errors import ConfigurationError

NO_CHECKLIST = "DBM-3081"
FILE = "checklist.toml"


class Step(Section):
    """``proof``: what shows that the step is done; None means that the operator says so."""

    id: FileName
    chapter: FilledText
    title: FilledText
    help: StrictStr = ""
    proof: StrictStr | None = Field(
        default=None,
        pattern=r"^(source_version|target_version|cleaned|checked|source_prepared|target_prepared|migrated|no_rejects"
        r"|verified|nothing_off|tidied|(group|no_orphans):[A-Za-z0-9_.-]+)$",
    )


class _File(Section):
    step: tuple[Step, ...] = Field(min_length=1)


def has_checklist(package: Package) -> bool:
    return (package.root / FILE).is_file()


def load_checklist(package: Package) -> tuple[Step, ...]:
    """ConfigurationError DBM-3081 if the package has none."""
    path = package.root / FILE
    if not path.is_file():
        raise ConfigurationError(
            f"package {package.name} has no checklist",
            code=NO_CHECKLIST,
            where=str(path),
            next_step="Write one: docs/package-format.md shows how",
        )
    file = TomlFile.read(path)
    steps = file.read_as(_File).step
    for number, step in enumerate(steps):
        if step.id in {earlier.id for earlier in steps[:number]}:
            raise file.error(("step", number, "id"), f"{step.id!r} is there twice")
        _, colon, group = (step.proof or "").partition(":")
        if colon and group not in {known.name for known in package.groups}:
            raise file.error(("step", number, "proof"), f"there is no table group {group!r}")
    return steps
