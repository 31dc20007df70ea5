"""Apply a whole-array conversion, and if it fails find exactly the values that made it fail."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa


def isolate(
    convert: Callable[[pa.Array], pa.Array], values: pa.Array, wanted: pa.DataType, reason: str
) -> tuple[pa.Array, dict[int, str]]:
    """The converted values, NULL where conversion failed, and the failing rows with ``reason``.

    Halves the array until single values remain, so the cost without failures is one call.
    """
    failed: dict[int, str] = {}
    if len(values) == 0:
        return pa.nulls(0, wanted), failed

    def attempt(part: pa.Array, offset: int) -> pa.Array:
        try:
            return convert(part)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OverflowError):
            if len(part) == 1:
                failed[offset] = reason
                return pa.nulls(1, wanted)
            half = len(part) // 2
            left = attempt(part.slice(0, half), offset)
            return pa.concat_arrays([left, attempt(part.slice(half), offset + half)])

    return attempt(values, 0), failed
