"""The project file ``migration.toml``: which package, from where to where, and how."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StrictStr, field_serializer
from pydantic_core import PydanticCustomError

from dbmigrate import resources
from dbmigrate.config.filters import RowFilters
from dbmigrate.config.package import Package, PackageInput, input_fault
from dbmigrate.config.series import MemberEntries, MemberEntry, SeriesEntry
from dbmigrate.config.table_entries import Name, no_name_twice
from dbmigrate.config.table_inputs import table_input
from dbmigrate.config.toml_file import Section, TomlFile, perhaps_meant
from dbmigrate.config.toml_lines import KeyPath, format_path, quoted
from dbmigrate.config.urls import ConnectionUrl, is_secret_name
from dbmigrate.errors import ConfigurationError
from dbmigrate.model.inputs import InputValue, TableInput

CREDENTIAL_IN_FILE = "DBM-3020"
BAD_INPUT = "DBM-3030"
BAD_MAP = "DBM-3031"
NO_PACKAGE = "DBM-3004"
NOT_WRITTEN = "DBM-3005"
CREDENTIAL_CURE = (
    "Take it out of the file; give it in the environment (DBMIGRATE_SOURCE_PASSWORD, "
    "DBMIGRATE_TARGET_PASSWORD), in the system's keyring, or at the prompt with --ask-password"
)
_UNIT_BYTES = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


def _byte_count(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"([0-9]{1,12}) ?(B|KiB|MiB|GiB)", value)
    if not found:
        raise ValueError(f"{value!r} is not a size; write a whole number with B, KiB, MiB or GiB, such as '16MiB'")
    return int(found[1]) * _UNIT_BYTES[found[2]]


def _connection_url(value: object) -> object:
    """Text from a file as a URL, which may carry no secret there."""
    if isinstance(value, ConnectionUrl):
        return value
    if not isinstance(value, str):
        # pydantic gathers a ValueError with its place; a TypeError would pass through it.
        raise ValueError("should be text, such as 'postgresql://user@host:5432/database'")  # noqa: TRY004
    fault, code = f"holds a password. {CREDENTIAL_CURE}", CREDENTIAL_IN_FILE
    try:
        url = ConnectionUrl.parse(value)
        if not url.has_secret:
            return url
    except ConfigurationError as error:
        fault, code = str(error), error.code
    raise PydanticCustomError("connection_url", "{fault}", {"fault": fault, "code": code})


def _plain_value(value: object) -> object:
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return value
    if not isinstance(value, str | int | float | bool):
        raise ValueError("should be text, a number, true or false, or a table")  # noqa: TRY004
    return value


def _id_value(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("should be text or a whole number")  # noqa: TRY004
    return str(value)


class Endpoint(Section):
    """One side of the migration; ``schema_name`` None means the login's default schema."""

    url: Annotated[ConnectionUrl, BeforeValidator(_connection_url)]
    schema_name: Name | None = Field(default=None, validation_alias="schema")
    options: dict[Name, StrictStr] = Field(default={})

    @field_serializer("url")
    def _masked(self, url: ConnectionUrl) -> str:
        return str(url)


class RunSettings(Section):
    """How a run goes about it.

    ``commit_rows`` and ``commit_bytes`` bound a batch, whichever is reached first; ``max_rejects``
    is the number of rejected rows a run bears; ``read_ahead_batches`` is per worker.  ``max_rows_per_second``
    is of all workers together, None for as fast as it goes; with ``courtesy`` a run gives way to a busy target.
    ``delay_indexes``: those of large empty tables that refuse no row are built behind the load.
    """

    commit_rows: int = Field(default=50_000, ge=1, le=10_000_000, strict=True)
    commit_bytes: Annotated[int, BeforeValidator(_byte_count)] = Field(
        default=16 << 20, ge=1 << 10, le=1 << 30, strict=True
    )
    workers: int = Field(default=2, ge=1, le=64, strict=True)
    max_rejects: int = Field(default=1000, ge=0, strict=True)
    read_ahead_batches: int = Field(default=2, ge=0, le=64, strict=True)
    max_rows_per_second: int | None = Field(default=None, ge=1, strict=True)
    courtesy: bool = Field(default=False, strict=True)
    delay_indexes: bool = Field(default=True, strict=True)


class Project(Section):
    """A project file.  ``package`` is ready for ``load_package``; ``groups`` None means all."""

    name: Name
    package: Name
    groups: tuple[Name, ...] | None = None
    source: Endpoint
    target: Endpoint
    run: RunSettings = RunSettings()
    filters: RowFilters = RowFilters()
    inputs: dict[str, Any] = Field(default={})
    maps: dict[str, dict[str, str]] = Field(default={})
    """By domain: source value -> target value."""
    series: dict[str, tuple[MemberEntry, ...]] = Field(default={})
    """Members by series of the package."""
    path: Path


class _ProjectHeader(Section):
    name: Name
    package: Name
    groups: Annotated[tuple[Name, ...], AfterValidator(no_name_twice), Field(min_length=1)] | None = None


