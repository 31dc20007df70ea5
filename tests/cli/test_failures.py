"""Whatever goes wrong: the same five lines, a code, the right exit status, no password, no traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dbmigrate.cli.failure import ErrorText, verb_of
from dbmigrate.cli.screen import never_show
from dbmigrate.errors import (
    ConfigurationError,
    DbmigrateError,
    ExitCode,
    FingerprintMismatchError,
    RejectLimitError,
    SourceError,
    TargetError,
)
from tests.cli.conftest import Call, document
from tests.cli.fakes import FakeMigration

LABELS = ["  where: ", "  cause: ", "  safe:  ", "  next:  "]


def five_lines(text: str, code: str) -> None:
    lines = [line for line in text.splitlines() if line][-5:]
    assert f" {code}: " in lines[0]
    assert [line[:9] for line in lines[1:]] == LABELS
    assert all(line[9:].strip() for line in lines[1:])


@pytest.mark.parametrize(
    "arguments", [("plna",), ("plan", "--bogus"), ("run", "--commit-rows", "x"), ("demo",), ("scripts",)]
)
def test_usage_errors(arguments: tuple[str, ...], call: Call) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    five_lines(result.stderr, "DBM-2001")
    as_json = call(*arguments, "--json")
    assert as_json.exit_code == 2
    assert document(as_json)["error"]["code"] == "DBM-2001"
    assert as_json.stderr == ""


@pytest.mark.parametrize("verb", ["plan", "run", "status", "verify", "report"])
def test_no_project_file(verb: str, call: Call) -> None:
    result = call(verb)
    assert result.exit_code == 3
    five_lines(result.stderr, "DBM-3006")
    assert "dbmigrate init" in result.stderr
    assert document(call("--json", verb))["error"]["exit_code"] == 3


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ConfigurationError("bad"), 3),
        (SourceError("gone", code="DBM-5001", cause="57P01: terminating"), 5),
        (TargetError("full"), 6),
        (FingerprintMismatchError("changed"), 8),
        (RejectLimitError("too many"), 9),
    ],
)
def test_every_cause_has_its_status(error: DbmigrateError, status: int, fake: FakeMigration, call: Call) -> None:
    fake.run_result = error
    result = call("run", "--quiet")
    assert result.exit_code == status
    five_lines(result.stderr, error.code)
    shown = document(call("run", "--json", "--quiet"))["error"]
    assert (shown["code"], shown["exit_code"]) == (error.code, status)


def test_internal_error_goes_to_a_file_only_its_owner_can_read(fake: FakeMigration, call: Call, place: Path) -> None:
    never_show("s3cr3t-word")
    fake.run_result = ZeroDivisionError("with s3cr3t-word inside")
    result = call("run", "-q")
    assert result.exit_code == 1
    five_lines(result.stderr, "DBM-1001")
    (log,) = place.glob("dbmigrate-error-*.log")
    assert str(log) in result.stderr
    assert "ZeroDivisionError" in log.read_text()
    assert "s3cr3t-word" not in log.read_text() + result.output
    if os.name == "posix":
        assert log.stat().st_mode & 0o077 == 0


def test_ctrl_c_is_told_apart_from_an_error(fake: FakeMigration, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fake, "plan", interrupted)
    result = call("plan")
    assert result.exit_code == 130
    five_lines(result.stderr, "DBM-1300")
    assert document(call("plan", "--json"))["error"]["exit_code"] == 130


def test_passwords_of_the_environment_are_masked(
    place: Path, fake: FakeMigration, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBMIGRATE_TARGET_PASSWORD", "hunter2-long")
    (place / "migration.toml").write_text(
        '[project]\nname = "p"\npackage = "shop"\n[source]\nurl = "sqlite:///source.db"\n'
        '[target]\nurl = "postgresql://dba@server.invalid/db"\n'
    )
    fake.run_result = TargetError("no", cause="connection to postgresql://dba:hunter2-long@server.invalid/db failed")
    for arguments in (("run",), ("run", "--json"), ("plan",), ("plan", "--json", "-v")):
        assert "hunter2" not in call(*arguments).output
    assert fake.opened[0][0].target.url.has_password


def test_a_password_in_the_file_is_refused_and_not_shown(place: Path, call: Call) -> None:
    (place / "migration.toml").write_text('[source]\nurl = "postgresql://dba:hunter2@server/db"\n')
    result = call("plan")
    assert result.exit_code == 3
    assert "hunter2" not in result.output


def test_ask_password_needs_a_terminal(place: Path, fake: FakeMigration, call: Call) -> None:
    text = (place / "migration.toml").read_text().replace("sqlite:///target.db", "postgresql://dba@server.invalid/db")
    (place / "migration.toml").write_text(text)
    assert call("plan", "--ask-password").exit_code == 3


def test_lines_are_wrapped_below_their_label() -> None:
    lines = ErrorText(TargetError("failed", cause="word " * 40), "run").lines(60)
    assert max(map(len, lines)) <= 60
    assert all(line.startswith(("error", *LABELS, " " * 9)) for line in lines)


@pytest.mark.parametrize("code", [code for code in ExitCode if code is not ExitCode.DONE])
def test_an_error_that_says_little_still_has_five_parts(code: ExitCode) -> None:
    error = DbmigrateError("failed")
    error.exit_code = code
    assert all(part.strip() for line in ErrorText(error, "").lines(None) for part in line.split(": ", 1))


def test_verb_of() -> None:
    assert verb_of(["--project", "x", "--json", "run", "--verify"]) == "run"
    assert verb_of(["--json"]) == ""


@pytest.mark.parametrize(
    ("path", "cause", "cure"),
    [
        ("gone.db", "there is no file", "scripts run --side target"),
        ("gone/target.db", "there is no directory", "Make the directory"),
        (".", "is not a file", "Name a database file"),
        (f"{'x' * 300}.db", "too long", "Check the path"),
    ],
)
def test_a_target_file_that_cannot_be_opened(path: str, cause: str, cure: str, place: Path, call: Call) -> None:
    """The advice to make it with its tables is for a file that they can be made in."""
    (place / "there.toml").write_text(
        '[project]\nname = "x"\npackage = "cic_3_0_to_4_0"\n[source]\nurl = "sqlite:///source.db"\n'
        f'[target]\nurl = "sqlite:///{path}"\n'
    )
    run = ("status", "--project", "there.toml")
    scripts = ("scripts", "run", "--side", "target", "--stage", "schema", "--yes", "--project", "there.toml")
    for arguments in (run, scripts) if path != "gone.db" else (run,):
        result = call(*arguments)
        assert result.exit_code == 6
        five_lines(result.stderr, "DBM-6001")
        assert cause in result.stderr
        assert cure in result.stderr
