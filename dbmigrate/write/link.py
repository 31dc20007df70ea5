"""A worker's connection to the target, with the ledger on it; opened again after it is lost."""

from __future__ import annotations

import sqlalchemy as sa

from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.moving import ServerSideMove
from dbmigrate.engines.question_line import QuestionLine
from dbmigrate.engines.reader import Reader
from dbmigrate.engines.session import Loader, Writer
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger


class TargetLink:
    """Used by one thread for table after table."""

    def __init__(self, target: Engine) -> None:
        self.target = target
        self.questions = QuestionLine(target)
        self._connect()

    def _connect(self) -> None:
        self.writer: Writer = self.target.open_writer()
        self.ledger = Ledger(self.writer, has_schemas=self.target.capabilities.supports_schemas)
        self.history = History(self.writer, self.ledger.tables)
        self._move: ServerSideMove | None = None
        self._loading: tuple[Loader, Ledger] | None = None

    def loading(self) -> tuple[Loader, Ledger]:
        """The fastest session for tables that the target ``takes``, and the ledger in its transactions."""
        if self._loading is None:
            loader = self.target.open_loader() or self.writer
            self._loading = loader, Ledger(loader, has_schemas=self.target.capabilities.supports_schemas)
        return self._loading

    def rollback(self) -> None:
        self.writer.rollback()
        if self._loading is not None:
            self._loading[0].rollback()

    def server_side_move(self, source: Engine, reader: Reader) -> ServerSideMove:
        """Made once per connection: the source stays reachable for the next table."""
        if self._move is None:
            self._move = self.target.server_side_move(self.writer, source, reader)
        return self._move

    def end_server_side_move(self) -> None:
        """After a fault: whatever its connections were doing is given up."""
        move, self._move = self._move, None
        if move is not None:
            move.close()
        self.writer.rollback()

    def reconnect(self) -> None:
        self._disconnect()
        self._connect()

    def revive(self) -> None:
        """Connect again if the connection has gone while it was not used."""
        self._end_loading()
        try:
            self.writer.execute(sa.select(sa.literal(1)))
        except EngineFault as fault:
            if fault.fault is not Fault.CONNECTION:
                raise
            self.reconnect()

    def close(self) -> None:
        self.questions.close()
        self._disconnect()

    def _disconnect(self) -> None:
        self.end_server_side_move()
        self._end_loading()
        self.writer.close()

    def _end_loading(self) -> None:
        """It is opened again when there is something to load."""
        loading, self._loading = self._loading, None
        if loading is not None and loading[0] is not self.writer:
            loading[0].close()
