"""Arrow rows as binary COPY data, spelled by pgpq; long values go from where they are, and are never copied."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.postgresql.copy_stream import TRAILER, Block
from dbmigrate.model.arrow_functions import pc
from dbmigrate.model.large_values import bytes_at

if TYPE_CHECKING:
    import pgpq

_BLOCK_BYTES = 256 * 1024
_COLUMN_BYTES = 5 * 1024
"""To hand over an array takes as long as to spell 700 bytes, 2 microseconds; a tenth more of a block is borne."""
_LONG_BYTES = 1024 * 1024
_JSONB_VERSION = b"\x01"
"""In front of each value (jsonb.c, ``jsonb_recv``)."""


def blocks(batch: pa.RecordBatch) -> Iterator[Block]:
    """The rows alone: the COPY has its own header and trailer.

    Raises EngineFault of a row for a value that PostgreSQL has no form for.
    """
    storage = [values.storage if isinstance(values, pa.ExtensionArray) else values for values in batch.columns]
    plain = pa.RecordBatch.from_arrays(storage, names=batch.schema.names)
    start = 0
    for row in [*_long_rows(plain), plain.num_rows]:
        yield from _spelled(batch.schema, plain.slice(start, row - start))
        if row < plain.num_rows:
            yield from _long_row(batch.schema, plain.slice(row, 1))
        start = row + 1


def _long_rows(plain: pa.RecordBatch) -> list[int]:
    found = set[int]()
    if plain.nbytes > _LONG_BYTES:
        for values in plain.columns:
            if _is_text(values):
                found.update(pc.indices_nonzero(pc.greater(pc.binary_length(values), _LONG_BYTES)).to_pylist())
    return sorted(found)


def _is_text(values: pa.Array) -> bool:
    return bool(pa.types.is_string(values.type) or pa.types.is_binary(values.type))


def _spelled(wanted: pa.Schema, plain: pa.RecordBatch) -> Iterator[Block]:
    """The encoder hands over about a megabyte at a time."""
    if not plain.num_rows:
        return
    encoder = _encoder(wanted, plain.schema)
    encoder.write_header()
    block_bytes = min(max(_BLOCK_BYTES, _COLUMN_BYTES * plain.num_columns), _LONG_BYTES)
    rows = max(1, block_bytes * plain.num_rows // max(1, plain.nbytes))
    for start in range(0, plain.num_rows, rows):
        try:
            yield encoder.write_batch(plain.slice(start, rows))
        except ValueError as error:
            raise EngineFault(Fault.ROW, f"a value has no form in PostgreSQL: {error}", "22000") from None
    yield memoryview(encoder.finish())[: -len(TRAILER)]


def _long_row(wanted: pa.Schema, row: pa.RecordBatch) -> Iterator[Block]:
    """Spelled without its long values, which are put in the places of their NULLs."""
    arrays, long = list(row.columns), dict[int, tuple[bytes, pa.Buffer]]()
    for number, values in enumerate(row.columns):
        if _is_text(values) and values[0].is_valid and len(value := bytes_at(values, 0)) > _LONG_BYTES:
            is_jsonb = isinstance(wanted.field(number).type, pa.BaseExtensionType)
            long[number] = (_JSONB_VERSION if is_jsonb else b"", value)
            arrays[number] = pa.nulls(1, values.type)
    spelled = b"".join(_spelled(wanted, pa.RecordBatch.from_arrays(arrays, names=row.schema.names)))
    start = place = 2
    yield spelled[:start]
    for number in range(len(arrays)):
        [length] = struct.unpack_from("!i", spelled, place)
        place += 4 + max(length, 0)
        if number in long:
            version, value = long[number]
            yield struct.pack("!i", len(version) + len(value)) + version
            yield memoryview(value)
        else:
            yield spelled[start:place]
        start = place


def _encoder(wanted: pa.Schema, plain: pa.Schema) -> pgpq.ArrowToPostgresBinaryEncoder:
    """Text that is JSON by its type goes into jsonb."""
    import pgpq
    from pgpq.encoders import StringEncoderBuilder
    from pgpq.schema import Jsonb

    builders = {}
    for of, field in zip(wanted, plain, strict=True):
        builder = pgpq.ArrowToPostgresBinaryEncoder.infer_encoder(field)
        if isinstance(of.type, pa.BaseExtensionType):
            builder = StringEncoderBuilder.new_with_output(field, Jsonb())
        builders[field.name] = builder
    return pgpq.ArrowToPostgresBinaryEncoder.new_with_encoders(plain, builders)
