"""Puts a catalogue into a SPARQL store as a release, and makes that the current one in a single step.

A release is a named graph that does not change any more. Two more graphs stand beside it: `current` holds the newest
release for whoever reads a fixed name, `releases` says which release that is. One update request changes both, so
that readers see the old catalogue or the new one, in a store that carries out a request as a whole.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Self
from urllib.parse import urlencode, urlsplit

import msgspec

from kitoolkit.cache import content_key
from kitoolkit.catalogue import Catalogue
from kitoolkit.linked.triples import Iri, Value
from kitoolkit.stores import credentials
from kitoolkit.stores.connected import CURRENT, GRAPHS, HAS_CURRENT, RELEASES
from kitoolkit.stores.endpoint import Endpoint, EndpointError, fit_to_tell, refusal
from kitoolkit.stores.patterns import iri
from kitoolkit.web import Answer, Web, WebError

KEEP = 3
TIMEOUT = 600.0
_DCAT, _DCT, _XSD = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/", "http://www.w3.org/2001/XMLSchema#"
_TRIPLES = "http://rdfs.org/ns/void#triples"


class Addresses(msgspec.Struct, frozen=True):
    """Where a store takes queries, updates and whole graphs."""

    query: str
    update: str
    graph_store: str


_KNOWN = (
    (r"(.*/repositories/[^/]+)", r"\g<1>/statements", r"\g<1>/rdf-graphs/service"),  # GraphDB, RDF4J
    (r"(.*/[^/]+)/(?:query|sparql)", r"\g<1>/update", r"\g<1>/data"),  # Fuseki
    (r"/query", "/update", "/store"),  # oxigraph
)


def addresses(query: str, update: str = "", graph_store: str = "") -> Addresses:
    """The addresses of a store by that of its queries, in the way of oxigraph, Fuseki or GraphDB.

    >>> addresses("http://127.0.0.1:3030/kitoolkit/query").graph_store
    'http://127.0.0.1:3030/kitoolkit/data'

    Args:
        query: The address for queries.
        update: The address for updates, where it is another.
        graph_store: The address for whole graphs, where it is another.

    Raises:
        ValueError: Where the store is of another make and an address is not given.
    """
    for address in filter(None, (query, update, graph_store)):
        credentials.refuse_secrets(address)
    parts = urlsplit(query)
    for pattern, for_update, for_graphs in _KNOWN:
        if found := re.fullmatch(pattern, parts.path):
            update = update or parts._replace(path=found.expand(for_update)).geturl()
            graph_store = graph_store or parts._replace(path=found.expand(for_graphs)).geturl()
            break
    if not (update and graph_store):
        raise ValueError(
            f"{query}: name the address of this store for updates (--update) and for graphs (--graph-store); "
            "those of oxigraph (/query), Fuseki (/NAME/query) and GraphDB (/repositories/NAME) are known"
        )
    return Addresses(query, update, graph_store)


class Release(msgspec.Struct, frozen=True):
    """A release in a store.

    Attributes:
        graph: Its named graph.
        issued: When it became the current one, in UTC.
        version: The digest of the catalogue.
        triples: How many triples it has.
    """

    graph: str
    issued: str
    version: str
    triples: int


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What publishing does.

    Attributes:
        release: The release that becomes current.
        load: Whether it is not yet in the store.
        before: The graph of the release that is current now; empty where there is none.
        kept: The earlier releases that stay.
        dropped: The earlier releases that go.
    """

    release: Release
    load: bool
    before: str
    kept: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def nothing_to_do(self) -> bool:
        """Whether the store already holds this as the current release, and nothing goes."""
        return self.before == self.release.graph and not self.load and not self.dropped


