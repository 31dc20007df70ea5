"""A table that fits is written without rich's table, and looks as if it had been."""

from __future__ import annotations

import io
import random
import re

import pytest
from rich.console import Console
from rich.padding import Padding

from dbmigrate.report.console import STYLES, Grid, render, table
from tests.cli.test_progress import Terminal

_CELLS = ("", "a", "Orders", "some words in a row", "1,234,567", "[bold]no markup[/]", "日本語", "Größe", *STYLES)


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()], ids=["file", "terminal"])
def test_a_table_that_fits_looks_as_rich_writes_it(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    monkeypatch.setenv("COLUMNS", "160")
    for _ in range(20):
        names = [f"{dice.choice(_CELLS)}{at}" for at in range(dice.randint(1, 5))]
        rows = [[dice.choice((*_CELLS, None, 1234)) for _ in names] for _ in range(dice.randint(0, 6))]
        grid = table(names, rows, numbers=names[1:3])
        assert _coloured(_seen(grid, stream)) == _coloured(_seen(grid.folded(), stream))


def test_a_table_with_no_room_is_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    long = " ".join(["word"] * 40)
    for cell in (long, "two\nlines"):
        grid = table(["name", "text"], [("a", cell)])
        lines = _seen(grid, io.StringIO()).splitlines()
        assert len(lines) > 3
        assert max(map(len, lines)) <= 60
        assert " ".join("\n".join(lines[2:]).split()) == " ".join(f"a {cell}".split())


def _seen(grid: Grid | Padding, stream: io.StringIO) -> str:
    def show(console: Console) -> None:
        console.print(grid)

    return render(show, stream)


def _coloured(text: str) -> list[tuple[str, str]]:
    """Each character with its colour; a blank has none, and those at the end of a line do not count."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        colour = ""
        shown = []
        for code, character in re.findall(r"\x1b\[([0-9;]*)m|(.)", line):
            if character:
                shown.append((character, "" if character == " " else colour))
            else:
                colour = "" if code == "0" else code
        while shown and shown[-1][0] == " ":
            shown.pop()
        found += [*shown, ("\n", "")]
    return found
