"""Asking a forge over its interface, with the user's token."""

from __future__ import annotations

import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode, urlsplit

import msgspec

from kitoolkit.addresses import is_this_machine
from kitoolkit.forge import credentials
from kitoolkit.forge.common import ForgeError, Submittable, Submitted
from kitoolkit.forge.flow import Refused, Sending, Steps
from kitoolkit.forge.git import printable
from kitoolkit.forge.proposing import propose
from kitoolkit.forge.sayings import trouble

if TYPE_CHECKING:
    from kitoolkit.check import Report
    from kitoolkit.vocabulary import Vocabulary
    from kitoolkit.web import Answer, Web

TRIES = 4
LONGEST_ANSWER = 120.0
"""The longest that one answer may take in all, in seconds: a server may send a byte now and then for ever."""
_MAX_BYTES = 20_000_000
_SAID = 400
"""How much of what a server says is shown."""
_NOT_FOUND = 404
_NAME = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+")
_LATEST = 4e9
"""A moment far ahead, as computers count; a server may ask for a wait that no calendar holds."""


class Api:
    """The interface of one forge. What comes back never holds the token, whatever the server says.

    Args:
        web: How to ask.
        base: Where the interface begins.
        secret: The token.
        scheme: What stands before the token in the header.
        headers: What else goes with each request.
        rights: The rights that a token needs, for messages.
    """

    def __init__(
        self, web: Web, base: str, secret: credentials.Secret, *, scheme: str, headers: Mapping[str, str], rights: str
    ) -> None:
        self._web, self._base, self._secret, self._rights = web, base.rstrip("/"), secret, rights
        self._headers = {**headers, "User-Agent": "kitoolkit", "Authorization": f"{scheme} {secret.reveal()}"}
        self.host = urlsplit(base).netloc

    def __repr__(self) -> str:
        return f"<Api: {self._base}>"

    def get(self, path: str, /, **query: object) -> Any:  # noqa: ANN401
        """What is at a path.

        Raises:
            Refused: Where the forge does not give it.
            ForgeError: Where no answer came.
        """
        where = f"{path}?{urlencode(query)}" if query else path
        value = self._read(self._ask("GET", where))
        if value is None:
            raise trouble("no_json", host=self.host)
        return value

    def find(self, path: str, /, **query: object) -> Any | None:  # noqa: ANN401
        """What is at a path; None where there is nothing."""
        try:
            return self.get(path, **query)
        except Refused as refused:
            if refused.status == _NOT_FOUND:
                return None
            raise

    def send(self, method: str, path: str, body: Mapping[str, object], *, repeatable: bool = False) -> Any:  # noqa: ANN401
        """Send something.

        Args:
            method: `POST`, `PUT` or `PATCH`.
            path: Where to.
            body: What, as JSON.
            repeatable: Whether sending it twice does the same as sending it once.
        """
        return self._read(self._ask(method, path, msgspec.json.encode(body), repeatable))

    def _ask(self, method: str, path: str, content: bytes | None = None, repeatable: bool | None = None) -> Answer:
        from kitoolkit.web import WebError

        headers = self._headers | ({"Content-Type": "application/json"} if content else {})
        try:
            return self._web.ask(
                method,
                self._base + path,
                headers=headers,
                content=content,
                follow=method == "GET",
                repeatable=repeatable,
            )
        except WebError as error:
            why = printable(self._secret.hide(str(error)))[:_SAID]
            raise trouble("no_answer", host=self.host, said=why) from None

    def _read(self, answer: Answer) -> Any:  # noqa: ANN401
        try:
            value = self._safe(msgspec.json.decode(answer.content)) if answer.content else None
        except (msgspec.DecodeError, RecursionError):
            value = None
        if not answer.ok:
            raise self._refused(answer, _said(value)[:_SAID])
        if value is None and answer.content:
            raise trouble("no_json", host=self.host)
        return value

    def _safe(self, value: Any) -> Any:  # noqa: ANN401
        """What came back, without the token and without what could steer a terminal."""
        if isinstance(value, str):
            return printable(self._secret.hide(value))
        if isinstance(value, list):
            return [self._safe(item) for item in value]
        if isinstance(value, dict):
            return {self._secret.hide(name): self._safe(item) for name, item in value.items()}
        return value

    def _refused(self, answer: Answer, said: str) -> Refused:
        """What an unwelcome status means. Too many requests is always 429, also where the forge says 403."""
        from kitoolkit.web import asked_to_wait

        status, wait = answer.status, asked_to_wait(answer)
        if status == 429 or (status == 403 and wait):
            return Refused(429, _busy(self.host, wait))
        names = {401: "wrong_token", 403: "no_rights"}
        name = names.get(status, "out_of_order" if status >= 500 else "refused")
        told = f": {said}" if said else ""
        return Refused(status, trouble(name, host=self.host, status=status, said=told, rights=self._rights))


