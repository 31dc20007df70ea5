"""Work ahead is bounded by number and by weight."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from dbmigrate.model.prefetch import Prefetch


def test_nothing_is_begun_while_heavy_items_wait() -> None:
    begun: list[int] = []
    third = threading.Event()

    def produce() -> Iterator[int]:
        for number in range(4):
            begun.append(number)
            if number == 2:
                third.set()
            yield 50

    ahead = Prefetch(produce, 3, weigh=lambda weight: weight, most=60)
    try:
        # Two weigh 100; the third is begun once one of them is taken.
        assert not third.wait(timeout=0.3)
        assert begun == [0, 1]
        items = iter(ahead)
        next(items)
        assert third.wait(timeout=10)
        assert list(items) == [50, 50, 50]
    finally:
        ahead.close()
    assert begun == [0, 1, 2, 3]


def test_it_ends_while_it_waits_for_room() -> None:
    ended = threading.Event()

    def produce() -> Iterator[int]:
        try:
            yield from (1, 2, 3)
        finally:
            ended.set()

    ahead = Prefetch(produce, 1, weigh=lambda _: 100, most=1)
    ahead.close()
    assert ended.wait(timeout=10)


def test_an_error_comes_after_what_was_made_before_it() -> None:
    def produce() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    items = iter(Prefetch(produce, 2, weigh=lambda _: 1, most=1))
    assert next(items) == 1
    with pytest.raises(ValueError, match="broken"):
        next(items)


@pytest.mark.parametrize(
    ("weights", "only"), [([], []), ([50], [50]), ([50, 50], None), ([50, 50, 50], None), ([70], None), ([200], None)]
)
def test_the_only_one_is_known_before_it_is_taken(weights: list[int], only: list[int] | None) -> None:
    """A heavy one is not waited behind: nothing more is read until it is taken."""
    ahead = Prefetch(lambda: iter(weights), 2, weigh=lambda weight: weight, most=120, ahead=60)
    try:
        assert ahead.only() == only
        assert ahead.only() == only
        assert list(ahead) == weights
    finally:
        ahead.close()


def test_an_error_is_raised_where_the_items_are_taken() -> None:
    def produce() -> Iterator[int]:
        yield 1
        raise ValueError("read no further")

    ahead = Prefetch(produce, 2)
    try:
        assert ahead.only() is None
        with pytest.raises(ValueError, match="read no further"):
            list(ahead)
    finally:
        ahead.close()


def test_who_makes_items_is_told_that_one_is_awaited() -> None:
    awaited, goes_on = threading.Event(), threading.Event()
    told: list[bool] = []

    def produce() -> Iterator[int]:
        for number in range(2):
            assert goes_on.wait(timeout=10)
            told.append(awaited.is_set())
            yield number

    ahead = Prefetch(produce, 2, awaited=awaited)
    try:
        goes_on.set()
        while len(told) < 2:
            time.sleep(0.01)
        assert told == [False, False]
        items = iter(ahead)
        assert [next(items), next(items)] == [0, 1]
        assert not awaited.is_set()
    finally:
        ahead.close()

    goes_on.clear()
    told.clear()
    ahead = Prefetch(produce, 2, awaited=awaited)
    try:
        threading.Timer(0.2, goes_on.set).start()
        assert next(iter(ahead)) == 0
        assert told[0]
        assert not awaited.is_set()
    finally:
        ahead.close()
