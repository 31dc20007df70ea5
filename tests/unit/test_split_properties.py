"""Scripts put together from statements come apart into the same statements, whatever hides in quotes and comments."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbmigrate.scripts.split import split_script

TRICKY = st.lists(
    st.sampled_from([";", "\n", "GO", "\nGO\n", "\n/\n", "/", "--", "/* x */", "''", "x", " ", "BEGIN", "END", "é"]),
    max_size=8,
).map("".join)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def comment(text: str) -> str:
    return "/* " + text.replace("*/", "").replace("/*", "") + " */"


@st.composite
def statement(draw: st.DrawFn, dialect: str) -> str:
    words = [draw(st.sampled_from(["SELECT", "INSERT INTO t SELECT", "UPDATE t SET a ="]))]
    for _ in range(draw(st.integers(1, 4))):
        text = draw(TRICKY)
        kinds = ["quote", "comment", "word", "name", "line"]
        kinds += {"postgresql": ["dollar"], "oracle": ["q"], "mssql": ["bracket"], "sqlite": ["bracket"]}[dialect]
        match draw(st.sampled_from(kinds)):
            case "quote":
                words.append(quoted(text))
            case "comment":
                words.append(comment(text))
            case "name":
                words.append('"' + text.replace('"', "").replace("\n", "") + 'x"')
            case "line":
                words.append("-- " + text.replace("\n", " ").replace("\r", " ") + "\n  a")
            case "dollar":
                words.append(f"$tag${text.replace('$', '')}$tag$")
            case "q":
                words.append("q'[" + text.replace("]", "") + "]'")
            case "bracket":
                words.append("[" + text.replace("]", "").replace("\n", "") + "x]")
            case _:
                words.append("a")
    return " ".join([*words, "z"])


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql", "oracle"])
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_semicolons(dialect: str, data: st.DataObject) -> None:
    made = data.draw(st.lists(statement(dialect), max_size=4))
    script = "".join(f"-- one; GO\n{text};\n" for text in made)
    assert [one.text for one in split_script(script, dialect)] == made


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_go(data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.tuples(statement("mssql"), st.integers(0, 3)), max_size=4))
    script = "".join(f"{text};\n  go {times or ''} \n" for text, times in parts)
    found = list(split_script(script, "mssql"))
    assert [one.text for one in found] == [f"{text};" for text, _ in parts]
    assert [one.times for one in found] == [times or 1 for _, times in parts]


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_slashes_and_blocks(data: st.DataObject) -> None:
    made = []
    script = ""
    for text in data.draw(st.lists(statement("oracle"), max_size=4)):
        if data.draw(st.booleans()):
            block = f"BEGIN\n  {text};\n  NULL;\nEND;"
            made.append(block)
            script += f"{block}\n/\n"
        elif data.draw(st.booleans()):
            made.append(text)
            script += f"{text}\n/\n"
        else:
            made.append(text)
            script += f"{text};\n"
    assert [one.text for one in split_script(script, "oracle")] == made


@pytest.mark.parametrize(
    ("dialect", "text", "expected"),
    [
        ("mssql", "SELECT 1\nGO\nSELECT 2\ngo 3\n-- nothing\nGO\n", [("SELECT 1", 1, 1), ("SELECT 2", 3, 3)]),
        ("mssql", "SELECT 'a\nGO\nb'\nGO", [("SELECT 'a\nGO\nb'", 1, 1)]),
        ("mssql", "/* a /* b */\nGO\n*/ SELECT 1", [("/* a /* b */\nGO\n*/ SELECT 1", 3, 1)]),
        ("mssql", "SELECT [a]]\nGO\n] FROM t;\nGO -- end", [("SELECT [a]]\nGO\n] FROM t;", 1, 1)]),
        ("mssql", "SELECT GO FROM t\nGOTO x", [("SELECT GO FROM t\nGOTO x", 1, 1)]),
        ("oracle", "CREATE TABLE t (a NUMBER);\n/\n", [("CREATE TABLE t (a NUMBER)", 1, 2)]),
        ("oracle", "SET DEFINE OFF\nPROMPT hi; there\nSELECT 1 / 2 FROM dual;", [("SELECT 1 / 2 FROM dual", 3, 1)]),
        (
            "oracle",
            "create or replace trigger x before insert on t begin null; end;\n/\nDROP TABLE t;",
            [("create or replace trigger x before insert on t begin null; end;", 1, 1), ("DROP TABLE t", 3, 1)],
        ),
        *(
            (
                "oracle",
                f"{begins}\nx; end;\n/\nSELECT 1 FROM dual;",
                [(f"{begins}\nx; end;", 1, 1), ("SELECT 1 FROM dual", 4, 1)],
            )
            for begins in (
                "create or replace editionable package body p is",
                "CREATE NONEDITIONABLE FUNCTION f RETURN NUMBER IS BEGIN",
            )
        ),
        (
            "oracle",
            "create /* it */ or -- so\n replace procedure p is begin x; end;\n/\nSELECT 1 FROM dual;",
            [
                ("create /* it */ or -- so\n replace procedure p is begin x; end;", 1, 1),
                ("SELECT 1 FROM dual", 4, 1),
            ],
        ),
        (
            "oracle",
            "<<outer>> begin x; end;\n/\nSELECT 1 FROM dual;",
            [("<<outer>> begin x; end;", 1, 1), ("SELECT 1 FROM dual", 3, 1)],
        ),
    ],
)
def test_examples(dialect: str, text: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(one.text, one.line, one.times) for one in split_script(text, dialect)] == expected


def test_counts() -> None:
    assert [one.times for one in split_script("SELECT 1\nGO 4\n", "mssql")] == [4]
    assert [one.times for one in split_script("DELETE FROM t;\n/\n/\n", "oracle")] == [3]


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_sqlite_itself_takes_each_statement_for_complete(data: st.DataObject) -> None:
    text = data.draw(statement("sqlite"))
    assert sqlite3.complete_statement(f"{text}\n;")
