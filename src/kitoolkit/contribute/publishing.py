"""Private entries that become public: checked as they would stand there, then moved so that nothing can be lost."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from kitoolkit import overlay
from kitoolkit.check import check, entry_files, id_of
from kitoolkit.model import Text, folder
from kitoolkit.problem import Problem, UnknownNameError
from kitoolkit.vocabulary import Vocabulary


class Move(msgspec.Struct, frozen=True):
    """A private entry and where it goes.

    Attributes:
        id: Its id.
        source: Its file.
        target: Its file among the public entries.
    """

    id: str
    source: Path
    target: Path


def plan(ids: Sequence[str], public: Path, overlays: Sequence[Path]) -> list[Move]:
    """Where private entries are, and where they go.

    Args:
        ids: The entries.
        public: The folder of public entries.
        overlays: The folders of private entries; of several with one id the last counts.

    Raises:
        UnknownNameError: Where there is no such private entry.
    """
    known = {id_of(file): file for place in overlays for file in entry_files(place)}
    for entry_id in ids:
        if entry_id not in known:
            raise UnknownNameError("private entry", entry_id, known)
    return [Move(one, known[one], _target(one, public)) for one in dict.fromkeys(ids)]


def _target(entry_id: str, public: Path) -> Path:
    kind, _, slug = entry_id.partition("/")
    return public / folder(kind) / f"{slug}.yaml"


def problems(moves: Sequence[Move], public: Path, overlays: Sequence[Path], vocabulary: Vocabulary) -> list[Problem]:
    """What stands in the way of these entries, among the public ones and with the rules for those; in order of place.

    References to entries that stay private are errors, and so is what is confidential. Faults of other public entries
    are none of theirs.
    """
    going = [move for move in moves if not is_half_done(move)]
    found = [_taken(move) for move in going if move.target.exists() or move.target.is_symlink()]
    candidates = [move.source for move in going if not move.target.exists()]
    private = overlay.ids(overlays) - {move.id for move in moves}
    report = check(public, vocabulary, private=private - overlay.ids([public]), candidates=candidates)
    found += [problem for problem in report.problems if problem.file in candidates]
    return sorted(found, key=lambda problem: problem.place)


def is_half_done(move: Move) -> bool:
    """Whether an earlier run wrote the public file and was cut off before it removed the private one."""
    return (
        move.target.is_file() and not move.target.is_symlink() and move.target.read_bytes() == move.source.read_bytes()
    )


def _taken(move: Move) -> Problem:
    message: Text = {
        "nl": f"er is al een openbaar item {move.id}",
        "en": f"there is a public entry {move.id} already",
    }
    hint: Text = {
        "nl": f"zet wat je wilt toevoegen in {move.target.as_posix()}, en haal dit bestand weg",
        "en": f"put what you want to add into {move.target.as_posix()}, and remove this file",
    }
    return Problem(file=move.source, line=0, column=0, field="", message=message, hint=hint)


def publish(move: Move) -> None:
    """Write the public file whole, then remove the private one; cut off in between, both are there and nothing is lost.

    Raises:
        FileExistsError: Where another file stands at the target.
        OSError: Where a file cannot be written or removed.
    """
    if not is_half_done(move):
        _write_new(move.target, move.source.read_bytes())
    move.source.unlink()


def _write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there yet: whole or not at all, and never over another."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(0o644)
        try:
            file.hardlink_to(beside)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if file.exists():
                raise FileExistsError(f"{file} is there already") from None
            beside.rename(file)
    finally:
        beside.unlink(missing_ok=True)
