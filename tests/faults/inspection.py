"""What must be true of a target when its migration has ended, whatever happened on the way."""

from __future__ import annotations

from tests.databases import Database
from tests.faults.scenario import expected_rows, source_rows


def assert_complete(target: Database) -> None:
    """Every row exactly once, the ledger adds up, everything that was off is on again."""
    assert_rows(target)
    assert_ledger(target)
    assert_restored(target)
    assert target.staging_tables() == []


def assert_rows(target: Database) -> None:
    for table, expected in expected_rows().items():
        found = target.counted(table)
        assert found == expected, f"{table}: missing {expected - found}, too many {found - expected}"


def assert_ledger(target: Database) -> None:
    batch, reject = target.ledger("batch"), target.ledger("reject")
    read = dict(target.rows(f"SELECT table_name, sum(rows_read) FROM {batch} GROUP BY table_name"))
    by_name = {name.split(".")[-1]: int(rows) for name, rows in read.items()}
    assert by_name == {table: len(rows) for table, rows in source_rows().items()}
    for (table, chunk), numbers in _batch_numbers(target).items():
        assert numbers == list(range(len(numbers))), f"{table} chunk {chunk}: batches {numbers}"
    closing = f"SELECT table_name, sum(closes_chunk), count(DISTINCT run_id) FROM {batch} GROUP BY table_name"
    assert {(int(closes), runs) for _, closes, runs in target.rows(closing)} == {(1, 1)}
    rejects = target.rows(f"SELECT table_name, source_key, reason FROM {reject}")
    assert [(name.split(".")[-1], reason) for name, _, reason in rejects] == [("shared", "other_row_present")]
    assert "8" in rejects[0][1]
    assert _moved(target) == {
        **{table: len(rows) for table, rows in source_rows().items() if table not in ("person", "shared")},
        "person_name": 18,
        "person_mail": 18,
        "shared": 13,
    }
    assert target.rows(f"SELECT state FROM {target.ledger('run')}") == [("copied",)]


def run_states(target: Database) -> list[str]:
    """Empty if no run was ever recorded."""
    return (
        [state for (state,) in target.rows(f"SELECT state FROM {target.ledger('run')}")] if has_ledger(target) else []
    )


def has_ledger(target: Database) -> bool:
    ledger = target.ledger("run")
    if target.is_sqlite:
        return target.rows(f"SELECT count(*) FROM sqlite_master WHERE name = '{ledger}'") != [(0,)]
    if target.engine == "mssql":
        return target.rows(f"SELECT OBJECT_ID('{ledger}')") != [(None,)]
    return target.rows(f"SELECT to_regclass('{ledger}')::text") != [(None,)]


def _batch_numbers(target: Database) -> dict[tuple[str, int], list[int]]:
    found: dict[tuple[str, int], list[int]] = {}
    sql = f"SELECT table_name, chunk_no, batch_no FROM {target.ledger('batch')} ORDER BY 1, 2, 3"
    for table, chunk, number in target.rows(sql):
        found.setdefault((table, chunk), []).append(number)
    return found


def _moved(target: Database) -> dict[str, int]:
    sql = (
        "SELECT target_name, sum(rows_inserted + rows_updated + rows_present)"
        f" FROM {target.ledger('batch_target')} GROUP BY target_name"
    )
    return {name.split(".")[-1]: int(rows) for name, rows in target.rows(sql)}


def assert_indexes(target: Database) -> None:
    """They were off, and are there again."""
    off = target.rows(f"SELECT DISTINCT object_name FROM {target.ledger('suspension')} WHERE kind = 'index'")
    assert sorted(off) == [("orders_amount",), ("staff_team_id",)]
    if target.is_sqlite:
        found = target.rows("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%(amount DESC, id)'")
    else:
        found = target.rows(
            "SELECT 1 FROM pg_indexes WHERE indexdef LIKE '%ON public.orders USING btree (amount DESC, id)'"
        )
    assert len(found) == 1


def assert_restored(target: Database) -> None:
    suspension = target.ledger("suspension")
    events = target.rows(f"SELECT run_id, suspension_no, event FROM {suspension}")
    off = {(run, number) for run, number, event in events if event == "suspended"}
    on = {(run, number) for run, number, event in events if event == "restored"}
    assert off
    assert off == on
    if target.engine in ("sqlite", "postgresql"):
        assert_indexes(target)
    if target.is_sqlite:
        assert target.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'") == [("guarded_insert",)]
        return
    if target.engine == "mssql":
        keys = target.rows("SELECT name FROM sys.foreign_keys WHERE is_disabled = 0 ORDER BY name")
        assert keys == [("staff_manager",), ("staff_team",), ("team_lead",)]
        assert target.rows("SELECT name FROM sys.triggers WHERE is_disabled = 0") == [("guarded_insert",)]
        return
    keys = target.rows("SELECT conname FROM pg_constraint WHERE contype = 'f' AND convalidated ORDER BY 1")
    assert keys == [("staff_manager",), ("staff_team",), ("team_lead",)]
    assert target.rows("SELECT tgenabled::text FROM pg_trigger WHERE tgname = 'guarded_insert'") == [("O",)]
