"""Which engines a test runs with in ``make test``: of the variants that differ by engine alone, one."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

_ENGINES = frozenset({"sqlite", "postgresql"})


def left_out(tests: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """``tests``: (test without its parameters, its parameters joined by ``-``).

    Which variant stays hangs on the test's name and its other parameters only: each time the same one, and over all
    tests each pair as often as any other.
    """
    variants = defaultdict(list)
    for name, parameters in tests:
        variants[name, _without_engines(parameters)].append(parameters)
    for (name, rest), of in variants.items():
        stays = zlib.crc32(f"{name}[{rest}]".encode()) % len(of)
        yield from ((name, parameters) for parameters in of[:stays] + of[stays + 1 :])


def _without_engines(parameters: str) -> str:
    return "-".join("*" if word in _ENGINES else word for word in parameters.split("-"))
