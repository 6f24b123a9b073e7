"""The files that the search in the browser reads: one index for both languages, in small pieces.

A reader's question needs a few of them: `index.json`, the words and names that begin with the letters of the question,
the pieces of the index that hold its terms, and the texts of what is shown. `assets/search/` reads them.
The index holds what the Python search holds: `terms` says what is found, `asking` how a question is understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import yaml

from kitoolkit.cache import content_key
from kitoolkit.model import ENTRY_TYPES, LANGUAGES, Entry, Language, Text
from kitoolkit.search import LENGTH, SATURATION, asking, lexicon_of, terms
from kitoolkit.search.lexicon import ALIKE, LONG, SHORTEST_PART, Lexicon
from kitoolkit.search.naming import LONGEST, Naming, labels
from kitoolkit.site.render import texts
from kitoolkit.site.shared import SharedFile
from kitoolkit.structure import fields
from kitoolkit.vocabulary import Concept, Vocabulary
from kitoolkit.words import DUTCH_STEMS, EMPTY_WORDS, ENGLISH_STEMS, LINKS, PARTICLES

if TYPE_CHECKING:
    from kitoolkit.catalogue import Catalogue

FOLDER = "search/"
KINDS = (*ENTRY_TYPES, "concept", "page")
PIECE = 12_000
"""Bytes that a piece of the index may have before the next one begins."""
_TENTHS = 4
"""Weights are kept as whole numbers of quarters."""

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_MARKUP = re.compile(r"```.*?```|^:::.*$|^\|?[-| :]+$|<[^>]+>|\]\([^)]*\)|[#*`\[\]|_>]", re.DOTALL | re.MULTILINE)


class Found(msgspec.Struct):
    """Something that can be found, in one or two languages.

    Attributes:
        kind: One of `KINDS`.
        id: The id of the entry or concept; of a page written by hand its path.
        pieces: Per language the texts that it is found by.
        concepts: The concepts that belong with it.
        shown: Per language what a result shows.
    """

    kind: str
    id: str
    pieces: dict[Language, list[terms.Piece]]
    concepts: list[str]
    shown: dict[Language, dict[str, Any]]

    def of_language(self, language: Language) -> list[terms.Piece]:
        """The texts in a language, none where it has none."""
        return self.pieces.get(language, [])


def search_files(catalogue: Catalogue, root: Path | None = None) -> list[SharedFile]:
    """The files, in a folder named after their content.

    Args:
        catalogue: Entries and concepts.
        root: The checkout, whose pages written by hand are found as well.
    """
    vocabulary = catalogue.vocabulary
    near = terms.neighbours(catalogue.entries)
    found = [_entry(entry, vocabulary, near[entry.id]) for entry in catalogue.entries]
    found += [_concept(concept, vocabulary) for concept in vocabulary.values() if not concept.deprecated]
    found += list(_pages(root)) if root else []
    for one in found:
        if one.id in catalogue.private:
            for code, shown in one.shown.items():
                shown["title"] += f" [{texts()['private'][code]}]"
    naming, lexicon = Naming.of(vocabulary), lexicon_of(catalogue.entries, vocabulary)
    weighted = [terms.weighted(one.of_language, one.concepts, naming, lexicon) for one in found]
    pieces = list(_term_pieces(weighted))
    words = _by_letter(naming, lexicon)
    made: dict[str, Any] = {
        "index.json": _index(found, weighted, vocabulary, [piece[0][0] for piece in pieces], sorted(words))
    }
    made |= {f"terms/{number}.json": dict(piece) for number, piece in enumerate(pieces)}
    made |= {f"words/{letter:x}.json": held for letter, held in words.items()}
    made |= {f"{code}/{number}.json": one.shown[code] for number, one in enumerate(found) for code in one.shown}
    encoded = {path: msgspec.json.encode(value) for path, value in made.items()}
    version = content_key([part for path, content in encoded.items() for part in (path.encode(), content)])[:10]
    return [SharedFile(f"{FOLDER}{version}/{path}", content) for path, content in encoded.items()]


def words_of(language: Language) -> str:
    """The words that results need, as JSON that may stand in a script element."""
    words = {key.removeprefix("find."): text[language] for key, text in texts().items() if key.startswith("find.")}
    for kind, entry_type in ENTRY_TYPES.items():
        words |= {f"kind.{kind}": entry_type.name[language]}
        words |= {f"kinds.{kind}": entry_type.plural[language].capitalize()}
    return msgspec.json.encode(words).decode().replace("<", "\\u003c")


def index_of(files: Iterable[SharedFile]) -> str:
    """The path of the index among these files, from the root of the site; empty where there is none."""
    paths = (file.path for file in files if file.path.startswith(FOLDER))
    return next((path for path in paths if path.endswith("/index.json")), "")


def _index(
    found: list[Found], weighted: list[dict[str, float]], vocabulary: Vocabulary, starts: list[str], letters: list[int]
) -> dict[str, Any]:
    """What every search needs: how long each text is, what it belongs to, where terms are kept, and the rules."""
    requirements = [concept.id for concept in vocabulary.scheme("requirement")]
    return {
        "lengths": [len(one) for one in weighted],
        "kinds": KINDS,
        "kind": [KINDS.index(one.kind) for one in found],
        "requirements": [{"id": one, "label": vocabulary[one].label} for one in requirements],
        "requirement": [
            sum(
                1 << place
                for place, one in enumerate(requirements)
                if one in each.concepts and each.kind in ENTRY_TYPES
            )
            for each in found
        ],
        "language": [next(iter(one.shown)) if len(one.shown) == 1 else "" for one in found],
        "concepts": {one.id: number for number, one in enumerate(found) if one.kind == "concept"},
        "starts": starts,
        "letters": letters,
        "rules": _rules(),
    }


def _rules() -> dict[str, Any]:
    """What `asking`, `lexicon` and `words` decide, so that the browser decides the same."""
    return {
        "saturation": SATURATION,
        "length": LENGTH,
        "unit": _TENTHS,
        "longestName": LONGEST,
        "shortestPart": SHORTEST_PART,
        "long": LONG,
        "alike": ALIKE,
        "links": LINKS,
        "particles": sorted(PARTICLES),
        "empty": sorted(EMPTY_WORDS),
        "stems": {"nl": DUTCH_STEMS, "en": ENGLISH_STEMS},
        "weights": {
            "corrected": asking.CORRECTED,
            "part": asking.PART,
            "concept": asking.CONCEPT,
            "glossary": asking.GLOSSARY_WORD,
            "related": asking.RELATED,
            "inName": asking.IN_NAME,
        },
    }


def _term_pieces(weighted: list[dict[str, float]]) -> Iterator[list[tuple[str, list[int]]]]:
    """The index by term, cut into pieces: for each term number and weight of every text, numbers as steps."""
    kept: dict[str, list[int]] = {}
    last: dict[str, int] = {}
    for number, one in enumerate(weighted):
        for term, weight in one.items():
            kept.setdefault(term, []).extend((number - last.get(term, 0), max(1, round(weight * _TENTHS))))
            last[term] = number
    piece: list[tuple[str, list[int]]] = []
    size = 0
    for term in sorted(kept, key=lambda term: term.encode("utf-16-be", "surrogatepass")):
        if piece and size > PIECE:
            yield piece
            piece, size = [], 0
        piece.append((term, kept[term]))
        size += len(term) + 3 * len(kept[term])
    yield piece


def _by_letter(naming: Naming, lexicon: Lexicon) -> dict[int, dict[str, Any]]:
    """Words, stems and names by the letter that they begin with."""
    held: dict[int, dict[str, Any]] = {}

    def put(part: str, key: str, value: object) -> None:
        empty: dict[str, Any] = {"words": {}, "nl": {}, "en": {}, "names_nl": {}, "names_en": {}, "related": {}}
        held.setdefault(ord(key[0]), empty)[part][key] = value

    for word, count in sorted(lexicon.words.items()):
        put("words", word, count)
    for language in LANGUAGES:
        for stem, count in sorted(lexicon.stems[language].items()):
            put(language, stem, count)
        for name, concepts in sorted(naming.concepts[language].items()):
            put(f"names_{language}", name, concepts)
            held[ord(name[0])]["related"] |= {one: naming.related[one] for one in concepts if one in naming.related}
    return held


def _entry(entry: Entry, vocabulary: Vocabulary, near: list[Entry]) -> Found:
    concepts = terms.entry_concepts(entry, vocabulary)
    return Found(
        kind=entry.kind,
        id=entry.id,
        pieces={code: list(terms.entry_pieces(entry, vocabulary, code, near)) for code in LANGUAGES},
        concepts=concepts,
        shown={
            code: {
                "url": f"{entry.id}/",
                "title": _either(entry.title, code),
                "summary": _either(entry.summary, code),
                "names": entry.also_known_as,
                "texts": list(_labelled(entry, code)),
                "concepts": [(one, vocabulary[one].label[code]) for one in concepts],
                "near": [_either(other.title, code) for other in near],
            }
            for code in LANGUAGES
        },
    )


def _labelled(entry: Entry, language: Language) -> Iterator[tuple[str, str]]:
    """The texts of an entry beside title and summary, each with what its field is called."""
    for field in fields(type(entry)):
        value = getattr(entry, field.name)
        values = value if field.many else [value]
        label = texts().get(f"found_in.{field.name}", {}).get(language, "")
        for item in values if field.name not in {"title", "summary"} else ():
            if isinstance(item, msgspec.Struct):
                yield from ((label, text) for text in terms.prose(item, language))
            elif field.form == "text" and item and item.get(language):
                yield label, item[language]


def _concept(concept: Concept, vocabulary: Vocabulary) -> Found:
    note: Mapping[str, str] = concept.scope_note or {}
    pieces = {
        code: [
            terms.Piece(concept.label.get(code, ""), terms.TITLE),
            terms.Piece("\n".join(labels(concept, code)[1:]), terms.PUBLISHER),
            terms.Piece(concept.definition.get(code, ""), terms.SUMMARY),
            terms.Piece(note.get(code, ""), terms.TEXT),
        ]
        for code in LANGUAGES
    }
    return Found(
        kind="concept",
        id=concept.id,
        pieces=pieces,
        concepts=[concept.id],
        shown={
            code: {
                "url": f"{concept.id}/",
                "title": _either(concept.label, code),
                "summary": _either(concept.definition, code),
                "names": labels(concept, code)[1:],
                "texts": [("", note[code])] if code in note else [],
                "concepts": [],
                "scheme": texts()[f"scheme_one.{concept.scheme}"][code],
            }
            for code in LANGUAGES
        },
    )


def _pages(root: Path) -> Iterator[Found]:
    """The pages written by hand, each in its own language."""
    for language in LANGUAGES:
        folder = root / "docs" / language
        for file in sorted(folder.rglob("*.md")):
            path = file.relative_to(folder).with_suffix("").as_posix()
            url = path.removesuffix("index").rstrip("/")
            if page := _page(file.read_text(encoding="utf-8"), f"{url}/" if url else "", language):
                yield page


def _page(source: str, url: str, language: Language) -> Found | None:
    front = _FRONT_MATTER.match(source)
    meta = yaml.safe_load(front.group(1)) if front else {}
    body = source[front.end() :] if front else source
    heading = re.search(r"^# (.+)$", body, re.MULTILINE)
    if not url or heading is None:
        return None
    title, description = heading.group(1).strip(), str((meta or {}).get("description", ""))
    plain = " ".join(_MARKUP.sub(" ", body.replace(heading.group(0), "", 1)).split())
    pieces = [terms.Piece(title, terms.TITLE), terms.Piece(description, terms.SUMMARY), terms.Piece(plain, terms.TEXT)]
    shown = {"url": url, "title": title, "summary": description, "names": [], "texts": [("", plain)], "concepts": []}
    return Found(kind="page", id=url, pieces={language: pieces}, concepts=[], shown={language: shown})


def _either(text: Text, language: Language) -> str:
    return text.get(language) or next(iter(text.values()), "")
