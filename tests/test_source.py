"""Reading a YAML file: what it holds, where, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from kitoolkit.source import MAX_BYTES, Place, SourceFile, parse, read

from .conftest import TOY

HERE = Path("tools/x.yaml")


def refusals(text: str, language: str = "en") -> list[str]:
    return [problem.as_text(language) for problem in parse(text, HERE).problems]  # type: ignore[arg-type]


def test_reads_values_and_places():
    found = parse("title:\n  nl: Vraag\ntags: [a, 'b']\nmany:\n  - url: x\n", HERE)
    assert found.problems == []
    assert found.data == {"title": {"nl": "Vraag"}, "tags": ["a", "b"], "many": [{"url": "x"}]}
    assert found.places[("title", "nl")] == Place(2, 7)
    assert found.places[("tags", 1)] == Place(3, 11)
    assert found.places[("many", 0, "url")] == Place(5, 10)
    assert found.keys[("many", 0, "url")] == Place(5, 5)


def test_place_of_what_is_absent_is_that_of_what_holds_it():
    found = parse("title:\n  nl: Vraag\n", HERE)
    assert found.place(("title", "en")) == Place(2, 3)
    assert found.place(("nothing", 3, "here")) == Place(1, 1)


def test_dates_stay_text_and_other_scalars_are_as_in_yaml():
    text = "day: 2026-11-21\nstamp: 2026-11-21 10:00:00\nn: 12\nf: 1.5\nyes_: yes\nno_: No\nnothing: ~\nq: '12'\n"
    assert parse(text, HERE).data == {
        "day": "2026-11-21",
        "stamp": "2026-11-21 10:00:00",
        "n": 12,
        "f": 1.5,
        "yes_": True,
        "no_": False,
        "nothing": None,
        "q": "12",
    }


@pytest.mark.parametrize(
    "scalar", ["017", "0x1F", "0b11", "1:30", "12:30:45", "1_000", "-.inf", "1e3", "1.0e+3", "190:20:30.15"]
)
def test_numbers_are_read_as_other_readers_of_yaml_read_them(scalar: str):
    assert parse(f"v: {scalar}\n", HERE).data == yaml.safe_load(f"v: {scalar}\n")


@pytest.mark.parametrize(
    ("text", "place", "nl", "en"),
    [
        pytest.param(
            "title: x\ntitle: y\n",
            "2:1",
            "veld 'title' staat er twee keer (de eerste keer op regel 1; houd er een)",
            "field 'title' is given twice (first on line 1; keep one)",
            id="duplicate key",
        ),
        pytest.param(
            'a:\n  nl: x\n  "nl": y\n',
            "3:3",
            "veld 'nl' staat er twee keer (de eerste keer op regel 2; houd er een)",
            "field 'nl' is given twice (first on line 2; keep one)",
            id="duplicate key in other quotes",
        ),
        pytest.param(
            "a: 1\n2026: x\n",
            "2:1",
            'de naam van een veld moet tekst zijn, niet 2026 (schrijf "2026" tussen aanhalingstekens)',
            'the name of a field must be text, not 2026 (put quotes around it: "2026")',
            id="number as key",
        ),
        pytest.param(
            "no: x\n",
            "1:1",
            'de naam van een veld moet tekst zijn, niet no (schrijf "no" tussen aanhalingstekens)',
            'the name of a field must be text, not no (put quotes around it: "no")',
            id="boolean as key",
        ),
        pytest.param(
            "? [a, b]\n: x\n",
            "1:3",
            'de naam van een veld moet tekst zijn, niet ? (schrijf "?" tussen aanhalingstekens)',
            'the name of a field must be text, not ? (put quotes around it: "?")',
            id="list as key",
        ),
        pytest.param(
            "a: &x text\n",
            "1:4",
            "ankers en verwijzingen (& en *) mogen niet (schrijf de tekst uit, of zet er aanhalingstekens om)",
            "anchors and aliases (& and *) are not allowed (write the text in full, or put quotes around it)",
            id="anchor",
        ),
        pytest.param(
            "&x a: text\n",
            "1:1",
            "ankers en verwijzingen (& en *) mogen niet (schrijf de tekst uit, of zet er aanhalingstekens om)",
            "anchors and aliases (& and *) are not allowed (write the text in full, or put quotes around it)",
            id="anchor on a key",
        ),
        pytest.param(
            "a: !!str 2026\n",
            "1:4",
            "YAML-tags mogen niet: tag:yaml.org,2002:str (zet aanhalingstekens om een tekst met !)",
            "YAML tags are not allowed: tag:yaml.org,2002:str (put quotes around a text with !)",
            id="tag",
        ),
        pytest.param(
            "a:\n  !!python/object/apply:os.system ['true']\n",
            "2:3",
            "YAML-tags mogen niet: tag:yaml.org,2002:python/object/apply:os.system "
            "(zet aanhalingstekens om een tekst met !)",
            "YAML tags are not allowed: tag:yaml.org,2002:python/object/apply:os.system "
            "(put quotes around a text with !)",
            id="tag that would run a program",
        ),
        pytest.param(
            "!x a: b\n",
            "1:1",
            "YAML-tags mogen niet: !x (zet aanhalingstekens om een tekst met !)",
            "YAML tags are not allowed: !x (put quotes around a text with !)",
            id="tag on a key",
        ),
        pytest.param(
            "a: 1\n---\nb: 2\n",
            "2:1",
            "meer dan een document in het bestand (verwijder de regel met ---)",
            "more than one document in the file (remove the line with ---)",
            id="second document",
        ),
        pytest.param("", "1:1", "het bestand is leeg", "the file is empty", id="empty"),
        pytest.param("# only a comment\n", "1:1", "het bestand is leeg", "the file is empty", id="only a comment"),
        pytest.param(
            "title: a: b\n",
            "1:9",
            "dit is geen geldige YAML: mapping values are not allowed in this context "
            "(kijk naar het inspringen, en zet aanhalingstekens om een tekst met : of #)",
            "this is no valid YAML: mapping values are not allowed in this context "
            "(look at the indentation, and put quotes around a text with : or #)",
            id="syntax",
        ),
        pytest.param(
            "a: x\n\tb: y\n",
            "2:1",
            "een tab (verwijder het; gebruik spaties)",
            "a tab (remove it; use spaces)",
            id="tab",
        ),
        pytest.param(
            "a: b\u202ec\n",
            "1:5",
            "onzichtbaar stuurteken U+202E (verwijder het; gebruik spaties)",
            "invisible control character U+202E (remove it; use spaces)",
            id="bidirectional character",
        ),
        pytest.param(
            "a: b\u2067\n",
            "1:5",
            "onzichtbaar stuurteken U+2067 (verwijder het; gebruik spaties)",
            "invisible control character U+2067 (remove it; use spaces)",
            id="bidirectional isolate",
        ),
        pytest.param(
            "x: y\na: \x00\n",
            "2:4",
            "onzichtbaar stuurteken U+0000 (verwijder het; gebruik spaties)",
            "invisible control character U+0000 (remove it; use spaces)",
            id="null",
        ),
        pytest.param(
            "a: \ufeffb\n",
            "1:4",
            "onzichtbaar stuurteken U+FEFF (verwijder het; gebruik spaties)",
            "invisible control character U+FEFF (remove it; use spaces)",
            id="byte order mark inside",
        ),
        pytest.param(
            "a: b\rc\n",
            "1:5",
            "onzichtbaar stuurteken U+000D (verwijder het; gebruik spaties)",
            "invisible control character U+000D (remove it; use spaces)",
            id="lone carriage return",
        ),
        pytest.param(
            "a: b\u2028c\n",
            "1:5",
            "onzichtbaar stuurteken U+2028 (verwijder het; gebruik spaties)",
            "invisible control character U+2028 (remove it; use spaces)",
            id="line separator, a new line to some",
        ),
        pytest.param(
            'a: "b\\u202Ec"\n',
            "1:4",
            "onzichtbaar stuurteken U+202E (verwijder het; gebruik spaties)",
            "invisible control character U+202E (remove it; use spaces)",
            id="bidirectional character as escape",
        ),
        pytest.param(
            'k: v\n"a\\0": b\n',
            "2:1",
            "onzichtbaar stuurteken U+0000 (verwijder het; gebruik spaties)",
            "invisible control character U+0000 (remove it; use spaces)",
            id="null as escape, in a key",
        ),
    ],
)
def test_refuses(text: str, place: str, nl: str, en: str):
    assert refusals(text, "nl") == [f"tools/x.yaml:{place}: fout: {nl}"]
    assert refusals(text, "en") == [f"tools/x.yaml:{place}: error: {en}"]


def test_refuses_an_alias_and_its_anchor():
    assert [(p.line, p.column, p.field) for p in parse("a: &x text\nb: *x\n", HERE).problems] == [
        (1, 4, "a"),
        (2, 4, "b"),
    ]


def test_refuses_deep_nesting_without_reading_on():
    assert refusals("[" * 5000) == [
        "tools/x.yaml:1:1: error: this is no valid YAML: nested too deeply "
        "(look at the indentation, and put quotes around a text with : or #)"
    ]


def test_windows_line_ends_and_byte_order_mark_are_fine(tmp_path: Path):
    file = tmp_path / "x.yaml"
    file.write_bytes(b"\xef\xbb\xbftitle:\r\n  nl: Vraag\r\n")
    found = read(file)
    assert found.problems == []
    assert found.data == {"title": {"nl": "Vraag"}}
    assert found.places[("title", "nl")] == Place(2, 7)


def only_problem(file: Path) -> str:
    [problem] = read(file).problems
    assert (problem.line, problem.column) == (0, 0)
    assert problem.message["nl"] != problem.message["en"]
    return problem.as_text("en").removeprefix(file.as_posix())


def test_refuses_a_large_file(tmp_path: Path):
    file = tmp_path / "x.yaml"
    file.write_bytes(b"a: " + b"x" * (MAX_BYTES - 3))
    assert read(file).problems == []
    file.write_bytes(b"a: " + b"x" * (MAX_BYTES - 2))
    assert only_problem(file) == (
        ":0:0: error: the file has 200001 bytes; at most 200000 are allowed (shorten the texts or split the file)"
    )


def test_refuses_what_is_no_regular_file(tmp_path: Path):
    (tmp_path / "real.yaml").write_text("a: b\n")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "real.yaml")
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    for name in ("link.yaml", "folder.yaml", "pipe.yaml"):
        assert only_problem(tmp_path / name) == (
            ":0:0: error: this is no regular file (replace the link or folder by a file)"
        )


def test_refuses_other_encodings(tmp_path: Path):
    file = tmp_path / "x.yaml"
    file.write_bytes("a: één\n".encode("latin-1"))
    assert only_problem(file) == ":0:0: error: the file is not UTF-8 (byte 3) (save it as UTF-8)"


def test_a_file_that_is_not_there(tmp_path: Path):
    assert only_problem(tmp_path / "x.yaml") == ":0:0: error: the file cannot be read: No such file or directory"


class PlainLoader(yaml.SafeLoader):
    """PyYAML's safe reading, with dates as text."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

