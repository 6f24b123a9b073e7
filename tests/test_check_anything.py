"""Whatever others wrote, a check ends with problems in the right place and never with an exception."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kitoolkit.check import check, form, sense
from kitoolkit.check.finding import Checked
from kitoolkit.model import ENTRY_TYPES, folder
from kitoolkit.schema import schema_of
from kitoolkit.source import parse
from kitoolkit.structure import Field, fields
from kitoolkit.vocabulary import Vocabulary

from .conftest import TODAY, TOY
from .test_source import yaml_texts

SOUND = {kind: sorted(TOY.glob(f"catalogue/{folder(kind)}/*.yaml"))[0] for kind in ENTRY_TYPES}
SOUND["tool"] = TOY / "catalogue/tools/explain-it.yaml"
KEY = re.compile(r"^( *(?:- )?)([a-z_]+):", re.MULTILINE)


@st.composite
def spoilt_texts(draw: st.DrawFn) -> str:
    """A sound entry with some pieces replaced."""
    text = draw(st.sampled_from(sorted(SOUND.values()))).read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        text = text[:start] + draw(yaml_texts) + text[end:]
    return text


@given(spoilt_texts() | yaml_texts)
@settings(max_examples=150)
@example("title: !!binary aGk=")
@example("added: 2026-11-02\nadded: .inf")
def test_any_text_in_a_file_is_checked_without_an_exception(
    tmp_path_factory: pytest.TempPathFactory, concepts: Vocabulary, text: str
):
    file = tmp_path_factory.getbasetemp() / "spoilt" / "questions" / "spoilt.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    report = check(file.parent.parent, concepts, today=TODAY)
    assert report.files == 1
    assert report.errors or "question/spoilt" in report.entries
    lines = text.split("\n")
    for problem in report.problems:
        assert problem.file == file
        assert 0 <= problem.line <= len(lines)
        assert problem.as_text("nl") != problem.as_text("en")
        assert "\n" not in problem.as_github("nl")
        msgspec.json.encode(problem.as_record())


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["requirement/privacy", "2026-11-01", "https://toy.test/", "tool/explain-it", "٢٠٢٦-١١-٠١", "0000"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["nl", "en", "url", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def validators(concepts: Vocabulary) -> dict[str, form.Validator]:
    return form.validators(concepts)


@pytest.mark.parametrize("kind", list(ENTRY_TYPES))
@given(st.data())
@settings(max_examples=60)
def test_any_value_of_any_field_is_judged_without_an_exception(
    validators: dict[str, form.Validator], kind: str, data: st.DataObject
):
    """Past the reader: also values that YAML text can hardly hold."""
    source = parse(SOUND[kind].read_text(encoding="utf-8"), Path(f"{folder(kind)}/x.yaml"))
    assert isinstance(source.data, dict)
    path = data.draw(st.sampled_from([place for place in source.places if place]))
    holder: Any = source.data
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = data.draw(_values)
    found = list(form.problems(source, validators[kind], kind))
    for problem in found:
        assert problem.as_text("nl")
        assert problem.as_text("en")
    if not found:
        entry = msgspec.convert({"id": f"{kind}/x", **source.data}, ENTRY_TYPES[kind])
        checked = Checked(source, entry)
        assert all(problem.as_text("nl") for rule in sense.RULES for problem in rule(checked, TODAY))


@pytest.mark.parametrize("kind", list(ENTRY_TYPES))
def test_schema_and_model_agree_on_what_must_be_there(kind: str, concepts: Vocabulary):
    required = {field.name for field in fields(ENTRY_TYPES[kind]) if field.required}
    assert set(schema_of(kind, concepts)["required"]) == required


def mandatory(
    struct: type[msgspec.Struct], data: Any, path: tuple[str | int, ...] = ()
) -> list[tuple[tuple[str | int, ...], Field]]:
    """Every mandatory field that stands in an entry, also those of its parts, with its path."""
    found = []
    for field in fields(struct):
        if field.name not in data:
            continue
        if field.required:
            found.append(((*path, field.name), field))
        if field.struct:
            parts = enumerate(data[field.name]) if field.many else [(None, data[field.name])]
            for number, part in parts:
                here = (*path, field.name) if number is None else (*path, field.name, number)
                found += mandatory(field.struct, part, here)
    return found


MANDATORY = [
    pytest.param(kind, path, field, id=f"{kind}-{'.'.join(map(str, path))}")
    for kind, file in SOUND.items()
    for path, field in mandatory(ENTRY_TYPES[kind], yaml.safe_load(file.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize(("kind", "path", "field"), MANDATORY)
def test_a_mandatory_field_that_is_left_out_is_reported_at_what_should_hold_it(
    validators: dict[str, form.Validator], kind: str, path: tuple[str | int, ...], field: Field
):
    text = SOUND[kind].read_text(encoding="utf-8")
    data = yaml.load(text, Loader=yaml.BaseLoader)
    holder = data
    for part in path[:-1]:
        holder = holder[part]
    del holder[path[-1]]
    holder["unused"] = ""  # keeps what holds it a mapping where it was the only field
    file = Path("x.yaml")
    source = parse(yaml.safe_dump(data, sort_keys=False), file)
    found = [
        problem for problem in form.problems(source, validators[kind], kind) if "unused" not in problem.message["en"]
    ]
    assert [problem.message["en"] for problem in found] == [f"field '{field.name}' is missing"]
    assert [problem.hint for problem in found] == [{"nl": field.info.nl, "en": field.info.en}]
    assert (found[0].line, found[0].column) == (source.place(path[:-1]).line, source.place(path[:-1]).column)


def keys_of(kind: str) -> list[Any]:
    text = SOUND[kind].read_text(encoding="utf-8")
    return [
        pytest.param(kind, match.start(2), id=f"{kind}-{text[: match.start()].count(chr(10)) + 1}-{match[2]}")
        for match in KEY.finditer(text)
    ]


@pytest.mark.parametrize(("kind", "start"), [case for kind in SOUND for case in keys_of(kind)])
def test_a_misspelt_key_is_reported_at_its_own_line(validators: dict[str, form.Validator], kind: str, start: int):
    sound = SOUND[kind].read_text(encoding="utf-8")
    name = KEY.match(sound, sound.rfind("\n", 0, start) + 1)[2]  # type: ignore[index]
    text = sound[:start] + name + "x" + sound[start + len(name) :]
    found = list(form.problems(parse(text, Path("x.yaml")), validators[kind], kind))
    [unknown] = [problem for problem in found if problem.message["en"] == f"unknown field '{name}x'"]
    before = text[:start]
    assert (unknown.line, unknown.column) == (before.count("\n") + 1, start - before.rfind("\n"))
    if name not in {"nl", "en"}:
        assert unknown.hint == {"nl": f"bedoelde je '{name}'?", "en": f"did you mean '{name}'?"}


def test_the_sound_entries_stay_sound(validators: dict[str, form.Validator]):
    """Else the tests above would find what they did not break."""
    for kind, file in SOUND.items():
        source = parse(file.read_text(encoding="utf-8"), file)
        assert list(form.problems(source, validators[kind], kind)) == []
