"""A site of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.finder.scene import PROJECT, Scene


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """With the project that it belongs to, and nothing else yet."""
    for name in ("DBMIGRATE_SOURCE_PASSWORD", "DBMIGRATE_TARGET_PASSWORD", "TNS_ADMIN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("COLUMNS", "160")
    (tmp_path / "migration.toml").write_text(PROJECT)
    (tmp_path / "UDL").mkdir()
    return Scene(tmp_path)