_keys = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(["title", "nl", "no", "1", "~", "url"])
_leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8"), max_size=20)
)
_trees = st.recursive(
    _leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_keys, inner, max_size=4), max_leaves=12
)
_pieces = st.lists(
    st.sampled_from(
        ["title:", "nl:", "\n", "\n  ", "\n  - ", " ", "- ", ": ", "&a ", "*a", "!!str ", "!", "'", '"', "|", ">-",
         "\n    ",
         "[", "]", "{", "}", ",", "#", "---", "...", "%YAML 1.1", "? ", "no", "12", "0x1", "017", "1:30", "~", "<<: ",
         "=", "\t",
         "2026-11-21", "é", "😀", "\u202e", "\u2028", "\ufeff", '"\\u202e"', "\\", "text"]
    ),
    max_size=25,
).map("".join)  # fmt: skip
yaml_texts = st.one_of(
    st.text(max_size=60),
    _pieces,
    st.builds(yaml.safe_dump, _trees, allow_unicode=st.booleans(), default_flow_style=st.booleans()),
)


def holds_merge_key(value: Any) -> bool:
    if isinstance(value, dict):
        return "<<" in value or any(holds_merge_key(inner) for inner in value.values())
    return isinstance(value, list) and any(holds_merge_key(inner) for inner in value)