class _ProjectFile(Section):
    project: _ProjectHeader
    source: Endpoint
    target: Endpoint
    run: RunSettings = RunSettings()
    filters: RowFilters = RowFilters()
    inputs: dict[Name, Annotated[Any, BeforeValidator(_plain_value)]] = Field(default={})
    maps: dict[Name, dict[Name, Annotated[str, BeforeValidator(_id_value)]]] = Field(default={})
    series: MemberEntries


def load_project(path: Path | str) -> Project:
    """Read a project file; raises ConfigurationError naming file, line and key (passwords: DBM-3020).

    Relative SQLite and package paths are taken from the file's directory.
    """
    path = Path(path)
    file = TomlFile.read(path)
    _refuse_secrets(file, (), file.values)
    content = file.read_as(_ProjectFile)
    base = path.absolute().parent
    return Project(
        name=content.project.name,
        package=_package_place(file, content.project.package, base),
        groups=content.project.groups,
        source=_resolved(file, "source", content.source, base),
        target=_resolved(file, "target", content.target, base),
        run=content.run,
        filters=content.filters,
        inputs=content.inputs,
        maps=content.maps,
        series=content.series,
        path=path,
    )


def _resolved(file: TomlFile, side: str, endpoint: Endpoint, base: Path) -> Endpoint:
    for name, value in endpoint.options.items():
        if re.search(r"(password|passwd|pwd)\s*=", value, re.IGNORECASE):
            raise file.error(
                (side, "options", name), "holds a password", code=CREDENTIAL_IN_FILE, next_step=CREDENTIAL_CURE
            )
    return endpoint.model_copy(update={"url": endpoint.url.resolved(base)})


def _refuse_secrets(file: TomlFile, path: KeyPath, value: object) -> None:
    """Refuse keys such as ``password`` by name, before anything looks at their values."""
    for key, member in value.items() if isinstance(value, dict) else ():
        if is_secret_name(key):
            complaint = "a password does not belong into a file"
            raise file.error((*path, key), complaint, code=CREDENTIAL_IN_FILE, next_step=CREDENTIAL_CURE)
        _refuse_secrets(file, (*path, key), member)


def _package_place(file: TomlFile, package: str, base: Path) -> str:
    """A bundled package's name as it is, anything else as an absolute path."""
    bundled = resources.bundled_packages()
    if package in bundled:
        return package
    place = base / package
    try:
        found = place.is_dir()
    except (OSError, ValueError):
        found = False
    if not found:
        raise file.error(
            ("project", "package"),
            f"{package!r} is neither a bundled package nor a directory beside this file",
            code=NO_PACKAGE,
            cause=perhaps_meant(package, bundled),
            next_step=f"Bundled are: {', '.join(bundled) or 'none'}",
        )
    return str(place)


def resolve_inputs(project: Project, package: Package) -> dict[str, InputValue]:
    """Every input of the package with the project's value or its default.

    Raises ConfigurationError DBM-3030 for one that is unknown, missing, or of a wrong type or choice.
    """
    known = {declared.name: declared for declared in package.inputs}
    for name in project.inputs:
        if name not in known:
            raise _input_error(
                project, name, f"package {package.name} has no such input. {perhaps_meant(name, known)}".strip()
            )
    values: dict[str, InputValue] = {}
    for name, declared in known.items():
        if declared.type == "table":
            values[name] = _resolve_table(project, declared)
            continue
        value = project.inputs.get(name, declared.default)
        if value is None:
            raise _input_error(project, name, f"is missing, and has no default: {declared.title}. {declared.help}")
        if fault := input_fault(value, declared.type, declared.choices):
            raise _input_error(project, name, f"{fault}: {declared.title}. {declared.help}")
        values[name] = value
    return values


def _resolve_table(project: Project, declared: PackageInput) -> TableInput:
    given = project.inputs.get(declared.name, [])
    try:
        if not isinstance(given, list):
            raise ValueError(f"is a table: write its rows under [[inputs.{declared.name}]]")  # noqa: TRY004
        return table_input(declared.columns, declared.valid, declared.default or (), given)
    except ValueError as error:
        raise _input_error(project, declared.name, f"{error}: {declared.title}. {declared.help}") from None


def resolve_maps(project: Project, package: Package) -> dict[str, dict[str, str]]:
    """The project's maps.  Raises ConfigurationError DBM-3031 for one that the package does not let be given."""
    given = {domain.name: domain for domain in package.domains if domain.rule == "given"}
    for name, entries in project.maps.items():
        if name not in given:
            known = f"Maps can be given for: {', '.join(given) or 'nothing'}"
            raise _map_error(project, (name,), f"package {package.name} lets no such map be given. {known}")
        fixed = {str(value).rstrip(" ") for value in given[name].fixed}
        for source, target in entries.items():
            if {source.rstrip(" "), target.rstrip(" ")} & fixed:
                shown = ", ".join(sorted(fixed))
                raise _map_error(project, (name, source), f"{shown} mean the same everywhere and are never mapped")
    return project.maps


def _map_error(project: Project, path: KeyPath, complaint: str) -> ConfigurationError:
    try:
        file = TomlFile.read(project.path)
    except ConfigurationError:
        file = TomlFile(project.path, "", {})
    return file.error(("maps", *path), complaint, code=BAD_MAP)


