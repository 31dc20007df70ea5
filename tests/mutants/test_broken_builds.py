"""The suite against deliberately broken builds: a named quick test must notice each of them.

``DBMIGRATE_TEST_MUTANTS=part of a name`` tries some of them only.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mutants.mutations import MUTATIONS, Mutation

ROOT = Path(__file__).parents[2]
_COPIED = ("dbmigrate", "tests", "sql", "table_groups", "fixtures", "docs", "tools", "benchmarks")
_FILES = ("pyproject.toml", "README.md", "CHANGELOG.md", "ARCHITECTURE.md", "Makefile")
_FOUND, _FAILED = 0, 1  # pytest's exit statuses
_moments = itertools.count(1_600_000_000)
CHOSEN = [each for each in MUTATIONS if os.environ.get("DBMIGRATE_TEST_MUTANTS", "") in each.name]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.name)
def test_the_place_is_there(mutation: Mutation) -> None:
    """Whoever changes the code there changes the mutation too."""
    text = (ROOT / mutation.file).read_text(encoding="utf-8")
    assert text.count(mutation.old) == 1
    compile(text.replace(mutation.old, mutation.new), mutation.file, "exec")
    for word in mutation.caught_by:
        assert not word.startswith("tests/") or (ROOT / word).exists()


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this tree, to break."""
    place = tmp_path_factory.mktemp("build")
    for name in _COPIED:
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__", "*.db"))
    for name in _FILES:
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, place / name)
    return place


@pytest.fixture
def broken(request: pytest.FixtureRequest, build: Path) -> Iterator[Path]:
    mutation: Mutation = request.param
    file = build / mutation.file
    whole = file.read_text(encoding="utf-8")
    _write(file, whole.replace(mutation.old, mutation.new))
    yield build
    _write(file, whole)


def _write(file: Path, text: str) -> None:
    """With a moment of its own, by which Python tells that what it has compiled of the file is out of date."""
    file.write_text(text, encoding="utf-8")
    moment = next(_moments)
    os.utime(file, (moment, moment))


def _pytest(build: Path, words: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(build), "DBMIGRATE_TEST_ENGINES": "all"}
    environment.pop("DBMIGRATE_TEST_LONG", None)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *words],
        cwd=build,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


@pytest.mark.long
@pytest.mark.timeout(1000)
@pytest.mark.parametrize(
    ("broken", "mutation"), [(each, each) for each in CHOSEN], ids=[each.name for each in CHOSEN], indirect=["broken"]
)
def test_it_is_noticed(broken: Path, mutation: Mutation) -> None:
    ended = _pytest(broken, mutation.caught_by)
    assert ended.returncode == _FAILED, f"{mutation.name}: {ended.stdout[-2000:]}{ended.stderr[-2000:]}"


@pytest.mark.long
@pytest.mark.timeout(2000)
def test_a_whole_build_is_not_accused(build: Path) -> None:
    """Or the failures above would prove nothing."""
    chosen: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for mutation in CHOSEN:
        words = mutation.caught_by
        only = words.index("-k") if "-k" in words else len(words)
        chosen[words[only:]].update(words[:only])
    for selection, files in sorted(chosen.items()):
        words = (*sorted(files), *selection)
        ended = _pytest(build, words)
        assert ended.returncode == _FOUND, ended.stdout[-3000:]
