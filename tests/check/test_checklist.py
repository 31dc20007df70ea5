"""The checklist: what is proved is ticked by itself, the rest by the operator, and the ledger remembers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dbmigrate.cli.main import app
from dbmigrate.config.checklist import load_checklist
from dbmigrate.config.package import load_package
from tests.check.cic import create, create_script
from tests.databases import Database

MakeDatabase = Callable[[str, str], Database]


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        app(list(arguments))
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_steps_are_proved_or_ticked(
    empty: MakeDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    source, target = empty("sqlite", "source"), empty("sqlite", "target")
    create(source, create_script("sqlite", "source"))
    create(target, create_script("sqlite", "target"))
    (tmp_path / "migration.toml").write_text(
        f'[project]\nname = "t"\npackage = "cic_3_0_to_4_0"\n[source]\nurl = "{source.url}"\n'
        f'[target]\nurl = "{target.url}"\n'
    )
    before = Path(target.place).read_bytes()

    def states() -> dict[str, Any]:
        capsys.readouterr()
        assert call("checklist", "--json") == 0
        document = json.loads(capsys.readouterr().out)
        return {step["id"]: (step["done"], step["by"]) for step in document["steps"]} | {"next": document["next"]}

    found = states()
    assert (found["source-schema"], found["target-schema"]) == ((True, "proof"), (True, "proof"))
    assert found["next"] == "client-machine"
    assert {found[name][0] for name in ("migrate", "tracker-config", "rejects", "put-back", "target-prepared")} == {
        False
    }
    assert Path(target.place).read_bytes() == before  # looking changes nothing
    assert call("checklist", "--tick", "client-machine", "--note", "the blue one") == 0
    shown = capsys.readouterr().out
    assert "[x] client-machine" in shown
    assert "the blue one" in shown
    assert call("checklist", "--tick", "nothing") == 2
    assert call("run", "--group", "tracker_config") == 0
    assert call("scripts", "run", "--stage", "prepare", "--side", "target", "--yes") == 0
    found = states()
    proved = ("tracker-config", "rejects", "put-back", "target-prepared")
    assert {found[name] for name in proved} == {(True, "proof")}
    assert (found["client-machine"], found["migrate"][0]) == ((True, "operator"), False)
    assert call("checklist", "--untick", "client-machine") == 0
    assert states()["client-machine"] == (False, "")


def test_the_bundled_checklist_is_read() -> None:
    steps = load_checklist(load_package("cic_3_0_to_4_0"))
    assert len(steps) > 20
    assert [step.chapter for step in steps] == sorted(
        (step.chapter for step in steps), key=["Prepare", "Migrate", "Dialer", "After"].index
    )
