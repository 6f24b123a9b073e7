"""Full-text search, in Dutch and English at once."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kitoolkit import Catalogue, UnknownNameError, search
from kitoolkit.model import Question, Source
from kitoolkit.word_families import DUTCH_FAMILIES, ENGLISH_FAMILIES
from kitoolkit.words import split, stem, stems

from .conftest import Checkout

EXPLAIN, VOICE, GUIDE = "tool/explain-it", "tool/voice-lab", "tool/diversity-guide"


def ids(catalogue: Catalogue, query: str, **options: object) -> list[str]:
    return [hit.id for hit in catalogue.search(query, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [
        ("algoritme", "algoritmes", "algoritmen", "algoritmisch"),
        ("aanbeveling", "aanbevelingen", "aanbevelen"),
        ("toets", "toetsen", "toetst", "toetsing"),
        ("ondertitel", "ondertitels", "ondertiteling"),
        ("uitleg", "uitleggen", "uitlegbaar", "uitlegbaarheid"),
        ("redactie", "redacties", "redactionele"),
        ("les", "lessen"),
        ("klacht", "klachten"),
        ("stem", "stemmen"),
        ("kiezen", "kiest", "koos", "gekozen", "keuze", "keuzes"),
        ("nemen", "neemt", "nam", "genomen"),
        ("schrijven", "schrijft", "schreef", "geschreven"),
        ("beschrijven", "beschrijft", "beschreven", "beschrijving"),
        ("besluit", "besluiten", "besloot", "besloten"),
        ("opslag", "opslaan", "opgeslagen"),
        ("opsporen", "opgespoord", "opsporing"),
        ("bijwerken", "bijgewerkt"),
        ("herkennen", "herkent", "herkend", "herkenning", "herkenbaar", "herkenbare"),
        ("beoordelen", "beoordeelt", "beoordeeld", "beoordeling"),
        ("controle", "controles", "controleren", "controleert", "gecontroleerd"),
        ("publiceren", "publiceert", "gepubliceerd", "publicatie"),
        ("genereren", "gegenereerd", "gegenereerde", "generatief", "generatieve"),
        ("verifieren", "geverifieerd", "verificatie"),
        ("discrimineren", "discrimineert", "discriminerend", "discriminatie"),
        ("wijzigen", "gewijzigd", "wijziging", "wijzigingen"),
        ("verbieden", "verbod", "verboden"),
        ("misleiden", "misleidend", "misleidende", "misleiding"),
        ("voorbeeld", "voorbeelden"),
        ("mens", "mensen"),
        ("taak", "taken"),
        ("criterium", "criteria"),
        ("medium", "media"),
        ("waarde", "waarden"),
        ("open", "openheid"),
        ("openbaar", "openbare", "openbaarheid"),
        ("betrouwbaar", "betrouwbare", "betrouwbaarheid"),
        ("transparant", "transparante", "transparantie"),
        ("ethiek", "ethisch", "ethische"),
        ("nederlands", "nederlandse"),
    ],
)
def test_dutch_words_of_the_field_share_a_stem(words: tuple[str, ...]):
    assert len({stem(word, "nl") for word in words}) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("subtitle", "subtitles", "subtitling"),
        ("recommend", "recommends", "recommended"),
        ("bias", "biases", "biased"),
        ("analysis", "analyses", "analyse", "analyze", "analyzing"),
        ("criterion", "criteria"),
        ("medium", "media"),
        ("choose", "chose", "chosen", "choice", "choices"),
        ("write", "writes", "wrote", "written"),
        ("mislead", "misleading", "misled"),
        ("decide", "decides", "decision", "decisions"),
        ("explain", "explained", "explanation", "explainability"),
        ("recognise", "recognised", "recognize", "recognition"),
        ("verify", "verified", "verification"),
        ("publish", "published", "publication"),
        ("personalise", "personalised", "personalization"),
        ("organisation", "organisations", "organization"),
        ("summary", "summaries", "summarise", "summarizing"),
        ("transcript", "transcripts", "transcribe", "transcription"),
        ("accurate", "accuracy"),
        ("autonomous", "autonomy"),
        ("licence", "license", "licensing"),
    ],
)
def test_english_words_share_a_stem(words: tuple[str, ...]):
    assert len({stem(word, "en") for word in words}) == 1


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("data", "datum"),
        ("media", "mediaan"),
        ("les", "lesbisch"),
        ("wijziging", "wijzen"),
        ("waarde", "waarheid"),
        ("gevolg", "volgen"),
        ("gezicht", "zichtbaar"),
        ("open", "openbaar"),
        ("invoer", "invoering"),
        ("nieuws", "nieuw"),
    ],
)
def test_dutch_words_that_mean_something_else_stay_apart(word: str, other: str):
    assert stem(word, "nl") != stem(other, "nl")


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("access", "accessibility"),
        ("account", "accountability"),
        ("author", "authority"),
        ("experience", "experiment"),
        ("governance", "government"),
        ("person", "personalization"),
        ("position", "positive"),
        ("public", "publication"),
        ("product", "production"),
        ("response", "responsible"),
    ],
)
def test_english_words_that_mean_something_else_stay_apart(word: str, other: str):
    assert stem(word, "en") != stem(other, "en")


@pytest.mark.parametrize("families", [DUTCH_FAMILIES, ENGLISH_FAMILIES])
def test_words_of_a_family_stand_once_and_as_they_are_split(families: dict[str, str]):
    listed = [word for words in families.values() for word in words.split()]
    assert sorted(set(listed)) == sorted(listed)
    assert split(" ".join(listed)) == listed
    assert list(families) == sorted(families)


def test_splitting_takes_accents_and_capitals_away():
    assert split("Één KI-model, dé 2e vráág_nu") == ["een", "ki", "model", "de", "2e", "vraag", "nu"]
    assert split("...") == []


@given(st.text(max_size=40))
@example("𝘼 İ ﬁ ß ŉ")
def test_splitting_is_the_same_twice(text: str):
    assert split(" ".join(split(text))) == split(text)
    assert all(stems(text, language) is not None for language in ("nl", "en"))  # type: ignore[arg-type]


@pytest.mark.parametrize("word", ["algoritme", "algoritmes", "algoritmen", "Algoritmen", "ALGORITMISCH"])
def test_forms_of_algorithm_find_the_same(toy_catalogue: Catalogue, word: str):
    found = set(ids(toy_catalogue, word, limit=20))
    assert found == {EXPLAIN, "example/subtitles", "lesson/hidden-scores", "question/who-answers"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("klacht", "question/who-answers"),
        ("complaint", "question/who-answers"),
        ("sprekers", VOICE),
        ("recommending reasons", EXPLAIN),
        ("XPLN", EXPLAIN),
        ("xpln", EXPLAIN),
        ("Example Institute", GUIDE),
        ("verscheidenheid", GUIDE),
        ("wie kan het stopzetten", "checklist/before-launch"),
        ("hidden-scores", "lesson/hidden-scores"),
    ],
)
def test_finds_first(toy_catalogue: Catalogue, query: str, expected: str):
    assert ids(toy_catalogue, query)[0] == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASR", {GUIDE, "example/subtitles"}),
        ("KI", {VOICE}),
        ("kunstmatige intelligentie", {VOICE}),
        ("genAI", {VOICE}),
        ("recommender", {EXPLAIN, GUIDE, "lesson/hidden-scores", "tradeoff/personal-or-shared"}),
        (
            "doorzichtigheid",
            {EXPLAIN, VOICE, "lesson/hidden-scores", "question/who-answers", "checklist/before-launch"},
        ),
    ],
)
def test_alternative_labels_find_what_has_the_concept(toy_catalogue: Catalogue, query: str, expected: set[str]):
    """None of these words stands in an entry; KI belongs to a concept that is broader than the entry's own."""
    assert set(ids(toy_catalogue, query, limit=20)) >= expected


