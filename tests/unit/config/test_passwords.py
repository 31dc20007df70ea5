from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.errors
import pytest

from dbmigrate.config import passwords
from dbmigrate.config.passwords import keyring_account, password_cures, resolve_password
from dbmigrate.config.urls import ConnectionUrl

URL = ConnectionUrl.parse("postgresql://user@host:5432/db?sslmode=require")


class SafeKeyring(keyring.backend.KeyringBackend):
    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    kept = {("dbmigrate", "postgresql://user@host:5432/db"): "from keyring"}  # noqa: RUF012

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


class PlaintextKeyring(SafeKeyring):
    pass


PlaintextKeyring.__module__ = "keyrings.alt.file"


class LockedKeyring(SafeKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked


class Chain(SafeKeyring):
    def __init__(self, *backends: Any) -> None:
        super().__init__()
        self.backends = list(backends)

    def get_password(self, service: str, username: str) -> str | None:
        raise AssertionError("the members are asked one by one")


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in passwords.VARIABLES.values():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(keyring, "get_keyring", keyring.backends.fail.Keyring)


def _password(url: ConnectionUrl) -> str | None:
    return url.for_driver(url.engine).password


def _not_asked(text: str) -> str:
    raise AssertionError("the operator was asked")


def test_the_url_comes_first_then_environment_then_keyring_then_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def ask(text: str) -> str:
        asked.append(text)
        return "from prompt"

    assert _password(resolve_password(URL, "source", prompt=ask)) == "from prompt"
    assert asked == [f"Password of the source {URL}: "]
    monkeypatch.setattr(keyring, "get_keyring", SafeKeyring)
    assert _password(resolve_password(URL, "source", prompt=_not_asked)) == "from keyring"
    monkeypatch.setenv("DBMIGRATE_SOURCE_PASSWORD", "from environment")
    assert _password(resolve_password(URL, "source", prompt=_not_asked)) == "from environment"
    assert _password(resolve_password(URL, "target", prompt=_not_asked)) == "from keyring"
    given = URL.with_password("from url")
    assert resolve_password(given, "source", prompt=_not_asked) is given


def test_without_any_password_the_url_stays_as_it_is() -> None:
    assert resolve_password(URL, "target", prompt=None) is URL
    assert resolve_password(URL, "target", prompt=lambda _: "") is URL


def test_sqlite_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBMIGRATE_TARGET_PASSWORD", "x")
    url = ConnectionUrl.parse("sqlite:///x.db")
    assert resolve_password(url, "target", prompt=_not_asked) is url


def test_a_password_of_the_certificate_is_not_that_of_the_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBMIGRATE_TARGET_PASSWORD", "login")
    url = resolve_password(ConnectionUrl.parse("postgresql://u@h/d?sslpassword=cert"), "target", prompt=None)
    assert url.reveal() == "postgresql://u:login@h/d?sslpassword=cert"


@pytest.mark.parametrize(
    ("backend", "found"),
    [
        (SafeKeyring(), True),
        (PlaintextKeyring(), False),
        (LockedKeyring(), False),
        (keyring.backends.fail.Keyring(), False),  # type: ignore[no-untyped-call]
        (Chain(PlaintextKeyring(), SafeKeyring()), True),
        (Chain(PlaintextKeyring()), False),
    ],
)
def test_only_a_safe_keyring_is_asked(monkeypatch: pytest.MonkeyPatch, backend: Any, found: bool) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    assert resolve_password(URL, "source", prompt=None).has_password is found


def test_an_installation_without_keyring_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert resolve_password(URL, "source", prompt=None) is URL


def test_the_account_names_the_place_only() -> None:
    assert keyring_account(URL.with_password("hunter2")) == "postgresql://user@host:5432/db"
    cures = password_cures(URL.with_password("hunter2"), "source")
    assert "keyring set dbmigrate 'postgresql://user@host:5432/db'" in cures
    assert "DBMIGRATE_SOURCE_PASSWORD" in cures
    assert "hunter2" not in cures


def test_a_wallets_password_comes_from_the_environment_and_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    url = ConnectionUrl.parse("oracle://mover:pw@db/pdb?wallet_location=/etc/wallet")
    monkeypatch.setenv("DBMIGRATE_TARGET_WALLET_PASSWORD", "tresor")
    found = resolve_password(url, "target", prompt=None)
    assert found.for_driver("oracle").query["wallet_password"] == "tresor"
    assert "tresor" not in f"{found} {found!r} {found.query}"
    assert resolve_password(url, "source", prompt=None).query == url.query


def test_a_wallet_without_its_password_opens_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBMIGRATE_TARGET_WALLET_PASSWORD", raising=False)
    url = ConnectionUrl.parse("oracle://mover:pw@db/pdb?wallet_location=/etc/wallet")
    assert resolve_password(url, "target", prompt=None) == url


def test_only_a_secret_is_added_as_one() -> None:
    with pytest.raises(ValueError, match="would be shown"):
        ConnectionUrl.parse("oracle://db/pdb").with_secret("config_dir", "/x")


@pytest.mark.skipif(sys.platform == "darwin", reason="its keychain is asked there")
def test_asking_the_keyring_starts_no_other_process() -> None:
    script = (
        "import subprocess\n"
        "def refuse(self, *args, **options): print('started', args, options)\n"
        "subprocess.Popen.__init__ = refuse\n"
        "from dbmigrate.config.passwords import password_in_keyring\n"
        "from dbmigrate.config.urls import ConnectionUrl\n"
        "password_in_keyring(ConnectionUrl.parse('postgresql://user@host/db'))\n"
        "from keyring.backend import get_all_keyring\n"
        "assert get_all_keyring()\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="others have keyrings of their own")
@pytest.mark.parametrize("bus", [None, "unix:path=/nowhere"])
def test_the_keyring_of_a_desktop_is_looked_for_where_there_may_be_one(bus: str | None) -> None:
    asked = (
        "import sys; from dbmigrate.config.passwords import password_in_keyring as ask\n"
        "from dbmigrate.config.urls import ConnectionUrl\n"
        "print(ask(ConnectionUrl.parse('postgresql://me@db.example/sales')), 'cryptography' in sys.modules)"
    )
    ours = ("DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    if bus is not None:
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus
    ended = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["None", str(bus is not None)]
