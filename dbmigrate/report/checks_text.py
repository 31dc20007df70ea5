"""What ``doctor`` found, for people."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from dbmigrate.report.console import line, styled


def show_checks(console: Console, document: dict[str, Any]) -> None:
    """One line for each check; the next step stands below the check that needs one."""
    checks = document["checks"]
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for check in checks:
        grid.add_row(styled(check["status"]), escape(check["name"]), escape(check["detail"]))
        if check["next"] and check["status"] in ("failed", "warning", "unknown"):
            grid.add_row("", "", f"next: {escape(check['next'])}")
    console.print(Padding(grid, 0, expand=False))
    counted = [
        f"{sum(1 for check in checks if check['status'] == one)} {one}"
        for one in ("failed", "warning", "unknown", "skipped")
    ]
    console.print()
    line(console, f"{len(checks)} checks: {', '.join(counted)}. Nothing was changed.")
