"""What a command loads before it comes to its work, and what it spares itself meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from dbmigrate.cli.app import app
from dbmigrate.cli.verbs import VERBS, commands_of
from tests.cli.conftest import Call
from tests.databases import Database

CHECKOUT = Path(__file__).resolve().parents[2]
TELLING = """
import gc, json, os, sys
leave = os._exit
collections = []
def tell(status):
    ours = [module for name, module in sys.modules.items() if name.startswith("dbmigrate.")]
    made = [value for module in ours for value in vars(module).values() if isinstance(value, type)]
    made = [one for one in made if one.__module__.startswith("dbmigrate.")]
    slow = [str(one) for one in made if hasattr(one, "__dataclass_fields__")]
    found = {"modules": sorted(sys.modules), "collections": len(collections), "threshold": gc.get_threshold()[0]}
    found["slow"] = slow
    print("LOADED", json.dumps({**found, "frozen": gc.get_freeze_count()}), flush=True)
    leave(status)
os._exit = tell
from dbmigrate.cli.main import main
gc.callbacks.append(lambda phase, _: collections.append(1) if phase == "start" else None)
main()
"""


def told(*arguments: str, directory: Path, path: Path | None = None) -> dict[str, Any]:
    """Of a command that has succeeded, by itself; ``path``: more to import from."""
    paths = [str(CHECKOUT), *([str(path)] if path else [])]
    done = subprocess.run(
        [sys.executable, "-c", TELLING, *arguments],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    answer, found, document = done.stdout.rpartition("LOADED ")
    assert done.returncode == 0, (answer, done.stderr)
    assert found, done.stderr
    read: dict[str, Any] = json.loads(document)
    return read


@pytest.fixture
def with_rows(project: Path) -> Path:
    Database("sqlite", str(project.with_name("source.db"))).insert("Orders", [(n, f"note {n}") for n in range(50)])
    return project.parent


def test_a_run_for_programs_draws_nothing(with_rows: Path) -> None:
    loaded = set(told("run", "--json", directory=with_rows)["modules"])
    assert "dbmigrate.run.conductor" in loaded
    assert not loaded & {"rich", "numpy.ma", "pandas", "duckdb", "jinja2", "sqlglot", "stamina", "structlog"}
    assert "pyarrow.compute" not in loaded


def test_records_of_a_run_are_made_quickly(with_rows: Path) -> None:
    """A dataclass takes forty times as long to make as a Struct; see ARCHITECTURE.md."""
    assert told("run", "--quiet", directory=with_rows)["slow"] == []


def test_a_quiet_run_has_no_live_display(with_rows: Path) -> None:
    loaded = set(told("run", "--quiet", directory=with_rows)["modules"])
    assert "dbmigrate.run.conductor" in loaded
    assert not loaded & {"rich.live", "rich.progress", "numpy.ma", "pandas"}


def test_a_run_loads_no_other_verb(with_rows: Path) -> None:
    loaded = set(told("run", "--quiet", directory=with_rows)["modules"])
    others = {f"dbmigrate.cli.{verb.module}" for verb in VERBS.values()} - {"dbmigrate.cli.migrate"}
    assert len(others) > 10
    assert not loaded & others


def test_help_loads_no_verb(tmp_path: Path) -> None:
    loaded = set(told("--help", directory=tmp_path)["modules"])
    assert not loaded & {f"dbmigrate.cli.{verb.module}" for verb in VERBS.values()}


def test_what_is_loaded_is_not_searched_for_garbage(with_rows: Path) -> None:
    """At work cycles are looked for again, among what was made since."""
    found = told("run", "--quiet", directory=with_rows)
    assert found["collections"] <= 2
    assert found["threshold"] == 20_000
    assert found["frozen"] > 50_000


def test_plugins_of_the_models_stay_out(with_rows: Path, tmp_path: Path) -> None:
    place = tmp_path / "installed"
    (place / "loud-1.dist-info").mkdir(parents=True)
    (place / "loud-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: loud\nVersion: 1\n")
    (place / "loud-1.dist-info" / "entry_points.txt").write_text("[pydantic]\nloud = loud:plugin\n")
    (place / "loud.py").write_text("plugin = None\n")
    assert "loud" not in told("plan", "--quiet", directory=with_rows, path=place)["modules"]


def test_each_verb_is_in_the_module_that_is_said_to_have_it() -> None:
    said = {name: verb.module for name, verb in VERBS.items()}
    assert {name: module for module in set(said.values()) for name in commands_of(module)} == said


def test_help_after_a_verb_lists_all_in_order(call: Call) -> None:
    """One command line serves several calls in a process."""
    command = typer.main.get_command(app)
    before = call("--help").stdout
    with pytest.raises(SystemExit):
        command.main(["tune", "--help"])
    context = command.make_context("dbmigrate", [])
    assert command.get_help(context).split() == before.split()


def test_a_misspelled_verb_is_told_from_all(call: Call) -> None:
    result = call("verfy")
    assert result.exit_code == 2
    assert "verify" in result.output
