"""The piece of a text that shows why it was found."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from kitoolkit.model import Language
from kitoolkit.word_families import DUTCH_FAMILIES, ENGLISH_FAMILIES
from kitoolkit.words import split, stem

LONGEST = 160
"""Characters of text in a fragment, without the marks."""
_FAMILIES = {"nl": DUTCH_FAMILIES, "en": ENGLISH_FAMILIES}


def found_words(text: str, wanted: Iterable[str], language: Language) -> list[tuple[int, int]]:
    """Where words of a text have one of the wanted stems: start and end of each.

    Most words of other stems are passed over by their first letters, without being stemmed.

    >>> found_words("Algoritmes en hun algoritme", ["algoritm"], "nl")
    [(0, 10), (18, 27)]
    """
    stems = set(wanted)
    starts = {one[: max(3, len(one) - 2)] for one in stems}
    starts |= {word for one in stems for word in _FAMILIES[language].get(one, "").split()}
    if not starts:
        return []
    likely = re.compile(rf"\b(?:{'|'.join(re.escape(start) for start in sorted(starts))})\w*", re.IGNORECASE)
    return [
        match.span()
        for match in likely.finditer(text)
        if any(word in stems or stem(word, language) in stems for word in split(match.group()))
    ]


def fragment(text: str, places: list[tuple[int, int]]) -> str:
    """The stretch of a text with most of the places, as HTML with `<mark>` around each.

    >>> fragment("Wat is <bias> en hoe meet je het?", [(8, 12)])
    'Wat is &lt;<mark>bias</mark>&gt; en hoe meet je het?'
    """
    start, end = _window(text, places)
    shown, at = [], start
    for first, last in places:
        if first >= start and last <= end:
            shown += [html.escape(text[at:first]), f"<mark>{html.escape(text[first:last])}</mark>"]
            at = last
    shown.append(html.escape(text[at:end]))
    return ("… " if start else "") + " ".join("".join(shown).split()) + (" …" if end < len(text) else "")


def _window(text: str, places: list[tuple[int, int]]) -> tuple[int, int]:
    """Start and end at the edges of words, around the place from which most others are near."""
    if len(text) <= LONGEST:
        return 0, len(text)
    first = 0
    if places:
        best = max(
            places, key=lambda place: (sum(0 <= other[0] - place[0] < LONGEST - 50 for other in places), -place[0])
        )
        first = max(0, min(best[0] - 40, len(text) - LONGEST))
    start = text.find(" ", first) + 1 if first else 0
    if places and start > best[0]:
        start = best[0]
    end = text.rfind(" ", start, start + LONGEST) if start + LONGEST < len(text) else len(text)
    return start, end if end > start else min(start + LONGEST, len(text))
