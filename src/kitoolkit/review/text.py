"""A review in words: Markdown for a pull request, in one language or both, and lines for a terminal.

Contributors' words stand in it as text only, by `forge.describing`: no mention, address, image or HTML of theirs works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from kitoolkit.forge.describing import MOST, code, escaped
from kitoolkit.forge.git import printable
from kitoolkit.links.report import STATES
from kitoolkit.model import LANGUAGES, Language, Text
from kitoolkit.problem import Problem
from kitoolkit.review import Review, Reviewed
from kitoolkit.sentences import LANGUAGE_NAMES

MARK = "<!-- kitoolkit: review -->"
"""The first line: the comment that holds it is replaced by the next one."""
_MOST_LINES = 15

_HOW: dict[str, Text] = {
    "added": {"nl": "nieuw", "en": "new"},
    "changed": {"nl": "veranderd", "en": "changed"},
    "removed": {"nl": "verwijderd", "en": "removed"},
    "present": {"nl": "zoals het is", "en": "as it is"},
}
_WORDS: dict[str, Text] = {
    "head": {"nl": "Wat er te beoordelen is", "en": "What there is to review"},
    "none": {"nl": "Geen enkel item is nieuw of veranderd.", "en": "No entry is new or changed."},
    "no title": {"nl": "zonder titel", "en": "without a title"},
    "check": {"nl": "Controle", "en": "Check"},
    "clean": {"nl": "geen fouten", "en": "no errors"},
    "line": {"nl": "regel", "en": "line"},
    "changed": {"nl": "Veranderde velden", "en": "Changed fields"},
    "untranslated": {"nl": "Nog niet vertaald", "en": "Not translated yet"},
    "missing": {"nl": "{language} ontbreekt", "en": "{language} is missing"},
    "doubles": {"nl": "Lijkt op", "en": "Looks like"},
    "no doubles": {"nl": "niets in de catalogus", "en": "nothing in the catalogue"},
    "because": {"nl": "door", "en": "by"},
    "links": {"nl": "Adressen", "en": "Addresses"},
    "links fine": {"nl": "alle in orde", "en": "all in order"},
    "links unknown": {"nl": "niet nagekeken", "en": "not checked"},
    "undated": {"nl": "Bronnen zonder dag", "en": "Sources without a day"},
    "none undated": {"nl": "geen", "en": "none"},
    "reader": {"nl": "Tweede lezer", "en": "Second reader"},
    "no reader": {"nl": "nog niemand", "en": "nobody yet"},
    "reader now": {
        "nl": "ingevuld in deze wijziging; deed een ander dan de schrijver dat?",
        "en": "filled in with this change; did somebody other than the author do that?",
    },
    "elsewhere": {"nl": "Fouten in andere items", "en": "Errors in other entries"},
    "others": {
        "nl": "Dit raakt ook bestanden die geen item zijn. Zij zijn hier niet bekeken en niet uitgevoerd",
        "en": "This also touches files that are no entries. They were neither looked at nor run here",
    },
    "more": {"nl": "en nog {count}", "en": "and {count} more"},
    "too long": {
        "nl": "Er is meer. Lees de rest met `kitoolkit review`.",
        "en": "There is more. Read the rest with `kitoolkit review`.",
    },
}


class _Style(msgspec.Struct, frozen=True):
    """How others' words are shown: running text, and names and addresses."""

    text: Callable[[str], str]
    code: Callable[[str], str]


def _plain(text: str) -> str:
    return " ".join(printable(text).split())


_MARKDOWN = _Style(escaped, code)
_TERMINAL = _Style(_plain, _plain)


def markdown(review: Review, languages: Sequence[Language] = LANGUAGES) -> str:
    """The review as Markdown, in these languages one after the other, short enough for a comment.

    Args:
        review: What there is to review.
        languages: In which languages to say it.
    """
    room = (MOST - 200) // len(languages)
    parts = []
    for language in languages:
        text = "\n\n".join(_in_one(review, language))
        if len(text) > room:
            text = text[:room].rpartition("\n\n")[0] + f"\n\n{_WORDS['too long'][language]}"
        parts.append(text)
    return MARK + "\n" + "\n\n---\n\n".join(parts) + "\n"


def _in_one(review: Review, language: Language) -> Iterator[str]:
    yield f"## {_WORDS['head'][language]}"
    if not review.entries:
        yield _WORDS["none"][language]
    for entry in review.entries:
        yield from _entry(entry, language)
    if review.elsewhere:
        listed = [f"{code(one.file.as_posix())} {_problem(one, language)}" for one in review.elsewhere]
        yield f"### {_WORDS['elsewhere'][language]}"
        yield _list(listed, language)
    if review.others:
        yield f"{_WORDS['others'][language]}:"
        yield _list([code(name) for name in review.others], language)