def test_title_before_body(toy: Checkout):
    toy.edit(
        "questions/who-answers.yaml", "nl: Zonder antwoord komt er geen herstel.", "nl: Zonder zeppelin geen herstel."
    )
    toy.edit("lessons/hidden-scores.yaml", "nl: Verborgen scores", "nl: De zeppelin")
    toy.edit(
        "examples/subtitles.yaml",
        "nl: De omroep maakt ondertitels met",
        "nl: De omroep gaf de zeppelin ondertitels met",
    )
    say_it = ["lesson/hidden-scores", "example/subtitles", "question/who-answers"]
    found = ids(Catalogue.open(toy.folder), "zeppelin")
    assert [one for one in found if one in say_it] == say_it


def test_what_is_related_is_found_too_after_what_says_it(toy: Checkout):
    before = ids(Catalogue.open(toy.folder), "zeppelin")
    toy.edit("lessons/hidden-scores.yaml", "nl: Verborgen scores", "nl: De zeppelin")
    found = ids(Catalogue.open(toy.folder), "zeppelin")
    assert before == []
    assert found[0] == "lesson/hidden-scores"
    assert found[1:] == [EXPLAIN]
    assert ids(Catalogue.open(toy.folder), '"de zeppelin"') == ["lesson/hidden-scores"]


