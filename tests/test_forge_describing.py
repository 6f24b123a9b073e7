"""The description of a pull request: what it says, and that contributors' text in it is text and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kitoolkit.forge import describing
from kitoolkit.forge.common import File
from kitoolkit.problem import Problem
from kitoolkit.vocabulary import Vocabulary

from .conftest import TOY

TEXT = (TOY / "catalogue/tools/explain-it.yaml").read_text(encoding="utf-8")
TOOL = File("tool/explain-it", "catalogue/tools/explain-it.yaml", TEXT, {"nl": "Leg uit", "en": "Explain it"})

HOSTILE = [
    "@jan",
    "@redactie/team",
    "fixes #12",
    "closes redactie/catalogus#12",
    'GH-12 !12 &12 $12 %12 ~bug ~"a b" %"1.0"',
    "https://x.test/ http://x.test www.x.test ftp://x.test",
    "jan@x.test mailto:jan@x.test",
    "<b>x</b> <!-- x --> <script>alert(1)</script> <https://x.test>",
    "[x](https://x.test) ![x](https://x.test/x.png) [x][y] [ ] [x]",
    "&#64;jan &commat;jan &lt;b&gt;",
    "# kop",
    "- item",
    "1. item",
    "12) item",
    "> quote",
    "---",
    "===",
    "***",
    "```sh",
    "~~~",
    "`code` ``code``",
    "    code",
    "| a | b |",
    "**vet** __vet__ *schuin* _schuin_ ~~weg~~",
    "\\@jan \\# \\",
    "/close",
    "x\n/close\n\n# kop\n\n- item\n",
    "x\r\n/merge",
    "x\u2028/close\u2029/close\x0b/close\x85/close",
    "$x^2$ $$x$$ \\(x\\)",
    "[skip ci] [ci skip] [vulnerability:1] [^1]",
    describing.END,
    describing.START,
    ":smile: :+1:",
    "@\u200bjan \u202e@jan @\u00adjan",
    "",
    " ",
]

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=60),
    st.text(alphabet="@#!~%$&<>[]()`*_\\/|-+=.: \n1ax", max_size=60),
    st.lists(st.sampled_from(HOSTILE), max_size=4).map("".join),
)

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def tool(title: str, words: str, address: str, limit: str) -> File:
    """A tool whose texts are these."""
    written = json.dumps(words)  # JSON is YAML
    text = TEXT
    text = re.sub(r"summary:\n  nl: .*\n  en: .*\n", lambda _: f"summary:\n  nl: {written}\n  en: {written}\n", text)
    text = re.sub(r"url: .*\n", lambda _: f"url: {json.dumps(address)}\n", text)
    text = re.sub(r"supports:\n      nl: .*\n      en: .*\n", lambda _: f"supports:\n      nl: {written}\n", text)
    text = re.sub(r"limits:\n  - nl: .*\n    en: .*\n", lambda _: f"limits:\n  - nl: {json.dumps(limit)}\n", text)
    return File(TOOL.id, TOOL.path, text, {"nl": title, "en": title})


def described(title: str, words: str, address: str, limit: str, concepts: Vocabulary) -> str:
    file = tool(title, words, address, limit)
    warning = Problem(
        file=Path("x/catalogue/tools/explain-it.yaml"),
        line=3,
        column=1,
        field="",
        message={"nl": words, "en": words},
        hint={"nl": title, "en": title},
        severity="warning",
    )
    return describing.describe([file], [warning], concepts)


def structure(markdown: str) -> list[tuple[str, str]]:
    """What the Markdown becomes, without the text: its elements, in order."""
    found = []
    for token in MARKDOWN.parse(markdown):
        for one in [token, *(token.children or [])]:
            if one.type not in {"text", "text_special", "inline"}:
                found.append((one.type, one.content if one.type == "html_block" else one.tag))
    return found


def test_it_says_what_a_reviewer_wants_to_know(concepts: Vocabulary):
    lines = describing.describe([TOOL], [], concepts).splitlines()
    assert "## Hulpmiddel: Leg uit" in lines
    assert "## Tool: Explain it" in lines
    assert "`tool/explain-it` · `catalogue/tools/explain-it.yaml`" in lines
    assert "- Vereisten: Transparantie" in lines
    assert "- Requirements: Transparency" in lines
    assert "**Controle**: geen fouten, geen waarschuwingen" in lines
    assert any(line.startswith("- `https://") and "(seen 20" in line for line in lines)
    assert lines.index("## Tool: Explain it") > lines.index("## Hulpmiddel: Leg uit")
    assert "**Grenzen**" in lines


def test_warnings_stand_in_it_with_their_line(concepts: Vocabulary):
    words = described("Leg uit", "let op", "https://x.test/", "niets", concepts)
    assert "- regel 3: let op (Leg uit)" in words
    assert "- line 3: let op (Leg uit)" in words


def test_without_a_check_it_says_so(concepts: Vocabulary):
    assert "**Check**: not done" in describing.describe([TOOL], None, concepts)


def test_a_file_that_cannot_be_read_has_a_description(concepts: Vocabulary):
    broken = File(TOOL.id, TOOL.path, "title: [", {})
    assert "Its content cannot be read." in describing.describe([broken], None, concepts)
    assert describing.title([broken]) == "Hulpmiddel: tool/explain-it"


def test_a_concept_that_does_not_exist_is_shown_by_its_id(concepts: Vocabulary):
    file = File(TOOL.id, TOOL.path, TEXT.replace("requirement/transparency", "requirement/elders"), TOOL.title)
    assert "- Vereisten: `requirement/elders`" in describing.describe([file], None, concepts)


def test_many_entries_fit_in_what_a_forge_takes(concepts: Vocabulary):
    long = TEXT.replace("summary:\n", "summary:\n", 1)
    files = [
        File(f"tool/explain-{number}", f"catalogue/tools/explain-{number}.yaml", long, TOOL.title)
        for number in range(200)
    ]
    made = describing.describe(files, [], concepts)
    assert 20_000 < len(made) <= describing.MOST
    assert re.search(r"^and \d+ more$", made, re.MULTILINE)
    assert made.endswith(describing.END)
    assert len(describing.title(files)) <= 200


def assert_only_text(concepts: Vocabulary, *texts: str) -> None:
    """The description has the structure that it has with harmless texts in the same places."""
    made = described(*texts, concepts)
    if "Its content cannot be read." in made:
        return  # characters that no entry may hold: refused before
    harmless = ["x" if describing.inert(text) else "" for text in texts]
    assert structure(made) == structure(described(*harmless, concepts)), made


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_known_to_break_out_stays_in(text: str, concepts: Vocabulary):
    assert_only_text(concepts, text, text, text, text)
    assert_only_text(concepts, "x", text, "x", "x")


@given(title=texts, words=texts, address=texts, limit=texts)
def test_hostile_text_does_not_change_the_structure(
    concepts: Vocabulary, title: str, words: str, address: str, limit: str
):
    assert_only_text(concepts, title, words, address, limit)


@given(title=texts, words=texts, limit=texts)
def test_hostile_text_names_nobody_and_nothing(concepts: Vocabulary, title: str, words: str, limit: str):
    """What forges look for in the rendered text, outside code, where Markdown's escapes are gone already."""
    shown = "\n".join(
        child.content
        for token in MARKDOWN.parse(described(title, words, "x", limit, concepts))
        for child in token.children or []
        if child.type in {"text", "text_special"}
    )
    for line in (shown, describing.title([File(TOOL.id, TOOL.path, TEXT, {"nl": title})])):
        assert "@" not in line
        assert not re.search(r"[#!&$]\d|[%~][\w\"]|://|\bwww\.|(?i:\bgh-\d)|\[", line), line


