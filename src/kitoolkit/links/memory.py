"""What is known of addresses from earlier, in a file beside the entries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from kitoolkit import cache
from kitoolkit.links.asking import Outcome, State
from kitoolkit.model import Text

_FORMAT = 1


class Result(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of an address, and when we know it from.

    Attributes:
        url: The address.
        state: What became of it.
        status: The last HTTP status; 0 where there was no answer.
        moved_to: Where it redirects for good.
        why: The reason in words, where the status does not say it.
        asked: When it was asked, in UTC.
        since: The day from which it has not been in order, where it is not.
        again: Before this moment the server wants to be left alone; none where it is None.
    """

    url: str
    state: State
    status: int = 0
    moved_to: str = ""
    why: Text = {}
    asked: datetime
    since: str = ""
    again: datetime | None = None

    @property
    def is_fault(self) -> bool:
        """Whether somebody should look at it; `moved` works still, and of `unchecked` nothing is known."""
        return self.state in {"broken", "unreachable", "refused"}

    def holds(self, now: datetime, days: int) -> bool:
        """Whether there is no need, or no leave, to ask again."""
        if self.again and self.again > now:
            return True
        return not self.is_fault and not self.again and now - self.asked < timedelta(days=days)


class _File(msgspec.Struct):
    format: int
    results: list[Result]


class Memory:
    """The results of earlier; in a `with` statement they are written at its end, whatever happens.

    Args:
        file: Where they are kept. A file that cannot be read counts as empty.

    Attributes:
        unsaved: Why they could not be written at that end; empty where they were.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.unsaved = ""
        self._results: dict[str, Result] = {}
        try:
            read = msgspec.json.decode(file.read_bytes(), type=_File)
        except (OSError, msgspec.DecodeError, msgspec.ValidationError):
            return
        if read.format == _FORMAT:
            self._results = {result.url: result for result in read.results}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.save()
        except OSError as refused:  # what was found is worth more than that it is remembered
            self.unsaved = str(refused)

    def get(self, url: str) -> Result | None:
        """What is known of an address."""
        return self._results.get(url)

    def __iter__(self) -> Iterator[Result]:
        return iter(self._results.values())

    def put(self, url: str, outcome: Outcome, now: datetime) -> Result:
        """Remember what asking gave now."""
        now = now.astimezone(UTC).replace(microsecond=0)
        earlier = self._results.get(url)
        result = Result(
            url=url,
            state=outcome.state,
            status=outcome.status,
            moved_to=outcome.moved_to,
            why=outcome.why,
            asked=now,
            again=now + timedelta(seconds=outcome.wait) if outcome.wait else None,
        )
        if result.is_fault:
            since = earlier.since if earlier and earlier.is_fault else ""
            result = msgspec.structs.replace(result, since=since or now.date().isoformat())
        self._results[url] = result
        return result

    def forget_others(self, urls: set[str]) -> None:
        """Keep only what is known of these addresses."""
        self._results = {url: result for url, result in self._results.items() if url in urls}

    def save(self) -> None:
        """Write the file, whole."""
        results = [self._results[url] for url in sorted(self._results)]
        cache.write_whole(self.file, msgspec.json.format(msgspec.json.encode(_File(_FORMAT, results))) + b"\n")