def _input_error(project: Project, name: str, complaint: str) -> ConfigurationError:
    """With the line of the project file, or without where that cannot be read (any more)."""
    try:
        file = TomlFile.read(project.path)
    except ConfigurationError:
        file = TomlFile(project.path, "", {})
    return file.error(("inputs", name), complaint, code=BAD_INPUT)


def render_project(
    *,
    name: str,
    package: str,
    source: ConnectionUrl,
    target: ConnectionUrl,
    groups: Collection[str] | None = None,
    source_schema: str | None = None,
    target_schema: str | None = None,
    run: RunSettings | None = None,
    inputs: Iterable[PackageInput] = (),
    series: Iterable[SeriesEntry] = (),
) -> str:
    """The text of a commented project file.  Passwords of the URLs are left out of it."""
    run = run or RunSettings()
    lines = ["# A dbmigrate project. Passwords never stand here: " + CREDENTIAL_CURE.partition("; ")[2] + ".", ""]
    lines += ["[project]", f"name = {quoted(name)}"]
    lines += [f"package = {quoted(package)}  # a bundled package, or a directory relative to this file"]
    chosen = ", ".join(quoted(group) for group in groups or ())
    lines += [f"groups = [{chosen}]" if chosen else '# groups = ["..."]  # default: all groups of the package']
    for side, url, schema in (("source", source, source_schema), ("target", target, target_schema)):
        lines += ["", f"[{side}]", f"url = {quoted(url.without_password().reveal())}"]
        lines += [f"schema = {quoted(schema)}" if schema else '# schema = "..."  # default: that of the login']
    size = f'"{run.commit_bytes >> 20}MiB"' if run.commit_bytes % (1 << 20) == 0 else str(run.commit_bytes)
    lines += ["", "[run]", f"commit_rows = {run.commit_rows}  # rows that are committed together"]
    lines += [f"commit_bytes = {size}  # a commit is made earlier when its rows take this much"]
    lines += [f"workers = {run.workers}  # parallel streams, each with connections of its own"]
    lines += [f"max_rejects = {run.max_rejects}  # rejected rows after which a run stops"]
    lines += [f"read_ahead_batches = {run.read_ahead_batches}  # batches read while one is written, per worker"]
    pace = run.max_rows_per_second
    lines += [f"{'# ' if pace is None else ''}max_rows_per_second = {pace or 50_000}  # default: as fast as it goes"]
    lines += [f"courtesy = {_literal(run.courtesy)}  # true: slower, or a pause, while the target is busy"]
    lines += [f"delay_indexes = {_literal(run.delay_indexes)}  # false: indexes of empty tables stay during the load"]
    lines += ["", "[inputs]  # what only you can decide about this migration"]
    for declared in inputs:
        lines += _render_input(declared)
    for each in series:
        lines += ["", *_render_series(each)]
    return "\n".join(lines) + "\n"


def _render_series(series: SeriesEntry) -> list[str]:
    place = format_path(("series", series.name))
    return [
        f"# One entry for each {_one_line(series.title)}; take = false, with a reason, leaves its tables out.",
        f"# [[{place}]]",
        "# name = ...  # as reports show it",
        f"# tables = ...  # what stands for {{{series.name}}} in the names of its tables",
        *(f"# {name} = ...  # {kind}" for name, kind in series.values.items()),
    ]


def _render_input(declared: PackageInput) -> list[str]:
    choices = f"One of: {', '.join(map(_literal, declared.choices))}" if declared.choices else ""
    lines = [f"# {_one_line(text)}" for text in (declared.title, declared.help, choices) if text.strip()]
    if declared.type == "table":
        names = (f"#   {name} = ...  # {kind}" for name, kind in declared.columns.items())
        return [*lines, f"# [[inputs.{declared.name}]]  # one for each row, after all other inputs", *names]
    key = format_path([declared.name])
    if declared.default is None:
        return [*lines, f"# {key} =   # {declared.type}; has no default, must be set"]
    return [*lines, f"{key} = {_literal(declared.default)}"]


def _one_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())


def _literal(value: InputValue) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(value) if isinstance(value, str) else repr(value)


def write_project(path: Path | str, text: str) -> None:
    """Write the text of ``render_project`` to a new file, whole or not at all.

    Raises ConfigurationError DBM-3005 if the file is there already or cannot be written.
    """
    path = Path(path)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}.draft")
    try:
        try:
            with draft.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            _put_in_place(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    except FileExistsError:
        raise ConfigurationError(
            f"{path} is there already",
            code=NOT_WRITTEN,
            safe="Nothing was changed",
            next_step="Remove it first, or name another file",
        ) from None
    except (OSError, ValueError) as error:
        cause = str(error.strerror) if isinstance(error, OSError) else "the path is not valid"
        raise ConfigurationError(f"cannot write {str(path)!r}", code=NOT_WRITTEN, cause=cause) from None


def _put_in_place(draft: Path, path: Path) -> None:
    """A link, unlike a rename, fails if another file has appeared; some file systems have none."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        draft.replace(path)
