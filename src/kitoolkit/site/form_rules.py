"""The patterns and words by which the form finds what `kitoolkit check` finds: made from the rules in Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from packaging.licenses import _spdx  # the names themselves stand nowhere else in the package

from kitoolkit.check import confidential, markings, people, personal, secrets, wording
from kitoolkit.site.browser_regex import in_browser


def rules() -> dict[str, Any]:
    """What `confidential.js` and `wording.js` know; patterns are JavaScript's, for the flag `u`."""
    return {"confidential": _confidential(), "wording": _wording()}


def _confidential() -> dict[str, Any]:
    return {
        "with_incidents": confidential.KINDS_WITH_INCIDENTS,
        "naming_sources": confidential.NAMING_SOURCES,
        "shown_whole": confidential.SHOWN_WHOLE,
        "only_warned": confidential.ONLY_WARNED,
        "personal": _all(personal.PATTERNS),
        "iban_lengths": personal.IBAN_LENGTHS,
        "secrets": _all(secrets.PATTERNS),
        "announced": secrets.ANNOUNCED,
        "secret_rules": [_secret(rule) for rule in secrets.rules()],
        "markings": [in_browser(pattern) for pattern in markings.PATTERNS],
        "around_markings": markings.AROUND,
        "people": _all(people.PATTERNS),
    }


def _secret(rule: secrets.Rule) -> list[object]:
    return [in_browser(re.compile(rule.regex)), rule.keywords, rule.entropy]


def _wording() -> dict[str, Any]:
    listed = wording.avoided(wording.words_to_avoid())
    return {
        "patterns": _all(wording.PATTERNS),
        "avoided": {
            language: {"pattern": in_browser(words.pattern), "instead": words.instead}
            for language, words in listed.items()
        },
        "named": wording.NAMED,
        "spdx": {
            "licences": [one["id"] for one in _spdx.LICENSES.values()],
            "exceptions": [one["id"] for one in _spdx.EXCEPTIONS.values()],
        },
        "longest_sentence": wording.LONGEST_SENTENCE,
        "hardest": wording.HARDEST,
        "enough": wording.ENOUGH,
    }


def _all(patterns: Mapping[str, re.Pattern[str]]) -> dict[str, str]:
    return {name: in_browser(pattern) for name, pattern in patterns.items()}