def _entry(entry: Reviewed, language: Language) -> Iterator[str]:
    title = escaped(_said(entry.title, language)) or f"({_WORDS['no title'][language]})"
    yield f"### {title}"
    yield f"{_HOW[entry.how][language]} · {code(entry.id or entry.file)}"
    if entry.how == "removed":
        return
    if entry.summary:
        yield f"> {escaped(_said(entry.summary, language))}"
    yield "\n".join(f"- **{name}**: {value}" for name, value in _facts(entry, language, _MARKDOWN))
    if entry.problems:
        yield _list([_problem(one, language) for one in entry.problems], language)


def _facts(entry: Reviewed, language: Language, style: _Style) -> Iterator[tuple[str, str]]:
    """What a reviewer looks for, each under its name."""

    def word(key: str) -> str:
        return _WORDS[key][language]

    for facet in entry.facets:
        yield style.text(facet.name[language]), "; ".join(style.text(value[language]) for value in facet.values)
    if entry.changed:
        yield word("changed"), ", ".join(map(style.code, entry.changed))
    if entry.untranslated:
        missing = [_missing(*one, language, style) for one in entry.untranslated]
        yield word("untranslated"), _joined(missing, language)
    alike = [
        f"{style.code(double.id)} ({double.score:.2f}, {word('because')} {double.why[language]})"
        for double in entry.doubles
    ]
    yield word("doubles"), ", ".join(alike) or word("no doubles")
    yield word("links"), _links(entry, language, style)
    yield word("undated"), _joined(list(map(style.code, entry.undated)), language) or word("none undated")
    day = style.code(entry.reviewed) + (f" ({word('reader now')})" if entry.reviewed_now else "")
    yield word("reader"), day if entry.reviewed else word("no reader")
    count = f"{entry.errors} / {len(entry.problems) - entry.errors}"
    verdict = {"nl": "fouten / waarschuwingen", "en": "errors / warnings"}[language]
    yield word("check"), f"{count} {verdict}" if entry.problems else word("clean")


def _missing(field: str, missing: Language, language: Language, style: _Style) -> str:
    absent = _WORDS["missing"][language].format(language=LANGUAGE_NAMES[missing][language])
    return f"{style.code(field)} ({absent})"


def _links(entry: Reviewed, language: Language, style: _Style) -> str:
    if entry.links is None:
        return _WORDS["links unknown"][language]
    shown = []
    for link in entry.links:
        why = link.why.get(language) or (str(link.status) if link.status >= 400 else "")
        state = STATES.get(link.state, {}).get(language, link.state)
        shown.append(f"{style.code(link.url)} {style.text(state)}" + (f" ({style.text(why)})" if why else ""))
    return _joined(shown, language) or _WORDS["links fine"][language]


def _problem(problem: Problem, language: Language) -> str:
    hint = f" ({escaped(problem.hint[language])})" if problem.hint else ""
    return f"{_WORDS['line'][language]} {problem.line}: {escaped(problem.message[language])}{hint}"


def _said(text: Text, language: Language) -> str:
    return text.get(language) or next(iter(text.values()), "")


def _list(lines: Sequence[str], language: Language) -> str:
    shown = [f"- {line}" for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        shown.append(f"- {_more(len(lines) - _MOST_LINES, language)}")
    return "\n".join(shown)


def _joined(values: Sequence[str], language: Language) -> str:
    shown = list(values[:_MOST_LINES])
    if len(values) > _MOST_LINES:
        shown.append(_more(len(values) - _MOST_LINES, language))
    return ", ".join(shown)


def _more(count: int, language: Language) -> str:
    return _WORDS["more"][language].format(count=count)


def lines(review: Review, language: Language) -> Iterator[str]:
    """The review for a terminal, without marks."""
    for entry in review.entries:
        title = _plain(_said(entry.title, language)) or f"({_WORDS['no title'][language]})"
        yield f"{title}  [{_plain(entry.id or entry.file)}]"
        yield f"  {_HOW[entry.how][language]}"
        if entry.how == "removed":
            continue
        yield from (f"  {name}: {value}" for name, value in _facts(entry, language, _TERMINAL))
        yield from (f"  {_plain(problem.as_text(language))}" for problem in entry.problems)
    yield from (_plain(problem.as_text(language)) for problem in review.elsewhere)
    if not review.entries:
        yield _WORDS["none"][language]