def test_phrases_must_stand_together(toy_catalogue: Catalogue):
    assert ids(toy_catalogue, '"gedeelde agenda"') == ["tradeoff/personal-or-shared"]
    assert ids(toy_catalogue, '"agenda gedeelde"') == []
    assert ids(toy_catalogue, "„gedeelde agenda”") == ["tradeoff/personal-or-shared"]
    assert ids(toy_catalogue, '"shared agenda" klachten') == ["tradeoff/personal-or-shared"]


def test_phrase_with_words_that_carry_no_meaning(toy_catalogue: Catalogue):
    assert ids(toy_catalogue, '"hears the words"') == []
    assert ids(toy_catalogue, '"front page made by people"') == ["lesson/hidden-scores"]


def test_phrase_in_the_title_alone(toy_catalogue: Catalogue):
    assert ids(toy_catalogue, '"voor de start"')[0] == "checklist/before-launch"


def test_filters(toy_catalogue: Catalogue):
    assert set(ids(toy_catalogue, "algoritme", kind="tool")) == {EXPLAIN}
    assert ids(toy_catalogue, "algoritme", kind=["lesson", "question"], requirement="requirement/diversity") == [
        "lesson/hidden-scores"
    ]
    assert ids(toy_catalogue, "algoritme", organisation="organisation/uitgever") == []
    with pytest.raises(UnknownNameError, match="no kind 'tol'; did you mean 'tool'"):
        toy_catalogue.search("algoritme", kind="tol")
    with pytest.raises(UnknownNameError, match="no facet 'knd'"):
        toy_catalogue.search("algoritme", knd="tool")  # type: ignore[call-arg]


def test_limit(toy_catalogue: Catalogue):
    all_of_them = ids(toy_catalogue, "algoritme", limit=20)
    assert ids(toy_catalogue, "algoritme", limit=2) == all_of_them[:2]
    assert ids(toy_catalogue, "algoritme", limit=1, kind="question") == ["question/who-answers"]
    assert ids(toy_catalogue, "algoritme", limit=0) == []


def test_scores_fall(toy_catalogue: Catalogue):
    scores = [hit.score for hit in toy_catalogue.search("algoritme aanbeveling diversiteit", limit=20)]
    assert len(scores) > 4
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


@pytest.mark.parametrize(
    ("query", "better"),
    [
        ("algortime", "algoritme"),
        ("ondertitles nieuws", "ondertitels nieuws"),
        ("de omrop", "de omroep"),
        ("algoritme", ""),
        ("wat is het", ""),
        ("xqzjwv", ""),
    ],
)
def test_did_you_mean(toy_catalogue: Catalogue, query: str, better: str):
    assert toy_catalogue.search(query).did_you_mean == better


def test_a_typing_error_finds_what_was_meant(toy_catalogue: Catalogue):
    assert "lesson/hidden-scores" in ids(toy_catalogue, "algortimes")


def test_nothing_asked_nothing_found(toy_catalogue: Catalogue):
    for query in ("", "   ", '""', "de het een", "!?", '"'):
        assert ids(toy_catalogue, query) == []
    assert repr(toy_catalogue.search("")) == "<0 hits: >"
    assert (
        repr(toy_catalogue.search("stemlab")).startswith(f"<1 hits: {VOICE}")
        or len(toy_catalogue.search("stemlab")) > 1
    )


def test_hit_has_what_a_result_shows(toy_catalogue: Catalogue):
    hit = toy_catalogue.search("verborgen", fragment_language="nl")[0]
    assert (hit.id, hit.kind, hit.title) == (
        "lesson/hidden-scores",
        "lesson",
        {"nl": "Verborgen scores", "en": "Hidden scores"},
    )


def test_fragment_marks_the_found_words_in_the_reader_s_language(toy_catalogue: Catalogue):
    assert "<mark>algoritmes</mark>" in fragment(toy_catalogue, "algoritme", "lesson/hidden-scores", "nl")
    assert "<mark>algorithm</mark>" in fragment(toy_catalogue, "algorithms", EXPLAIN, "en")
    assert "<mark>contract</mark>" in fragment(toy_catalogue, "contract", VOICE, "nl")


def test_fragment_marks_forms_that_begin_otherwise(toy: Checkout):
    toy.edit("lessons/hidden-scores.yaml", "nl: Een redactie ontdekte", "nl: Een redactie had gekozen en ontdekte")
    assert "<mark>gekozen</mark>" in fragment(Catalogue.open(toy.folder), "kiezen", "lesson/hidden-scores", "nl")


