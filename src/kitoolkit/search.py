"""Full-text search with whoosh, in Dutch and English at once. The only module that knows whoosh.

A question is looked up in every field in both languages; a word that is a label or alternative label of a
concept also finds what carries that concept, and a word that occurs nowhere is replaced by the nearest that
does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
from whoosh import fields as index_fields
from whoosh import query
from whoosh.analysis import Composable, Token, Tokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.matching import UnionMatcher
from whoosh.scoring import BM25F

from kitoolkit.collection import FACETS, SCHEMES
from kitoolkit.fragment import found_words, fragment
from kitoolkit.model import LANGUAGES, Entry, Language, Text
from kitoolkit.structure import fields
from kitoolkit.vocabulary import Vocabulary
from kitoolkit.words import STOP_WORDS, split, stem, stems

WEIGHTS = {"title": 6.0, "names": 5.0, "summary": 2.5, "text": 1.0, "concepts": 1.6}
"""How much a word in a field counts."""
_CONCEPT_WEIGHT = 3.0
_MENTION_WEIGHT = 1.0
_GLOSSARY = "term/"
_OTHER_FIELDS = 0.2
"""How much a word counts in fields beside the best one."""
_CORRECTED_WEIGHT = 0.6
"""A replaced word counts less than one that was typed."""


_LABELS = "labels.json"
_Labels: TypeAlias = dict[str, dict[str, list[str]]]


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


class _BestMatcher(UnionMatcher):  # type: ignore[misc]
    """The score of the best field, and a little for the others.

    Whoosh's own `DisjunctionMaxMatcher` takes the greatest of two scores also where they belong to two documents.
    """

    def score(self) -> float:
        here = self.id()
        scores = [float(side.score()) for side in (self.a, self.b) if side.is_active() and side.id() == here]
        return max(scores) + _OTHER_FIELDS * (sum(scores) - max(scores))

    def supports_block_quality(self) -> bool:
        return False  # skipping would turn this into matchers that add


class _Best(query.DisjunctionMax):  # type: ignore[misc]
    def _matcher(self, subs: list[query.Query], searcher: Any, context: Any) -> Any:  # noqa: ANN401
        reader = searcher.reader()
        return self._tree_matcher(subs, _BestMatcher, searcher, context, lambda one: one.estimate_size(reader))


class _Words(Tokenizer):  # type: ignore[misc]
    """Whoosh's view of `words`: tokens with their place in the text, stemmed for one language or plain."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(
        self,
        value: str,
        *,
        positions: bool = False,
        chars: bool = False,
        mode: str = "",
        start_pos: int = 0,
        start_char: int = 0,
        **_: object,
    ) -> Iterator[Token]:
        token = Token(positions, chars, removestops=True, mode=mode)
        for number, (word, start, end) in enumerate(_located(value)):
            if self.language and word in STOP_WORDS[self.language]:
                continue
            token.text = stem(word, self.language) if self.language else word
            token.original, token.boost, token.stopped = word, 1.0, False
            token.pos, token.startchar, token.endchar = start_pos + number, start_char + start, start_char + end
            yield token


def _located(value: str) -> Iterator[tuple[str, int, int]]:
    """Words with their place; folding may change lengths, so each stretch of letters is folded by itself."""
    start = None
    for index, character in enumerate(value + " "):
        if character.isalnum():
            start = index if start is None else start
        elif start is not None:
            for word in split(value[start:index]):
                yield word, start, index
            start = None


def _schema() -> index_fields.Schema:
    columns: dict[str, Any] = {
        "id": index_fields.ID(stored=True, unique=True),
        "kind": index_fields.ID(stored=True),
        "title": index_fields.STORED,
        "names": index_fields.TEXT(analyzer=_Words("")),
        "words": index_fields.TEXT(analyzer=_Words(""), phrase=False),
        "concept": index_fields.KEYWORD(commas=True),
    }
    for language in LANGUAGES:
        analyser: Composable = _Words(language)
        for name in ("title", "concepts"):
            columns[f"{name}_{language}"] = index_fields.TEXT(analyzer=analyser)
        for name in ("summary", "text"):
            columns[f"{name}_{language}"] = index_fields.TEXT(analyzer=analyser, stored=True)
    return index_fields.Schema(**columns)


