"""Prints how far the catalogue is: coverage, languages, sources and reviews, as Markdown or JSON.

python scripts/coverage.py           the nearest catalogue, as Markdown
python scripts/coverage.py --json    for programs
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import msgspec

from kitoolkit import Catalogue
from kitoolkit.coverage import AGES, Coverage, measure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "catalogue", nargs="?", help="a checkout, a folder of entries or a portal; the nearest checkout"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args()
    found = measure(Catalogue.open(chosen.catalogue))
    print(msgspec.json.encode(found).decode() if chosen.json else "\n".join(lines(found)))


def lines(found: Coverage) -> Iterator[str]:
    yield f"Catalogue as of {found.day}: {', '.join(f'{count} {kind}' for kind, count in found.kinds.items())}"
    yield "\nPhases served per media use and requirement: by entries for that use + by general entries only\n"
    yield f"| media use | {' | '.join(one.partition('/')[2] for one in found.requirements)} | gaps | questions |"
    yield "|---" * (len(found.requirements) + 3) + "|"
    for use in found.uses:
        cells = [f"{len(use.phases[one])} + {len(use.general[one])}" for one in found.requirements]
        yield f"| {use.id} | {' | '.join(cells)} | {len(use.gaps)} | {use.questions} |"
    for use in found.uses:
        for requirement, phase in use.gaps:
            yield f"gap: {use.id} {requirement} {phase}"
    yield f"\nSources per entry (1, 2, 3, more): {', '.join(map(str, found.sources))}"
    total = sum(found.kinds.values())
    yield f"Complete in Dutch and English: {total - len(found.incomplete)} of {total}"
    yield f"\n| kind | {' | '.join(f'reviewed ≤ {days} days ago' for days in AGES)} | longer ago | never |"
    yield "|---" * (len(AGES) + 3) + "|"
    for kind, counts in found.reviewed.items():
        yield f"| {kind} | {' | '.join(map(str, counts))} |"


if __name__ == "__main__":
    main()
