"""How a peer is called, without calling it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.databases import Database
from benchmarks.shapes import SHAPES
from benchmarks.tools import PEERS, Job


@pytest.mark.parametrize(("shape", "file_format"), [("narrow", "csv"), ("lobs", "insert_values")])
def test_dlt_is_run_by_the_python_it_is_installed_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str, file_format: str
) -> None:
    program, link = tmp_path / "environment" / "bin" / "dlt", tmp_path / "path" / "dlt"
    for directory in (program.parent, link.parent):
        directory.mkdir(parents=True)
    program.touch(0o755)
    [dlt] = [peer for peer in PEERS if peer.name == "dlt"]
    monkeypatch.setenv("PATH", str(link.parent))
    assert dlt.missing() == "not installed"

    link.symlink_to(program)
    assert dlt.missing() == ""
    source, target = Database("sqlite", "s.db", "s"), Database("postgresql", "postgresql://postgres@/t?host=/h", "t")
    job = Job(SHAPES[shape](100), source, target, tmp_path)
    [[command]] = dlt.commands(job)
    at = command.index(str(program.with_name("python")))
    assert command[at + 2 :] == [
        file_format,
        source.place,
        target.place,
        str(tmp_path),
        *(table.name for table in job.shape.tables),
    ]
    assert Path(command[at + 1]).is_file()
