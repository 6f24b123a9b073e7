"""Full-text search with whoosh, in Dutch and English at once. The only module that knows whoosh.

What an entry is found by stands in `terms`, what a question asks for in `asking`: here the one is kept, and looked
up by the other.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from whoosh import fields as index_fields
from whoosh import query
from whoosh.analysis import Token, Tokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.scoring import BM25F

from kitoolkit import word_families, words
from kitoolkit.model import LANGUAGES, Entry, Language, Text
from kitoolkit.search import lexicon as lexicon_module
from kitoolkit.search import naming, terms
from kitoolkit.search.asking import Asked, understand
from kitoolkit.search.fragment import found_words, fragment
from kitoolkit.search.lexicon import Lexicon
from kitoolkit.search.naming import Naming, labels
from kitoolkit.search.terms import entry_concepts, entry_pieces, neighbours, prose, weighted
from kitoolkit.vocabulary import Vocabulary
from kitoolkit.words import split, stems

SATURATION, LENGTH = 2.0, 0.5
"""BM25's k1 and b: how soon more of the same word stops counting, and how much a long text counts less."""
SOURCES = tuple(
    str(module.__file__) for module in (lexicon_module, naming, terms, word_families, words, sys.modules[__name__])
)
"""The modules that decide what an index holds; a change in one makes another index."""
_WORDS = "words.json"
_FIELD = "terms"


class Hit(msgspec.Struct, frozen=True):
    """An entry that was found.

    Attributes:
        id: Its id.
        kind: Its kind.
        title: Its title per language.
        score: How well it fits; only the order means something.
        fragment: A piece of its text as HTML, the found words in `<mark>`.
    """

    id: str
    kind: str
    title: Text
    score: float
    fragment: str


class Hits(list[Hit]):
    """Hits in order of score.

    Attributes:
        did_you_mean: The question with unknown words replaced, or empty where all words are known.
    """

    did_you_mean: str = ""

    def __repr__(self) -> str:
        return f"<{len(self)} hits: {', '.join(hit.id for hit in self[:3])}{', …' if len(self) > 3 else ''}>"


class _Kept(msgspec.Struct):
    """What stands beside the index: the words that occur and the names of concepts."""

    lexicon: Lexicon
    naming: Naming


class _Terms(Tokenizer):  # type: ignore[misc]
    """Whoosh's view of weighted terms: one a line, with its weight."""

    def __call__(self, value: str, **_: object) -> Iterator[Token]:
        token = Token()
        for line in value.splitlines():
            token.text, weight = line.rsplit(" ", 1)
            token.boost = float(weight)
            yield token


def _schema() -> index_fields.Schema:
    columns: dict[str, Any] = {
        "id": index_fields.ID(stored=True, unique=True),
        "kind": index_fields.STORED,
        "title": index_fields.STORED,
        "names": index_fields.STORED,
        _FIELD: index_fields.TEXT(analyzer=_Terms(), phrase=False),
    }
    for language in LANGUAGES:
        columns |= {f"summary_{language}": index_fields.STORED, f"text_{language}": index_fields.STORED}
    return index_fields.Schema(**columns)


def lexicon_of(entries: Iterable[Entry], vocabulary: Vocabulary) -> Lexicon:
    """The words of entries and of the names of concepts."""
    texts: list[dict[Language, str]] = [
        {
            language: "\n".join(piece.text for piece in entry_pieces(entry, vocabulary, language))
            for language in LANGUAGES
        }
        for entry in entries
    ]
    texts += [
        {language: "\n".join(labels(concept, language)) for language in LANGUAGES} for concept in vocabulary.values()
    ]
    return Lexicon.of(texts)


def build(folder: Path, entries: Iterable[Entry], vocabulary: Vocabulary) -> None:
    """Write the index of the entries into an empty folder."""
    entries = [entry for entry in entries if not entry.deprecated]
    known = Naming.of(vocabulary)
    lexicon = lexicon_of(entries, vocabulary)
    near = neighbours(entries)
    index = FileStorage(str(folder)).create_index(_schema())
    writer = index.writer(limitmb=256)
    for entry in entries:
        found_by = weighted(
            lambda language, entry=entry: entry_pieces(entry, vocabulary, language, near[entry.id]),  # type: ignore[misc]
            entry_concepts(entry, vocabulary),
            known,
            lexicon,
        )
        writer.add_document(**_document(entry, found_by))
    writer.commit(optimize=True)
    index.close()
    (folder / _WORDS).write_bytes(msgspec.json.encode(_Kept(lexicon, known)))


def _document(entry: Entry, found_by: Mapping[str, float]) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "names": " ".join([*entry.also_known_as, entry.slug.replace("-", " ")]),
        _FIELD: "\n".join(f"{term} {weight:g}" for term, weight in sorted(found_by.items())),
    }
    for language in LANGUAGES:
        document[f"summary_{language}"] = entry.summary.get(language, "")
        document[f"text_{language}"] = "\n".join(prose(entry, language))
    return document


def _in_each_language(phrase: str) -> list[list[str]]:
    """The stems of a phrase, for the languages in which it means something."""
    return [words for code in LANGUAGES if (words := stems(phrase, code))]


