"""Only permissive licences at run time, as the installed metadata tells them, and all of them documented."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[2]

ALLOWED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "PSF-2.0",
        "Zlib",
    }
)

# Used unmodified, installed separately and replaceable by its user, as the licence asks.
NAMED_EXCEPTIONS = {"psycopg": "LGPL-3.0-only", "psycopg-binary": "LGPL-3.0-only"}

# Older metadata has no SPDX expression: classifiers and short texts, by the name they stand for.
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Python Software Foundation License": "PSF-2.0",
}
CLASSIFIER_PREFIX = "License :: OSI Approved :: "


def runtime_closure(root: str = "dbmigrate") -> dict[str, Distribution]:
    """What an install without extras brings along on this machine, by normalised name."""
    found: dict[str, Distribution] = {}
    pending: list[tuple[str, str]] = [(root, "")]
    seen: set[tuple[str, str]] = set()
    while pending:
        name, extra = pending.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        found.setdefault(name, distribution(name))
        for text in found[name].requires or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                pending += [(canonicalize_name(requirement.name), wanted) for wanted in ("", *requirement.extras)]
    del found[root]
    return found


def licence_of(dist: Distribution) -> str:
    """An SPDX expression, or "" where the metadata names no licence we know."""
    metadata = dist.metadata
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    approved = [
        CLASSIFIERS.get(text.removeprefix(CLASSIFIER_PREFIX), text)
        for text in metadata.get_all("Classifier") or []
        if text.startswith(CLASSIFIER_PREFIX)
    ]
    if approved:
        return " AND ".join(approved)
    text = metadata["License"].strip() if "License" in metadata else ""
    return text if text in ALLOWED else ""


def is_allowed(expression: str) -> bool:
    """Every licence that the expression names is on the list, also where it offers a choice."""
    named = [word for word in re.split(r"[\s()]+", expression) if word and word not in {"AND", "OR"}]
    return bool(named) and ALLOWED.issuperset(named)


def documented(heading: str) -> dict[str, str]:
    """Name to licence, from the table under one heading of docs/licences.md."""
    text = (CHECKOUT / "docs" / "licences.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [re.split(r"\s*\|\s*", line.strip("| ")) for line in section.splitlines() if line.startswith("| ")]
    return {canonicalize_name(name): licence for name, licence, *_ in rows[2:]}


CLOSURE = runtime_closure()


@pytest.mark.parametrize("name", sorted(CLOSURE))
def test_runtime_dependency_has_an_allowed_licence(name: str) -> None:
    licence = licence_of(CLOSURE[name])
    assert licence == NAMED_EXCEPTIONS.get(name) or is_allowed(licence), f"{name}: {licence or 'no licence named'}"


@pytest.mark.parametrize("name", sorted(CLOSURE))
def test_runtime_dependency_is_documented_as_it_is(name: str) -> None:
    assert documented("At run time").get(name) == licence_of(CLOSURE[name])


def test_documented_dependencies_are_dependencies() -> None:
    """A row that this machine does not install says on which systems it is needed."""
    text = (CHECKOUT / "docs" / "licences.md").read_text(encoding="utf-8")
    for name in documented("At run time").keys() - CLOSURE.keys():
        (row,) = [line for line in text.splitlines() if line.lower().startswith(f"| {name} |")]
        assert "only on" in row, f"{name} is documented and not needed"


def test_closure_is_walked_to_its_leaves() -> None:
    """The walk follows markers, extras and dependencies of dependencies."""
    assert {"psycopg-binary", "numpy", "pydantic-core", "markupsafe"} <= CLOSURE.keys()
    assert not {"pytest", "mypy", "hypothesis", "oracledb", "mssql-python", "pyodbc"} & CLOSURE.keys()


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("BSD-3-Clause AND (MIT OR Apache-2.0)", True),
        ("MIT OR GPL-3.0-only", False),
        ("Apache-2.0 WITH LLVM-exception", False),
        ("LGPL-3.0-only", False),
        ("MPL-2.0", False),
        ("LicenseRef-Proprietary", False),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", False),
        ("", False),
    ],
)
def test_the_rule_itself(expression: str, allowed: bool) -> None:
    assert is_allowed(expression) is allowed
