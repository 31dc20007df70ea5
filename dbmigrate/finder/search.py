"""A whole search: the operator's files and decisions in, databases and members out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dbmigrate.config.finder import NO_FINDER, Finder, load_finder
from dbmigrate.config.package import Package
from dbmigrate.config.package_files import load_package
from dbmigrate.config.project import Endpoint
from dbmigrate.config.series import SeriesEntry
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.oracle.tns_names import TnsNames
from dbmigrate.errors import ConfigurationError, UsageError
from dbmigrate.finder.databases import Catalog, WithPassword
from dbmigrate.finder.decisions import Decisions, Places
from dbmigrate.finder.discovery import Discoverer, Discovery
from dbmigrate.finder.link_file import find_link_files
from dbmigrate.finder.patterns import Pattern
from dbmigrate.finder.records import Configuration, read_configuration
from dbmigrate.finder.requirements import requirements
from dbmigrate.model.plan import Finding

NO_PLACES = "DBM-2012"


class Given(Struct, frozen=True):
    """As given on the command line; what is empty stays as it was decided before.  ``at``: ``NAME=URL``."""

    folders: tuple[Path, ...] = ()
    configurations: tuple[Path, ...] = ()
    tns_admin: Path | None = None
    at: tuple[str, ...] = ()
    package: Path | None = None


class Looked(Struct, frozen=True):
    """What the files and databases hold.  ``is_whole`` False: no database was opened."""

    catalog: Catalog
    configurations: tuple[Configuration, ...]
    is_whole: bool


class Search(Struct, frozen=True):
    """One package and the file of decisions; ``home``: the directory that relative paths are taken from."""

    package: Package
    finder: Finder
    series: SeriesEntry
    home: Path

    @classmethod
    def of(cls, root: Path, home: Path) -> Search:
        """Raises ConfigurationError for a package whose parts do not fit each other."""
        finder = load_finder(root)
        package = load_package(str(root))
        series = next((each for each in package.series if each.name == finder.finder.series), None)
        if series is None or set(finder.values) - set(series.values):
            raise ConfigurationError(
                "the package's finder.toml does not fit its package.toml",
                code=NO_FINDER,
                where=str(root),
                cause=f"the series {finder.finder.series} is not declared, or lacks a value that finder.toml names",
            )
        return cls(package, finder, series, home)

    @property
    def verb(self) -> str:
        return self.finder.finder.verb

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """Of the tables that are migrated."""
        own = [each.table for each in self.package.patterns if each.series == self.series.name]
        return tuple(Pattern(text) for text in dict.fromkeys(own))

    def with_places(self, decisions: Decisions, given: Given) -> Decisions:
        """Raises UsageError DBM-2012 while nothing says where the files are, ConfigurationError for a bad URL."""
        places = decisions.places
        databases: dict[str, Endpoint] = dict(places.databases)
        for text in given.at:
            name, equals, url = text.partition("=")
            if not equals or not name.strip():
                raise UsageError("--at is written NAME=URL", next_step="Such as: --at East=mssql://user@host/database")
            databases[name.strip()] = Endpoint(url=ConnectionUrl.parse(url.strip()).resolved(Path.cwd()))
        folders = tuple(map(self._shown, given.folders)) or places.folders
        configurations = tuple(map(self._shown, given.configurations)) or places.configurations
        if not configurations or not (folders or databases):
            missing = "--config FILE" if not configurations else f"--{self.finder.connections.ending} DIR"
            raise UsageError(
                f"nothing says where the files are: {missing} is missing",
                code=NO_PLACES,
                where=f"dbmigrate {self.verb}",
                safe="Nothing was changed",
                next_step=f"dbmigrate {self.verb} find --{self.finder.connections.ending} DIR --config FILE; "
                "it is remembered",
            )
        tns_admin = self._shown(given.tns_admin) if given.tns_admin else places.tns_admin
        package = self._shown(given.package) if given.package else places.package
        made = Places(
            package=package,
            folders=folders,
            configurations=configurations,
            tns_admin=tns_admin,
            databases=databases,
        )
        return decisions.model_copy(update={"places": made})

    def _shown(self, path: Path) -> str:
        """As the file of decisions has it: below its directory relative, elsewhere absolute."""
        whole = path.absolute()
        return whole.relative_to(self.home).as_posix() if whole.is_relative_to(self.home) else str(whole)

    def look(
        self,
        decisions: Decisions,
        with_password: WithPassword,
        note_url: Callable[[ConnectionUrl], None],
        *,
        files_only: bool = False,
    ) -> Looked:
        """Read the files, and the names of all tables.  Changes nothing.

        ``note_url``: told each URL, so that its password is never shown.  Databases that are left out are not opened.
        """
        places = decisions.places
        names = TnsNames(self.home / places.tns_admin if places.tns_admin else None)
        links = find_link_files([self.home / each for each in places.folders], self.finder.connections.ending)
        catalog = Catalog(self.finder, links, names, self._endpoints(places.databases))
        configurations = [read_configuration(self.home / each, self.finder) for each in places.configurations]
        for configuration in configurations:
            for record in configuration.of(self.finder.connections.kind):
                catalog.of_record(configuration, record)
        for database in catalog.databases:
            if database.connection.url is not None:
                note_url(database.connection.url)
        if not files_only:
            catalog.look_into(self.patterns, with_password, left_out(decisions))
        return Looked(catalog, tuple(configurations), is_whole=not files_only)

    def discover(self, looked: Looked, decisions: Decisions) -> Discovery:
        """What that means under these decisions."""
        discoverer = Discoverer(self.finder, self.patterns, looked.configurations, looked.catalog, decisions.decision)
        return replace(discoverer.discover(), is_whole=looked.is_whole)

    def _endpoints(self, databases: Mapping[str, Endpoint]) -> dict[str, Endpoint]:
        return {
            name: endpoint.model_copy(update={"url": endpoint.url.resolved(self.home)})
            for name, endpoint in databases.items()
        }

    def missing(self, found: Discovery, decisions: Decisions) -> list[Finding]:
        """What must be decided before the projects can be written."""
        return requirements(found, self.series, self.verb, left_out(decisions))


def left_out(decisions: Decisions) -> set[str]:
    """Folded names of the databases that are left out as a whole."""
    return {each.database.casefold() for each in decisions.decision if not each.member and each.action == "leave_out"}
