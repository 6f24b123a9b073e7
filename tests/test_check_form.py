"""The form of one file: what is wrong, where, and what to do, in both languages."""

from __future__ import annotations

import os

import pytest

from .conftest import Checkout

TOOL = "tools/explain-it.yaml"
BEGIN = 'begin met https://, en schrijf een spatie, <>{}|\\^` of " als %20 enzovoort'
START = 'start with https://, and write a space, <>{}|\\^` or " as %20 and so on'
KINDS = "tools, examples, lessons, tradeoffs, questions, checklists, organisations"
REQUIREMENTS = "requirement/transparency, requirement/diversity, requirement/privacy"


def test_sound_entries_have_no_problem(toy: Checkout):
    report = toy.check()
    assert report.problems == []
    assert report.files == len(report.entries) == 10


def test_misspelt_field_is_one_problem(toy: Checkout):
    toy.edit(TOOL, "title:\n", "titel:\n")
    toy.assert_problem(
        TOOL,
        "titel:",
        "onbekend veld 'titel' (bedoelde je 'title'?)",
        "unknown field 'titel' (did you mean 'title'?)",
        field="titel",
    )


def test_missing_field(toy: Checkout):
    toy.edit("questions/who-answers.yaml", "state: open\n", "")
    toy.assert_problem(
        "questions/who-answers.yaml",
        "title:",
        "veld 'state' ontbreekt (Stand van zaken)",
        "field 'state' is missing (State of affairs)",
    )


def test_unknown_field_like_no_other_gets_the_list(toy: Checkout):
    toy.edit("questions/who-answers.yaml", "state: open\n", "state: open\nprijs: laag\n")
    fields = (
        "title, summary, also_known_as, description, requirements, principles, commitments, broadcaster_principles, "
        "laws, phases, uses, roles, organisations, related, sources, added, reviewed, deprecated, "
        "allowed, why, answered_by, state"
    )
    toy.assert_problem(
        "questions/who-answers.yaml",
        "prijs:",
        f"onbekend veld 'prijs' (kies uit {fields})",
        f"unknown field 'prijs' (choose from {fields})",
        field="prijs",
    )


def test_empty_value(toy: Checkout):
    toy.edit(TOOL, "publisher: Example Makers\n", "publisher:\n")
    line, column = toy.place_of(TOOL, "publisher:")
    place = f"{TOOL}:{line}:{column + len('publisher:')}"
    assert toy.lines("nl") == [f"{place}: fout: 'publisher' is leeg (vul het in of haal de regel weg)"]
    assert toy.lines("en") == [f"{place}: error: 'publisher' is empty (fill it in or remove the line)"]


