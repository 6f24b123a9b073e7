"""Publishing into a real store: releases side by side, and a switch that no reader sees half of."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Iterator

import msgspec
import pytest
from click.testing import CliRunner

from kitoolkit import Catalogue, EndpointError, snapshot
from kitoolkit.cli import main
from kitoolkit.model import BASE_IRI
from kitoolkit.stores.connected import GRAPHS
from kitoolkit.stores.endpoint import Endpoint
from kitoolkit.stores.store import Addresses, Store, addresses

from .conftest import TOY, Checkout
from .stores import Server, oxigraph

CURRENT = f"{GRAPHS}current"


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with oxigraph() as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    """An empty store."""
    running.change("CLEAR ALL")
    return running


@pytest.fixture
def editions(toy: Checkout, toy_catalogue: Catalogue) -> Callable[[str], Catalogue]:
    """The toy catalogue with another title."""

    def edition(title: str) -> Catalogue:
        text = toy.read("tools/explain-it.yaml")
        toy.write("tools/explain-it.yaml", text.replace("Explain It", title))
        made = Catalogue.open(toy.folder)
        toy.write("tools/explain-it.yaml", text)
        return made

    return edition


def publish(server: Server, catalogue: Catalogue, **options: int) -> str:
    with Store(addresses(server.query)) as store:
        return store.publish(catalogue, **options).release.graph


def title(server: Server, graph: str = "") -> str:
    with Catalogue.connect(server.query, graph=graph) as connected:
        return connected["tool/explain-it"].title["en"]


def graphs(server: Server) -> int:
    return server.count("{ SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } }")


def test_a_release_can_be_read(server: Server, toy_catalogue: Catalogue):
    graph = publish(server, toy_catalogue)
    size = toy_catalogue.export("ntriples").count("\n")
    assert server.count(f"GRAPH <{graph}> {{ ?s ?p ?o }}") == size
    assert server.count(f"GRAPH <{CURRENT}> {{ ?s ?p ?o }}") == size
    assert server.count("?s ?p ?o") == 0  # the default graph is not ours
    with Catalogue.connect(server.query) as connected:
        assert connected.release == graph
        assert list(connected) == list(toy_catalogue)
        assert len(list(connected.sparql("SELECT ?s { ?s a kit:Tool }"))) == len(toy_catalogue.tools)


def test_the_next_release_takes_its_place(server: Server, editions):
    first = publish(server, editions("One"))
    with Catalogue.connect(server.query) as reader:
        second = publish(server, editions("Two"))
        assert (title(server), title(server, CURRENT)) == ("Two", "Two")
        assert title(server, first) == reader["tool/explain-it"].title["en"] == "One"
        assert (reader.release, first != second) == (first, True)


def test_going_back(server: Server, editions):
    first = publish(server, editions("One"))
    publish(server, editions("Two"))
    with Store(addresses(server.query)) as store:
        plan = store.publish(editions("One"))
        assert (plan.release.graph, plan.load) == (first, False)
        assert store.current() == first
        assert len(store.releases()) == 2
    assert (title(server), title(server, CURRENT)) == ("One", "One")


def test_the_same_again_changes_nothing(server: Server, editions):
    publish(server, editions("One"))
    with Store(addresses(server.query)) as store:
        before = store.releases()
        assert store.publish(editions("One")).nothing_to_do
        assert store.releases() == before


def test_old_releases_go(server: Server, editions):
    made = [publish(server, editions(name), keep=2) for name in ("One", "Two", "Three")]
    with Store(addresses(server.query)) as store:
        assert [release.graph for release in store.releases()] == [made[2], made[1]]
    assert server.count(f"GRAPH <{made[0]}> {{ ?s ?p ?o }}") == 0
    assert server.count(f"GRAPH ?g {{ ?s ?p <{made[0]}> }}") == 0
    assert graphs(server) == 4  # two releases, the current one, and what is told of them


def test_a_reader_of_a_release_that_went_is_told(server: Server, editions):
    publish(server, editions("One"))
    with Catalogue.connect(server.query) as reader:
        publish(server, editions("Two"), keep=1)
        with pytest.raises(EndpointError, match="is no longer there: connect again"):
            reader["tool/explain-it"]
        with pytest.raises(EndpointError, match="is no longer there: connect again"):
            len(reader)


def test_other_graphs_stay(server: Server, editions, toy_catalogue: Catalogue):
    server.load(toy_catalogue, "https://sister.test/graph")
    server.load(toy_catalogue)
    for name in ("One", "Two", "Three"):
        publish(server, editions(name), keep=1)
    size = toy_catalogue.export("ntriples").count("\n")
    assert server.count("GRAPH <https://sister.test/graph> { ?s ?p ?o }") == server.count("?s ?p ?o") == size


def test_another_catalogue_in_the_same_store(server: Server, editions):
    publish(server, editions("Ours"))
    with Store(addresses(server.query), graphs="https://sister.test/releases/") as store:
        store.publish(editions("Theirs"))
    assert title(server) == "Ours"
    assert title(server, "https://sister.test/releases/current") == "Theirs"


def test_the_switch_is_one_request(server: Server, editions, proxy):
    """What is one request is one step, in a store that carries out a request as a whole."""
    publish(server, editions("One"))
    asked: list[str] = []
    with Store(proxy(lambda method, path: asked.append(f"{method} {path.partition('?')[0]}")).where) as store:
        store.publish(editions("Two"), keep=1)
    assert [line for line in asked if not line.endswith("/query")] == ["PUT /store", "POST /update"]


def test_readers_see_one_release_or_the_other(server: Server, toy_catalogue: Catalogue):
    """While releases of different size are switched, readers of `current` count one or the other, never between."""
    smaller, larger = (many(toy_catalogue, count) for count in (200, 300))
    sizes = {catalogue.export("ntriples").count("\n") for catalogue in (smaller, larger)}
    publish(server, smaller)
    seen, turns = list[int](), threading.Condition()
    stop = threading.Event()

    def read() -> None:
        with Endpoint(server.query, graph=CURRENT) as reader:
            while not stop.is_set():
                [row] = reader.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
                with turns:
                    seen.append(int(row["n"][0]))
                    turns.notify()

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for catalogue in (larger, smaller, larger):
        publish(server, catalogue)
        with turns:  # more readings than readers: one of them began after this release
            enough = len(seen) + len(readers) + 1
            assert turns.wait_for(lambda enough=enough: len(seen) >= enough, timeout=30)
    stop.set()
    for reader in readers:
        reader.join()
    assert set(seen) == sizes


def test_a_reader_keeps_to_one_release(server: Server, toy_catalogue: Catalogue):
    """What it asks first and what it asks next belong together, whatever is published in between."""
    publish(server, toy_catalogue)
    with Catalogue.connect(server.query) as reader:
        ids = reader.entries.ids
        publish(server, many(toy_catalogue, 1))
        assert [entry.id for entry in reader.fetch(ids)] == list(ids) == list(reader) == list(toy_catalogue)


def many(catalogue: Catalogue, count: int) -> Catalogue:
    """A catalogue with so many copies of one tool beside the rest."""
    tool = catalogue["tool/explain-it"]
    copies = (msgspec.structs.replace(tool, id=f"tool/copy-{number}") for number in range(count))
    return Catalogue(snapshot.make([*catalogue.values(), *copies], catalogue.vocabulary))


def test_a_dry_run_changes_nothing(server: Server, editions):
    with Store(addresses(server.query)) as store:
        plan = store.plan(editions("One"))
        assert (plan.load, plan.before, plan.kept) == (True, "", ())
    assert graphs(server) == 0


@pytest.mark.parametrize("graph", ["releases", "https://sister.test/graph", "https://x.test/> { } #/"])
def test_what_names_no_graphs(server: Server, graph: str):
    with pytest.raises(ValueError, match="is no"):
        Store(addresses(server.query), graphs=graph)


# Stores that fail.


class Proxy(http.server.ThreadingHTTPServer):
    """Hands requests on to a store, but for those that a test spoils; remembers what authorised them."""

    def __init__(self, server: Server, spoil: Callable[[str, str], int | None]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.to, self.spoil, self.authorised = server, spoil, list[str | None]()

    @property
    def where(self) -> Addresses:
        return addresses(f"http://127.0.0.1:{self.server_port}/query")


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        import httpx

        proxy = self.server
        assert isinstance(proxy, Proxy)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        proxy.authorised.append(self.headers["Authorization"])
        status = proxy.spoil(self.command, self.path)
        if status is None:
            kept = {name: self.headers[name] for name in ("Accept", "Content-Type") if name in self.headers}
            answer = httpx.request(self.command, proxy.to.address + self.path[1:], content=body, headers=kept)
            status, kind, said = answer.status_code, answer.headers.get("Content-Type", "text/plain"), answer.content
        else:
            kind, said = "text/plain", b"spoiled"
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_PUT = do_POST  # noqa: N815

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def proxy(server: Server) -> Iterator[Callable[[Callable[[str, str], int | None]], Proxy]]:
    made: list[tuple[Proxy, threading.Thread]] = []

    def start(spoil: Callable[[str, str], int | None]) -> Proxy:
        running = Proxy(server, spoil)
        thread = threading.Thread(target=running.serve_forever, args=[0.01])
        thread.start()
        made.append((running, thread))
        return running

    yield start
    for running, thread in made:
        running.shutdown()
        running.server_close()
        thread.join()


def test_a_load_that_is_refused_leaves_the_old_release(server: Server, editions, proxy):
    publish(server, editions("One"))
    spoiled = proxy(lambda method, path: 507 if method == "PUT" else None)
    with Store(spoiled.where) as store, pytest.raises(EndpointError, match="507: spoiled"):
        store.publish(editions("Two"))
    assert title(server) == "One"
    assert graphs(server) == 3


def test_a_load_that_is_lost_is_not_switched_to(server: Server, editions, proxy):
    """A store that says yes and keeps nothing."""
    publish(server, editions("One"))
    spoiled = proxy(lambda method, path: 204 if method == "PUT" else None)
    with (
        Store(spoiled.where) as store,
        pytest.raises(EndpointError, match=r"\d+ triples were sent, 0 are in the store"),
    ):
        store.publish(editions("Two"))
    assert title(server) == "One"


def test_an_update_that_is_lost_is_noticed(server: Server, editions, proxy):
    publish(server, editions("One"))
    spoiled = proxy(lambda method, path: 204 if path == "/update" else None)
    with Store(spoiled.where) as store, pytest.raises(EndpointError, match="but the release is not current"):
        store.publish(editions("Two"))
    assert title(server) == "One"


def test_a_part_of_a_load_is_loaded_again(server: Server, editions):
    with Store(addresses(server.query)) as store:
        graph = store.plan(editions("One")).release.graph
        server.change(f"INSERT DATA {{ GRAPH <{graph}> {{ <a:b> <a:b> <a:b> }} }}")
        assert store.publish(editions("One")).load
    assert title(server) == "One"
    assert server.count(f"GRAPH <{graph}> {{ <a:b> ?p ?o }}") == 0


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"KITOOLKIT_SPARQL_USER": "me", "KITOOLKIT_SPARQL_PASSWORD": "hush"}, "Basic bWU6aHVzaA=="),
        ({"KITOOLKIT_SPARQL_TOKEN": "hush"}, "Bearer hush"),
        ({}, None),
    ],
)
def test_credentials_come_from_the_environment_and_are_not_told(
    server: Server, proxy, monkeypatch, tmp_path, variables: dict[str, str], expected: str | None
):
    monkeypatch.setenv("NETRC", str(tmp_path / "nothing"))
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    asked = proxy(lambda method, path: 403 if method == "PUT" else None)
    result = CliRunner().invoke(main, ["publish", "--sparql", asked.where.query, "--catalogue", str(TOY)])
    assert result.exit_code == 1
    assert "403: the store does not allow this" in result.output
    assert set(asked.authorised) == {expected}
    assert "hush" not in result.output
    assert "aHVzaA" not in result.output


def test_credentials_are_those_of_each_address(server: Server, toy_catalogue: Catalogue, proxy, monkeypatch, tmp_path):
    """A host that takes graphs or updates is not told the password of the one that takes queries."""
    (tmp_path / "netrc").write_text("machine localhost login reader password hush\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    asks, changes, loads = (proxy(lambda method, path: None) for _ in range(3))
    query = asks.where.query.replace("127.0.0.1", "localhost")
    with Store(addresses(query, changes.where.update, loads.where.graph_store)) as store:
        store.publish(toy_catalogue)
    assert set(asks.authorised) == {"Basic cmVhZGVyOmh1c2g="}
    assert (set(changes.authorised), set(loads.authorised)) == ({None}, {None})


@pytest.mark.parametrize("plain", ["http://h.test/query", "http://192.0.2.1/query", "http://localhost.test/query"])
@pytest.mark.parametrize("source", ["token", "user", "netrc"])
def test_credentials_do_not_travel_in_the_open(monkeypatch, tmp_path, plain: str, source: str):
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    if source == "netrc":
        (tmp_path / "netrc").write_text("default login me password hush\n")
    else:
        monkeypatch.setenv(f"KITOOLKIT_SPARQL_{source.upper()}", "hush")
    safe = "https://h.test/query"
    for where in (addresses(plain), addresses(safe, update=plain), addresses(safe, graph_store=plain)):
        with pytest.raises(ValueError, match=r"^http://\S+: .* use https") as error:
            Store(where)
        assert "hush" not in str(error.value)
    result = CliRunner().invoke(main, ["publish", "--sparql", plain, "--catalogue", str(TOY), "--dry-run"])
    assert (result.exit_code, "use https" in result.output) == (2, True)


def test_headers_that_authorise_do_not_travel_in_the_open():
    with pytest.raises(ValueError, match="use https"):
        Store(addresses("http://h.test/query"), headers={"authorization": "Bearer hush"})
    with Store(addresses("http://h.test/query"), headers={"User-Agent": "x"}):
        pass


@pytest.mark.parametrize(
    ("query", "update", "graph_store"),
    [
        ("http://h.test:7878/query", "http://h.test:7878/update", "http://h.test:7878/store"),
        ("https://h.test/ds/sparql", "https://h.test/ds/update", "https://h.test/ds/data"),
        ("https://h.test/a/ds/query", "https://h.test/a/ds/update", "https://h.test/a/ds/data"),
        (
            "http://h.test/repositories/kit",
            "http://h.test/repositories/kit/statements",
            "http://h.test/repositories/kit/rdf-graphs/service",
        ),
    ],
)
def test_addresses_of_known_stores(query: str, update: str, graph_store: str):
    assert addresses(query) == Addresses(query, update, graph_store)


def test_addresses_of_other_stores():
    with pytest.raises(ValueError, match="--update"):
        addresses("https://h.test/api/rdf")
    given = Addresses("https://h.test/api/rdf", "https://h.test/u", "https://h.test/g")
    assert addresses(given.query, given.update, given.graph_store) == given


# The command line.


def test_command_line(server: Server):
    def run(*arguments: str) -> str:
        result = CliRunner().invoke(main, ["publish", "--sparql", server.query, "--catalogue", str(TOY), *arguments])
        assert result.exit_code == 0, result.output
        return result.output

    dry = run("--dry-run")
    assert dry.startswith("load: ")
    assert "dry run: nothing was changed" in dry
    assert graphs(server) == 0
    done = json.loads(run("--json"))
    assert done["release"]["graph"].startswith(f"{BASE_IRI}graph/")
    assert done["load"] is True
    assert run() == f"nothing to do: {done['release']['graph']} is the current release already\n"
    assert "niets te doen" in run("--lang", "nl")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "or a store with --sparql"),
        (["--sparql", "http://h.test/api"], "--update"),
        (["--sparql", "http://me:hush@h.test/query"], "holds a name or password"),
        (["--sparql", "h.test"], "is no web address"),
        (["--sparql", "http://h.test/query", "--keep", "0"], "0"),
        (["--sparql", "http://h.test/query", "--graphs", "x"], "ends with a slash"),
    ],
)
def test_wrong_use(arguments: list[str], said: str):
    result = CliRunner().invoke(main, ["publish", "--catalogue", str(TOY), *arguments])
    assert (result.exit_code, said in result.output) == (2, True), result.output
    assert "hush" not in result.output


def test_a_store_that_is_not_there():
    result = CliRunner().invoke(main, ["publish", "--sparql", "http://127.0.0.1:9/query", "--catalogue", str(TOY)])
    assert result.exit_code == 1
    assert "the store gives no answer" in result.output
