"""Releases: the catalogue as it was at each tag `vX.Y.Z` of a checkout, according to git."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kitoolkit import cache, compiling, edits, snapshot
from kitoolkit import vocabulary as vocabularies
from kitoolkit.earlier import entries_in, unpacked
from kitoolkit.edits import Edits
from kitoolkit.forge.common import ForgeError
from kitoolkit.forge.git import run
from kitoolkit.model import Entry, Text
from kitoolkit.problem import CatalogueError
from kitoolkit.vocabulary import Vocabulary

ONTOLOGY = "ontology"
_TAG = re.compile(r"v((?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*))")
_KEPT, _SNAPSHOT = "release.json", "snapshot.json"


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """The catalogue as it was at a tag.

    Attributes:
        version: Its number, such as `1.0.0`.
        tag: Its tag, such as `v1.0.0`.
        date: The day of the tag, ISO 8601.
        previous: The number of the release before it; empty for the first.
        entries: The entries by id.
        vocabulary: The concepts.
        ontology: The folder of its ontology, as it was.
        unreadable: What this version of the library cannot read: ids of entries, and `ontology`.
        key: A name made from what was read, and the code that read it.
        source: A name made from the files of entries and concepts.
        snapshot: What `snapshot.json` of a portal held.
    """

    version: str
    tag: str
    date: str
    previous: str
    entries: dict[str, Entry]
    vocabulary: Vocabulary
    ontology: Path
    unreadable: tuple[str, ...]
    key: str
    source: str
    snapshot: bytes


class History(msgspec.Struct, frozen=True):
    """The releases of a checkout.

    Attributes:
        releases: All of them, oldest first.
        current: The number of the newest release where the checkout holds just its entries and concepts; empty where
            it holds something that has not been released.
        warnings: What is wrong with releases, in Dutch and English.
        edits: When entries and concepts were last edited.
    """

    releases: tuple[Release, ...] = ()
    current: str = ""
    warnings: tuple[Text, ...] = ()
    edits: Edits = edits.NONE

    @property
    def newest(self) -> Release | None:
        """The newest release; None where there is none."""
        return self.releases[-1] if self.releases else None

    @property
    def key(self) -> str:
        """A name made from all of it."""
        parts = [part for one in self.releases for part in (one.version, one.date, one.previous, one.key)]
        return cache.content_key([*(part.encode() for part in parts), msgspec.json.encode(self.edits)])


class _Tag(msgspec.Struct, frozen=True):
    name: str
    version: str
    date: str


class _Kept(msgspec.Struct):
    """What the cache keeps of a release beside its snapshot."""

    unreadable: tuple[str, ...]
    source: str


def history(checkout: Path) -> History:
    """The releases of a checkout; none where it is not in a repository of git.

    What was read before comes from the cache.

    Args:
        checkout: The folder that holds `catalogue/` and `ontology/`.
    """
    tags, warnings = _tags(checkout)
    found: list[Release] = []
    for tag in tags:
        if release := _release(tag, checkout, found[-1].version if found else ""):
            found.append(release)
            warnings += [_unreadable(release)] if release.unreadable else []
    is_current = bool(found) and found[-1].source == _source(checkout)
    return History(tuple(found), found[-1].version if is_current else "", tuple(warnings), edits.read(checkout))


def newest_tag(checkout: Path) -> str:
    """The tag of the newest release; empty where there is none.

    Args:
        checkout: The folder that holds `catalogue/` and `ontology/`.
    """
    tags, _ = _tags(checkout)
    return tags[-1].name if tags else ""


def _tags(checkout: Path) -> tuple[list[_Tag], list[Text]]:
    """The tags that name a version, in order of version, and what is wrong with the repository."""
    form = "--format=%(refname:strip=2)%09%(creatordate:unix)"
    try:
        listed = run("for-each-ref", form, "refs/tags/v*", folder=checkout)
        shallow = run("rev-parse", "--is-shallow-repository", folder=checkout)
    except ForgeError:  # no git on this machine
        return [], []
    in_repository = any((folder / ".git").exists() for folder in (checkout, *checkout.absolute().parents))
    if not in_repository:
        return [], []
    if not listed.ok:
        reason = " ".join(listed.err.split())
        nl = f"git zegt niet welke versies er zijn uitgebracht ({reason}): hun kopieën ontbreken"
        en = f"git does not say which versions were released ({reason}): their copies are missing"
        return [], [{"nl": nl, "en": en}]
    found = [tag for line in listed.out.splitlines() if (tag := _tag(line))]
    warnings: list[Text] = []
    if shallow.out.strip() == "true" and not found:
        nl = "dit is een ondiepe kloon zonder tags: kopieën van uitgebrachte versies ontbreken (git fetch --tags)"
        en = "this is a shallow clone without tags: copies of released versions are missing (git fetch --tags)"
        warnings.append({"nl": nl, "en": en})
    return sorted(found, key=lambda tag: [int(part) for part in tag.version.split(".")]), warnings


def _tag(line: str) -> _Tag | None:
    name, _, moment = line.partition("\t")
    matched = _TAG.fullmatch(name)
    if not matched or not moment:
        return None
    return _Tag(name, matched[1], datetime.fromtimestamp(int(moment), UTC).date().isoformat())


def _release(tag: _Tag, checkout: Path, previous: str) -> Release | None:
    """The release of a tag; None where it has no catalogue in this folder."""
    revision = f"refs/tags/{tag.name}"
    trees = run("rev-parse", f"{revision}:./catalogue", f"{revision}:./{ONTOLOGY}", folder=checkout)
    if not trees.ok:
        return None
    key = cache.content_key([*compiling.code(), trees.out.encode()])
    folder = cache.load_folder(f"release-{key}", lambda target: _keep(revision, checkout, target))
    kept = msgspec.json.decode((folder / _KEPT).read_bytes(), type=_Kept)
    content = (folder / _SNAPSHOT).read_bytes()
    read = snapshot.read(content)
    return Release(
        version=tag.version,
        tag=tag.name,
        date=tag.date,
        previous=previous,
        entries={entry.id: entry for entry in read.read_entries()},
        vocabulary=read.vocabulary,
        ontology=folder / ONTOLOGY,
        unreadable=kept.unreadable,
        key=key,
        source=kept.source,
        snapshot=content,
    )


def _keep(revision: str, checkout: Path, target: Path) -> None:
    """Read what stood at a tag, by the present model and by no further rule."""
    with unpacked(revision, checkout, "catalogue", ONTOLOGY) as place:
        earlier = entries_in(place / "catalogue")
        unreadable = list(earlier.unreadable)
        try:
            concepts = vocabularies.load(place / ONTOLOGY, released=True)
        except (CatalogueError, FileNotFoundError):
            concepts = Vocabulary((), ())
            unreadable.append(ONTOLOGY)
        (target / _SNAPSHOT).write_bytes(snapshot.make(earlier.entries.values(), concepts))
        (target / _KEPT).write_bytes(msgspec.json.encode(_Kept(tuple(unreadable), _source(place))))
        shutil.copytree(place / ONTOLOGY, target / ONTOLOGY)


def _source(checkout: Path) -> str:
    return cache.content_key(part for file in _files(checkout) for part in (file.name.encode(), file.read_bytes()))


def _files(checkout: Path) -> Iterator[Path]:
    for folder, pattern in (("catalogue", "*/*.yaml"), (ONTOLOGY, "*.ttl")):
        yield from (file for file in sorted((checkout / folder).glob(pattern)) if file.is_file())


def _unreadable(release: Release) -> Text:
    names = ", ".join(release.unreadable)
    return {
        "nl": f"{release.tag}: deze versie van kitoolkit kan niet meer lezen: {names}; "
        "dat ontbreekt in de kopie van die versie",
        "en": f"{release.tag}: this version of kitoolkit can no longer read: {names}; "
        "that is missing from the copy of that release",
    }
