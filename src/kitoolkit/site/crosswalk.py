"""The crosswalk: how principles, guidelines, commitments, requirements and law relate, as a picture and a table."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import msgspec

from kitoolkit.model import Language
from kitoolkit.vocabulary import Concept, Relation, Vocabulary

COLUMNS = {
    "principle": 18,
    "guideline": 22,
    "commitment": 22,
    "requirement": 22,
    "broadcaster-principle": 24,
    "law": 28,
}
"""The schemes with the characters on a line of each; in an order in which most lines lead to the next column."""
_CLOSE: frozenset[Relation] = frozenset({"exactMatch", "closeMatch"})
WIDTH = 1200
HEAD = 40
"""Units for the names of the columns."""
_CHARACTER, _LINE, _PADDING, _BETWEEN, _INDENT = 7, 14, 3, 3, 9

Links: TypeAlias = dict[str, dict[str, bool]]
"""Of each concept those that it relates to, and whether they mean nearly the same."""


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A concept in the picture.

    Attributes:
        id: Its id.
        x: Where its left side is.
        y: Where its top is.
        width: Its width.
        height: Its height.
        lines: Its name, over lines.
        depth: How many concepts stand above it.
    """

    id: str
    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]
    depth: int

    @property
    def middle(self) -> int:
        """The height of its middle."""
        return self.y + self.height // 2

    @property
    def outline(self) -> str:
        """A path around it."""
        return f"M{self.x} {self.y}h{self.width}v{self.height}h-{self.width}z"


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A scheme in the picture: its id, its left side, its width and its concepts from top to bottom."""

    scheme: str
    x: int
    width: int
    nodes: tuple[Node, ...]


class Crosswalk(msgspec.Struct, frozen=True, kw_only=True):
    """The whole.

    Attributes:
        height: The height of the picture.
        columns: The schemes.
        links: What each concept relates to, in the order of the columns.
        below: Of each concept it and all that is narrower.
    """

    height: int
    columns: tuple[Column, ...]
    links: Links
    below: dict[str, tuple[str, ...]]

    @property
    def nodes(self) -> dict[str, Node]:
        """All concepts, by id."""
        return {node.id: node for column in self.columns for node in column.nodes}

    def lines(self, requirement: str, *, close: bool) -> str:
        """The path of all lines to a requirement, or of all that lead to none where it is empty."""
        nodes = self.nodes
        return "".join(
            _line(nodes[one], nodes[other])
            for one, other, is_close in self.pairs()
            if is_close is close and _requirement(one, other) == requirement
        )

    def pairs(self) -> Iterator[tuple[str, str, bool]]:
        """Every relation once, from left to right."""
        order = {concept: place for place, concept in enumerate(self.links)}
        for one, others in self.links.items():
            yield from ((one, other, close) for other, close in others.items() if order[one] < order[other])

    def of(self, concept: str) -> tuple[str, str]:
        """What lights up with a concept: the lines of it and of what is narrower, and the outlines at their ends."""
        nodes, mine = self.nodes, self.below[concept]
        ends = {one: [other for other in self.links[one] if other not in mine] for one in mine}
        lines = "".join(_line(nodes[one], nodes[other]) for one, others in ends.items() for other in others)
        around = dict.fromkeys(other for others in ends.values() for other in others)
        return lines, "".join(nodes[other].outline for other in around)

    def by_scheme(self, concept: str) -> dict[str, list[tuple[str, bool]]]:
        """What a concept relates to, per scheme; what means nearly the same first."""
        found: dict[str, list[tuple[str, bool]]] = {}
        for other, close in sorted(self.links[concept].items(), key=lambda link: not link[1]):
            found.setdefault(other.partition("/")[0], []).append((other, close))
        return {column.scheme: found[column.scheme] for column in self.columns if column.scheme in found}


def crosswalk(vocabulary: Vocabulary, language: Language) -> Crosswalk:
    """The crosswalk of a vocabulary, with names in a language; schemes that it does not have are left out."""
    schemes = {name: _ordered(vocabulary, name) for name in COLUMNS if name in vocabulary.schemes}
    links = _links([concept for concepts in schemes.values() for concept in concepts])
    texts = {
        name: [tuple(textwrap.wrap(_name(concept, language), COLUMNS[name])) for concept in concepts]
        for name, concepts in schemes.items()
    }
    heights = {name: [len(lines) * _LINE + 2 * _PADDING for lines in texts[name]] for name in schemes}
    tall = max((sum(each) + _BETWEEN * len(each) for each in heights.values()), default=0)
    columns = []
    for name, x, width in _places(vocabulary, list(schemes)):
        space, y = (tall - sum(heights[name])) / max(len(heights[name]), 1), float(HEAD)
        nodes = []
        for concept, lines, height in zip(schemes[name], texts[name], heights[name], strict=True):
            depth = _depth(vocabulary, concept)
            left = x + depth * _INDENT
            top = round(y + space / 2)
            node = Node(id=concept.id, x=left, y=top, width=x + width - left, height=height, lines=lines, depth=depth)
            nodes.append(node)
            y += height + space
        columns.append(Column(scheme=name, x=x, width=width, nodes=tuple(nodes)))
    below = {one: tuple(each for each in vocabulary.with_narrower(one) if each in links) for one in links}
    return Crosswalk(height=HEAD + tall + _BETWEEN, columns=tuple(columns), links=links, below=below)


def _ordered(vocabulary: Vocabulary, scheme: str) -> list[Concept]:
    """The concepts of a scheme, each followed by what is narrower."""
    current = vocabulary.current(scheme)

    def branch(concept: Concept) -> Iterator[Concept]:
        yield concept
        for other in current:
            if concept.id in other.broader:
                yield from branch(other)

    found = dict.fromkeys(each.id for concept in current if concept.top for each in branch(concept))
    return [vocabulary[one] for one in dict.fromkeys([*found, *(concept.id for concept in current)])]


def _links(concepts: Sequence[Concept]) -> Links:
    """Relations in both directions, whoever states them; in the order of the concepts."""
    links: Links = {concept.id: {} for concept in concepts}
    for concept in concepts:
        for match in concept.matches:
            if match.target in links:
                close = match.relation in _CLOSE or links[concept.id].get(match.target, False)
                links[concept.id][match.target] = links[match.target][concept.id] = close
    return {one: {other: others[other] for other in links if other in others} for one, others in links.items()}


def _depth(vocabulary: Vocabulary, concept: Concept) -> int:
    return 1 + _depth(vocabulary, vocabulary[concept.broader[0]]) if concept.broader else 0


def _places(vocabulary: Vocabulary, schemes: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Each scheme with its left side and its width; what is left of the width goes between them."""
    deepest = {
        name: max((_depth(vocabulary, concept) for concept in vocabulary.current(name)), default=0) for name in schemes
    }
    widths = {name: round(COLUMNS[name] * _CHARACTER) + 2 * _PADDING + deepest[name] * _INDENT for name in schemes}
    gap = (WIDTH - sum(widths.values())) // max(len(schemes) - 1, 1)
    x = 0
    for name in schemes:
        yield name, x, widths[name]
        x += widths[name] + gap


def _name(concept: Concept, language: Language) -> str:
    """A concept's name; of a provision without the law, which stands above it."""
    label = concept.label[language]
    short = label.partition(", ")[2] if concept.scheme == "law" and concept.broader else ""
    return short[:1].upper() + short[1:] if short else label


def _requirement(*ids: str) -> str:
    return next((one for one in ids if one.startswith("requirement/")), "")


def _line(one: Node, other: Node) -> str:
    """From the right side of the left one to the left side of the right one; within a column a bow beside it."""
    if one.x > other.x:
        one, other = other, one
    start, end = one.x + one.width, other.x
    if end < start:
        side = max(start, other.x + other.width)
        return f"M{side} {one.middle}c26 0 26 {other.middle - one.middle} 0 {other.middle - one.middle}"
    bend = min((end - start) // 2, 60)
    return f"M{start} {one.middle}C{start + bend} {one.middle} {end - bend} {other.middle} {end} {other.middle}"
