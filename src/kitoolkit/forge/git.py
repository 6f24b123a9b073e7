"""Running git: fixed lists of arguments, no shell, and no questions."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import msgspec

from kitoolkit.forge.sayings import trouble

PATIENCE = 300.0
"""How long git may take for one command, in seconds."""
_OF_ONE_REPOSITORY = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
)
"""What git sets for its hooks: with these, a command would work on another repository than the one meant."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Answer(msgspec.Struct, frozen=True):
    """What git answered."""

    ok: bool
    out: str
    err: str


def run(
    *arguments: str,
    folder: Path | None = None,
    text: str | None = None,
    environment: Mapping[str, str] | None = None,
    quiet: bool = False,
) -> Answer:
    """Run git.

    Args:
        *arguments: What follows `git`. Whatever comes from outside must stand behind `--` or be refused before.
        folder: Where to run it.
        text: What it reads.
        environment: Variables beside those of this process.
        quiet: Whether it may not ask for a password in a window either.

    Raises:
        ForgeError: Where git is not there, or takes too long.
    """
    env = {name: value for name, value in os.environ.items() if name not in _OF_ONE_REPOSITORY}
    env |= {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh"}
    env |= {"GIT_ASKPASS": "", "SSH_ASKPASS": "", "GCM_INTERACTIVE": "never"} if quiet else {}
    try:
        done = subprocess.run(  # noqa: S603  a list, no shell
            ["git", *arguments],  # noqa: S607  the user's own git
            cwd=folder,
            input=None if text is None else text.encode(),
            stdin=subprocess.DEVNULL if text is None else None,
            env=env | dict(environment or {}),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except FileNotFoundError as error:
        raise trouble("no_git") from error
    except subprocess.TimeoutExpired as error:
        raise trouble("git_slow", what=arguments[0], seconds=PATIENCE) from error
    return Answer(done.returncode == 0, _read(done.stdout), _read(done.stderr))


def remote_address(folder: Path) -> str:
    """The address of the remote `upstream` of a checkout, else that of `origin`, or an empty text."""
    for name in ("upstream", "origin"):
        answer = run("remote", "get-url", name, folder=folder)
        if answer.ok:
            return answer.out.strip()
    return ""


def prefix(folder: Path) -> str:
    """The path of a folder in its repository, ending in a slash; empty for its root and outside any repository."""
    answer = run("rev-parse", "--show-prefix", folder=folder)
    return answer.out.strip() if answer.ok else ""


def commit_of(name: str, folder: Path) -> str:
    """The commit that a name stands for, as its full hash.

    Args:
        name: A commit, tag or branch, from whomever.
        folder: A folder in a working tree.

    Raises:
        ForgeError: Where there is no such commit.
    """
    answer = run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}", folder=folder)
    if not answer.ok:
        raise trouble("no_commit", name=name)
    return answer.out.strip()


def printable(text: str) -> str:
    """A text without what could steer a terminal; the ends of its lines stay."""
    return _CONTROL.sub("", text)


def _read(output: bytes) -> str:
    return output.decode("utf-8", errors="replace")
