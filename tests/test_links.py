"""Checking addresses, with real HTTP servers on loopback, which by default are refused."""

from __future__ import annotations

import http.server
import ipaddress
import json
import shutil
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from kitoolkit.addresses import is_public
from kitoolkit.cli import main
from kitoolkit.links import check, host_of, links_in
from kitoolkit.links.asking import Asker, Manners, Outcome
from kitoolkit.links.memory import Memory
from kitoolkit.web import Guarded, Reach, Web, WebError

from .conftest import Checkout

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
NAMES = {"one.test": ["127.0.0.1"], "two.test": ["127.0.0.1"]}
Answer = tuple[int, dict[str, str]]


class Site(http.server.ThreadingHTTPServer):
    """Answers as told, per method and path, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Answer | Callable[[_Handler], None]] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.at_once, self.most_at_once = 0, 0
        self.lock = threading.Lock()

    def url(self, path: str, host: str = "one.test", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.server_port}{path}"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        site = self.server
        with site.lock:
            site.at_once += 1
            site.most_at_once = max(site.most_at_once, site.at_once)
            site.asked.append(f"{self.command} {self.headers['Host'].partition(':')[0]}{self.path}")
            site.agents.add(self.headers["User-Agent"])
        try:
            told = site.answers.get(f"{self.command} {self.path}") or site.answers.get(self.path) or (404, {})
            if callable(told):
                told(self)
                return
            status, headers = told
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()
        finally:
            with site.lock:
                site.at_once -= 1

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.time, self.waits = 0.0, list[float]()

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def resolve(host: str, port: int) -> list[str]:
    if host not in NAMES and not host[-1].isdigit():
        raise OSError("no such name")
    return NAMES.get(host, [host])


def reach(site: Site) -> Reach:
    return Reach(resolve=resolve, admits=lambda address: address == "127.0.0.1", ports=frozenset({site.server_port}))


@pytest.fixture
def asker(site: Site, clock: Clock) -> Asker:
    return Asker(reach(site), Manners(sleep=clock.sleep, now=clock.now))


# What becomes of an address


def test_an_address_that_is_there(site: Site, asker: Asker):
    site.answers["/"] = (200, {})
    assert asker.ask(site.url("/")) == Outcome(state="ok", status=200)
    assert site.asked == ["HEAD one.test/"]
    [agent] = site.agents
    assert agent.startswith("kitoolkit/")
    assert "+https://" in agent


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (404, "broken"),
        (410, "broken"),
        (400, "broken"),
        (500, "unreachable"),
        (503, "unreachable"),
        (401, "unchecked"),
        (403, "unchecked"),
        (429, "unchecked"),
        (999, "unchecked"),
    ],
)
def test_what_a_status_means(site: Site, asker: Asker, status: int, state: str):
    site.answers["/x"] = (status, {})
    found = asker.ask(site.url("/x"))
    assert (found.state, found.status) == (state, status)


@pytest.mark.parametrize("status", [403, 404, 405, 501])
def test_a_server_that_knows_no_head_is_asked_with_get(site: Site, asker: Asker, clock: Clock, status: int):
    site.answers |= {"HEAD /": (status, {}), "GET /": (200, {})}
    assert asker.ask(site.url("/")).state == "ok"
    assert site.asked == ["HEAD one.test/", "GET one.test/"]
    assert sum(clock.waits) >= 1


def test_a_server_that_cuts_head_off_is_asked_with_get(site: Site, asker: Asker):
    site.answers |= {"HEAD /": lambda handler: handler.connection.close(), "GET /": (200, {})}
    assert asker.ask(site.url("/")).state == "ok"


def test_a_server_that_always_cuts_off_is_unreachable(site: Site, asker: Asker):
    site.answers["/"] = lambda handler: handler.connection.close()
    found = asker.ask(site.url("/"))
    assert (found.state, found.why["en"]) == ("unreachable", "no connection")


def test_a_large_body_is_not_read(site: Site, asker: Asker):
    sent = threading.Event()

    def endless(handler: _Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 65536)
        except OSError:
            sent.set()

    site.answers |= {"HEAD /": (405, {}), "GET /": endless}
    assert asker.ask(site.url("/")).state == "ok"
    assert sent.wait(10)


def test_a_server_that_drips_is_left_in_time(site: Site, clock: Clock):
    left = threading.Event()

    def drip(handler: _Handler) -> None:
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not left.wait(0.02):
                handler.wfile.write(b"X-More: 1\r\n")
        except OSError:
            left.set()

    site.answers["/"] = drip
    manners = Manners(sleep=clock.sleep, now=clock.now, limit=0.3)
    started = time.monotonic()
    found = Asker(reach(site), manners).ask(site.url("/"))
    assert (found.state, found.why["en"]) == ("unreachable", "no answer in time")
    assert left.wait(10)
    assert time.monotonic() - started < 10


# Redirects


def test_redirects_are_followed_and_a_permanent_one_is_reported(site: Site, asker: Asker):
    site.answers |= {
        "/old": (301, {"Location": "/newer"}),
        "/newer": (308, {"Location": site.url("/newest#part", "two.test")}),
        "/newest": (302, {"Location": "/newest/today"}),
        "/newest/today": (200, {}),
    }
    found = asker.ask(site.url("/old"))
    assert found == Outcome(state="moved", status=200, moved_to=site.url("/newest", "two.test"))
    assert site.asked == [
        "HEAD one.test/old",
        "HEAD one.test/newer",
        "HEAD two.test/newest",
        "HEAD two.test/newest/today",
    ]


def test_a_redirect_for_now_is_no_move(site: Site, asker: Asker):
    site.answers |= {"/a": (302, {"Location": "/b"}), "/b": (301, {"Location": "/c"}), "/c": (200, {})}
    assert asker.ask(site.url("/a")).state == "ok"


def test_a_redirect_to_nothing_is_broken(site: Site, asker: Asker):
    site.answers["/a"] = (301, {"Location": "/gone"})
    assert asker.ask(site.url("/a")).state == "broken"


def test_a_circle_of_redirects_ends(site: Site, asker: Asker):
    site.answers |= {"/a": (302, {"Location": "/b"}), "/b": (302, {"Location": "/a"})}
    found = asker.ask(site.url("/a"))
    assert (found.state, found.why["en"]) == ("broken", "too many redirects")
    assert len(site.asked) < 15


# Where we do not go


def test_loopback_is_refused_by_default(site: Site):
    site.answers["/"] = (200, {})
    for host in ("127.0.0.1", "localhost", "[::1]", "2130706433"):
        found = Asker(Reach(ports=frozenset({site.server_port}))).ask(site.url("/", host))
        assert found.state == "refused", host
    assert site.asked == []


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2:{port}/",
        "http://[::ffff:127.0.0.2]:{port}/",
        "http://inside.test:{port}/",
        "http://one.test:1/",
        "http://me:secret@one.test:{port}/",
        "file:///etc/passwd",
        "ftp://one.test/",
        "gopher://one.test/",
        "http://[half/",
    ],
)
def test_a_redirect_to_where_we_do_not_go_is_refused(site: Site, asker: Asker, monkeypatch, target: str):
    monkeypatch.setitem(NAMES, "inside.test", ["127.0.0.1", "10.0.0.7"])
    site.answers |= {"/a": (302, {"Location": target.format(port=site.server_port)}), "/": (200, {})}
    assert asker.ask(site.url("/a")).state == "refused"
    assert site.asked == ["HEAD one.test/a"]


def test_a_name_is_resolved_once_and_that_address_is_connected_to(site: Site, clock: Clock):
    """A resolver that first gives a good address and then another (DNS rebinding) gains nothing."""
    site.answers["/"] = (200, {})
    given = iter([["127.0.0.1"]])
    asked = []

    def changing(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(given, ["127.0.0.2"])

    judged = []

    def admits(address: str) -> bool:
        judged.append(address)
        return address == "127.0.0.1"

    rebound = Reach(resolve=changing, admits=admits, ports=frozenset({site.server_port}))
    assert Asker(rebound, Manners(sleep=clock.sleep, now=clock.now)).ask(site.url("/")).state == "ok"
    assert (asked, judged) == (["one.test"], ["127.0.0.1"])


def test_the_next_address_is_tried_where_the_first_cannot_be_reached(site: Site, clock: Clock):
    site.answers["/"] = (200, {})
    both = Reach(
        resolve=lambda host, port: ["127.0.0.9", "127.0.0.1"],
        admits=lambda address: address.startswith("127."),
        ports=frozenset({site.server_port}),
    )
    assert Asker(both, Manners(sleep=clock.sleep, now=clock.now)).ask(site.url("/")).state == "ok"


def test_an_unknown_name_is_broken(site: Site, asker: Asker):
    found = asker.ask(site.url("/", "nobody.test"))
    assert (found.state, found.why["en"]) == ("broken", "there is no such site")


SPECIAL = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/29",
    "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:db8::/32",
    "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
]  # fmt: skip
"""IANA's registries of special-purpose addresses, and multicast."""
NETWORKS = [ipaddress.ip_network(network) for network in SPECIAL]


