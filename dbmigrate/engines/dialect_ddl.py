"""Quoting in any dialect, without its driver."""

from __future__ import annotations

import importlib


def quote_in(dialect: str, name: str) -> str:
    """The identifier with that engine's quotes; ConfigurationError for what the engine would cut."""
    return str(importlib.import_module(f"dbmigrate.engines.{dialect}.ddl").quote(name))
