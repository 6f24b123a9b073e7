#!/usr/bin/env python3
"""Write `src/kitoolkit/check/secrets.json` again from the rules of betterleaks, a scanner for secrets that is kept up.

`secret_rules.py betterleaks.toml VERSION`, with the file from `config/` of its repository. Kept are the rules that say
by themselves what a secret looks like; left out are those that only help another rule, look at the name of a file, or
take any word after "key" for a secret. Go's regular expressions become Python's, and look no further than a secret is
long: Go reads a text once, Python again from each place where a secret could start.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "src" / "kitoolkit" / "check" / "secrets.json"
LICENCE = "MIT, Copyright (c) 2026 Zachary Rice, https://github.com/betterleaks/betterleaks"
_NEEDS_OTHERS = {"skipReport", "path"}
_TOO_WIDE = {"generic-api-key"}
_TOO_SLOW = {"temporal-cloud-api-key.1"}
"""What tries every three places of a text; the rule `jwt` finds the same."""
_ENTROPY = re.compile(r'entropy\(finding\["secret"\]\) <= ([\d.]+)')
_INLINE_FLAG = re.compile(r"\(\?([ims]+)\)")
_REPEATED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<any>\.)?(?P<many>[*+]|\{(?P<least>\d+),\})")
"""A character with a backslash, a class, or what may be repeated without end."""
_FURTHEST, _FURTHEST_OF_ANY = 10_000, 300
_FURTHEST_IN = {"influxdb-api-token": 200}
"""How often at most; fewer in a rule that tries many places for one start."""


def rules(read: dict[str, Any]) -> list[dict[str, Any]]:
    """The rules that can be used alone, in order of name."""
    kept = []
    for rule in read["rules"]:
        if _NEEDS_OTHERS & rule.keys() or rule["id"] in _TOO_WIDE | _TOO_SLOW or not rule.get("keywords"):
            continue
        entropy = _ENTROPY.search(rule.get("filter", ""))
        regex = with_an_end(as_python(rule["regex"]), _FURTHEST_IN.get(rule["id"], _FURTHEST))
        one = {"id": rule["id"], "regex": regex, "keywords": sorted(set(rule["keywords"]))}
        kept.append(one | ({"entropy": float(entropy.group(1))} if entropy else {}))
    return sorted(kept, key=lambda rule: str(rule["id"]))


def as_python(regex: str) -> str:
    """A regular expression of Go as Python writes it: flags only count within brackets."""
    regex = regex.replace(r"\z", r"\Z").replace("[[:alnum:]]", "[0-9A-Za-z]")
    while found := _INLINE_FLAG.search(regex, 1 if _INLINE_FLAG.match(regex) else 0):
        if found.start() == 0:
            found = _INLINE_FLAG.search(regex, found.end())
            if found is None:
                break
        end, bars = _rest_of_group(regex, found.end())
        edges = [found.end() - 1, *bars, end]
        parts = [f"(?{found.group(1)}:{regex[one + 1 : other]})" for one, other in pairwise(edges)]
        regex = regex[: found.start()] + "|".join(parts) + regex[end:]
    re.compile(regex)
    return regex


def with_an_end(regex: str, furthest: int) -> str:
    r"""A regular expression in which nothing is repeated without end.

    >>> with_an_end(r"a+[+*]\.*.*b{3,}", 500)
    'a{1,500}[+*]\\.{0,500}.{0,300}b{3,500}'
    """

    def ended(found: re.Match[str]) -> str:
        if not found["many"]:
            return found.group()
        least = found["least"] or ("1" if found["many"] == "+" else "0")
        return f"{found['any'] or ''}{{{least},{_FURTHEST_OF_ANY if found['any'] else furthest}}}"

    return _REPEATED.sub(ended, regex)


def _rest_of_group(regex: str, start: int) -> tuple[int, list[int]]:
    """Where the group ends in which a place stands, and where its further alternatives begin."""
    depth, in_class, place = 0, False, start
    bars: list[int] = []
    while place < len(regex):
        character = regex[place]
        if character == "\\":
            place += 1
        elif in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
            if regex[place + 1 : place + 2] in {"]", "^"}:
                place += 1
        elif character == "(":
            depth += 1
        elif character == ")":
            if depth == 0:
                return place, bars
            depth -= 1
        elif character == "|" and depth == 0:
            bars.append(place)
        place += 1
    return len(regex), bars


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    found = rules(tomllib.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    lines = ",\n".join(json.dumps(rule, ensure_ascii=False) for rule in found)
    head = json.dumps({"source": f"betterleaks {sys.argv[2]}", "licence": LICENCE})[1:-1]
    TARGET.write_text(f'{{{head}, "rules": [\n{lines}\n]}}\n', encoding="utf-8")
    print(f"{len(found)} rules in {TARGET.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
