"""The Arrow form of what SQLite stores for each type of a recipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from dbmigrate.model.arrow_functions import pc

NO_FRACTION = r"\.000$"


def stored_type(made: pa.DataType) -> pa.DataType:
    """What values of the Arrow type ``made`` become: int64, float64, text or bytes.

    ``pa.ArrowNotImplementedError`` for a type that SQLite has no form for, such as a list.
    """
    if pa.types.is_boolean(made) or pa.types.is_integer(made):
        return pa.int64()
    if pa.types.is_decimal(made):
        return pa.int64() if made.scale == 0 else pa.string()
    if pa.types.is_floating(made):
        return pa.float64()
    if pa.types.is_binary(made) or pa.types.is_large_binary(made):
        return pa.binary()
    if (
        pa.types.is_string(made)
        or pa.types.is_large_string(made)
        or pa.types.is_date(made)
        or pa.types.is_timestamp(made)
        or pa.types.is_null(made)
    ):
        return pa.string()
    raise pa.ArrowNotImplementedError(f"no stored form for values of type {made}")


def stored_values(values: pa.Array) -> pa.Array:
    """The values as SQLite stores them; timestamps as text, with milliseconds only where there are some.

    ``pa.ArrowInvalid`` for a value that would change: finer than a millisecond, or beyond 64 bits.
    """
    target = stored_type(values.type)
    if pa.types.is_timestamp(values.type):
        text = values.cast(pa.timestamp("ms")).cast(target)
        return pc.replace_substring_regex(text, pattern=NO_FRACTION, replacement="")
    return values.cast(target)


def stored_batches(reader: pa.RecordBatchReader, names: Sequence[str]) -> pa.RecordBatchReader:
    """The rows of ``reader`` as SQLite stores them, its columns renamed to ``names`` in their order."""
    fields = zip(names, reader.schema, strict=True)
    schema = pa.schema([pa.field(name, stored_type(field.type)) for name, field in fields])

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in reader:
            yield pa.RecordBatch.from_arrays([stored_values(column) for column in batch.columns], schema=schema)

    return pa.RecordBatchReader.from_batches(schema, batches())
