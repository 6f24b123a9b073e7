"""The real portal, built once, served on loopback and read in a real Chromium."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import ROOT

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def need(command: str | None, what: str) -> str:
    """A program that these tests need: without it they are skipped, under CI they fail."""
    if command:
        return command
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and under CI every browser test must run")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def portal(together: Path) -> Path:
    """The portal as `kitoolkit build` makes it, once for all processes that test."""
    target = together / "site"
    with FileLock(together / "site.lock"):
        if target.exists():
            return target
        command = [sys.executable, "-m", "kitoolkit", "build", "--output", str(target)]
        built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    assert "WARNING" not in built.stderr
    return target


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128  # a browser opens several connections at once; the default of 5 would refuse some


@pytest.fixture(scope="session")
def address(portal: Path) -> Iterator[str]:
    """Where the portal is served."""
    server = _Server(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(portal)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = need(os.environ.get("CHROMIUM") or shutil.which("chromium"), "Chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield started
        started.close()


readers: set[Reader] = set()
"""Who is reading now."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """With a failure, say what the browsers saw."""
    report = yield
    if report.failed:
        report.sections += [(f"reader at {one.page.url}", "\n".join(one.faults)) for one in readers if one.faults]
        readers.clear()
    return report


class Reader:
    """A reader with a window of their own; what goes wrong on a page is kept.

    Attributes:
        page: The page they read.
        faults: Messages of the console, failed requests, and requests to another host.
    """

    def __init__(
        self, browser: Browser, address: str, *, width: int = 1280, scheme: str = "light", **more: object
    ) -> None:
        self.address = address
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            **more,  # type: ignore[arg-type]
        )
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self._leaving = False
        readers.add(self)
        self.page.on("console", lambda message: self._note(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self._note(f"error: {error}"))
        self.page.on("requestfailed", lambda request: self._failed(request.failure, request.url))
        self.page.on("response", lambda response: self._response(response.status, response.url))
        self.page.on("request", lambda request: self._request(request.url))

    def _note(self, fault: str) -> None:
        """Keep a fault; what breaks off because the window is closed is none."""
        if not self._leaving:
            self.faults.append(fault)

    def _failed(self, why: str | None, url: str) -> None:
        if why != "net::ERR_ABORTED":  # a page that is left breaks off what it still asked for
            self._note(f"{why}: {url}")

    def _response(self, status: int, url: str) -> None:
        if status >= 400:
            self._note(f"{status}: {url}")

    def _request(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self._note(f"another host: {url}")

    def open(self, path: str, *, quiet: bool = True) -> Page:
        """Go to a page and wait until it is quiet, or only until it is loaded."""
        self.page.goto(self.address + path, wait_until="networkidle" if quiet else "load")
        return self.page

    @property
    def path(self) -> str:
        """Where the reader is, from the root of the site."""
        return self.page.url.removeprefix(self.address)

    def close(self) -> None:
        self._leaving = True
        self.context.close()
        readers.discard(self)


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    """A reader at a desk; whatever they do, nothing may go wrong on the way."""
    one = Reader(browser, address)
    yield one
    one.close()
    assert one.faults == []


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Reader]:
    """A reader with a phone of 360 pixels wide."""
    one = Reader(browser, address, width=360, has_touch=True, is_mobile=True)
    yield one
    one.close()
    assert one.faults == []
