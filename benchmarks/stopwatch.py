"""How long commands take, and how much memory the largest of their processes held.

The commands are children of a small process of their own (this file, run as a script): a child begins with the
peak of the process it was forked from, and this one's ten megabytes are the least that can be told.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Pipeline = Sequence[Sequence[str]]

_MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024  # getrusage(2): kilobytes, on macOS bytes
_TAIL_CHARACTERS = 400
_COLOURS = re.compile("\x1b\\[[0-9;]*m")


@dataclass(frozen=True)
class Reading:
    """``peak_bytes``: of the largest process. ``fault``: what went wrong, empty where nothing did."""

    seconds: float
    peak_bytes: int
    fault: str = ""


def measure(pipelines: Sequence[Pipeline], directory: Path, limit_seconds: float) -> Reading:
    """Run one pipeline after the other in ``directory``; what they print goes to ``output.log`` there."""
    log = directory / "output.log"
    command = [sys.executable, "-I", "-S", str(Path(__file__).resolve()), str(log)]
    started = time.monotonic()
    # Its own session, so that nothing of it is left when the time is up.
    watch = subprocess.Popen(
        command, cwd=directory, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        answer, _ = watch.communicate(json.dumps(pipelines), timeout=limit_seconds)
    except BaseException as error:
        os.killpg(watch.pid, signal.SIGKILL)
        watch.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            return Reading(time.monotonic() - started, 0, f"not done after {limit_seconds:.0f} seconds")
        raise
    if watch.returncode:
        return Reading(time.monotonic() - started, 0, f"the stopwatch failed with {watch.returncode}")
    found = json.loads(answer)
    fault = ""
    if found["failed"]:
        printed = " ".join(_COLOURS.sub("", log.read_text("utf-8", "replace")).split())
        fault = f"{found['failed']}: {printed[-_TAIL_CHARACTERS:]}"
    return Reading(found["seconds"], found["peak_bytes"], fault)


def _main() -> None:
    pipelines: list[list[list[str]]] = json.load(sys.stdin)
    peak = 0
    failed = ""
    with Path(sys.argv[1]).open("wb") as log:
        started = time.monotonic()
        for pipeline in pipelines:
            for command, status, maxrss in _run(pipeline, log.fileno()):
                peak = max(peak, maxrss * _MAXRSS_BYTES)
                if status and not failed:
                    failed = f"{Path(command).name} ended with {status}"
            if failed:
                break
        seconds = time.monotonic() - started
    json.dump({"seconds": seconds, "peak_bytes": peak, "failed": failed}, sys.stdout)


def _run(pipeline: list[list[str]], log: int) -> list[tuple[str, int, int]]:
    """Program, exit status and peak of each process."""
    stages: list[subprocess.Popen[bytes]] = []
    for number, command in enumerate(pipeline):
        last = number == len(pipeline) - 1
        before = stages[-1].stdout if stages else None
        stages.append(
            subprocess.Popen(
                command, stdin=before or subprocess.DEVNULL, stdout=log if last else subprocess.PIPE, stderr=log
            )
        )
        if before:
            before.close()
    readings = []
    for command, stage in zip(pipeline, stages, strict=True):
        # Unlike wait(), this tells the usage of the child and of all the children that it has waited for.
        _, status, usage = os.wait4(stage.pid, 0)
        stage.returncode = os.waitstatus_to_exitcode(status)
        readings.append((command[0], stage.returncode, usage.ru_maxrss))
    return readings


if __name__ == "__main__":
    _main()
