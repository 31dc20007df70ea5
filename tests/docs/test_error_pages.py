"""``docs/errors.md`` has one entry for each code that the source can raise or print, and no other."""

from __future__ import annotations

import ast
import importlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import pytest

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.registry import Side, side_error
from dbmigrate.errors import EXIT_MEANINGS, DbmigrateError, ExitCode

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "dbmigrate"
PAGE = ROOT / "docs" / "errors.md"
PARTS = ["exit", "means", "safe", "next"]
LONGEST_LINE = 140

_CODE = re.compile(r"DBM-\d{4}")
_SECTION = re.compile(r"## Exit (\d+): (.+)")
_ENTRY = re.compile(r"### (DBM-\d{4})")
_PART = re.compile(r"- \*\*(\w+):\*\* (.+)")
_FINDINGS = {"refuse": ExitCode.REFUSED, "_refusal": ExitCode.REFUSED, "note": ExitCode.DONE}
"""What plan/ calls to add a finding, its code first: a refusal ends with exit 4, a note ends nothing."""
_COMPUTED_IN = SOURCE / "engines" / "registry.py"
"""The one module that puts codes together from numbers; ``side_error`` is asked for them."""


@dataclass(slots=True)
class Found:
    """``codes``: where each stands.  ``ends_with``: exit status by code, as far as it can be told."""

    codes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    ends_with: dict[str, set[ExitCode]] = field(default_factory=lambda: defaultdict(set))
    not_told: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    code: str
    line: int
    section: int
    parts: list[tuple[str, str]] = field(default_factory=list)


_SIDES = {"side_error": "", "reading": "source"}
"""Makers of errors by number, and the side of those that have but one."""


