"""Stands between a client and a database server, knows nothing of messages, and breaks at a given byte."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.faults.proxy import SOCKET

STALL, RESET, CUT = "stall", "reset", "cut"


class ByteProxy:
    """Listens on TCP; ``server``: the directory of PostgreSQL's socket, or host and port.

    ``faults`` yields (bytes until the next fault, what it is), counted over all connections
    and both directions.  ``fired`` lists the faults that happened."""

    def __init__(
        self, server: str | tuple[str, int], faults: Iterator[tuple[int, str]], *, stall_seconds: float = 0.3
    ) -> None:
        self._server = server if isinstance(server, tuple) else str(Path(server) / SOCKET)
        self._faults = faults
        self._stall_seconds = stall_seconds
        self.fired: list[str] = []
        self._lock = threading.Lock()
        self._left, self._next = next(faults)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_INET if isinstance(self._server, tuple) else socket.AF_UNIX)
            with suppress(OSError):
                server.connect(self._server)
            for ends in ((client, server), (server, client)):
                threading.Thread(target=self._pass, args=(*ends, client), daemon=True).start()

    def _pass(self, from_end: socket.socket, to_end: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := from_end.recv(4096):
                passed, fault = self._until_fault(data)
                to_end.sendall(data[:passed])
                if fault == STALL:
                    time.sleep(self._stall_seconds)
                    to_end.sendall(data[passed:])
                elif fault:
                    if fault == RESET:
                        # A linger of zero seconds makes close() send RST.
                        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    break
        reset = client.fileno() >= 0 and client.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER) != 0
        for end in (from_end, to_end):
            with suppress(OSError):
                # The other thread waits in recv() and keeps the socket open; after SHUT_RD it comes back, unheard.
                end.shutdown(socket.SHUT_RD if reset and end is client else socket.SHUT_RDWR)
            with suppress(OSError):
                end.close()

    def _until_fault(self, data: bytes) -> tuple[int, str]:
        with self._lock:
            if len(data) < self._left:
                self._left -= len(data)
                return len(data), ""
            passed, fault = self._left, self._next
            self._left, self._next = next(self._faults)
            self.fired.append(fault)
            return passed, fault
