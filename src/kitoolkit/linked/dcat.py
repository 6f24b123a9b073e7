"""The catalogue described for harvesters: DCAT 3 in the profiles DCAT-AP 3.0.1 and DCAT-AP-NL 3, and VoID.

One description holds the catalogue, a dataset per kind of entry, one for the vocabularies, and a record and
distributions of each. What outside resources are is said along with it, as the profiles' shapes ask.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kitoolkit.citation import last_change
from kitoolkit.edits import CONCEPTS, NONE, Edits
from kitoolkit.linked.jsonld import PREFIXES as OWN_PREFIXES
from kitoolkit.linked.saying import Values, day, number, resource
from kitoolkit.linked.triples import Iri, Triple, Value
from kitoolkit.model import BASE_IRI, ENTRY_TYPES, LANGUAGES, Entry, Text

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CATALOGUE = Iri(BASE_IRI + "catalog")
VOCABULARIES = "vocabularies"
"""The name of the dataset that holds the concept schemes."""

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
_SHA256 = Iri("https://spdx.org/rdf/terms#checksumAlgorithm_sha256")
PUBLISHER, _CONTACT = Iri(f"{CATALOGUE}#publisher"), Iri(f"{CATALOGUE}#contact")
ONTOLOGY, _SKOS = Iri(BASE_IRI + "ontology"), Iri("http://www.w3.org/TR/skos-reference")
_PROFILE = Iri("https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/")
_LANGUAGES = (Iri(_AUTHORITY + "language/NLD"), Iri(_AUTHORITY + "language/ENG"))
_PUBLIC = Iri(_AUTHORITY + "access-right/PUBLIC")
_IRREGULAR, _NEVER = Iri(_AUTHORITY + "frequency/IRREG"), Iri(_AUTHORITY + "frequency/NEVER")
_NETHERLANDS = Iri(_AUTHORITY + "country/NLD")
_THEMES = (Iri(_AUTHORITY + "data-theme/TECH"), Iri(_AUTHORITY + "data-theme/EDUC"))
_THEME_LABELS = ("Science and technology", "Education, culture and sport")
_THEME_SCHEME = Iri(_AUTHORITY + "data-theme")


class Form(NamedTuple):
    """A form of file: its name, how its files end, its media type and its name in the EU's list of file types."""

    label: str
    ending: str
    media_type: str
    file_type: str


FORMS = {
    "turtle": Form("Turtle", "ttl", "text/turtle", "RDF_TURTLE"),
    "ntriples": Form("N-Triples", "nt", "application/n-triples", "RDF_N_TRIPLES"),
    "jsonld": Form("JSON-LD", "jsonld", "application/ld+json", "JSON_LD"),
    "json": Form("JSON", "json", "application/json", "JSON"),
    "csv": Form("CSV", "csv", "text/csv", "CSV"),
}
LINKED = ("turtle", "ntriples", "jsonld")
"""The forms that are linked data."""

TITLE: Text = {
    "nl": "kitoolkit: verantwoord gebruik van AI in de media",
    "en": "kitoolkit: responsible AI in the media",
}
DESCRIPTION: Text = {
    "nl": (
        "Hulpmiddelen, voorbeelden, lessen, afwegingen, open vragen en vragenlijsten voor verantwoord gebruik van AI "
        "in de media, in het Nederlands en het Engels. Elk item noemt zijn bronnen en de vereisten, fasen en "
        "toepassingen waar het bij helpt. De begrippen staan als SKOS in dezelfde catalogus."
    ),
    "en": (
        "Tools, examples, lessons, trade-offs, open questions and checklists for the responsible use of AI in the "
        "media, in Dutch and English. Each entry names its sources, and the requirements, phases and media uses that "
        "it serves. The concepts stand in the same catalogue as SKOS."
    ),
}
_KIND_TITLE: Text = {"nl": "{plural} in kitoolkit", "en": "{plural} in kitoolkit"}
_KIND_DESCRIPTION: Text = {
    "nl": (
        "{plural} uit de catalogus voor verantwoord gebruik van AI in de media. Elk item heeft een titel en een "
        "samenvatting in twee talen, en bronnen met de dag waarop ze zijn gezien. Aantal: {count}."
    ),
    "en": (
        "{plural} from the catalogue for responsible use of AI in the media. Each entry has a title and a summary in "
        "two languages, and sources with the day on which they were seen. Number: {count}."
    ),
}
_VOCABULARIES_TITLE: Text = {"nl": "Begrippen van kitoolkit", "en": "Concepts of kitoolkit"}
_VOCABULARIES_DESCRIPTION: Text = {
    "nl": (
        "De begrippenlijsten achter de catalogus, als SKOS: vereisten, beginselen, toezeggingen, fasen, toepassingen, "
        "rollen, wetsartikelen en meer. Met labels en definities in twee talen, en relaties met andere vocabulaires."
    ),
    "en": (
        "The concept schemes behind the catalogue, as SKOS: requirements, principles, commitments, phases, media uses, "
        "roles, provisions of law and more. With labels and definitions in two languages, and mappings to other "
        "vocabularies."
    ),
}
_KEYWORDS: Text = {"nl": "verantwoorde AI|media|journalistiek", "en": "responsible AI|media|journalism"}


