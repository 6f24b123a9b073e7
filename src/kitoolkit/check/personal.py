"""Finding what belongs to a person: e-mail addresses, Dutch telephone numbers, IBANs and citizen service numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec


class Match(msgspec.Struct, frozen=True):
    """Something found in a text.

    Attributes:
        what: The name of the rule.
        start: The place of its first character.
        text: What stands there.
    """

    what: str
    start: int
    text: str


_EMAIL = re.compile(
    r"(?<![\w.+%/@-])[\w.+%-]+(?:@|\s?[\[(](?:at|apenstaartje)[\])]\s?)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?![\w-])",
    re.IGNORECASE,
)
_OF_A_PROGRAM = re.compile(r"(?:git|hg|svn|npm)@", re.IGNORECASE)
_TELEPHONE = re.compile(
    r"(?<![\w./,=&?%#+@-])(?P<prefix>(?:\+|00)31[\s.-]*(?:\(0\)[\s.-]*)?|\(?0)"
    r"(?P<rest>\d(?:\)?(?:\s+|[.-])?\d|\s?-\s?\d){8})(?![\w/=-]|[.,]\d)"
)
_AREA = re.compile(r"6[1-58]|[1-57]\d|8[4578]|91")
_DATE = re.compile(r"\d{1,2}[\s./-]\d{1,2}[\s./-](?:19|20)\d\d")
_NAMED_TELEPHONE = re.compile(
    r"(?:tel|telefoon|telephone|phone|bel|call|mobiel|mobile)\S{0,8}\s+\S{0,3}$", re.IGNORECASE
)
_IBAN = re.compile(r"(?<![\w/=&?-])[A-Z]{2}\d{2}(?:[\s.-]?[A-Z0-9]){11,30}", re.IGNORECASE)
IBAN_LENGTHS = {
    country: length
    for length, countries in {
        15: "NO", 16: "BE", 18: "DK FI FO GL NL", 19: "MK SI", 20: "AT BA EE LT LU XK", 21: "CH HR LI LV",
        22: "BG DE GB GE IE ME RS", 23: "IL", 24: "AD CZ ES MD PK RO SE SK TN", 25: "PT", 26: "IS TR",
        27: "FR GR IT MC SM", 28: "AL AZ CY HU PL", 31: "MT",
    }.items()
    for country in countries.split()
}  # fmt: skip
"""How many characters the accounts of a country have."""
_NINE_DIGITS = re.compile(r"\d{9}(?<![\w./,=&?%#+:-]\d{9})(?![\w/=%-]|[.,]\d)")

_LIKE_EMAIL = re.compile(r"@|(?:at|apenstaartje)[\])]", re.IGNORECASE)
_MANY_DIGITS = re.compile(r"\d[\d\s().-]{7,}\d")
_BEGINS_AS_IBAN = re.compile(r"\d\d(?<=[A-Za-z]{2}\d\d)[\s.-]?[A-Za-z0-9]")
"""Cheap looks: most texts hold none of these."""

PATTERNS = {
    "email": _EMAIL,
    "of_a_program": _OF_A_PROGRAM,
    "telephone": _TELEPHONE,
    "area": _AREA,
    "date": _DATE,
    "named_telephone": _NAMED_TELEPHONE,
    "iban": _IBAN,
    "nine_digits": _NINE_DIGITS,
}
"""By name, for the form in the browser, which finds the same."""


def find(text: str) -> Iterator[Match]:
    """What belongs to a person in a text, whatever its layout.

    >>> [match.what for match in find("Mail redactie@example.org of bel 06-12345678.")]
    ['email', 'telephone']
    """
    if _LIKE_EMAIL.search(text):
        yield from _emails(text)
    accounts = list(_accounts(text)) if _BEGINS_AS_IBAN.search(text) else []
    yield from (account for account in accounts if is_iban(account.text))
    if not any(sum(map(str.isdigit, digits)) >= 9 for digits in _MANY_DIGITS.findall(text)):
        return
    for match in (*_telephones(text), *_citizens(text)):
        if not any(account.start <= match.start < account.start + len(account.text) for account in accounts):
            yield match


def _emails(text: str) -> Iterator[Match]:
    for found in _EMAIL.finditer(text):
        if not _OF_A_PROGRAM.match(found.group()):
            yield Match("email", found.start(), found.group())


def _telephones(text: str) -> Iterator[Match]:
    for found in _TELEPHONE.finditer(text):
        digits = re.sub(r"\D", "", found["rest"])
        if not _AREA.match(digits) or _DATE.match(found.group().lstrip("(")):
            continue
        bare = found.group().isdigit() and not found.group().startswith(("06", "0031"))
        if bare and not _NAMED_TELEPHONE.search(text[max(0, found.start() - 20) : found.start()]):
            continue  # ten digits in a row may be an ISBN, or count something
        yield Match("telephone", found.start(), found.group())


def _accounts(text: str) -> Iterator[Match]:
    """What is built as an IBAN; whether it is one, its check digits say."""
    for found in _IBAN.finditer(text):
        length = IBAN_LENGTHS.get(found.group()[:2].upper(), 0)
        taken = _first(found.group(), length)
        after = text[found.start() + len(taken) : found.start() + len(taken) + 1]
        if taken and not after.isalnum():
            yield Match("iban", found.start(), taken)


def _first(text: str, length: int) -> str:
    """The beginning of a text that holds so many letters and digits; empty where it holds fewer, or for none."""
    count = 0
    for place, character in enumerate(text, 1):
        count += character.isalnum()
        if count == length:
            return text[:place]
    return ""


def _citizens(text: str) -> Iterator[Match]:
    for found in _NINE_DIGITS.finditer(text):
        if is_citizen_number(found.group()):
            yield Match("citizen", found.start(), found.group())


def is_iban(text: str) -> bool:
    """Whether a text is an IBAN: the length of its country, and 1 as remainder by 97 (ISO 13616).

    >>> is_iban("NL91 ABNA 0417 1643 00"), is_iban("NL92 ABNA 0417 1643 00")
    (True, False)
    """
    bare = re.sub(r"[\s.-]", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]+", bare, re.ASCII) or IBAN_LENGTHS.get(bare[:2]) != len(bare):
        return False
    return int("".join(str(int(character, 36)) for character in bare[4:] + bare[:4])) % 97 == 1


def is_citizen_number(digits: str) -> bool:
    """Whether nine digits can be a citizen service number (BSN): they pass the 11-proof.

    >>> is_citizen_number("111222333"), is_citizen_number("111222334")
    (True, False)
    """
    if not re.fullmatch(r"\d{9}", digits, re.ASCII) or int(digits) == 0:
        return False
    weighted = sum(weight * int(digit) for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
    return weighted % 11 == 0