CASES = [
    pytest.param(
        TOOL,
        "  en: Explain It\n",
        "  en: Explain It\n  fr: Expliquer\n",
        "fr:",
        "onbekend veld 'fr' (alleen 'nl' en 'en')",
        "unknown field 'fr' (only 'nl' and 'en')",
        id="third language",
    ),
    pytest.param(
        TOOL,
        "  en: Explain It\n",
        "",
        "title:",
        "'title' heeft geen tekst in het Engels (voeg 'en:' toe)",
        "'title' has no text in English (add 'en:')",
        id="title without English",
    ),
    pytest.param(
        TOOL,
        "  nl: Laat zien waarom een algoritme een artikel aanbeveelt.\n",
        "",
        "summary:",
        "'summary' heeft geen tekst in het Nederlands (voeg 'nl:' toe)",
        "'summary' has no text in Dutch (add 'nl:')",
        id="summary without Dutch",
    ),
    pytest.param(
        TOOL,
        "publisher: Example Makers\n",
        'publisher: ""\n',
        '""',
        "de tekst is leeg (vul hem in of haal de regel weg)",
        "the text is empty (fill it in or remove the line)",
        id="empty string",
    ),
    pytest.param(
        TOOL,
        "nl: Uitlegger\n",
        'nl: "  "\n',
        '"  "',
        "de tekst is leeg (vul hem in of haal de regel weg)",
        "the text is empty (fill it in or remove the line)",
        id="blank text",
    ),
    pytest.param(
        TOOL,
        "- nl\n",
        "- no\n",
        "no\n",
        'YAML leest dit als ja of nee (false), niet als tekst (zet er aanhalingstekens om: "no")',
        'YAML reads this as yes or no (false), not as text (put quotes around it: "no")',
        id="Norwegian read as a boolean",
    ),
    pytest.param(
        TOOL,
        "en: Explain It\n",
        "en: Yes\n",
        "Yes\n",
        'YAML leest dit als ja of nee (true), niet als tekst (zet er aanhalingstekens om: "Yes")',
        'YAML reads this as yes or no (true), not as text (put quotes around it: "Yes")',
        id="yes read as a boolean",
    ),
    pytest.param(
        TOOL,
        "licence: MIT\n",
        "licence: 1.10\n",
        "1.10",
        'YAML leest dit als het getal 1.1, niet als tekst (zet er aanhalingstekens om: "1.10")',
        'YAML reads this as the number 1.1, not as text (put quotes around it: "1.10")',
        id="unquoted version",
    ),
    pytest.param(
        TOOL,
        "licence: MIT\n",
        "licence: 0x1F\n",
        "0x1F",
        'YAML leest dit als het getal 31, niet als tekst (zet er aanhalingstekens om: "0x1F")',
        'YAML reads this as the number 31, not as text (put quotes around it: "0x1F")',
        id="unquoted hexadecimal",
    ),
    pytest.param(
        TOOL,
        "licence: MIT\n",
        "licence: .nan\n",
        ".nan",
        'YAML leest dit als het getal nan, niet als tekst (zet er aanhalingstekens om: ".nan")',
        'YAML reads this as the number nan, not as text (put quotes around it: ".nan")',
        id="not a number",
    ),
    pytest.param(
        TOOL,
        "licence: MIT\n",
        "licence: -.inf\n",
        "-.inf",
        'YAML leest dit als het getal -inf, niet als tekst (zet er aanhalingstekens om: "-.inf")',
        'YAML reads this as the number -inf, not as text (put quotes around it: "-.inf")',
        id="infinity",
    ),
    pytest.param(
        TOOL,
        "licence: MIT\n",
        "licence: 123456789012345678901234567890\n",
        "1234",
        "YAML leest dit als het getal 123456789012345678901234567890, niet als tekst "
        '(zet er aanhalingstekens om: "123456789012345678901234567890")',
        "YAML reads this as the number 123456789012345678901234567890, not as text "
        '(put quotes around it: "123456789012345678901234567890")',
        id="very large number",
    ),
    pytest.param(
        "lessons/hidden-scores.yaml",
        "date: 2025-10\n",
        "date: 2025\n",
        "2025\n",
        'YAML leest dit als het getal 2025, niet als tekst (zet er aanhalingstekens om: "2025")',
        'YAML reads this as the number 2025, not as text (put quotes around it: "2025")',
        id="unquoted year",
    ),
    pytest.param(
        TOOL,
        "phases:\n  - phase/design\n  - phase/testing\n",
        "phases: phase/design\n",
        "phase/design",
        "'phases' moet een lijst zijn (zet er een streepje voor, of [ ] omheen)",
        "'phases' must be a list (put a dash before it, or [ ] around it)",
        id="text instead of a list",
    ),
    pytest.param(
        TOOL,
        "title:\n  nl: Uitlegger\n  en: Explain It\n",
        "title: Explain It\n",
        "Explain It",
        "'title' moet een groep velden zijn (schrijf het in twee talen, onder nl: en en:)",
        "'title' must be a group of fields (write it in two languages, under nl: and en:)",
        id="text without languages",
    ),
    pytest.param(
        TOOL,
        'status:\n  state: active\n  seen: "2026-11-01"\n',
        "status: active\n",
        "active",
        "'status' moet een groep velden zijn (de velden zijn state, seen, successor, note)",
        "'status' must be a group of fields (its fields are state, seen, successor, note)",
        id="text instead of fields",
    ),
    pytest.param(
        TOOL,
        "publisher: Example Makers\n",
        "publisher: [Example Makers]\n",
        "[Example",
        "'publisher' moet een tekst zijn",
        "'publisher' must be a text",
        id="list instead of a text",
    ),
    pytest.param(
        TOOL,
        "requirement/transparency",
        "requirement/transparancy",
        "requirement/transparancy",
        "onbekende waarde 'requirement/transparancy' (bedoelde je 'requirement/transparency'?)",
        "unknown value 'requirement/transparancy' (did you mean 'requirement/transparency'?)",
        id="misspelt concept",
    ),
    pytest.param(
        TOOL,
        "requirement/transparency",
        "xyz",
        "xyz",
        f"onbekende waarde 'xyz' (kies uit {REQUIREMENTS})",
        f"unknown value 'xyz' (choose from {REQUIREMENTS})",
        id="unknown concept",
    ),
    pytest.param(
        TOOL,
        "phase/design",
        "requirement/transparency",
        "requirement/transparency\n  - phase/testing",
        "onbekende waarde 'requirement/transparency' (kies uit phase/idea, phase/design, phase/testing)",
        "unknown value 'requirement/transparency' (choose from phase/idea, phase/design, phase/testing)",
        id="concept of another scheme",
    ),
    pytest.param(
        TOOL,
        "cost: free\n",
        "cost: fre\n",
        "fre\n",
        "onbekende waarde 'fre' (bedoelde je 'free'?)",
        "unknown value 'fre' (did you mean 'free'?)",
        id="misspelt choice",
    ),
    pytest.param(
        TOOL,
        'added: "2026-11-02"',
        'added: "2-11-2026"',
        '"2-11-2026"',
        "'2-11-2026' is geen datum (schrijf jaar-maand-dag: \"2026-11-21\")",
        "'2-11-2026' is no date (write year-month-day: \"2026-11-21\")",
        id="day first",
    ),
    pytest.param(
        "lessons/hidden-scores.yaml",
        "date: 2025-10\n",
        "date: oktober 2025\n",
        "oktober",
        '\'oktober 2025\' is geen jaar, maand of dag (schrijf "2026", "2026-11" of "2026-11-21")',
        '\'oktober 2025\' is no year, month or day (write "2026", "2026-11" or "2026-11-21")',
        id="month in words",
    ),
    pytest.param(
        TOOL,
        "homepage: https://",
        "homepage: ftp://",
        "ftp:",
        f"'ftp://toy.test/explain-it' is geen webadres ({BEGIN})",
        f"'ftp://toy.test/explain-it' is no web address ({START})",
        id="other protocol",
    ),
    pytest.param(
        TOOL,
        "homepage: https://toy.test/explain-it",
        "homepage: javascript:alert(1)",
        "javascript:",
        f"'javascript:alert(1)' is geen webadres ({BEGIN})",
        f"'javascript:alert(1)' is no web address ({START})",
        id="script as link",
    ),
    pytest.param(
        TOOL,
        "url: https://toy.test/explain-it",
        "url: toy.test",
        "toy.test\n",
        f"'toy.test' is geen webadres ({BEGIN})",
        f"'toy.test' is no web address ({START})",
        id="link without protocol",
    ),
    pytest.param(
        TOOL,
        "homepage: https://toy.test/explain-it",
        'homepage: "https://toy.test/<b>"',
        '"https://toy.test/<b>"',
        f"'https://toy.test/<b>' is geen webadres ({BEGIN})",
        f"'https://toy.test/<b>' is no web address ({START})",
        id="link that is no IRI",
    ),
    pytest.param(
        TOOL,
        "related:\n  - lesson/hidden-scores",
        "related:\n  - lessen/hidden-scores",
        "lessen/hidden-scores",
        "'lessen/hidden-scores' is geen id van een item (schrijf tool/naam)",
        "'lessen/hidden-scores' is no id of an entry (write tool/name)",
        id="reference of no kind",
    ),
    pytest.param(
        TOOL,
        "organisations:\n  - organisation/omroep",
        "organisations:\n  - tool/voice-lab",
        "tool/voice-lab",
        "'tool/voice-lab' is geen id van een item (schrijf organisation/naam)",
        "'tool/voice-lab' is no id of an entry (write organisation/name)",
        id="reference of another kind",
    ),
    pytest.param(
        TOOL,
        "languages:\n  - nl",
        "languages:\n  - Nederlands",
        "Nederlands",
        "'Nederlands' is geen taalcode (schrijf bijvoorbeeld nl, en of fy)",
        "'Nederlands' is no language code (write for example nl, en or fy)",
        id="language in full",
    ),
    pytest.param(
        "organisations/omroep.yaml",
        "country: NL",
        "country: Nederland",
        "Nederland\n",
        "'Nederland' is geen landcode (schrijf bijvoorbeeld NL of BE)",
        "'Nederland' is no country code (write for example NL or BE)",
        id="country in full",
    ),
    pytest.param(
        "checklists/before-launch.yaml",
        "slug: who-can-stop",
        "slug: Who can stop",
        "Who can stop\n",
        "'Who can stop' is geen korte naam (alleen kleine letters, cijfers en koppeltekens)",
        "'Who can stop' is no short name (only lower-case letters, digits and hyphens)",
        id="slug of a question",
    ),
    pytest.param(
        TOOL,
        "nl: Uitlegger",
        f"nl: {'x' * 91}",
        "xxx",
        "de tekst heeft 91 tekens; hoogstens 90 passen (maak hem korter)",
        "the text has 91 characters; at most 90 fit (shorten it)",
        id="title too long",
    ),
    pytest.param(
        TOOL,
        "limits:\n  - nl: Werkt niet voor video.\n    en: Does not work for video.\n",
        "limits: []\n",
        "limits:",
        "'limits' heeft ten minste 1 nodig",
        "'limits' needs at least 1",
        id="no limits",
    ),
    pytest.param(
        "tradeoffs/personal-or-shared.yaml",
        "  - approach:\n      nl: De lezer stelt het zelf in.\n      en: Readers set it themselves.\n"
        "    cost:\n      nl: Weinig lezers doen dat.\n      en: Few readers do so.\n",
        "",
        "resolutions:",
        "'resolutions' heeft ten minste 2 nodig",
        "'resolutions' needs at least 2",
        id="one resolution",
    ),
    pytest.param(
        "lessons/hidden-scores.yaml",
        "sources:\n  - url: https://toy.test/scores\n    supports:\n      nl: Het verslag.\n      en: The report.\n"
        '    seen: "2026-11-01"\n',
        "",
        "title:",
        "veld 'sources' ontbreekt (Bronnen: ten minste een)",
        "field 'sources' is missing (Sources: at least one)",
        id="no sources",
    ),
    pytest.param(
        "lessons/hidden-scores.yaml",
        "sources:\n  - url: https://toy.test/scores\n    supports:\n      nl: Het verslag.\n      en: The report.\n"
        '    seen: "2026-11-01"\n',
        "sources: []\n",
        "sources:",
        "'sources' heeft ten minste 1 nodig",
        "'sources' needs at least 1",
        id="empty list of sources",
    ),
    pytest.param(
        TOOL,
        "description:\n  nl: Geeft bij elke aanbeveling een reden in gewone taal.\n"
        "  en: Gives a reason in plain language for every recommendation.\n",
        "description: {}\n",
        "description:",
        "'description' heeft ten minste 1 nodig",
        "'description' needs at least 1",
        id="text in no language",
    ),
    pytest.param(
        TOOL,
        "  - phase/testing\n",
        "  - phase/testing\n  - phase/design\n",
        "phase/design\nuses",
        "'phase/design' staat er twee keer (haal er een weg)",
        "'phase/design' is given twice (remove one)",
        id="same concept twice",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "at", "nl", "en"), CASES)