class Dump(msgspec.Struct, frozen=True, kw_only=True):
    """A file that holds a dataset.

    Attributes:
        dataset: A kind of entry, `VOCABULARIES`, or empty for the whole catalogue.
        form: One of `FORMS`.
        path: Its path from the root of the site.
        content: Its bytes.
    """

    dataset: str
    form: str
    path: str
    content: bytes


def describe(
    catalogue: Catalogue, dumps: Sequence[Dump], site: str = BASE_IRI, version: str = "", edits: Edits = NONE
) -> list[Triple]:
    """The description of a catalogue and its files.

    Args:
        catalogue: The catalogue.
        dumps: The files; those of the whole catalogue, of the vocabularies and of each kind.
        site: The address at which the files are published, with a slash at its end.
        version: Which state of the catalogue this is; the day of its last change where it is empty.
        edits: When entries and concepts were last edited.
    """
    dates = Dates.of_all(catalogue, edits)
    triples = [*_catalogue(catalogue, dumps, dates, site, version), *agents(site)]
    for dataset in datasets(catalogue, site, edits):
        triples += _dataset(dataset, [dump for dump in dumps if dump.dataset == dataset.name], site)
    return [*triples, *outside()]


def datasets(catalogue: Catalogue, site: str = BASE_IRI, edits: Edits = NONE) -> list[Dataset]:
    """A dataset per kind of entry, and one for the vocabularies."""
    dates = Dates.of(catalogue.values(), edits.days)
    found = []
    for kind, entry_type in ENTRY_TYPES.items():
        entries = [entry for entry in catalogue.values() if entry.kind == kind]
        names = {language: text[0].upper() + text[1:] for language, text in entry_type.plural.items()}
        found.append(
            Dataset(
                name=kind,
                title=_filled(_KIND_TITLE, names),
                description=_filled(_KIND_DESCRIPTION, names, count=len(entries)),
                dates=Dates.of(entries, edits.days) if entries else dates,
                conforms_to=ONTOLOGY,
                page=f"{site}{kind}/",
                entities=len(entries),
                examples=[Iri(BASE_IRI + entry.id) for entry in entries[:1]],
                forms=tuple(FORMS),
            )
        )
    words = Dates(dates.first, max(dates.first, edits.days.get(CONCEPTS, dates.last)))
    return [*found, _vocabularies(catalogue, words, site)]


def dump_path(dataset: str, form: str) -> str:
    """Where the file of a dataset stands in the site; that of the whole catalogue has no name.

    >>> dump_path("tool", "turtle"), dump_path("", "csv")
    ('data/tool.ttl', 'data/catalogue.csv')
    """
    return f"data/{dataset or 'catalogue'}.{FORMS[form].ending}"


class Dates(msgspec.Struct, frozen=True):
    """The first and the last day on which something happened to entries."""

    first: str
    last: str

    @classmethod
    def of(cls, entries: Iterable[Entry], edited: Mapping[str, str] | None = None) -> Dates:
        """The dates of these; a day before there was a catalogue where there are none."""
        found = [(entry.added, last_change(entry, edited)) for entry in entries]
        return cls(
            min((added for added, _ in found), default="2026-01-01"),
            max((changed for _, changed in found), default="2026-01-01"),
        )

    @classmethod
    def of_all(cls, catalogue: Catalogue, edits: Edits = NONE) -> Dates:
        """The dates of all entries and concepts."""
        dates = cls.of(catalogue.values(), edits.days)
        return cls(dates.first, max(dates.last, edits.days.get(CONCEPTS, "")))


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """A dataset of the catalogue.

    Attributes:
        name: A kind of entry, or `VOCABULARIES`.
        title: Its title per language.
        description: What it holds, per language.
        dates: When it began and when it last changed.
        conforms_to: The standard that it keeps to.
        page: The address of its page for people.
        entities: How many entries or concepts it holds.
        examples: Some of them.
        forms: The forms in which it is published.
    """

    name: str
    title: Text
    description: Text
    dates: Dates
    conforms_to: Iri
    page: str
    entities: int
    examples: Sequence[Iri]
    forms: tuple[str, ...]

    @property
    def iri(self) -> Iri:
        """Its own address."""
        return Iri(f"{CATALOGUE}#{self.name}")


