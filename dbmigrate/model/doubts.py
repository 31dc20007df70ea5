"""What may keep a value out of its target column, in words that every engine can turn into a condition."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class DoubtKind(StrEnum):
    NULL = "null"
    """NULL, and the target column is NOT NULL."""
    EMPTY = "empty"
    """'' that would become NULL in a NOT NULL column."""
    TOO_LONG = "too_long"
    """More than ``limit`` characters; ``beside_blanks``: not counting blanks at the end."""
    TOO_MANY_BYTES = "too_many_bytes"
    TOO_SHORT = "too_short"
    """Fewer than ``limit`` characters of a blank-padded column."""
    RANGE = "range"
    """A number outside ``low`` to ``high``."""
    DIGITS = "digits"
    """A number that has more than ``limit`` digits before the point, or (unless ``rounds``) more than
    ``scale`` behind it."""
    FRACTION = "fraction"
    """More than ``limit`` digits of a second."""
    YEARS = "years"
    """A date outside the years 1 to 9999."""
    NUL = "nul"
    """Text with a NUL character."""
    NOT_A_NUMBER = "not_a_number"
    MINUS_ZERO = "minus_zero"
    NUMERAL = "numeral"
    """Text that the target would store as a number."""
    BINARY_DIGITS = "binary_digits"
    """A decimal that the target would store as a double."""
    EMPTY_TEXT = "empty_text"
    """'' which the target stores as NULL."""


REASONS = {
    DoubtKind.NULL: "is NULL, the target column is NOT NULL",
    DoubtKind.YEARS: "year outside 1 to 9999, or infinity",
    DoubtKind.NUL: "holds a NUL character, which PostgreSQL text cannot",
    DoubtKind.NOT_A_NUMBER: "NaN would be stored as NULL",
    DoubtKind.MINUS_ZERO: "-0.0 would be stored as 0",
}
"""In the words in which a row is refused for it while it is copied."""


class Doubt(Struct, frozen=True):
    """``reason``: as the reject list would say it."""

    kind: DoubtKind
    reason: str
    limit: int = 0
    scale: int = 0
    low: int = 0
    high: int = 0
    rounds: bool = False
    beside_blanks: bool = False


class ValueTest(Struct, frozen=True):
    """``condition``: SQL that is true for the values in doubt, over a table without an alias.

    ``is_exact`` False: it serves to show such values, not to count them.  ``mended``: SQL of a value that
    would fit, None where only a person can choose one.
    """

    condition: str
    is_exact: bool = True
    mended: str | None = None


class KeyComparison(StrEnum):
    """When two texts are one key to the engine."""

    EXACT = "exact"
    ASCII_CASE = "ascii_case"
    """A to Z without case, all else exactly."""
    CASE = "case"
    """Without case."""
    BLANKS = "blanks"
    """Without blanks at the end."""
    CASE_AND_BLANKS = "case_and_blanks"
