"""A real oxigraph server on loopback, for tests."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kitoolkit import Catalogue


class Server:
    """A running oxigraph server."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.query = f"{address}query"
        self.update = f"{address}update"
        self._client = httpx.Client(timeout=30)

    def close(self) -> None:
        self._client.close()

    def load(self, catalogue: Catalogue, graph: str = "") -> None:
        """Put a catalogue into the default graph or a named one, in the place of what is there."""
        at = {"graph": graph} if graph else {"default": ""}
        answer = self._client.put(
            f"{self.address}store",
            params=at,
            content=catalogue.export("ntriples").encode(),
            headers={"Content-Type": "application/n-triples"},
        )
        assert answer.is_success, answer.text

    def change(self, update: str) -> None:
        answer = self._client.post(self.update, content=update, headers={"Content-Type": "application/sparql-update"})
        assert answer.is_success, answer.text

    def count(self, pattern: str) -> int:
        """How many solutions a pattern has."""
        query = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
        answer = self._client.post(
            self.query, data={"query": query}, headers={"Accept": "application/sparql-results+json"}
        )
        assert answer.is_success, answer.text
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])


@contextmanager
def oxigraph() -> Iterator[Server]:
    """Run a server in memory; skip the test where the package `oxigraph` is not installed."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("needs the package oxigraph")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [program, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        said = process.stderr.readline()  # it says that it listens just before it does
        assert "Listening" in said, said
        _wait(port)
        server = Server(f"http://127.0.0.1:{port}/")
        yield server
        server.close()
    finally:
        process.kill()
        process.communicate()


def _wait(port: int) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < until, "the server does not listen"
        else:
            return