@given(title=texts, words=texts, limit=texts)
def test_no_line_starts_with_a_command(concepts: Vocabulary, title: str, words: str, limit: str):
    """GitLab carries out lines that start with a slash, wherever they stand."""
    for line in re.split(r"[\n\r\u2028\u2029\x0b\x0c\x85]", described(title, words, words, limit, concepts)):
        assert not line.lstrip().startswith("/")


@given(title=texts)
def test_a_title_is_one_line_of_text(title: str):
    made = describing.title([File(TOOL.id, TOOL.path, TEXT, {"nl": title})])
    assert made.startswith("Hulpmiddel: ")
    assert made.isprintable()
    assert not set("<>`[]@") & set(made)
    assert len(made) <= 200


@given(old=texts, between=texts, after=texts, new=texts)
def test_only_our_own_part_is_renewed(old: str, between: str, after: str, new: str):
    marks = (describing.START, describing.END)
    if any(mark in text for mark in marks for text in (old, between, after, new)):
        return
    fresh = f"{describing.START}{new}{describing.END}"
    assert describing.renewed(f"{old}{describing.START}{between}{describing.END}{after}", fresh) == old + fresh + after
    assert describing.renewed(old, fresh) == (old if old.strip() else fresh)


@pytest.mark.parametrize("text", HOSTILE)
def test_code_is_code(text: str):
    made = describing.code(text)
    found = structure(f"a {made} b")
    if text.strip():
        assert found == [("paragraph_open", "p"), ("code_inline", "code"), ("paragraph_close", "p")]
