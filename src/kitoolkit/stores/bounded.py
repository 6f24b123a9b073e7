"""SPARQL questions of others, bounded in time, rows, text and memory.

A query cannot be interrupted where it runs: rdflib has no limit of time, and neither can a thread be stopped. So it
runs in a process of its own, which is ended when the time is up. That process holds the catalogue and answers one
question after another; only after one that had to be ended is it started again.
"""

from __future__ import annotations

import math
import multiprocessing
import signal
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from rdflib.query import Result

    from kitoolkit.catalogue import Catalogue

LONGEST_QUERY = 20_000
"""The most characters of a query."""
LONGEST_VALUE = 4_000
"""A longer text in an answer is cut."""
LONGEST_ANSWER = 200_000
"""After so many characters no more rows are given."""
_START_LIMIT = 120.0
"""The longest that the process may take to load the catalogue, in seconds: no query has begun by then."""


class Limits(msgspec.Struct, frozen=True):
    """How much a query may take.

    Attributes:
        seconds: The longest that it may run.
        rows: The most rows, or triples, that it may give.
        memory: The most bytes that its process may ask for, on systems that keep to such a limit.
    """

    seconds: float = 10.0
    rows: int = 200
    memory: int = 2_000_000_000


class Table(msgspec.Struct, frozen=True):
    """The answer to a query, in plain values.

    Attributes:
        columns: The names of the columns; `subject`, `predicate` and `object` of a CONSTRUCT or DESCRIBE, `answer`
            of an ASK.
        rows: The rows; a cell is None where there is no value.
        more: Whether there are more rows than were given.
    """

    columns: list[str]
    rows: list[list[str | None]]
    more: bool = False


class QueryLimitError(ValueError):
    """A query that takes more than it may."""


class BoundedQueries:
    """Asks a catalogue in a process of its own; use it in a `with` statement, or `close` it.

    Args:
        snapshot: The catalogue, as `Catalogue.snapshot` gives it.
        limits: How much a query may take.
    """

    def __init__(self, snapshot: bytes, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._snapshot = snapshot
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> BoundedQueries:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process; the next query starts another."""
        connection, self._connection = self._connection, None
        process, self._process = self._process, None
        if connection:
            connection.close()
        if process:
            process.kill()
            process.join()

    def ask(self, query: str) -> Table:
        """Ask one question. Others wait for their turn.

        Raises:
            QueryLimitError: Where it takes more time or memory than it may, or is longer than it may be.
            ValueError: Where it is no valid SPARQL query, or one that changes data or asks another server or graph.
        """
        if len(query) > LONGEST_QUERY:
            raise QueryLimitError(f"the query has {len(query)} characters; at most {LONGEST_QUERY} are read")
        with self._turn:
            connection = self._connection or self._start()
            connection.send_bytes(query.encode("utf-8", "replace"))
            self._received(connection, _START_LIMIT)
            answer = self._received(connection, self.limits.seconds)
        if answer["error"]:
            raise ValueError(answer["error"])
        return msgspec.convert(answer["table"], Table)

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        arguments = (theirs, self._snapshot, self.limits)
        process = context.Process(target=_answer_all, args=arguments, name="kitoolkit-sparql", daemon=True)
        process.start()
        theirs.close()
        self._process, self._connection = process, ours
        self._received(ours, _START_LIMIT)
        return ours

    def _received(self, connection: Connection, seconds: float) -> dict[str, Any]:
        """What the process says; where it says nothing in time, or ends, it is ended and the error says so."""
        try:
            if connection.poll(seconds):
                found: dict[str, Any] = msgspec.json.decode(connection.recv_bytes())
                return found
        except (EOFError, OSError):
            self.close()
            raise QueryLimitError("the query was stopped: it needs more memory than it may use") from None
        self.close()
        raise QueryLimitError(
            f"the query was stopped after {seconds:g} seconds; ask for less: name a class or an entry, "
            "avoid triple patterns that share no variable, add LIMIT"
        )


def _answer_all(connection: Connection, snapshot: bytes, limits: Limits) -> None:
    """What the process does: load the catalogue, say so, and answer until nobody asks any more."""
    from kitoolkit.catalogue import Catalogue
    from kitoolkit.linked import graph

    _bound_memory(limits.memory)
    catalogue = Catalogue(snapshot)
    catalogue.sparql("ASK {}")
    graph.refuse_elsewhere("ASK {} # the word from makes the parser that judges, without the graph that it needs")
    connection.send_bytes(b"{}")
    with suppress(EOFError, OSError):
        while True:
            query = connection.recv_bytes().decode()
            if graph.may_lead_elsewhere(query):
                _ = catalogue.graph  # rdflib will run it: loaded here, before the time counts
            connection.send_bytes(b"{}")
            _end_by_itself(limits.seconds)
            answer = _answered(catalogue, query, limits.rows)
            _end_by_itself(0)
            connection.send_bytes(msgspec.json.encode(answer))


def _bound_memory(most: int) -> None:
    """Some systems have no such limit, others do not keep to it."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _end_by_itself(seconds: float) -> None:
    """Let the system end this process some time later, for when the one that asks is gone; 0 calls that off."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, math.ceil(seconds) + 1 if seconds else 0)


def _answered(catalogue: Catalogue, query: str, most: int) -> dict[str, Any]:
    try:
        return {"error": "", "table": _table(catalogue.sparql(query, most=most + 1), most)}
    except MemoryError:
        return {"error": "the query was stopped: it needs more memory than it may use"}
    except ValueError as error:
        return {"error": str(error)}


def _table(result: Result, most: int) -> Table:
    if result.type == "ASK":
        return Table(["answer"], [["true" if result.askAnswer else "false"]])
    if result.type == "SELECT":
        columns = [str(name) for name in result.vars or ()]
        found: list[list[Any]] = [[row.get(name) for name in result.vars or ()] for row in result.bindings]
    else:
        columns = ["subject", "predicate", "object"]
        found = [[*triple] for triple in result.graph or ()]
    rows: list[list[str | None]] = []
    room = LONGEST_ANSWER
    for row in found[:most]:
        cells = [None if value is None else _cut(str(value)) for value in row]
        room -= sum(len(cell or "") for cell in cells)
        if room < 0:
            break
        rows.append(cells)
    return Table(columns, rows, more=len(rows) < len(found))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + " …"
