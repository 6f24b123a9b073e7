"""Asking over the web: time limits, size limits and patience. The only module that knows httpx."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

import httpx
import msgspec

MAX_BYTES = 200_000_000
PATIENCE = 60.0
"""The longest to wait before one more try, in seconds."""
_TIMEOUT = httpx.Timeout(20.0, connect=10.0)
_WORTH_ANOTHER_TRY = {429, 500, 502, 503, 504}


class WebError(OSError):
    """No answer could be had; says from where and why, never with which headers."""


class Answer(msgspec.Struct, frozen=True):
    """What a server answered.

    Attributes:
        url: The address after redirects.
        status: The HTTP status.
        headers: Names in lower case.
        content: The body, decompressed.
        redirects: The addresses that led here, first to last.
    """

    url: str
    status: int
    headers: dict[str, str]
    content: bytes
    redirects: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the server did what was asked."""
        return 200 <= self.status < 300


class Web:
    """A client that keeps its connections; use it in a `with` statement.

    Args:
        headers: Sent with every request; left out after a redirect to another host where they authorise.
        tries: How often to ask when the server is busy (429, 5xx) or the connection breaks off.
        max_bytes: The largest body to accept.
        sleep: How to wait; a test gives its own.
        transport: How to connect; the default of httpx where it is None.
    """

    def __init__(
        self,
        *,
        headers: Mapping[str, str] | None = None,
        tries: int = 1,
        max_bytes: int = MAX_BYTES,
        sleep: Callable[[float], None] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._client = httpx.Client(timeout=_TIMEOUT, headers=headers, transport=transport)
        self._tries, self._max_bytes, self._sleep = tries, max_bytes, sleep

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        follow: bool = True,
    ) -> Answer:
        """Ask, and ask again where that may help.

        A request that is not safe to repeat (POST) is repeated only when the server said that it did nothing (429,
        503), never after a broken connection.

        Raises:
            WebError: Where no answer came, or one that is too large. A status of 4xx or 5xx is an answer.
        """
        repeatable = method in {"GET", "HEAD", "PUT", "DELETE"}
        for attempt in range(1, self._tries + 1):
            last = attempt == self._tries
            try:
                answer = self._once(method, url, headers, content, follow)
            except httpx.HTTPError as error:
                if last or not repeatable:
                    raise WebError(f"{url}: {error or type(error).__name__}") from error
                wait = 2.0**attempt
            else:
                again = answer.status in (_WORTH_ANOTHER_TRY if repeatable else {429, 503}) or _limited(answer)
                wait = _asked_to_wait(answer) or 2.0**attempt
                if last or not again or wait > PATIENCE:
                    return answer
            self._sleep(wait)
        raise AssertionError("unreachable")

    def _once(
        self, method: str, url: str, headers: Mapping[str, str] | None, content: bytes | None, follow: bool
    ) -> Answer:
        with self._client.stream(method, url, headers=headers, content=content, follow_redirects=follow) as response:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > self._max_bytes:
                    raise WebError(f"{url}: more than {self._max_bytes} bytes")
            return Answer(
                url=str(response.url),
                status=response.status_code,
                headers={name.lower(): value for name, value in response.headers.items()},
                content=bytes(body),
                redirects=tuple(str(earlier.url) for earlier in response.history),
            )


def _limited(answer: Answer) -> bool:
    """GitHub answers 403 instead of 429 when too much was asked."""
    return answer.status == 403 and (
        "retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining") == "0"
    )


def _asked_to_wait(answer: Answer) -> float:
    """How many seconds the server asks to wait, by `Retry-After` or the headers of its rate limit; 0 where it does not.

    RFC 9110, section 10.2.3; a date there is read as no wish.
    """
    after = answer.headers.get("retry-after", "")
    if after.isdigit():
        return float(after)
    reset = answer.headers.get("x-ratelimit-reset") or answer.headers.get("ratelimit-reset") or ""
    if (_limited(answer) or answer.status == 429) and reset.isdigit():
        return max(1.0, float(reset) - time.time() if float(reset) > 1e9 else float(reset))
    return 0.0
