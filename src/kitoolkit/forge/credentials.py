"""The token that a forge knows its user by: from the environment, or from git's credential helper."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from urllib.parse import urlsplit

from kitoolkit.forge import git
from kitoolkit.forge.sayings import trouble
from kitoolkit.stores.credentials import hide_secret

FOR_ANY_HOST = "KITOOLKIT_TOKEN"
_TOKEN = re.compile(r"[\x21-\x7e]+")
_HIDDEN = "***"


class Secret:
    """A token. It is shown nowhere: not in a representation, and not where a server says it back.

    >>> Secret("abcdefgh")
    Secret(***)
    >>> Secret("abcdefgh").hide("token abcdefgh is wrong")
    'token *** is wrong'
    """

    __slots__ = ("_value",)

    def __init__(self, value: str, source: str = "token") -> None:
        value = value.strip()
        if not _TOKEN.fullmatch(value):
            raise trouble("no_such_token", source=source)
        self._value = value

    def __repr__(self) -> str:
        return f"Secret({_HIDDEN})"

    def reveal(self) -> str:
        """The token itself, for the header of a request and nothing else."""
        return self._value

    def hide(self, text: str) -> str:
        """A text without the token, also where it is written as in an address."""
        return hide_secret(text, self._value)


def find(host: str, path: str, variables: Iterable[str]) -> Secret | None:
    """The token for a host.

    Args:
        host: The address of the host, `https://github.com`.
        path: The repository, for credential helpers that tell them apart.
        variables: The variables of the environment that hold a token for this host, beside `KITOOLKIT_TOKEN`.

    Returns:
        The first that is there: a variable, then what git's credential helper knows without asking anybody.
    """
    for variable in (FOR_ANY_HOST, *variables):
        if value := os.environ.get(variable, ""):
            return Secret(value, variable)
    if not shutil.which("git"):
        return None
    parts = urlsplit(host)
    asked = f"protocol={parts.scheme}\nhost={parts.netloc}\npath={path}\n\n"
    answer = git.run("credential", "fill", text=asked, quiet=True)
    lines = (line.partition("=") for line in answer.out.splitlines()) if answer.ok else ()
    value = next((value for name, _, value in lines if name == "password" and value), "")
    return Secret(value, "git credential") if value else None
