"""Stands between a client and a PostgreSQL server, on UNIX sockets, and cuts connections on purpose."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

SOCKET = ".s.PGSQL.5432"

CutRule = Callable[["Wire", str], str]
"""(wire, SQL that the message executes, or "") -> "" to pass the message on, "now" to cut in the middle of it,
"answered" to cut when the server has answered it and the answer has not been passed on."""


class Wire:
    """One client's connection."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.records_a_batch = False
        """Whether the open transaction holds a batch's ledger entry."""
        self._prepared: dict[bytes, bytes] = {}

    def executed(self, kind: bytes, body: bytes) -> str:
        """The SQL that a message executes; a prepared statement is executed by the Bind that names it."""
        text = b""
        if kind == b"Q":
            text = body.rstrip(b"\0")
        elif kind == b"P":
            name, query, _ = body.split(b"\0", 2)
            self._prepared[name] = query
        elif kind == b"B":
            _, name, _ = body.split(b"\0", 2)
            text = self._prepared.get(name, b"")
        return text.decode(errors="replace")


class Proxy:
    """``rule`` sees each message of a client; ``cuts`` counts the connections it has cut."""

    def __init__(self, directory: Path, server: str, rule: CutRule) -> None:
        self._server = str(Path(server) / SOCKET)
        self._rule = rule
        self.cuts = 0
        self._counting = threading.Lock()
        self._wires = 0
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(directory / SOCKET))
        self._listener.listen(16)
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            self._wires += 1
            link = _Link(client, server, Wire(self._wires), self._rule)
            threading.Thread(target=self._serve, args=(link,), daemon=True).start()

    def _serve(self, link: _Link) -> None:
        link.serve(self._count_cut)

    def _count_cut(self) -> None:
        with self._counting:
            self.cuts += 1


class _Link:
    def __init__(self, client: socket.socket, server: socket.socket, wire: Wire, rule: CutRule) -> None:
        self._client = client
        self._server = server
        self._wire = wire
        self._rule = rule
        self._swallow = threading.Event()
        self._answered = threading.Event()

    def serve(self, count_cut: Callable[[], None]) -> None:
        answers = threading.Thread(target=self._pass_answers, daemon=True)
        answers.start()
        try:
            self._server.sendall(self._startup())
            self._pass_messages()
            count_cut()
        except OSError:
            pass  # the client has closed the connection by itself
        finally:
            for end in (self._client, self._server):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            answers.join(5)
            self._client.close()
            self._server.close()

    def _startup(self) -> bytes:
        length = self._exactly(4)
        return length + self._exactly(struct.unpack("!i", length)[0] - 4)

    def _pass_messages(self) -> None:
        """Returns when the connection is to be cut."""
        last = ""
        while True:
            kind = self._exactly(1)
            length = self._exactly(4)
            body = self._exactly(struct.unpack("!i", length)[0] - 4)
            verdict = last or self._rule(self._wire, self._wire.executed(kind, body))
            if verdict == "now":
                self._server.sendall(kind + length[:2])
                return
            if verdict == "answered":
                self._swallow.set()
            self._server.sendall(kind + length + body)
            # A simple query is answered by itself, an extended one at its Sync.
            if verdict == "answered" and kind in (b"Q", b"S"):
                self._answered.wait(20)
                return
            last = verdict

    def _pass_answers(self) -> None:
        pending = b""
        with suppress(OSError):
            while data := self._server.recv(65536):
                if not self._swallow.is_set():
                    self._client.sendall(data)
                    continue
                pending += data
                # ReadyForQuery, with the transaction's state behind it, ends every answer.
                if pending[-6:-1] == b"Z\x00\x00\x00\x05":
                    self._answered.set()

    def _exactly(self, length: int) -> bytes:
        data = b""
        while len(data) < length:
            part = self._client.recv(length - len(data))
            if not part:
                raise ConnectionResetError
            data += part
        return data
