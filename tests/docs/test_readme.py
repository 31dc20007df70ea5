"""The README's demonstration is what the program prints: every console block is run again.

``DBMIGRATE_UPDATE_README=1 pytest tests/docs`` writes the present output into the README.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from benchmarks.readme import kept, table

README = Path(__file__).parents[2] / "README.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_VARIES = [
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?"), "<moment>"),
    (re.compile(r" +\d+(\.\d+)? s\b"), " <seconds>"),
    (re.compile(r"seconds in all +\d+(\.\d+)?"), "seconds in all <seconds>"),
    (re.compile(r", [\d,]+ rows/s"), ""),
    (re.compile(r"-{5,}"), "-----"),
]


def _stable(text: str) -> str:
    for pattern, name in _VARIES:
        text = pattern.sub(name, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _run_block(block: str, directory: Path) -> str:
    """The block again, each command with what it prints on stdout now."""
    lines = []
    environment = {**os.environ, "COLUMNS": "110", "NO_COLOR": "1"}
    for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
        words = shlex.split(command)
        lines.append(f"$ {command}")
        if words[0] == "cd":
            directory = directory / words[1]
            continue
        assert words[0] == "dbmigrate"
        ended = subprocess.run(
            [sys.executable, "-c", "from dbmigrate.cli.main import main; main()", *words[1:]],
            cwd=directory,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert ended.returncode == 0, f"{command}: exit {ended.returncode}\n{ended.stderr}"
        lines += ended.stdout.rstrip().splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def test_console_blocks_show_what_the_program_prints(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    blocks = _BLOCK.findall(text)
    assert blocks
    updated = text
    for number, block in enumerate(blocks):
        directory = tmp_path / str(number)
        directory.mkdir()
        now = _run_block(block, directory)
        if os.environ.get("DBMIGRATE_UPDATE_README") == "1":
            updated = updated.replace(block, now)
        else:
            assert _stable(block) == _stable(now)
    if updated != text:
        README.write_text(updated, encoding="utf-8")


def test_the_table_of_speeds_is_what_was_measured() -> None:
    """By ``make bench``; its documents are kept beside it."""
    measured = kept()
    assert measured
    assert table(measured) in README.read_text(encoding="utf-8"), table(measured)


def test_every_file_the_readme_points_to_exists() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README.read_text(encoding="utf-8")):
        assert (README.parent / target).exists(), target