class Module:
    """One file of the source."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.text)
        self.name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        self._constants = {
            target.id: node.value.value
            for node in self.tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def place(self, node: ast.expr) -> str:
        return f"{self.path.relative_to(ROOT).as_posix()}:{node.lineno}"

    def value(self, node: ast.expr | None) -> object:
        """Of a constant, written out or named at the top of the module; None for anything else."""
        if isinstance(node, ast.Constant):
            return node.value
        return self._constants.get(node.id) if isinstance(node, ast.Name) else None

    def side(self, call: ast.Call) -> object:
        return self.value(call.args[1] if len(call.args) > 1 else _keyword(call, "side"))

    @cached_property
    def handed_on(self) -> set[ast.AST]:
        """What stands in a function whose callers give the number."""
        names = {name for name, side in _SIDES.items() if side}
        functions = [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef) and node.name in names]
        return {node for function in functions for node in ast.walk(function)}

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield _name_of(node.func), node


def _name_of(node: ast.expr | None) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


@cache
def _modules() -> tuple[Module, ...]:
    return tuple(Module(path) for path in sorted(SOURCE.rglob("*.py")))


@cache
def _errors() -> dict[str, type[DbmigrateError]]:
    """Every error class of the source by its name."""
    found = {}
    for module in _modules():
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                kind = getattr(importlib.import_module(module.name), node.name)
                if issubclass(kind, DbmigrateError):
                    found[node.name] = kind
    return found


@cache
def _makers() -> dict[str, type[DbmigrateError]]:
    """Error classes and the functions that return one, by the name they are called by."""
    makers = dict(_errors())
    for module in _modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef):
                kind = _errors().get(_name_of(node.returns))
                if kind is not None and kind is not DbmigrateError:
                    makers[node.name] = kind
    return makers


@cache
def _scan() -> Found:
    found = Found()
    for kind in _errors().values():
        if "default_code" in vars(kind):
            found.ends_with[kind.default_code].add(kind.exit_code)
    for module in _modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value):
                found.codes[node.value].add(module.place(node))
        for name, call in module.calls():
            if name in _SIDES:
                if call not in module.handed_on:
                    _note_computed(module, call, _SIDES[name] or module.side(call), found)
                continue
            first = module.value(call.args[0]) if call.args else None
            code = first if name in _FINDINGS else module.value(_keyword(call, "code"))
            if name == "Finding":
                code = first
            if isinstance(code, str) and _CODE.fullmatch(code):
                ends_with = _FINDINGS.get(name) if name in _FINDINGS else _exit_code(name)
                if name == "Finding":
                    ends_with = ExitCode.REFUSED if _keyword(call, "refuses") else ExitCode.DONE
                if ends_with is not None:
                    found.ends_with[code].add(ends_with)
    return found


def _exit_code(name: str) -> ExitCode | None:
    maker = _makers().get(name)
    return None if maker is None else maker.exit_code


def _note_computed(module: Module, call: ast.Call, side: object, found: Found) -> None:
    """A side that is not written out may be either."""
    given = _keyword(call, "number")
    number = 0 if given is None else module.value(given)
    if not isinstance(number, int):
        found.not_told.append(module.place(call))
        return
    sides: tuple[Side, ...] = ("source", "target")
    for each in sides:
        if side in (None, each):
            error = side_error(EngineFault(Fault.TERMINAL, ""), each, "", number=number)
            found.codes[error.code].add(module.place(call))
            found.ends_with[error.code].add(error.exit_code)


@cache
def _entries() -> tuple[Entry, ...]:
    entries: list[Entry] = []
    section = -1
    for number, line in enumerate(PAGE.read_text(encoding="utf-8").splitlines(), start=1):
        if heading := _SECTION.fullmatch(line):
            section = int(heading[1])
        elif heading := _ENTRY.fullmatch(line):
            entries.append(Entry(heading[1], number, section))
        elif part := _PART.fullmatch(line):
            entries[-1].parts.append((part[1], part[2]))
    return tuple(entries)


def test_every_code_of_the_source_has_exactly_one_entry() -> None:
    counted = Counter(entry.code for entry in _entries())
    missing = {code: sorted(places) for code, places in _scan().codes.items() if code not in counted}
    assert not missing, "codes without an entry in docs/errors.md"
    assert [code for code, times in counted.items() if times > 1] == []


def test_every_entry_has_a_code_in_the_source() -> None:
    assert [f"{entry.code}, line {entry.line}" for entry in _entries() if entry.code not in _scan().codes] == []


def test_codes_in_comments_and_docstrings_are_codes_of_the_source() -> None:
    named = {code for module in _modules() for code in _CODE.findall(module.text)}
    assert named - _scan().codes.keys() == set()


def test_codes_named_in_the_page_are_codes_of_the_source() -> None:
    assert set(_CODE.findall(PAGE.read_text(encoding="utf-8"))) - _scan().codes.keys() == set()


def test_codes_are_put_together_in_one_place_only() -> None:
    places = [
        module.path
        for module in _modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.JoinedStr)
        and any(isinstance(part, ast.Constant) and "DBM-" in str(part.value) for part in node.values)
    ]
    assert places == [_COMPUTED_IN]
    assert _scan().not_told == [], "number= is neither written out nor a constant of the module"


@pytest.mark.parametrize("code", sorted(_scan().codes))
def test_the_code_agrees_with_the_exit_status_it_is_raised_with(code: str) -> None:
    told = _scan().ends_with.get(code, set())
    assert len(told) <= 1, f"{code} is used with several exit codes: {sorted(told)}"
    for exit_code in told:
        # A note of the plan ends nothing; it is numbered with the refusals, beside which it is shown.
        assert code.startswith(f"DBM-{int(exit_code or ExitCode.REFUSED)}")


@pytest.mark.parametrize("entry", _entries(), ids=lambda entry: entry.code)
def test_the_entry_is_whole_and_says_the_exit_status(entry: Entry) -> None:
    assert [name for name, _ in entry.parts] == PARTS
    exit_code = int(entry.parts[0][1])
    assert exit_code == entry.section
    told = _scan().ends_with.get(entry.code)
    if told:
        assert told == {exit_code}
    else:
        assert entry.code.startswith(f"DBM-{exit_code}")


def test_sections_are_the_exit_codes_in_order() -> None:
    sections = [_SECTION.fullmatch(line) for line in PAGE.read_text(encoding="utf-8").splitlines()]
    numbers = [int(section[1]) for section in sections if section]
    assert numbers == sorted(int(code) for code in EXIT_MEANINGS)
    assert [entry.code for entry in _entries()] == [
        entry.code for entry in sorted(_entries(), key=lambda entry: (entry.section, entry.code))
    ]


def test_no_line_of_the_page_is_too_long() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, start=1) if len(line) > LONGEST_LINE] == []