@given(st.sampled_from(NETWORKS).flatmap(lambda network: st.ip_addresses(network=network)))
def test_no_special_address_is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address):
    assert not is_public(str(address))
    if isinstance(address, ipaddress.IPv4Address):
        for prefix in ("::ffff:0:0", "64:ff9b::", "2002::", "::"):
            assert not is_public(str(ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) + int(address))))


@given(st.ip_addresses(v=4))
def test_every_other_address_is_public(address: ipaddress.IPv4Address):
    special = any(address in network for network in NETWORKS if network.version == 4)
    if not special and address not in ipaddress.ip_network("192.0.0.0/24"):
        assert is_public(str(address))
        assert is_public(f"::ffff:{address}")


@given(st.from_regex(r"[0-9a-fA-F:.%/x ]{0,40}", fullmatch=True))
def test_what_is_no_address_is_not_public(text: str):
    try:
        ipaddress.ip_address(text)
    except ValueError:
        assert not is_public(text)


# Certificates


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for one.test, signed by itself."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl")
    file = tmp_path_factory.mktemp("certificate") / "one.pem"
    asked = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=one.test"
    names = ["-addext", "subjectAltName=DNS:one.test", "-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run([openssl, *asked.split(), *names], check=True, capture_output=True)
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


@pytest.fixture
def safe_site(site: Site, certificate: Path) -> Site:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    site.socket = context.wrap_socket(site.socket, server_side=True, do_handshake_on_connect=False)
    site.handle_error = lambda *_: None  # type: ignore[method-assign]  clients that hang up are what is tested
    site.answers["/"] = (200, {})
    return site


def test_a_certificate_that_nobody_vouches_for_is_broken(safe_site: Site, asker: Asker):
    found = asker.ask(safe_site.url("/", scheme="https"))
    assert (found.state, found.why["en"]) == ("broken", "the certificate is not right")
    assert safe_site.asked == []


def test_a_certificate_is_held_against_the_name(safe_site: Site, certificate: Path, monkeypatch):
    """In a process that trusts it: good for the name that it was given to, not for another at the same address."""
    code = f"""
from kitoolkit.links.asking import Asker
from kitoolkit.web import Reach
reach = Reach(resolve=lambda host, port: ["127.0.0.1"], admits=lambda address: True,
    ports=frozenset({{{safe_site.server_port}}}))
for host in ("one.test", "two.test"):
    found = Asker(reach).ask(f"https://{{host}}:{safe_site.server_port}/")
    print(found.state, found.why.get("en", ""), sep="|")
"""
    environment = {"SSL_CERT_FILE": f"{certificate}.crt", "PATH": "/usr/bin"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["ok|", "broken|the certificate is not right"]


# Manners


def test_one_host_is_asked_one_at_a_time_with_a_pause(site: Site, clock: Clock, tmp_path: Path):
    paths = [f"/{number}" for number in range(5)]
    site.answers |= {path: (200, {}) for path in paths}
    asker = Asker(reach(site), Manners(sleep=clock.sleep, now=clock.now, pause=3))
    found = list(check([site.url(path) for path in paths], Memory(tmp_path / "x.json"), asker=asker, now=NOW))
    assert {result.state for result in found} == {"ok"}
    assert site.most_at_once == 1
    assert clock.waits == [3, 3, 3, 3]


def test_a_redirect_to_a_host_waits_for_its_turn(site: Site, asker: Asker, clock: Clock):
    site.answers |= {"/a": (302, {"Location": "/b"}), "/b": (200, {})}
    asker.ask(site.url("/a"))
    assert clock.waits == [1.0]


def test_hosts_are_asked_at_the_same_time(site: Site, asker: Asker, tmp_path: Path):
    """Each answers only when the other was asked too."""
    together = threading.Barrier(2)

    def meet(handler: _Handler) -> None:
        together.wait(10)
        handler.send_response(200)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.answers["/"] = meet
    urls = [site.url("/", "one.test"), site.url("/", "two.test")]
    found = check(urls, Memory(tmp_path / "x.json"), asker=asker, now=NOW)
    assert {result.url: result.state for result in found} == dict.fromkeys(urls, "ok")


def test_a_short_wait_is_waited(site: Site, asker: Asker, clock: Clock):
    site.answers |= {"HEAD /": (429, {"Retry-After": "7"}), "GET /": (200, {})}
    assert asker.ask(site.url("/")).state == "ok"
    assert 7 in clock.waits


@pytest.mark.parametrize("status", [429, 503])
def test_a_long_wait_is_remembered_and_the_host_left_alone(site: Site, clock: Clock, tmp_path: Path, status: int):
    site.answers |= {"/a": (status, {"Retry-After": "3600"}), "/b": (200, {})}
    urls = [site.url("/a"), site.url("/b")]

    def ask_all(now: datetime) -> dict[str, str]:
        asker = Asker(reach(site), Manners(sleep=clock.sleep, now=clock.now))
        with Memory(tmp_path / "links.json") as memory:
            return {result.url: result.state for result in check(urls, memory, asker=asker, now=now, fresh=True)}

    assert ask_all(NOW) == dict.fromkeys(urls, "unchecked")
    assert ask_all(NOW + timedelta(minutes=59)) == dict.fromkeys(urls, "unchecked")
    assert site.asked == ["HEAD one.test/a"]
    site.answers["/a"] = (200, {})
    assert ask_all(NOW + timedelta(minutes=61)) == dict.fromkeys(urls, "ok")


@pytest.mark.parametrize("wait", ["999999999999", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_wait_that_no_calendar_holds_is_one_of_a_month(site: Site, clock: Clock, tmp_path: Path, wait: str):
    site.answers["/"] = (503, {"Retry-After": wait})
    file, urls = tmp_path / "links.json", [site.url("/")]
    assert results(site, clock, file, urls, NOW) == {urls[0]: "unchecked"}
    site.answers["/"] = (200, {})
    assert results(site, clock, file, urls, NOW + timedelta(days=29)) == {urls[0]: "unchecked"}
    assert results(site, clock, file, urls, NOW + timedelta(days=31)) == {urls[0]: "ok"}


def test_a_wait_may_be_a_date(site: Site, asker: Asker):
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    site.answers["/"] = (503, {"Retry-After": later})
    found = asker.ask(site.url("/"))
    assert found.state == "unchecked"
    assert 7000 < found.wait <= 7200


# Memory


def results(site: Site, clock: Clock, file: Path, urls: list[str], now: datetime, **options: bool) -> dict[str, str]:
    asker = Asker(reach(site), Manners(sleep=clock.sleep, now=clock.now))
    with Memory(file) as memory:
        return {result.url: result.state for result in check(urls, memory, asker=asker, now=now, **options)}


def test_what_was_in_order_is_not_asked_again_for_some_days(site: Site, clock: Clock, tmp_path: Path):
    site.answers["/"] = (200, {})
    file, urls = tmp_path / "links.json", [site.url("/")]
    results(site, clock, file, urls, NOW)
    results(site, clock, file, urls, NOW + timedelta(days=6))
    assert len(site.asked) == 1
    results(site, clock, file, urls, NOW + timedelta(days=6), fresh=True)
    assert len(site.asked) == 2
    results(site, clock, file, urls, NOW + timedelta(days=13))
    assert len(site.asked) == 3


def test_what_is_broken_is_asked_again_and_says_since_when(site: Site, clock: Clock, tmp_path: Path):
    file, urls = tmp_path / "links.json", [site.url("/gone")]
    results(site, clock, file, urls, NOW)
    results(site, clock, file, urls, NOW + timedelta(days=3))
    [known] = Memory(file)
    assert (known.state, known.since) == ("broken", "2026-11-21")
    assert len(site.asked) == 4
    site.answers["/gone"] = (200, {})
    results(site, clock, file, urls, NOW + timedelta(days=4))
    [known] = Memory(file)
    assert (known.state, known.since) == ("ok", "")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 99, "results": []}', '{"format": 1, "results": [1]}'])
def test_a_spoiled_memory_counts_as_empty(tmp_path: Path, content: str):
    file = tmp_path / "links.json"
    file.write_text(content)
    assert list(Memory(file)) == []


def test_what_was_found_is_kept_when_the_run_is_cut_off(site: Site, clock: Clock, tmp_path: Path):
    site.answers |= {"/1": (200, {}), "/2": (200, {})}
    file = tmp_path / "links.json"
    asker = Asker(reach(site), Manners(sleep=clock.sleep, now=clock.now))

    def cut_off_after_one() -> None:
        with Memory(file) as memory:
            next(check([site.url("/1"), site.url("/2")], memory, asker=asker, now=NOW))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off_after_one()
    assert [known.url for known in Memory(file)] == [site.url("/1")]


def test_an_error_in_a_thread_is_not_lost(site: Site, tmp_path: Path):
    def broken_clock() -> float:
        raise ZeroDivisionError

    asker = Asker(reach(site), Manners(now=broken_clock))
    with pytest.raises(ZeroDivisionError):
        list(check([site.url("/")], Memory(tmp_path / "links.json"), asker=asker))


# In entries


def test_addresses_are_found_with_their_place(toy: Checkout):
    file = toy.file("tools/explain-it.yaml")
    toy.edit(
        "tools/explain-it.yaml", "Geeft bij elke aanbeveling een reden", "Zie [hier](https://toy.test/a#b) een reden"
    )
    found = {link.field: link for link in links_in([file])}
    assert found["description.nl"].url == "https://toy.test/a"
    first = found["sources[0].url"]
    assert (first.line, first.column) == toy.place_of("tools/explain-it.yaml", "https://toy.test/explain-it")
    assert "homepage" in found


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Toy.test/a:b@c", "toy.test"),
        ("http://toy.test:8080?x", "toy.test"),
        ("http://me@toy.test/", "toy.test"),
        ("http://[::1]:80/", "[::1]"),
    ],
)
def test_the_host_of_an_address(url: str, host: str):
    assert host_of(url) == host


def run(site: Site, clock: Clock, *arguments: str) -> Result:
    asker = Asker(reach(site), Manners(sleep=clock.sleep, now=clock.now))
    return CliRunner().invoke(main, ["links", *arguments], obj=asker, catch_exceptions=False, prog_name="kitoolkit")


@pytest.fixture
def linked(toy: Checkout, site: Site) -> Checkout:
    """A checkout whose addresses are on our site: one there, one moved, one gone."""
    site.answers |= {"/guide": (301, {"Location": "/handbook"}), "/handbook": (200, {}), "/scores": (200, {})}
    for name in ("tools/diversity-guide.yaml", "lessons/hidden-scores.yaml"):
        text = toy.read(name).replace("https://toy.test", f"http://one.test:{site.server_port}")
        toy.write(name, text)
    return toy


def test_the_command_reports_and_does_not_fail(linked: Checkout, site: Site, clock: Clock):
    files = [str(linked.file("tools/diversity-guide.yaml")), str(linked.file("lessons/hidden-scores.yaml"))]
    done = run(site, clock, *files)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    assert all(": moved: http://one.test" in line and f"is now at {site.url('/handbook')}" in line for line in lines)
    assert "2 addresses: 1 moved, 1 in order" in done.stderr
    assert (linked.folder / ".cache" / "links.json").is_file()


def test_strict_fails_on_what_is_broken(linked: Checkout, site: Site, clock: Clock):
    file = str(linked.file("lessons/hidden-scores.yaml"))
    assert run(site, clock, file, "--strict").exit_code == 0
    site.answers["/scores"] = (404, {})
    done = run(site, clock, file, "--strict", "--fresh", "--lang", "nl")
    assert done.exit_code == 1
    assert ": kapot: " in done.stdout
    assert "(404 Not Found, sinds 2" in done.stdout


def test_results_are_told_where_they_cannot_be_kept(linked: Checkout, site: Site, clock: Clock):
    (linked.folder / ".cache").write_text("a file where the folder should be")
    site.answers["/scores"] = (404, {})
    done = run(site, clock, str(linked.file("lessons/hidden-scores.yaml")))
    assert (done.exit_code, "404 Not Found" in done.stdout) == (0, True)
    assert "not remembered: " in done.stderr
    assert ".cache" in done.stderr


def test_a_faulty_entry_elsewhere_does_not_matter(linked: Checkout, site: Site, clock: Clock):
    linked.write("tools/broken.yaml", "title: [")
    assert run(site, clock, str(linked.catalogue)).exit_code == 0


def test_json_and_markdown(linked: Checkout, site: Site, clock: Clock):
    file = linked.file("tools/diversity-guide.yaml")
    records = json.loads(run(site, clock, str(file), "--json").stdout)
    assert {record["field"] for record in records} == {"sources[0].url", "homepage"}
    assert {record["state"] for record in records} == {"moved"}
    text = run(site, clock, str(file), "--format", "markdown", "--lang", "nl").stdout
    assert text.startswith("# Adressen in de catalogus\n\n1 adres: 1 verhuisd.\n\n## Verhuisd\n\n")
    assert f"- `{site.url('/guide')}` (staat nu op `{site.url('/handbook')}`)\n" in text


def test_what_a_server_writes_stays_text_in_markdown(linked: Checkout, site: Site, clock: Clock):
    site.answers["/guide"] = (301, {"Location": "/handbook`**@everyone**`"})
    text = run(site, clock, str(linked.file("tools/diversity-guide.yaml")), "--format", "markdown").stdout
    assert f"(is now at `` {site.url('/handbook')}`**@everyone**` ``, 404" in text, "the whole address, as code"


def test_without_leave_the_command_refuses_loopback(linked: Checkout, site: Site, clock: Clock):
    linked.edit("lessons/hidden-scores.yaml", "http://one.test", "http://127.0.0.1")
    done = CliRunner().invoke(
        main, ["links", str(linked.file("lessons/hidden-scores.yaml")), "--json"], catch_exceptions=False
    )
    assert [record["state"] for record in json.loads(done.stdout)] == ["refused"]
    assert "are you online?" in done.stderr
    assert site.asked == []


def test_a_client_that_may_go_nowhere_says_so():
    with Web(transport=Guarded(Reach())) as web, pytest.raises(WebError, match="not public") as caught:
        web.ask("GET", "http://169.254.169.254/latest/meta-data/")
    assert caught.value.why == "refused"
