"""What the three have in common: repositories, pull requests, users, and faults on demand."""

from __future__ import annotations

import hashlib
import json
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self
from urllib.parse import parse_qs, unquote, urlsplit

OWNER, USER, REVIEWER = "redactie", "jan", "els"
TOKENS = {"token-of-the-owner": OWNER, "token-of-jan": USER, "token-of-els": REVIEWER}
REPOSITORY = "redactie/catalogus"


def sha(*parts: object) -> str:
    return hashlib.sha1(repr(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Commit:
    id: str
    parents: tuple[str, ...]
    files: dict[str, str]
    message: str


@dataclass
class Repository:
    """One repository; its commits are shared by all forks, as on the real forges."""

    number: int
    name: str
    default: str
    branches: dict[str, str] = field(default_factory=dict)
    parent: Repository | None = None
    writers: set[str] = field(default_factory=set)
    private: bool = False
    archived: bool = False
    looks_until_ready: int = 0

    @property
    def owner(self) -> str:
        return self.name.rpartition("/")[0]

    @property
    def base(self) -> str:
        return self.name.rpartition("/")[2]


@dataclass
class Pull:
    number: int
    target: Repository
    source: Repository
    branch: str
    base: str
    title: str
    body: str
    author: str
    state: str = "open"
    """`open`, `closed` or `merged`."""


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str]
    body: dict[str, Any]
    headers: dict[str, str]
    user: str = ""


@dataclass
class Fault:
    """What goes wrong with requests that look like this.

    `done` means that the request was carried out before the fault, `cut` that the connection breaks off, `drip`
    that the answer comes a byte at a time and has no end; `raw` makes an answer that is no HTTP.
    """

    method: str
    path: str
    status: int = 500
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    cut: bool = False
    done: bool = False
    drip: bool = False
    raw: Callable[[Request], bytes] | None = None


class Answer(Exception):  # noqa: N818  no error
    """An answer other than 200."""

    def __init__(self, status: int, body: object = None, headers: dict[str, str] | None = None) -> None:
        super().__init__(status)
        self.status, self.body, self.headers = status, body, headers or {}


class Forge(ThreadingHTTPServer):
    """A forge with one repository, `redactie/catalogus`, that only its owner and `els` may write to."""

    daemon_threads = True
    prefix = ""
    unauthorised: ClassVar[object] = {"message": "Unauthorized"}

    def __init__(self, default: str = "main") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.commits: dict[str, Commit] = {}
        self.repositories: list[Repository] = []
        self.pulls: list[Pull] = []
        self.faults: list[Fault] = []
        self.asked: list[Request] = []
        self.lines: list[str] = []
        self.fork_takes = 0
        self.lock = threading.Lock()
        self.main = self.add(REPOSITORY, default, writers={OWNER, REVIEWER})
        self.change(self.main, default, {"README.md": "Catalogus\n"}, "First")

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def api(self) -> str:
        return self.address + self.prefix

    # what a test does or looks at

    def add(
        self, name: str, default: str, *, writers: set[str], parent: Repository | None = None, looks: int = 0
    ) -> Repository:
        made = Repository(len(self.repositories) + 1, name, default, parent=parent, writers=writers)
        made.branches = dict(parent.branches) if parent else {}
        made.looks_until_ready = looks
        self.repositories.append(made)
        return made

    def fork(self, owner: str, name: str = "catalogus", looks: int = 0) -> Repository:
        return self.add(f"{owner}/{name}", self.main.default, writers={owner}, parent=self.main, looks=looks)

    def change(self, repository: Repository, branch: str, files: dict[str, str], message: str) -> str:
        """A commit by somebody, outside the interface."""
        tip = repository.branches.get(branch) or repository.branches.get(repository.default)
        before = self.commits[tip].files if tip else {}
        made = self.make(Commit("", (tip,) if tip else (), {**before, **files}, message))
        repository.branches[branch] = made
        return made

    def text(self, repository: Repository, branch: str, path: str) -> str | None:
        return self.commits[repository.branches[branch]].files.get(path)

    def finish(self, pull: Pull, state: str) -> None:
        pull.state = state
        if state == "merged":
            files = self.commits[pull.source.branches[pull.branch]].files
            self.change(pull.target, pull.base, files, f"Merge {pull.branch}")

    def find(self, name: str) -> Repository:
        return next(one for one in self.repositories if one.name == name)

    # what the interfaces are made of

    def make(self, commit: Commit) -> str:
        made = Commit(
            sha(commit.parents, sorted(commit.files.items()), commit.message, len(self.commits)),
            commit.parents,
            commit.files,
            commit.message,
        )
        self.commits[made.id] = made
        return made.id

    def at(self, repository: Repository, ref: str) -> Commit | None:
        return self.commits.get(repository.branches.get(ref, ref))

    def ancestors(self, commit: str) -> list[Commit]:
        """The commit and all before it, newest first."""
        found, waiting = [], [commit]
        while waiting:
            current = self.commits[waiting.pop(0)]
            found.append(current)
            waiting += current.parents
        return found

    def changing(self, commit: str, path: str) -> list[Commit]:
        """The commits that changed a file, newest first."""
        return [
            one
            for one in self.ancestors(commit)
            if one.files.get(path) != (self.commits[one.parents[0]].files.get(path) if one.parents else None)
        ]

    def pull(
        self, target: Repository, source: Repository, branch: str, base: str, title: str, body: str, author: str
    ) -> Pull:
        made = Pull(len(self.pulls) + 1, target, source, branch, base, title, body, author)
        self.pulls.append(made)
        return made

    def open_pull(self, target: Repository, source: Repository, branch: str) -> Pull | None:
        return next(
            (
                one
                for one in self.pulls
                if (one.target, one.source, one.branch, one.state) == (target, source, branch, "open")
            ),
            None,
        )

    def user_of(self, headers: dict[str, str]) -> str:
        """The user of the token, by the header that this forge knows; empty where there is none."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        return TOKENS.get(token, "") if scheme in self.schemes else ""

    schemes: tuple[str, ...] = ("Bearer",)

    def answer(self, request: Request) -> object:
        """The answer to a request; raises `Answer` for another status than 200."""
        raise NotImplementedError


def matched(pattern: str, path: str) -> list[str] | None:
    """The parts of a path, decoded: `{x}` stands for one segment, `{x*}` for the rest."""
    made = re.sub(r"\\\{\w+\\\*\\\}", "(.+)", re.escape(pattern))
    made = re.sub(r"\\\{\w+\\\}", "([^/]+)", made)
    found = re.fullmatch(made, path)
    return [unquote(part) for part in found.groups()] if found else None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer in one piece
    disable_nagle_algorithm = True
    server: Forge

    def handle_any(self) -> None:
        forge = self.server
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        request = Request(
            self.command,
            parts.path.removeprefix(forge.prefix),
            {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()},
            json.loads(content) if content else {},
            {name.lower(): value for name, value in self.headers.items()},
        )
        with forge.lock:
            forge.asked.append(request)
            forge.lines.append(self.requestline)
            fault = self.next_fault(request)
            if fault and fault.raw:
                self.close_connection = True
                self.wfile.write(fault.raw(request))
                return
            if fault and fault.drip:
                self.drip()
                return
            if fault and not fault.done:
                self.give(fault.status, fault.body, fault.headers, cut=fault.cut)
                return
            status, body, headers = self.carry_out(request)
            if fault:
                self.give(fault.status, fault.body, fault.headers, cut=fault.cut)
            else:
                self.give(status, body, headers)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815

    def next_fault(self, request: Request) -> Fault | None:
        for fault in self.server.faults:
            if fault.times and fault.method == request.method and re.search(fault.path, request.path):
                fault.times -= 1
                return fault
        return None

    def carry_out(self, request: Request) -> tuple[int, object, dict[str, str]]:
        forge = self.server
        request.user = forge.user_of(request.headers)
        if not request.user:
            return 401, forge.unauthorised, {}
        try:
            return 200, forge.answer(request), {}
        except Answer as answer:
            return answer.status, answer.body, answer.headers

    def drip(self) -> None:
        self.close_connection = True
        left = threading.Event()
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while not left.wait(0.02):
                self.wfile.write(b" ")
                self.wfile.flush()
        except OSError:
            left.set()

    def give(self, status: int, body: object, headers: dict[str, str], *, cut: bool = False) -> None:
        if cut:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        pass
