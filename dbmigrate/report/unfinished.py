"""What an interrupted verification has already found, beside the project file: one line for each part compared.

Only parts that matched are believed later; others are compared again.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from dbmigrate.model.verdicts import ChunkVerdict, Verdict
from dbmigrate.report.documents import now

_FILE = "verify-unfinished.jsonl"


class UnfinishedVerification:
    """A place that cannot be written keeps nothing: then an interrupted verification begins anew."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / _FILE
        self._known: dict[str, ChunkVerdict] = {}

    def begin(self, identity: str, *, resume: bool) -> None:
        """Forget what belongs to another verification, or everything unless ``resume``."""
        lines = self._lines() if resume else []
        if lines and lines[0].get("identity") == identity:
            self._known = {str(line["part"]): _verdict(line) for line in lines[1:] if "part" in line}
            return
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(exist_ok=True)
            self._path.write_text(json.dumps({"identity": identity}) + "\n", encoding="utf-8")

    def known(self, part: str) -> ChunkVerdict | None:
        return self._known.get(part)

    def record(self, part: str, verdict: ChunkVerdict) -> None:
        if verdict.verdict is not Verdict.MATCH:
            return
        line = {
            "part": part,
            "range": verdict.key_range,
            "rows_expected": verdict.rows_expected,
            "rows_found": verdict.rows_found,
            "method": verdict.method,
            "verified_at": now(),
        }
        with contextlib.suppress(OSError), self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def finish(self) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _lines(self) -> list[dict[str, Any]]:
        """Up to the first line that is not whole."""
        lines: list[dict[str, Any]] = []
        with contextlib.suppress(OSError, ValueError):
            for text in self._path.read_text(encoding="utf-8").splitlines():
                lines.append(dict(json.loads(text)))
        return lines


def _verdict(line: dict[str, Any]) -> ChunkVerdict:
    return ChunkVerdict(
        str(line["range"]),
        Verdict.MATCH,
        line["rows_expected"],
        line["rows_found"],
        str(line["method"]),
        verified_at=str(line["verified_at"]),
    )
