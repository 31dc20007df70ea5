"""Contact centre databases of today and of earlier layouts, made by the package's own scripts."""

from __future__ import annotations

import re
from pathlib import Path

from tests.databases import Database

SQL = Path(__file__).parents[2] / "sql"

LATER_COLUMNS = {
    "source": ("EmailSubject", "EmailPriority", "NumAttachments", "ScreenRecordedHostName"),
    "target": ("isAdditionalCall", "agentoverride"),
}
LATER_TABLES = {"source": (), "target": ("InteractionSummaryEx", "DigitalHistory")}
FILES = {"source": "10_create_source.sql", "target": "20_create_target.sql"}


def create_script(engine: str, side: str) -> str:
    return (SQL / engine / "schema" / FILES[side]).read_text(encoding="utf-8")


def earlier_script(engine: str, side: str) -> str:
    """The create script without what later layouts added."""
    text = create_script(engine, side)
    for table in LATER_TABLES[side]:
        text, removed = re.subn(rf'CREATE TABLE ("\w+"\.)?"{table}" \(.*?\n\);\n', "", text, flags=re.DOTALL)
        assert removed == 1, table
    for column in LATER_COLUMNS[side]:
        text, removed = re.subn(rf',\n    "{column}" [^,\n]+(\(\d+\))?(?=,?\n)', "", text)
        assert removed == 1, column
    return text


def statements(script: str) -> list[str]:
    bare = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
    return [statement for statement in (part.strip() for part in bare.split(";\n")) if statement]


def create(database: Database, script: str) -> None:
    database.run(*statements(script + "\n"))
