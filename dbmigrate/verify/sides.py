"""What the rows of one part are read with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pyarrow as pa
from msgspec import Struct

from dbmigrate.engines.reader import Reader
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.pace import Pace
from dbmigrate.model.plan import TablePlan
from dbmigrate.verify.as_stored import WholeType
from dbmigrate.verify.rows import READ_ROWS


class ExpectedRows(Protocol):
    """The rows that a target should hold, made from the source."""

    def rows(
        self,
        table: TablePlan,
        number: int,
        reader: Reader,
        *,
        only: frozenset[str] | None = None,
        by_key: bool = False,
        key_range: KeyRange | None = None,
        batch_rows: int = READ_ROWS,
    ) -> Iterator[pa.RecordBatch]:
        """For target ``number`` of the table; ``only``: just the source rows with these texts, ``by_key`` with
        these texts of their key.  Large values may come as their marks (``model.large_values``)."""


class Sides(Struct, frozen=True):
    """What one worker reads with."""

    source: Reader
    target: Reader
    expected: ExpectedRows
    pace: Pace
    whole_type: WholeType
    streams: int = 1
    """How many connections may be at work on each side."""
