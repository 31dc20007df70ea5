from __future__ import annotations

import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from dbmigrate.config.toml_file import Section, TomlFile, perhaps_meant
from dbmigrate.errors import ConfigurationError, ExitCode

PATH = Path("some") / "reporting.toml"


class Inner(Section):
    count: int
    flavour: str = ""


class Outer(Section):
    inner: Inner


def _complaint(text: str | bytes) -> ConfigurationError:
    raw = text.encode() if isinstance(text, str) else text
    with pytest.raises(ConfigurationError) as caught:
        TomlFile.parse(PATH, raw).read_as(Outer)
    assert caught.value.exit_code is ExitCode.CONFIGURATION
    return caught.value


def test_a_wrong_value_is_named_with_file_line_and_key() -> None:
    assert str(_complaint('\n[inner]\ncount = "many"\n')).startswith(
        "reporting.toml:3: inner.count: should be a valid int"
    )


def test_a_missing_key_is_named_at_the_section_that_lacks_it() -> None:
    assert str(_complaint("\n\n[inner]\n")) == "reporting.toml:3: inner.count: is missing."


def test_an_unknown_key_is_named_with_the_one_that_may_be_meant() -> None:
    error = _complaint('[inner]\ncount = 1\nflavor = "x"')
    assert str(error) == "reporting.toml:3: inner.flavor: is not a known key. Perhaps 'flavour' is meant."


def test_all_faults_are_told_at_once() -> None:
    error = _complaint('[inner]\nflavour = 1\ncount = "x"\n')
    assert "reporting.toml:3: inner.count:" in str(error)
    assert "also reporting.toml:2: inner.flavour:" in str(error)


class Listing(Section):
    inner: tuple[Inner, ...] = Field(min_length=1)


def test_a_list_is_not_short_for_the_fault_of_its_entry() -> None:
    with pytest.raises(ConfigurationError) as caught:
        TomlFile.parse(PATH, b"[[inner]]\n").read_as(Listing)
    assert str(caught.value) == "reporting.toml:1: inner[0].count: is missing."
    with pytest.raises(ConfigurationError) as caught:
        TomlFile.parse(PATH, b"inner = []\n").read_as(Listing)
    assert str(caught.value) == "reporting.toml:1: inner: has too few entries."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\nb = = 2\n", "reporting.toml:2:5: Invalid value"),
        ("a = 1\n\n\nb", "reporting.toml:4: "),
        ("a = 1\na = 2\n", "reporting.toml:2:6: Cannot overwrite a value"),
        (b"a = 1\nb = '\xff'\n", "reporting.toml:2: the file is not UTF-8"),
        ("a = " + "[" * 100_000, "reporting.toml:1: values are nested too deeply"),
        ("a = " + "9" * 5000, "reporting.toml:1: "),
    ],
)
def test_a_file_that_is_no_toml_is_named_with_line_and_column(text: str | bytes, message: str) -> None:
    assert str(_complaint(text)).startswith(message)


def test_a_byte_order_mark_is_no_fault() -> None:
    assert TomlFile.parse(PATH, b"\xef\xbb\xbf[inner]\r\ncount = 1\r\n").read_as(Outer).inner.count == 1


def test_a_file_that_is_not_there_is_named_with_its_cause(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot read .*absent.toml'. No such file"):
        TomlFile.read(tmp_path / "absent.toml")
    with pytest.raises(ConfigurationError, match="Is a directory|ermission"):
        TomlFile.read(tmp_path)
    with pytest.raises(ConfigurationError, match="path is not valid"):
        TomlFile.read(Path("a\0b"))


def test_a_table_is_named_by_its_source() -> None:
    file = TomlFile.parse(PATH, b'[[table]]\nsource = "Orders"\n[[table]]\n')
    assert file.describe(("table", 0, "key"), "bad") == "reporting.toml:1: table[0].key: table Orders: bad"
    assert file.describe(("table", 1, "key"), "bad") == "reporting.toml:3: table[1].key: bad"


def test_names_are_suggested_without_regard_to_case() -> None:
    assert perhaps_meant("TRAKER", ["Tracker", "Recorder"]) == "Perhaps 'Tracker' is meant"
    assert perhaps_meant("zzz", ["Tracker"]) == ""


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        TomlFile.parse(PATH, raw).read_as(Outer)
    except ConfigurationError as error:
        assert str(error).startswith("reporting.toml:")


@pytest.mark.parametrize("text", ['a = "hunter2', '[inner]\ncount = "hunter2"', 'x = "hunter2"\nx = "hunter2"'])
def test_an_error_does_not_repeat_the_value(text: str) -> None:
    assert "hunter2" not in "".join(traceback.format_exception(_complaint(text)))
