"""Ways to break the program that must not go unnoticed, each with the quick tests that notice it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutation:
    """``old`` stands exactly once in ``file``; ``caught_by``: what pytest is given."""

    name: str
    file: str
    old: str
    new: str
    caught_by: tuple[str, ...]


_WRITER = "dbmigrate/write/batch_writer.py"
_MODEL = ("tests/write/test_batch_writer_model.py", "-k", "takes_the_model_s_steps")
_LEDGER = ("tests/ledger/test_ledger.py", "-k", "sqlite")
_SAME_ROWS = ("tests/verify/test_same_rows.py",)
_RESUME = ("tests/run/test_resume.py", "-k", "sqlite-sqlite")

MUTATIONS = [
    Mutation(
        "rows are committed before their ledger entry",
        _WRITER,
        '        self._record(entry)\n        stop_point("before_commit")\n        with doing(Work.COMMIT):\n',
        "        self._writer.commit()\n        self._writer.begin()\n"
        '        self._record(entry)\n        stop_point("before_commit")\n        with doing(Work.COMMIT):\n',
        _MODEL,
    ),
    Mutation(
        "a batch does not hold the fence",
        _WRITER,
        "        self._ledger.hold_fence(self._run_id, self._fence, alone=any(key.claimed for key in batch.keys))\n",
        "",
        _MODEL,
    ),
    Mutation(
        "after a lost connection nobody waits for the old COMMIT",
        _WRITER,
        "            self._ledger.await_commits(self._run_id)\n",
        "",
        _MODEL,
    ),
    Mutation(
        "any fence will do",
        "dbmigrate/ledger/ledger.py",
        "        if found != fence:\n",
        "        if found is None:\n",
        _LEDGER,
    ),
    Mutation(
        "another process's batch counts as one's own",
        "dbmigrate/ledger/progress.py",
        'return bool(rows) and int(rows[0]["fence"]) == fence',
        "return bool(rows)",
        _LEDGER,
    ),
    Mutation(
        "a lost COMMIT answer counts as success",
        _WRITER,
        "                    committed = self._committed(self._entry(batch, chunk_no, batch_no, closes_chunk, ()))\n",
        "                    committed = self._entry(batch, chunk_no, batch_no, closes_chunk, ())\n",
        ("tests/faults/test_lost_connections.py", "-k", "without_an_answer and now and sqlite"),
    ),
    Mutation(
        "a lost COMMIT answer counts as failure",
        _WRITER,
        "                    if committed is not None:\n                        return committed\n",
        "",
        ("tests/faults/test_lost_connections.py", "-k", "without_an_answer and answered and sqlite"),
    ),
    Mutation(
        "a resume goes on one batch too early",
        "dbmigrate/ledger/progress.py",
        "                before.after_key if through is None else through,\n",
        "                before.after_key,\n",
        _RESUME,
    ),
    Mutation(
        "a table that was begun counts as done",
        "dbmigrate/run/table_copy.py",
        "for one in opening.chunks if not opening.points.get(one.chunk_no, ResumePoint()).closed]\n",
        "for one in opening.chunks if not opening.points]\n",
        _RESUME,
    ),
    Mutation(
        "a page begins with the last row of the one before",
        "dbmigrate/engines/sqlite/read.py",
        '((read.key_range.after, ">"), (read.key_range.through, "<="))',
        '((read.key_range.after, ">="), (read.key_range.through, "<="))',
        _RESUME,
    ),
    Mutation(
        "a range ends before its last row",
        "dbmigrate/engines/postgresql/read.py",
        '((read.key_range.after, ">"), (read.key_range.through, "<="))',
        '((read.key_range.after, ">"), (read.key_range.through, "<"))',
        ("tests/verify/test_scope.py", "-k", "judged and sqlite-postgresql"),
    ),
    Mutation(
        "an interrupted run goes on under any plan",
        "dbmigrate/run/resumption.py",
        "    if entry.fingerprint == plan.fingerprint:\n        return\n",
        "    return\n",
        _RESUME,
    ),
    Mutation(
        "the next pass begins above the overlap",
        "dbmigrate/run/overlap.py",
        "        moved = moment - timedelta(seconds=overlap_seconds)\n",
        "        moved = moment + timedelta(seconds=overlap_seconds)\n",
        ("tests/run/test_overlap.py",),
    ),
    Mutation(
        "nobody looks for rows that came in below the mark",
        "dbmigrate/run/opening.py",
        "    if now is None or then is None or now.rows != then.rows:\n        return now is then\n",
        "    return True\n",
        ("tests/run/test_second_pass.py", "-k", "sqlite-sqlite"),
    ),
    Mutation(
        "nothing below the last mark is read again",
        "dbmigrate/run/opening.py",
        "        return _Mark(seen.mark, seen.bound, cover.run_id, seen.below, seen.rows)\n",
        "        return _Mark(seen.mark, seen.mark, cover.run_id, seen.below)\n",
        ("tests/run/test_second_pass.py", "-k", "sqlite-sqlite"),
    ),
    Mutation(
        "a table is left alone whatever was done to it since it was read",
        "dbmigrate/run/before/unchanged.py",
        " or writers.get(table.name) != run_id or ",
        " or ",
        ("tests/run/test_unchanged.py", "-k", "came_later"),
    ),
    Mutation(
        "a file whose times were put back passes for unchanged",
        "dbmigrate/engines/sqlite/state.py",
        " {each.st_mtime_ns} {each.st_ctime_ns}",
        " {each.st_mtime_ns}",
        ("tests/run/test_unchanged.py", "-k", "every_change"),
    ),
    Mutation(
        "rejected rows are not recorded",
        _WRITER,
        "            (*batch.rejects, *conflicts),\n",
        "            conflicts,\n",
        ("tests/run/test_rejects.py", "-k", "sqlite-sqlite"),
    ),
    Mutation(
        "a row in the way is no conflict",
        _WRITER,
        '        if not keys:\n            return []\n        message = f"{target.into.table.name} already holds',
        '        if True:\n            return []\n        message = f"{target.into.table.name} already holds',
        ("tests/run/test_second_pass.py", "-k", "reject_list"),
    ),
    Mutation(
        "the ledger entry of rows passed through is another transaction",
        "dbmigrate/run/range_mover.py",
        "        if move.session is self._link.ledger.session:\n            return self._link.ledger\n",
        "        if self._link.ledger:\n            return self._link.ledger\n",
        ("tests/run/test_protocols.py", "-k", "without_its_rows"),
    ),
    Mutation(
        "a range passed through is not journalled",
        "dbmigrate/run/range_mover.py",
        "        if not rows:\n            return ()\n        fed",
        "        if rows:\n            return ()\n        fed",
        ("tests/run/test_pass_through.py", "-k", "journalled"),
    ),
    Mutation(
        "the journal lacks the first key of each batch",
        "dbmigrate/write/journal.py",
        "    payload = encode_rows(rows.select(list(into.key)),",
        "    payload = encode_rows(rows.slice(1).select(list(into.key)),",
        ("tests/run/test_key_journal.py", "-k", "sqlite-sqlite"),
    ),
    Mutation(
        "what an upsert overwrites is not kept",
        "dbmigrate/write/journal.py",
        "    if into.mode is WriteMode.UPSERT and absent.num_rows < target.rows.num_rows:\n",
        "    if into.mode is WriteMode.UPSERT and absent.num_rows > target.rows.num_rows:\n",
        ("tests/run/test_key_journal.py", "-k", "updated_rows"),
    ),
    Mutation(
        "an undo is recorded after its commit",
        "dbmigrate/undo/target_undo.py",
        "            self._ledger.undoing.record_step(",
        "            self._writer.commit()\n            self._writer.begin()\n"
        "            self._ledger.undoing.record_step(",
        ("tests/faults/test_undo_kills.py", "-k", "undo_before_commit and sqlite"),
    ),
    Mutation(
        "an undo takes out what a later run has inserted again",
        "dbmigrate/undo/target_undo.py",
        "        return (self._later.without(rows, tagged) if entry.kind == INSERTED else rows), tagged\n",
        "        return rows, tagged\n",
        ("tests/run/test_undo.py", "-k", "later_run"),
    ),
    Mutation(
        "a row's hash leaves out its last column",
        "dbmigrate/compute/digest.py",
        '    names = [f"c{number}" for number in range(width)]\n    return',
        '    names = [f"c{number}" for number in range(max(width - 1, 1))]\n    return',
        ("tests/verify/test_corruptions.py", "-k", "every_corruption and sqlite-postgresql"),
    ),
    Mutation(
        "equal rows cancel each other",
        "dbmigrate/compute/digest.py",
        "SELECT sum({first}::HUGEINT), sum({second}::HUGEINT) FROM hashed_rows",
        "SELECT bit_xor({first}), bit_xor({second}) FROM hashed_rows",
        ("tests/unit/test_canonical.py",),
    ),
    Mutation(
        "verification believes digests whatever they are",
        "dbmigrate/verify/part_check.py",
        '        if level == "hashes" and whole and known == found.total:\n',
        '        if level == "hashes" and whole and known is not None:\n',
        ("tests/verify/test_corruptions.py", "-k", "every_corruption and sqlite-postgresql"),
    ),
    Mutation(
        "verification forgets the buckets behind the first group",
        "dbmigrate/verify/part_check.py",
        "    if group:\n        yield group\n",
        "    if group and rows <= HASHES_AT_ONCE // 2:\n        yield group\n",
        ("tests/verify/test_scope.py", "-k", "little_memory"),
    ),
    Mutation(
        "any reject excuses any missing row",
        "dbmigrate/verify/comparison.py",
        "    missing -= np.minimum(missing, rejected)\n",
        "    missing -= missing if len(excused.key) else 0\n",
        ("tests/verify/test_comparison.py",),
    ),
    Mutation(
        "a doubled row is one",
        "dbmigrate/verify/comparison.py",
        "    extra = np.maximum(here - there, 0)\n",
        "    extra = np.maximum(np.minimum(here, 1) - there, 0)\n",
        ("tests/verify/test_comparison.py",),
    ),
    Mutation(
        "an id is recorded after the rows that use it",
        _WRITER,
        "        self._record_keys(batch)\n"
        '        stop_point("before_record")\n        entry = self._settled(self._entry(',
        '        stop_point("before_record")\n        entry = self._settled(self._entry(',
        ("tests/run/test_key_maps.py", "-k", "sqlite-sqlite"),
    ),
    Mutation(
        "a retried row leaves its old reject open",
        _WRITER,
        "        if self._settling is None:\n            return entry\n",
        "        if self._settling is None or True:\n            return entry\n",
        ("tests/run/test_open_rejects.py", "-k", "sqlite-sqlite"),
    ),
    Mutation(
        "staging is believed to outlive its session",
        _WRITER,
        "                    self._staging.forget()\n",
        "",
        ("tests/write/test_staging_entries.py",),
    ),
    Mutation(
        "a row that another session brings meanwhile is journalled as ours",
        _WRITER,
        "            _compare(into, known, counts)\n",
        "",
        ("tests/run/test_key_journal.py", "-k", "meanwhile"),
    ),
    Mutation(
        "a batch's digest speaks of refused rows too",
        "dbmigrate/transform/prepare.py",
        "            digest = self.digest(target.into, kept)\n",
        "            digest = target.digest\n",
        ("tests/verify/test_recorded_digests.py",),
    ),
    Mutation(
        "a batch's digest speaks of rows that were there already",
        _WRITER,
        "    digest = target.digest if all_in else None\n",
        "    digest = target.digest\n",
        ("tests/verify/test_recorded_digests.py",),
    ),
    Mutation(
        "a table without key is committed batch by batch",
        "dbmigrate/run/chunk_copy.py",
        "                del batch\n                if self.context.stop.is_set() and not last:\n",
        "                writer.commit_table()\n                writer.begin_table()\n"
        "                if self.context.stop.is_set() and not last:\n",
        ("tests/run/test_protocols.py", "-k", "left_nothing"),
    ),
    Mutation(
        "a stop leaves half a table without key",
        "dbmigrate/run/chunk_copy.py",
        "                    writer.rollback()\n                    return False\n",
        "                    writer.commit_table()\n                    return False\n",
        ("tests/run/test_protocols.py", "-k", "left_nothing"),
    ),
    Mutation(
        "what is known of a row goes to another when batches are joined",
        "dbmigrate/read/ties.py",
        "row=flaw.row + shift",
        "row=flaw.row",
        ("tests/unit/test_ties.py",),
    ),
    Mutation(
        "rows that share a part of their key are held together",
        "dbmigrate/read/ties.py",
        "        same = equal if same is None else pc.and_(same, equal)\n",
        "        same = equal\n",
        ("tests/unit/test_ties.py",),
    ),
    Mutation(
        "rejects of earlier attempts do not count against the limit",
        "dbmigrate/run/conductor.py",
        '        return sum(int(str(row["rows"])) for row in history.reject_counts(run_id))\n',
        "        return 0\n",
        ("tests/run/test_rejects.py", "-k", "sqlite-sqlite"),
    ),
    Mutation(
        "one reject too many is let in",
        "dbmigrate/run/context.py",
        "self.used > self.limit",
        "self.used > self.limit + 1",
        ("tests/run/test_rejects.py", "-k", "sqlite-sqlite"),
    ),
    Mutation(
        "tables of one target are copied at once",
        "dbmigrate/run/conductor.py",
        "        same = [lane for lane in lanes if any(shared & shared_things(other) for other in lane)]\n",
        "        same: list[list[TablePlan]] = []\n",
        ("tests/unit/test_lanes.py",),
    ),
    Mutation(
        "a table without key is read again when nobody knows what was copied of it",
        "dbmigrate/run/past.py",
        "        unknown = {name for name in closed if not coverage.scopes(name)}\n",
        "        unknown: set[str] = set()\n",
        ("tests/faults/test_tampered_ledger.py", "-k", "nobody and postgresql-sqlite"),
    ),
    Mutation(
        "a mark of some rows serves for others",
        "dbmigrate/ledger/coverage.py",
        "            if cover.scope in (scope, EVERYTHING) and",
        "            if",
        ("tests/ledger/test_coverage.py",),
    ),
    Mutation(
        "a mark outlives the run that it was based on",
        "dbmigrate/ledger/coverage.py",
        "            if cover.based_on is None or cover.based_on in by_table[cover.table_name]:\n",
        "            if cover:\n",
        ("tests/ledger/test_coverage.py",),
    ),
    Mutation(
        "a pass that goes on begins at the newest mark",
        "dbmigrate/run/opening.py",
        "        where = _where(table, _frozen_bound(link.history, context, table, reader))\n",
        "        where = _where(table, table.watermark and _high_water_mark(reader, table, table.watermark))\n",
        ("tests/run/test_second_pass.py", "-k", "interrupted"),
    ),
    Mutation(
        "a run goes on with other inputs",
        "dbmigrate/plan/fingerprint.py",
        '        "inputs": dict(plan.inputs),\n        **({"filters"',
        '        "inputs": {},\n        **({"filters"',
        ("tests/plan/test_fingerprint.py",),
    ),
    Mutation(
        "a run goes on with other rows in scope",
        "dbmigrate/plan/fingerprint.py",
        '        **({"scope": table.scope.text} if table.scope.condition is not None else {}),\n',
        "",
        ("tests/plan/test_fingerprint.py",),
    ),
    Mutation(
        "a run goes on with other consents",
        "dbmigrate/plan/fingerprint.py",
        ", sorted(column.consents)]",
        ", []]",
        ("tests/plan/test_fingerprint.py",),
    ),
    Mutation(
        "a number in a document is its text",
        "dbmigrate/compute/canonical.py",
        '    return {"number": normal_decimal(text)}\n',
        "    return normal_decimal(text)\n",
        ("tests/unit/test_canonical.py",),
    ),
    Mutation(
        "a decimal has no sign",
        "dbmigrate/compute/canonical.py",
        """{'-' if sign else ''}{significant}""",
        "{significant}",
        ("tests/unit/test_canonical.py",),
    ),
    Mutation(
        "any dollar quote ends any other",
        "dbmigrate/scripts/split.py",
        r"\$(?(tag)(?P=tag))\$",
        r"\$(?:\w*)\$",
        ("tests/unit/test_scripts_runner.py", "-k", "test_split"),
    ),
    Mutation(
        "a server hashes whole numbers as it compares them",
        "dbmigrate/engines/postgresql/same_rows.py",
        'frozenset({"boolean", ',
        'frozenset({"bigint", "boolean", ',
        _SAME_ROWS,
    ),
    Mutation(
        "the hash of a row is a sum of those of its values",
        "dbmigrate/engines/postgresql/same_rows.py",
        "sum(hashtextextended(hash_record_extended({row}, {seed})::text, {seed}))",
        "sum(hash_record_extended({row}, {seed}))",
        _SAME_ROWS,
    ),
    Mutation(
        "servers of any encoding hash the same texts",
        "dbmigrate/engines/postgresql/same_rows.py",
        "getdatabaseencoding()::text",
        "''",
        _SAME_ROWS,
    ),
    Mutation(
        "a file with more rows holds the same rows",
        "dbmigrate/engines/sqlite/same_rows.py",
        "compared.count() if compared.are_as_many() and compared.are_alike()",
        "compared.count() if compared.are_alike()",
        _SAME_ROWS,
    ),
    Mutation(
        "1 and 1.0 are the same in a file",
        "dbmigrate/engines/sqlite/same_rows.py",
        'f"{equal} AND typeof({value}) = typeof({other})"',
        "equal",
        _SAME_ROWS,
    ),
    Mutation(
        "texts of two files are compared as the column compares them",
        "dbmigrate/engines/sqlite/same_rows.py",
        " COLLATE BINARY",
        "",
        _SAME_ROWS,
    ),
    Mutation(
        "a key that is not unique names one row",
        "dbmigrate/engines/sqlite/same_rows.py",
        "_is_unique(self.read) and _is_unique(self.others) and ",
        "",
        _SAME_ROWS,
    ),
]
