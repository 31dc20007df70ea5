"""From a URL to the driver's arguments."""

from __future__ import annotations

from typing import Any

import pytest

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.fault import EngineFault
from dbmigrate.engines.oracle.connection import read_url, refuse_client
from dbmigrate.errors import ConfigurationError


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "oracle://scott:t%40ger@db/pdb",
            {"user": "scott", "password": "t@ger", "host": "db", "port": 1521, "service_name": "pdb"},
        ),
        ("oracle://scott@db/?service_name=pdb", {"host": "db", "service_name": "pdb"}),
        ("oracle://scott@db:1599/?sid=ORCL", {"host": "db", "port": 1599, "sid": "ORCL"}),
        ("oracle://scott@/SALES?config_dir=/etc/tns", {"dsn": "SALES", "config_dir": "/etc/tns"}),
        (
            "oracle://scott@db:2484/pdb?protocol=tcps&wallet_location=/w&wallet_password=s3&ssl_server_dn_match=true",
            {"protocol": "tcps", "wallet_location": "/w", "wallet_password": "s3", "ssl_server_dn_match": True},
        ),
        ("oracle://scott@db/pdb?expire_time=2&tcp_connect_timeout=5", {"expire_time": 2, "tcp_connect_timeout": 5}),
    ],
)
def test_arguments(url: str, expected: dict[str, Any]) -> None:
    arguments = read_url(ConnectionUrl.parse(url)).arguments
    assert {name: arguments[name] for name in expected} == expected


@pytest.mark.parametrize(
    "url",
    [
        "oracle://scott@db/pdb?sid=ORCL",
        "oracle://scott@db/pdb?service_name=other",
        "oracle://scott@db",
        "oracle://scott@/",
        "oracle://scott@db/pdb?lib_dir=/x",
        "oracle://scott@db/pdb?thick=perhaps",
        "oracle://scott@db/pdb?thick=true&bulk=direct_path",
        "oracle://scott@db/pdb?bulk=fast",
        "oracle://scott@db/pdb?sdu=big",
        "oracle://scott@db/pdb?colour=red",
    ],
)
def test_refused(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_url(ConnectionUrl.parse(url))
    assert caught.value.code == "DBM-3021"


def test_no_secret_is_shown() -> None:
    url = ConnectionUrl.parse("oracle://scott:geheim@db/pdb?wallet_location=/w&wallet_password=tresor")
    assert "geheim" not in repr(read_url(url)) + str(url)
    assert "tresor" not in repr(read_url(url)) + str(url)


def test_thick_mode_binds_arrays() -> None:
    address = read_url(ConnectionUrl.parse("oracle://scott@db/pdb?thick=true&lib_dir=/opt/ic"))
    assert (address.thick, address.lib_dir, address.bulk) == (True, "/opt/ic", "arrays")


@pytest.mark.parametrize("version", [(11, 2, 0, 3, 0), (11, 2, 0, 4, 0)])
def test_clients_that_are_known_to_fail(version: tuple[int, ...]) -> None:
    with pytest.raises(EngineFault, match=r"11\.2\.0\.[34].*known to fail"):
        refuse_client(version)
    refuse_client((19, 24, 0, 0, 0))
