"""Asking over the web, with patience: a real HTTP server on loopback, and time that does not pass."""

from __future__ import annotations

import http.server
import socket
import threading
import time
from collections.abc import Iterator
from email.utils import formatdate

import pytest

from kitoolkit.web import PATIENCE, Web, WebError

Reply = tuple[int, dict[str, str], bytes] | None
"""A status, headers and a body; None cuts the connection."""


class Server(http.server.ThreadingHTTPServer):
    """Gives its replies one after the other, the last one for ever, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: list[Reply] = [(200, {}, b"good")]
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(http.server.BaseHTTPRequestHandler):
    wbufsize = -1

    def any(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        server.asked.append((self.command, self.path, headers, body))
        reply = server.replies.pop(0) if len(server.replies) > 1 else server.replies[0]
        if reply is None:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        status, extra, content = reply
        self.send_response(status)
        for name, value in extra.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = do_PUT = any  # noqa: N815

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


class Patient:
    """A client that notes how long it would have waited."""

    def __init__(self, tries: int = 4) -> None:
        self.waits: list[float] = []
        self.web = Web(tries=tries, sleep=self.waits.append)

    def ask(self, server: Server, method: str = "GET", **more: object) -> int:
        with self.web as web:
            return web.ask(method, server.address + "/x", **more).status  # type: ignore[arg-type]


BUSY: Reply = (503, {}, b"")


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again_with_longer_and_longer_waits(server: Server, status: int):
    server.replies = [(status, {}, b"")] * 3 + [(200, {}, b"good")]
    patient = Patient()
    assert patient.ask(server) == 200
    assert patient.waits == [2.0, 4.0, 8.0]


def test_in_the_end_the_status_is_the_answer(server: Server):
    server.replies = [BUSY]
    patient = Patient(tries=3)
    assert patient.ask(server) == 503
    assert len(server.asked) == 3
    assert len(patient.waits) == 2


@pytest.mark.parametrize("status", [200, 304, 400, 401, 403, 404, 409, 422])
def test_other_answers_are_final(server: Server, status: int):
    server.replies = [(status, {}, b"")]
    patient = Patient()
    assert patient.ask(server) == status
    assert (len(server.asked), patient.waits) == (1, [])


@pytest.mark.parametrize(
    ("status", "headers", "waits"),
    [
        (429, {"Retry-After": "7"}, [7.0]),
        (503, {"Retry-After": "7"}, [7.0]),
        (403, {"Retry-After": "7"}, [7.0]),
        (429, {"RateLimit-Reset": "9"}, [9.0]),
        (429, {"Retry-After": "0"}, [2.0]),
        (429, {"Retry-After": "soon"}, [2.0]),
        (429, {"Retry-After": "٧"}, [2.0]),
        (429, {"Retry-After": formatdate(0, usegmt=True)}, [2.0]),
        (429, {"Retry-After": "61"}, None),
        (429, {"Retry-After": "9" * 400}, None),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "4000000000"}, None),
        (403, {"X-RateLimit-Remaining": "12", "X-RateLimit-Reset": "4000000000"}, None),
        (500, {"X-RateLimit-Remaining": "12", "X-RateLimit-Reset": "4000000000"}, [2.0]),
    ],
)
def test_what_the_server_asks_is_done_where_it_is_sensible(
    server: Server, status: int, headers: dict[str, str], waits: list[float] | None
):
    """A wait that is too long, or a refusal, is passed on at once."""
    encoded = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    server.replies = [(status, encoded, b""), (200, {}, b"good")]
    patient = Patient()
    assert patient.ask(server) == (status if waits is None else 200)
    assert patient.waits == (waits or [])


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (429, lambda: {"Retry-After": formatdate(time.time() + 20, usegmt=True)}),
        (403, lambda: {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 20)}),
        (429, lambda: {"RateLimit-Reset": str(int(time.time()) + 20)}),
    ],
)
def test_a_moment_is_waited_for(server: Server, status: int, headers):
    server.replies = [(status, headers(), b""), (200, {}, b"good")]
    patient = Patient()
    assert patient.ask(server) == 200
    [wait] = patient.waits
    assert 1 <= wait <= 20 < PATIENCE


def test_a_broken_connection_is_tried_again(server: Server):
    server.replies = [None, None, (200, {}, b"good")]
    patient = Patient()
    assert patient.ask(server) == 200
    assert patient.waits == [2.0, 4.0]


def test_a_server_that_keeps_breaking_off_is_an_error(server: Server):
    server.replies = [None]
    with pytest.raises(WebError, match=r"127\.0\.0\.1"):
        Patient(tries=2).ask(server)
    assert len(server.asked) == 2


@pytest.mark.parametrize("reply", [None, (500, {}, b""), (502, {}, b"")])
def test_what_is_not_safe_to_repeat_is_not_repeated(server: Server, reply: Reply):
    """It may have been done."""
    server.replies = [reply]
    patient = Patient()
    if reply is None:
        with pytest.raises(WebError):
            patient.ask(server, "POST", content=b"x")
    else:
        assert patient.ask(server, "POST", content=b"x") == reply[0]
    assert len(server.asked) == 1


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_what_was_not_done_is_repeated_with_its_body(server: Server, method: str):
    server.replies = [(429, {}, b""), BUSY, (201, {}, b"")]
    assert Patient().ask(server, method, content=b"body") == 201
    assert [(asked[0], asked[3]) for asked in server.asked] == [(method, b"body")] * 3


def test_the_caller_may_know_that_it_is_safe(server: Server):
    server.replies = [None, (500, {}, b""), (201, {}, b"")]
    assert Patient().ask(server, "POST", content=b"x", repeatable=True) == 201


def test_a_redirect_is_followed_or_not(server: Server):
    with Web() as web:
        server.replies = [(302, {"Location": "/y"}, b""), (200, {}, b"good")]
        answer = web.ask("GET", server.address + "/x")
        assert (answer.content, answer.url) == (b"good", server.address + "/y")
        assert answer.redirects == (server.address + "/x",)
        server.replies = [(302, {"Location": "/y"}, b"")]
        assert web.ask("POST", server.address + "/x", follow=False).status == 302


def test_what_authorises_stays_with_its_host(server: Server):
    other = Server()
    thread = threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.replies = [(302, {"Location": other.address}, b"")]
    with Web(headers={"Authorization": "Bearer secret"}) as web:
        assert web.ask("GET", server.address).content == b"good"
    other.shutdown()
    other.server_close()
    thread.join()
    assert "authorization" in server.asked[0][2]
    assert "authorization" not in other.asked[0][2]


@pytest.mark.parametrize("url", ["x", "ftp://x.test/", "http://", "http://[::1/"])
def test_what_is_no_address_is_an_error(url: str):
    with Web(tries=3, sleep=lambda wait: pytest.fail("it waited")) as web, pytest.raises(WebError):
        web.ask("GET", url)


def test_too_much_is_refused(server: Server):
    server.replies = [(200, {}, b"x" * 1001)]
    with Web(max_bytes=1000) as web, pytest.raises(WebError, match="more than 1000 bytes"):
        web.ask("GET", server.address)
