"""Asking over the web: time limits, size limits and patience. The only module that knows httpx."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from types import TracebackType
from typing import Literal, Self, TypeAlias

import httpx
import msgspec

from kitoolkit import addresses

MAX_BYTES = 200_000_000
PATIENCE = 60.0
"""The longest to wait before one more try, in seconds."""
LONGEST_WAIT = 30 * 24 * 3600.0
"""The longest wait that a server is believed to ask for, in seconds: some ask for more than a calendar holds."""
TIMEOUT = 20.0
"""The longest to wait for a piece of an answer, in seconds."""
_CONNECT_TIMEOUT = 10.0
_WORTH_ANOTHER_TRY = {429, 500, 502, 503, 504}

Why: TypeAlias = Literal["refused", "unknown-host", "certificate", "time", "size", "connection"]


class WebError(OSError):
    """No answer could be had; says from where and why, never with which headers.

    Attributes:
        why: `refused` where we did not ask: the address is not public, or no web address. Else what went wrong.
    """

    def __init__(self, message: str, why: Why = "connection") -> None:
        super().__init__(message)
        self.why: Why = why


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


class Reach(msgspec.Struct, frozen=True):
    """Where a client that asks for the addresses of others may go.

    Attributes:
        resolve: From a host name to addresses.
        admits: Whether an address may be connected to.
        ports: The ports that may be connected to.
    """

    resolve: addresses.Resolve = addresses.resolve
    admits: addresses.Admits = addresses.is_public
    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})


class Guarded(httpx.BaseTransport):
    """Connects to nothing but what a `Reach` holds.

    A name is resolved once, all its addresses are judged, and one of those is connected to: a second, other answer of
    the resolver changes nothing. Certificates are checked against the name. No connection is kept, since two names at
    one address would share it.

    Args:
        reach: Where it may go.
    """

    def __init__(self, reach: Reach) -> None:
        limits = httpx.Limits(max_keepalive_connections=0)
        self._reach, self._inner = reach, httpx.HTTPTransport(verify=_certificates(), limits=limits)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask the first of the host's addresses that can be connected to."""
        found = self._addresses_of(request.url)
        for address in found[:-1]:
            try:
                return self._inner.handle_request(_aimed(request, address))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return self._inner.handle_request(_aimed(request, found[-1]))

    def close(self) -> None:
        """Close every connection."""
        self._inner.close()

    def _addresses_of(self, url: httpx.URL) -> Sequence[str]:
        port = url.port or {"http": 80, "https": 443}.get(url.scheme, 0)
        if port not in self._reach.ports or url.userinfo:
            raise WebError(f"{_bare(url)}: no ordinary web address", "refused")
        try:
            found = self._reach.resolve(url.raw_host.decode("ascii").strip("[]"), port)
        except (OSError, UnicodeError) as error:
            for_now = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
            why: Why = "connection" if for_now else "unknown-host"
            raise WebError(f"{_bare(url)}: the host is not known", why) from error
        if not found or not all(self._reach.admits(address) for address in found):
            raise WebError(f"{_bare(url)}: the address is not public", "refused")
        return found


def _aimed(request: httpx.Request, address: str) -> httpx.Request:
    """The request at an address instead of a name; its `Host` header still says the name."""
    host = request.url.raw_host.decode("ascii").strip("[]")
    named = {} if _is_address(host) else {"sni_hostname": host}
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions=request.extensions | named,
    )


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _bare(url: httpx.URL) -> str:
    """An address without what may be secret in it."""
    return f"{url.scheme}://{url.host}"


@cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context()


