"""Opening a published portal, with a real HTTP server on loopback."""

from __future__ import annotations

import http.server
import json
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kitoolkit import Catalogue, PortalError, snapshot

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
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
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
    with pytest.warns(UserWarning, match=r"using the copy of \d{4}-\d\d-\d\d \d\d:\d\d UTC, 0 hours old"):
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
    with pytest.raises(PortalError, match=r"its format is 2.*: install a newer kitoolkit"):
        Catalogue.open(portal.address)


def test_the_warning_says_how_old_the_copy_is(portal: Portal, tmp_path: Path) -> None:
    Catalogue.open(portal.address)
    [note] = (tmp_path / "cache").glob("portal-*.note")
    earlier = datetime.now(UTC) - timedelta(days=12, hours=3)
    note.write_text(json.dumps(json.loads(note.read_text()) | {"fetched": earlier.strftime("%Y-%m-%d %H:%M UTC")}))
    portal.content = b"gone"
    portal.etag = '"two"'
    with pytest.warns(UserWarning, match="12 days old") as told:
        Catalogue.open(portal.address)
    assert told[0].filename == __file__  # the line of whoever opened it, not one of ours


def test_a_newer_snapshot_is_an_error_although_a_copy_is_kept(portal: Portal) -> None:
    """Else everybody would work with an old copy for ever."""
    Catalogue.open(portal.address)
    portal.etag = '"two"'
    portal.content = portal.content.replace(b'"format":1', b'"format":2', 1)
    with pytest.raises(PortalError, match="install a newer kitoolkit"):
        Catalogue.open(portal.address)


@pytest.mark.parametrize(
    ("old", "new"), [(b'"cost":"free"', b'"cost":"gift"'), (b'"cost":', b'"colour":"red","cost":')]
)
def test_a_field_or_choice_of_a_newer_library_says_so(portal: Portal, old: bytes, new: bytes) -> None:
    changed = portal.content.replace(old, new, 1)
    assert changed != portal.content
    portal.content = changed.replace(snapshot.read(changed).digest.encode(), snapshot.digest(changed).encode())
    with pytest.raises(PortalError, match=r"made by a newer kitoolkit .*: install a newer kitoolkit"):
        Catalogue.open(portal.address)


def changed(content: bytes, old: str, new: str) -> bytes:
    """A snapshot with other content, and the name that goes with it."""
    other = content.replace(old.encode(), new.encode())
    assert other != content
    return other.replace(snapshot.read(content).digest.encode(), snapshot.digest(other).encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"id":"tool/explain-it"', '"id":"tool/../../../../../escaped"'),
        ('"id":"tool/explain-it"', '"id":"tool/explain-it\\n"'),
        ('"id":"tool/explain-it"', '"id":"lesson/explain-it"'),
        ('"id":"tool/explain-it"', '"id":"tool/"'),
        ('"id":"requirement/transparency"', '"id":"requirement/../../escaped"'),
        ('"id":"requirement/transparency"', '"id":"escaped"'),
        ('"id":"requirement"', '"id":"../requirement"'),
    ],
)
def test_an_id_that_leads_elsewhere_is_refused(portal: Portal, tmp_path: Path, old: str, new: str) -> None:
    """Pages and files are named after ids."""
    portal.content = changed(portal.content, old, new)
    with pytest.raises(PortalError, match=r"this is no snapshot of a catalogue: .* is no id"):
        Catalogue.open(portal.address)
    file = tmp_path / "snapshot.json"
    file.write_bytes(portal.content)
    with pytest.raises(ValueError, match="is no id"):
        Catalogue.open(file)
    with pytest.raises(ValueError, match="is no id"):
        Catalogue(portal.content)


def test_a_private_id_that_leads_elsewhere_is_refused(portal: Portal) -> None:
    toy = Catalogue.open(TOY)
    content = snapshot.make([], toy.vocabulary, toy.tools)
    portal.content = changed(content, '"id":"tool/explain-it"', '"id":"tool/../escaped"')
    with pytest.raises(PortalError, match=r"'tool/\.\./escaped' is no id"):
        Catalogue.open(portal.address)


@pytest.mark.parametrize("field", ["homepage", "url", "see_also"])
def test_an_address_that_is_none_of_the_web_is_refused(portal: Portal, field: str) -> None:
    """A page makes it a link, and a link may be a script."""
    old = {"homepage": '"homepage":"https:', "url": '"url":"https:', "see_also": '"see_also":["https:'}[field]
    portal.content = changed(portal.content, old, old.replace("https:", "javascript:alert(1)//"))
    with pytest.raises(PortalError, match=r"this is no snapshot of a catalogue: .*javascript:.* is no web address"):
        Catalogue.open(portal.address)


def test_a_copy_that_was_damaged_is_fetched_again(portal: Portal, tmp_path: Path) -> None:
    Catalogue.open(portal.address)
    [copy] = (tmp_path / "cache").glob("portal-*.json")
    copy.write_bytes(copy.read_bytes().replace(b"explain-it", b"explain-us", 1))
    assert Catalogue.open(portal.address).digest == Catalogue.open(TOY).digest
    assert portal.statuses == [200, 200]
    assert snapshot.checked(copy.read_bytes())


def test_what_is_no_snapshot_is_told(portal: Portal) -> None:
    portal.content = b"<h1>Welcome</h1>"
    with pytest.raises(PortalError, match="this is no snapshot of a catalogue"):
        Catalogue.open(portal.address)


def test_the_copy_of_a_portal_with_private_entries_is_for_its_owner_only(portal: Portal, tmp_path: Path) -> None:
    toy = Catalogue.open(TOY)
    portal.content = snapshot.make(toy.lessons, toy.vocabulary, toy.tools)
    assert Catalogue.open(portal.address).private == set(toy.tools.ids)
    [copy] = (tmp_path / "cache").glob("portal-*.json")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