class ApiForge(ABC):
    """A repository on a forge.

    Attributes:
        repository: Its name there: `owner/name`.
        host: The address of the forge.
        api: Where its interface begins.
    """

    variables: ClassVar[tuple[str, ...]]
    rights: ClassVar[str]
    scheme: ClassVar[str] = "Bearer"
    headers: ClassVar[dict[str, str]] = {"Accept": "application/json"}

    def __init__(
        self,
        host: str,
        repository: str,
        *,
        api: str,
        token: str | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.host, self.repository, self.api, self._sleep = host.rstrip("/"), repository, api, sleep
        self._secret = credentials.Secret(token) if token is not None else None
        for address in (self.host, api):
            _need_safe(address)
        if not _NAME.fullmatch(repository) or not {".", ".."}.isdisjoint(repository.split("/")):
            raise trouble("no_name", name=repository)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.address!r})"

    @property
    def address(self) -> str:
        """The address of the repository, for people."""
        return f"{self.host}/{self.repository}"

    def submit(
        self,
        entries: Sequence[Submittable],
        report: Report | None = None,
        *,
        vocabulary: Vocabulary | None = None,
        overwrite: bool = False,
    ) -> Submitted:
        """Send entries in: a pull request is opened, or the one that is open is brought up to date.

        Args:
            entries: The entries; drafts, for example.
            report: What the check found, for the description.
            vocabulary: The concepts that the entries name; the package's own where it is None.
            overwrite: Go on where somebody else changed the same file in the same pull request.

        Raises:
            CatalogueError: Where one of the entries has errors; nothing is sent.
            ForgeError: Where sending fails. It says what exists by then and how to go on.
        """
        from kitoolkit.web import Web

        proposal = propose(entries, report, vocabulary)
        secret = self._secret or self._find_secret()
        with Web(tries=TRIES, max_bytes=_MAX_BYTES, sleep=self._sleep, limit=LONGEST_ANSWER) as web:
            api = Api(web, self.api, secret, scheme=self.scheme, headers=self.headers, rights=self.rights)
            sending = Sending(self._steps(api), proposal, host=api.host, overwrite=overwrite, sleep=self._sleep)
            return sending.run()

    @abstractmethod
    def _steps(self, api: Api) -> Steps:
        """What this forge can do."""

    def own_variables(self) -> Iterable[str]:
        """The variables whose token may go to this host."""
        return self.variables

    def _find_secret(self) -> credentials.Secret:
        found = credentials.find(self.host, self.repository, self.own_variables())
        if found is None:
            names = ", ".join((credentials.FOR_ANY_HOST, *self.own_variables()))
            raise trouble("no_token", host=self.host, names=names, rights=self.rights)
        return found


def _said(value: object) -> str:
    """What a forge says went wrong: GitHub and Forgejo in `message` and `errors`, GitLab in `message` or `error`."""
    if not isinstance(value, dict):
        return ""
    parts = [value.get(name) for name in ("message", "error", "error_description", "errors")]
    return "; ".join(dict.fromkeys(text for part in parts for text in _texts(part)))


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [" ".join(value.split())] if value.strip() else []
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    if isinstance(value, dict):
        own = value.get("message")
        if isinstance(own, str):
            return _texts(own)
        return [f"{name}: {text}" for name, item in value.items() for text in _texts(item)]
    return []


def _busy(host: str, wait: float) -> ForgeError:
    """The limit of requests is reached, and the wait is longer than is sensible to sit out."""
    if not wait:
        return trouble("busy", host=host)
    until = datetime.fromtimestamp(min(time.time() + wait, _LATEST), UTC).strftime("%Y-%m-%d %H:%M UTC")
    return trouble("busy_until", host=host, until=until)


def _need_safe(address: str) -> None:
    """A token goes over an encrypted connection, save to this machine itself."""
    parts = urlsplit(address)
    if parts.username or parts.password:
        raise trouble("user_in_address")
    if not parts.hostname or parts.scheme not in {"https", "http"}:
        raise trouble("no_forge")
    if parts.scheme == "http" and not is_this_machine(parts.hostname):
        raise trouble("not_encrypted", host=parts.hostname)
