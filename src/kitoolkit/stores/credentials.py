"""User names and passwords for stores: from the environment or a netrc file, never from an address."""

from __future__ import annotations

import base64
import contextlib
import netrc
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from kitoolkit.addresses import is_this_machine

USER, PASSWORD, TOKEN = "KITOOLKIT_SPARQL_USER", "KITOOLKIT_SPARQL_PASSWORD", "KITOOLKIT_SPARQL_TOKEN"
_HIDDEN = "***"
_AUTHORISING = frozenset({"authorization", "cookie"})


def from_environment(url: str) -> dict[str, str]:
    """The header that authorises: by the environment, else by netrc.

    Raises:
        ValueError: Where the address holds a name or password, or is not encrypted while there is a header to send,
            or where the netrc file cannot be read.
    """
    if token := os.environ.get(TOKEN):
        return safe(url, {"Authorization": f"Bearer {token}"})
    if user := os.environ.get(USER):
        return safe(url, _basic(user, os.environ.get(PASSWORD, "")))
    return from_netrc(url)


def from_netrc(url: str) -> dict[str, str]:
    """The header that authorises at the host of an address, by `~/.netrc` or the file that `NETRC` names.

    Raises:
        ValueError: Where the address holds a name or password, or is not encrypted while there is a header to send,
            or where the netrc file cannot be read.
    """
    refuse_secrets(url)
    file = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    if not file.is_file():
        return {}
    try:
        found = netrc.netrc(str(file)).authenticators(urlsplit(url).hostname or "")
    except (netrc.NetrcParseError, OSError, UnicodeError) as error:
        reason = getattr(error, "msg", type(error).__name__)
        raise ValueError(f"{file} cannot be read for a password: {reason}") from None
    return safe(url, _basic(found[0], found[2] or "")) if found else {}


def safe(url: str, headers: Mapping[str, str]) -> dict[str, str]:
    """The same headers, where they may be sent to an address.

    What authorises goes over an encrypted connection, save to this machine itself.

    >>> safe("http://h.test/query", {"Authorization": "Bearer abcdefgh"})
    Traceback (most recent call last):
    ValueError: http://h.test/query: a name, password or token would travel unencrypted: use https

    Raises:
        ValueError: Where they may not, or where the address holds a name or password.
    """
    refuse_secrets(url)
    parts = urlsplit(url)
    authorises = any(name.lower() in _AUTHORISING for name in headers)
    if authorises and parts.scheme != "https" and not is_this_machine(parts.hostname or ""):
        raise ValueError(f"{url}: a name, password or token would travel unencrypted: use https")
    return dict(headers)


def hide(text: str, headers: Mapping[str, str]) -> str:
    """A text without what authorises in these headers: a server may say it back.

    >>> hide("token abcdefgh is wrong", {"Authorization": "Bearer abcdefgh"})
    'token *** is wrong'
    """
    for name, value in headers.items():
        if name.lower() in _AUTHORISING:
            for secret in _secrets(value):
                text = hide_secret(text, secret)
    return text


def hide_secret(text: str, secret: str) -> str:
    """A text without a secret, also where it is written as in an address."""
    for written in (secret, quote(secret), quote(secret, safe="")):
        text = text.replace(written, _HIDDEN)
    return text


def _secrets(value: str) -> list[str]:
    """What must not be told of a header that authorises, the longest first."""
    scheme, _, written = value.partition(" ")
    found = [value, written]
    if scheme.lower() == "basic":
        with contextlib.suppress(ValueError):
            both = base64.b64decode(written).decode()
            found += [both, both.partition(":")[2]]
    return sorted(filter(None, found), key=len, reverse=True)


def refuse_secrets(url: str) -> None:
    """Refuse an address with a name or password in it: addresses are printed and kept.

    Raises:
        ValueError: Where it holds one, or is no web address.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{url.partition('@')[2] or url!r} is no web address: it starts with http:// or https://")
    if "@" in parts.netloc:
        raise ValueError(
            f"the address of {parts.hostname} holds a name or password: "
            f"put it in ~/.netrc, or in {USER} and {PASSWORD} for `kitoolkit publish`"
        )


def _basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")}
