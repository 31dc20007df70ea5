"""Everything that commands say, leave behind, and let the system show of their processes."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.commands import Ended, run_command
from tests.e2e.guarded import RIGHT, environment

LONGEST_SECONDS = 120


@dataclass
class Traces:
    """Of the commands of one test, run in ``directory``; what they write without being asked goes to ``home``."""

    directory: Path
    home: Path
    said: dict[str, bytes] = field(default_factory=dict)
    processes: dict[str, bytes] = field(default_factory=dict)

    def call(
        self, *words: str, source: str = RIGHT, target: str = RIGHT, before: Callable[[], None] | None = None
    ) -> Ended:
        given = {"DBMIGRATE_SOURCE_PASSWORD": source, "DBMIGRATE_TARGET_PASSWORD": target}
        ended = run_command(self.directory, *words, variables=environment(self.home, **given), before=before)
        self.said[f"{len(self.said)}: {' '.join(words)}"] = (ended.stdout + ended.stderr).encode()
        assert "Traceback" not in ended.stdout + ended.stderr
        return ended

    def call_at_a_terminal(self, *words: str, answer: str) -> int:
        """In an interpreter of its own, which asks for passwords; the list of processes is looked at meanwhile."""
        screen, terminal = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-c", "from dbmigrate.cli.main import main; main()", *words],
            cwd=self.directory,
            env=environment(self.home),
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
        )
        watching = threading.Thread(target=self._watch, args=(process,))
        watching.start()
        os.close(terminal)
        heard, answered, end = b"", 0, time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < end:
            if not select.select([screen], [], [], 0.5)[0]:
                continue
            try:
                heard += os.read(screen, 65536)
            except OSError:  # the process has closed the terminal
                break
            # The blank after the colon is written once the echo is off; what is typed before that is thrown away.
            if heard.count(b"Password of the") > answered and heard.endswith(b": "):
                os.write(screen, f"{answer}\n".encode())
                answered += 1
        os.close(screen)
        watching.join()
        self.said[f"{len(self.said)}: {' '.join(words)}, at a terminal"] = heard
        return process.wait(5)

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        """What every user of this machine can see of any process, and what its owner can see of this one."""
        end = time.monotonic() + LONGEST_SECONDS
        while process.poll() is None:
            for place in Path("/proc").glob("[0-9]*"):
                for name in ("cmdline", "comm") if place.name != str(process.pid) else ("cmdline", "comm", "environ"):
                    try:
                        self.processes.setdefault(f"{place.name} {name}", b"")
                        text = (place / name).read_bytes()
                    except OSError:
                        continue
                    if text not in self.processes[f"{place.name} {name}"]:
                        self.processes[f"{place.name} {name}"] += text
            if time.monotonic() > end:
                process.kill()
            time.sleep(0.02)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Names and contents."""
        for place in (self.directory, self.home):
            for path in sorted(place.rglob("*")):
                yield f"name of {path}", os.fsencode(path)
                if path.is_file():
                    yield str(path), path.read_bytes()


def rows_of_all_tables(url: str) -> dict[str, bytes]:
    """Every row of every table that is not the server's own, as text."""
    with psycopg.connect(url) as session:
        tables = session.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        return {
            table: "\n".join(text for (text,) in session.execute(f"SELECT t::text FROM {table} t")).encode()
            for (table,) in tables
        }
