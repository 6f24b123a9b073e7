"""A real terminal to drive a command with: what it shows is read, what is typed is sent."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

PROMPT = re.compile(r"(> |\[[jy]/N\] )$")
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A command on a pseudo-terminal of its own.

    Attributes:
        shown: All that it showed.
        coloured: The same with the codes for colours.
    """

    def __init__(self, *arguments: str, folder: Path, environment: Mapping[str, str]) -> None:
        self._side, theirs = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kitoolkit", *arguments],
            cwd=folder,
            env={**os.environ, **environment, "TERM": "xterm"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl-C reaches it
        )
        os.close(theirs)
        self.shown = ""
        self.coloured = ""

    def read(self, seconds: float = 60, *, press_again: bytes = b"") -> str:
        """What is shown up to the next prompt, or to the end; a key is pressed again while nothing comes of it."""
        text, end = "", time.monotonic() + seconds
        while not PROMPT.search(_ESCAPES.sub("", text)):
            left = max(0.0, end - time.monotonic())
            ready, _, _ = select.select([self._side], [], [], min(left, 2.0) if press_again else left)
            if not ready and press_again and left:
                os.write(self._side, press_again)
                continue
            assert ready, f"nothing more is shown after {text!r}"
            try:
                piece = os.read(self._side, 10_000)
            except OSError:  # the command has ended
                piece = b""
            if not piece:
                break
            text += piece.decode()
        text = text.replace("\r\n", "\n")
        self.coloured += text
        text = _ESCAPES.sub("", text)
        self.shown += text
        return text

    def type(self, line: str) -> str:
        """Type a line, and give back what is shown then."""
        os.write(self._side, line.encode() + b"\n")
        return self.read()

    def interrupt(self) -> str:
        """Press Ctrl-C: readline overlooks one that comes between its prompt and its waiting for a key."""
        os.write(self._side, b"\x03")
        return self.read(press_again=b"\x03")

    def status(self) -> int:
        """Wait for the end; the exit status."""
        return self._process.wait(timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._side)
