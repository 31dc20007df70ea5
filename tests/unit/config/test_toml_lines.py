from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbmigrate.config.toml_lines import KeyPath, find_line, format_path, index_lines, parse_path, quoted

TEXT = '''\
# [group] in a comment
title = "a = 1"
long = """
[table]
key = "no\\"""key"
"""
raw = \'\'\'
[[table]]\'\'\'
list = [  # with ] in a comment
  "one",
  [1, 2],
  { deep = 1, deeper.still = 2 },
]

[group]
a.b."c.d" = 1
  "quoted key" = 2

[[table]]
source = "One"
watermark = { column = "At", overlap = "15m" }

[[table]]
source = "Two"
[table.consent]
pad = [
  "X",
]
  [[table.into]]
  target = "A"
  [[table.into]]
  target = "B"
  columns = { P = "1 = 1, 2", "Q]" = "x" }

[[table]]
[table.parent.on]
Id = "ParentId"
[[table.into]]
target = "C"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("title", 2),
        ("long", 3),
        ("raw", 7),
        ("list[0]", 10),
        ("list[1][1]", 11),
        ("list[2].deeper.still", 12),
        ("group", 15),
        ('group.a.b."c.d"', 16),
        ("group.a", 16),
        ('group."quoted key"', 17),
        ("table[0]", 19),
        ("table[0].watermark.overlap", 21),
        ("table[1].source", 24),
        ("table[1].consent.pad[0]", 27),
        ("table[1].into[0].target", 30),
        ("table[1].into[1].columns", 33),
        ('table[1].into[1].columns."Q]"', 33),
        ("table[2].parent", 36),
        ("table[2].parent.on.Id", 37),
        ("table[2].into[0].target", 39),
    ],
)
def test_a_path_is_found_on_its_line(path: str, line: int) -> None:
    tomllib.loads(TEXT)
    assert find_line(TEXT, path) == line


def test_what_is_not_written_has_the_line_of_what_encloses_it() -> None:
    assert find_line(TEXT, "table[1].into[1].key") == 31
    assert find_line(TEXT, "table[1].mode") == 23
    assert find_line(TEXT, "nowhere.at.all") == 1


def test_windows_line_ends_count_once() -> None:
    assert find_line("a = 1\r\n[b]\r\nc = 2\r\n", "b.c") == 3


PATHS = st.lists(st.text(min_size=1) | st.integers(0, 99), min_size=1).map(lambda parts: ("first", *parts))


@given(PATHS)
def test_a_path_survives_its_spelling(path: KeyPath) -> None:
    assert parse_path(format_path(path)) == path


@given(st.text())
def test_any_text_can_be_quoted(text: str) -> None:
    assert tomllib.loads(f"key = {quoted(text)}") == {"key": text}


@given(st.text() | st.text(alphabet="[]{}='\"\n.,# a\\"))
def test_any_text_is_scanned_to_its_end(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in index_lines(text).values())


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.text() | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{quoted(key)} = {_inline(member)}" for key, member in value.items()) + " }"
    if isinstance(value, list):
        return "[\n" + ",\n".join(map(_inline, value)) + "\n]"
    return quoted(value) if isinstance(value, str) else str(value).lower()


@given(st.lists(st.dictionaries(st.text(), VALUES, max_size=3), min_size=1, max_size=4))
def test_every_key_of_every_table_is_on_the_line_that_begins_with_it(tables: list[dict[str, Any]]) -> None:
    text = "".join(
        "[[table]]\n" + "".join(f"{quoted(key)} = {_inline(value)}\n" for key, value in table.items())
        for table in tables
    )
    assert tomllib.loads(text) == {"table": tables}
    lines = text.split("\n")
    for index, table in enumerate(tables):
        for key in table:
            assert lines[find_line(text, ("table", index, key)) - 1].startswith(quoted(key) + " =")
