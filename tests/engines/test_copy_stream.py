"""Binary COPY cut into blocks: every row comes by once and whole, and no block is much larger than it should be."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing, nullcontext

import psycopg
import pytest

from dbmigrate.engines.postgresql.copy_stream import (
    BLOCK_BYTES,
    Block,
    Feed,
    RowStream,
    Wire,
    first_fields,
    write_rows,
)

_LENGTHS = [
    *[10] * 3_000,  # so that blocks of many rows are expected
    *[200_000] * 20,
    *[20_000] * 50,
    *[0, 40_000] * 30,
    *[5] * 3_000,
]
_OF_ONE_BLOCK = 8 * 1024 * 1024
"""Rows below the length that is called long may be as many as short ones were before them."""


@pytest.fixture
def connection(postgres_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres_url) as made:
        made.execute("CREATE TEMP TABLE item AS SELECT 1 AS id, ''::text AS note LIMIT 0")
        with made.cursor().copy("COPY item FROM STDIN") as copy:
            for number, length in enumerate(_LENGTHS):
                copy.write_row((number, "x" * length))
        yield made


@pytest.mark.parametrize("at_once", [None, 1, 7, 1_000, 10_000])
def test_rows_come_by_once_whatever_their_lengths(connection: psycopg.Connection, at_once: int | None) -> None:
    wire = Wire(connection)
    query = "SELECT id, length(note), note FROM item ORDER BY id"
    put: list[int] = []
    seen: list[tuple[int, int]] = []

    def watch(block: bytearray | memoryview, sizes: list[int]) -> None:
        assert put[-1] == len(block) == sum(sizes)
        assert len(block) < _OF_ONE_BLOCK
        place = 0
        for size in sizes:
            number, length, note = first_fields(bytes(block[place : place + size]), 3)
            seen.append((int.from_bytes(number or b"", "big"), int.from_bytes(length or b"", "big")))
            assert len(note or b"") == seen[-1][1]
            place += size

    stream = RowStream(wire, query)
    while not stream.ended:
        before = len(seen)
        taken, last = stream.take(at_once, lambda block: put.append(len(block)), watch, 1)
        assert taken == len(seen) - before <= (at_once or len(_LENGTHS))
        assert int.from_bytes(last[0] or b"", "big") == seen[-1][0]
    assert seen == list(enumerate(_LENGTHS))
    if at_once is None:
        short = sum(put) - sum(length for length in _LENGTHS if length >= BLOCK_BYTES)
        assert len(put) < 60 + 2 * short // BLOCK_BYTES + sum(length >= 32 * 1024 for length in _LENGTHS)
    wire.close()


@pytest.mark.parametrize("most", [1, 5_000, 300_000])
def test_a_batch_ends_with_the_block_that_fills_it(connection: psycopg.Connection, most: int) -> None:
    wire = Wire(connection)
    stream = RowStream(wire, "SELECT id, note FROM item ORDER BY id")
    rows = 0
    while not stream.ended:
        put: list[int] = []

        def note(block: Block, put: list[int] = put) -> None:
            put.append(len(block))

        taken, _ = stream.take(2_000, note, size_bytes=most)
        rows += taken
        assert sum(put[:-1]) < most
        assert taken == 2_000 or sum(put) >= most or stream.ended
    assert rows == len(_LENGTHS)
    wire.close()


def test_what_has_arrived_is_taken_in_large_pieces(postgres_url: str) -> None:
    """A pause before each read would be slow if libpq took its usual 16 kB then."""
    with closing(psycopg.connect(postgres_url)) as connection, closing(Wire(connection)) as wire:
        RowStream(wire, "SELECT n, repeat('x', 300) FROM generate_series(1, 30000) n")
        while wire.pgconn.get_copy_data(1)[0] > 0:
            pass
        time.sleep(0.5)  # the server fills what lies between it and us
        wire.pgconn.consume_input()
        arrived = 0
        while (size := wire.pgconn.get_copy_data(1)[0]) > 0:
            arrived += size
    assert arrived > 64 * 1024


def test_no_row_is_no_row(connection: psycopg.Connection) -> None:
    wire = Wire(connection)
    stream = RowStream(wire, "SELECT * FROM item WHERE false")
    assert stream.ended
    assert stream.take(None, lambda _: pytest.fail("there is no block")) == (0, [])
    wire.close()


def _block(first: int, rows: int, length: int) -> bytes:
    note = length.to_bytes(4, "big") + b"x" * length
    row = b"\0\2\0\0\0\4"
    return b"".join(row + number.to_bytes(4, "big") + note for number in range(first, first + rows))


def test_a_target_that_stands_still_is_given_a_little_more_than_it_takes(postgres_url: str) -> None:
    """Not less, so that it has something to do while who feeds it is at other things; and not all of what there is."""
    given = [0]
    feeds = list[Feed]()
    counts = list[int]()

    def fill(feed: Feed) -> int:
        feeds.append(feed)
        for first in range(0, 100_000, 100):
            feed(_block(first, 100, 6_000 if first < 1_000 else 600))
            feed.pump()
            given[0] = first + 100
        return 100_000

    with (
        closing(psycopg.connect(postgres_url, autocommit=True)) as target,
        closing(Wire(target)) as wire,
        closing(psycopg.connect(postgres_url)) as stranger,
    ):
        target.execute("CREATE TABLE held (id integer PRIMARY KEY, note text)")
        # Its insert waits for the stranger's, which may be the same key.
        stranger.execute("INSERT INTO held VALUES (5000, '')")
        thread = threading.Thread(target=lambda: counts.append(write_rows(wire, "held (id, note)", fill)), daemon=True)
        thread.start()
        before = -1
        while given[0] < 5_000 or before < given[0]:
            before = given[0]
            time.sleep(0.1)
        held = sum(map(len, feeds[0].held))
        stranger.rollback()
        thread.join(60)
        assert counts == [100_000]
        assert before < 50_000
        assert 100_000 < held < 1_000_000
        found = target.execute("SELECT count(*), sum(id), sum(length(note)) FROM held").fetchone()
    assert found == (100_000, sum(range(100_000)), 1_000 * 6_000 + 99_000 * 600)


@pytest.mark.parametrize("fails", [False, True])
def test_the_end_comes_behind_what_is_held(postgres_url: str, fails: bool) -> None:
    rows = 0
    with (
        closing(psycopg.connect(postgres_url, autocommit=True)) as target,
        closing(Wire(target)) as wire,
        closing(psycopg.connect(postgres_url)) as stranger,
    ):
        target.execute("CREATE TABLE held (id integer PRIMARY KEY, note text)")
        stranger.execute("INSERT INTO held VALUES (50, '')")
        release = threading.Timer(0.3, stranger.rollback)

        def fill(feed: Feed) -> int:
            nonlocal rows
            while sum(map(len, feed.held)) < 100_000:
                feed(_block(rows, 100, 500))
                rows += 100
                if feed.held:
                    time.sleep(0.05)
                    feed.pump()
            release.start()
            if fails:
                raise ValueError("given up")
            return rows

        with pytest.raises(ValueError, match="given up") if fails else nullcontext():
            write_rows(wire, "held (id, note)", fill)
        release.join()
        found = target.execute("SELECT count(*), sum(id), sum(length(note)) FROM held").fetchone()
    assert rows > 200
    assert found == ((0, None, None) if fails else (rows, sum(range(rows)), 500 * rows))
