"""A published portal's catalogue over the web, kept on disk. The only module that knows httpx."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec

from kitoolkit import cache, snapshot

SNAPSHOT_PATH = "api/v1/snapshot.json"
"""Where a portal publishes its snapshot, from its root."""
MAX_BYTES = 200_000_000
_TIMEOUT = httpx.Timeout(20.0, connect=10.0)


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
    except (httpx.HTTPError, ValueError) as error:
        if kept is None:
            raise PortalError(f"{url}: {error or type(error).__name__}") from error
        warnings.warn(f"{url}: {error or type(error).__name__}; using the copy of {kept.fetched}", stacklevel=3)
        return copy.read_bytes()


def _read_note(copy: Path, note: Path) -> _Kept | None:
    try:
        return msgspec.json.decode(note.read_bytes(), type=_Kept) if copy.is_file() else None
    except (OSError, msgspec.DecodeError):
        return None


def _fetch(url: str, copy: Path, note: Path, kept: _Kept | None) -> bytes:
    headers = {"If-None-Match": kept.etag} if kept and kept.etag else {}
    with (
        httpx.Client(timeout=_TIMEOUT, follow_redirects=True) as client,
        client.stream("GET", url, headers=headers) as response,
    ):
        if response.status_code == httpx.codes.NOT_MODIFIED and kept:
            return copy.read_bytes()
        response.raise_for_status()
        content = _body(response)
    _check(content)
    fetched = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    cache.write_whole(copy, content)
    cache.write_whole(note, msgspec.json.encode(_Kept(response.headers.get("ETag", ""), fetched)))
    return content


def _body(response: httpx.Response) -> bytes:
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > MAX_BYTES:
            raise ValueError(f"more than {MAX_BYTES} bytes")
    return bytes(content)


def _check(content: bytes) -> None:
    """The content is a snapshot, and whole."""
    if snapshot.digest(content) != snapshot.read(content).digest:
        raise ValueError("the catalogue did not arrive whole: its checksum differs")
