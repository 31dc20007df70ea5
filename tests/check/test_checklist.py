"""The checklist: what is proved is ticked by itself, the rest by the operator, and the ledger remembers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dbmigrate.cli.app import app
from dbmigrate.config.checklist import load_checklist
from dbmigrate.config.package_files import load_package
from dbmigrate.config.project import load_project
from dbmigrate.errors import ConfigurationError
from dbmigrate.ledger import script_log
from dbmigrate.report import check_document
from dbmigrate.run.migration import Migration
from tests.check.cic import create, create_script
from tests.databases import Database
from tests.fidelity.journey import write_project

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


SHOP = """\
[[step]]
id = "check"
chapter = "Before"
title = "Check"
proof = "checked"
[[step]]
id = "clean"
chapter = "Before"
title = "Clean"
proof = "cleaned"
[[step]]
id = "orphans"
chapter = "Before"
title = "No <orphan>"
proof = "no_orphans:g1"
[[step]]
id = "copy"
chapter = "Behind"
title = "Copy"
proof = "migrated"
[[step]]
id = "verify"
chapter = "Behind"
title = "Verify"
proof = "verified"
"""


def test_checks_and_verifications_tick_until_something_changes(
    engine: str,
    empty: MakeDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    source, target = empty(engine, "source"), empty(engine, "target")
    for database in (source, target):
        database.run(
            "CREATE TABLE parent (id integer PRIMARY KEY)", "CREATE TABLE child (id integer PRIMARY KEY, p integer)"
        )
    source.insert("parent", [(1,)])
    source.insert("child", [(1, 1), (2, 9)])
    entry = 'parent = { table = "parent", on = { p = "id" }, orphans = "reject" }'
    write_project(tmp_path, source.url, target.url, [("parent", ""), ("child", entry)])
    package = load_package(load_project(tmp_path / "migration.toml").package)
    (package.root / "checklist.toml").write_text(SHOP.replace("g1", package.groups[0].name))

    def states() -> dict[str, tuple[bool, str]]:
        capsys.readouterr()
        assert call("checklist", "--json") == 0
        steps = json.loads(capsys.readouterr().out)["steps"]
        return {step["id"]: (step["done"], step["note"]) for step in steps}

    assert {done for done, _ in states().values()} == {False}
    assert call("check", "--table", "parent") == 0
    assert "not checked whole" in states()["check"][1]
    before = [source.rows("SELECT * FROM child ORDER BY 1"), target.rows("SELECT count(*) FROM child")]
    assert call("check") == 4
    assert [source.rows("SELECT * FROM child ORDER BY 1"), target.rows("SELECT count(*) FROM child")] == before
    found = states()
    assert [found[name][0] for name in ("check", "clean", "orphans")] == [False, False, False]
    assert "1 in " in found["orphans"][1]
    assert "1 values would be refused" in found["check"][1]
    source.run("DELETE FROM child WHERE id = 2")
    assert call("check") == 0
    assert [states()[name][0] for name in ("check", "clean", "orphans")] == [True, True, True]
    assert call("run", "--verify") == 0
    assert all(done for done, _ in states().values())

    assert call("report") == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert 'id="checklist"' in page
    assert "5 of 5 steps are done" in page
    assert "No &lt;orphan&gt;" in page
    # What a script has done to the source since makes the check old; the verification is of what was copied.
    (tmp_path / "more.sql").write_text("INSERT INTO child VALUES (3, 9);")
    assert call("scripts", "run", "--side", "source", "--file", "more.sql", "--yes") == 0
    found = states()
    assert [found[name][0] for name in ("check", "clean", "orphans", "verify")] == [False, False, False, True]
    assert "older than more.sql" in found["check"][1]
    assert call("run") == 9
    assert not states()["verify"][0]


def test_a_script_beside_a_check_makes_it_old_whatever_the_clock_says(
    empty: MakeDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same second, a script that ends while the check is at work, a clock set back, and another ledger."""
    monkeypatch.chdir(tmp_path)
    source, target = empty("sqlite", "source"), empty("sqlite", "target")
    for database in (source, target):
        database.run("CREATE TABLE parent (id integer PRIMARY KEY)")
    write_project(tmp_path, source.url, target.url, [("parent", "")])
    package = load_package(load_project(tmp_path / "migration.toml").package)
    (package.root / "checklist.toml").write_text(SHOP.partition('[[step]]\nid = "clean"')[0])
    (tmp_path / "more.sql").write_text("INSERT INTO parent SELECT count(*) FROM parent;")

    def checked() -> tuple[bool, str]:
        capsys.readouterr()
        assert call("checklist", "--json") == 0
        [step] = json.loads(capsys.readouterr().out)["steps"]
        return step["done"], step["note"]

    def run_script() -> None:
        assert call("scripts", "run", "--side", "source", "--file", "more.sql", "--yes", "--again") == 0

    run_script()
    for moment in ("2026-01-01T00:00:00.001Z", "2026-01-01T00:00:00.999Z", "2020-01-01T00:00:00.500Z"):
        with monkeypatch.context() as at:
            at.setattr(check_document, "now", lambda: "2026-01-01T00:00:00Z")
            assert call("check") == 0
        assert checked()[0]
        with monkeypatch.context() as at:
            at.setattr(script_log, "now", lambda moment=moment: moment)
            run_script()
        assert checked()[0] is False
        assert "is older than more.sql" in checked()[1]

    scan = Migration.scan_values

    def scan_beside_a_script(*arguments: Any, **options: Any) -> Any:
        run_script()
        return scan(*arguments, **options)

    with monkeypatch.context() as within:
        within.setattr(Migration, "scan_values", scan_beside_a_script)
        assert call("check") == 0
    assert checked()[0] is False

    assert call("check") == 0
    assert checked()[0]
    # A new ledger counts from one again.
    target.run(f"UPDATE {target.ledger('script_run')} SET ended_at = '2020-01-01T00:00:00.000Z'")
    assert not checked()[0]
    assert "another ledger" in checked()[1]


def test_a_proof_names_a_group_that_there_is(tmp_path: Path) -> None:
    write_project(tmp_path, "sqlite:///a.db", "sqlite:///b.db", [("parent", "")])
    package = load_package(str(next(path.parent for path in tmp_path.rglob("package.toml"))))
    (package.root / "checklist.toml").write_text(SHOP.replace("g1", "nobody"))
    with pytest.raises(ConfigurationError, match="there is no table group 'nobody'"):
        load_checklist(package)


def test_the_bundled_checklist_is_read() -> None:
    steps = load_checklist(load_package("cic_3_0_to_4_0"))
    assert len(steps) > 20
    assert [step.chapter for step in steps] == sorted(
        (step.chapter for step in steps), key=["Prepare", "Migrate", "Dialer", "After"].index
    )
