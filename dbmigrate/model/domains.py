"""Id domains: columns that hold one kind of value, and how a source value becomes a target value."""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum

from msgspec import Struct

from dbmigrate.model.table import Table

SHARED_ORIGIN = "*"
"""Origin of a map that all sources share; not empty, because Oracle keeps an empty text as NULL."""

_SHOWN_CHARACTERS = 160


class Rule(StrEnum):
    MATCH = "match"
    """By natural key: the target's row of that name gives the id, or the row is added under a fresh one."""
    ALLOCATE = "allocate"
    """A number of the target's own: the source's, as long as it is free, or the next one."""
    GIVEN = "given"
    """The operator's map; what it does not name stays as it is."""


class Home(Struct, frozen=True):
    """The target table whose rows the ids name, its id column, and (rule match) the natural key's columns."""

    table: Table
    column: str
    by: tuple[str, ...] = ()


class Domain(Struct, frozen=True):
    """``keep``: a source number that is free stays.  ``exclusive``: a value belongs to one source.

    ``given``: normalised source value -> target value; ``fixed``: normalised values that are never mapped.
    """

    name: str
    rule: Rule
    home: Home | None = None
    keep: bool = True
    shared: bool = False
    exclusive: bool = False
    ignore_case: bool = False
    fixed: frozenset[str] = frozenset()
    given: tuple[tuple[str, str], ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether any value can change, or has to be remembered."""
        return self.rule is not Rule.GIVEN or self.exclusive or bool(self.given)

    @property
    def keeps_values(self) -> bool:
        """Whether no value changes, so that all there is to do is to remember who has brought it."""
        return self.rule is Rule.GIVEN and not self.given

    def normal(self, value: object) -> str:
        """A value as it is compared: trailing blanks never count."""
        text = str(value).rstrip(" ")
        return text.casefold() if self.ignore_case else text


class MappedKey(Struct, frozen=True):
    """``made``: the row of the home table with this id is this source's; else it was there before."""

    target: str
    made: bool = True


class KeyAllocation(Struct, frozen=True):
    """What one source value has become, ready for the ledger."""

    domain: str
    origin: str
    source_key: str
    target_key: str
    made: bool
    claimed: bool = False
    """Decided by rule alone, so that two tables may find it at once."""


def origin_of(source_identity: str) -> str:
    """SHA-256 of the identity of a source, in hex: 64 characters, whatever the identity."""
    return hashlib.sha256(source_identity.encode()).hexdigest()


def stored_key(key: str) -> str:
    """A source key as the ledger holds it: at most 200 characters, and no two alike in any collation.

    Whole numbers stand for themselves; other text is cut and followed by a part of its SHA-256.
    """
    if re.fullmatch(r"-?[0-9]{1,40}", key):
        return key
    shown = re.sub(r"[\x00-\x1f\x7f]", " ", key[:_SHOWN_CHARACTERS])
    return f"{shown} #{hashlib.sha256(key.encode()).hexdigest()[:32]}"