def _vocabularies(catalogue: Catalogue, dates: Dates, site: str) -> Dataset:
    return Dataset(
        name=VOCABULARIES,
        title=_VOCABULARIES_TITLE,
        description=_VOCABULARIES_DESCRIPTION,
        dates=dates,
        conforms_to=_SKOS,
        page=f"{site}requirement/",
        entities=len(catalogue.vocabulary),
        examples=[Iri(BASE_IRI + scheme) for scheme in catalogue.vocabulary.schemes],
        forms=LINKED,
    )


def _catalogue(catalogue: Catalogue, dumps: Sequence[Dump], dates: Dates, site: str, version: str) -> Iterator[Triple]:
    names = (*ENTRY_TYPES, VOCABULARIES)
    own = [dump for dump in dumps if not dump.dataset]
    yield from resource(Iri(f"{BASE_IRI}catalog.ttl"), "foaf:Document", ("foaf:primaryTopic", CATALOGUE))
    yield from resource(Iri(f"{BASE_IRI}catalog.ttl"), "void:DatasetDescription")
    yield from resource(CATALOGUE, "dcat:Catalog", *shared(CATALOGUE, TITLE, DESCRIPTION, dates, version))
    yield from resource(
        CATALOGUE,
        "void:Dataset",
        ("foaf:homepage", Iri(site)),
        ("dcat:themeTaxonomy", _THEME_SCHEME),
        ("dct:license", Iri(LICENCE)),
        ("dct:conformsTo", ONTOLOGY),
        ("dcat:dataset", [Iri(f"{CATALOGUE}#{name}") for name in names]),
        ("dcat:record", [Iri(f"{CATALOGUE}#{name}-record") for name in names]),
        ("void:subset", [Iri(f"{CATALOGUE}#{name}") for name in names]),
        ("void:uriSpace", BASE_IRI),
        ("void:vocabulary", [Iri(iri) for iri in OWN_PREFIXES.values()]),
        ("void:entities", number(len(catalogue) + len(catalogue.vocabulary))),
        *_void_files(own, site),
    )
    for dump in own:
        yield from distribution(CATALOGUE, f"{CATALOGUE}#catalogue-{dump.form}", TITLE, dates, dump, site)


def _dataset(dataset: Dataset, dumps: Sequence[Dump], site: str) -> Iterator[Triple]:
    space = BASE_IRI if dataset.name == VOCABULARIES else f"{BASE_IRI}{dataset.name}/"
    common = shared(dataset.iri, dataset.title, dataset.description, dataset.dates)
    yield from resource(dataset.iri, "dcat:Dataset", *common, ("dct:conformsTo", dataset.conforms_to))
    yield from resource(
        dataset.iri,
        "void:Dataset",
        ("dcat:landingPage", Iri(dataset.page)),
        ("void:uriSpace", space),
        ("void:entities", number(dataset.entities)),
        ("void:exampleResource", dataset.examples),
        *_void_files(dumps, site),
    )
    yield from resource(Iri(dataset.page), "foaf:Document")
    yield from resource(
        Iri(f"{dataset.iri}-record"),
        "dcat:CatalogRecord",
        ("foaf:primaryTopic", dataset.iri),
        ("dct:title", dataset.title),
        ("dct:issued", day(dataset.dates.first)),
        ("dct:modified", day(dataset.dates.last)),
        ("dct:language", _LANGUAGES),
        ("dct:conformsTo", _PROFILE),
    )
    for dump in dumps:
        yield from distribution(dataset.iri, f"{dataset.iri}-{dump.form}", dataset.title, dataset.dates, dump, site)


def shared(
    iri: Iri, title: Text, description: Text, dates: Dates, version: str = "", *, final: bool = False
) -> Iterator[tuple[str, Values]]:
    """What the Dutch profile asks of a dataset, and so of the catalogue, which is one too."""
    yield "dct:title", title
    yield "dct:description", description
    yield "dct:identifier", str(iri)
    yield "dct:publisher", PUBLISHER
    yield "dct:creator", PUBLISHER
    yield "dcat:contactPoint", _CONTACT
    yield "dct:accessRights", _PUBLIC
    yield "dcat:theme", _THEMES
    yield "dcat:keyword", [Value(word, code) for code, words in _KEYWORDS.items() for word in words.split("|")]
    yield "dct:language", _LANGUAGES
    yield "dct:spatial", _NETHERLANDS
    yield "dct:created", day(dates.first)
    yield "dct:issued", day(dates.first)
    yield "dct:modified", day(dates.last)
    yield "dct:accrualPeriodicity", _NEVER if final else _IRREGULAR
    yield "dcat:version", version or dates.last


