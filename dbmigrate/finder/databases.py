"""The databases that the files name, each once, and the tables of a series that each one holds."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from dbmigrate.config.finder import Finder
from dbmigrate.config.project import Endpoint
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.ole_db import read_connection_string
from dbmigrate.engines.oracle.tns_names import TnsNames
from dbmigrate.engines.registry import open_engine, side_error
from dbmigrate.errors import ConfigurationError, DbmigrateError
from dbmigrate.finder.connections import Connection
from dbmigrate.finder.link_file import LinkFile
from dbmigrate.finder.patterns import Pattern
from dbmigrate.finder.records import Configuration, Record
from dbmigrate.model.table import TableName

NO_SUCH_FILE = "DBM-3156"

WithPassword = Callable[[ConnectionUrl], ConnectionUrl]


@dataclass(frozen=True, slots=True)
class Holding:
    """Tables of one member: ``key`` is what stands for it in their names, as the database spells it."""

    key: str
    tables: Mapping[str, TableName]
    """By pattern."""


@dataclass(slots=True)
class Database:
    """``aliases``: other names for it; ``named``: whether the configuration names it; ``problem``: why it was not
    looked into, as far as that is so."""

    connection: Connection
    aliases: list[str] = field(default_factory=list)
    named: bool = False
    problem: DbmigrateError | None = None
    looked: bool = False
    holdings: dict[str, Holding] = field(default_factory=dict)
    others: list[TableName] = field(default_factory=list, repr=False)
    schema: str | None = None

    @property
    def name(self) -> str:
        return self.connection.name

    @property
    def is_open(self) -> bool:
        return self.looked and self.problem is None

    def answers_to(self, name: str) -> bool:
        return name.strip().casefold() in [each.casefold() for each in (self.name, *self.aliases)]


class Catalog:
    """Every database that some file names."""

    def __init__(
        self, finder: Finder, links: Sequence[LinkFile], names: TnsNames, given: Mapping[str, Endpoint]
    ) -> None:
        self._finder = finder
        self._links = links
        self._names = names
        self._given = {name.casefold(): endpoint for name, endpoint in given.items()}
        self.databases: list[Database] = []
        for link in links:
            self._add(link.connection(names))
        for name, endpoint in given.items():
            if self.find(name) is None:
                self._add(Connection(name, "--at", url=endpoint.url))

    def find(self, name: str) -> Database | None:
        """The database of that name; of the last part of a name, where only one has it."""
        whole = [each for each in self.databases if each.answers_to(name)]
        wanted = name.strip().casefold()
        short = [each for each in self.databases if each.name.rpartition("/")[2].casefold() == wanted]
        return whole[0] if whole else short[0] if len(short) == 1 else None

    def _add(self, connection: Connection) -> Database:
        endpoint = next(
            (
                self._given[name]
                for name in (connection.name.casefold(), connection.name.rpartition("/")[2].casefold())
                if name in self._given
            ),
            None,
        )
        if endpoint is not None:
            connection = connection.at(endpoint.url)
        elif connection.url is not None and connection.url.engine == "sqlite":
            # Relative to the file that names it, wherever the program is started.
            connection = replace(connection, url=_whole(connection.url, Path(connection.origin)))
        place = connection.place
        same = next((each for each in self.databases if place is not None and each.connection.place == place), None)
        if same is not None:
            if not same.answers_to(connection.name):
                same.aliases.append(connection.name)
            return same
        made = Database(connection, problem=connection.problem)
        made.schema = endpoint.schema_name if endpoint is not None else None
        self.databases.append(made)
        return made

    def of_record(self, configuration: Configuration, record: Record) -> Database:
        """The database that a connection of the configuration means; one with a problem where there is none."""
        files = self._finder.connections
        references = [*configuration.texts(record, f"{files.kind}.{files.file}"), record.name]
        known = self.find(record.name)
        for reference in references:
            meant = [link for link in self._links if link.is_meant_by(reference)]
            if len(meant) == 1:
                database = next(each for each in self.databases if each.answers_to(meant[0].name))
                return self._named(database, record.name)
            if meant:
                listed = ", ".join(link.name for link in meant)
                return self._with_problem(record, f"several files are meant by it: {listed}", configuration)
        texts = configuration.texts(record, f"{files.kind}.{files.text}")
        if texts:
            return self._named(self._add(self._of_text(record, texts[0], configuration)), record.name)
        if known is not None:
            return self._named(known, record.name)
        return self._with_problem(record, f"no .{files.ending} file of that name is in the folder", configuration)

    def _of_text(self, record: Record, text: str, configuration: Configuration) -> Connection:
        origin = str(configuration.path)
        try:
            found = read_connection_string(text, self._names)
        except ConfigurationError as error:
            error.where = error.where or f"{configuration.path}, line {record.line}"
            return Connection(record.name, origin, problem=error)
        return Connection(record.name, origin, found.provider, found.url, found.notes)

    def _named(self, database: Database, name: str) -> Database:
        database.named = True
        if not database.answers_to(name) and "\\" not in name and "/" not in name:
            database.aliases.append(name)
        return database

    def _with_problem(self, record: Record, cause: str, configuration: Configuration) -> Database:
        if record.name.casefold() in self._given:
            return self._named(self._add(Connection(record.name, str(configuration.path))), record.name)
        problem = ConfigurationError(
            f"the configuration names the connection {record.name!r}, which cannot be found",
            code=NO_SUCH_FILE,
            where=f"{configuration.path}, line {record.line}" if record.line else str(configuration.path),
            cause=cause,
            next_step="Copy the whole folder again; or say where the database is with --at NAME=URL",
        )
        return self._named(self._add(Connection(record.name, str(configuration.path), problem=problem)), record.name)

    def look_into(self, patterns: Sequence[Pattern], with_password: WithPassword, left_out: Collection[str]) -> None:
        """Open each database and list its tables.  Changes nothing; what fails is kept as the database's problem.

        ``left_out``: folded names of those that are not opened.
        """
        for database in self.databases:
            if database.name.casefold() in left_out:
                continue
            url = database.connection.url
            database.looked = True
            if url is None or database.problem is not None:
                continue
            try:
                engine = open_engine(with_password(url), side="source", schema=database.schema)
            except DbmigrateError as error:
                database.problem = error
                continue
            try:
                _list(database, engine, patterns)
            except EngineFault as fault:
                database.problem = side_error(fault, "source", "the tables cannot be listed", where=str(url), number=20)
            finally:
                engine.dispose()


def _whole(url: ConnectionUrl, origin: Path) -> ConnectionUrl:
    """A file's path, which Windows may have written, without its detours."""
    path = url.sqlite_path if not url.lacks_sqlite_file() else Path(str(url.sqlite_path).replace("\\", "/"))
    whole = os.path.normpath(origin.absolute().parent / path)
    return ConnectionUrl.create("sqlite", database=whole)


def _list(database: Database, engine: Engine, patterns: Sequence[Pattern]) -> None:
    found: dict[str, dict[str, TableName]] = {}
    spelled: dict[str, str] = {}
    for table in sorted(engine.list_tables(), key=lambda each: (each.schema or "", each.name)):
        matched = [(pattern, key) for pattern in patterns if (key := pattern.key(table.name)) is not None]
        if not matched:
            database.others.append(table)
        for pattern, key in matched:
            spelled.setdefault(key.casefold(), key)
            found.setdefault(key.casefold(), {}).setdefault(pattern.text, table)
    for folded, tables in found.items():
        ordered = {pattern.text: tables[pattern.text] for pattern in patterns if pattern.text in tables}
        database.holdings[folded] = Holding(spelled[folded], ordered)
    schemas = {table.schema for tables in found.values() for table in tables.values()}
    if database.schema is None and len(schemas) == 1:
        database.schema = schemas.pop()
