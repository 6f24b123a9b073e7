"""Writing entries: the canonical layout, and that it never changes what a file means."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kitoolkit.model import ENTRY_TYPES, KINDS, LANGUAGES, FieldInfo, folder
from kitoolkit.problem import CatalogueError
from kitoolkit.source import is_unsafe, parse, read
from kitoolkit.structure import Field, fields
from kitoolkit.writing import WIDTH, formatted, schema_line, written
from kitoolkit.writing.comments import comments_of

from .conftest import ROOT, TOY

NOWHERE = Path("x.yaml")

LOOK_ALIKES = [
    "yes", "No", "on", "~", "null", "", " ", "1.10", "0x1F", "1e3", "1_000", "12:30", ".5", "-1", "+3", "0o14", ".inf",
    "2026-11-21", "2026-11", "2026", "2026-11-21T10:00:00Z", "=", "<<", "…", "- x", "-", "? x", "# x", "a # b", "a: b",
    "a:", ": a", "{a}", "[a]", "&a", "*a", "!a", "%a", "@a", "`a", "'a'", '"a"', "|", ">", "---", "...", "--- a", "a,b",
    " x", "x ", "  x  y  ", "a  b", "x\n", "x\n\n", "\nx", "\n", "x\n  y", "  x\ny", "x\n \ny", "x\n   ", "a\\b", "é😀",
    "\u00a0x\u00a0", "x\u200by", "\ufffe", "true", "y", "N", "a\n# b", "a\n---\nb", "a\n...\nb",
    "lang " * 60 + "einde", "lang  met  dubbele  " * 10 + "spaties", "x" * 300, "x" * 99 + " # y", "# x " * 50 + "y",
]  # fmt: skip

characters = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]).filter(lambda one: not is_unsafe(one))
texts = st.one_of(
    st.sampled_from(LOOK_ALIKES),
    st.text(st.one_of(characters, st.sampled_from(" \n:#-'\"…")), max_size=200),
    st.lists(st.sampled_from(["de", "het", "#", "a:", "-", '"', "woordenboek", "  ", "x\n"]), max_size=60).map(
        " ".join
    ),
)


def values_of(struct: type[msgspec.Struct]) -> st.SearchStrategy[dict[str, Any]]:
    """Whatever a part of the model can hold, in any order of fields."""
    optional = {field.name: value_of(field) for field in fields(struct)}
    chosen = st.fixed_dictionaries({}, optional=optional)
    return st.tuples(chosen, st.randoms(use_true_random=False)).map(shuffled)


def shuffled(pair: tuple[dict[str, Any], Any]) -> dict[str, Any]:
    values, random = pair
    keys = list(values)
    random.shuffle(keys)
    return {key: values[key] for key in keys}


def value_of(field: Field) -> st.SearchStrategy[Any]:
    if field.struct:
        single: st.SearchStrategy[Any] = values_of(field.struct)
    elif field.form == "text":
        single = st.dictionaries(st.sampled_from(LANGUAGES), texts, min_size=1)
    else:
        single = texts
    return st.lists(single, max_size=3) if field.many else single


entries = st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), values_of(ENTRY_TYPES[kind])))
anything = st.recursive(
    st.one_of(texts, st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=12,
)


def values_in(text: str) -> Any:
    source = parse(text, NOWHERE)
    assert source.problems == []
    return source.data


# Values to text


@given(entries)
def test_what_is_written_reads_back_the_same(entry: tuple[str, dict[str, Any]]):
    kind, values = entry
    assume(values)
    text = written(kind, values)
    assert values_in(text) == values
    assert yaml.safe_load(text) == values  # not our reader
    assert formatted(text, kind) == text


@given(texts, st.sampled_from(["title", "description", "date", "also_known_as", "sources"]))
@example("x" * 2000, "title")
def test_every_text_reads_back_in_every_place(text: str, name: str):
    places = {"also_known_as": [text, text], "sources": [{"title": text, "supports": {"nl": text}}], "date": text}
    values = {name: places.get(name, {"nl": text, "en": text})}
    assert values_in(written("lesson", values)) == values


@given(st.dictionaries(texts, anything, min_size=1, max_size=4))
def test_values_that_do_not_belong_are_written_as_well(values: dict[str, Any]):
    assume(all(len(key) < 1000 for key in values))
    assert values_in(written("tool", values)) == values


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_a_text_is_no_number_date_or_boolean_to_another_reader(text: str):
    assert yaml.safe_load(written("tool", {"publisher": text})) == {"publisher": text}


def test_characters_that_no_entry_may_hold_are_written_so_that_the_check_names_them():
    for character in "\t\x00\u2028\u202e\ufeff\x85":
        [problem, *_] = parse(written("tool", {"publisher": f"a{character}b"}), NOWHERE).problems
        assert problem.field == "publisher"


# The layout


def laid_out(kind: str, text: str) -> str:
    return formatted(text, kind).removeprefix(schema_line(kind) + "\n")


def test_fields_and_languages_stand_in_the_order_of_the_model():
    text = 'added: "2026-01-01"\nhomepage: https://a.test/\nsummary: {en: B, nl: A}\ntitle: {en: D, nl: C}\n'
    assert laid_out("tool", text) == (
        "title:\n  nl: C\n  en: D\nsummary:\n  nl: A\n  en: B\n"
        'added: "2026-01-01"\nhomepage: https://a.test/\n'
    )  # fmt: skip


def test_an_unknown_field_stays_behind_the_one_it_followed():
    text = "tags: [x]\nsummary: {nl: a}\nlicense: MIT\ntitle: {nl: b}\n"
    assert list(values_in(formatted(text, "tool"))) == ["tags", "title", "summary", "license"]


def test_dates_get_quotes_and_numbers_stay_as_written():
    assert laid_out("lesson", "date: 2025-10\nadded: 2026-11-21\nversion: 1.10\nlatest: yes\n") == (
        'added: "2026-11-21"\nversion: 1.10\nlatest: yes\ndate: "2025-10"\n'
    )


def test_a_long_text_is_folded_and_a_short_one_stands_on_its_line():
    long = "Dit is een zin die niet op een regel past, omdat hij veel langer is dan honderd tekens mogen zijn."
    assert laid_out("lesson", f"happened:\n  nl: >-\n    Kort.\n  en: {long}\n") == (
        "happened:\n  nl: Kort.\n  en: >-\n"
        "    Dit is een zin die niet op een regel past, omdat hij veel langer is dan honderd tekens mogen\n"
        "    zijn.\n"
    )


def test_prose_with_a_colon_is_folded_and_a_title_with_one_gets_quotes():
    assert laid_out("lesson", "learned: {nl: 'Let op: kijk eerst'}\ntitle: {nl: 'Let op: eerst'}\n") == (
        'title:\n  nl: "Let op: eerst"\nlearned:\n  nl: >-\n    Let op: kijk eerst\n'
    )


def test_markdown_keeps_its_lines():
    text = (
        "description:\n  nl: |-\n    Een regel die zo lang mag zijn als de schrijver hem wil hebben, want in Markdown"
    )
    text += " doet dat er niet toe.\n\n    - punt\n      - dieper  \n"
    assert laid_out("tool", text) == text


def test_no_line_is_longer_than_it_has_to_be():
    for file in sorted((TOY / "catalogue").glob("*/*.yaml")):
        for line in formatted(file.read_text(encoding="utf-8"), "tool").splitlines():
            assert len(line) <= WIDTH or " " not in line.strip()


# Comments


def test_comments_go_where_their_field_goes():
    text = (
        "# yaml-language-server: $schema=../../ontology/schemas/lesson.schema.json\n"
        "# Over dit bestand.\n"
        "\n"
        "# De dag.\n"
        'date: "2026-10"  # ongeveer\n'
        "title:  # beide talen\n"
        "  # Engels eerst\n"
        "  en: B\n"
        "  nl: A\n"
        "requirements:\n"
        "  # de belangrijkste\n"
        "  - requirement/privacy  # zeker\n"
        "  # - requirement/diversity\n"
        "sources:\n"
        '  - seen: "2026-11-21"\n'
        "    # niet het persbericht\n"
        "    url: https://a.test/\n"
        "# Einde.\n"
    )
    assert formatted(text, "lesson") == (
        "# yaml-language-server: $schema=../../ontology/schemas/lesson.schema.json\n"
        "# Over dit bestand.\n"
        "\n"
        "title:  # beide talen\n"
        "  nl: A\n"
        "  # Engels eerst\n"
        "  en: B\n"
        "requirements:\n"
        "  # de belangrijkste\n"
        "  - requirement/privacy  # zeker\n"
        "  # - requirement/diversity\n"
        "sources:\n"
        "  # niet het persbericht\n"
        "  - url: https://a.test/\n"
        '    seen: "2026-11-21"\n'
        "# De dag.\n"
        'date: "2026-10"  # ongeveer\n'
        "# Einde.\n"
    )


@st.composite
def commented(draw: st.DrawFn) -> tuple[str, str]:
    """A file in one of many layouts, with comments strewn over it."""
    kind, values = draw(entries)
    assume(values)
    layout = draw(st.sampled_from(["own", "flow", "block", "wide"]))
    if layout == "own":
        text = written(kind, values)
    else:
        style = {"flow": True, "block": False, "wide": None}[layout]
        text = yaml.safe_dump(values, default_flow_style=style, allow_unicode=True, sort_keys=False, width=60)
    lines = text.splitlines()
    for number in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(lines)))
        shape = draw(st.sampled_from(["line", "end", "blank", "dash"]))
        if shape == "end" and at < len(lines):
            lines[at] += f"  # {number}"
        elif shape == "blank":
            lines.insert(at, "")
        else:
            lines.insert(at, " " * draw(st.integers(0, 6)) + f"# {number}")
    changed = draw(st.sampled_from(["\n", "\r\n"])).join(lines) + draw(st.sampled_from(["", "\n", "\n\n"]))
    source = parse(changed, NOWHERE)
    assume(not source.problems and isinstance(source.data, dict))
    return kind, changed


def comments_in(text: str) -> Counter[str]:
    """The comments as PyYAML's own scanner leaves them out: whatever stands in no token."""
    found: Counter[str] = Counter()
    position = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.ScalarToken):
            found += in_gap(text[position : token.start_mark.index])
            head, _, _ = text[token.start_mark.index : token.end_mark.index].partition("\n")
            if token.style in {"|", ">"} and " #" in head:
                found += in_gap(head)
            position = token.end_mark.index
    return found + in_gap(text[position:])


