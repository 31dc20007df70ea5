"""Reading beside the comparison: a batch ahead, over when it is left, with the source's own errors."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pyarrow as pa
import pytest

from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.reader import TableRead
from dbmigrate.model.batch import SourceBatch
from dbmigrate.model.table import Table, TableName
from dbmigrate.verify.ahead import AheadReader

READ = TableRead(Table(TableName("t"), ()), ())


class Batches:
    """A reader of ten batches; ``begun``: how many have been asked for; ``fails_at``: the batch that is not read."""

    def __init__(self, fails_at: int = -1) -> None:
        self.begun = self.at_work = 0
        self.second = threading.Event()
        self._fails_at = fails_at

    def read(self, read: TableRead, *, batch_rows: int, batch_bytes: int) -> Iterator[SourceBatch]:
        self.at_work += 1
        try:
            for number in range(10):
                self.begun += 1
                if number == self._fails_at:
                    raise EngineFault(Fault.CONNECTION, "gone")
                if number == 1:
                    self.second.set()
                yield SourceBatch(pa.RecordBatch.from_pydict({"n": [number]}), None)
        finally:
            self.at_work -= 1


def read(reader: Batches, batch_bytes: int = 1000) -> Iterator[SourceBatch]:
    return AheadReader(reader).read(READ, batch_rows=1, batch_bytes=batch_bytes)  # type: ignore[arg-type]


def test_all_in_their_order() -> None:
    assert [batch.rows.column("n")[0].as_py() for batch in read(Batches())] == list(range(10))


def test_the_next_batch_is_read_while_one_is_looked_at() -> None:
    source = Batches()
    batches = read(source)
    next(batches)
    assert source.second.wait(timeout=10)
    assert source.begun < 10, "not all of them"


def test_heavy_batches_are_read_one_by_one() -> None:
    source = Batches()
    batches = read(source, batch_bytes=1)
    next(batches)
    assert not source.second.wait(timeout=0.3)
    next(batches)
    assert source.second.is_set()


def test_a_read_that_is_left_is_over() -> None:
    source = Batches()
    batches = read(source)
    next(batches)
    batches.close()  # type: ignore[attr-defined]
    assert source.at_work == 0


def test_an_error_comes_where_it_is_read() -> None:
    batches = read(Batches(fails_at=2))
    next(batches)
    next(batches)
    with pytest.raises(EngineFault, match="gone"):
        next(batches)