def assert_places_lie_within(found: SourceFile, text: str) -> None:
    lines = text.split("\n")
    places = [*found.places.values(), *found.keys.values()]
    places += [Place(problem.line, problem.column) for problem in found.problems if problem.line]
    for place in places:
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@given(yaml_texts)
@example("a: 0x_")
@example("a: " + "9" * 5000)
@example("a: .nan")
@example("a: \ufffe")
def test_any_text_gives_data_or_problems_within_it(text: str):
    found = parse(text, HERE)
    assert_places_lie_within(found, text)
    if not found.problems:
        assert found.data is None or isinstance(found.data, (str, int, float, list, dict))


@given(st.binary(max_size=80) | yaml_texts.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_data_or_problems(tmp_path_factory: pytest.TempPathFactory, content: bytes):
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(content)
    found = read(file)
    assert all(problem.as_text("nl") and problem.as_text("en") for problem in found.problems)


@given(yaml_texts)
@example("a: 1\n b: 2")
@example("v: 0x_")
def test_agrees_with_the_usual_reader_where_nothing_is_refused(text: str):
    found = parse(text, HERE)
    try:
        usual = yaml.load(text, Loader=PlainLoader)
    except (yaml.YAMLError, ValueError, KeyError, OverflowError):
        return
    if found.problems or holds_merge_key(found.data):  # a merge key is a field like any other here, hence unknown
        return
    assert repr(found.data) == repr(usual)


def test_reads_every_toy_file_as_the_usual_reader_does():
    for file in TOY.glob("catalogue/*/*.yaml"):
        found = read(file)
        assert found.problems == []
        assert found.data == yaml.load(file.read_text(encoding="utf-8"), Loader=PlainLoader)
