"""A published portal's catalogue over the web, kept on disk."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kitoolkit import cache, snapshot
from kitoolkit.web import Web, WebError

SNAPSHOT_PATH = "api/v1/snapshot.json"
"""Where a portal publishes its snapshot, from its root."""
_NOT_MODIFIED = 304


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
        PortalError: Where the portal gives no catalogue and no earlier copy is kept.

    Warns:
        UserWarning: Where the portal cannot be reached and an earlier copy is used; says how old it is.
    """
    url = address.rstrip("/") + "/" + SNAPSHOT_PATH
    copy = cache.folder() / f"portal-{cache.content_key([url.encode()])}.json"
    note = copy.with_suffix(".note")
    kept = _read_note(copy, note)
    try:
        return _fetch(url, copy, note, kept)
    except (WebError, ValueError) as error:
        why = str(error) if isinstance(error, WebError) else f"{url}: {error}"
        if kept is None:
            raise PortalError(why) from error
        warnings.warn(f"{why}; using the copy of {kept.fetched}", stacklevel=3)
        return copy.read_bytes()


def _read_note(copy: Path, note: Path) -> _Kept | None:
    try:
        return msgspec.json.decode(note.read_bytes(), type=_Kept) if copy.is_file() else None
    except (OSError, msgspec.DecodeError):
        return None


def _fetch(url: str, copy: Path, note: Path, kept: _Kept | None) -> bytes:
    headers = {"If-None-Match": kept.etag} if kept and kept.etag else {}
    with Web() as web:
        answer = web.ask("GET", url, headers=headers)
    if answer.status == _NOT_MODIFIED and kept:
        return copy.read_bytes()
    if not answer.ok:
        raise ValueError(f"the server answered {answer.status}")
    content = answer.content
    _check(content)
    fetched = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    cache.write_whole(copy, content)
    cache.write_whole(note, msgspec.json.encode(_Kept(answer.headers.get("etag", ""), fetched)))
    return content


def _check(content: bytes) -> None:
    """The content is a snapshot, and whole."""
    if snapshot.digest(content) != snapshot.read(content).digest:
        raise ValueError("the catalogue did not arrive whole: its checksum differs")
