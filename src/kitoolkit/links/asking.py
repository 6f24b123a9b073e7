"""Asking one address whether it is still there: politely, and without going where nobody else could."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Literal, TypeAlias
from urllib.parse import urljoin, urlsplit

import msgspec

from kitoolkit.model import BASE_IRI, Text
from kitoolkit.web import PATIENCE, Answer, Guarded, Reach, Web, WebError, asked_to_wait

State: TypeAlias = Literal["ok", "moved", "broken", "unreachable", "refused", "unchecked"]
"""What became of an address.

`moved`: it redirects for good. `broken`: it is not there. `unreachable`: perhaps for a while. `refused`: we do not ask
there. `unchecked`: the server does not answer programs, or wants to be left alone for now.
"""

MOST_REDIRECTS = 10
LIMIT = 40.0
"""The longest that one request may take, in seconds."""
_PERMANENT, _REDIRECTS = {301, 308}, {301, 302, 303, 307, 308}
_BUSY = {429, 503}
_NOT_FOR_PROGRAMS = {401, 403, 407, 418, 429, 451, 999}

_WHY: dict[str, Text] = {
    "refused": {"nl": "geen openbaar webadres", "en": "no public web address"},
    "unknown-host": {"nl": "deze site bestaat niet", "en": "there is no such site"},
    "certificate": {"nl": "het certificaat klopt niet", "en": "the certificate is not right"},
    "time": {"nl": "geen antwoord op tijd", "en": "no answer in time"},
    "size": {"nl": "geen gewoon antwoord", "en": "no ordinary answer"},
    "connection": {"nl": "geen verbinding", "en": "no connection"},
    "redirects": {"nl": "te veel doorverwijzingen", "en": "too many redirects"},
    "resting": {"nl": "de site vraagt om te wachten", "en": "the site asks to wait"},
    "programs": {"nl": "de site weigert programma's", "en": "the site refuses programs"},
}
_STATE_BY_WHY: dict[str, State] = {"refused": "refused", "unknown-host": "broken", "certificate": "broken"}


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What asking gave.

    Attributes:
        state: What became of the address.
        status: The last HTTP status; 0 where there was no answer.
        moved_to: Where it redirects for good.
        why: The reason in words, where the status does not say it.
        wait: How many seconds the server wants to be left alone.
    """

    state: State
    status: int = 0
    moved_to: str = ""
    why: Text = {}
    wait: float = 0.0


class Manners(msgspec.Struct, frozen=True):
    """How patient we are.

    Attributes:
        pause: Seconds between two requests to one host.
        sleep: How to wait.
        now: A clock in seconds.
        limit: The longest that one request may take, in seconds.
    """

    pause: float = 1.0
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    limit: float = LIMIT


class _RestingError(Exception):
    def __init__(self, wait: float) -> None:
        self.wait = wait


class Asker:
    """Asks addresses, one at a time per host; may be shared by threads.

    Args:
        reach: Where it may go: by default only public addresses and ordinary ports.
        manners: How patient it is.
    """

    def __init__(self, reach: Reach | None = None, manners: Manners | None = None) -> None:
        self._reach, self._manners = reach or Reach(), manners or Manners()
        self._turns = _Turns(self._manners)
        self._headers = {"User-Agent": f"kitoolkit/{version('kitoolkit')} (link check; +{BASE_IRI})", "Accept": "*/*"}

    def leave_alone(self, host: str, seconds: float) -> None:
        """Ask this host nothing for a while."""
        self._turns.rest(host, seconds)

    def ask(self, url: str) -> Outcome:
        """Ask an address, and where it redirects to."""
        here, moved_to, for_good = url, "", True
        try:
            for _ in range(MOST_REDIRECTS + 1):
                answer = self._answer(here)
                target = answer.headers.get("location", "") if answer.status in _REDIRECTS else ""
                if not target:
                    return _outcome(answer, moved_to)
                here = _next(here, target)
                for_good = for_good and answer.status in _PERMANENT
                moved_to = here if for_good else moved_to
        except _RestingError as error:
            return Outcome(state="unchecked", why=_WHY["resting"], wait=error.wait)
        except WebError as error:
            return Outcome(state=_STATE_BY_WHY.get(error.why, "unreachable"), why=_WHY[error.why])
        return Outcome(state="broken", why=_WHY["redirects"])

    def _answer(self, url: str) -> Answer:
        """What the host says: to HEAD, and where it does not serve that, to GET."""
        host = _host(url)
        with self._turns.of(host):
            answer = self._head(url)
            if answer and (answer.status < 400 or answer.status == 999):
                return answer
            self._wait_as_asked(host, answer)
        with self._turns.of(host):
            answer = self._once("GET", url, tries=2)
            if answer.status in _BUSY and (wait := asked_to_wait(answer)):
                self._turns.rest(host, wait)
                raise _RestingError(wait)
            return answer

    def _head(self, url: str) -> Answer | None:
        """The answer to HEAD; None where the connection was cut, as some servers do."""
        try:
            return self._once("HEAD", url)
        except WebError as error:
            if error.why != "connection":
                raise
            return None

    def _wait_as_asked(self, host: str, answer: Answer | None) -> None:
        if answer is None or answer.status not in _BUSY:
            return
        wait = asked_to_wait(answer)
        if wait > PATIENCE:
            self._turns.rest(host, wait)
            raise _RestingError(wait)
        self._manners.sleep(max(wait, self._manners.pause))

    def _once(self, method: str, url: str, tries: int = 1) -> Answer:
        with Web(
            headers=self._headers,
            tries=tries,
            max_bytes=0,
            sleep=self._manners.sleep,
            transport=Guarded(self._reach),
            limit=self._manners.limit,
        ) as web:
            return web.ask(method, url, follow=False)


def _next(here: str, target: str) -> str:
    """Where a redirect leads; what a server writes may hold anything."""
    try:
        joined = urljoin(here, target).partition("#")[0]
    except ValueError as error:
        raise WebError(f"{here}: redirects to no address", "refused") from error
    return "".join(character for character in joined if character.isprintable())


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        return parts.hostname or "" if parts.scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def _outcome(answer: Answer, moved_to: str) -> Outcome:
    status = answer.status
    if status < 400:
        return Outcome(state="moved" if moved_to else "ok", status=status, moved_to=moved_to)
    if status in _NOT_FOR_PROGRAMS or "cf-mitigated" in answer.headers:
        return Outcome(state="unchecked", status=status, why=_WHY["programs"])
    return Outcome(state="unreachable" if status >= 500 else "broken", status=status, moved_to=moved_to)


class _Turns:
    """Who may ask a host now: one at a time, with a pause in between."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._free: dict[str, float] = {}
        self._resting: dict[str, float] = {}

    def rest(self, host: str, seconds: float) -> None:
        self._resting[host] = self._manners.now() + seconds

    @contextmanager
    def of(self, host: str) -> Iterator[None]:
        with self._lock:
            own = self._locks.setdefault(host, threading.Lock())
        with own:
            now = self._manners.now()
            if (rest := self._resting.get(host, now) - now) > 0:
                raise _RestingError(rest)
            if (wait := self._free.get(host, now) - now) > 0:
                self._manners.sleep(wait)
            try:
                yield
            finally:
                self._free[host] = self._manners.now() + self._manners.pause
