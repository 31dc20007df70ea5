"""Chunks of one table shared by streams: each once, and the table is copied only when all of them are."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from dbmigrate.ledger.entries import ChunkEntry
from dbmigrate.model.keys import KeyRange
from dbmigrate.run.streams import CopyChunk, StopOrFailure, Streams, copy_chunks
from dbmigrate.write.batch_writer import DIRECT

CHUNKS = [ChunkEntry("t", number, KeyRange(), DIRECT) for number in range(6)]


@contextmanager
def _nobody() -> Iterator[CopyChunk]:
    raise AssertionError("there is one stream only")
    yield


def test_what_a_stop_leaves_is_not_copied() -> None:
    """Between two chunks as within one."""
    for stop_after in range(len(CHUNKS)):
        stop = threading.Event()
        copied: list[int] = []

        def copy(
            chunk: ChunkEntry, stop: threading.Event = stop, copied: list[int] = copied, last: int = stop_after
        ) -> bool:
            copied.append(chunk.chunk_no)
            if len(copied) > last:
                stop.set()
            return True

        ended = copy_chunks(CHUNKS, copy, _nobody, Streams(1), StopOrFailure(stop), 1)
        assert copied == list(range(stop_after + 1))
        assert ended == (stop_after == len(CHUNKS) - 1)


@pytest.mark.parametrize("who", ["own", "other"])
def test_a_chunk_that_was_not_copied_to_its_end(who: str) -> None:
    streams, stop = Streams(3), StopOrFailure(threading.Event())
    both = threading.Barrier(3, timeout=20)
    copied: list[int] = []

    def copying(name: str) -> CopyChunk:
        def copy(chunk: ChunkEntry) -> bool:
            if chunk.chunk_no < 3:
                both.wait()
            copied.append(chunk.chunk_no)
            return name != who

        return copy

    @contextmanager
    def other() -> Iterator[CopyChunk]:
        yield copying("other")

    with streams.taken():
        assert not copy_chunks(CHUNKS, copying("own"), other, streams, stop, 3)
    assert sorted(copied) == list(range(6))


def test_a_chunk_that_another_stream_has_lost_is_a_failure() -> None:
    streams, stop = Streams(2), StopOrFailure(threading.Event())
    both = threading.Barrier(2, timeout=20)

    def copy(chunk: ChunkEntry) -> bool:
        if chunk.chunk_no < 2:
            both.wait()
        return True

    @contextmanager
    def other() -> Iterator[CopyChunk]:
        def fails(chunk: ChunkEntry) -> bool:
            copy(chunk)
            raise OSError(f"chunk {chunk.chunk_no}")

        yield fails

    with streams.taken(), pytest.raises(OSError, match="chunk"):
        copy_chunks(CHUNKS, copy, other, streams, stop, 2)