def build(folder: Path, entries: Iterable[Entry], vocabulary: Vocabulary) -> None:
    """Write the index of the entries into an empty folder."""
    storage = FileStorage(str(folder))
    index = storage.create_index(_schema())
    writer = index.writer(limitmb=256)
    labels = _stemmed_labels(vocabulary)
    for entry in entries:
        writer.add_document(**_document(entry, vocabulary, labels))
    writer.commit(optimize=True)
    index.close()
    (folder / _LABELS).write_bytes(msgspec.json.encode(labels))


def _stemmed_labels(vocabulary: Vocabulary) -> _Labels:
    """The concepts by the stems of each label; kept with the index, since stemming them all takes a while."""
    labels: _Labels = {language: {} for language in LANGUAGES}
    for concept in vocabulary.values():
        for language in LANGUAGES:
            for label in (concept.label.get(language, ""), *concept.alt_labels.get(language, ())):
                meant = " ".join(stems(label, language, keep_stop_words=True))
                labels[language].setdefault(meant, []).append(concept.id)
    return labels


def _named(text: str, language: Language, labels: _Labels) -> Iterator[str]:
    """The concepts with a label of up to five words that stand together in the text."""
    words = stems(text, language, keep_stop_words=True)
    for size in range(1, min(len(words), 5) + 1):
        for start in range(len(words) - size + 1):
            yield from labels[language].get(" ".join(words[start : start + size]), [])


def _mentioned(entry: Entry, labels: _Labels) -> set[str]:
    """The words of the glossary that an entry uses, by any of their names."""
    texts = ((code, "\n".join([*_texts(entry, code)])) for code in LANGUAGES)
    return {found for code, text in texts for found in _named(text, code, labels) if found.startswith(_GLOSSARY)}


def _texts(entry: Entry, language: Language) -> Iterator[str]:
    yield entry.title.get(language, "")
    yield entry.summary.get(language, "")
    yield from _prose(entry, language)


def _document(entry: Entry, vocabulary: Vocabulary, labels: _Labels) -> dict[str, Any]:
    concepts = _concepts(entry, vocabulary)
    document: dict[str, Any] = {
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "names": " ".join([*entry.also_known_as, entry.slug.replace("-", " "), str(getattr(entry, "publisher", ""))]),
        "concept": ",".join([*concepts, *sorted(_mentioned(entry, labels))]),
    }
    plain = [document["names"]]
    for language in LANGUAGES:
        names = []
        for concept_id in concepts:
            concept = vocabulary[concept_id]
            names += [concept.label.get(language, ""), *concept.alt_labels.get(language, ())]
        document[f"title_{language}"] = entry.title.get(language, "")
        document[f"summary_{language}"] = entry.summary.get(language, "")
        document[f"text_{language}"] = "\n".join(_prose(entry, language))
        document[f"concepts_{language}"] = ", ".join(names)
        plain += [document[f"{name}_{language}"] for name in ("title", "summary", "text", "concepts")]
    document["words"] = " ".join(plain)
    return document


def _concepts(entry: Entry, vocabulary: Vocabulary) -> list[str]:
    """The concepts of an entry and what is broader."""
    found = [value for facet in SCHEMES for value in FACETS[facet](entry) if value in vocabulary]
    for concept_id in found:
        found.extend(
            broader for broader in vocabulary[concept_id].broader if broader not in found and broader in vocabulary
        )
    return list(dict.fromkeys(found))


def _prose(struct: msgspec.Struct, language: Language) -> Iterator[str]:
    """Every text of an entry in a language, beside title and summary."""
    for field in fields(type(struct)):
        if isinstance(struct, Entry) and field.name in {"title", "summary"}:
            continue
        value = getattr(struct, field.name)
        for item in value if field.many else [value]:
            if isinstance(item, msgspec.Struct):
                yield from _prose(item, language)
            elif isinstance(item, dict) and item.get(language):
                yield item[language]