class Store:
    """A store that takes releases; use it in a `with` statement.

    Args:
        where: Its addresses.
        graphs: What the names of its graphs begin with, ending in a slash: another one for another catalogue.
        headers: Sent with every request; by default what the environment or netrc says of each address.

    Raises:
        ValueError: Where `graphs` is no beginning of names, or where an address is not encrypted while a password goes
            there.
    """

    def __init__(self, where: Addresses, *, graphs: str = GRAPHS, headers: Mapping[str, str] | None = None) -> None:
        if not graphs.endswith("/") or "://" not in graphs:
            raise ValueError(f"{graphs!r} is no beginning of names: it starts with https:// and ends with a slash")
        self._headers = {
            address: credentials.from_environment(address) if headers is None else credentials.safe(address, headers)
            for address in (where.query, where.update, where.graph_store)
        }
        self._where, self._graphs = where, graphs
        self._current, self._releases = iri(graphs + CURRENT), iri(graphs + RELEASES)
        self._endpoint = Endpoint(where.query, headers=self._headers[where.query], timeout=TIMEOUT)
        self._web = Web(timeout=TIMEOUT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._endpoint.close()
        self._web.__exit__(None, None, None)

    def releases(self) -> list[Release]:
        """The releases in the store, newest first.

        Raises:
            EndpointError: Where the store gives no answer.
        """
        rows = self._endpoint.select(
            f"SELECT ?graph ?issued ?version ?triples {{ GRAPH {self._releases} {{ ?graph <{_DCT}issued> ?issued ; "
            f"<{_DCAT}version> ?version ; <{_TRIPLES}> ?triples }} }}",
            everywhere=True,
        )
        plain = [{name: _text(value) for name, value in row.items()} for row in rows]
        found = [Release(row["graph"], row["issued"], row["version"], int(row["triples"])) for row in plain]
        return sorted(found, key=lambda release: (release.issued, release.graph), reverse=True)

    def current(self) -> str:
        """The graph of the current release; empty where there is none.

        Raises:
            EndpointError: Where the store gives no answer.
        """
        query = f"SELECT ?graph {{ GRAPH {self._releases} {{ {self._current} <{HAS_CURRENT}> ?graph }} }}"
        return next((_text(row["graph"]) for row in self._endpoint.select(query, everywhere=True)), "")

    def plan(self, catalogue: Catalogue, keep: int = KEEP) -> Plan:
        """What publishing would do; changes nothing.

        Args:
            catalogue: The catalogue.
            keep: How many releases stay in the store, this one included.

        Raises:
            EndpointError: Where the store gives no answer.
        """
        return self._plan(catalogue, catalogue.export("ntriples"), keep)

    def _plan(self, catalogue: Catalogue, content: str, keep: int) -> Plan:
        graph = self._graphs + content_key([content.encode()])
        issued = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        release = Release(graph, issued, catalogue.digest, content.count("\n"))
        before = self.current()
        earlier = [one.graph for one in self.releases() if one.graph != graph]
        earlier.sort(key=lambda one: one != before)  # what readers still use stays longest
        return Plan(
            release=release,
            load=self._size(graph) != release.triples,
            before=before,
            kept=tuple(earlier[: keep - 1]),
            dropped=tuple(earlier[keep - 1 :]),
        )

    def publish(self, catalogue: Catalogue, keep: int = KEEP) -> Plan:
        """Load a catalogue beside what is there, count it, and make it the current release.

        Until the last step readers see the earlier release. A load that fails is taken away again.

        Args:
            catalogue: The catalogue.
            keep: How many releases stay in the store, this one included.

        Returns:
            What was done.

        Raises:
            EndpointError: Where the store gives no answer, refuses, or holds something else than was sent.
        """
        content = catalogue.export("ntriples")
        plan = self._plan(catalogue, content, keep)
        if plan.nothing_to_do:
            return plan
        if plan.load:
            self._load(plan.release, content.encode())
        self._update(" ;\n".join(self._switch(plan)))
        if self.current() != plan.release.graph or self._size(self._graphs + CURRENT) != plan.release.triples:
            raise EndpointError(f"{self._where.update}: the store took the update, but the release is not current")
        return plan

    def _load(self, release: Release, content: bytes) -> None:
        url, query = self._where.graph_store, f"?{urlencode({'graph': release.graph})}"
        try:
            self._send("PUT", url, content, "application/n-triples", query)
            if (found := self._size(release.graph)) != release.triples:
                raise EndpointError(f"{url}{query}: {release.triples} triples were sent, {found} are in the store")
        except EndpointError:
            with contextlib.suppress(EndpointError):
                self._update(f"DROP SILENT GRAPH {iri(release.graph)}")
            raise

    def _switch(self, plan: Plan) -> Iterator[str]:
        """The operations of the one update request."""
        new, told, now = iri(plan.release.graph), self._releases, self._current
        yield f"COPY GRAPH {new} TO GRAPH {now}"
        yield f"DELETE WHERE {{ GRAPH {told} {{ {now} <{HAS_CURRENT}> ?any }} }}"
        for gone in (plan.release.graph, *plan.dropped):
            yield f"DELETE WHERE {{ GRAPH {told} {{ {iri(gone)} ?p ?o }} }}"
        for gone in plan.dropped:
            yield f"DELETE WHERE {{ GRAPH {told} {{ ?s ?p {iri(gone)} }} }}"
            yield f"DROP SILENT GRAPH {iri(gone)}"
        facts = [
            f"{now} <{HAS_CURRENT}> {new} ; <{_DCAT}hasVersion> {new} .",
            f'{new} <{_DCT}issued> "{plan.release.issued}"^^<{_XSD}dateTime> ;',
            f'<{_DCAT}version> "{plan.release.version}" ; <{_TRIPLES}> {plan.release.triples} .',
        ]
        if plan.before and plan.before not in (plan.release.graph, *plan.dropped):
            facts.append(f"{new} <{_DCAT}previousVersion> {iri(plan.before)} .")
        yield f"INSERT DATA {{ GRAPH {told} {{ {' '.join(facts)} }} }}"

    def _size(self, graph: str) -> int:
        query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH {iri(graph)} {{ ?s ?p ?o }} }}"
        return int(_text(self._endpoint.select(query, everywhere=True)[0]["n"]))

    def _update(self, text: str) -> None:
        self._send("POST", self._where.update, text.encode(), "application/sparql-update")

    def _send(self, method: str, address: str, content: bytes, kind: str, query: str = "") -> Answer:
        own, url = self._headers[address], address + query
        try:
            answer = self._web.ask(method, url, headers=own | {"Content-Type": kind}, content=content, follow=False)
        except WebError as error:
            raise EndpointError(f"the store gives no answer: {fit_to_tell(str(error), own)}") from error
        if not answer.ok:
            raise EndpointError(refusal(url, answer, own))
        return answer


def _text(term: Iri | Value) -> str:
    return str(term) if isinstance(term, Iri) else term.text
