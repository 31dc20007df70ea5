"""Values are put into a file that people write, and nothing else in it is changed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dbmigrate.config.toml_edit import edited_text, set_values
from dbmigrate.errors import ConfigurationError

VALUES: dict[str, int | str] = {"commit_rows": 51_000, "commit_bytes": "8MiB", "workers": 1}
CASES = {
    "as init writes it": (
        (
            '[run]\ncommit_rows = 20000  # rows that are committed together\ncommit_bytes = "16MiB"  # "sizes" #\n'
            "workers = 2\n\n[inputs]\nworkers = 9\n"
        ),
        (
            '[run]\ncommit_rows = 51000  # rows that are committed together\ncommit_bytes = "8MiB"  # "sizes" #\n'
            "workers = 1\n\n[inputs]\nworkers = 9\n"
        ),
    ),
    "a section without the keys": (
        "# mine\n[ run ] # here\nmax_rejects = 5\n",
        '# mine\n[ run ] # here\nworkers = 1\ncommit_bytes = "8MiB"\ncommit_rows = 51000\nmax_rejects = 5\n',
    ),
    "no section": (
        '[project]\nname = "x"\n',
        '[project]\nname = "x"\n\n[run]\nworkers = 1\ncommit_bytes = "8MiB"\ncommit_rows = 51000\n',
    ),
    "no newline at the end": (
        "[run]\nworkers=3",
        '[run]\ncommit_bytes = "8MiB"\ncommit_rows = 51000\nworkers= 1\n',
    ),
    "dotted keys": (
        'run.workers = 3 # few\nrun.commit_rows = 1_000\nrun.commit_bytes = 1048576\n[project]\nname = "x"\n',
        'run.workers = 1 # few\nrun.commit_rows = 51000\nrun.commit_bytes = "8MiB"\n[project]\nname = "x"\n',
    ),
    "the name elsewhere": (
        'title = """\n[run]\nworkers = 7\n"""\n[run]\nworkers = 2\ncommit_rows = 1\ncommit_bytes = 2048\n',
        'title = """\n[run]\nworkers = 7\n"""\n[run]\nworkers = 1\ncommit_rows = 51000\ncommit_bytes = "8MiB"\n',
    ),
    "lines of Windows": ("[run]\r\nworkers = 2 # a\r\ncommit_rows = 1\r\ncommit_bytes = 2048\r\n", ""),
}


@pytest.mark.parametrize("case", CASES)
def test_only_the_values_change(case: str) -> None:
    before, after = CASES[case]
    edited = edited_text(before, "run", VALUES)
    if case == "lines of Windows":
        after = '[run]\r\nworkers = 1 # a\r\ncommit_rows = 51000\r\ncommit_bytes = "8MiB"\r\n'
    assert edited == after
    wanted = tomllib.loads(before)
    assert tomllib.loads(edited) == {**wanted, "run": {**wanted.get("run", {}), **VALUES}}
    assert edited_text(edited, "run", VALUES) == edited


@pytest.mark.parametrize(
    "text",
    [
        "run = { workers = 2, commit_rows = 7 }\n",
        '[run]\nworkers = """\n2"""\n',
        'note = """a\r\nb"""\nx = "y\u2028z"\nrun = { workers = 1 }\n',
        "[run\n",
    ],
)
def test_what_cannot_be_edited_is_left_alone(tmp_path: Path, text: str) -> None:
    path = _file(tmp_path)
    path.write_bytes(text.encode())
    with pytest.raises(ConfigurationError) as refused:
        set_values(path, "run", VALUES)
    assert refused.value.code == "DBM-3121"
    assert "commit_rows = 51000" in refused.value.next_step
    assert path.read_bytes() == text.encode()
    assert list(path.parent.iterdir()) == [path]


def test_the_file_keeps_its_rights_and_its_byte_order_mark(tmp_path: Path) -> None:
    path = _file(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf[run]\nworkers = 2\n")
    path.chmod(0o640)
    set_values(path, "run", {"workers": 4})
    assert path.read_bytes() == b"\xef\xbb\xbf[run]\nworkers = 4\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(path.parent.iterdir()) == [path]


def _file(directory: Path) -> Path:
    place = directory / "alone"
    place.mkdir()
    return place / "migration.toml"