def test_form(toy: Checkout, name: str, old: str, new: str, at: str, nl: str, en: str):
    toy.edit(name, old, new)
    toy.assert_problem(name, at, nl, en)


@pytest.mark.parametrize("content", ["just text\n", "- a\n- list\n", "12\n", "~\n"])
def test_file_without_fields(toy: Checkout, content: str):
    toy.write("tools/x.yaml", content)
    toy.assert_problem(
        "tools/x.yaml",
        content.rstrip(),
        "het bestand bevat geen velden (begin met title: — zie het sjabloon ontology/templates/tool.yaml)",
        "the file holds no fields (start with title: — see the template ontology/templates/tool.yaml)",
    )


@pytest.mark.parametrize(
    ("name", "nl", "en"),
    [
        pytest.param(
            "tols/x.yaml",
            "map 'tols' hoort bij geen soort (bedoelde je 'tools'?)",
            "folder 'tols' belongs to no kind (did you mean 'tools'?)",
            id="misspelt folder",
        ),
        pytest.param(
            "zzz/x.yaml",
            f"map 'zzz' hoort bij geen soort (kies uit {KINDS})",
            f"folder 'zzz' belongs to no kind (choose from {KINDS})",
            id="other folder",
        ),
        pytest.param(
            "tools/x.yml",
            "'x.yml' eindigt niet op .yaml (noem het x.yaml)",
            "'x.yml' does not end in .yaml (call it x.yaml)",
            id="other ending",
        ),
        pytest.param(
            "tools/My Tool.yaml",
            "'My Tool' kan geen adres worden: alleen kleine letters, cijfers en koppeltekens (noem het my-tool.yaml)",
            "'My Tool' cannot become an address: only lower-case letters, digits and hyphens (call it my-tool.yaml)",
            id="capitals and a space",
        ),
        pytest.param(
            "tools/-.yaml",
            "'-' kan geen adres worden: alleen kleine letters, cijfers en koppeltekens",
            "'-' cannot become an address: only lower-case letters, digits and hyphens",
            id="nothing to suggest",
        ),
    ],
)
def test_file_name(toy: Checkout, name: str, nl: str, en: str):
    text = toy.read("tools/diversity-guide.yaml").replace("Handleiding", "Leidraad").replace("Guide to", "Handbook of")
    toy.write(name, text.replace("toy.test/guide", "toy.test/handbook"))
    toy.assert_problem(name, None, nl, en)


