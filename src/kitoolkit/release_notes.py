"""What each release changed, and what is said of it in linked data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from kitoolkit.difference import ChangedEntry, compare
from kitoolkit.linked import dcat
from kitoolkit.linked.saying import resource
from kitoolkit.linked.triples import Iri, Triple
from kitoolkit.model import BASE_IRI, Entry, Text
from kitoolkit.releases import History, Release
from kitoolkit.vocabulary import Concept, Vocabulary


class Part(msgspec.Struct, frozen=True):
    """What changed in the entries, or in the concepts.

    Attributes:
        added: Ids of what is new.
        changed: What differs, field by field.
        deprecated: Ids of what no longer counts from then on.
        removed: Ids of what is gone; nothing should be.
    """

    added: tuple[str, ...] = ()
    changed: tuple[ChangedEntry, ...] = ()
    deprecated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.deprecated or self.removed)


class Notes(msgspec.Struct, frozen=True):
    """What changed from one state of the catalogue to the next."""

    entries: Part
    concepts: Part

    def __bool__(self) -> bool:
        return bool(self.entries or self.concepts)


_FIRST: Text = {
    "nl": "Eerste versie, met {entries} items en {concepts} begrippen.",
    "en": "First release, with {entries} entries and {concepts} concepts.",
}
_COUNTED: Text = {
    "nl": "Items: {0.added} nieuw, {0.changed} gewijzigd, {0.deprecated} vervallen, {0.removed} verwijderd. "
    "Begrippen: {1.added} nieuw, {1.changed} gewijzigd, {1.deprecated} vervallen, {1.removed} verwijderd.",
    "en": "Entries: {0.added} new, {0.changed} changed, {0.deprecated} deprecated, {0.removed} removed. "
    "Concepts: {1.added} new, {1.changed} changed, {1.deprecated} deprecated, {1.removed} removed.",
}
_HOW: dict[str, Text] = {
    "added": {"nl": "toegevoegd", "en": "added"},
    "changed": {"nl": "gewijzigd", "en": "changed"},
    "deprecated": {"nl": "vervallen", "en": "deprecated"},
}
_TITLE: Text = {"nl": "kitoolkit, versie {}", "en": "kitoolkit, release {}"}


class _Counts(msgspec.Struct):
    added: int
    changed: int
    deprecated: int
    removed: int


def notes(old: Release | None, entries: Mapping[str, Entry], vocabulary: Vocabulary) -> Notes:
    """What changed since a release; all is new where there is none."""
    return Notes(
        entries=_part(old.entries if old else {}, entries),
        concepts=_part(dict(old.vocabulary) if old else {}, vocabulary),
    )


def all_notes(history: History) -> dict[str, Notes]:
    """What each release changed, by its number."""
    before = {release.version: release for release in history.releases}
    return {
        release.version: notes(before.get(release.previous), release.entries, release.vocabulary)
        for release in history.releases
    }


def _part(old: Mapping[str, Entry | Concept], new: Mapping[str, Entry | Concept]) -> Part:
    found = compare(old, new)
    ended = [one for one in new if new[one].deprecated and not (one in old and old[one].deprecated)]
    return Part(
        added=tuple(one for one in found.added if one not in ended),
        changed=tuple(one for one in found.changed if one.id not in ended),
        deprecated=tuple(ended),
        removed=found.removed,
    )


def summary(release: Release, changed: Notes) -> Text:
    """What a release changed, in one or two sentences."""
    if not release.previous:
        counts = {"entries": len(release.entries), "concepts": len(release.vocabulary)}
        return {language: text.format(**counts) for language, text in _FIRST.items()}
    parts = [_counted(part) for part in (changed.entries, changed.concepts)]
    return {language: text.format(*parts) for language, text in _COUNTED.items()}


def _counted(part: Part) -> _Counts:
    return _Counts(len(part.added), len(part.changed), len(part.deprecated), len(part.removed))


def iri(version: str) -> Iri:
    """The address of a release.

    >>> iri("1.0.0")
    'https://w3id.org/kitoolkit/1.0.0'
    """
    return Iri(BASE_IRI + version)


def state(history: History, changed: str) -> str:
    """Which state of the catalogue this is; empty where there is no release to count from.

    A state that is no release is named after the last one, with the day of the last change behind a plus: that is no
    version of its own, and has no address.

    Args:
        history: The releases.
        changed: The day of the last change.
    """
    if history.current or not history.newest:
        return history.current
    return f"{history.newest.version}+{changed}"


def of_catalogue(history: History) -> Iterator[Triple]:
    """How the catalogue leads to its releases."""
    newest = history.newest
    if newest is None:
        return
    previous = newest.previous if history.current else newest.version
    yield from resource(
        dcat.CATALOGUE,
        "",
        ("dcat:hasVersion", [iri(release.version) for release in history.releases]),
        ("dcat:hasCurrentVersion", iri(newest.version)),
        ("dcat:previousVersion", [iri(previous)] if previous else []),
    )


def of_release(release: Release, changed: Notes, dumps: Sequence[dcat.Dump], site: str) -> Iterator[Triple]:
    """A release as a dataset that does not change any more, with its files.

    Args:
        release: The release.
        changed: What it changed.
        dumps: Its files.
        site: The address at which the files are published, with a slash at its end.
    """
    own = iri(release.version)
    title = {language: text.format(release.version) for language, text in _TITLE.items()}
    dates = dcat.Dates(release.date, release.date)
    page = Iri(f"{site}versies/#v{release.version}")
    common = dcat.shared(own, title, dcat.DESCRIPTION, dates, release.version, final=True)
    yield from resource(
        own,
        "dcat:Dataset",
        *common,
        ("owl:versionInfo", release.version),
        ("dct:conformsTo", dcat.ONTOLOGY),
        ("dcat:landingPage", page),
        ("dcat:isVersionOf", dcat.CATALOGUE),
        ("dcat:previousVersion", [iri(release.previous)] if release.previous else []),
        ("adms:versionNotes", summary(release, changed)),
    )
    yield from resource(page, "foaf:Document")
    for dump in dumps:
        yield from dcat.distribution(own, f"{own}#{dump.form}", title, dates, dump, site)


def of_changes(release: Release, changed: Notes) -> Iterator[Triple]:
    """A note at each entry and concept that a release added, changed or deprecated."""
    for part in (changed.entries, changed.concepts):
        fields = {one.id: tuple(dict.fromkeys(_field(change.path) for change in one.fields)) for one in part.changed}
        for how, ids in (("added", part.added), ("changed", fields), ("deprecated", part.deprecated)):
            for one in ids:
                which = f": {', '.join(fields[one])}" if how == "changed" else ""
                note = {
                    language: f"{release.version} ({release.date}): {word}{which}"
                    for language, word in _HOW[how].items()
                }
                yield from resource(Iri(BASE_IRI + one), "", ("skos:changeNote", note))


def _field(path: str) -> str:
    """The field in which a change stands.

    >>> _field("sources[0].url"), _field("title.nl")
    ('sources', 'title')
    """
    return path.partition(".")[0].partition("[")[0]


def of_ontology(about: str, is_ontology: bool, history: History, version: str = "") -> Iterator[Triple]:
    """Which version the ontology or a concept scheme is, and which came before it.

    Args:
        about: Its id, such as `ontology`.
        is_ontology: Whether it is an ontology; other things have no version address in OWL.
        history: The releases.
        version: A release; empty for what the checkout holds.
    """
    own, newest = version or history.current, history.newest
    before = {release.version: release.previous for release in history.releases}
    previous = before[own] if own else (newest.version if newest else "")
    subject = Iri(BASE_IRI + about)
    yield from resource(subject, "", ("owl:versionInfo", own)) if own else ()
    if is_ontology:
        yield from resource(subject, "", ("owl:versionIRI", Iri(f"{BASE_IRI}{own}/{about}"))) if own else ()
        yield from resource(subject, "", ("owl:priorVersion", Iri(f"{BASE_IRI}{previous}/{about}"))) if previous else ()


def record(release: Release, changed: Notes) -> dict[str, object]:
    """A release and what it changed, for JSON."""
    return {
        "version": release.version,
        "date": release.date,
        "previous": release.previous or None,
        "notes": summary(release, changed),
        "entries": msgspec.to_builtins(changed.entries),
        "concepts": msgspec.to_builtins(changed.concepts),
        "unreadable": release.unreadable,
    }
