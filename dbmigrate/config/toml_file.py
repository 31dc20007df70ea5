"""TOML files read into frozen models, every complaint naming file, line and dotted key."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from dbmigrate.config.toml_lines import KeyPath, format_path, index_lines, nearest_line
from dbmigrate.errors import ConfigurationError

UNREADABLE = "DBM-3001"
SYNTAX = "DBM-3002"
BAD_VALUE = "DBM-3003"

_AT_LINE = re.compile(r"^(.*?)\s*\(at line (\d+), column (\d+)\)$", re.DOTALL)
_OTHER_COMPLAINTS_SHOWN = 5
_PLAIN_WORDS = {
    "missing": "is missing",
    "tuple_type": "should be a list",
    "frozen_set_type": "should be a list",
    "dict_type": "should be a table",
    "model_type": "should be a table",
    "too_short": "has too few entries",
}


def perhaps_meant(name: str, known: Iterable[str]) -> str:
    """``Perhaps 'x' is meant`` if a known name is close, else an empty text."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    close = difflib.get_close_matches(name.casefold(), by_folded, n=1)
    return f"Perhaps {by_folded[close[0]]!r} is meant" if close else ""


class Section(BaseModel):
    """Base of everything read from TOML: frozen, and a key nobody knows is an error."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        arbitrary_types_allowed=True,
        validate_by_name=True,
        validate_by_alias=True,
    )


SectionT = TypeVar("SectionT", bound=Section)


class TomlFile:
    """A TOML file that was read, with its text kept to tell lines by."""

    def __init__(self, path: Path, text: str, values: dict[str, Any]) -> None:
        self.path = path
        self.values = values
        self._text = text
        self._lines: dict[KeyPath, int] | None = None

    @classmethod
    def read(cls, path: Path) -> TomlFile:
        """Read UTF-8 TOML, with or without a byte order mark; raises ConfigurationError."""
        try:
            raw = path.read_bytes()
        except (OSError, ValueError) as error:
            cause = str(error.strerror) if isinstance(error, OSError) else "the path is not valid"
            raise ConfigurationError(f"cannot read {str(path)!r}", code=UNREADABLE, cause=cause) from None
        return cls.parse(path, raw)

    @classmethod
    def parse(cls, path: Path, raw: bytes) -> TomlFile:
        """As ``read``, for bytes at hand.

        The errors are raised outside the ``except`` blocks: a chained decoding error would carry
        the file's text, and whatever stands in it, into tracebacks.
        """
        code, found, text = SYNTAX, "", ""
        try:
            text = raw.decode("utf-8-sig")
            return cls(path, text, tomllib.loads(text))
        except UnicodeDecodeError as error:
            code, line = UNREADABLE, raw.count(b"\n", 0, error.start) + 1
            found = f"{line}: the file is not UTF-8; save it as UTF-8"
        except RecursionError:
            found = "1: values are nested too deeply"
        except ValueError as error:
            located = _AT_LINE.match(str(error))
            found = f"{located[2]}:{located[3]}: {located[1]}" if located else f"1: {error}"
            if str(error).endswith("(at end of document)"):
                found = f"{text.count(chr(10)) + 1}: {error}"
        raise ConfigurationError(f"{path.name}:{found}", code=code)

    def line(self, path: KeyPath) -> int:
        if self._lines is None:
            self._lines = index_lines(self._text)
        return nearest_line(self._lines, path)

    def describe(self, path: KeyPath, complaint: str) -> str:
        """``reporting.toml:41: table[3].key: table CallDetail: complaint``."""
        table = ""
        if len(path) > 1 and path[0] == "table" and isinstance(path[1], int):
            source = self.values["table"][path[1]]
            name = source.get("source") if isinstance(source, dict) else None
            table = f"table {name}: " if isinstance(name, str) else ""
        key = f"{format_path(path)}: " if path else ""
        return f"{self.path.name}:{self.line(path)}: {key}{table}{complaint}"

    def error(
        self, path: KeyPath, complaint: str, *, code: str = BAD_VALUE, cause: str = "", next_step: str = ""
    ) -> ConfigurationError:
        """The error to raise about the value at ``path``."""
        return ConfigurationError(self.describe(path, complaint), code=code, cause=cause, next_step=next_step)

    def read_as(self, model: type[SectionT]) -> SectionT:
        """The file's content as a model; raises one ConfigurationError that names every fault."""
        try:
            return model.model_validate(self.values, context=self, by_alias=True, by_name=False)
        except ValidationError as invalid:
            faults = _causes(invalid.errors(include_url=False, include_input=False))
        described = [self._describe_fault(fault) for fault in faults]
        others = described[1 : 1 + _OTHER_COMPLAINTS_SHOWN]
        left = len(described) - 1 - len(others)
        raise ConfigurationError(
            described[0],
            code=next((fault["ctx"]["code"] for fault in faults if "code" in fault.get("ctx", {})), BAD_VALUE),
            cause="; ".join(["also " + text for text in others] + ([f"and {left} more"] if left else [])),
        )

    def _describe_fault(self, fault: Any) -> str:
        path: KeyPath = tuple(part for part in fault["loc"] if part != "[key]")
        complaint = str(fault["msg"]).removeprefix("Value error, ").removeprefix("Input ")
        complaint = _PLAIN_WORDS.get(fault["type"], complaint)
        if fault["type"] == "extra_forbidden":
            complaint = f"is not a known key. {perhaps_meant(str(path[-1]), _known_keys(Section))}".strip()
        return self.describe(path, complaint)


def _causes(faults: Sequence[Any]) -> list[Any]:
    """Without lists that are too short only because an entry has a fault of its own."""
    within = {fault["loc"][:length] for fault in faults for length in range(len(fault["loc"]))}
    return [fault for fault in faults if fault["type"] != "too_short" or fault["loc"] not in within]


def _known_keys(model: type[Section]) -> set[str]:
    keys = {str(field.validation_alias or name) for name, field in model.model_fields.items()}
    return keys.union(*(_known_keys(kind) for kind in model.__subclasses__()))
