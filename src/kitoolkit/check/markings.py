"""Finding markings such as "strikt vertrouwelijk": where they label a text, not where a text is about them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kitoolkit.check.personal import Match

_MARKINGS = (
    r"(?:strikt |strictly |zeer |highly |company |bedrijfs|commercieel )?(?:vertrouwelijk|confidential(?!ity))"
    r"|commercial in confidence"
    r"|(?:alleen )?(?:voor )?intern gebruik|(?:for )?internal use(?: only)?|(?:alleen )?intern document"
    r"|not for (?:publication|distribution)|niet (?:voor publicatie|openbaar maken|verspreiden)"
    r"|onder embargo|under embargo|geheim|top secret|staatsgeheim|embargo"
)
_LABELLED = r"(?:classificatie|rubricering|vertrouwelijkheid|status|markering|classification|marking|sensitivity)"
_AS_LABEL = re.compile(
    rf"\A\W*(?:{_MARKINGS})(?:\W*\Z|\s?[:!–—]|\s-\s|\.\s|\s(?:tot|until)\s\w+)"  # the text is it, or begins with it
    rf"|[\[({{](?:{_MARKINGS})[\])}}](?=\W*\Z)|\[(?:{_MARKINGS})\]"  # in brackets
    rf"|\b{_LABELLED}\s?[:=]\s?(?:{_MARKINGS})\b",
    re.IGNORECASE,
)
_IN_CAPITALS = re.compile(
    r"\b(?:(?:STRIKT|STRICTLY|ZEER|HIGHLY|COMPANY) )?(?:VERTROUWELIJK|CONFIDENTIAL|BEDRIJFSVERTROUWELIJK)\b"
    r"|\b(?:NOT FOR PUBLICATION|NIET VOOR PUBLICATIE|INTERNAL USE ONLY|(?:ALLEEN )?VOOR INTERN GEBRUIK)\b"
    r"|\b(?:ONDER|UNDER) EMBARGO\b"
)
_TRAFFIC_LIGHT = re.compile(r"\bTLP:\s?(?:RED|AMBER(?:\+STRICT)?)\b", re.IGNORECASE)
PATTERNS = (_TRAFFIC_LIGHT, _IN_CAPITALS, _AS_LABEL)
"""In order; the form in the browser has the same."""
AROUND = " \n\t:!–—-.[](){}"
"""What may stand around a marking and is no part of it."""
_HINTS = (
    *("vertrouwelijk", "confidential", "in confidence", "embargo", "geheim", "top secret", "tlp:", "niet verspreiden"),
    *("intern gebruik", "internal use", "intern document", "publicatie", "for publication", "for distribution"),
    "niet openbaar maken",
)
"""A text in small letters that holds none of these holds no marking."""


def is_worth_a_look(lowered: str) -> bool:
    """Whether a text in small letters may hold a marking."""
    return any(hint in lowered for hint in _HINTS)


def find(text: str) -> Iterator[Match]:
    """The markings that label a text.

    >>> [match.text for match in find("Vertrouwelijk: de cijfers van mei")]
    ['Vertrouwelijk']
    >>> list(find("Wat vertrouwelijk is, blijft binnen de redactie."))
    []
    """
    if not is_worth_a_look(text.lower()):
        return
    seen: set[int] = set()
    for pattern in PATTERNS:
        for found in pattern.finditer(text):
            shown = found.group().strip(AROUND)
            start = found.start() + found.group().index(shown)
            if start not in seen:
                seen.add(start)
                yield Match("marking", start, shown)
