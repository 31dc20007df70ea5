"""The ledger of a target, opened only to be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from dbmigrate.engines.base import Engine
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.script_log import ScriptLog, ScriptRun


@contextmanager
def read_ledger(target: Engine) -> Iterator[Ledger | None]:
    """On a connection of its own, open as long as the ledger is looked at; None where the target has none.

    Raises EngineFault, LedgerError DBM-8003 or DBM-8007 for a ledger of another version.
    """
    with closing(target.open_session()) as session:
        ledger = Ledger(session, has_schemas=target.capabilities.supports_schemas)
        yield ledger if ledger.is_readable() else None


def scripts_run(target: Engine) -> list[ScriptRun]:
    """Oldest first; none where the target has no ledger.  Raises what ``read_ledger`` does."""
    with read_ledger(target) as ledger:
        return ScriptLog(ledger.session, ledger.tables).all() if ledger else []
