"""`kitoolkit serve`: a change of an entry shows, a fault leaves the last sound site."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.site.test_build import copy_of_checkout

DEADLINE = 240


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with few entries, so that a build is quick."""
    root = copy_of_checkout(tmp_path / "checkout")
    kept = {"tool/jiwer", "tool/comet"}
    for file in (root / "catalogue").glob("*/*.yaml"):
        if f"{file.parent.name[:-1]}/{file.stem}" not in kept:
            file.unlink()
    for file in (root / "catalogue").glob("*/*.yaml"):
        lines = file.read_text(encoding="utf-8").splitlines()
        references = ("- tool/", "- lesson/", "- example/", "- organisation/", "related:", "organisations:")
        file.write_text("\n".join(line for line in lines if not line.strip().startswith(references)), encoding="utf-8")
    for page in (*root.glob("docs/nl/gidsen/*.md"), *root.glob("docs/en/guides/*.md")):
        page.unlink()
    return root


class Served:
    """A running `kitoolkit serve`."""

    def __init__(self, address: str, process: subprocess.Popen[bytes]) -> None:
        self.address, self.process = address, process

    def until(self, path: str, words: str) -> str:
        """Ask for a page until it holds the words."""
        end = time.monotonic() + DEADLINE
        text = ""
        while time.monotonic() < end:
            assert self.process.poll() is None, "the server ended"
            try:
                text = httpx.get(self.address + path, timeout=30).text
            except httpx.TransportError:
                continue
            if words in text:
                return text
        raise AssertionError(f"{words!r} did not appear at {path}: {text[:300]}")


@pytest.fixture
def served(root: Path) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "kitoolkit", "serve", "--address", f"127.0.0.1:{port}"],
        cwd=root,
        stderr=subprocess.DEVNULL,
    )
    yield Served(f"http://127.0.0.1:{port}/", process)
    process.terminate()
    process.wait()


def test_a_changed_entry_shows_and_a_fault_does_no_harm(root: Path, served: Served) -> None:
    entry = root / "catalogue" / "tools" / "jiwer.yaml"
    sound = entry.read_text(encoding="utf-8")
    assert "JiWER anders" not in served.until("tool/jiwer/", "JiWER")
    entry.write_text(sound.replace("cost: free", "cost: fre"), encoding="utf-8")
    assert "JiWER anders" not in served.until("tool/jiwer/", "JiWER")
    entry.write_text(sound.replace("nl: JiWER", "nl: JiWER anders"), encoding="utf-8")
    assert served.until("tool/jiwer/", "JiWER anders")
