"""The seven kinds of entry: the one place where their structure is written down.

Every field carries, in its type, the property it becomes in linked data, the vocabulary its values come
from, and help in Dutch and English. JSON Schemas, the JSON-LD context, SHACL shapes, the field reference
and the entry templates are generated from here (`scripts/generate.py`).
"""

# Annotations are evaluated here and now: as strings, msgspec would evaluate them once for every kind.
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, get_args

import msgspec

BASE_IRI = "https://w3id.org/kitoolkit/"
"""Where every id becomes an address: `BASE_IRI + "tool/fairlearn"`. The only place that names it in Python."""

Language: TypeAlias = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Text: TypeAlias = dict[str, str]
"""A text per language: `{"nl": "…", "en": "…"}`."""

PLACEHOLDER = "…"
"""What a template holds where a text is still to be written."""

Shape: TypeAlias = Literal["text", "prose", "plain", "slug", "date", "partial-date", "url", "language", "country"]
SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
PATTERNS: dict[str, str] = {
    "slug": SLUG,
    "date": r"^\d{4}-\d{2}-\d{2}$",
    "partial-date": r"^\d{4}(?:-\d{2}(?:-\d{2})?)?$",
    "url": r'^https?://[^\s/$.?#<>"{}|\\^`][^\s<>"{}|\\^`]*$',
    "language": r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$",
    "country": r"^[A-Z]{2}$",
}
"""What a string of each shape looks like: ISO 8601 dates, BCP 47 languages, ISO 3166-1 countries.

An address holds none of the characters that no IRI may hold: linked data could not be written.
"""


class FieldInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a field means, beside its type.

    Attributes:
        iri: The property in linked data, as a prefixed name (`dct:title`).
        nl: Help in Dutch.
        en: Help in English.
        scheme: The concept scheme its values come from (`requirement`), or empty.
        entries: The kinds of entry whose ids its values are; empty where they are no ids of entries.
        shape: `text` (every language), `prose` (one language suffices), or a form of string from `PATTERNS`.
        longest: The greatest number of characters of a text, 0 for no limit.
        least: The least number of items of a list.
        example: A value to show.
        editorial: Whether it stays in the file of the entry and is published nowhere else.
    """

    iri: str
    nl: str
    en: str
    scheme: str = ""
    entries: tuple[str, ...] = ()
    shape: Shape = "plain"
    longest: int = 0
    least: int = 0
    example: Any = None
    editorial: bool = False


def described(iri: str, nl: str, en: str, **more: Any) -> msgspec.Meta:  # noqa: ANN401
    """What goes into `Annotated` beside a type: a `FieldInfo` with this property, help and more."""
    return msgspec.Meta(extra={"field": FieldInfo(iri=iri, nl=nl, en=en, **more)})


KINDS = ("tool", "example", "lesson", "tradeoff", "question", "checklist", "organisation")


class Source(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where a fact was seen: a web address, or a part of one of the source documents."""

    url: Annotated[
        str | None,
        described(
            "schema:url", "Adres van de bron", "Address of the source", shape="url", example="https://fairlearn.org/"
        ),
    ] = None
    document: Annotated[
        str | None,
        described(
            "dct:isPartOf",
            "Brondocument, als de bron geen adres heeft",
            "Source document, where the source has no address",
            scheme="document",
            example="document/declaration-2021",
        ),
    ] = None
    part: Annotated[
        Text | None,
        described(
            "kit:sourcePart",
            "Hoofdstuk of paragraaf in het document",
            "Chapter or paragraph of the document",
            shape="text",
        ),
    ] = None
    title: Annotated[
        str | None,
        described("dct:title", "Titel zoals gepubliceerd", "Title as published", example="Fairlearn user guide"),
    ] = None
    supports: Annotated[
        Text,
        described("dct:description", "Wat deze bron laat zien", "What this source shows", shape="prose", longest=400),
    ]
    seen: Annotated[
        str,
        described(
            "kit:seen",
            "Dag waarop iemand de bron heeft gezien",
            "Day on which somebody saw the source",
            shape="date",
            example="2026-11-21",
        ),
    ]


