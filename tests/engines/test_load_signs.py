"""How servers are asked for their load: the statements, and what an answer or a refusal becomes."""

from __future__ import annotations

from typing import Any

import pytest
import sqlglot

from dbmigrate.engines.base import LoadSign
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.mssql import load as mssql
from dbmigrate.engines.oracle import load as oracle
from dbmigrate.engines.postgresql import load as postgresql

STATEMENTS = {
    "tsql": (mssql._WAITING, mssql._LOG_USED, mssql._BEHIND),
    "oracle": (oracle._WAITING,),
    "postgres": (postgresql._SEES_ALL, postgresql._WAITING, postgresql._LAG),
}


class Answering:
    """A session that answers what it is told to; a fault is raised."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)

    def run_sql(self, text: str) -> list[dict[str, Any]]:
        answer = self._answers.pop(0)
        if isinstance(answer, EngineFault):
            raise answer
        return [answer]


@pytest.mark.parametrize("dialect", STATEMENTS)
def test_each_is_one_statement_that_reads(dialect: str) -> None:
    for text in STATEMENTS[dialect]:
        [statement] = sqlglot.parse(text, read=dialect)
        assert isinstance(statement, sqlglot.exp.Select)


DENIED = EngineFault(Fault.TERMINAL, "VIEW SERVER STATE permission was denied", "300")


def test_answers_and_refusals() -> None:
    def values(signs: list[LoadSign]) -> list[float | None]:
        return [sign.value for sign in signs]

    session: Any = Answering({"n": 5}, {"n": 61.5}, {"n": 0})
    assert values(mssql.load_signs(session)) == [5, 61.5, 0]
    session = Answering(DENIED, {"n": 61.5}, {"n": None})
    assert values(mssql.load_signs(session)) == [None, 61.5, None]
    session = Answering({"N": 7})
    assert values(oracle.load_signs(session)) == [7]
    session = Answering(DENIED)
    assert values(oracle.load_signs(session)) == [None]
    session = Answering({"sees_all": True}, {"waiting": 3}, {"lag": 12.5})
    assert values(postgresql.load_signs(session)) == [3, 12.5]
    session = Answering({"sees_all": False})
    assert values(postgresql.load_signs(session)) == [None, None]


@pytest.mark.parametrize("ask", [mssql.load_signs, oracle.load_signs])
def test_a_lost_connection_is_no_refusal(ask: Any) -> None:
    with pytest.raises(EngineFault):
        ask(Answering(EngineFault(Fault.CONNECTION, "gone")))
