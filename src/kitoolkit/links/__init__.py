"""Whether the addresses in entries are still there. It only reports: nothing here stops a change to an entry.

`asking` asks one address, `memory` keeps what was found beside the entries, `report` says it in words.
"""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kitoolkit.model import PATTERNS
from kitoolkit.source import Path_, SourceFile, Value, field_name, read

if TYPE_CHECKING:
    from kitoolkit.links.asking import Asker, Outcome
    from kitoolkit.links.memory import Memory, Result

HOSTS_AT_ONCE = 8
DAYS = 7
"""For how many days an address that was in order is not asked again."""
_ADDRESS = re.compile(PATTERNS["url"])
_IN_MARKDOWN = re.compile(r"\]\((https?://[^()\s]+)\)")


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """An address in an entry.

    Attributes:
        file: The entry's file.
        line: The line, counted from 1.
        column: The column, counted from 1.
        field: The field's path, such as `sources[0].url`.
        url: The address, without what stands after `#`.
    """

    file: Path
    line: int
    column: int
    field: str
    url: str


def links_in(files: Iterable[Path]) -> Iterator[Link]:
    """Every address in these entries, in the order of the files; what cannot be read holds none."""
    for file in files:
        source = read(file)
        for path, text in _strings(source.data):
            found = [text] if _ADDRESS.match(text) else _IN_MARKDOWN.findall(text)
            yield from (_link(source, path, url) for url in found)


def _link(source: SourceFile, path: Path_, url: str) -> Link:
    place = source.place(path)
    return Link(
        file=source.file, line=place.line, column=place.column, field=field_name(path), url=url.partition("#")[0]
    )


def _strings(value: Value, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings(item, (*path, index))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _strings(item, (*path, name))


def check(
    urls: Iterable[str],
    memory: Memory,
    *,
    asker: Asker | None = None,
    days: int = DAYS,
    fresh: bool = False,
    now: datetime | None = None,
) -> Iterator[Result]:
    """Ask addresses, each once; several hosts at a time, and each host one address at a time.

    Args:
        urls: The addresses.
        memory: What is known from earlier; what is found is put into it.
        asker: Who asks; by default one that goes to public addresses only.
        days: For how many days an address that was in order is not asked again.
        fresh: Whether to ask those too.
        now: The moment to count from; the present where it is None.

    Yields:
        A result for each address, in the order in which they come.
    """
    from kitoolkit.links.asking import Asker

    asker, now = asker or Asker(), now or datetime.now(UTC)
    for known in memory:
        if known.again and known.again > now:
            asker.leave_alone(host_of(known.url), (known.again - now).total_seconds())
    due: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        earlier = memory.get(url)
        if earlier and earlier.holds(now, 0 if fresh else days):
            yield earlier
        else:
            due.setdefault(host_of(url), []).append(url)
    for url, outcome in _asked(due, asker):
        yield memory.put(url, outcome, now)


def host_of(url: str) -> str:
    """The host of an address, without its port."""
    return re.sub(r"^https?://(?:[^/?@]*@)?(\[[^\]]*\]|[^/?:]*).*$", r"\1", url, flags=re.DOTALL).lower()


def _asked(due: dict[str, list[str]], asker: Asker) -> Iterator[tuple[str, Outcome]]:
    """The outcome of every address, as it comes; when the reader stops, so do the threads."""
    came: queue.SimpleQueue[tuple[str, Outcome] | Exception] = queue.SimpleQueue()
    stop = threading.Event()

    def ask_host(urls: list[str]) -> None:
        try:
            for url in urls:
                if not stop.is_set():
                    came.put((url, asker.ask(url)))
        except Exception as error:  # a thread's error must reach whoever waits for it
            came.put(error)

    pool = ThreadPoolExecutor(HOSTS_AT_ONCE)
    try:
        for urls in due.values():
            pool.submit(ask_host, urls)
        for _ in range(sum(map(len, due.values()))):
            one = came.get()
            if isinstance(one, Exception):
                raise one
            yield one
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)
