"""A regular expression of Python as a browser reads it, so that a pattern stands in one place.

The two differ in what letters and spaces are, in where a text ends and in what is written how. Case is spelt out, for
browsers fold other letters. What has no counterpart is refused, so that no pattern means something else in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_WORD = r"\p{L}\p{N}_"
_SPACE = r"\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_CATEGORIES = {"w": _WORD, "s": _SPACE, "d": r"\p{Nd}"}
_EDGE = f"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
_INSIDE = f"(?:(?<=[{_WORD}])(?=[{_WORD}])|(?<![{_WORD}])(?![{_WORD}]))"
_PLACES = {"b": _EDGE, "B": _INSIDE, "A": "^", "Z": "$"}
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "a": "\a"}
_LAST_OF_LINE = r"(?=\n?$)"
_SYNTAX = frozenset(r"^$\.*+?()[]{}|/")
_FOLDED_WITH_ASCII = "\u0130\u0131\u017f\u212a"
"""Letters that Python holds to be the same as an ASCII letter where case does not matter."""

_ESCAPE = r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^xu])"
_IN_CLASS = re.compile(rf"(?s:{_ESCAPE}|.)")
_TOKEN = re.compile(
    rf"(?P<escape>{_ESCAPE})"
    r"|(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<flags>\(\?(?P<on>[is]*)(?:-(?P<off>[is]+))?(?P<scoped>[:)]))"
    r"|\(\?P<(?P<name>\w+)>"
    r"|(?P<group>\(\?(?:[=!]|<[=!])|\((?!\?))"
    r"|(?P<end>\))"
    r"|(?P<many>(?:[*+?]|\{\d+(?:,\d*)?\})\??(?!\+))"
    r"|(?P<place>[\^$.|])"
    r"|(?P<literal>[^\\\[(*+?])",
    re.DOTALL,
)


def in_browser(pattern: re.Pattern[str]) -> str:
    r"""The same expression for JavaScript, to be compiled with the flag `u`.

    >>> print(in_browser(re.compile(r"(?P<day>\d+)(?i:th)\Z")))
    (?<day>[\p{Nd}]+)(?:[Tt][Hh])$
    """
    if pattern.flags & ~(re.IGNORECASE | re.DOTALL | re.UNICODE):
        raise ValueError(f"no browser has the flags of {pattern.pattern!r}")
    return "".join(_Writer(pattern).written())


class _Writer:
    """Goes through an expression; what flags hold in each group is kept in a stack."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._text = pattern.pattern
        self._flags = [{flag for flag, bit in (("i", re.I), ("s", re.S)) if pattern.flags & bit}]

    def written(self) -> Iterator[str]:
        place = 0
        while place < len(self._text):
            found = _TOKEN.match(self._text, place)
            if not found:
                raise ValueError(f"no browser reads {self._text[place:]!r}")
            yield self._one(found)
            place = found.end()

    def _one(self, found: re.Match[str]) -> str:
        what, text = found.lastgroup, found.group()
        if found["flags"]:
            return self._group_with(found)
        if found["name"]:
            return self._open(f"(?<{text[4:]}")
        if what == "group":
            return self._open(text)
        if what == "end":
            self._flags.pop()
            return text
        if what == "class":
            return self._class(text)
        if what == "escape":
            return self._escape(text)
        if what == "place":
            return self._place(text)
        return text if what == "many" else self._literal(text)

    def _group_with(self, found: re.Match[str]) -> str:
        if found["scoped"] == ")":  # of the whole expression: Python has them among its flags
            return ""
        opened = self._open("(?:")
        self._flags[-1] = (self._flags[-1] | set(found["on"])) - set(found["off"] or "")
        return opened

    def _open(self, text: str) -> str:
        self._flags.append(set(self._flags[-1]))
        return text

    def _place(self, text: str) -> str:
        if text == ".":
            return r"[\s\S]" if "s" in self._flags[-1] else r"[^\n]"
        return _LAST_OF_LINE if text == "$" else text

    def _escape(self, text: str) -> str:
        letter = text[1]
        if letter in _PLACES:
            return _PLACES[letter]
        if letter.lower() in _CATEGORIES:
            return f"[{'^' if letter.isupper() else ''}{_CATEGORIES[letter.lower()]}]"
        return self._literal(_character(text))

    def _literal(self, character: str) -> str:
        same = self._cases(character)
        if len(same) > 1:
            return f"[{''.join(_ranges(map(ord, same)))}]"
        return f"\\{character}" if character in _SYNTAX else character

    def _cases(self, character: str) -> set[str]:
        """What a character stands for: itself, or the same letter in every case."""
        if "i" not in self._flags[-1]:
            return {character}
        pattern = re.compile(re.escape(character), re.IGNORECASE)
        candidates = {character, *character.lower(), *character.upper(), *_FOLDED_WITH_ASCII}
        return {other for other in candidates if pattern.fullmatch(other)}

    def _class(self, text: str) -> str:
        """A set of characters; a category that is left out cannot stand in a set, and becomes an alternative."""
        negated = text.startswith("[^")
        items = _IN_CLASS.findall(text[2 if negated else 1 : -1])
        held, without = "", []
        characters: set[str] = set()
        while items:
            item = items.pop(0)
            letter = item[1:]
            if letter and letter.lower() in _CATEGORIES:
                if letter.isupper():
                    without.append(_CATEGORIES[letter.lower()])
                else:
                    held += _CATEGORIES[letter]
            elif len(items) > 1 and items[0] == "-":
                first, last = ord(_character(item)), ord(_character(items[1]))
                characters.update(map(chr, range(first, last + 1)))
                items = items[2:]
            else:
                characters.add(_character(item))
        every = {same for character in characters for same in self._cases(character)}
        held += "".join(_ranges(map(ord, every)))
        if not negated:
            sets = [f"[{one}]" for one in (held, *(f"^{one}" for one in without)) if one]
            return sets[0] if len(sets) == 1 else f"(?:{'|'.join(sets)})"
        inside = "".join(f"(?=[{one}])" for one in without)
        return f"(?:{inside}[^{held}])" if without else f"[^{held}]"


def _character(text: str) -> str:
    """What one character stands for that is written with or without a backslash."""
    if len(text) == 1:
        return text
    if text[1] in "xu":
        return chr(int(text[2:], 16))
    if text[1].isalnum() and text[1] not in _CONTROLS:
        raise ValueError(f"no browser reads {text!r}")
    return _CONTROLS.get(text[1], text[1])


def _ranges(codes: Iterable[int]) -> Iterator[str]:
    """Characters as they stand in a set, those in a row as a range."""
    first = last = -1
    for code in [*sorted(codes), -1]:
        if first >= 0 and code == last + 1:
            last = code
            continue
        if first >= 0:
            middle = "-" if last > first + 1 else ""
            yield _in_class(first) + (middle + _in_class(last) if last > first else "")
        first = last = code


def _in_class(code: int) -> str:
    character = chr(code)
    if character in r"\]^-[":
        return f"\\{character}"
    return character if character.isprintable() else f"\\u{{{code:x}}}"
