"""A peer that acknowledges nothing is given up, by the kernel, on sockets that a driver opened by itself."""

from __future__ import annotations

import socket

import pytest

from dbmigrate.engines.mssql.unheard import UNHEARD_MILLISECONDS, unheard_limit

OPTION = getattr(socket, "TCP_USER_TIMEOUT", 0)


@pytest.mark.skipif(not OPTION, reason="the system has no such limit")
def test_sockets_that_are_new_get_the_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with socket.create_connection(address) as earlier:
            with unheard_limit():
                opened = socket.create_connection(address)
                pair = socket.socketpair()  # has no such option
            with opened, pair[0], pair[1]:
                assert opened.getsockopt(socket.IPPROTO_TCP, OPTION) == UNHEARD_MILLISECONDS
                assert earlier.getsockopt(socket.IPPROTO_TCP, OPTION) == 0
                opened.sendall(b"still usable")


def test_a_connection_that_fails_raises_its_own_error() -> None:
    with pytest.raises(ConnectionError, match="refused by the test"), unheard_limit():
        raise ConnectionError("refused by the test")