class Status(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Whether a tool is alive, and when that was seen."""

    state: Annotated[
        Literal["active", "maintenance", "dormant", "superseded", "ending", "archived", "unknown"],
        described("kit:state", "Stand van zaken", "State of affairs", example="active"),
    ]
    seen: Annotated[
        str,
        described(
            "kit:seen", "Dag waarop dit is gezien", "Day on which this was seen", shape="date", example="2026-11-21"
        ),
    ]
    successor: Annotated[
        str | None,
        described("dct:isReplacedBy", "Opvolger", "Successor", entries=("tool",), example="tool/c2patool"),
    ] = None
    note: Annotated[
        Text | None,
        described(
            "skos:note",
            "Toelichting; verplicht als het hulpmiddel niet actief is",
            "Explanation; required when the tool is not active",
            shape="prose",
            longest=500,
        ),
    ] = None


class Period(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """From when until when; years, months or days."""

    start: Annotated[
        str | None, described("schema:startDate", "Begin", "Start", shape="partial-date", example="2021-10")
    ] = None
    end: Annotated[str | None, described("schema:endDate", "Einde", "End", shape="partial-date", example="2023-09")] = (
        None
    )


class Resolution(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One way in which others resolved a trade-off."""

    approach: Annotated[
        Text, described("dct:description", "Wat anderen deden", "What others did", shape="prose", longest=1200)
    ]
    cost: Annotated[Text, described("kit:cost", "Wat dat kost", "What that costs", shape="prose", longest=800)]
    entries: Annotated[
        tuple[str, ...],
        described(
            "dct:relation",
            "Voorbeelden, lessen of hulpmiddelen die dit laten zien",
            "Examples, lessons or tools that show it",
            entries=KINDS,
        ),
    ] = ()
    source: Annotated[
        str | None,
        described("dct:source", "Adres van een van de bronnen", "Address of one of the entry's sources", shape="url"),
    ] = None


class Pledge(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A commitment that an organisation made in public, with the public evidence for it."""

    commitment: Annotated[
        str,
        described(
            "kit:commitment",
            "Toezegging van de sector of uitgangspunt van de publieke omroep",
            "Commitment of the sector or principle of the public broadcasters",
            scheme="commitment|broadcaster-principle",
            example="commitment/share-lessons",
        ),
    ]
    note: Annotated[Text | None, described("skos:note", "Toelichting", "Explanation", shape="prose", longest=500)] = (
        None
    )
    evidence: Annotated[
        tuple[str, ...],
        described(
            "kit:evidence",
            "Openbare voorbeelden die laten zien wat ermee is gedaan",
            "Public examples that show what was done about it",
            entries=("example", "lesson"),
        ),
    ] = ()


class ChecklistQuestion(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An open question that starts a conversation."""

    slug: Annotated[
        str,
        described(
            "dct:identifier",
            "Korte naam van de vraag, uniek in de lijst",
            "Short name of the question, unique in the list",
            shape="slug",
            example="who-can-stop",
        ),
    ]
    question: Annotated[Text, described("schema:text", "De vraag", "The question", shape="text", longest=300)]
    why: Annotated[Text, described("kit:why", "Waarom we dit vragen", "Why it is asked", shape="text", longest=600)]
    requirement: Annotated[
        str,
        described(
            "kit:requirement",
            "Vereiste waar de vraag bij hoort",
            "Requirement that the question belongs to",
            scheme="requirement",
            example="requirement/human-oversight",
        ),
    ]
    phases: Annotated[
        tuple[str, ...],
        described("kit:phase", "Fasen waarin je de vraag stelt", "Phases in which to ask", scheme="phase"),
    ]
    roles: Annotated[tuple[str, ...], described("kit:role", "Wie aan tafel zit", "Who is at the table", scheme="role")]
    uses: Annotated[
        tuple[str, ...],
        described("kit:use", "Toepassingen; weglaten voor alle", "Media uses; leave out for all", scheme="use"),
    ] = ()
    helps: Annotated[
        tuple[str, ...],
        described("kit:helps", "Wat helpt bij het antwoord", "What helps to answer it", entries=KINDS),
    ] = ()


class Allowed(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A text that the confidentiality check would stop, and why it may be public."""

    text: Annotated[
        str,
        described(
            "kit:allowedText",
            "De tekst precies zoals hij in het item staat",
            "The text exactly as it stands in the entry",
        ),
    ]
    reason: Annotated[
        Text,
        described("kit:allowedReason", "Waarom dit openbaar mag", "Why this may be public", shape="prose", longest=300),
    ]


class Deprecation(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Why an entry no longer counts, and what takes its place; its address stays."""

    since: Annotated[
        str,
        described(
            "dct:date",
            "Dag waarop het item verviel",
            "Day on which the entry was deprecated",
            shape="date",
            example="2026-11-21",
        ),
    ]
    reason: Annotated[
        Text, described("skos:changeNote", "Waarom het verviel", "Why it was deprecated", shape="prose", longest=500)
    ]
    replaced_by: Annotated[
        tuple[str, ...],
        described(
            "dct:isReplacedBy",
            "Items die ervoor in de plaats komen; weglaten als er geen is",
            "Entries that take its place; leave out where there is none",
            entries=KINDS,
        ),
    ] = ()


class Entry(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What all kinds of entry share."""

    kind: ClassVar[str] = ""
    iri_class: ClassVar[str] = ""
    name: ClassVar[Text] = {}
    plural: ClassVar[Text] = {}

    id: str
    title: Annotated[
        Text,
        described(
            "dct:title",
            "Titel in het Nederlands en het Engels",
            "Title in Dutch and English",
            shape="text",
            longest=90,
            example={"nl": "Fairlearn", "en": "Fairlearn"},
        ),
    ]
    summary: Annotated[
        Text,
        described(
            "dct:abstract",
            "Een of twee zinnen: wat is het en voor wie?",
            "One or two sentences: what is it, and for whom?",
            shape="text",
            longest=300,
        ),
    ]
    also_known_as: Annotated[
        tuple[str, ...],
        described("skos:altLabel", "Afkortingen en vroegere namen", "Abbreviations and former names", example="AIF360"),
    ] = ()
    description: Annotated[
        Text | None,
        described(
            "dct:description",
            "Langere tekst in Markdown, zonder HTML",
            "Longer text in Markdown, without HTML",
            shape="prose",
            longest=6000,
        ),
    ] = None
    requirements: Annotated[
        tuple[str, ...],
        described(
            "kit:requirement",
            "Vereisten waar dit bij helpt",
            "Requirements that this serves",
            scheme="requirement",
            example="requirement/transparency",
        ),
    ] = ()
    principles: Annotated[
        tuple[str, ...],
        described(
            "kit:principle",
            "Ethische beginselen waar dit bij helpt",
            "Ethical principles that this serves",
            scheme="principle",
            example="principle/fairness",
        ),
    ] = ()
    commitments: Annotated[
        tuple[str, ...],
        described(
            "kit:commitment",
            "Toezeggingen van de sector waar dit bij helpt",
            "Commitments of the sector that this serves",
            scheme="commitment",
            example="commitment/share-lessons",
        ),
    ] = ()
    broadcaster_principles: Annotated[
        tuple[str, ...],
        described(
            "kit:broadcasterPrinciple",
            "Uitgangspunten van de publieke omroep waar dit bij helpt",
            "Principles of the public broadcasters that this serves",
            scheme="broadcaster-principle",
            example="broadcaster-principle/environment",
        ),
    ] = ()
    laws: Annotated[
        tuple[str, ...],
        described(
            "kit:law",
            "Wetsartikelen waar dit bij helpt, volgens een bron",
            "Provisions of law that this helps with, according to a source",
            scheme="law",
            example="law/gdpr-article-35",
        ),
    ] = ()
    phases: Annotated[
        tuple[str, ...],
        described(
            "kit:phase",
            "Fasen van de levenscyclus waarin dit helpt",
            "Life-cycle phases in which this helps",
            scheme="phase",
            example="phase/design",
        ),
    ] = ()
    uses: Annotated[
        tuple[str, ...],
        described(
            "kit:use",
            "Toepassingen in de media; weglaten als het voor alle geldt",
            "Media uses; leave out where it is not bound to any",
            scheme="use",
            example="use/recommendation",
        ),
    ] = ()
    roles: Annotated[
        tuple[str, ...],
        described(
            "kit:role",
            "Voor wie dit is, of wie het moet lezen",
            "Who uses it or should read it",
            scheme="role",
            example="role/editor",
        ),
    ] = ()
    organisations: Annotated[
        tuple[str, ...],
        described(
            "kit:organisation",
            "Betrokken organisaties",
            "Organisations involved",
            entries=("organisation",),
            example="organisation/npo",
        ),
    ] = ()
    related: Annotated[
        tuple[str, ...],
        described(
            "dct:relation", "Verwante items", "Related entries", entries=KINDS, example="lesson/careless-whisper"
        ),
    ] = ()
    sources: Annotated[
        tuple[Source, ...],
        described("dct:source", "Bronnen: ten minste een", "Sources: at least one", least=1),
    ]
    added: Annotated[
        str,
        described("dct:created", "Dag van toevoegen", "Day of adding", shape="date", example="2026-11-21"),
    ]
    reviewed: Annotated[
        str | None,
        described(
            "kit:reviewed",
            "Dag waarop een tweede lezer alles met de bronnen vergeleek",
            "Day on which a second reader compared all of it with the sources",
            shape="date",
            example="2026-11-21",
        ),
    ] = None
    deprecated: Annotated[
        Deprecation | None,
        described(
            "kit:deprecation",
            "Alleen voor een item dat niet meer telt: het blijft bestaan onder zijn adres",
            "Only for an entry that no longer counts: it stays at its address",
        ),
    ] = None
    allowed: Annotated[
        tuple[Allowed, ...],
        described(
            "kit:allowed",
            "Teksten die openbaar mogen, hoewel de controle op vertrouwelijkheid ze tegenhoudt",
            "Texts that may be public although the check for confidentiality stops them",
            editorial=True,
        ),
    ] = ()

    @property
    def slug(self) -> str:
        """The part of the id after the kind: the name of the file."""
        return self.id.partition("/")[2]


class Tool(Entry, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something that helps to use AI responsibly: software, a guideline, a data set, a training."""

    kind = "tool"
    iri_class = "kit:Tool"
    name: ClassVar[Text] = {"nl": "hulpmiddel", "en": "tool"}
    plural: ClassVar[Text] = {"nl": "hulpmiddelen", "en": "tools"}

    type: Annotated[
        str, described("dct:type", "Soort hulpmiddel", "Type of tool", scheme="tool-type", example="tool-type/software")
    ]
    homepage: Annotated[
        str,
        described("foaf:homepage", "Officiële pagina", "Official page", shape="url", example="https://fairlearn.org/"),
    ]
    source_code: Annotated[str | None, described("schema:codeRepository", "Broncode", "Source code", shape="url")] = (
        None
    )
    documentation: Annotated[
        str | None, described("schema:softwareHelp", "Documentatie", "Documentation", shape="url")
    ] = None
    publisher: Annotated[
        str, described("dct:publisher", "Maker of uitgever", "Maker or publisher", example="Fairlearn community")
    ]
    licence: Annotated[
        str | None,
        described(
            "schema:license", "Licentie als SPDX-code", "Licence as an SPDX identifier or expression", example="MIT"
        ),
    ] = None
    licence_note: Annotated[
        Text | None,
        described(
            "dct:rights",
            "Waarom er geen licentie staat, of wat er verder geldt",
            "Why there is no licence, or what else applies",
            shape="prose",
            longest=400,
        ),
    ] = None
    cost: Annotated[
        Literal["free", "freemium", "paid", "members", "unknown"],
        described("kit:costModel", "Kosten", "Cost", example="free"),
    ]
    languages: Annotated[
        tuple[str, ...],
        described(
            "dct:language", "Talen waarvoor het werkt", "Languages that it works in", shape="language", example="nl"
        ),
    ] = ()
    effort: Annotated[
        Literal["hours", "days", "weeks", "months", "unknown"],
        described("kit:effort", "Tijd voor een eerste zinnig gebruik", "Time for a first sensible use", example="days"),
    ]
    skills: Annotated[
        Text,
        described("kit:skills", "Wat iemand moet kunnen", "What one must be able to do", shape="prose", longest=300),
    ]
    use_when: Annotated[
        Text, described("kit:useWhen", "Wanneer het helpt", "When it helps", shape="prose", longest=600)
    ]
    avoid_when: Annotated[
        Text, described("kit:avoidWhen", "Wanneer het niet helpt", "When it does not help", shape="prose", longest=600)
    ]
    limits: Annotated[
        tuple[Annotated[Text, described("kit:limit", "Grens", "Limit", shape="prose", longest=600)], ...],
        described(
            "kit:limit",
            "Wat het niet doet en wat er misgaat, concreet",
            "What it does not do and where it fails, concretely",
            least=1,
        ),
    ]
    interests: Annotated[
        Text,
        described(
            "kit:interests",
            "Wie eraan verdient of er belang bij heeft",
            "Who makes money by it or has a stake",
            shape="prose",
            longest=500,
        ),
    ]
    status: Annotated[Status, described("kit:status", "Status", "Status")]


class Example(Entry, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What an organisation does, publicly."""

    kind = "example"
    iri_class = "kit:Example"
    name: ClassVar[Text] = {"nl": "voorbeeld", "en": "example"}
    plural: ClassVar[Text] = {"nl": "voorbeelden", "en": "examples"}

    situation: Annotated[
        Text, described("kit:situation", "Wat er speelde", "What the situation was", shape="prose", longest=1500)
    ]
    approach: Annotated[
        Text, described("kit:approach", "Wat er is gedaan", "What was done", shape="prose", longest=1500)
    ]
    outcome: Annotated[
        Text,
        described(
            "kit:outcome",
            "Wat het opleverde, zoals gepubliceerd",
            "What came of it, as published",
            shape="prose",
            longest=1500,
        ),
    ]
    state: Annotated[
        Literal["planned", "running", "ended", "unknown"],
        described("kit:state", "Stand van zaken", "State of affairs", example="running"),
    ]
    period: Annotated[Period | None, described("kit:period", "Periode", "Period")] = None


class Lesson(Entry, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What was learned, with the strength of the evidence."""

    kind = "lesson"
    iri_class = "kit:Lesson"
    name: ClassVar[Text] = {"nl": "les", "en": "lesson"}
    plural: ClassVar[Text] = {"nl": "lessen", "en": "lessons"}

    happened: Annotated[
        Text, described("kit:happened", "Wat er gebeurde", "What happened", shape="prose", longest=1500)
    ]
    learned: Annotated[
        Text, described("kit:learned", "Wat eruit is geleerd", "What was learned", shape="prose", longest=1500)
    ]
    action: Annotated[
        Text, described("kit:action", "Wat je morgen kunt doen", "What to do tomorrow", shape="prose", longest=1500)
    ]
    evidence: Annotated[
        Literal["study", "evaluation", "post-mortem", "experience", "opinion"],
        described("kit:strength", "Sterkte van het bewijs", "Strength of the evidence", example="study"),
    ]
    date: Annotated[
        str,
        described(
            "dct:date",
            "Wanneer het gebeurde of verscheen",
            "When it happened or appeared",
            shape="partial-date",
            example="2025-10",
        ),
    ]
    not_for: Annotated[
        Text,
        described(
            "kit:notFor",
            "Voor wie of wat dit niet geldt",
            "To whom or what it does not apply",
            shape="prose",
            longest=800,
        ),
    ]


class TradeOff(Entry, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A tension between requirements, and how others resolved it."""

    kind = "tradeoff"
    iri_class = "kit:TradeOff"
    name: ClassVar[Text] = {"nl": "afweging", "en": "trade-off"}
    plural: ClassVar[Text] = {"nl": "afwegingen", "en": "trade-offs"}

    tension: Annotated[
        Text,
        described(
            "kit:tension", "Hoe dit op de werkvloer speelt", "How it shows in a newsroom", shape="prose", longest=2000
        ),
    ]
    resolutions: Annotated[
        tuple[Resolution, ...],
        described(
            "kit:resolution",
            "Ten minste twee manieren waarop anderen het oplosten",
            "At least two ways in which others resolved it",
            least=2,
        ),
    ]


class Question(Entry, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An open question for the knowledge and innovation agenda."""

    kind = "question"
    iri_class = "kit:Question"
    name: ClassVar[Text] = {"nl": "open vraag", "en": "open question"}
    plural: ClassVar[Text] = {"nl": "open vragen", "en": "open questions"}

    why: Annotated[Text, described("kit:why", "Waarom dit ertoe doet", "Why it matters", shape="prose", longest=1500)]
    answered_by: Annotated[
        Text,
        described("kit:answeredBy", "Wat een antwoord zou zijn", "What would answer it", shape="prose", longest=1500),
    ]
    state: Annotated[
        Literal["open", "partly-answered", "answered"],
        described("kit:state", "Stand van zaken", "State of affairs", example="open"),
    ]


class Checklist(Entry, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Questions that start a conversation, per requirement and phase; never exhaustive."""

    kind = "checklist"
    iri_class = "kit:Checklist"
    name: ClassVar[Text] = {"nl": "vragenlijst", "en": "checklist"}
    plural: ClassVar[Text] = {"nl": "vragenlijsten", "en": "checklists"}

    intro: Annotated[
        Text,
        described(
            "kit:intro",
            "Inleiding: hoe je de lijst gebruikt",
            "Introduction: how to use the list",
            shape="prose",
            longest=3000,
        ),
    ]
    questions: Annotated[
        tuple[ChecklistQuestion, ...], described("kit:question", "De vragen", "The questions", least=1)
    ]


class Organisation(Entry, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A signatory, broadcaster, publisher, institute, network or maker."""

    kind = "organisation"
    iri_class = "kit:Organisation"
    name: ClassVar[Text] = {"nl": "organisatie", "en": "organisation"}
    plural: ClassVar[Text] = {"nl": "organisaties", "en": "organisations"}

    type: Annotated[
        Literal[
            "public-broadcaster",
            "commercial-broadcaster",
            "publisher",
            "news-agency",
            "archive",
            "knowledge-institute",
            "network",
            "government",
            "regulator",
            "maker",
        ],
        described("org:classification", "Soort organisatie", "Type of organisation", example="public-broadcaster"),
    ]
    homepage: Annotated[str, described("foaf:homepage", "Officiële pagina", "Official page", shape="url")]
    country: Annotated[
        str,
        described("schema:addressCountry", "Land (ISO 3166-1)", "Country (ISO 3166-1)", shape="country", example="NL"),
    ]
    signatory: Annotated[
        Literal["drafted", "signed"] | None,
        described(
            "kit:signatory",
            "Rol bij de intentieverklaring van 2021",
            "Part in the declaration of intent of 2021",
            example="drafted",
        ),
    ] = None
    pledges: Annotated[
        tuple[Pledge, ...],
        described("kit:pledge", "Openbare toezeggingen", "Public commitments"),
    ] = ()


ENTRY_TYPES: dict[str, type[Entry]] = {
    entry_type.kind: entry_type for entry_type in (Tool, Example, Lesson, TradeOff, Question, Checklist, Organisation)
}
PART_TYPES: tuple[type[msgspec.Struct], ...] = (
    Source,
    Deprecation,
    Allowed,
    Status,
    Period,
    Resolution,
    Pledge,
    ChecklistQuestion,
)


def folder(kind: str) -> str:
    """The folder of a kind of entry.

    >>> folder("tool")
    'tools'
    """
    return kind + "s"


def kind_of(name: str) -> str:
    """The kind whose entries stand in a folder with a name; empty where there is none.

    >>> kind_of("tools"), kind_of("drafts")
    ('tool', '')
    """
    return next((kind for kind in ENTRY_TYPES if folder(kind) == name), "")
