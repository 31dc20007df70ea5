"""A worker's connection to the target, with the ledger on it; opened again after it is lost."""

from __future__ import annotations

from dbmigrate.engines.base import Engine, ServerSideMove, Writer
from dbmigrate.ledger.history import History
from dbmigrate.ledger.ledger import Ledger


class TargetLink:
    """Used by one thread for table after table."""

    def __init__(self, target: Engine) -> None:
        self.target = target
        self._connect()

    def _connect(self) -> None:
        self.writer: Writer = self.target.open_writer()
        self.ledger = Ledger(self.writer, has_schemas=self.target.capabilities.supports_schemas)
        self.history = History(self.writer, self.ledger.tables)
        self._move: ServerSideMove | None = None

    def server_side_move(self, source: Engine) -> ServerSideMove:
        """Made once per connection: the source stays reachable for the next table."""
        if self._move is None:
            self._move = self.target.server_side_move(self.writer, source)
        return self._move

    def reconnect(self) -> None:
        self.writer.close()
        self._connect()

    def close(self) -> None:
        self.writer.close()
