"""Asking a SPARQL store over the web, by the SPARQL 1.1 Protocol."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from typing import Self
from urllib.parse import urlencode

import msgspec

from kitoolkit.forge.git import printable
from kitoolkit.linked.triples import Iri, Value
from kitoolkit.stores import credentials
from kitoolkit.web import Answer, Web, WebError

TIMEOUT = 60.0
Row = dict[str, Iri | Value]
_RESULTS = "application/sparql-results+json"
_GRAPH = "text/turtle, application/n-triples;q=0.9"
_PLAIN = "http://www.w3.org/2001/XMLSchema#string"
_BAD_REQUEST = 400


class EndpointError(OSError):
    """A store that cannot be reached, refuses, or answers something else than was asked."""


class _Term(msgspec.Struct):
    type: str
    value: str
    language: str = msgspec.field(name="xml:lang", default="")
    datatype: str = ""

    @property
    def read(self) -> Iri | Value:
        if self.type == "uri":
            return Iri(self.value)
        if self.type == "bnode":
            return Iri(f"_:{self.value}")
        plain = self.language or self.datatype == _PLAIN
        return Value(self.value, self.language, "" if plain else self.datatype)


class _Head(msgspec.Struct):
    vars: list[str] = []


class _Rows(msgspec.Struct):
    bindings: list[dict[str, _Term]]


class Solutions(msgspec.Struct):
    """What a SELECT or an ASK gave.

    Attributes:
        head: The names of the columns.
        results: The rows of a SELECT.
        boolean: The answer to an ASK.
    """

    head: _Head = msgspec.field(default_factory=_Head)
    results: _Rows | None = None
    boolean: bool | None = None

    @property
    def rows(self) -> list[Row]:
        """The rows; a column without a value is left out."""
        found = self.results.bindings if self.results else []
        return [{name: term.read for name, term in row.items()} for row in found]


class Endpoint:
    """The query address of a store.

    Args:
        url: The address.
        graph: The named graph to ask; the store's default graph where it is empty.
        headers: Sent with every query; by default what netrc says of the host.
        timeout: The longest to wait for an answer, in seconds.

    Raises:
        ValueError: Where the address is none, or holds a password, or is not encrypted while a password goes there.
    """

    def __init__(
        self, url: str, *, graph: str = "", headers: Mapping[str, str] | None = None, timeout: float = TIMEOUT
    ) -> None:
        self._headers = credentials.from_netrc(url) if headers is None else credentials.safe(url, headers)
        self.url, self.graph = url, graph
        self._web = Web(headers=self._headers, timeout=timeout)
        self._close = weakref.finalize(self, self._web.__exit__, None, None, None)

    def close(self) -> None:
        """Close the connections. It happens by itself when nothing refers to this any more."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def select(self, query: str, *, everywhere: bool = False) -> list[Row]:
        """The rows of a SELECT.

        Args:
            query: The query.
            everywhere: Ask the whole store, not the graph only: for a query that names graphs itself.

        Raises:
            EndpointError: Where no rows come.
        """
        found = self.solutions(self.ask_for(query, _RESULTS, everywhere=everywhere))
        if found.results is None:
            raise EndpointError(f"{self.url}: the answer to a SELECT has no rows")
        return found.rows

    def ask(self, query: str, *, everywhere: bool = False) -> bool:
        """The answer to an ASK.

        Raises:
            EndpointError: Where no answer comes.
        """
        found = self.solutions(self.ask_for(query, _RESULTS, everywhere=everywhere))
        if found.boolean is None:
            raise EndpointError(f"{self.url}: the answer to an ASK is neither true nor false")
        return found.boolean

    def answer(self, query: str) -> Answer:
        """The answer to a query of any kind: SPARQL JSON or Turtle.

        Raises:
            EndpointError: Where no answer comes.
            ValueError: Where the store says that it is no valid query.
        """
        return self.ask_for(query, f"{_RESULTS}, {_GRAPH}", of_user=True)

    def solutions(self, answer: Answer) -> Solutions:
        """Read SPARQL JSON.

        Raises:
            EndpointError: Where it is something else.
        """
        kind = answer.headers.get("content-type", "").partition(";")[0].strip()
        try:
            if "json" not in kind:
                raise msgspec.DecodeError(f"but {kind or 'something without a media type'}")
            return msgspec.json.decode(answer.content, type=Solutions)
        except msgspec.DecodeError as error:
            why = fit_to_tell(str(error), self._headers)
            raise EndpointError(
                f"{self.url}: no SPARQL results in JSON, {why}; is this the address for queries?"
            ) from error

    def ask_for(self, query: str, accept: str, *, everywhere: bool = False, of_user: bool = False) -> Answer:
        """Send a query.

        Raises:
            EndpointError: Where the store gives no answer, or refuses.
            ValueError: Where the query is a user's and the store says that it is not valid.
        """
        form = {"query": query}
        if self.graph and not everywhere:
            form["default-graph-uri"] = self.graph
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            answer = self._web.ask("POST", self.url, headers=headers, content=urlencode(form).encode(), follow=False)
        except WebError as error:
            raise EndpointError(f"the store gives no answer: {fit_to_tell(str(error), self._headers)}") from error
        if of_user and answer.status == _BAD_REQUEST:
            raise ValueError(f"this is no valid SPARQL query: {reason(answer, self._headers)}")
        if not answer.ok:
            raise EndpointError(refusal(self.url, answer, self._headers))
        return answer


def refusal(url: str, answer: Answer, headers: Mapping[str, str]) -> str:
    """What to tell of an answer that is no success.

    Args:
        url: What was asked.
        answer: The answer.
        headers: What was sent; what authorises in it is not told.
    """
    if 300 <= answer.status < 400:
        where = fit_to_tell(answer.headers.get("location", "nowhere"), headers)
        return f"{url}: moved to {where}: use that address"
    hint = {
        401: ": a user name and password are needed, in ~/.netrc or in the environment",
        403: ": the store does not allow this",
        404: ": nothing answers there; is this the right address?",
    }.get(answer.status, "")
    said = reason(answer, headers)
    return f"{url}: the store answered {answer.status}{hint}" + (f": {said}" if said else "")


def reason(answer: Answer, headers: Mapping[str, str]) -> str:
    """The first line of what a store says, no longer than a line and fit to tell."""
    if "html" in answer.headers.get("content-type", ""):
        return ""
    lines = answer.content[:2000].decode("utf-8", "replace").strip().splitlines()
    return fit_to_tell(lines[0], headers)[:200] if lines else ""


def fit_to_tell(text: str, headers: Mapping[str, str]) -> str:
    """What a server says, without what could steer a terminal and what authorises in the headers that it was sent."""
    return credentials.hide(printable(text), headers)
