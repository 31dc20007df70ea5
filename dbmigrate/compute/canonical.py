"""One spelling for values that engines spell in several ways."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa

from dbmigrate.model.arrow_functions import pc

_UUID = re.compile(r"^\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?$")
_CANONICAL_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def canonical_json(values: pa.Array) -> pa.Array:
    """JSON text as it is; ``pa.ArrowInvalid`` if a value is not JSON.

    Whether two spellings are equal is decided when digests are made, not here.
    """
    for value in values.to_pylist():
        if value is not None:
            normal_json(value)
    return values


def keeps_every_member(values: pa.Array) -> pa.Array:
    """The values as they are; ``pa.ArrowInvalid`` if an object names a member twice."""
    for value in values.to_pylist():
        if value is not None:
            _parsed(value, _members_once)
    return values


def normal_json(value: str) -> str:
    """Sorted members, no spaces, numbers by value: equal exactly when the documents are.

    A member that is named twice is there twice.
    """
    return json.dumps(_parsed(value, _members), separators=(",", ":"))


def _parsed(value: str, members: Callable[[list[tuple[str, Any]]], Any]) -> Any:
    try:
        return json.loads(
            value, parse_float=_number, parse_int=_number, parse_constant=_constant, object_pairs_hook=members
        )
    except (ValueError, ArithmeticError) as error:
        raise pa.ArrowInvalid(str(error)) from None
    except RecursionError:
        raise pa.ArrowInvalid("nested too deeply") from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # An object and a list of pairs must stay different: hence the dict around the sorted pairs.
    return {"": sorted(([name, value] for name, value in pairs), key=lambda pair: pair[0])}


def _members_once(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a member is named twice")


def _number(text: str) -> dict[str, str]:
    # An object that no document gives, so that the number 1 and the string "1" stay different.
    return {"number": normal_decimal(text)}


def _constant(text: str) -> None:
    raise ValueError(f"{text} is not JSON")


def normal_decimal(text: str) -> str:
    """A decimal by its value: digits without zeros at the ends, and the exponent of the last."""
    value = Decimal(text)
    if not value.is_finite():
        return str(value)
    sign, digits, exponent = value.as_tuple()
    shown = "".join(map(str, digits)).lstrip("0")
    significant = shown.rstrip("0")
    if not significant or not isinstance(exponent, int):
        return "0"
    return f"{'-' if sign else ''}{significant}e{exponent + len(shown) - len(significant)}"


def canonical_uuid(values: pa.Array) -> pa.Array:
    """Lower-case text with dashes; ``pa.ArrowInvalid`` if a value is not a UUID."""
    lowered = pc.utf8_lower(values)
    if pc.all(pc.fill_null(pc.match_substring_regex(lowered, _CANONICAL_UUID), True)).as_py():
        return lowered
    shown: list[str | None] = []
    for value in lowered.to_pylist():
        if value is None:
            shown.append(None)
            continue
        if not _UUID.match(value):
            raise pa.ArrowInvalid("not a UUID")
        digits = value.strip("{}").replace("-", "")
        shown.append("-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])))
    return pa.array(shown, pa.string())
