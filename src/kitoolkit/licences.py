"""Which licences are open: free to use, change and share, for any purpose."""

from __future__ import annotations

import re
from typing import Literal

Openness = Literal["open", "restricted", "unknown"]

OPEN = frozenset(
    """
    0BSD AGPL-3.0-only AGPL-3.0-or-later Apache-2.0 Artistic-2.0 BSD-2-Clause BSD-3-Clause BSL-1.0 CC-BY-3.0 CC-BY-4.0
    CC-BY-SA-3.0 CC-BY-SA-4.0 CC0-1.0 CDLA-Permissive-2.0 ECL-2.0 EPL-2.0 EUPL-1.1 EUPL-1.2 GPL-2.0-only
    GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later ISC LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later
    MIT MIT-0 MPL-2.0 ODbL-1.0 ODC-By-1.0 OFL-1.1 PDDL-1.0 PostgreSQL Python-2.0 UPL-1.0 Unlicense W3C W3C-20150513
    Zlib
    """.split()
)
"""SPDX identifiers of licences that meet the Open Source or the Open Definition; -NC, -ND and BUSL do not."""

_TOKEN = re.compile(r"[()]|[^\s()]+")


def openness(expression: str | None) -> Openness:
    """Whether an SPDX identifier or expression grants an open licence.

    >>> openness("MIT OR LicenseRef-commercial"), openness("Apache-2.0 AND CC-BY-ND-4.0"), openness(None)
    ('open', 'restricted', 'unknown')
    """
    if not expression:
        return "unknown"
    return "open" if _any(_TOKEN.findall(expression)) else "restricted"


def _any(tokens: list[str]) -> bool:
    """Alternatives: one open one suffices. Reads its tokens from the front."""
    found = _all(tokens)
    while tokens and tokens[0] == "OR":
        del tokens[0]
        found = _all(tokens) or found
    return found


def _all(tokens: list[str]) -> bool:
    """Parts that hold together: all have to be open."""
    found = _one(tokens)
    while tokens and tokens[0] == "AND":
        del tokens[0]
        found = _one(tokens) and found
    return found


def _one(tokens: list[str]) -> bool:
    first = tokens.pop(0) if tokens else ""
    if first == "(":
        found = _any(tokens)
        del tokens[:1]
        return found
    if tokens[:1] == ["WITH"]:  # an exception only takes conditions away
        del tokens[:2]
    return first.removesuffix("+") in OPEN