class Web:
    """A client that keeps its connections; use it in a `with` statement.

    Args:
        headers: Sent with every request; left out after a redirect to another host where they authorise.
        tries: How often to ask when the server is busy (429, 5xx) or the connection breaks off.
        max_bytes: The largest body to accept; 0 where none is to be read.
        sleep: How to wait; a test gives its own.
        transport: How to connect; the default of httpx where it is None.
        timeout: The longest to wait for a piece of an answer, in seconds.
        limit: The longest that one try may take in all, in seconds; a client whose time was up is of no use after.
    """

    def __init__(
        self,
        *,
        headers: Mapping[str, str] | None = None,
        tries: int = 1,
        max_bytes: int = MAX_BYTES,
        sleep: Callable[[float], None] = time.sleep,
        transport: httpx.BaseTransport | None = None,
        timeout: float = TIMEOUT,
        limit: float | None = None,
    ) -> None:
        patience = httpx.Timeout(timeout, connect=min(timeout, _CONNECT_TIMEOUT))
        self._client = httpx.Client(timeout=patience, headers=headers, transport=transport, verify=_certificates())
        self._tries, self._max_bytes, self._sleep, self._limit = tries, max_bytes, sleep, limit

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
        repeatable: bool | None = None,
    ) -> Answer:
        """Ask, and ask again where that may help.

        A request that is not safe to repeat is repeated only when the server said that it did nothing (429, 503),
        never after a broken connection.

        Args:
            method: The HTTP method.
            url: The address.
            headers: Sent with this request, beside those of the client.
            content: The body.
            follow: Whether to follow redirects. Another method than GET would become a GET by it.
            repeatable: Whether asking twice does the same as asking once; by the method where it is None.

        Raises:
            WebError: Where no answer came, or one that is too large. A status of 4xx or 5xx is an answer.
        """
        if repeatable is None:
            repeatable = method in {"GET", "HEAD", "PUT", "DELETE"}
        for attempt in range(1, self._tries + 1):
            last = attempt == self._tries
            try:
                answer = self._once(method, url, headers, content, follow)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                why = _why(error)
                if last or not repeatable or why in {"refused", "certificate"}:
                    raise WebError(f"{url}: {error or type(error).__name__}", why) from error
                wait = 2.0**attempt
            else:
                again = answer.status in (_WORTH_ANOTHER_TRY if repeatable else {429, 503}) or _limited(answer)
                wait = asked_to_wait(answer) or 2.0**attempt
                if last or not again or wait > PATIENCE:
                    return answer
            self._sleep(wait)
        raise AssertionError("unreachable")

    def _once(
        self, method: str, url: str, headers: Mapping[str, str] | None, content: bytes | None, follow: bool
    ) -> Answer:
        with (
            self._in_time(url),
            self._client.stream(method, url, headers=headers, content=content, follow_redirects=follow) as response,
        ):
            read = bytearray()
            for chunk in response.iter_bytes() if self._max_bytes else ():
                read += chunk
                if len(read) > self._max_bytes:
                    raise WebError(f"{url}: more than {self._max_bytes} bytes", "size")
            return Answer(
                url=str(response.url),
                status=response.status_code,
                headers={name.lower(): value for name, value in response.headers.items()},
                content=bytes(read),
                redirects=tuple(str(earlier.url) for earlier in response.history),
            )

    @contextmanager
    def _in_time(self, url: str) -> Iterator[None]:
        """Cut the connection when the time is up: a server may send a byte now and then for ever."""
        if self._limit is None:
            yield
            return
        timer = threading.Timer(self._limit, self._client.close)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (httpx.HTTPError, RuntimeError) as error:
            if self._client.is_closed:
                raise WebError(f"{url}: no whole answer within {self._limit:g} seconds", "time") from error
            raise
        finally:
            timer.cancel()


def _why(error: Exception) -> Why:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "certificate"
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, (httpx.UnsupportedProtocol, httpx.InvalidURL)):
        return "refused"
    return "time" if isinstance(error, httpx.TimeoutException) else "connection"


def _limited(answer: Answer) -> bool:
    """GitHub answers 403 instead of 429 when too much was asked."""
    return answer.status == 403 and (
        "retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining") == "0"
    )


def asked_to_wait(answer: Answer) -> float:
    """How many seconds the server asks to wait, by `Retry-After` or the headers of its rate limit; 0 where it does not.

    RFC 9110, section 10.2.3: a number of seconds or a date. More than a month is taken for a month.
    """
    return min(_asked_to_wait(answer), LONGEST_WAIT)


def _asked_to_wait(answer: Answer) -> float:
    after = answer.headers.get("retry-after", "")
    if after.isdecimal() and after.isascii():
        return float(after)
    if until := _date(after):
        return max(0.0, (until - datetime.now(UTC)).total_seconds())
    reset = answer.headers.get("x-ratelimit-reset") or answer.headers.get("ratelimit-reset") or ""
    if (_limited(answer) or answer.status == 429) and reset.isdecimal() and reset.isascii():
        return max(1.0, float(reset) - time.time() if float(reset) > 1e9 else float(reset))
    return 0.0


def _date(written: str) -> datetime | None:
    """A date as HTTP writes it."""
    try:
        read = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
