"""Connections that go from table to table: kept, but not for ever, and not after a failure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from dbmigrate.run import seats as seating
from dbmigrate.run.seats import Seats


@dataclass(eq=False)
class Opened:
    """What was opened, and what was done with it."""

    done: list[str] = field(default_factory=list)

    def rollback(self) -> None:
        self.done.append("rollback")

    def close(self) -> None:
        self.done.append("close")


class Office:
    def __init__(self) -> None:
        self.readers: list[Opened] = []
        self.links: list[Opened] = []

    def reader(self) -> Any:
        self.readers.append(Opened())
        return self.readers[-1]

    def link(self) -> Any:
        self.links.append(Opened())
        return self.links[-1]


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def seats(office: Office) -> Seats:
    return Seats(office.reader, office.link)


def _use(seats: Seats, times: int) -> None:
    for _ in range(times):
        with seats.taken() as seat:
            seat.tables += 1


def test_the_next_one_takes_what_the_last_one_had(office: Office, seats: Seats) -> None:
    _use(seats, 3)
    assert [one.done for one in office.links] == [["rollback"] * 3]
    assert [one.done for one in office.readers] == [[]]
    seats.close()
    assert [one.done[-1] for one in office.links + office.readers] == ["close", "close"]


def test_no_more_than_are_taken_at_once(office: Office, seats: Seats) -> None:
    with seats.taken() as first, seats.taken() as second:
        assert first.link is not second.link
    with seats.taken(), seats.taken():
        pass
    assert len(office.readers) == len(office.links) == 2


def test_a_failure_closes_it(office: Office, seats: Seats) -> None:
    with pytest.raises(OSError, match="lost"), seats.taken():
        raise OSError("lost")
    _use(seats, 1)
    assert [one.done for one in office.links] == [["close"], ["rollback"]]
    assert [one.done for one in office.readers] == [["close"], []]


def test_a_reader_is_not_left_open_when_the_target_is_not_there(office: Office) -> None:
    def refused() -> Any:
        raise OSError("no target")

    with pytest.raises(OSError, match="no target"), Seats(office.reader, refused).taken():
        pass
    assert [one.done for one in office.readers] == [["close"]]


@pytest.mark.parametrize("limit", ["MOST_TABLES", "MOST_IDLE_SECONDS"])
def test_a_worn_one_is_opened_anew(office: Office, seats: Seats, limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seating, limit, -1.0)
    _use(seats, 2)
    assert [one.done for one in office.links] == [["rollback", "close"], ["rollback"]]
    assert [one.done for one in office.readers] == [["close"], []]
