"""A connection for questions beside the one that writes: opened when first needed, kept, opened again when lost."""

from __future__ import annotations

from contextlib import suppress

from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.session import Session


class QuestionLine:
    """Used by one thread at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._session: Session | None = None

    def session(self) -> Session:
        if self._session is None:
            self._session = self._engine.open_writer()
        return self._session

    def close(self) -> None:
        """The next question opens it again."""
        if self._session is not None:
            with suppress(EngineFault):
                self._session.close()
        self._session = None