def distribution(dataset: Iri, iri: str, title: Text, dates: Dates, dump: Dump, site: str) -> Iterator[Triple]:
    """What is said of a file that holds a dataset."""
    form = FORMS[dump.form]
    own, address = Iri(iri), Iri(site + dump.path)
    yield from resource(dataset, "", ("dcat:distribution", own))
    yield from resource(
        own,
        "dcat:Distribution",
        ("dct:title", {language: f"{text} ({form.label})" for language, text in title.items()}),
        ("dcat:accessURL", address),
        ("dcat:downloadURL", address),
        ("dcat:mediaType", Iri(_IANA + form.media_type)),
        ("dct:format", Iri(f"{_AUTHORITY}file-type/{form.file_type}")),
        ("dcat:byteSize", number(len(dump.content), "nonNegativeInteger")),
        ("spdx:checksum", Iri(f"{iri}-checksum")),
        ("dct:license", Iri(LICENCE)),
        ("dct:language", _LANGUAGES),
        ("dct:issued", day(dates.first)),
        ("dct:modified", day(dates.last)),
    )
    checksum = Value(hashlib.sha256(dump.content).hexdigest(), datatype=OWN_PREFIXES["xsd"] + "hexBinary")
    yield from resource(
        Iri(f"{iri}-checksum"), "spdx:Checksum", ("spdx:algorithm", _SHA256), ("spdx:checksumValue", checksum)
    )
    yield from resource(address, "rdfs:Resource")


def _void_files(dumps: Sequence[Dump], site: str) -> Iterator[tuple[str, Values]]:
    """The files in RDF; N-Triples have a line for each triple."""
    linked = [dump for dump in dumps if dump.form in LINKED]
    yield "void:dataDump", [Iri(site + dump.path) for dump in linked]
    for dump in linked:
        if dump.form == "ntriples":
            yield "void:triples", number(dump.content.count(b"\n"))


def agents(site: str) -> Iterator[Triple]:
    """What is said of those who publish."""
    yield from resource(
        PUBLISHER, "foaf:Agent", ("foaf:name", dict.fromkeys(LANGUAGES, "kitoolkit")), ("foaf:homepage", Iri(site))
    )
    yield from resource(_CONTACT, "vcard:Kind", ("vcard:fn", "kitoolkit"), ("vcard:hasURL", Iri(f"{site}over/")))
    yield from resource(Iri(site), "foaf:Document")


def outside() -> Iterator[Triple]:
    """What kind of thing the resources of others are; harvesters that check ranges need it said."""
    kinds: list[tuple[str, Iterable[Iri]]] = [
        ("dct:LicenseDocument", [Iri(LICENCE)]),
        ("dct:Standard", [ONTOLOGY, _SKOS, _PROFILE]),
        ("spdx:ChecksumAlgorithm", [_SHA256]),
    ]
    for kind, resources in kinds:
        for one in resources:
            yield from resource(one, kind)
    yield from _listed("data-theme", "", zip(_THEMES, _THEME_LABELS, strict=True))
    yield from _listed("language", "dct:LinguisticSystem", zip(_LANGUAGES, ("Dutch", "English"), strict=True))
    yield from _listed("access-right", "dct:RightsStatement", [(_PUBLIC, "public")])
    yield from _listed("frequency", "dct:Frequency", [(_IRREGULAR, "irregular"), (_NEVER, "never")])
    yield from _listed("country", "dct:Location", [(_NETHERLANDS, "Netherlands")])
    for form in FORMS.values():
        file_type = Iri(f"{_AUTHORITY}file-type/{form.file_type}")
        yield from _listed("file-type", "dct:MediaTypeOrExtent", [(file_type, form.label)])
        yield from resource(Iri(_IANA + form.media_type), "dct:MediaType")


def _listed(scheme: str, kind: str, labels: Iterable[tuple[Iri, str]]) -> Iterator[Triple]:
    """Concepts of an authority list of the EU."""
    own = Iri(_AUTHORITY + scheme)
    yield from resource(own, "skos:ConceptScheme", ("dct:title", [Value(scheme, "en")]))
    for concept, label in labels:
        named = [Value(label, "en")]
        yield from resource(concept, "skos:Concept", ("skos:prefLabel", named), ("skos:inScheme", own))
        yield from resource(concept, kind)


def _filled(text: Text, plurals: Text, count: int = 0) -> Text:
    return {language: words.format(plural=plurals[language], count=count) for language, words in text.items()}
