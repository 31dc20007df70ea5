"""The shape of everything shown to people: ASCII, no wider than the terminal, plain where there is none."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markup import escape
from rich.padding import Padding
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text

from dbmigrate.report.measures import number

MIN_WIDTH = 60
FILE_WIDTH = 160
"""In a pipe or file: wide enough that rows stay on one line."""

_PLAIN_BOX = Box("    \n    \n -- \n    \n    \n -- \n    \n    \n", ascii=True)
_GAP = "  "

STYLES = {
    "match": "green",
    "ok": "green",
    "copied": "green",
    "mismatch": "bold red",
    "failed": "bold red",
    "REFUSED": "bold red",
    "not_verified": "yellow",
    "warning": "yellow",
    "stopped": "yellow",
    "paused": "yellow",
    "started": "yellow",
    "running": "yellow",
    "incomplete": "yellow",
    "skipped": "dim",
    "unknown": "yellow",
}


def render(show: Callable[[Console], None], stream: TextIO) -> str:
    """The text of a view, for a stream: coloured on a terminal, plain elsewhere."""
    held = io.StringIO()
    show(open_console(held, like=stream))
    return "\n".join(line.rstrip() for line in held.getvalue().splitlines()) + "\n"


def open_console(file: TextIO, *, like: TextIO | None = None) -> Console:
    """A console that writes to ``file`` the way ``like`` can show it."""
    stream = like or file
    is_terminal = stream.isatty()
    width = shutil.get_terminal_size((100, 24)).columns if is_terminal else int(os.environ.get("COLUMNS", FILE_WIDTH))
    return Console(
        file=file,
        force_terminal=is_terminal,
        no_color=None if is_terminal else True,
        width=max(width, MIN_WIDTH),
        highlight=False,
        emoji=False,
        soft_wrap=False,
        legacy_windows=False,
    )


def table(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], *, numbers: Sequence[str] = (), indent: int = 2
) -> Grid:
    """A table without frames; columns named in ``numbers`` are aligned to the right."""
    return Grid(columns, [[_cell(value) for value in row] for row in rows], numbers, indent)


class Grid:
    """Written line by line where every cell has the room it wants; where one must be folded, rich does it.

    Rich takes some milliseconds for a line, and a plan has as many lines as there are tables.
    """

    def __init__(
        self, columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[str], indent: int
    ) -> None:
        self._columns = columns
        self._rows = rows
        self._numbers = numbers
        self._indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        widths = [max(map(cell_len, cells)) for cells in zip(self._columns, *self._rows, strict=True)]
        width = sum(widths) + len(_GAP) * (len(widths) - 1)
        is_printable = all(cell.isprintable() for row in (self._columns, *self._rows) for cell in row)
        if not widths or not is_printable or self._indent + width > options.max_width:
            yield self.folded()
            return
        styles = {text: console.get_style(style) for text, style in STYLES.items()}
        bold = dict.fromkeys(self._columns, console.get_style("bold"))
        yield from self._line(self._columns, widths, bold)
        yield Segment(" " * self._indent + "-" * width + "\n")
        for row in self._rows:
            yield from self._line(row, widths, styles)

    def _line(self, row: Sequence[str], widths: Sequence[int], styles: Mapping[str, Style]) -> Iterator[Segment]:
        gap = " " * self._indent
        for name, text, width in zip(self._columns, row, widths, strict=True):
            room = " " * (width - cell_len(text))
            before, after = (room, "") if name in self._numbers else ("", room)
            yield Segment(gap + before)
            yield Segment(text, styles.get(text))
            gap = after + _GAP
        yield Segment("\n")

    def folded(self) -> Padding:
        """As rich lays it out."""
        made = Table(box=_PLAIN_BOX, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
        # Not as markup, which would be read again.
        for name in self._columns:
            made.add_column(Text(name), justify="right" if name in self._numbers else "left", overflow="fold")
        for row in self._rows:
            made.add_row(*(Text(cell, style=STYLES.get(cell, "")) for cell in row))
        return Padding(made, (0, 0, 0, self._indent), expand=False)


def _cell(value: Any) -> str:
    return "" if value is None else number(value) if isinstance(value, int) else str(value)


def styled(value: Any) -> str:
    """Text made safe for markup, in the colour its meaning has."""
    text = "" if value is None else str(value)
    style = STYLES.get(text)
    return f"[{style}]{escape(text)}[/]" if style else escape(text)


def line(console: Console, text: str, *, indent: int = 0) -> None:
    """A line of running text, wrapped below its own beginning."""
    console.print(Padding(escape(text), (0, 0, 0, indent)), overflow="fold")


def heading(console: Console, text: str) -> None:
    console.print()
    console.print(f"[bold]{escape(text)}[/]")


def facts(console: Console, pairs: Iterable[tuple[str, Any]]) -> None:
    """Names and values below each other; values that are empty are left out."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in pairs:
        if value not in (None, ""):
            grid.add_row(name, styled(number(value) if isinstance(value, int) else value))
    console.print(Padding(grid, (0, 0, 0, 2), expand=False))


def left_alone(tables: Sequence[Mapping[str, Any]]) -> str:
    """One line on tables that a run has not read, each with ``unchanged_since``."""
    runs = sorted({one["unchanged_since"] for one in tables})
    since = f"run {runs[0]}" if len(runs) == 1 else f"runs {', '.join(map(str, runs))}"
    few = "1 table was" if len(tables) == 1 else f"{number(len(tables))} tables were"
    hint = "run --read-unchanged reads them all the same, verify compares the target"
    return f"{few} not read: the source is unchanged since {since} ({hint})."
