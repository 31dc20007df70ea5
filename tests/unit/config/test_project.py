from __future__ import annotations

import json
import os
import tomllib
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dbmigrate.config.package import Package, PackageInput
from dbmigrate.config.project import (
    Endpoint,
    Project,
    RunSettings,
    load_project,
    render_project,
    resolve_inputs,
    write_project,
)
from dbmigrate.config.schema_side import SchemaSide
from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.errors import ConfigurationError

SECRET = "hunter2"
PROJECT = """\
[project]
name = "demo"
package = "bundled_one"
groups = ["tracker_config"]
[source]
url = "sqlite:///source.db"
schema = "dbo"
[target]
url = "postgresql://user@host:5432/db"
[target.options]
application_name = "x"
[run]
commit_bytes = "8MiB"
workers = 3
[inputs]
unit = "seconds"
limit = 3
[filters]
from = 2010-04-15
site = [2, "x"]
[maps.site]
1 = 7
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "migration.toml"
    path.write_text(PROJECT)
    return path


def _refusal(file: Path, old: str, new: str) -> ConfigurationError:
    assert old in PROJECT
    file.write_text(PROJECT.replace(old, new))
    with pytest.raises(ConfigurationError) as caught:
        load_project(file)
    return caught.value


def test_a_project_is_read_as_written(file: Path, tmp_path: Path) -> None:
    project = load_project(file)
    assert (project.name, project.package, project.groups) == ("demo", "bundled_one", ("tracker_config",))
    assert project.source.url.sqlite_path == tmp_path / "source.db"
    assert (project.source.schema_name, project.target.schema_name) == ("dbo", None)
    assert project.target.options == {"application_name": "x"}
    assert project.run == RunSettings(commit_bytes=8 << 20, workers=3)
    assert project.inputs == {"unit": "seconds", "limit": 3}
    assert project.filters.document == {"from": "2010-04-15", "site": ["2", "x"]}
    assert project.maps == {"site": {"1": "7"}}
    assert project.path == file


def test_what_is_not_written_has_its_default(file: Path) -> None:
    file.write_text(
        '[project]\nname="a"\npackage="bundled_one"\n[source]\nurl="sqlite:///a"\n[target]\nurl="sqlite:///b"'
    )
    project = load_project(file)
    assert project.groups is None
    assert project.run.model_dump() == {
        "commit_rows": 50000,
        "commit_bytes": 16 * 1024 * 1024,
        "workers": 2,
        "max_rejects": 1000,
        "read_ahead_batches": 2,
        "max_rows_per_second": None,
        "courtesy": False,
        "delay_indexes": True,
    }


def test_the_working_directory_does_not_matter(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_project("migration.toml").source.url.sqlite_path == tmp_path / "source.db"


def test_a_package_may_be_a_directory_beside_the_file(file: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "bundled_one").mkdir()
    for written, place in [("own", "own"), ("./bundled_one", "bundled_one"), (str(tmp_path / "own"), "own")]:
        file.write_text(PROJECT.replace("bundled_one", written))
        assert Path(load_project(file).package) == tmp_path / place
    file.write_text(PROJECT)
    assert load_project(file).package == "bundled_one"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"bundled_one"', '"bundled_won"', "migration.toml:3: project.package: 'bundled_won' is neither a bundled"),
        ('"bundled_one"', '"' + "x" * 5000 + '"', "migration.toml:3: project.package: 'xxx"),
        ('["tracker_config"]', "[]", "migration.toml:4: project.groups: "),
        ('["tracker_config"]', '["a", "A"]', "migration.toml:4: project.groups: 'A' is named twice"),
        ("sqlite:///source.db", "sqlite://source.db", "migration.toml:6: source.url: a SQLite URL has no host"),
        ('"sqlite:///source.db"', "5", "migration.toml:6: source.url: should be text"),
        ("postgresql:", "mysql:", "migration.toml:9: target.url: the engine 'mysql' of the URL is not known"),
        ('"8MiB"', '"8MB"', "migration.toml:13: run.commit_bytes: '8MB' is not a size"),
        ('"8MiB"', "0", "migration.toml:13: run.commit_bytes: should be greater than or equal to 1024"),
        ("workers = 3", "workers = true", "migration.toml:14: run.workers: should be a valid integer"),
        ("workers = 3", "worker = 3", "migration.toml:14: run.worker: is not a known key. Perhaps 'workers' is meant"),
        ("limit = 3", "limit = [3]", "migration.toml:17: inputs.limit: should be text, a number, true or false"),
        ("[source]", "[sauce]", "migration.toml:1: source: is missing"),
        ("limit = 3", "limit = ", "migration.toml:17:9: Invalid value"),
    ],
)
def test_a_bad_value_is_named_with_file_line_and_key(file: Path, old: str, new: str, message: str) -> None:
    assert str(_refusal(file, old, new)).startswith(message)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("user@host", f"user:{SECRET}@host", "migration.toml:9: target.url: "),
        ("5432/db", f"5432/db?sslpassword={SECRET}", "migration.toml:9: target.url: "),
        ("[target.options]", f"password = '{SECRET}'\n[target.options]", "migration.toml:10: target.password: "),
        ("application_name = ", f"PWD = '{SECRET}'\na = ", "migration.toml:11: target.options.PWD: "),
        ("application_name = ", f"a = 'Pwd={SECRET}'\nb = ", "migration.toml:11: target.options.a: "),
        ("limit = 3", f"api_token = '{SECRET}'", "migration.toml:17: inputs.api_token: "),
    ],
)
def test_a_password_in_the_file_is_refused_and_not_repeated(file: Path, old: str, new: str, place: str) -> None:
    error = _refusal(file, old, new)
    assert error.code == "DBM-3020"
    assert str(error).startswith(place)
    for cure in ("DBMIGRATE_TARGET_PASSWORD", "keyring", "--ask-password"):
        assert cure in str(error)
    assert SECRET not in "".join(traceback.format_exception(error)) + str(error.as_dict())


def test_a_misspelt_url_does_not_show_its_password(file: Path) -> None:
    for url in (f"postgresql://user:{SECRET}/x@host/db", f"user:{SECRET}@host", f"nosuch://u:{SECRET}@h"):
        error = _refusal(file, "postgresql://user@host:5432/db", url)
        assert str(error).startswith("migration.toml:9: target.url: ")
        assert SECRET not in "".join(traceback.format_exception(error)) + str(error.as_dict())


def test_a_project_that_is_shown_hides_its_passwords(file: Path) -> None:
    project = load_project(file)
    url = project.target.url.with_password(SECRET)
    full = project.model_copy(update={"target": Endpoint(url=url, schema_name="public")})
    assert SECRET in full.target.url.reveal()
    assert SECRET not in f"{full!r}{full}{full.model_dump()}{full.model_dump_json()}"
    assert json.loads(full.model_dump_json())["target"]["url"] == "postgresql://user:***@host:5432/db"


UNIT = PackageInput(name="unit", title="Unit", type="text", choices=("seconds", "days"), default="days", help="Ask.")
LIMIT = PackageInput(name="limit", title="Limit", type="integer")
RATIO = PackageInput(name="ratio", title="Ratio", type="number", default=1.5, help="Two\nlines # \x07")
FLAG = PackageInput(name="flag", title="Flag", type="boolean", default=False)


def _package(*inputs: PackageInput) -> Package:
    side = SchemaSide(schema_version="1")
    return Package(
        name="shop",
        title="",
        release="1",
        engines=("sqlite",),
        groups=(),
        source=side,
        target=side,
        inputs=inputs,
        root=Path(),
    )


def test_inputs_are_the_projects_or_the_packages(file: Path) -> None:
    values = resolve_inputs(load_project(file), _package(UNIT, LIMIT, RATIO, FLAG))
    assert values == {"unit": "seconds", "limit": 3, "ratio": 1.5, "flag": False}


@pytest.mark.parametrize(
    ("new", "inputs", "message"),
    [
        ("limit = 3", [UNIT], "migration.toml:17: inputs.limit: package shop has no such input"),
        (
            "limits = 3",
            [UNIT, LIMIT],
            "migration.toml:17: inputs.limits: package shop has no such input. Perhaps 'limit'",
        ),
        ("", [UNIT, LIMIT], "migration.toml:15: inputs.limit: is missing, and has no default: Limit"),
        ("limit = '3'", [UNIT, LIMIT], "migration.toml:17: inputs.limit: '3' is not of type integer: Limit"),
        ("limit = 3.0", [UNIT, LIMIT], "migration.toml:17: inputs.limit: 3.0 is not of type integer"),
        ("limit = true", [UNIT, LIMIT], "migration.toml:17: inputs.limit: True is not of type integer"),
        ("ratio = nan", [UNIT, RATIO], "migration.toml:17: inputs.ratio: nan is not of type number"),
        ("ratio = 0x" + "f" * 9000, [UNIT, RATIO], "migration.toml:17: inputs.ratio: the number is beyond 64 bits"),
        ("flag = 1", [UNIT, FLAG], "migration.toml:17: inputs.flag: 1 is not of type boolean"),
    ],
)
def test_a_bad_input_is_named_with_file_line_and_key(
    file: Path, new: str, inputs: list[PackageInput], message: str
) -> None:
    file.write_text(PROJECT.replace("limit = 3", new))
    with pytest.raises(ConfigurationError) as caught:
        resolve_inputs(load_project(file), _package(*inputs))
    assert caught.value.code == "DBM-3030"
    assert str(caught.value).startswith(message)


def test_a_choice_that_is_none_is_refused_with_the_choices(file: Path) -> None:
    project = load_project(file).model_copy(update={"inputs": {"unit": "weeks"}})
    with pytest.raises(ConfigurationError, match="inputs.unit: 'weeks' is none of 'seconds', 'days': Unit. Ask"):
        resolve_inputs(project, _package(UNIT))


def test_inputs_of_a_project_that_was_never_written_are_checked_too(tmp_path: Path) -> None:
    end = Endpoint(url=ConnectionUrl.parse("sqlite:///x"))
    project = Project(name="a", package="b", source=end, target=end, inputs={"x": 1}, path=tmp_path / "absent.toml")
    with pytest.raises(ConfigurationError, match="absent.toml:1: inputs.x: package shop has no such input"):
        resolve_inputs(project, _package())


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: bool(text.strip()))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=NAMES,
    schema=st.none() | NAMES,
    groups=st.none() | st.lists(NAMES, min_size=1, unique_by=str.casefold),
    run=st.builds(
        RunSettings, commit_rows=st.integers(1, 10**7), commit_bytes=st.integers(1 << 10, 1 << 30) | st.just(5 << 20)
    ),
    default=st.text(st.characters(exclude_categories=["Cs"])),
    help_text=st.text(st.characters(exclude_categories=["Cs"])),
)
def test_a_rendered_project_is_read_back(
    tmp_path: Path,
    name: str,
    schema: str | None,
    groups: list[str] | None,
    run: RunSettings,
    default: str,
    help_text: str,
) -> None:
    target = ConnectionUrl.create("postgresql", host="h", username=name, password=SECRET, database=name)
    text = render_project(
        name=name,
        package="bundled_one",
        source=ConnectionUrl.parse("sqlite:///a.db"),
        target=target,
        groups=groups,
        target_schema=schema,
        run=run,
        inputs=[
            PackageInput(name="some input", title=help_text, type="text", default=default, help=help_text),
            LIMIT,
            RATIO,
            FLAG,
        ],
    )
    assert SECRET not in text
    path = tmp_path / "migration.toml"
    path.unlink(missing_ok=True)
    write_project(path, text)
    project = load_project(path)
    assert (project.name, project.groups, project.run) == (name, None if groups is None else tuple(groups), run)
    assert (project.source.schema_name, project.target.schema_name) == (None, schema)
    assert project.source.url.sqlite_path == tmp_path / "a.db"
    assert project.target.url == target.without_password()
    assert project.inputs == {"some input": default, "ratio": 1.5, "flag": False}


def test_a_rendered_project_explains_itself() -> None:
    url = ConnectionUrl.parse("sqlite:///a.db")
    text = render_project(name="a", package="b", source=url, target=url, inputs=[UNIT, LIMIT])
    assert (
        '# Unit\n# Ask.\n# One of: "seconds", "days"\nunit = "days"\n# Limit\n# limit =   # integer; has no def' in text
    )
    assert 'commit_bytes = "16MiB"  # ' in text
    assert "--ask-password" in text
    assert tomllib.loads(text)["run"]["workers"] == 2


def test_a_project_file_is_never_overwritten(file: Path) -> None:
    with pytest.raises(ConfigurationError, match="is there already. Nothing was changed") as caught:
        write_project(file, "x")
    assert caught.value.code == "DBM-3005"
    assert file.read_text() == PROJECT
    assert not list(file.parent.glob(".*"))


def test_a_file_system_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*paths: Any) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_link)
    write_project(tmp_path / "a.toml", "x = 'é'\n")
    assert (tmp_path / "a.toml").read_bytes() == "x = 'é'\n".encode()
    with pytest.raises(ConfigurationError, match="is there already"):
        write_project(tmp_path / "a.toml", "y")
    assert not list(tmp_path.glob(".*"))


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot write .*absent.* No such file"):
        write_project(tmp_path / "absent" / "migration.toml", "x")


def test_a_project_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot read .*migration.toml"):
        load_project(tmp_path / "migration.toml")


ODD = st.sampled_from(
    ["1", "true", '""', '"A"', "1979-05-27", "nan", "[]", "{}", "[{}]", '"sqlite:///x"', '"../\\u0000"']
)
KEYS = st.sampled_from(["name", "package", "groups", "url", "schema", "options", "commit_bytes", "workers", "x", "pwd"])
LINES = st.sampled_from(["[project]\n", "[source]\n", "[target.options]\n", "[run]\n", "[inputs]\n", "[[source]]\n"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(
    body=st.binary()
    | st.lists(LINES | st.builds("{} = {}\n".format, KEYS, ODD), max_size=10).map("".join).map(str.encode),
    start=st.sampled_from(["", PROJECT, PROJECT.partition("[target")[0], PROJECT.partition("groups")[0]]),
)
def test_odd_files_are_read_or_refused(file: Path, body: bytes, start: str) -> None:
    file.write_bytes(start.encode() + body)
    try:
        load_project(file)
    except ConfigurationError as error:
        assert str(error).startswith("migration.toml:")
        assert "pydantic" not in "".join(traceback.format_exception(error))
