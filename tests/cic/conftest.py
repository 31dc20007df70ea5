"""Sources are made once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cic.contact_centre import make_source
from tests.databases import Database

MakeSource = Callable[[str, int], Database]


@pytest.fixture(scope="session")
def made_sources(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    return {}


@pytest.fixture
def contact_centre(
    tmp_path: Path, made_sources: dict[int, Path], tmp_path_factory: pytest.TempPathFactory
) -> MakeSource:
    """``contact_centre(name, seed)``: a copy that a test may change."""

    def make(name: str, seed: int) -> Database:
        if seed not in made_sources:
            place = tmp_path_factory.mktemp("sources") / f"{seed}.db"
            make_source(place, seed)
            made_sources[seed] = place
        copied = tmp_path / f"{name}.db"
        shutil.copy(made_sources[seed], copied)
        return Database("sqlite", str(copied))

    return make
