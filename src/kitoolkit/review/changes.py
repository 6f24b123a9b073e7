"""Which entries differ from those of another commit, according to git."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from kitoolkit.forge.common import ForgeError
from kitoolkit.forge.git import commit_of, printable, run
from kitoolkit.source import parse

How: TypeAlias = Literal["added", "changed", "removed", "present"]
_HOW: dict[str, How] = {"A": "added", "M": "changed", "T": "changed", "D": "removed"}


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A file that differs.

    Attributes:
        file: The file.
        how: Whether it is new, other than it was, or gone; `present` where it was compared with nothing.
        before: The fields that it held; empty where it is new or could not be read.
    """

    file: Path
    how: How = "present"
    before: dict[str, object] = {}


def since(commit: str, folder: Path) -> list[Change]:
    """The files in a folder that differ from a commit, committed or not, in order of their names.

    Where this branch went its own way, what counts is the commit at which it left.

    Args:
        commit: A commit, tag or branch.
        folder: A folder in a working tree.

    Raises:
        ForgeError: Where there is no such commit, or git cannot compare with it.
    """
    base = _base(commit, folder)
    options = ("--name-status", "-z", "--no-renames", "--no-ext-diff", "--relative")
    fields = _names("diff", *options, base, "--", ".", folder=folder)
    found = {name: _HOW.get(status, "changed") for status, name in zip(fields[::2], fields[1::2], strict=True)}
    new = _names("ls-files", "-z", "--others", "--exclude-standard", "--", ".", folder=folder)
    found |= {name: "added" for name in new if name not in found}
    return [
        Change(file=folder / name, how=how, before={} if how == "added" else _before(base, name, folder))
        for name, how in sorted(found.items())
    ]


def _names(*arguments: str, folder: Path) -> list[str]:
    answer = run(*arguments, folder=folder)
    if not answer.ok:
        said = printable(answer.err).strip()
        raise ForgeError(
            {"nl": f"git {arguments[0]} lukt niet: {said}", "en": f"git {arguments[0]} failed: {said}"},
            {"nl": "Kijk met git status wat er is.", "en": "See with git status what is wrong."},
        )
    return answer.out.split("\0")[:-1]


def _base(commit: str, folder: Path) -> str:
    known = commit_of(commit, folder)
    base = run("merge-base", known, "HEAD", folder=folder)
    return base.out.strip() if base.ok else known


def _before(base: str, name: str, folder: Path) -> dict[str, object]:
    text = run("show", f"{base}:./{name}", folder=folder)
    data = parse(text.out, folder / name).data if text.ok else None
    return dict(data) if isinstance(data, dict) else {}
