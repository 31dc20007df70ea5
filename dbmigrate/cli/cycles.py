"""When Python looks for garbage in cycles, in a process of our own."""

from __future__ import annotations

import gc

_WHILE_LOADING = 200_000
"""Loading makes 140,000 objects that stay; to go through them, 20,000 at a time, took 5 % of a short command."""
_AT_WORK = 20_000


def seldom_looked_for() -> None:
    """While modules are loaded, which leave no garbage to speak of."""
    gc.set_threshold(_WHILE_LOADING, 20, 20)


def looked_for_from_now_on() -> None:
    """Among what is made after this; what was loaded stays to the end.  Does nothing in a process of others."""
    if gc.get_threshold()[0] == _WHILE_LOADING:
        gc.freeze()
        gc.set_threshold(_AT_WORK, 20, 20)
