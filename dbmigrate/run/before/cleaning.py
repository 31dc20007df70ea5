"""The clean-up of a project's source."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from types import TracebackType
from typing import Self

from dbmigrate.check.clean_plan import CleanPlanner, CleanStep
from dbmigrate.check.cleaning import Cleaned, Cleaner, planned, restore_script
from dbmigrate.config.members import package_of
from dbmigrate.config.project import Project, resolve_inputs
from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.registry import open_engine, side_error
from dbmigrate.engines.session import Session
from dbmigrate.model.plan import MigrationPlan
from dbmigrate.plan.members import members_of
from dbmigrate.plan.planner import Planner
from dbmigrate.plan.stand_ins import settled

RestoreSteps = list[dict[str, str | int]]


class SourceCleaning:
    """Both databases connected, the source for writing.  A context manager."""

    def __init__(self, project: Project, groups: list[str] | None = None) -> None:
        self._package = package_of(project)
        self._members = members_of(project)
        self._inputs = resolve_inputs(project, self._package)
        self._groups = groups or project.groups
        self._package.ordered_groups(self._groups)
        self.source: Engine = open_engine(
            project.source.url, side="source", schema=project.source.schema_name, writable=True
        )
        try:
            self.target: Engine = open_engine(project.target.url, side="target", schema=project.target.schema_name)
        except BaseException:
            self.source.dispose()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for engine in (self.source, self.target):
            with suppress(EngineFault):
                engine.dispose()

    def look(self) -> list[CleanStep]:
        """What would be done.  Changes nothing."""
        plan = self._plan()
        with self._session() as session:
            return planned(self._planner(plan, session), plan.tables)

    def clean(self) -> list[Cleaned]:
        """All of it in one transaction.  Raises SourceError; then the source is as it was."""
        plan = self._plan()
        with self._session() as session:
            return Cleaner(self.source, session).clean(self._planner(plan, session), plan.tables)

    def restorable(self) -> tuple[RestoreSteps, str]:
        """What was cleaned and not put back, newest first, and the script that puts it back."""
        with self._session() as session:
            self.source.forget_catalog()
            steps = Cleaner(self.source, session).steps_to_restore()
            return steps, restore_script(self.source, steps)

    def restore(self) -> RestoreSteps:
        """Put everything back."""
        with self._session() as session:
            self.source.forget_catalog()
            return Cleaner(self.source, session).restore()

    @contextmanager
    def _session(self) -> Iterator[Session]:
        try:
            with closing(self.source.open_writer()) as session:
                yield session
        except EngineFault as fault:
            raise side_error(fault, "source", "the source could not be looked through", number=41) from None

    def _plan(self) -> MigrationPlan:
        try:
            package = settled(self._package, self.source)
            planner = Planner(package, self.source, self.target, inputs=self._inputs, touched=(), members=self._members)
            return planner.plan(self._groups)
        except EngineFault as fault:
            raise side_error(fault, "source", "the plan could not be made", number=20) from None

    def _planner(self, plan: MigrationPlan, session: Session) -> CleanPlanner:
        return CleanPlanner(plan, settled(self._package, self.source), self.source, self.target, session)
