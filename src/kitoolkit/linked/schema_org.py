"""What search engines read: a page and what it is about, in the terms of schema.org.

It stands in the head of each page. Facts of the entry (who added it, under which licence it is published) belong
to the page; facts of what it describes (a tool's own licence) to the page's main entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kitoolkit.edits import NONE, Edits
from kitoolkit.linked import dcat
from kitoolkit.model import (
    BASE_IRI,
    LANGUAGES,
    Checklist,
    Entry,
    Language,
    Lesson,
    Organisation,
    Question,
    Text,
    Tool,
    TradeOff,
)
from kitoolkit.vocabulary import Concept, Scheme, Vocabulary

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

CONTEXT = "https://schema.org/"
Node = dict[str, Any]

_TOOLS = {
    "tool-type/software": "SoftwareApplication",
    "tool-type/service": "SoftwareApplication",
    "tool-type/dataset": "Dataset",
    "tool-type/training": "LearningResource",
}
"""The class of a tool by its type; others are a CreativeWork."""
_ORGANISATIONS = {
    "public-broadcaster": "NewsMediaOrganization",
    "commercial-broadcaster": "NewsMediaOrganization",
    "publisher": "NewsMediaOrganization",
    "news-agency": "NewsMediaOrganization",
    "archive": "ArchiveOrganization",
    "knowledge-institute": "ResearchOrganization",
    "government": "GovernmentOrganization",
    "regulator": "GovernmentOrganization",
}
_PUBLISHER = {"@type": "Organization", "@id": str(dcat.PUBLISHER), "name": "kitoolkit"}
_SPDX_ID = re.compile(r"[A-Za-z0-9.+-]+")


def entry_page(entry: Entry, vocabulary: Vocabulary, language: Language, address: str = "") -> Node:
    """The page of an entry and what it is about.

    Args:
        entry: The entry.
        vocabulary: Where the labels of its concepts come from.
        language: The language of the page.
        address: The page's own address, where it is known.
    """
    about = [_concept(vocabulary[concept], language) for concept in _subjects(entry)]
    page = _page(entry.title, entry.summary, language, address) | {
        "dateCreated": entry.added,
        "citation": [source.url or BASE_IRI + str(source.document) for source in entry.sources],
        "about": about,
        "mainEntity": _entity(entry, language),
    }
    return _clean(page | ({"lastReviewed": entry.reviewed} if entry.reviewed else {}))


def concept_page(concept: Concept, scheme: Scheme, language: Language, address: str = "") -> Node:
    """The page of a concept: a defined term, or one of the source documents."""
    page = _page(concept.label, concept.definition, language, address)
    term = {
        **_concept(concept, language),
        "description": _in(concept.definition, language),
        "alternateName": list(concept.alt_labels.get(language, ())),
        "sameAs": [match.target for match in concept.matches if match.relation == "exactMatch" and ":" in match.target],
    }
    if concept.scheme == "document":
        term["@type"] = "CreativeWork"
    else:
        term |= {"termCode": concept.notation, "inDefinedTermSet": _term_set(scheme, language)}
    return _clean(page | {"mainEntity": term})


def scheme_page(scheme: Scheme, concepts: Iterable[Concept], language: Language, address: str = "") -> Node:
    """The page of a concept scheme: a set of defined terms."""
    terms = [_concept(concept, language) for concept in concepts]
    return _clean(
        _page(scheme.title, scheme.description, language, address)
        | {"mainEntity": _term_set(scheme, language) | {"hasDefinedTerm": terms}}
    )


def data_page(
    catalogue: Catalogue, title: Text, language: Language, site: str = "", address: str = "", edits: Edits = NONE
) -> Node:
    """The page of downloads: a catalogue of datasets, as search engines for data look for it.

    Args:
        catalogue: The catalogue.
        title: The title of the page.
        language: The language of the page.
        site: The address of the site, with a slash at its end; empty where it is not known.
        address: The page's own address, where it is known.
        edits: When entries and concepts were last edited.
    """
    described = {
        "name": _in(dcat.TITLE, language),
        "description": _in(dcat.DESCRIPTION, language),
        "license": dcat.LICENCE,
        "publisher": _PUBLISHER,
    }
    datasets = [_dataset(dataset, language, site or BASE_IRI) for dataset in dcat.datasets(catalogue, edits=edits)]
    node = {"@type": "DataCatalog", "@id": str(dcat.CATALOGUE), "dataset": datasets} | described
    return _clean(_page(title, dcat.DESCRIPTION, language, address) | {"mainEntity": node})


def _dataset(dataset: dcat.Dataset, language: Language, site: str) -> Node:
    downloads = [
        {
            "@type": "DataDownload",
            "name": dcat.FORMS[form].label,
            "contentUrl": site + dcat.dump_path(dataset.name, form),
            "encodingFormat": dcat.FORMS[form].media_type,
            "license": dcat.LICENCE,
        }
        for form in dataset.forms
    ]
    return {
        "@type": "Dataset",
        "@id": str(dataset.iri),
        "name": _in(dataset.title, language),
        "description": _in(dataset.description, language),
        "license": dcat.LICENCE,
        "creator": _PUBLISHER,
        "publisher": _PUBLISHER,
        "dateCreated": dataset.dates.first,
        "dateModified": dataset.dates.last,
        "inLanguage": list(LANGUAGES),
        "isAccessibleForFree": True,
        "distribution": downloads,
    }


def _page(title: Text, description: Text, language: Language, address: str) -> Node:
    return {
        "@context": CONTEXT,
        "@type": "WebPage",
        "@id": address,
        "url": address,
        "name": _in(title, language),
        "description": _in(description, language),
        "inLanguage": language,
        "license": dcat.LICENCE,
        "isPartOf": {"@type": "WebSite", "@id": BASE_IRI, "name": "kitoolkit"},
    }


def _entity(entry: Entry, language: Language) -> Node:
    node: Node = {
        "@id": BASE_IRI + entry.id,
        "@type": "CreativeWork",
        "name": _in(entry.title, language),
        "description": _in(entry.summary, language),
        "alternateName": list(entry.also_known_as),
    }
    if isinstance(entry, Tool):
        return node | _tool(entry)
    if isinstance(entry, Organisation):
        return node | {"@type": _ORGANISATIONS.get(entry.type, "Organization"), "url": entry.homepage}
    if isinstance(entry, Checklist):
        return node | _checklist(entry, language)
    if isinstance(entry, Question):
        return node | {"@type": "Question", "text": _in(entry.why, language)}
    if isinstance(entry, Lesson):
        return node | {"@type": "LearningResource", "teaches": _in(entry.learned, language)}
    if isinstance(entry, TradeOff):
        return node | {"@type": "LearningResource", "learningResourceType": "case study"}
    return node


def _tool(tool: Tool) -> Node:
    kind = _TOOLS.get(tool.type, "CreativeWork")
    node: Node = {
        "@type": kind,
        "url": tool.homepage,
        "publisher": {"@type": "Organization", "name": tool.publisher},
        "license": _licence(tool.licence) if tool.licence else None,
        "inLanguage": list(tool.languages),
        "isAccessibleForFree": True if tool.cost == "free" else None,
        "sameAs": tool.source_code,
    }
    if kind == "SoftwareApplication":
        node |= {"softwareHelp": tool.documentation}
    return node


def _licence(spdx: str) -> str | Node:
    if _SPDX_ID.fullmatch(spdx) and not spdx.startswith("LicenseRef"):
        return f"https://spdx.org/licenses/{spdx}"
    return {"@type": "CreativeWork", "name": spdx}


def _checklist(checklist: Checklist, language: Language) -> Node:
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "item": {
                "@type": "Question",
                "@id": f"{BASE_IRI}part/{checklist.id.replace('/', '.')}.questions.{position}",
                "name": _in(question.question, language),
                "text": _in(question.why, language),
            },
        }
        for position, question in enumerate(checklist.questions, 1)
    ]
    return {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}


def _subjects(entry: Entry) -> list[str]:
    return [*entry.requirements, *entry.principles, *entry.phases, *entry.uses]


def _concept(concept: Concept, language: Language) -> Node:
    return {"@type": "DefinedTerm", "@id": BASE_IRI + concept.id, "name": _in(concept.label, language)}


def _term_set(scheme: Scheme, language: Language) -> Node:
    return {"@type": "DefinedTermSet", "@id": BASE_IRI + scheme.id, "name": _in(scheme.title, language)}


def _in(text: Text, language: Language) -> str:
    """A text in a language, else in the other one."""
    return text.get(language) or next(iter(text.values()))


def _clean(node: Node) -> Node:
    """Without what has no value."""
    kept = {name: _clean(value) if isinstance(value, dict) else value for name, value in node.items()}
    return {name: value for name, value in kept.items() if value not in (None, "", [])}