class Searcher:
    """An open index.

    Args:
        folder: The folder that `build` filled.
    """

    def __init__(self, folder: Path) -> None:
        self._index = FileIndex(FileStorage(str(folder), readonly=True))
        self._searcher = self._index.searcher(weighting=BM25F(B=LENGTH, K1=SATURATION))
        kept = msgspec.json.decode((folder / _WORDS).read_bytes(), type=_Kept)
        self._naming, self._lexicon = kept.naming, kept.lexicon

    def search(
        self, text: str, *, limit: int, language: Language, allowed: Callable[[str], bool] | None = None
    ) -> Hits:
        """The entries that fit a question best.

        Args:
            text: Words; "words between quotes" must stand together.
            limit: The most hits to give.
            language: The language of the fragments.
            allowed: Says of an id whether it may be among the hits.
        """
        phrases, rest = _phrases_and_rest(text)
        hits = Hits()
        for more in (False, True):
            asked = understand(rest, self._naming, self._lexicon, more=more)
            if asked.corrected:
                hits.did_you_mean = " ".join(asked.corrected.get(word, word) for word in dict.fromkeys(split(rest)))
            if limit > 0:
                hits.extend(self._hits(phrases, asked, limit, language, allowed))
            if hits or limit <= 0:
                break
        return hits

    def _hits(
        self,
        phrases: list[str],
        asked: Asked,
        limit: int,
        language: Language,
        allowed: Callable[[str], bool] | None,
    ) -> Iterator[Hit]:
        scores = self._scores(phrases, asked)
        shown = " ".join([*phrases, *asked.words])
        in_order = sorted(scores, key=lambda number: (-scores[number], number))
        fitting = ((number, self._searcher.stored_fields(number)) for number in in_order)
        chosen = ((number, stored) for number, stored in fitting if self._fits(stored, phrases, allowed))
        for number, stored in islice(chosen, limit):
            piece = self._fragment(stored, shown, language)
            yield Hit(stored["id"], stored["kind"], stored["title"], round(scores[number], 3), piece)

    def _fits(self, stored: Mapping[str, Any], phrases: list[str], allowed: Callable[[str], bool] | None) -> bool:
        if allowed is not None and not allowed(stored["id"]):
            return False
        return all(_stands_in(stored, phrase) for phrase in phrases)

    def _scores(self, phrases: list[str], asked: Asked) -> dict[int, float]:
        """How well each document fits: for a word the best of its terms, and all of that together.

        Whoosh's own "best of" (`DisjunctionMax`) gives other scores than its parts.
        """
        each = {term: self._scores_of(term, weight) for term, weight in asked.terms.items()}
        groups = [[each.pop(term) for term in group] for group in asked.alternatives]
        in_phrases = [self._scores_of_phrase(phrase) for phrase in phrases]
        total: dict[int, float] = {}
        for group in [*groups, *([scores] for scores in each.values()), *([scores] for scores in in_phrases)]:
            for number in set().union(*group):
                total[number] = total.get(number, 0.0) + max(scores.get(number, 0.0) for scores in group)
        for scores in in_phrases:
            total = {number: score for number, score in total.items() if number in scores}
        return total

    def _scores_of(self, term: str, weight: float = 1.0) -> dict[int, float]:
        """What a term is worth to each document that holds it."""
        scores: dict[int, float] = {}
        matcher = query.Term(_FIELD, term, boost=weight).matcher(self._searcher, self._searcher.context())
        while matcher.is_active():
            scores[matcher.id()] = matcher.score()
            matcher.next()
        return scores

    def _scores_of_phrase(self, phrase: str) -> dict[int, float]:
        """The same of a phrase: the documents that hold all its words, in a language in which they mean something."""
        found: dict[int, float] = {}
        for together in _in_each_language(phrase):
            each = [self._scores_of(word) for word in together]
            for number in set(each[0]).intersection(*each):
                found[number] = max(sum(scores[number] for scores in each), found.get(number, 0.0))
        return found

    def _fragment(self, stored: Mapping[str, str], asked: str, language: Language) -> str:
        """The piece of text with most of the asked words; the summary's start where only other fields matched."""
        other = next(code for code in LANGUAGES if code != language)
        for code in (language, other):
            wanted = stems(asked, code)
            for name in ("summary", "text"):
                text = stored.get(f"{name}_{code}", "")
                if places := found_words(text, wanted, code):
                    return fragment(text, places)
        return fragment(stored.get(f"summary_{language}", ""), [])


def _phrases_and_rest(text: str) -> tuple[list[str], str]:
    """What stands between quotes, and the words outside them."""
    pieces = text.replace("“", '"').replace("”", '"').replace("„", '"').split('"')
    closed = len(pieces) - 1 if len(pieces) % 2 == 0 else len(pieces)
    inside = {number for number in range(1, closed, 2) if split(pieces[number])}
    rest = " ".join(piece for number, piece in enumerate(pieces) if number not in inside)
    return [pieces[number] for number in sorted(inside)], rest


def _stands_in(stored: Mapping[str, Any], phrase: str) -> bool:
    """Whether the words of a phrase stand together in a text of an entry, in whatever form."""
    for language in LANGUAGES:
        wanted = f" {' '.join(stems(phrase, language, keep_stop_words=True))} "
        texts = (stored["names"], stored["title"].get(language, ""), stored[f"summary_{language}"])
        for text in (*texts, stored[f"text_{language}"]):
            if wanted in f" {' '.join(stems(text, language, keep_stop_words=True))} ":
                return True
    return False
