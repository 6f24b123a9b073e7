"""From entries to what is sent: files, branch, title and description."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kitoolkit.forge import describing
from kitoolkit.forge.common import TRAILER, File, Proposal, Submittable, branch_name, own_problems
from kitoolkit.forge.sayings import trouble
from kitoolkit.model import ENTRY_TYPES, SLUG, folder
from kitoolkit.problem import CatalogueError

if TYPE_CHECKING:
    from kitoolkit.check import Report
    from kitoolkit.vocabulary import Vocabulary


def propose(
    entries: Sequence[Submittable], report: Report | None = None, vocabulary: Vocabulary | None = None
) -> Proposal:
    """What would be sent for some entries.

    Args:
        entries: The entries; drafts, for example.
        report: What the check found. Only problems of these entries count.
        vocabulary: The concepts that they name; the package's own where it is None.

    Raises:
        CatalogueError: Where one of the entries has errors.
        ForgeError: Where there is nothing to send, or something that is no entry.
    """
    files = tuple(sorted((_file(entry) for entry in entries), key=lambda file: file.id))
    ids = [file.id for file in files]
    if not ids or len(set(ids)) < len(ids):
        raise trouble("each_once")
    found = None if report is None else own_problems(files, report.problems)
    if errors := [problem for problem in found or () if problem.severity == "error"]:
        raise CatalogueError(errors)
    subject = f"Propose {ids[0]}" + (f" and {len(ids) - 1} more" if len(ids) > 1 else "")
    return Proposal(
        files=files,
        branch=branch_name(ids),
        title=describing.title(files),
        description=describing.describe(files, found, vocabulary),
        message=f"{subject}\n\n{TRAILER}\n",
    )


def _file(entry: Submittable) -> File:
    """The entry as it is sent; its path never leads out of the repository."""
    kind, _, slug = entry.id.partition("/")
    if kind not in ENTRY_TYPES or not re.fullmatch(SLUG, slug):
        raise trouble("no_id", name=entry.id)
    tail = f"catalogue/{folder(kind)}/{slug}.yaml"
    given = PurePosixPath(entry.path)
    inside = not given.is_absolute() and ".." not in given.parts and given.as_posix().endswith("/" + tail)
    return File(entry.id, given.as_posix() if inside else tail, entry.text, dict(entry.title))
