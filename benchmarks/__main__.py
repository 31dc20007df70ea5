"""``python -m benchmarks``: measure, compare with the goals, print."""

from __future__ import annotations

import argparse
import compileall
import json
import signal
import sys
import tempfile
import warnings
from fnmatch import fnmatch
from pathlib import Path

import dbmigrate
from benchmarks.databases import workplace
from benchmarks.goals import verdicts
from benchmarks.report import as_document, as_text
from benchmarks.suite import VERIFY, Settings, Suite, case_names
from benchmarks.tools import DBMIGRATE

DEFAULT_ROWS = 1_000_000  # all cases in about fifteen minutes on two cores
_LEAST_ROWS = 40


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure dbmigrate beside its peers.")
    parser.add_argument("--rows", type=int, default=DEFAULT_ROWS, help="rows of the narrow table [%(default)s]")
    parser.add_argument("--repetitions", type=int, default=3, help="of each figure [%(default)s]")
    parser.add_argument("--case", action="append", metavar="PATTERN", help="such as 'narrow *'; may be repeated")
    parser.add_argument("--list", action="store_true", help="list the cases and end")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was measured as JSON, too")
    parser.add_argument("--directory", type=Path, help="work below this directory, whose path must be short [/tmp]")
    arguments = parser.parse_args()
    if arguments.rows < _LEAST_ROWS or arguments.repetitions < 1:
        parser.error(f"at least {_LEAST_ROWS} rows and one repetition")
    if arguments.directory is not None and not arguments.directory.is_dir():
        parser.error(f"there is no directory {arguments.directory}")
    arguments.cases = [
        name for name in case_names() if any(fnmatch(name, pattern) for pattern in arguments.case or ["*"])
    ]
    if not arguments.cases:
        parser.error("no case is called that; --list shows them")
    return arguments


def main() -> int:
    """Exit status 1 when dbmigrate ended badly or its result was not equal; a peer's fault or a missed goal is none."""
    arguments = _arguments()
    if arguments.list:
        print(*arguments.cases, sep="\n")
        return 0
    warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")  # the server's wheel asks; a server has none
    # So that the server is stopped and the directory goes, also when the run is ended from outside.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # A checkout may have no bytecode, which every installed program has: half a second of each command.
    compileall.compile_dir(Path(dbmigrate.__file__).parent, quiet=1)
    settings = Settings(arguments.rows, arguments.repetitions)
    with (
        tempfile.TemporaryDirectory(prefix="dbm-bench-", dir=arguments.directory) as directory,
        workplace(Path(directory)) as place,
    ):
        lines = Suite(place, settings, lambda text: print(text, file=sys.stderr, flush=True)).run(arguments.cases)
    judged = verdicts(lines)
    print(as_text(lines, judged, settings))
    if arguments.json:
        arguments.json.write_text(json.dumps(as_document(lines, judged, settings), indent=2) + "\n")
    return 1 if any(line.fault and line.tool in (DBMIGRATE.name, VERIFY) for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
