"""Names for files, and so for addresses, from titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

LONGEST = 60


def slug_of(title: str) -> str:
    """The name that a title makes: lower-case letters, digits and hyphens; empty where it holds none of those.

    >>> slug_of("Één vraag, twee antwoorden!")
    'een-vraag-twee-antwoorden'
    """
    spelled = title.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("æ", "ae").replace("Æ", "Ae")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’`]", "", plain)).strip("-")
    return slug if len(slug) <= LONGEST else slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]


def free_slug(slug: str, taken: Container[str]) -> str:
    """The name, with a number behind it where it is taken.

    >>> free_slug("kijk-eerst", {"kijk-eerst", "kijk-eerst-2"})
    'kijk-eerst-3'
    """
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free
