"""The description of a pull request, for people: what it is, what it serves, its sources, its limits, the check.

Contributors' text stands in it as text only. Forges look for mentions, references and addresses in what Markdown
becomes, so escaping Markdown is not enough: the characters that start them are replaced by ones that look alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kitoolkit.forge.common import File, own_problems
from kitoolkit.model import ENTRY_TYPES, LANGUAGES, Entry, Language, Source, Text
from kitoolkit.problem import Problem
from kitoolkit.structure import fields

if TYPE_CHECKING:
    from kitoolkit.vocabulary import Vocabulary

START, END = "<!-- kitoolkit: written anew at each submit -->", "<!-- kitoolkit: end -->"
"""What stands between these is replaced when the entry is sent again; what people wrote around it stays."""
MOST = 60_000
"""The most characters of a description; GitHub takes 65,536."""
_MOST_ITEMS, _MOST_TEXT, _MOST_TITLE = 20, 600, 200
_LIMITING = ("limits", "not_for", "avoid_when")
_LOOK_ALIKE = (
    (re.compile(r"@"), "＠"),
    (re.compile(r"#(?=\w)"), "＃"),
    (re.compile(r"!(?=\d)"), "！"),
    (re.compile(r"&(?=\d)"), "＆"),
    (re.compile(r"\$(?=\d)"), "＄"),
    (re.compile(r'%(?=[\w"])'), "％"),
    (re.compile(r'~(?=[\w"])'), "～"),
    (re.compile(r"(?i)\bgh-(?=\d)"), "GH\u2011"),
    (re.compile(r"\["), "("),
    (re.compile(r"\]"), ")"),
    (re.compile(r"://"), ": //"),
    (re.compile(r"(?i)\bwww\."), "www ."),
)
"""What starts a mention, a reference, an address or a command to a forge, and what to write for it."""
_MARKUP = re.compile(r"[\\`*_{}<>&~|#$^]|^[-+=:]")
_NUMBER = re.compile(r"^(\d+)([.)])")
"""What Markdown would read as more than text; the second makes a list at the start of a block."""
_IN_TITLES = str.maketrans({"<": "‹", ">": "›", "`": "'", "*": "＊", "\\": "＼"})

_SAID: dict[str, Text] = {
    "serves": {"nl": "Waar het bij helpt", "en": "What it serves"},
    "nothing": {"nl": "Het noemt niets.", "en": "It names nothing."},
    "sources": {"nl": "Bronnen", "en": "Sources"},
    "seen": {"nl": "gezien", "en": "seen"},
    "limits": {"nl": "Grenzen", "en": "Limits"},
    "check": {"nl": "Controle", "en": "Check"},
    "unchecked": {"nl": "niet gedaan", "en": "not done"},
    "clean": {"nl": "geen fouten, geen waarschuwingen", "en": "no errors, no warnings"},
    "line": {"nl": "regel", "en": "line"},
    "more": {"nl": "en nog {count}", "en": "and {count} more"},
    "unread": {"nl": "De inhoud is niet te lezen.", "en": "Its content cannot be read."},
}


def inert(text: str) -> str:
    """A text that no forge takes for a mention, reference, address or command; on one line.

    >>> inert("Dank @jan, zie #12 en https://x.test/ [skip ci]")
    'Dank ＠jan, zie ＃12 en https: //x.test/ (skip ci)'
    """
    plain = "".join(" " if unicodedata.category(character)[0] in "CZ" else character for character in text)
    plain = " ".join(plain.split())
    for pattern, replacement in _LOOK_ALIKE:
        plain = pattern.sub(replacement, plain)
    return plain


def escaped(text: str) -> str:
    r"""A text as Markdown that shows it as it is.

    >>> escaped("Geen *nadruk*")
    'Geen \\*nadruk\\*'
    """
    plain = inert(text)
    if len(plain) > _MOST_TEXT:
        plain = plain[: _MOST_TEXT - 1].rstrip() + "…"
    return _NUMBER.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", plain))


def code(text: str) -> str:
    """A text as code, in which forges look for nothing.

    >>> code("https://x.test/")
    '`https://x.test/`'
    """
    plain = " ".join("".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in text).split())
    fence = "`" * (max((len(run) for run in re.findall("`+", plain)), default=0) + 1)
    return f"{fence} {plain} {fence}" if len(fence) > 1 or not plain else f"{fence}{plain}{fence}"


def title(files: Sequence[File]) -> str:
    """The title of the pull request."""
    if len(files) > 1:
        shown = ", ".join(file.id for file in files)
        return _shortened(f"{len(files)} items: {shown}")
    [file] = files
    kind = ENTRY_TYPES[file.id.partition("/")[0]].name["nl"].capitalize()
    written = inert(file.title.get("nl") or file.title.get("en", "")).translate(_IN_TITLES)
    return _shortened(f"{kind}: {written}" if written else f"{kind}: {file.id}")


def describe(files: Sequence[File], problems: Sequence[Problem] | None, vocabulary: Vocabulary | None = None) -> str:
    """The description, in Dutch and then in English.

    Args:
        files: The files that are sent.
        problems: What the check found in them; None where it was not done.
        vocabulary: The concepts that they name; the package's own where it is None.
    """
    concepts = vocabulary or _own_vocabulary()
    parts = [START]
    room = (MOST - len(START) - len(END)) // len(LANGUAGES) - 200
    for language in LANGUAGES:
        parts += [] if language == LANGUAGES[0] else ["---"]
        left, shown = room, 0
        for file in files:
            section = "\n\n".join(_section(file, problems, concepts, language))
            if len(section) > left:
                break
            parts.append(section)
            left, shown = left - len(section) - 2, shown + 1
        parts += [_more(len(files) - shown, language)] if shown < len(files) else []
    return "\n\n".join([*parts, END])


def renewed(old: str, new: str) -> str:
    r"""The description with our part replaced; as it was where somebody took our part out.

    >>> renewed(f"Reviewer's note\n{START} old {END}", f"{START} new {END}").startswith("Reviewer's note")
    True
    """
    before, start, rest = old.partition(START)
    _, end, after = rest.partition(END)
    if not old.strip():
        return new
    return before + new + after if start and end else old


def _section(file: File, problems: Sequence[Problem] | None, concepts: Vocabulary, language: Language) -> Iterator[str]:
    kind = ENTRY_TYPES[file.id.partition("/")[0]]
    name = escaped(file.title.get(language) or next(iter(file.title.values()), "")) or code(file.id)
    yield f"## {kind.name[language].capitalize()}: {name}"
    yield f"{code(file.id)} · {code(file.path)}"
    entry = _entry(file)
    if entry is None:
        yield _SAID["unread"][language]
    else:
        yield from _content(entry, concepts, language)
    yield "\n".join(_outcome(file, problems, language))


def _content(entry: Entry, concepts: Vocabulary, language: Language) -> Iterator[str]:
    yield f"> {escaped(_in(entry.summary, language))}"
    yield f"**{_SAID['serves'][language]}**"
    serves = list(_serves(entry, concepts, language))
    yield "\n".join(serves) if serves else _SAID["nothing"][language]
    yield f"**{_SAID['sources'][language]}**"
    yield _items([_source(source, concepts, language) for source in entry.sources], language)
    if limits := list(_limits(entry, language)):
        yield f"**{_SAID['limits'][language]}**"
        yield _items(limits, language)


def _serves(entry: Entry, concepts: Vocabulary, language: Language) -> Iterator[str]:
    """One item for each field that names concepts, with their labels."""
    for field in fields(type(entry)):
        if field.info.scheme and field.many and (ids := getattr(entry, field.name)):
            named = [_label(one, concepts, language) for one in ids[:_MOST_ITEMS]]
            yield f"- {_in(concepts.schemes[field.info.scheme].title, language)}: {', '.join(named)}"


def _label(concept: str, concepts: Vocabulary, language: Language) -> str:
    return escaped(_in(concepts[concept].label, language)) if concept in concepts else code(concept)


def _source(source: Source, concepts: Vocabulary, language: Language) -> str:
    if source.url:
        where = code(source.url)
    else:
        where = _label(source.document or "", concepts, language)
        where += f", {escaped(_in(source.part, language))}" if source.part else ""
    return f"{where}: {escaped(_in(source.supports, language))} ({_SAID['seen'][language]} {escaped(source.seen)})"


def _limits(entry: Entry, language: Language) -> Iterator[str]:
    for name in _LIMITING:
        value = getattr(entry, name, None)
        if value:
            for text in value if isinstance(value, tuple) else [value]:
                yield escaped(_in(text, language))


def _outcome(file: File, problems: Sequence[Problem] | None, language: Language) -> Iterator[str]:
    head = f"**{_SAID['check'][language]}**"
    if problems is None:
        yield f"{head}: {_SAID['unchecked'][language]}"
        return
    own = own_problems([file], problems)
    if not own:
        yield f"{head}: {_SAID['clean'][language]}"
        return
    yield f"{head}\n"
    lines = [
        f"{_SAID['line'][language]} {problem.line}: {escaped(problem.message[language])}"
        + (f" ({escaped(problem.hint[language])})" if problem.hint else "")
        for problem in own
    ]
    yield _items(lines, language)


def _items(lines: Sequence[str], language: Language) -> str:
    shown = [f"- {line}" for line in lines[:_MOST_ITEMS]]
    if len(lines) > _MOST_ITEMS:
        shown.append(f"- {_more(len(lines) - _MOST_ITEMS, language)}")
    return "\n".join(shown)


def _more(count: int, language: Language) -> str:
    return _SAID["more"][language].format(count=count)


def _in(text: Text, language: Language) -> str:
    """A text in a language, or in the one that there is."""
    return text.get(language) or next(iter(text.values()), "")


def _entry(file: File) -> Entry | None:
    """The entry that the text holds; None where it holds none."""
    from kitoolkit.source import parse

    read = parse(file.text, Path(file.path))
    if read.problems or not isinstance(read.data, dict):
        return None
    try:
        return msgspec.convert({**read.data, "id": file.id}, ENTRY_TYPES[file.id.partition("/")[0]])
    except msgspec.ValidationError:
        return None


def _own_vocabulary() -> Vocabulary:
    from kitoolkit import locations, vocabulary

    return vocabulary.load(locations.ontology())


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_TITLE else text[: _MOST_TITLE - 1] + "…"
