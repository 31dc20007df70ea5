"""Several statements in one trip to the server, by libpq's own calls.

For each batch the ledger is asked and told with about ten statements, always the same ones.  A cursor of psycopg takes
70 µs of this machine's time for each of them, which for small tables was half of all there is to do; these take 15.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

import psycopg
from psycopg import errors, pq

from dbmigrate.engines.postgresql.copy_stream import Wire

Statement = tuple[str, Sequence[Any]]
"""Its text, with places ``$1`` and so on, and the values for them."""

_PLAIN = (int, str, bytes, type(None))


def can_carry(values: Sequence[Any]) -> bool:
    """Text ends at a NUL on its way, without an error: whoever sends it must be one that refuses it."""
    return all(type(value) in _PLAIN and not (type(value) is str and "\0" in value) for value in values)


class Trips:
    """Over one connection.  Each text is prepared when it first comes by, and kept: not for texts without number.

    Raises ``psycopg.Error`` as the server gives it; behind an error nothing is carried out.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._names: dict[str, bytes] = {}
        self._numbers = count()

    def run(self, statements: Sequence[Statement]) -> list[pq.abc.PGresult]:
        """The answer to each of them, in a transaction only if one of them says so."""
        spelled = [[_spelled(value) for value in values] for _, values in statements]
        server = self._wire.pgconn
        server.enter_pipeline_mode()
        sent: list[tuple[str, bytes] | None] = []
        underway: dict[str, bytes] = {}
        for (text, values), texts in zip(statements, spelled, strict=True):
            name = self._names.get(text) or underway.get(text)
            if name is None:
                name = underway[text] = b"dbmigrate_%d" % next(self._numbers)
                server.send_prepare(name, text.encode())
                sent.append((text, name))
            server.send_query_prepared(name, texts, [int(type(value) is bytes) for value in values])
            sent.append(None)
        server.pipeline_sync()
        self._wire.flush()
        return self._answers(sent)

    def _answers(self, sent: Sequence[tuple[str, bytes] | None]) -> list[pq.abc.PGresult]:
        """For each statement that was prepared on the way (its text and name), and each that was run (None)."""
        wire, wrong, answers = self._wire, None, list[pq.abc.PGresult]()
        for prepared in sent:
            answer = wire.result()
            if answer is None:
                raise psycopg.OperationalError("the connection was lost")
            if answer.status == pq.ExecStatus.FATAL_ERROR:
                wrong = wrong or errors.error_from_result(answer)
                if wire.pgconn.status == pq.ConnStatus.BAD:
                    raise wrong
            elif prepared is None:
                answers.append(answer)
            elif answer.status == pq.ExecStatus.COMMAND_OK:
                self._names[prepared[0]] = prepared[1]
            wire.result()  # the end of this one's answer
        synchronous = wire.result()
        if synchronous is None or synchronous.status != pq.ExecStatus.PIPELINE_SYNC:
            raise psycopg.OperationalError("the connection was lost")
        wire.pgconn.exit_pipeline_mode()
        if wrong is not None:
            raise wrong
        return answers


def _spelled(value: Any) -> bytes | None:
    if value is None or type(value) is bytes:
        return value
    return str(value).encode()