def in_gap(gap: str) -> Counter[str]:
    return Counter(line[line.index("#") :].rstrip() for line in gap.splitlines() if "#" in line)


@given(commented())
def test_format_keeps_meaning_and_every_comment(file: tuple[str, str]):
    kind, text = file
    result = formatted(text, kind)
    assert values_in(result) == values_in(text)
    assert comments_in(result) - Counter([schema_line(kind)]) == comments_in(text) - Counter([schema_line(kind)])
    assert formatted(result, kind) == result


@given(commented())
def test_our_reader_of_comments_finds_what_the_scanner_leaves(file: tuple[str, str]):
    kind, text = file
    assert Counter(comments_of(text, parse(text, NOWHERE)).all()) == comments_in(text) - Counter([schema_line(kind)])


# Files


@pytest.mark.parametrize("kind", KINDS)
def test_the_real_catalogue_keeps_its_meaning(kind: str):
    for file in sorted((ROOT / "catalogue" / folder(kind)).glob("*.yaml")):
        before = read(file)
        result = formatted(file.read_text(encoding="utf-8"), kind, file)
        assert values_in(result) == before.data, file
        assert formatted(result, kind, file) == result, file


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_laid_out_already(kind: str):
    text = (ROOT / "ontology" / "templates" / f"{kind}.yaml").read_text(encoding="utf-8")
    assert formatted(text, kind) == text


@pytest.mark.parametrize("text", ["title: [", "a: &x 1\nb: *x\n", "a: 1\na: 2\n", "- a\n", "just text", "", "# only\n"])
def test_what_cannot_be_read_is_refused(text: str):
    with pytest.raises(CatalogueError) as caught:
        formatted(text, "tool", Path("catalogue/tools/x.yaml"))
    assert str(caught.value.problems[0].file) == "catalogue/tools/x.yaml"


def test_help_of_fields_is_known_to_the_writer():
    """The layout depends on what a field means: prose is folded, a title is not."""
    shapes = {field.name: field.info for field in fields(ENTRY_TYPES["lesson"])}
    assert isinstance(shapes["title"], FieldInfo)
    assert (shapes["title"].shape, shapes["learned"].shape) == ("text", "prose")
