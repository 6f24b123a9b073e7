"""The files of releases: copies that do not change any more, each under its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from kitoolkit import cache, release_notes
from kitoolkit.export import export
from kitoolkit.linked import dcat
from kitoolkit.linked.flattened import flattened
from kitoolkit.linked.saying import PREFIXES
from kitoolkit.linked.triples import Triple
from kitoolkit.linked.turtle import turtle
from kitoolkit.release_notes import Notes
from kitoolkit.releases import History, Release
from kitoolkit.site.linked import Source, as_json
from kitoolkit.site.shared import SharedFile

_GENERATED = {"shapes/catalogue.shapes.ttl": "shapes/index.ttl", "context.jsonld": "context.jsonld"}
"""What the ontology's folder holds that was made from the model of that time, and where it goes."""


class Frozen(msgspec.Struct, frozen=True):
    """The files of all releases, and what the description of the catalogue says of them."""

    files: list[SharedFile]
    described: list[Triple]


def freeze(history: History, site: str) -> Frozen:
    """The files of all releases. Copies made before come from the cache.

    Args:
        history: The releases.
        site: The address at which the files are published, with a slash at its end.
    """
    frozen = Frozen([], [])
    changed = release_notes.all_notes(history)
    for release in history.releases:
        copies = _copies(release, history)
        described = list(release_notes.of_release(release, changed[release.version], _dumps(release, copies), site))
        frozen.files.extend((*copies, *_about(release, changed[release.version], described, site)))
        frozen.described.extend(described)
    return frozen


def _copies(release: Release, history: History) -> list[SharedFile]:
    key = cache.content_key(part.encode() for part in (release.key, release.version, release.previous))
    folder = cache.load_folder(f"frozen-{key}", lambda target: _write(release, history, target))
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return [SharedFile(f"{release.version}/{file.relative_to(folder).as_posix()}", file.read_bytes()) for file in files]


def _write(release: Release, history: History, target: Path) -> None:
    for form in dcat.FORMS:
        text = export(tuple(release.entries.values()), release.vocabulary, form)
        (target / _name(form)).write_bytes(text.encode())
    (target / "snapshot.json").write_bytes(release.snapshot)
    for old, new in _GENERATED.items():
        if (release.ontology / old).is_file():
            _put(target / new, (release.ontology / old).read_bytes())
    sources = [Source(file, history, release.version) for file in sorted(release.ontology.glob("*.ttl"))]
    for source in sources:
        for one in source.files(sources):
            _put(target / one.path, one.content)


def _put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _name(form: str) -> str:
    return f"catalogue.{dcat.FORMS[form].ending}"


def _dumps(release: Release, copies: Sequence[SharedFile]) -> list[dcat.Dump]:
    content = {file.path: file.content for file in copies}
    paths = {form: f"{release.version}/{_name(form)}" for form in dcat.FORMS}
    return [
        dcat.Dump(dataset=release.version, form=form, path=path, content=content[path]) for form, path in paths.items()
    ]


def _about(release: Release, changed: Notes, described: Sequence[Triple], site: str) -> Iterator[SharedFile]:
    """What a release is and what it changed, for programs."""
    said = [*described, *dcat.agents(site), *dcat.outside(), *release_notes.of_changes(release, changed)]
    yield SharedFile(f"{release.version}/index.ttl", turtle(said, PREFIXES).encode())
    yield SharedFile(f"{release.version}/index.jsonld", as_json(flattened(said, PREFIXES)))
    yield SharedFile(f"{release.version}/changes.json", as_json(release_notes.record(release, changed)))
