"""Finding passwords, keys and tokens, by the rules of betterleaks (`secrets.json`, written by `secret_rules.py`)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from kitoolkit.check.personal import Match

_RULES = Path(__file__).with_name("secrets.json")
_LONG_WORD = re.compile(r"[A-Za-z0-9_-]{12,}")
ANNOUNCED = ("-----BEGIN", "xox", "xapp-", "hf_", "api_org_", "A3-", "curl ", "client_secret")
"""What a secret may begin with that is no long word with digits."""
_IN_ADDRESS = re.compile(r"(?<=://)[^\s/:@]+:[^\s/@]+(?=@)")
_NAMES = ("wachtwoord", "password", "passwd", "passphrase", "toegangscode", "pincode")
_PASSWORD = re.compile(
    rf"\b(?:{'|'.join(_NAMES)})\s?(?:is|=|:)\s?['\"“‘]?"
    r"(?P<secret>(?=[^\s'\"”’]{0,80}\d)[^\s'\"”’,;<>]{4,})",
    re.IGNORECASE,
)
_NO_SECRET = re.compile(
    r"(?:\w*(?:example|voorbeeld|placeholder|xxxx|\.\.\.|…)\w*|<.*>|\$\{.*\}|abcdefghijklmnopqrstuvwxyz.*)", re.I
)


PATTERNS = {"long_word": _LONG_WORD, "in_address": _IN_ADDRESS, "password": _PASSWORD, "no_secret": _NO_SECRET}
"""By name, for the form in the browser, which finds the same."""


class Rule(msgspec.Struct):
    """What one kind of secret looks like.

    Attributes:
        id: Its name.
        regex: Finds it; the first group that holds something is the secret, or else the whole.
        keywords: In small letters: one of them stands in a text that holds such a secret.
        entropy: A secret repeats itself less than this, in bits per character.
    """

    id: str
    regex: str
    keywords: list[str]
    entropy: float = 0.0


class _Rules(msgspec.Struct):
    rules: list[Rule]


def find(text: str, lowered: str) -> Iterator[Match]:
    """Secrets in a text.

    Args:
        text: The text.
        lowered: The same in small letters.

    >>> [match.text for match in find(*2 * ["het wachtwoord is zomer2026! en verder niets"])]
    ['zomer2026!']
    """
    named = any(word in lowered for word in _NAMES)
    for found in _PASSWORD.finditer(text) if named else ():
        yield Match("secret", found.start("secret"), found["secret"].rstrip("."))
    places: set[int] = set()
    for found in _IN_ADDRESS.finditer(text):
        places.add(found.start())
        yield Match("secret", found.start(), found.group())
    if not _is_worth_a_look(text):
        return
    for rule in rules():
        if any(keyword in lowered for keyword in rule.keywords):
            for match in _by_rule(rule, text):
                if match.start not in places:
                    places.add(match.start)
                    yield match


def _is_worth_a_look(text: str) -> bool:
    """A secret is a long word with digits, or is announced by one of a few words; a look at all rules costs more."""
    if any(word in text for word in ANNOUNCED):
        return True
    words = (word for word in _LONG_WORD.findall(text) if not word.isalpha() and any(map(str.isdigit, word)))
    return any(
        (len(word) >= 20 and word.lower() != word)
        or any(len(part) >= 12 and not part.isalpha() and any(map(str.isdigit, part)) for part in word.split("-"))
        for word in words
    )


def _by_rule(rule: Rule, text: str) -> Iterator[Match]:
    for found in _compiled(rule.regex).finditer(text):
        group = next((number for number in range(1, len(found.groups()) + 1) if found[number]), 0)
        secret = found[group]
        if _entropy(secret) > rule.entropy and not _NO_SECRET.fullmatch(secret):
            yield Match("secret", found.start(group), secret)


@cache
def rules() -> list[Rule]:
    """The rules of betterleaks."""
    return msgspec.json.decode(_RULES.read_bytes(), type=_Rules).rules


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex)


def _entropy(text: str) -> float:
    """How little a text repeats itself, in bits per character (Shannon)."""
    shares = [count / len(text) for count in Counter(text).values()]
    return -sum(share * math.log2(share) for share in shares)
