"""The report as one page that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

import contextlib
import os
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dbmigrate.errors import ConfigurationError

NOT_WRITTEN = "DBM-3051"
TEMPLATES = Path(__file__).with_name("templates")

VERDICT_WORDS = {"match": "match", "mismatch": "MISMATCH", "not_verified": "not verified"}


def render_page(document: dict[str, Any]) -> str:
    """The page's text; every value is escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["count"] = lambda value: "?" if value is None else f"{value:,}"
    environment.filters["groupby_in_order"] = lambda steps, name: [
        {"name": value, "steps": list(group)} for value, group in groupby(steps, key=itemgetter(name))
    ]
    environment.filters["verdict"] = lambda value: VERDICT_WORDS.get(value, value)
    return environment.get_template("report.html.j2").render(report=document)


def write_page(path: Path, document: dict[str, Any]) -> None:
    """Write the page, whole or not at all; a page of an earlier report is replaced."""
    text = render_page(document)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise ConfigurationError(
            "the report cannot be written",
            code=NOT_WRITTEN,
            where=str(path),
            cause=str(error.strerror or error),
            next_step="Name another file with --output",
        ) from None
