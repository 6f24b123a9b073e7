"""The conversation starter: which questions matter for a plan, and what helps to answer them.

The choosing is here and nowhere else. `questions` makes every question with what helps; `choose` picks those that
matter. The portal's page gets both as data.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from kitoolkit.model import Checklist, ChecklistQuestion, Entry, Text, Tool
from kitoolkit.problem import UnknownNameError
from kitoolkit.vocabulary import Vocabulary

MOST = {"tool": 3, "example": 2, "lesson": 2, "tradeoff": 1, "question": 1}
"""How many entries of each kind go with a question at most: few, so that they are read."""

REMINDERS = 1
"""How many questions of a requirement that nobody named as a worry remain, so that it is not forgotten."""

_PAST = {"superseded", "ending", "archived"}


class StarterQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question for the conversation.

    Attributes:
        checklist: Id of the checklist it comes from.
        slug: Its name there.
        question: The question.
        why: Why it is asked.
        requirement: The requirement it belongs to.
        phases: The phases in which to ask it.
        roles: Who should be at the table.
        uses: The media uses it is meant for; empty for all.
        tools: Ids of tools that help.
        others: Ids of examples of what others did.
        went_wrong: Ids of lessons about what went wrong or was learned elsewhere.
        trade_offs: Ids of trade-offs to expect.
        open_questions: Ids of open questions that nobody can answer well yet.
        digest: Changes when the texts of the question do.
    """

    checklist: str
    slug: str
    question: Text
    why: Text
    requirement: str
    phases: tuple[str, ...]
    roles: tuple[str, ...]
    uses: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    went_wrong: tuple[str, ...] = ()
    trade_offs: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()
    digest: str


def choose(
    entries: Mapping[str, Entry],
    vocabulary: Vocabulary,
    *,
    use: str | None = None,
    phase: str | None = None,
    roles: Iterable[str] = (),
    worries: Iterable[str] = (),
) -> tuple[StarterQuestion, ...]:
    """The questions that matter, grouped by requirement: what people worry about first.

    Args:
        entries: The catalogue.
        vocabulary: Its concepts.
        use: What somebody is about to do; questions for all media uses always belong.
        phase: The phase; questions for other phases are left out.
        roles: Who is at the table; questions for others are left out. All where there are none.
        worries: Requirements that keep all their questions; of each other one, `REMINDERS` remain.

    Raises:
        UnknownNameError: For a concept that does not exist.
    """
    roles, worries = _several(roles), _several(worries)
    for scheme, names in (
        ("use", (use,) if use else ()),
        ("phase", (phase,) if phase else ()),
        ("role", roles),
        ("requirement", worries),
    ):
        _known(vocabulary, scheme, names)
    asked = [(checklist, question) for checklist, question in all_questions(entries.values())]
    fitting = [
        (checklist, question)
        for checklist, question in asked
        if suits(question, vocabulary, use, phase) and (not roles or not set(roles).isdisjoint(question.roles))
    ]
    order = {concept.id: place for place, concept in enumerate(vocabulary.scheme("requirement"))}
    groups = sorted(order, key=lambda requirement: (requirement not in worries, order[requirement]))
    found: list[StarterQuestion] = []
    for requirement in groups:
        members = [pair for pair in fitting if pair[1].requirement == requirement]
        members.sort(key=lambda pair: not pair[1].uses)  # what is meant for this use comes first
        kept = members if not worries or requirement in worries else members[:REMINDERS]
        found += [with_material(checklist, question, entries, vocabulary, use) for checklist, question in kept]
    return tuple(found)


def all_questions(entries: Iterable[Entry]) -> Iterator[tuple[str, ChecklistQuestion]]:
    """The questions of all checklists that are not deprecated, each with the id of its list."""
    for entry in entries:
        if isinstance(entry, Checklist) and not entry.deprecated:
            for question in entry.questions:
                yield entry.id, question


def suits(question: ChecklistQuestion, vocabulary: Vocabulary, use: str | None, phase: str | None) -> bool:
    """Whether a question belongs to a media use and a phase; None stands for any.

    A question for a broader use belongs to the narrower ones too, and the other way round.
    """
    if phase and phase not in question.phases:
        return False
    return not use or not question.uses or not _around(vocabulary, use).isdisjoint(question.uses)


def with_material(
    checklist: str, question: ChecklistQuestion, entries: Mapping[str, Entry], vocabulary: Vocabulary, use: str | None
) -> StarterQuestion:
    """A question with what helps: what its authors named first, then what fits best."""
    material = _material(question, entries, vocabulary, use)
    return StarterQuestion(
        checklist=checklist,
        slug=question.slug,
        question=question.question,
        why=question.why,
        requirement=question.requirement,
        phases=question.phases,
        roles=question.roles,
        uses=question.uses,
        tools=material["tool"],
        others=material["example"],
        went_wrong=material["lesson"],
        trade_offs=material["tradeoff"],
        open_questions=material["question"],
        digest=digest(question),
    )


def digest(question: ChecklistQuestion) -> str:
    """A short name for the texts of a question, in all languages."""
    texts = [question.question.get("nl"), question.question.get("en"), question.why.get("nl"), question.why.get("en")]
    return hashlib.sha256(msgspec.json.encode(texts)).hexdigest()[:8]


def _material(
    question: ChecklistQuestion, entries: Mapping[str, Entry], vocabulary: Vocabulary, use: str | None
) -> dict[str, tuple[str, ...]]:
    """Per kind the ids of what goes with a question."""
    wanted = _around(vocabulary, use) if use else {one for own in question.uses for one in _around(vocabulary, own)}
    found: dict[str, list[str]] = {kind: [] for kind in MOST}
    for helping in question.helps:
        kind = helping.partition("/")[0]
        if kind in found and not (helping in entries and entries[helping].deprecated):
            found[kind].append(helping)
    near = [(score, entry) for entry in entries.values() if (score := _nearness(question, entry, wanted)) > 0]
    for _, entry in sorted(near, key=lambda pair: (-pair[0], pair[1].id)):
        if entry.kind in found and len(found[entry.kind]) < MOST[entry.kind] and entry.id not in found[entry.kind]:
            found[entry.kind].append(entry.id)
    return {kind: tuple(ids) for kind, ids in found.items()}


def _nearness(question: ChecklistQuestion, entry: Entry, wanted: set[str]) -> float:
    """How well an entry goes with a question; 0 where it does not: another requirement, use or phase."""
    past = entry.deprecated or (isinstance(entry, Tool) and entry.status.state in _PAST)
    if question.requirement not in entry.requirements or past:
        return 0
    phases = len(set(question.phases) & set(entry.phases)) / len(question.phases)
    shared = wanted & set(entry.uses)
    if (entry.uses and wanted and not shared) or (entry.phases and not phases):
        return 0
    if not shared and not phases:
        return 0
    roles = len(set(question.roles) & set(entry.roles)) / len(question.roles)
    return 3 * bool(shared) / (1 + len(entry.uses) / 8) + phases + roles + 1 / len(entry.requirements)


def _around(vocabulary: Vocabulary, concept_id: str) -> set[str]:
    """A concept with all that is narrower and all that is broader."""
    found = set(vocabulary.with_narrower(concept_id))
    waiting = [concept_id]
    while waiting:
        for broader in vocabulary[waiting.pop()].broader:
            found.add(broader)
            waiting.append(broader)
    return found


def _known(vocabulary: Vocabulary, scheme: str, names: Sequence[str]) -> None:
    known = [concept.id for concept in vocabulary.scheme(scheme)]
    for name in names:
        if name not in known:
            raise UnknownNameError(scheme, name, known)


def _several(names: Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
