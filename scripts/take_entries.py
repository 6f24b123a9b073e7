#!/usr/bin/env python3
"""Take the entries and concepts of a proposal into this working tree, as data; nothing else of it.

    take_entries.py BASE HEAD TAKEN OTHERS

What differs between HEAD and the commit at which it left BASE is looked at. Plain files catalogue/*.yaml,
catalogue/*/*.yaml and ontology/*.ttl are written here, and removed here where HEAD removed them. The names of the
entries that are there are written to the file TAKEN, each ended by a NUL; the names of what is left alone (code,
workflows, links, programs, large files) to OTHERS, one on each line.

What stands in HEAD is never run, checked out or imported. It needs git and Python, and no package.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

DATA = re.compile(r"catalogue/(?:[^/.\\][^/\\]*/)?[^/.\\][^/\\]*\.ya?ml|ontology/[a-z0-9-]+\.ttl")
"""Names that begin with a point are none: no `..`, and nothing hidden."""
COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
PLAIN_FILE, NOTHING = "100644", "000000"
LARGEST = 1_000_000
MOST = 2_000


def git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], check=True, capture_output=True).stdout  # noqa: S607  the runner's own


def changes(base: str, head: str) -> list[tuple[str, str, str]]:
    """Mode, object and name of every file that differs; `NOTHING` as mode where it is gone."""
    start = git("merge-base", base, head).decode().strip()
    raw = git("diff-tree", "-r", "-z", "--no-renames", "--full-index", start, head).split(b"\0")[:-1]
    heads = [part.decode().split(" ") for part in raw[::2]]
    names = [part.decode("utf-8", errors="replace") for part in raw[1::2]]
    return [(parts[1], parts[3], name) for parts, name in zip(heads, names, strict=True)]


def take(mode: str, blob: str, name: str) -> bool:
    """Write or remove one file; False where it is none of ours."""
    target = Path(name)
    if (
        not DATA.fullmatch(name)
        or not name.isprintable()
        or any(place.is_symlink() for place in (target, *target.parents))
    ):
        return False
    if mode == NOTHING:
        target.unlink(missing_ok=True)
        return True
    if mode != PLAIN_FILE or int(git("cat-file", "-s", blob)) > LARGEST:
        return False
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(git("cat-file", "blob", blob))
    return True


def main() -> int:
    if len(sys.argv) != 5 or not all(COMMIT.fullmatch(commit) for commit in sys.argv[1:3]):
        print(__doc__, file=sys.stderr)
        return 2
    found = changes(*sys.argv[1:3])
    taken: list[str] = []
    others: list[str] = []
    for mode, blob, name in found:
        ours = len(taken) < MOST and take(mode, blob, name)
        (taken if ours else others).append(name)
    present = [name for name in taken if Path(name).is_file() and name.startswith("catalogue/")]
    Path(sys.argv[3]).write_text("".join(f"{name}\0" for name in present), encoding="utf-8")
    lines = ["".join(one if one.isprintable() else "?" for one in name) for name in others]
    Path(sys.argv[4]).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(taken)} taken, {len(others)} left alone")
    return 0


if __name__ == "__main__":
    sys.exit(main())
