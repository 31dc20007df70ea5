"""Verdicts and checks kept beside the project file, so that a later report or checklist can show the latest ones."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dbmigrate.errors import ConfigurationError

NOT_KEPT = "DBM-3050"
_PATTERN = "verify-*.json"
_CHECKS = "check-*.json"


def keep_verification(directory: Path, document: dict[str, Any]) -> Path:
    """Write ``verify-<utc>.json``, whole or not at all; never over an older one."""
    return _keep(directory, "verify", document, f"The verification itself was carried out: {document['verdict']}")


def keep_check(directory: Path, document: dict[str, Any]) -> Path:
    """The same as ``check-<utc>.json``."""
    return _keep(directory, "check", document, "The check itself was carried out")


def _keep(directory: Path, name: str, document: dict[str, Any], safe: str) -> Path:
    path = directory / f"{name}-{_behind_all(directory, name):%Y%m%dT%H%M%S.%f}Z.json"
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        directory.mkdir(exist_ok=True)
        draft.write_text(json.dumps(document, indent=2, default=str) + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise ConfigurationError(
            "the result cannot be kept for the report",
            code=NOT_KEPT,
            where=str(path),
            cause=str(error.strerror or error),
            safe=safe,
            next_step=f"Make the directory writable, then repeat: dbmigrate {name}",
        ) from None
    return path


def _behind_all(directory: Path, name: str) -> datetime:
    """Now; or just behind the newest one, where the clock has been set back: what is newest is told by its name."""
    moment = datetime.now(UTC)
    for path in directory.glob(f"{name}-*.json"):
        with contextlib.suppress(ValueError, OverflowError):
            known = datetime.fromisoformat(path.name.removeprefix(f"{name}-").removesuffix(".json")).astimezone(UTC)
            moment = max(moment, known + timedelta(microseconds=1))
    return moment


def latest_verification(directory: Path) -> tuple[Path, dict[str, Any]] | None:
    """The newest verdict that can be read; names sort by time."""
    return next(_kept(directory, _PATTERN, "verification"), None)


def kept_checks(directory: Path) -> list[dict[str, Any]]:
    """Every check that can be read, newest first."""
    return [document for _, document in _kept(directory, _CHECKS, "check")]


def _kept(directory: Path, pattern: str, kind: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(directory.glob(pattern), reverse=True):
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(document, dict) and document.get("kind") == kind and document.get("version") == 1:
            yield path, document
