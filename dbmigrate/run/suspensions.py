"""Constraints and triggers of the target: off before the load, back after it, and never forgotten.

The statement that puts one back is in the ledger in the same transaction that takes it off, and comes
from there afterwards: a catalogue read later no longer shows what is missing.  Where DDL commits by itself
the entry is committed first, and taken back last; a crash between the two leaves a statement to run again.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import Any

from msgspec import Struct

from dbmigrate.engines.base import Engine
from dbmigrate.engines.fault import EngineFault, Fault
from dbmigrate.engines.registry import side_error
from dbmigrate.ledger.entries import ENDED, PASS, UNDONE
from dbmigrate.ledger.ledger import Ledger
from dbmigrate.model.events import Notice, Sink
from dbmigrate.model.plan import INDEX, Suspension
from dbmigrate.model.table import TableName
from dbmigrate.write.link import TargetLink
from dbmigrate.write.stop_points import stop_point


def suspend(
    ledger: Ledger, run_id: int, fence: int, wanted: Sequence[Suspension], sink: Sink, *, transactional_ddl: bool
) -> None:
    """One transaction each; what is already off stays off."""
    if not wanted:
        return
    leftovers = ledger.leftovers
    known = {(row["kind"], row["object_name"], row["table_name"]) for row in leftovers.open_suspensions()}
    number = leftovers.next_suspension_number(run_id)
    for suspension in wanted:
        is_known = (suspension.kind, suspension.name, str(suspension.table)) in known
        if is_known and transactional_ddl:
            continue
        session = ledger.session
        session.begin()
        try:
            ledger.hold_fence(run_id, fence)
            if not is_known:
                leftovers.record_suspension(run_id, number, "suspended", suspension)
            if not transactional_ddl:
                session.commit()
                stop_point("before_suspend")
                session.begin()
                ledger.hold_fence(run_id, fence)
            for statement in suspension.suspend_sql:
                session.run_sql(statement)
            session.commit()
        except EngineFault as fault:
            session.rollback()
            name = f"{suspension.kind} {suspension.name} of {suspension.table}"
            if suspension.may_stay and transactional_ddl and fault.fault is not Fault.CONNECTION:
                sink(Notice(f"{name} stays, the load is slower with it: {fault.message}", "warning"))
                continue
            raise side_error(
                fault,
                "target",
                f"the {name} could not be switched off",
                safe="It is unchanged",
                next_step="The migration user must own the table, or switch it off by hand and run again",
                number=11,
            ) from None
        stop_point("after_suspend")
        sink(Notice(f"{suspension.kind} {suspension.name} on {suspension.table} is off: {suspension.reason}"))
        number += 1


def restore(ledger: Ledger, target: Engine, run_id: int, fence: int, sink: Sink, *, workers: int = 1) -> None:
    """Put back whatever any run has left off, oldest last.  Raises TargetError DBM-6012.

    What another unfinished run has switched off stays off: its rows are not all there yet.  ``workers``: so many
    indexes are built at once, where the target has several writers.
    """
    left = ledger.leftovers.open_suspensions()
    if not left:
        return
    unfinished = [run for run in ledger.runs() if run.state not in (*ENDED, UNDONE) and run.run_id != run_id]
    # Only passes are resumed; what another run has left off is nobody else's to put back.
    waiting = {run.run_id for run in unfinished if run.kind == PASS}
    mine = []
    for row in reversed(left):
        if row["run_id"] in waiting:
            sink(Notice(f"{_name(row)} stays off until the interrupted run {row['run_id']} has ended", "warning"))
        else:
            mine.append(row)
    if not target.capabilities.supports_parallel_writers:
        workers = 1
    for are_indexes, rows in groupby(mine, key=lambda row: row["kind"] == INDEX):
        _Restorer(target, run_id, fence, sink).all_of(ledger, list(rows), workers if are_indexes else 1)


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['kind']} {row['object_name']} on {row['table_name']}"


class _Restorer(Struct, frozen=True):
    target: Engine
    run_id: int
    fence: int
    sink: Sink

    def all_of(self, ledger: Ledger, rows: Sequence[Mapping[str, Any]], workers: int) -> None:
        """Each in a transaction of its own; after a failure those that have begun end, and no other begins."""
        workers = min(workers, len(rows))
        if workers == 1:
            for row in rows:
                self._put_back(ledger, row)
            return
        users = {table: self._users(ledger, table) for table in {str(row["table_name"]) for row in rows}}
        waiting, failed = deque(rows), threading.Event()

        def work() -> None:
            link = TargetLink(self.target)
            try:
                while not failed.is_set():
                    try:
                        row = waiting.popleft()
                    except IndexError:
                        return
                    # Asked now, the others that build would be among them.
                    self._put_back(link.ledger, row, users[str(row["table_name"])])
            except BaseException:
                failed.set()
                raise
            finally:
                link.close()

        with ThreadPoolExecutor(workers, thread_name_prefix="dbmigrate-index") as pool:
            futures = [pool.submit(work) for _ in range(workers)]
        for future in futures:
            future.result()

    def _users(self, ledger: Ledger, table: str) -> list[str]:
        name = TableName.parse(table)
        return [] if self.target.describe_table(name) is None else self.target.users_of(ledger.session, name)

    def _put_back(self, ledger: Ledger, row: Mapping[str, Any], users: Sequence[str] | None = None) -> None:
        """``users``: of the table, None where they are to be asked for."""
        name, target, sink = _name(row), self.target, self.sink
        session = ledger.session
        stop_point("before_restore")
        session.begin()
        try:
            ledger.hold_fence(self.run_id, self.fence)
            back = Suspension(
                row["kind"], row["object_name"], TableName.parse(row["table_name"]), (), tuple(row["restore_sql"]), ""
            )
            is_gone = target.describe_table(back.table) is None
            if not is_gone and not target.is_back(session, back):
                _tell(name, back, target.users_of(session, back.table) if users is None else users, sink)
                for statement in back.restore_sql:
                    session.run_sql(statement)
            if not target.capabilities.supports_transactional_ddl:
                session.commit()
                session.begin()
                ledger.hold_fence(self.run_id, self.fence)
            ledger.leftovers.record_restoration(row["run_id"], row["suspension_no"], back)
            session.commit()
        except EngineFault as fault:
            session.rollback()
            raise side_error(
                fault,
                "target",
                f"{name} could not be put back",
                safe="All rows are committed; the statement is in the ledger (table suspension) and nothing is lost",
                next_step=""
                if fault.fault is Fault.CONNECTION
                else "Mend what it objects to (rows that break it, something else in its place), then run again: "
                + "; ".join(str(statement) for statement in row["restore_sql"]),
                number=12,
            ) from None
        stop_point("after_restore")
        sink(Notice(f"{name} is gone with its table", "warning") if is_gone else Notice(f"{name} is back"))


def _tell(name: str, back: Suspension, users: Sequence[str], sink: Sink) -> None:
    """That it takes a while, or waits for others, perhaps for ever."""
    if users:
        sink(Notice(f"{name} waits for sessions that use the table: {', '.join(users)}", "warning"))
    elif back.kind == INDEX:
        sink(Notice(f"{name} is being built"))
