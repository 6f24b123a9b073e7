"""The reference of all fields as a Markdown page, made from the model."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kitoolkit.model import ENTRY_TYPES, KINDS, PART_TYPES, Entry, Language, Text
from kitoolkit.structure import Field, fields

_WORDS: dict[str, Text] = {
    "title": {"nl": "Velden", "en": "Fields"},
    "description": {
        "nl": "Elk veld van elk soort item: wat erin hoort en of het verplicht is.",
        "en": "Every field of every kind of entry: what belongs in it and whether it is required.",
    },
    "intro": {
        "nl": "Dit overzicht komt rechtstreeks uit het model waarmee elk bestand wordt nagekeken. "
        "Een sterretje betekent: verplicht.",
        "en": "This list comes straight from the model that every file is checked with. An asterisk means: required.",
    },
    "shared": {"nl": "Velden die elk soort item heeft", "en": "Fields that every kind of entry has"},
    "parts": {"nl": "Groepen velden", "en": "Groups of fields"},
    "field": {"nl": "Veld", "en": "Field"},
    "meaning": {"nl": "Betekenis", "en": "Meaning"},
    "value": {"nl": "Wat je invult", "en": "What to fill in"},
    "list_of": {"nl": "lijst: ", "en": "list: "},
    "text": {"nl": "tekst in `nl` en `en`", "en": "text in `nl` and `en`"},
    "prose": {"nl": "tekst in `nl`, `en` of beide", "en": "text in `nl`, `en` or both"},
    "longest": {"nl": ", hoogstens {} tekens", "en": ", at most {} characters"},
    "one_of": {"nl": "een van ", "en": "one of "},
    "concept": {"nl": "een begrip", "en": "a concept"},
    "entry": {"nl": "id van een item", "en": "id of an entry"},
    "group": {"nl": "groep velden: ", "en": "group of fields: "},
    "plain": {"nl": "tekst", "en": "text"},
    "slug": {"nl": "korte naam, zoals `who-can-stop`", "en": "short name, such as `who-can-stop`"},
    "date": {"nl": 'dag, zoals `"2026-11-21"`', "en": 'day, such as `"2026-11-21"`'},
    "partial-date": {"nl": 'jaar, maand of dag, zoals `"2026-11"`', "en": 'year, month or day, such as `"2026-11"`'},
    "url": {"nl": "webadres", "en": "web address"},
    "language": {"nl": "taalcode, zoals `nl`", "en": "language code, such as `nl`"},
    "country": {"nl": "landcode, zoals `NL`", "en": "country code, such as `NL`"},
}
_ALTERNATE = {"nl": "en/contribute/fields/", "en": "bijdragen/velden/"}


def markdown(language: Language) -> str:
    """The page in one language; the same model gives the same text."""

    def word(key: str) -> str:
        return _WORDS[key][language]

    lines = [
        "---",
        f"alternate: {_ALTERNATE[language]}",
        f'description: "{word("description")}"',
        "---",
        "",
        f"# {word('title')}",
        "",
        word("intro"),
        "",
        f"## {word('shared')} {{#shared}}",
        "",
        *_table(fields(Entry), language),
    ]
    shared = {field.name for field in fields(Entry)}
    for kind in KINDS:
        own = tuple(field for field in fields(ENTRY_TYPES[kind]) if field.name not in shared)
        name = ENTRY_TYPES[kind].name[language].capitalize()
        lines += [f"## {name} {{#{kind}}}", "", f"`catalogue/{kind}s/`", "", *_table(own, language)]
    lines += [f"## {word('parts')} {{#parts}}", ""]
    for part in PART_TYPES:
        lines += [f"### {part.__name__} {{#part-{part.__name__.lower()}}}", "", *_table(fields(part), language)]
    return "\n".join(lines).rstrip() + "\n"


def _table(own: tuple[Field, ...], language: Language) -> Iterator[str]:
    yield f"| {_WORDS['field'][language]} | {_WORDS['meaning'][language]} | {_WORDS['value'][language]} |"
    yield "| --- | --- | --- |"
    for field in own:
        star = "&nbsp;*" if field.required else ""
        meaning = field.info.nl if language == "nl" else field.info.en
        yield f"| `{field.name}`{star} | {meaning} | {_value(field, language)} |"
    yield ""


def _value(field: Field, language: Language) -> str:
    prefix = _WORDS["list_of"][language] if field.many else ""
    return prefix + _single(field, language)


def _single(field: Field, language: Language) -> str:
    info = field.item or field.info
    if field.struct:
        return _WORDS["group"][language] + _link(field.struct)
    if field.form == "choice":
        return _WORDS["one_of"][language] + ", ".join(f"`{choice}`" for choice in field.choices)
    if field.form == "text":
        longest = _WORDS["longest"][language].format(info.longest) if info.longest else ""
        return _WORDS[info.shape][language] + longest
    if info.scheme:
        schemes = ", ".join(f"`{scheme}/…`" for scheme in info.scheme.split("|"))
        return f"{_WORDS['concept'][language]}: {schemes}"
    if info.entries:
        kinds = "" if info.entries == KINDS else ": " + ", ".join(f"`{kind}/…`" for kind in info.entries)
        return _WORDS["entry"][language] + kinds
    return _WORDS[info.shape][language]


def _link(struct: type[msgspec.Struct]) -> str:
    return f"[{struct.__name__}](#part-{struct.__name__.lower()})"