def test_fragment_is_in_the_user_s_language(toy_catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    assert "in het <mark>contract</mark>" in toy_catalogue.search("contract")[0].fragment
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert "in the <mark>contract</mark>" in toy_catalogue.search("contract")[0].fragment


def test_fragment_falls_back_on_the_start_of_the_summary(toy_catalogue: Catalogue):
    assert fragment(toy_catalogue, "Stemlab", VOICE, "en") == "Makes a synthetic voice and puts a mark in it."


def fragment(catalogue: Catalogue, query: str, entry_id: str, language: str) -> str:
    return next(
        hit.fragment for hit in catalogue.search(query, fragment_language=language, limit=20) if hit.id == entry_id
    )  # type: ignore[arg-type]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


HOSTILE = [
    "<script>alert(1)</script>",
    "a & b",
    '" onmouseover="x',
    "</mark><b>",
    "<mark>zeppelin</mark>",
    "&lt;zeppelin&gt;",
    "'",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_fragment_is_escaped(tmp_path: Path, toy_catalogue: Catalogue, text: str):
    entry = msgspec.structs.replace(
        toy_catalogue["question/who-answers"],
        title={"nl": "Titel", "en": "Title"},
        summary={"nl": f"Zie {text} zeppelin {text} einde", "en": text},
    )
    search.build(tmp_path, [entry], toy_catalogue.vocabulary)
    for query in ("zeppelin", "titel"):
        [hit] = search.Searcher(tmp_path).search(query, limit=5, language="nl")
        parser = Tags()
        parser.feed(hit.fragment)
        assert parser.seen <= {"mark"}
        assert text in parser.text


queries = st.text(max_size=40) | st.lists(
    st.sampled_from(["algoritme", "KI", '"', "“", "„", "*", "?", "title:", "AND", "NOT",
                     "(", ")", "^2", "~", " ", "de", "ß", "İ",
                     "ﬁ", "½", "\x00",
                     "\ud800", "é", "e\u0301", "x" * 300, "algoritm", "[a TO b]", "\\", "'", "12"]), max_size=12,
).map(" ".join)  # fmt: skip


@given(queries)
@example('"de het"')
@example('algoritme "')
@example('"algoritme" algoritme')
def test_any_question_is_answered(toy_catalogue: Catalogue, query: str):
    hits = toy_catalogue.search(query, limit=3)
    assert len(hits) <= 3
    assert isinstance(hits.did_you_mean, str)
    for hit in hits:
        assert re.sub(r"</?mark>", "", hit.fragment).count("<") == 0


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=60), min_size=3, max_size=3))
def test_any_text_can_be_searched(tmp_path_factory: pytest.TempPathFactory, toy_catalogue: Catalogue, texts: list[str]):
    """Whatever contributors write, the index is made and a fragment is safe HTML with the text's own letters."""
    source = Source(url="https://toy.test/", supports={"nl": texts[0]}, seen="2026-11-01")
    entry = Question(
        id="question/any",
        title={"nl": "zeppelin", "en": texts[0]},
        summary={"nl": texts[1], "en": texts[2]},
        sources=(source,),
        added="2026-11-01",
        why={"nl": texts[2]},
        answered_by={"en": texts[0]},
        state="open",
    )
    folder = tmp_path_factory.mktemp("any")
    search.build(folder, [entry], toy_catalogue.vocabulary)
    searcher = search.Searcher(folder)
    for query in ("zeppelin", *texts):
        for hit in searcher.search(query, limit=1, language="nl"):
            parser = Tags()
            parser.feed(hit.fragment)
            assert parser.seen <= {"mark"}


def test_index_of_the_package_is_used_where_there_is_one(tmp_path: Path, toy_catalogue: Catalogue):
    from kitoolkit import snapshot

    (tmp_path / "search").mkdir()
    search.build(tmp_path / "search", toy_catalogue.tools, toy_catalogue.vocabulary)
    content = snapshot.make(toy_catalogue.values(), toy_catalogue.vocabulary)
    with_index = Catalogue(content, tmp_path / "search")
    assert set(ids(with_index, "algoritme")) == {EXPLAIN}
    assert ids(Catalogue(content, tmp_path / "none"), "algoritme") == ids(toy_catalogue, "algoritme")


def test_changed_entries_are_searched_anew(toy: Checkout):
    assert ids(Catalogue.open(toy.folder), "zeppelin") == []
    toy.edit("questions/who-answers.yaml", "en: Who answers?", "en: Who flies the zeppelin?")
    assert ids(Catalogue.open(toy.folder), "zeppelin") == ["question/who-answers"]
