"""``undo --compare-source``: rows that went as they are stored have no sums, but the source may still hold them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.run.conftest import make_job
from tests.run.job import Job, MakeJob

__all__ = ["make_job"]


def _undo(job: Job, *options: str) -> tuple[int, dict[str, Any], str]:
    done = subprocess.run(
        [sys.executable, "-c", "from dbmigrate.cli.main import main; main()", "--json", "undo", "1", *options],
        cwd=job.directory,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, json.loads(done.stdout), done.stderr


@pytest.mark.parametrize("pair", ["sqlite-sqlite"])
def test_rows_without_sums(make_job: MakeJob, pair: str) -> None:
    job = make_job(pair).both("CREATE TABLE calls (id {int} PRIMARY KEY, note {text})")
    job.write('[[table]]\nsource = "calls"\n')
    job.source.insert("calls", [(n, "x") for n in range(8)])
    job.run()
    status, document, _ = _undo(job)
    assert (status, document["error"]["code"]) == (4, "DBM-4055")
    assert "--compare-source" in document["error"]["next"]
    job.target.run("UPDATE calls SET note = 'of the application' WHERE id = 3")
    status, document, _ = _undo(job, "--compare-source")
    assert (status, document["error"]["code"]) == (4, "DBM-4055")
    assert "--compare-source" not in document["error"]["next"]
    job.target.run("UPDATE calls SET note = 'x' WHERE id = 3", "INSERT INTO calls VALUES (99, 'of the application')")
    assert _undo(job, "--compare-source")[0] == 4, "rows of other origin may stand in for the run's"
    job.target.run("DELETE FROM calls WHERE id = 99")
    status, document, _ = _undo(job, "--compare-source")
    assert (status, document["rows_deleted"]) == (0, 8)
    assert job.target.rows("SELECT * FROM calls") == []
