"""A pause lasts as long as anybody has a reason for it, and whoever asks for one gets one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dbmigrate.run.steering.control import Control
from dbmigrate.run.steering.halt import Halt


def test_each_reason_is_taken_back_by_whom_it_is_of() -> None:
    halt = Halt()
    halt.pause("operator", "asked for")
    halt.pause("load", "overloaded")
    halt.go_on("operator")
    assert (halt.is_set(), halt.pause_reason) == (True, "overloaded")
    halt.go_on("operator")
    halt.go_on("load")
    assert (halt.is_set(), halt.pause_reason) == (False, "")
    halt.stop.set()
    assert halt.is_set()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"by": "me"}', "\x00"])
def test_a_request_is_one_whatever_the_file_says(tmp_path: Path, content: str) -> None:
    control = Control(tmp_path / "migration.toml")
    assert control.request == ""
    (tmp_path / ".migration.toml.pause").write_text(content)
    assert control.request
    control.withdraw()
    assert control.request == ""
