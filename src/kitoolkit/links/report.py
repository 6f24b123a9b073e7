"""What became of the addresses, in words: lines for people, records for programs, Markdown for an issue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from kitoolkit.forge.describing import code
from kitoolkit.model import Language, Text

if TYPE_CHECKING:
    from kitoolkit.links import Link
    from kitoolkit.links.asking import State
    from kitoolkit.links.memory import Result

STATES: dict[str, Text] = {
    "broken": {"nl": "kapot", "en": "broken"},
    "unreachable": {"nl": "onbereikbaar", "en": "unreachable"},
    "refused": {"nl": "geweigerd", "en": "refused"},
    "moved": {"nl": "verhuisd", "en": "moved"},
    "unchecked": {"nl": "niet nagekeken", "en": "not checked"},
    "ok": {"nl": "in orde", "en": "in order"},
}
"""What each state is called, worst first."""
_WORDS: dict[str, Text] = {
    "title": {"nl": "Adressen in de catalogus", "en": "Addresses in the catalogue"},
    "since": {"nl": "sinds", "en": "since"},
    "now_at": {"nl": "staat nu op", "en": "is now at"},
    "all_well": {"nl": "Er is niets te doen.", "en": "There is nothing to do."},
    "address": {"nl": "adres", "en": "address"},
    "addresses": {"nl": "adressen", "en": "addresses"},
}
_SHOWN: tuple[State, ...] = ("broken", "unreachable", "refused", "moved")


def line(link: Link, result: Result, language: Language) -> str:
    """One line as compilers print it."""
    place = f"{link.file.as_posix()}:{link.line}:{link.column}"
    return f"{place}: {STATES[result.state][language]}: {link.url}{_told(result, language)}"


def closing_line(results: Sequence[Result], language: Language) -> str:
    """How many addresses in each state."""
    counted: Counter[str] = Counter(result.state for result in results)
    parts = [f"{counted[state]} {name[language]}" for state, name in STATES.items() if counted[state]]
    word = _WORDS["address" if len(results) == 1 else "addresses"][language]
    return f"{len(results)} {word}" + (": " + ", ".join(parts) if parts else "")


def record(link: Link, result: Result) -> dict[str, object]:
    """An address as plain values."""
    return {
        "file": link.file.as_posix(),
        "line": link.line,
        "column": link.column,
        "field": link.field,
        "url": link.url,
        "state": result.state,
        "status": result.status,
        "moved_to": result.moved_to,
        "why": result.why,
        "asked": result.asked.isoformat(),
        "since": result.since,
    }


def markdown(links: Sequence[Link], results: Mapping[str, Result], language: Language) -> str:
    """A summary for an issue: what is not in order, and in which entries it stands."""
    lines = [f"# {_WORDS['title'][language]}", "", closing_line(tuple(results.values()), language) + ".", ""]
    for state in _SHOWN:
        lines += _section(state, links, results, language)
    if not any(result.state in _SHOWN for result in results.values()):
        lines += [_WORDS["all_well"][language], ""]
    return "\n".join(lines).rstrip() + "\n"


def _section(state: State, links: Sequence[Link], results: Mapping[str, Result], language: Language) -> Iterator[str]:
    found = sorted(url for url, result in results.items() if result.state == state)
    if not found:
        return
    yield from (f"## {STATES[state][language].capitalize()}", "")
    for url in found:
        yield f"- {code(url)}{_told(results[url], language, shown=code)}"
        for link in links:
            if link.url == url:
                yield f"  - {code(f'{link.file.as_posix()}:{link.line}')}, {code(link.field)}"
    yield ""


def _told(result: Result, language: Language, shown: Callable[[str], str] = str) -> str:
    """What else there is to say of it, between brackets."""
    parts = []
    if result.moved_to:
        parts.append(f"{_WORDS['now_at'][language]} {shown(result.moved_to)}")
    if result.status >= 400:
        parts.append(_status(result.status))
    if result.why:
        parts.append(result.why[language])
    if result.since:
        parts.append(f"{_WORDS['since'][language]} {result.since}")
    return f" ({', '.join(parts)})" if parts else ""


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
