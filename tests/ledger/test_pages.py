"""What the ledger gives a page at a time is all there, in order, wherever a page ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
import pyarrow as pa
import pytest

from dbmigrate.engines.session import Writer
from dbmigrate.ledger import key_maps, rejects, written
from dbmigrate.ledger.entries import (
    GONE,
    INSERTED,
    MIGRATED,
    BatchEntry,
    ChunkEntry,
    JournalEntry,
    RejectClosing,
    RejectPlace,
    Scope,
    TargetEntry,
)
from dbmigrate.ledger.key_journal import encode_rows
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.ledger.rejects import Rejects, row_hash
from dbmigrate.ledger.written import WrittenKeys
from dbmigrate.model.batch import Reject
from dbmigrate.model.domains import KeyAllocation
from dbmigrate.model.keys import KeyRange
from dbmigrate.model.plan import MigrationPlan
from tests.ledgers import new_ledger

PLAN = MigrationPlan("pack", "1", "here", "there", (), ("all",), (), document={"tables": {}}, fingerprint="f" * 64)
PLACES = [(chunk, batch) for chunk in range(2) for batch in range(4)]
"""Of the batches of a run; each has three rejects and three rows."""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with new_ledger(tmp_path) as ledger:
        yield ledger


def _numbers(run: int, chunk: int, batch: int) -> range:
    first = ((run * 10 + chunk) * 10 + batch) * 10
    return range(first, first + 3)


def _filled(ledger: Ledger) -> list[int]:
    """By two runs; the numbers of all rows, in the order of run, chunk and batch."""
    every: list[int] = []
    for _ in range(2):
        ledger.session.begin()
        run = ledger.start_run(PLAN, "project", 1).run_id
        fence = ledger.start_attempt(run, "0")
        ledger.record_chunks(run, [ChunkEntry("t", chunk, KeyRange(), "direct") for chunk in range(2)])
        for chunk, batch in PLACES:
            numbers = _numbers(run, chunk, batch)
            payload = encode_rows(pa.RecordBatch.from_pydict({"id": list(numbers)}))
            target = TargetEntry("t", 3, journal=(JournalEntry(INSERTED, 3, payload, None),))
            refused = tuple(Reject(f"[{n}]", "unfit", None, "why", "{}") for n in numbers)
            ledger.record_batch(run, fence, BatchEntry("t", chunk, batch, None, 6, False, (target,), refused), "name")
            every += numbers
        ledger.session.commit()
    return every


@pytest.mark.parametrize("size", [1, 2, 4, 7, 100])
def test_every_reject(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    every = _filled(ledger)
    for name in ("_PAGE_ROWS", "_HASHES_PAGE", "_LOOKED_UP_AT_ONCE"):
        monkeypatch.setattr(rejects, name, size)
    found = Rejects(ledger.session, ledger.tables)
    keys = [f"[{n}]" for n in every]
    assert [row["source_key"] for row in found.rows()] == keys
    hashes = sorted(row_hash(key, "{}") for key in keys)
    listed = found.hashes("t")
    assert listed is not None
    assert listed.tolist() == hashes
    assert {one.key for one in found.with_hashes("t", hashes)} == set(keys)
    monkeypatch.setattr(rejects, "MOST_HASHES", len(keys) - 1)
    assert found.hashes("t") is None


@pytest.mark.parametrize("size", [1, 2, 5, 8, 100])
def test_what_has_become_of_each_reject(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Those of chunk 0 were migrated, those of chunk 1 have gone; the last of each batch is open still."""
    _filled(ledger)
    places = [RejectPlace(1, chunk, batch, number) for chunk, batch in PLACES for number in range(2)]
    closings = tuple(RejectClosing(place, GONE if place.chunk_no else MIGRATED) for place in places)
    ledger.session.begin()
    ledger.record_batch(2, 1, BatchEntry("t", 9, 0, None, 0, False, (), (), closings), "name")
    ledger.session.commit()
    monkeypatch.setattr(rejects, "_PAGE_ROWS", size)
    found = Rejects(ledger.session, ledger.tables)
    told = [row["outcome"] for row in found.rows(closed_too=True) if row["run_id"] == 1]
    assert told == [MIGRATED, MIGRATED, None] * 4 + [GONE, GONE, None] * 4
    assert len(list(found.rows())) == 48 - len(places)
    assert sum(row["rows"] for row in found.counts(closed_too=True)) == 48


@pytest.mark.parametrize("size", [1, 3, 4, 100])
def test_every_row_that_was_written(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    every = _filled(ledger)
    monkeypatch.setattr(written, "_PAYLOADS_AT_ONCE", size)
    found = WrittenKeys(ledger.session, ledger.tables, Scope("here", "pack"))
    assert np.concatenate([rows.column("id").to_numpy() for rows in found.inserted("t", "t")]).tolist() == every
    assert [rows.column("id").to_pylist() for rows in found.inserted("t", "t", (2, 1, 3))] == [[*_numbers(2, 1, 3)]]


@pytest.mark.parametrize("size", [1, 2, 100])
def test_every_id_of_a_map(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(key_maps, "_KEYS_PER_QUERY", size)
    names = [str(n) for n in range(5)]
    given = [KeyAllocation("kind", "here", name, f"1{name}", True) for name in names]
    ledger.session.begin()
    ledger.key_maps.record(cast("Writer", ledger.session), 1, given, in_bulk=False)
    ledger.session.commit()
    assert sorted(ledger.key_maps.find("kind", "here", [*names, "none"])) == names
    assert ledger.key_maps.taken("kind", ["10", "11", "2", "14"]) == {"10", "11", "14"}
