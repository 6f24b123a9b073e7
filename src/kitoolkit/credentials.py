"""User names and passwords for stores: from the environment or a netrc file, never from an address."""

from __future__ import annotations

import base64
import netrc
import os
from pathlib import Path
from urllib.parse import urlsplit

USER, PASSWORD, TOKEN = "KITOOLKIT_SPARQL_USER", "KITOOLKIT_SPARQL_PASSWORD", "KITOOLKIT_SPARQL_TOKEN"


def from_environment(url: str) -> dict[str, str]:
    """The header that authorises: by the environment, else by netrc.

    Raises:
        ValueError: Where the address holds a name or password, or the netrc file cannot be read.
    """
    if token := os.environ.get(TOKEN):
        refuse_secrets(url)
        return {"Authorization": f"Bearer {token}"}
    if user := os.environ.get(USER):
        refuse_secrets(url)
        return _basic(user, os.environ.get(PASSWORD, ""))
    return from_netrc(url)


def from_netrc(url: str) -> dict[str, str]:
    """The header that authorises at the host of an address, by `~/.netrc` or the file that `NETRC` names.

    Raises:
        ValueError: Where the address holds a name or password, or the netrc file cannot be read.
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
    return _basic(found[0], found[2] or "") if found else {}


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
