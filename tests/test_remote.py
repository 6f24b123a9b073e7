"""Opening a published portal, with a real HTTP server on loopback."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest

from kitoolkit import Catalogue, PortalError

from .conftest import TOY


class Portal(http.server.ThreadingHTTPServer):
    """Answers with `content` under an ETag, and remembers what it was asked."""

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content, self.etag, self.statuses = content, '"one"', list[int]()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        portal = self.server
        assert isinstance(portal, Portal)
        known = self.headers.get("If-None-Match") == portal.etag
        status = 404 if self.path != "/api/v1/snapshot.json" else 304 if known else 200
        portal.statuses.append(status)
        self.send_response(status)
        self.send_header("ETag", portal.etag)
        self.send_header("Content-Length", str(len(portal.content) if status == 200 else 0))
        self.end_headers()
        if status == 200:
            self.wfile.write(portal.content)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def portal(tmp_path, monkeypatch) -> Iterator[Portal]:
    monkeypatch.setenv("KITOOLKIT_CACHE", str(tmp_path / "cache"))
    server = Portal(Catalogue.open(TOY).snapshot)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_portal_gives_the_same_catalogue(portal: Portal) -> None:
    assert dict(Catalogue.open(portal.address)) == dict(Catalogue.open(TOY))


def test_the_second_time_the_copy_on_disk_is_used(portal: Portal) -> None:
    Catalogue.open(portal.address)
    assert len(Catalogue.open(portal.address)) == len(Catalogue.open(TOY))
    assert portal.statuses == [200, 304]


def test_an_unreachable_portal_warns_and_gives_the_copy(portal: Portal) -> None:
    Catalogue.open(portal.address)
    portal.shutdown()
    portal.server_close()
    with pytest.warns(UserWarning, match=r"using the copy of \d{4}-\d\d-\d\d"):
        found = Catalogue.open(portal.address)
    assert found.digest == Catalogue.open(TOY).digest


def test_an_unreachable_portal_without_a_copy_is_an_error(portal: Portal) -> None:
    with pytest.raises(PortalError, match="404"):
        Catalogue.open(portal.address + "elsewhere/")


def test_a_changed_catalogue_is_refused(portal: Portal) -> None:
    portal.content = portal.content.replace(b"explain-it", b"explain-us", 1)
    with pytest.raises(PortalError, match="did not arrive whole"):
        Catalogue.open(portal.address)


def test_a_snapshot_of_a_newer_library_says_so(portal: Portal) -> None:
    portal.content = portal.content.replace(b'"format":1', b'"format":2', 1)
    with pytest.raises(PortalError, match="upgrade kitoolkit"):
        Catalogue.open(portal.address)
