"""The entries as they were at a commit, according to git."""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from kitoolkit.forge.common import ForgeError
from kitoolkit.forge.git import commit_of, run
from kitoolkit.model import ENTRY_TYPES, Entry, folder
from kitoolkit.source import read


class Earlier(msgspec.Struct, frozen=True):
    """What a commit holds.

    Attributes:
        entries: The entries by id, in order of kind and id.
        unreadable: Ids of those that this version of the model cannot read.
    """

    entries: dict[str, Entry]
    unreadable: tuple[str, ...]


def at_commit(commit: str, checkout: Path) -> Earlier:
    """The entries of a checkout at a commit; its files stay as they are.

    They are read by the present model and by no further rule: those came later.

    Args:
        commit: A commit, tag or branch.
        checkout: The folder that holds `catalogue/`, in a working tree of git.

    Raises:
        ForgeError: Where there is no such commit, or no catalogue in it.
    """
    with unpacked(commit, checkout, "catalogue") as then:
        return entries_in(then / "catalogue")


@contextmanager
def unpacked(commit: str, checkout: Path, *folders: str) -> Iterator[Path]:
    """Folders of a checkout as they were at a commit, for a while in a folder of their own.

    Args:
        commit: A commit, tag or branch.
        checkout: The folder that holds them, in a working tree of git.
        *folders: Their names.

    Raises:
        ForgeError: Where there is no such commit, or one of the folders is not in it.
    """
    known = commit_of(commit, checkout)
    with tempfile.TemporaryDirectory(prefix="kitoolkit-") as name:
        packed = Path(name) / "packed.tar"
        made = run("archive", "--format=tar", f"--output={packed}", known, "--", *folders, folder=checkout)
        if not made.ok:
            names = {"nl": " of ", "en": " or "}
            wanted = {language: word.join(f"{one}/" for one in folders) for language, word in names.items()}
            raise ForgeError(
                {
                    "nl": f"{commit} heeft hier geen map {wanted['nl']}",
                    "en": f"{commit} has no folder {wanted['en']} here",
                }
            )
        with tarfile.open(packed) as archive:
            archive.extractall(name, filter="data")
        yield Path(name)


def entries_in(catalogue: Path) -> Earlier:
    """The entries in a folder, by the present model and by no further rule."""
    entries: dict[str, Entry] = {}
    unreadable = []
    for kind, entry_type in ENTRY_TYPES.items():
        for file in sorted((catalogue / folder(kind)).glob("*.yaml")):
            entry_id, data = f"{kind}/{file.stem}", read(file).data
            plain = {**data, "id": entry_id} if isinstance(data, dict) else data
            try:
                entries[entry_id] = msgspec.convert(plain, entry_type)
            except msgspec.ValidationError:
                unreadable.append(entry_id)
    return Earlier(entries, tuple(unreadable))
