"""Verdicts kept beside the project file, so that a later report can show the latest one."""

from __future__ import annotations

import contextlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dbmigrate.errors import ConfigurationError

NOT_KEPT = "DBM-3050"
_PATTERN = "verify-*.json"


def keep_verification(directory: Path, document: dict[str, Any]) -> Path:
    """Write ``verify-<utc>.json``, whole or not at all; never over an older one."""
    moment = datetime.now(UTC)
    path = directory / f"verify-{moment:%Y%m%dT%H%M%S}.{moment.microsecond:06}Z.json"
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        directory.mkdir(exist_ok=True)
        draft.write_text(json.dumps(document, indent=2, default=str) + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise ConfigurationError(
            "the verdict cannot be kept for the report",
            code=NOT_KEPT,
            where=str(path),
            cause=str(error.strerror or error),
            safe=f"The verification itself was carried out: {document['verdict']}",
            next_step="Make the directory writable, then verify again",
        ) from None
    return path


def latest_verification(directory: Path) -> tuple[Path, dict[str, Any]] | None:
    """The newest verdict that can be read; names sort by time."""
    for path in sorted(directory.glob(_PATTERN), reverse=True):
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(document, dict) and document.get("kind") == "verification" and document.get("version") == 1:
            return path, document
    return None
