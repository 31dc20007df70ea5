"""What ``make test`` leaves to ``make test-all``."""

from __future__ import annotations

from collections import Counter
from itertools import product

from tests.rotation import left_out

PAIRS = [f"{source}-{target}" for source, target in product(("sqlite", "postgresql"), repeat=2)]


def test_one_variant_stays_and_always_the_same() -> None:
    tests = [("test_a", f"{pair}-{place}") for pair in PAIRS for place in ("begin", "end")]
    first = set(left_out(tests))
    assert len(first) == 6
    assert set(left_out(tests)) == first
    stay = [parameters for name, parameters in tests if (name, parameters) not in first]
    assert sorted(parameters.split("-")[2] for parameters in stay) == ["begin", "end"]


def test_what_differs_by_more_than_engines_stays() -> None:
    tests = [
        ("test_a", "sqlite-1"),
        ("test_a", "postgresql-2"),
        ("test_b", "sqlite-mssql"),
        ("test_b", "sqlite-sqlite"),
    ]
    assert list(left_out(tests)) == []


def test_every_pair_has_its_share() -> None:
    tests = [(f"test_{number}", pair) for number in range(400) for pair in PAIRS]
    gone = set(left_out(tests))
    shares = Counter(pair for name, pair in tests if (name, pair) not in gone)
    assert len(shares) == len(PAIRS)
    assert min(shares.values()) > 60