def test_a_problem_is_one_line_whatever_the_file_is_called(toy: Checkout):
    toy.write("tools/x\n::error::\x1b[31m.yaml", toy.read("tools/diversity-guide.yaml"))
    place = r"tools/x\n::error::\x1b[31m.yaml:0:0: error: "
    [line] = [line for line in toy.lines("en") if line.startswith(place)]
    assert line.endswith(r"'x\n::error::\x1b[31m' cannot become an address: only lower-case letters, digits and hyphens"
                         " (call it x-error-31m.yaml)")  # fmt: skip


def test_entry_outside_the_folders_is_not_skipped_quietly(toy: Checkout):
    toy.write("x.yaml", "title: x\n")
    toy.assert_problem(
        "x.yaml",
        None,
        f"map 'catalogue' hoort bij geen soort (kies uit {KINDS})",
        f"folder 'catalogue' belongs to no kind (choose from {KINDS})",
    )


def test_folder_within_a_folder_is_refused(toy: Checkout):
    toy.file("tools/more").mkdir()
    toy.assert_problem(
        "tools/more",
        None,
        "'more' eindigt niet op .yaml (noem het more.yaml)",
        "'more' does not end in .yaml (call it more.yaml)",
    )


def test_hidden_files_are_left_out(toy: Checkout):
    toy.write("tools/.DS_Store", "x")
    (toy.catalogue / ".cache").mkdir()
    toy.write(".cache/x", "x")
    toy.write(".gitignore", "x")
    assert toy.lines("en") == []


def test_file_that_is_no_regular_file(toy: Checkout):
    os.mkfifo(toy.file("tools/pipe.yaml"))
    toy.assert_problem(
        "tools/pipe.yaml",
        None,
        "dit is geen gewoon bestand (vervang de koppeling of map door een bestand)",
        "this is no regular file (replace the link or folder by a file)",
    )


def test_what_cannot_be_read_hides_nothing_else(toy: Checkout):
    toy.edit(TOOL, "cost: free", "cost: &x free")
    toy.edit("tools/voice-lab.yaml", "cost: paid", "cost: payed")
    assert [(problem.file.name, problem.field) for problem in toy.check().problems] == [
        ("explain-it.yaml", "cost"),
        ("voice-lab.yaml", "cost"),
    ]


def test_all_problems_of_a_file_at_once_in_order(toy: Checkout):
    toy.edit(TOOL, "status:\n  state: active", "status:\n  state: aktive")
    toy.edit(TOOL, "  en: Explain It\n", "")
    toy.edit(TOOL, "cost: free", "cost: gratis")
    assert [problem.field for problem in toy.check().problems] == ["title", "cost", "status.state"]
