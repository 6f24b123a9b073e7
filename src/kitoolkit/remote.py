"""A published portal's catalogue over the web, kept on disk."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from kitoolkit import cache, snapshot
from kitoolkit.web import Web, WebError

SNAPSHOT_PATH = "api/v1/snapshot.json"
"""Where a portal publishes its snapshot, from its root."""
_NOT_MODIFIED = 304
_WHEN = "%Y-%m-%d %H:%M UTC"


class PortalError(OSError):
    """A portal that cannot be reached, or that gives no catalogue, while no earlier copy is there."""


class _Kept(msgspec.Struct):
    """What is known of the copy on disk."""

    etag: str
    fetched: str


def load(address: str) -> bytes:
    """The snapshot of a portal: the copy on disk where the portal says that it is still right.

    Args:
        address: The address of the portal, `https://…/`.

    Returns:
        The snapshot, checked against the name made from its content.

    Raises:
        PortalError: Where the portal gives no catalogue and no earlier copy is kept, or one of a newer library.

    Warns:
        UserWarning: Where the portal cannot be reached and an earlier copy is used; says how old it is.
    """
    url = address.rstrip("/") + "/" + SNAPSHOT_PATH
    copy = cache.folder() / f"portal-{cache.content_key([url.encode()])}.json"
    note = copy.with_suffix(".note")
    kept = _read_note(copy, note)
    try:
        return _fetch(url, copy, note, kept)
    except snapshot.NewerSnapshotError as error:
        raise PortalError(f"{url}: {error}") from error
    except (WebError, ValueError) as error:
        why = str(error) if isinstance(error, WebError) else f"{url}: {error}"
        if kept is None:
            raise PortalError(why) from error
        warnings.warn(f"{why}; using the copy of {kept.fetched}, {_age(kept.fetched)} old", stacklevel=4)
        return copy.read_bytes()


def _read_note(copy: Path, note: Path) -> _Kept | None:
    """What is known of the copy; None where there is none, or where it is no longer as it was."""
    try:
        snapshot.checked(copy.read_bytes())
        return msgspec.json.decode(note.read_bytes(), type=_Kept)
    except (OSError, ValueError, msgspec.DecodeError):
        return None


def _age(fetched: str) -> str:
    """How long ago, in words.

    >>> _age((datetime.now(UTC) - timedelta(days=9)).strftime(_WHEN))
    '9 days'
    """
    hours = (datetime.now(UTC) - datetime.strptime(fetched, _WHEN).replace(tzinfo=UTC)) // timedelta(hours=1)
    count, unit = (hours // 24, "day") if hours >= 24 else (max(hours, 0), "hour")
    return f"{count} {unit}" + ("" if count == 1 else "s")


def _fetch(url: str, copy: Path, note: Path, kept: _Kept | None) -> bytes:
    headers = {"If-None-Match": kept.etag} if kept and kept.etag else {}
    with Web() as web:
        answer = web.ask("GET", url, headers=headers)
    if answer.status == _NOT_MODIFIED and kept:
        return copy.read_bytes()
    if not answer.ok:
        raise ValueError(f"the server answered {answer.status}")
    content = snapshot.checked(answer.content)
    fetched = datetime.now(UTC).strftime(_WHEN)
    cache.write_whole(copy, content, private=bool(snapshot.read(content).private))
    cache.write_whole(note, msgspec.json.encode(_Kept(answer.headers.get("etag", ""), fetched)))
    return content
