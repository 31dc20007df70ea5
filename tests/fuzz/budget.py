"""How much is tried, and from which seed: a few seconds by default, more by ``DBMIGRATE_TEST_EXAMPLES``.

Each test prints its seed, which ``DBMIGRATE_TEST_SEED`` sets; hypothesis shrinks what it finds.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, seed, settings

SEED = int(os.environ.get("DBMIGRATE_TEST_SEED", "20261122"))
EXAMPLES = int(os.environ.get("DBMIGRATE_TEST_EXAMPLES", "25"))

Test = TypeVar("Test", bound=Callable[..., None])


def tried(test: Test) -> Test:
    """The decorator of every test here."""
    limits = settings(
        deadline=None,
        max_examples=EXAMPLES,
        database=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    return limits(seed(SEED)(test))
