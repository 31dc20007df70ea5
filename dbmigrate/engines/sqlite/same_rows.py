"""Whether two files hold the same rows, told by SQLite itself with one file attached to the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from msgspec import Struct

from dbmigrate.engines.adbc_session import AdbcSession
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.reader import TableRead
from dbmigrate.engines.sqlite.attached import ATTACHED, attach
from dbmigrate.engines.sqlite.ddl import quote
from dbmigrate.engines.sqlite.read import ROWID
from dbmigrate.engines.sqlite.types import Affinity, affinity
from dbmigrate.engines.sqlite.where import where
from dbmigrate.model.table import Column, Table

Answer = TypeVar("Answer")

LOOKED_UP_BYTES = 2 << 30
"""A file up to this size stays in memory while its rows are looked up in another order than they are stored in."""


LEAST_VALUES_EACH = 1_000_000
"""Below that, thirty milliseconds or so, another session is not worth its while."""


class ComparedFile(Protocol):
    path: Path

    def has_rowid(self, table: Table) -> bool: ...

    def key_collations(self, read: TableRead) -> dict[str, str]:
        """The collation in which each key column of a read is compared, by folded name."""


class Comparing:
    """Sessions of our file, each with another file attached.  One stays from table to table, with no transaction open
    between them: SQLite reads what is in both files anew for each session.
    """

    def __init__(self, connect: Callable[[], AdbcSession]) -> None:
        self._connect = connect
        self._kept: tuple[Path, AdbcSession] | None = None

    @contextmanager
    def begun(self, path: Path) -> Iterator[AdbcSession]:
        kept, self._kept = self._kept, None
        if kept is not None and kept[0] != path:
            kept[1].close()
            kept = None
        session = self._connect() if kept is None else kept[1]
        try:
            if kept is None:
                attach(session, path)
            session.begin()
            yield session
            session.rollback()
        except BaseException:
            session.close()
            raise
        if self._kept is None:
            self._kept = path, session
        else:
            session.close()

    def close(self) -> None:
        if self._kept is not None:
            self._kept[1].close()
            self._kept = None


def count_if_same(
    comparing: Comparing,
    ours: ComparedFile,
    read: TableRead,
    theirs: ComparedFile,
    others: TableRead,
    streams: int,
) -> int | None:
    """By up to ``streams`` sessions at once."""
    with suppress(EngineFault), ExitStack() as opened:
        # Where something is in the way, the rows are read instead, and it is met and told there.

        def begin() -> AdbcSession:
            return opened.enter_context(comparing.begun(theirs.path))

        sessions = [begin()]
        ranges = _ranges(sessions[0], ours, read, streams) if streams > 1 else [""]
        if len(ranges) > 1 and not _is_one_state_for_all(sessions[0]):
            ranges = [""]
        sessions += [begin() for _ in ranges[1:]]
        return _Compared(sessions, ranges, ours, read, theirs, others).count_if_same()
    return None


def _is_one_state_for_all(session: AdbcSession) -> bool:
    """Whether a session that begins later sees what this one sees: its shared locks on both files, which it takes here
    and keeps, let nobody commit (sqlite.org/lockingv3.html), but in a WAL."""
    for schema in ("main", ATTACHED):
        session.query(f"SELECT count(*) FROM {schema}.sqlite_master")
    return all(session.query(f"PRAGMA {schema}.journal_mode")[0][0] != "wal" for schema in ("main", ATTACHED))


def _ranges(session: AdbcSession, file: ComparedFile, read: TableRead, streams: int) -> list[str]:
    """Conditions on the rows' numbers: each row meets one of them."""
    if not file.has_rowid(read.table) or where(read, file.key_collations(read))[0]:
        return [""]
    of = f"FROM main.{quote(read.table.name.name)}"
    # Each by itself is a look at one end of the table, both in one are a look at every row.
    first, last = (session.query(f"SELECT {end}({ROWID}) {of}")[0][0] or 0 for end in ("min", "max"))
    number = max(1, min(streams, (last - first) * len(read.columns) // LEAST_VALUES_EACH))
    borders = [first + (last - first) * n // number for n in range(1, number)]
    above = [f"{ROWID} > {border}" for border in borders]
    through = [f"{ROWID} <= {border}" for border in borders]
    return [" AND ".join(filter(None, pair)) for pair in zip(["", *above], [*through, ""], strict=True)]


class _Compared(Struct, frozen=True):
    """Rows of one key are compared value by value.  A key names one row on each side, so as many rows on both sides,
    each with its like, are the same rows.

    ``sessions`` see one state, and share the work by ``ranges``, one for each.
    """

    sessions: Sequence[AdbcSession]
    ranges: Sequence[str]
    ours: ComparedFile
    read: TableRead
    theirs: ComparedFile
    others: TableRead

    def count_if_same(self) -> int | None:
        counts = partial(_count, "main", self.read, self.ours), partial(_count, ATTACHED, self.others, self.theirs)
        rows, others = self._at_once(counts)
        return rows if rows == others and self._are_alike() else None

    def _are_alike(self) -> bool:
        """Rows that were moved in one piece keep their numbers; that others do not shows at the first of them."""
        if self.ours.has_rowid(self.read.table) and self.theirs.has_rowid(self.others.table):
            shares = [partial(self._each_has_its_like, [(ROWID, ROWID)], share) for share in self.ranges]
            if all(self._at_once(shares)):
                return True
        if not (_is_unique(self.read) and _is_unique(self.others) and len(self.read.key) == len(self.others.key)):
            return False
        keys = list(zip(self.read.key, self.others.key, strict=True))
        can_look_up = self.theirs.path.stat().st_size <= LOOKED_UP_BYTES
        return can_look_up and self._each_has_its_like(keys, "", self.sessions[0])

    def _at_once(self, questions: Sequence[Callable[[AdbcSession], Answer]]) -> list[Answer]:
        """As many as there are sessions; one session answers all, one after the other."""
        if len(self.sessions) == 1:
            return [ask(self.sessions[0]) for ask in questions]
        with ThreadPoolExecutor(len(self.sessions), thread_name_prefix="dbmigrate-verify") as pool:
            shared = zip(questions, self.sessions[: len(questions)], strict=True)
            return [answer.result() for answer in [pool.submit(ask, session) for ask, session in shared]]

    def _each_has_its_like(self, keys: Sequence[tuple[str, str]], also: str, session: AdbcSession) -> bool:
        clause, parameters = where(self.read, self.ours.key_collations(self.read), also=also)
        named = [f"{_name(ours)} AS k{n}" for n, (ours, _) in enumerate(keys)]
        named += [f"{quote(column.name)} AS c{n}" for n, column in enumerate(self.read.columns)]
        # Their column first: its collation decides, which is that of its index.
        met = [f"t.{_name(theirs)} = o.k{n}" for n, (_, theirs) in enumerate(keys)]
        same = [
            _same(f"o.c{n}", *pair) for n, pair in enumerate(zip(self.read.columns, self.others.columns, strict=True))
        ]
        without = (
            f"SELECT 1 FROM (SELECT {', '.join(named)} FROM main.{quote(self.read.table.name.name)}{clause}) AS o"
            f" LEFT JOIN {ATTACHED}.{quote(self.others.table.name.name)} AS t ON {' AND '.join(met)}"
            f" WHERE ({' AND '.join(same)}) IS NOT 1 LIMIT 1"
        )
        steps = [str(step[-1]) for step in session.query(f"EXPLAIN QUERY PLAN {without}", parameters)]
        # Not an index that is made for this, and not a look at every row for each.
        looks_up = any(step.startswith("SEARCH t ") and "AUTOMATIC" not in step for step in steps)
        return looks_up and not session.query(without, parameters)


def _count(schema: str, read: TableRead, file: ComparedFile, session: AdbcSession) -> int:
    clause, parameters = where(read, file.key_collations(read), schema)
    found = session.query(f"SELECT count(*) FROM {schema}.{quote(read.table.name.name)}{clause}", parameters)
    return int(found[0][0])


def _name(column: str) -> str:
    return column if column == ROWID else quote(column)


def _same(value: str, ours: Column, theirs: Column) -> str:
    other = f"t.{quote(theirs.name)}"
    equal = f"{value} IS {other} COLLATE BINARY"
    # 1 and 1.0 are equal.  A column with an affinity holds one of them only (sqlite.org/datatype3.html, section 3).
    kinds = {affinity(ours.type.native), affinity(theirs.type.native)}
    told_by_type = len(kinds) == 1 and Affinity.BLOB not in kinds
    return equal if told_by_type else f"{equal} AND typeof({value}) = typeof({other})"


def _is_unique(read: TableRead) -> bool:
    key = sorted(name.casefold() for name in read.key)
    unique = (read.table.primary_key, *(one.columns for one in read.table.unique_keys))
    return bool(key) and any(sorted(name.casefold() for name in columns) == key for columns in unique)
