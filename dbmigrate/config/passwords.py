"""Where the password of a connection comes from: never from a file of ours."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, Literal, cast

from dbmigrate.config.urls import ConnectionUrl

KEYRING_SERVICE = "dbmigrate"
VARIABLES = {"source": "DBMIGRATE_SOURCE_PASSWORD", "target": "DBMIGRATE_TARGET_PASSWORD"}
WALLET_VARIABLES = {"source": "DBMIGRATE_SOURCE_WALLET_PASSWORD", "target": "DBMIGRATE_TARGET_WALLET_PASSWORD"}
_REFUSED_BACKENDS = ("keyrings.alt", "keyring.backends.fail", "keyring.backends.null")


def resolve_password(
    url: ConnectionUrl, side: Literal["source", "target"], *, prompt: Callable[[str], str] | None
) -> ConnectionUrl:
    """The URL with its password, taken from the first of: the URL itself, the environment, the
    keyring, the prompt.

    ``prompt`` is given only where the operator asked to be prompted; it gets the text to show.
    Without any password the URL stays as it is, for logins that need none.
    """
    url = _with_wallet_password(url, side)
    if url.engine == "sqlite" or url.has_password:
        return url
    password = os.environ.get(VARIABLES[side]) or password_in_keyring(url)
    if not password and prompt is not None:
        password = prompt(f"Password of the {side} {url}: ")
    return url.with_password(password) if password else url


def _with_wallet_password(url: ConnectionUrl, side: Literal["source", "target"]) -> ConnectionUrl:
    """The password that opens the wallet which the URL names: from the environment or the keyring.

    A wallet that opens by itself (``cwallet.sso``) needs none.
    """
    wallet = url.query.get("wallet_location")
    if wallet is None:
        return url
    password = os.environ.get(WALLET_VARIABLES[side]) or _kept(f"wallet:{wallet}")
    return url.with_secret("wallet_password", password) if password else url


def keyring_account(url: ConnectionUrl) -> str:
    """The account name under which the keyring holds the password: the URL without parameters."""
    return str(
        ConnectionUrl.create(url.engine, host=url.host, port=url.port, database=url.database, username=url.username)
    )


def password_cures(url: ConnectionUrl, side: Literal["source", "target"]) -> str:
    """The ways to give the password, as a sentence for error messages."""
    return (
        f"Set the environment variable {VARIABLES[side]}, or run: keyring set {KEYRING_SERVICE} "
        f"'{keyring_account(url)}', or give --ask-password"
    )


def password_in_keyring(url: ConnectionUrl) -> str | None:
    """The password kept by the system's keyring; None if it has none, or is no safe place."""
    return _kept(keyring_account(url))


def _kept(account: str) -> str | None:
    _pass_over_what_is_not_here()
    try:
        import keyring
        import keyring.errors
    except ImportError:
        return None
    try:
        for backend in _backends(keyring.get_keyring()):
            if password := backend.get_password(KEYRING_SERVICE, account):
                return str(password)
    except (keyring.errors.KeyringError, OSError, RuntimeError):
        # No backend, or a locked one (nobody at the desktop): the other ways remain.
        return None
    return None


def _pass_over_what_is_not_here() -> None:
    """keyring 25.7 loads every backend.  That of macOS has gcc and ld search for its libraries (six processes) before
    it finds out that it is elsewhere; that of the desktops loads cryptography (0.05 s, 10 MB) before it looks for the
    session bus, which it finds by this variable only (jeepney 0.9, ``find_session_bus``)."""
    name = "keyring.backends.macOS.api"
    if sys.platform != "darwin" and name not in sys.modules:
        sys.modules[name] = ModuleType(name)
    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        sys.modules.setdefault("secretstorage", cast(ModuleType, None))  # importing it fails


def _backends(backend: Any) -> list[Any]:
    """The safe ones among the backends behind a keyring; those of keyrings.alt may be plain files."""
    return [
        member
        for member in getattr(backend, "backends", None) or [backend]
        if not any(kind.__module__.startswith(_REFUSED_BACKENDS) for kind in type(member).__mro__)
    ]