class Searcher:
    """An open index.

    Args:
        folder: The folder that `build` filled.
        vocabulary: The concepts, whose labels widen a question.
    """

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        self._index = FileIndex(FileStorage(str(folder), readonly=True))
        self._searcher = self._index.searcher(weighting=BM25F())
        self._vocabulary = vocabulary
        self._labels: _Labels = msgspec.json.decode((folder / _LABELS).read_bytes(), type=_Labels)

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
        phrases, words = _phrases_and_words(text)
        corrected = {word: better for word in words if (better := self._better(word))}
        hits = Hits()
        if corrected:
            hits.did_you_mean = " ".join(corrected.get(word, word) for word in words)
        asked = self._query(phrases, words, corrected)
        if asked is None or limit <= 0:
            return hits
        shown = " ".join([*phrases, *words, *corrected.values()])
        found = self._searcher.search(asked, limit=limit if allowed is None else None)
        for one in found:
            if allowed is None or allowed(one["id"]):
                stored = one.fields()
                piece = self._fragment(stored, shown, language)
                hits.append(Hit(stored["id"], stored["kind"], stored["title"], round(one.score, 3), piece))
            if len(hits) == limit:
                break
        return hits

    def _query(self, phrases: list[str], words: list[str], corrected: dict[str, str]) -> query.Query | None:
        wanted = [_word_query(word, 1.0) for word in words if not _means_nothing(word)]
        wanted += [_word_query(better, _CORRECTED_WEIGHT) for better in corrected.values()]
        for concept_id in self._named_concepts(" ".join(corrected.get(word, word) for word in words)):
            weight = _MENTION_WEIGHT if concept_id.startswith(_GLOSSARY) else _CONCEPT_WEIGHT
            wanted.append(query.Term("concept", concept_id, boost=weight))
        must = [_phrase_query(phrase) for phrase in phrases]
        wanted = [one for one in wanted if one is not None]
        if must and wanted:
            return query.AndMaybe(query.And(must), query.Or(wanted))
        if must:
            return query.And(must)
        return query.Or(wanted, scale=0.7) if wanted else None

    def _named_concepts(self, text: str) -> list[str]:
        """The concepts with a label whose words stand together in a question, in either language."""
        return list(dict.fromkeys(found for code in LANGUAGES for found in _named(text, code, self._labels)))

    def _better(self, word: str) -> str:
        """The nearest word that occurs, for one that does not."""
        if len(word) < 4 or _means_nothing(word) or self._occurs(word):
            return ""
        distance = 1 if len(word) < 6 else 2
        suggestions = self._searcher.corrector("words").suggest(word, limit=1, maxdist=distance, prefix=1)
        return str(suggestions[0]) if suggestions else ""

    def _occurs(self, word: str) -> bool:
        reader = self._searcher.reader()
        if ("words", word) in reader:
            return True
        return any(
            (f"{field}_{language}", stem(word, language)) in reader
            for field in ("title", "summary", "text", "concepts")
            for language in LANGUAGES
        )

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


def _phrases_and_words(text: str) -> tuple[list[str], list[str]]:
    parts = text.replace("“", '"').replace("”", '"').replace("„", '"').split('"')
    closed = len(parts) - 1 if len(parts) % 2 == 0 else len(parts)
    phrases = [part for number, part in enumerate(parts) if number % 2 == 1 and number < closed and split(part)]
    rest = [part for part in parts if part not in phrases]
    return phrases, list(dict.fromkeys(word for part in rest for word in split(part)))


def _means_nothing(word: str) -> bool:
    return all(word in STOP_WORDS[language] for language in LANGUAGES) or (len(word) < 2 and not word.isdigit())


def _word_query(word: str, weight: float) -> query.Query | None:
    """The word in any field, in either language; the best field counts, not their sum."""
    terms: list[query.Query] = [query.Term("names", word, boost=WEIGHTS["names"] * weight)]
    for language in LANGUAGES:
        if word in STOP_WORDS[language]:
            continue
        for field in ("title", "summary", "text", "concepts"):
            terms.append(query.Term(f"{field}_{language}", stem(word, language), boost=WEIGHTS[field] * weight))
    return _Best(terms)


def _phrase_query(phrase: str) -> query.Query:
    wanted: list[query.Query] = [query.Phrase("names", split(phrase))]
    for language in LANGUAGES:
        meant = stems(phrase, language)
        for field in ("title", "summary", "text", "concepts"):
            if meant:
                wanted.append(query.Phrase(f"{field}_{language}", meant, slop=1 + len(split(phrase)) - len(meant)))
    return query.Or(wanted)
