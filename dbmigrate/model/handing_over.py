"""Generators that do not hold what they have handed over.

A variable of a suspended generator keeps a batch alive for as long as its reader is at work, and while the next one is
made.  With values of 50 MB, and half a dozen generators one upon the other, that is most of the memory a copy takes.
So a stage that turns each item into another one is ``map()``, which holds nothing, or takes items off a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def each_once(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Each item in a list of its own; who takes it out holds it alone."""
    return map(_alone, items)


def _alone(item: Item) -> list[Item]:
    return [item]
