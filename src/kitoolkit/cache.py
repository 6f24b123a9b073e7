"""Derived data kept between runs, under a name made from what it was derived from.

Nothing here is ever wrong, only absent: a changed source has another name. The folder may be removed at any
time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path


def folder() -> Path:
    """Where derived data is kept: `KITOOLKIT_CACHE`, else `kitoolkit` in the user's cache folder."""
    if chosen := os.environ.get("KITOOLKIT_CACHE"):
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kitoolkit"


def private() -> str:
    """The name of the folder in the cache for what was derived from private entries; only its owner can look in it."""
    target = folder() / "private"
    with contextlib.suppress(OSError):
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.chmod(0o700)
    return target.name


def content_key(parts: Iterable[bytes]) -> str:
    """A name for what was derived from these bytes.

    >>> content_key([b"a", b"bc"]) == content_key([b"ab", b"c"])
    False
    """
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def load_bytes(name: str, make: Callable[[], bytes]) -> bytes:
    """The bytes kept under `name`, made first where they are not there."""
    file = folder() / name
    with contextlib.suppress(OSError):
        return file.read_bytes()
    made = make()
    with contextlib.suppress(OSError):  # a read-only home only costs time
        write_whole(file, made)
    return made


def load_folder(name: str, make: Callable[[Path], None]) -> Path:
    """The folder kept under `name`, filled by `make` first where it is not there.

    Raises:
        OSError: Where neither the cache nor a temporary folder can be written.
    """
    target = folder() / name
    if target.is_dir():
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".making-", dir=target.parent))
    except OSError:
        target = work = Path(tempfile.mkdtemp(prefix="kitoolkit-"))
    try:
        make(work)
    except BaseException:
        shutil.rmtree(work)
        raise
    if work != target:
        try:
            work.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(work)
    return target


def write_whole(file: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file so that readers see the old one or the new one, never half of it.

    Args:
        file: The file. One that is there stays as open to others as it was, a new one is as open as its user wants.
        content: What it holds.
        private: Whether only its owner may read it, whatever it was before.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o600 if private else _mode(file)
    beside = file.with_name(f".{file.name[:100]}-{secrets.token_hex(8)}")
    at_first = 0o666 if mode is None else 0o600
    try:
        with open(beside, "xb", opener=lambda name, flags: os.open(name, flags, at_first)) as stream:
            stream.write(content)
        if mode is not None:
            beside.chmod(mode)
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _mode(file: Path) -> int | None:
    """Who may do what with a file; None where it is not there."""
    with contextlib.suppress(OSError):
        return stat.S_IMODE(file.stat().st_mode)
    return None
