"""Values that travel with their storage class (``Kind.STORAGE``): text behind one letter."""

from __future__ import annotations


def stored_value(tagged: str | None) -> int | float | str | bytes | None:
    """The value: ``i`` integer, ``r`` real, ``b`` blob in hex, ``x`` text that is not UTF-8 in hex, else text."""
    if tagged is None:
        return None
    match tagged[:1]:
        case "i":
            return int(tagged[1:])
        case "r":
            return float(tagged[1:])
        case "b" | "x":
            return bytes.fromhex(tagged[1:])
    return tagged[1:]
