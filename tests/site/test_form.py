"""The form for contributors: what it says, what it writes, what it keeps, and where it ends."""

from __future__ import annotations

import copy
import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from playwright.sync_api import Browser, Page, expect

from kitoolkit import Catalogue
from kitoolkit.check import markings, people, personal, secrets
from kitoolkit.export import entry_record
from kitoolkit.model import ENTRY_TYPES, KINDS, PATTERNS
from kitoolkit.schema import schema_of
from kitoolkit.sentences import LANGUAGE_NAMES, SENTENCES
from kitoolkit.site import form_rules, forming
from kitoolkit.site.forge import NOWHERE, Forge, Origin, forge_of, origin_of
from kitoolkit.site.pages import all_pages
from kitoolkit.source import field_name, parse
from kitoolkit.structure import Field, fields
from kitoolkit.writing import written
from kitoolkit.writing.slug import slug_of
from tests.conftest import ROOT, TODAY, Checkout
from tests.site.conftest import Reader
from tests.site.test_catalogue import no_violations
from tests.test_cli import run
from tests.test_writing import LOOK_ALIKES, texts

pytestmark = pytest.mark.browser

LESSON = "bijdragen/formulier/lesson/"
TOOL = "en/contribute/form/tool/"


def opened(reader: Reader, path: str) -> Page:
    page = reader.open(path)
    page.wait_for_selector("[data-ready]")
    return page


def downloaded(page: Page) -> str:
    with page.expect_download() as got:
        page.click("[data-way=download]")
    return Path(got.value.path()).read_text(encoding="utf-8")


def module(page: Page, address: str, name: str, body: str, given: object) -> Any:
    """What a script gives, with one of the form's modules in `it`."""
    script = f"async ([address, given]) => {{ const it = await import(address); {body} }}"
    return page.evaluate(script, [f"{address}assets/form/{name}.js", given])


def plain(record: dict[str, Any]) -> dict[str, Any]:
    """What stands in an entry's file."""
    data: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(record))
    return {name: value for name, value in data.items() if name not in {"id", "kind"}}


def toy_data(toy: Catalogue, kind: str) -> dict[str, Any]:
    """A sound entry that no other looks like."""
    data = plain(entry_record(toy.kind(kind)[0]))
    data |= {"title": {"nl": "Iets dat nergens op lijkt", "en": "Something unlike all others"}, "also_known_as": []}
    if "homepage" in data:
        data["homepage"] = "https://toy.test/elsewhere"
    return {name: value for name, value in data.items() if value != []}


def changed(data: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """A copy in which one value is another, or is gone where it is None."""
    data = copy.deepcopy(data)
    *before, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    place: Any = data
    for part in before:
        place = place[part]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return data


FAULTS: list[tuple[str, str, object]] = [
    ("lesson", "title", None),
    ("lesson", "title/en", None),
    ("lesson", "title/fr", "Une leçon"),
    ("lesson", "title/nl", "é😀" * 46),
    ("lesson", "summary/nl", "  "),
    ("lesson", "summary/en", "…"),
    ("lesson", "summary/en", "left\u202eright"),
    ("lesson", "evidence", None),
    ("lesson", "evidence", "q"),
    ("lesson", "date", "last year"),
    ("lesson", "date", "2025-13"),
    ("lesson", "date", "２０２５"),
    ("lesson", "zzz", "x"),
    ("lesson", "happened", {}),
    ("lesson", "happened/nl", None),
    ("lesson", "related", ["nonsense"]),
    ("lesson", "related", ["tool/q", "lesson/new-one"]),
    ("lesson", "also_known_as", [""]),
    ("lesson", "requirements", ["requirement/diversity", "requirement/diversity"]),
    ("lesson", "requirements", ["q"]),
    ("lesson", "sources", None),
    ("lesson", "sources", []),
    ("lesson", "sources/0/url", None),
    ("lesson", "sources/0/url", "ftp://toy.test/"),
    ("lesson", "sources/0/url", "https://toy.test/{a b}"),
    ("lesson", "sources/0/url", "https://…"),
    ("lesson", "sources/0/seen", "21-11-2026"),
    ("lesson", "sources/0/seen", "2099-01-01"),
    ("lesson", "sources/0/seen", "2026-02-30"),
    ("lesson", "sources/0/seen", "0000-01-01"),
    ("lesson", "sources/0/document", "document/declaration"),
    ("lesson", "reviewed", "2020-01-01"),
    ("tool", "licence", None),
    ("tool", "licence", "Apache 2.0"),
    ("tool", "licence", "mit or apache-2.0"),
    ("tool", "languages", ["Nederlands"]),
    ("tool", "limits", []),
    ("tool", "limits/0", {}),
    ("tool", "status/state", "dormant"),
    ("tool", "status/state", None),
    ("tool", "status", {}),
    ("tool", "status/successor", "lesson/hidden-scores"),
    ("example", "organisations", None),
    ("tradeoff", "requirements/1", None),
    ("tradeoff", "resolutions/1", None),
    ("tradeoff", "resolutions/0/source", "https://toy.test/no-source"),
    ("checklist", "questions/0/slug", "Bad Slug"),
    ("checklist", "questions/0/why/en", None),
    ("organisation", "country", "nl"),
    ("lesson", "happened/nl", "Mail jan@omroep.test, of bel 06-12345678 of +31 (0)20 123 4567."),
    (
        "lesson",
        "happened/nl",
        f"{'Lang genoeg. ' * 6}Maak over op NL91 ABNA 0417 1643 00 {'en verder ' * 9}",
    ),
    ("lesson", "not_for/nl", "BSN 111222333, en het wachtwoord is zomer2026!"),
    ("tool", "publisher", 'met password="zomer2026!" erin'),
    ("tool", "homepage", "https://beheer:zomer2026@toy.test/"),
    ("organisation", "summary/en", "A key: " + "ghp_" + "a8Kd02mQx7LwZ1vBn5RtY3cEfGhJ6pSuVi9o"),
    ("lesson", "learned/nl", "Strikt vertrouwelijk: de cijfers van mei. TLP:RED"),
    ("lesson", "action/nl", "Vraag het Jan van der Berg, of hoofdredacteur Bouchra Tahiri."),
    ("lesson", "also_known_as", ["06-12345678"]),
    ("lesson", "allowed", [{"text": "jan@omroep.test", "reason": {"nl": "a", "en": "b"}}]),
    ("lesson", "allowed", [{"text": "bel 06-12345678", "reason": {"nl": "Krachtig.", "en": "b"}}]),
    ("lesson", "summary/nl", "KI is krachtig. Innovatieve KI ook, maar 'KI' en (krachtig) mogen; 5% ook niet."),
    ("lesson", "summary/en", "Powerful for a lifecycle, and 5 per cent of all."),
    ("lesson", "happened/nl", "Een woord " * 16 + "te veel. " + "Nu wel kort. " * 3),
    ("lesson", "happened/nl", "Autoriteiten evalueren. " * 50),
    ("tool", "status/state", "superseded"),
]
ONLY_WARNED = [("tool", "homepage", "http://www.TOY.test/guide#x"), ("tool", "title/en", "Guide to divérsitys")]
"""What the check refuses, and the form warns of: a reader may know better."""


def about(toy: Catalogue, kind: str) -> dict[str, Any]:
    """What the check in the browser is told beside the entry."""
    shared = next(file for file in forming.form_files(toy) if file.path == forming.CATALOGUE)
    return msgspec.json.decode(shared.content) | {
        "schema": schema_of(kind, toy.vocabulary),
        "kind": kind,
        "rules": form_rules.rules(),
        "shapes": {pattern: shape for shape, pattern in PATTERNS.items()},
        "own": "",
        "slug": "new-one",
        "today": TODAY.isoformat(),
    }


def test_the_form_says_what_the_check_says(
    reader: Reader, address: str, toy: Checkout, toy_catalogue: Catalogue
) -> None:
    page = reader.open(LESSON)
    cases = [("lesson", toy_data(toy_catalogue, "lesson"))]
    for kind, path, value in (*FAULTS, *ONLY_WARNED):
        cases.append((kind, changed(toy_data(toy_catalogue, kind), path, value)))
    told = {kind: about(toy_catalogue, kind) for kind in KINDS}
    body = "return given.cases.map(([kind, data]) => it.problems(data, given.about[kind]));"
    in_browser = module(page, address, "check", body, {"cases": cases, "about": told})
    for number, ((kind, data), found) in enumerate(zip(cases, in_browser, strict=True)):
        name = f"{kind}s/new-one.yaml"
        toy.write(name, written(kind, data))
        checked = [one for one in toy.check().problems if one.file.name == "new-one.yaml"]
        toy.file(name).unlink()
        warned = number > len(FAULTS)
        wanted = [(one.field, one.message, one.hint, "warning" if warned else one.severity) for one in checked]
        given = [
            (field_name(tuple(one["path"])), one["message"], {k: v for k, v in one["hint"].items() if v},
             one["severity"])
            for one in found
        ]  # fmt: skip
        assert sorted(given, key=str) == sorted(wanted, key=str), (kind, data)
        assert bool(given) == bool(number), (kind, data)


def numbers() -> st.SearchStrategy[str]:
    """Telephone numbers, accounts and citizen service numbers, and what only looks like them."""
    telephone = st.from_regex(r"\A(?:bel |ISBN |)(?:0|\+31|0031|\(0)[ -]?(?:\(0\)|)[1-9](?:[ -]?[0-9]){8}\)?\Z")
    account = st.from_regex(r"\A(?:NL[0-9]{2}[A-Z]{4} ?[0-9]{10}|BE[0-9]{2}(?: [0-9]{4}){3})\Z").map(as_iban)
    citizen = st.from_regex(r"\A[0-9]{9}\Z").flatmap(lambda some: st.sampled_from([some, *nearest_citizen(some)]))
    anything = st.text(st.sampled_from("0123456789 +-()./@aNLbe:[]\n"), max_size=40)
    one = st.tuples(st.sampled_from(["", "é", "=", "zie "]), st.one_of(telephone, account, citizen, anything))
    return st.lists(one.map("".join), min_size=1, max_size=3).map(" ".join)


def as_iban(account: str) -> str:
    """An account with other check digits: the right ones where they were even."""
    country, given, bare = account[:2], account[2:4], account[4:].replace(" ", "")
    rest = int("".join(str(int(character, 36)) for character in f"{bare}{country}00")) % 97
    return account if int(given) % 2 else f"{country}{98 - rest:02}{account[4:]}"


def nearest_citizen(digits: str) -> list[str]:
    return [one for last in range(10) if personal.is_citizen_number(one := f"{digits[:8]}{last}")]


PATTERNS_OF_FINDERS = (
    *personal.PATTERNS.values(),
    *secrets.PATTERNS.values(),
    *markings.PATTERNS,
    *people.PATTERNS.values(),
    *(re.compile(re.sub(r"\{(\d+),\d{3,}\}", r"{\1}", rule.regex)) for rule in secrets.rules()[::12]),
)


def test_what_may_not_be_published_is_found_as_the_library_finds_it(reader: Reader, address: str) -> None:
    texts = ["Dat zei Jan van der Berg.", "Vertrouwelijk: de cijfers", "jan [AT] omroep.test", "BSN 111222333"]
    like = st.sampled_from(PATTERNS_OF_FINDERS).flatmap(st.from_regex)

    @settings(max_examples=30, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(numbers(), like)
    def collect(numbered: str, alike: str) -> None:
        texts.extend([numbered, alike, f"{numbered} {alike}"])

    collect()
    page = reader.open(LESSON)
    body = """return given.texts.map((text) => ["personal", "secrets", "markings", "people"]
        .flatMap((name) => it[name](text, given.rules)).map(({ what, text }) => [what, text]));"""
    rules = form_rules.rules()["confidential"]
    found = module(page, address, "confidential", body, {"texts": texts, "rules": rules})
    wanted = []
    for text in texts:
        matches = (
            *personal.find(text),
            *secrets.find(text, text.lower()),
            *markings.find(text),
            *people.find(text),
        )
        wanted.append([[match.what, match.text] for match in matches])
    assert dict(zip(texts, found, strict=True)) == dict(zip(texts, wanted, strict=True))
    kinds = {what for matches in wanted for what, _ in matches}
    assert kinds == {"email", "telephone", "iban", "citizen", "secret", "marking", "person"}
    regexes = [regex for regex, *_ in rules["secret_rules"]]
    assert module(page, address, "patterns", "return given.filter((one) => !it.pattern(one));", regexes) == []


SPDX = ["MIT", "apache-2.0", "GPL-2.0-only", "gpl-2.0+", "LicenseRef-x.Y", "licenseref-a_b", "Classpath-exception-2.0"]


def test_licences_are_read_as_packaging_reads_them(reader: Reader, address: str) -> None:
    expressions = ["", "(MIT)", "MIT WITH Classpath-exception-2.0", "((MIT) AND MIT)", "MIT+ OR mit", "LicenseRef-"]

    joined = st.sampled_from([" AND ", " or ", ") AND (", " "])
    whole = st.recursive(st.sampled_from(SPDX), lambda parts: st.tuples(parts, joined, parts).map("".join))

    @settings(max_examples=200, phases=[Phase.generate])
    @given(st.lists(st.sampled_from([*SPDX, "AND", "or", "WITH", "(", ")", "q"]), min_size=1, max_size=8), whole)
    def collect(parts: list[str], right: str) -> None:
        expressions.extend([" ".join(parts), right, f"({right})"])

    collect()
    wanted = []
    for expression in expressions:
        try:
            wanted.append(str(canonicalize_license_expression(expression)))
        except InvalidLicenseExpression:
            wanted.append("")
    body = "return given.expressions.map((one) => it.canonical(one, given.names));"
    given_ = {"expressions": expressions, "names": form_rules.rules()["wording"]["spdx"]}
    found = module(reader.open(LESSON), address, "licence", body, given_)
    assert dict(zip(expressions, found, strict=True)) == dict(zip(expressions, wanted, strict=True))
    assert sum(map(bool, wanted)) > 20


def test_every_sentence_is_in_both_languages_and_ends_up_filled_in() -> None:
    assert {tuple(text) for text in SENTENCES.values()} == {("nl", "en")}
    assert set(LANGUAGE_NAMES) == {"nl", "en"}


def hostile(field: Field, text: str) -> Any:
    single: Any = hostile_part(field.struct, text) if field.struct else text
    if field.form == "text":
        single = {"nl": text, "en": text}
    return [single, single] if field.many else single


def hostile_part(struct: type[msgspec.Struct], text: str) -> dict[str, Any]:
    return {field.name: hostile(field, text) for field in fields(struct)}


def test_it_writes_as_the_library_does_and_nothing_gets_lost(browser: Browser, address: str) -> None:
    """Whatever stands in the fields comes back equal from the file."""
    one = Reader(browser, address)
    page = one.open(LESSON)
    schemas = {kind: json.loads(page.request.get(address + forming.schema_name(kind)).text()) for kind in ENTRY_TYPES}

    def compare(entries: list[tuple[str, dict[str, Any]]]) -> None:
        body = "return given.entries.map(([kind, data]) => it.write(kind, data, given.schemas[kind]));"
        texts = module(page, address, "yaml", body, {"entries": entries, "schemas": schemas})
        for (kind, data), text in zip(entries, texts, strict=True):
            assert text == written(kind, data), kind
            assert (parse(text, Path("x.yaml")).data or {}) == data

    compare([(kind, hostile_part(ENTRY_TYPES[kind], text)) for kind in ("tool", "checklist") for text in LOOK_ALIKES])
    catalogue = Catalogue.open(ROOT)
    compare([(entry.kind, plain(entry_record(entry))) for entry in catalogue.values()])

    @settings(max_examples=8, phases=[Phase.generate])
    @given(st.lists(texts, min_size=20, max_size=30))
    def anything(several: list[str]) -> None:
        compare([("tool", hostile_part(ENTRY_TYPES["tool"], text)) for text in several])

    anything()
    one.close()


def tab_to(page: Page, selector: str, *, back: bool = False) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(150):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    pytest.fail(f"Tab never came to {selector}")


def type_into(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.insert_text(text)


def press_on(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


HAPPENED = "Eerst dit: \"een citaat\" en #1.\n\n- en een lijst\n- 'met' <b>meer</b>"


def test_a_lesson_by_keyboard_alone(reader: Reader, tmp_path: Path) -> None:
    page = opened(reader, LESSON)
    press_on(page, "[data-form] > p button[type=submit]")
    expect(page.locator("#errors")).to_be_focused()
    count = page.locator("[data-errors-list] li").count()
    assert page.inner_text("#errors") == f"{count} dingen kloppen nog niet"
    assert "veld 'happened' ontbreekt (Wat er gebeurde)" in page.inner_text("[data-errors-list]")
    press_on(page, "[data-errors-list] a")

    expect(page.locator("#f-title-nl")).to_be_focused()
    page.keyboard.insert_text("Laat sprekers uit de streek meelezen")
    type_into(page, "#f-title-en", "Have speakers from the region read along")
    expect(page.locator("#f-slug")).to_have_value("have-speakers-from-the-region-read-along")
    type_into(page, "#f-summary-nl", "Een omroep testte ondertitels met twaalf sprekers.")
    press_on(page, "#f-happened-nl", "Space")
    page.keyboard.insert_text(HAPPENED)
    type_into(page, "#f-learned-nl", "Namen gaan vaker mis.")
    type_into(page, "#f-action-nl", "Maak een lijst van namen.")
    press_on(page, "[name=f-evidence]", "Space")
    type_into(page, "#f-date", "herfst 2026")
    type_into(page, "#f-not_for-nl", "Het waren twaalf sprekers.")
    press_on(page, "[data-field=uses] summary")
    type_into(page, "#f-uses-filter", "ondertitel")
    press_on(page, "[data-field=uses] input[type=checkbox]", "Space")
    expect(page.locator("[data-field=uses] [data-chosen]")).to_have_text("1 gekozen")
    type_into(page, "[data-field=sources] [data-field=url] input", "https://example.org/test")
    type_into(page, "[data-field=sources] [data-language=nl] textarea", "Hoe de test ging.")
    press_on(page, "[data-field=sources] [data-today]")
    press_on(page, "[data-form] > .kit-more-fields > summary")
    type_into(page, "#f-related", "whisper")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-entries] [data-id='tool/whisper']")).to_be_visible()
    press_on(page, "[data-form] > p button[type=submit]")

    expect(page.locator("#errors")).to_be_focused()
    assert page.locator("[data-errors-list] li").all_inner_texts() == [
        "Een of twee zinnen: wat is het en voor wie?, Engels: "
        "'summary' heeft geen tekst in het Engels (voeg 'en:' toe)",
        "Wanneer het gebeurde of verscheen: 'herfst 2026' is geen jaar, maand of dag "
        '(schrijf "2026", "2026-11" of "2026-11-21")',
    ]
    date = page.locator("#f-date")
    expect(date).to_have_attribute("aria-invalid", "true")
    described = " ".join(f"#{name}," for name in (date.get_attribute("aria-describedby") or "").split()).rstrip(",")
    assert "is geen jaar, maand of dag" in " ".join(page.locator(described).all_inner_texts())
    press_on(page, "[data-errors-list] a")
    page.keyboard.insert_text("A broadcaster tested subtitles with twelve speakers.")
    tab_to(page, "#f-date")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("2026-10")
    page.keyboard.press("Tab")
    expect(page.locator("[data-errors]")).to_be_hidden()
    press_on(page, "[data-form] > p button[type=submit]")
    expect(page.locator("#done")).to_be_focused()
    assert "in een taal: het Engels ontbreekt" in page.inner_text("[data-warnings-list]")
    assert "noemt geen repository" in page.inner_text("[data-send]")
    tab_to(page, "[data-way=download]")
    with page.expect_download() as got:
        page.keyboard.press("Enter")

    assert got.value.suggested_filename == "have-speakers-from-the-region-read-along.yaml"
    for name in ("catalogue", "ontology"):
        shutil.copytree(ROOT / name, tmp_path / name)
    file = tmp_path / "catalogue" / "lessons" / got.value.suggested_filename
    shutil.copy(got.value.path(), file)
    checked = run("check", str(file), "--catalogue", str(tmp_path))
    assert "0 errors" in checked.output, checked.output
    data = parse(file.read_text(encoding="utf-8"), file).data
    assert isinstance(data, dict)
    assert data["happened"] == {"nl": HAPPENED}
    assert (data["evidence"], data["uses"]) == ("study", ["use/speech-and-subtitling"])
    assert data["related"] == ["tool/whisper"]


def test_a_title_makes_the_name_that_it_makes_elsewhere(reader: Reader, address: str) -> None:
    titles = ["Straße & Smørrebrød", "What's new", "What’s new", "Één vraag: Ærø ½ ﬁ", "", "…", "a" * 70, "-- a --"]
    titles += ["woord " * 15, f"{'a' * 60} b", f"{'a' * 59} bc", f"{'a' * 30}-{'b' * 29}-c", "İstanbul K ſ 😀"]
    assigned = st.characters(exclude_categories=("Cs", "Cn"))  # a browser may know a later Unicode

    @settings(max_examples=200, phases=[Phase.generate])
    @given(st.one_of(st.text(assigned, max_size=80), st.text("ab -'’`ßØé", min_size=55, max_size=70)))
    def collect(title: str) -> None:
        titles.append(title)

    collect()
    page = reader.open(LESSON)
    assert slug_of(titles[0]) == "strasse-smorrebrod"
    found = module(page, address, "check", "return given.map(it.slugOf);", titles)
    assert dict(zip(titles, found, strict=True)) == {title: slug_of(title) for title in titles}


def test_parts_come_and_go_and_the_focus_stays_near(reader: Reader) -> None:
    page = opened(reader, "en/contribute/form/tradeoff/")
    parts = page.locator("[data-field=resolutions] [data-item]")
    expect(parts).to_have_count(2)
    page.fill("[data-field=resolutions] [data-item]:nth-child(2) textarea >> nth=0", "Blijft staan.")
    page.click("[data-field=resolutions] > .kit-field__add button")
    expect(parts).to_have_count(3)
    expect(parts.nth(2).locator("textarea").first).to_be_focused()
    page.locator("[data-field=resolutions] [data-remove]").first.click()
    expect(parts).to_have_count(2)
    expect(parts.first.locator("legend").first).to_be_focused()
    assert parts.first.locator("legend").first.inner_text() == "Resolution 1"
    assert parts.first.locator("textarea").first.input_value() == "Blijft staan."
    names = page.eval_on_selector_all("[data-form] [id]", "all => all.map((one) => one.id)")
    assert len(names) == len(set(names))


def test_a_draft_survives_a_reload_and_can_be_thrown_away(reader: Reader) -> None:
    page = opened(reader, LESSON)
    page.fill("#f-title-nl", "Nog niet af")
    page.click("[data-field=sources] > .kit-field__add button")
    page.fill("[data-field=sources] [data-item]:nth-child(2) [data-field=url] input", "https://example.org/2")
    expect(page.locator("[data-kept]")).to_have_text("Concept bewaard in deze browser.")
    page.wait_for_function("() => JSON.stringify(localStorage).includes('example.org/2')")
    opened(reader, LESSON)
    expect(page.locator("[data-body]")).to_be_hidden()
    page.click("[data-resume]")
    assert page.input_value("#f-title-nl") == "Nog niet af"
    assert page.input_value("#f-slug") == "nog-niet-af"
    assert "https://example.org/2" in page.inner_text("[data-preview]")
    opened(reader, LESSON)
    page.click("[data-discard]")
    assert page.input_value("#f-title-nl") == ""
    opened(reader, LESSON)
    expect(page.locator("[data-draft]")).to_be_hidden()
    expect(page.locator("#f-title-nl")).to_be_visible()


def test_likely_doubles_are_named_while_typing(reader: Reader) -> None:
    page = opened(reader, TOOL)
    page.fill("#f-title-en", "Whisper!")
    page.keyboard.press("Tab")
    expect(page.locator("#f-title-en-error")).to_contain_text("nearly the same title as tool/whisper")
    expect(page.locator("#f-slug-error")).to_contain_text("tool/whisper exists already")
    expect(page.locator("[data-errors]")).to_be_hidden()


def test_what_may_not_be_published_is_told_at_once_and_not_sent(reader: Reader) -> None:
    page = opened(reader, LESSON)
    page.fill("#f-summary-nl", "Vragen? Bel 06-12345678. KI is krachtig.")
    page.keyboard.press("Tab")
    told = page.locator("#f-summary-nl-error")
    expect(told).to_have_text(
        "een telefoonnummer: 06… (haal het weg, of zet het met een reden onder 'allowed:')"
    )  # and nothing yet of words
    expect(page.locator("#f-summary-nl")).to_have_attribute("aria-invalid", "true")
    page.click("[data-form] > p button[type=submit]")
    assert "een telefoonnummer" in page.inner_text("[data-errors-list]")
    expect(page.locator("[data-done]")).to_be_hidden()
    page.fill("#f-summary-nl", "KI is krachtig.")
    page.keyboard.press("Tab")
    expect(told).to_contain_text("we schrijven niet 'KI' (schrijf 'AI')")
    expect(told).to_contain_text("'krachtig' is lof")
    assert "KI" not in page.inner_text("[data-errors-list]")


def test_what_an_entry_may_hold_already_stays(reader: Reader, address: str, toy_catalogue: Catalogue) -> None:
    """What is allowed by name stands in the file only; a private entry may hold anything."""
    page = reader.open(LESSON)
    before = changed(toy_data(toy_catalogue, "lesson"), "happened/nl", "Bel 06-12345678.")
    after = changed(before, "happened/nl", "Bel 06-12345678 of 020 123 45 67.")
    body = "return given.about.map((about) => it.problems(given.data, about).map(({ message }) => message.en));"
    told = about(toy_catalogue, "lesson")
    several = [told, told | {"passed": before}, told | {"isPrivate": True}]
    found = module(page, address, "check", body, {"data": after, "about": several})
    number = "a telephone number: 0"
    assert found == [[f"{number}6…", f"{number}2…"], [f"{number}2…"], []]


def test_improving_an_entry_changes_that_field_only(reader: Reader, address: str) -> None:
    page = reader.open("tool/whisper/")
    page.click(".kit-record >> text=Verbeter het")
    page.wait_for_selector("[data-ready]")
    assert "?id=tool/whisper" in page.url
    expect(page.locator("h1")).to_contain_text("Verbeter: Whisper")
    before = page.request.get(f"{address}api/v1/tool/whisper.json").json()
    page.fill("#f-publisher", "Iemand anders")
    page.click("[data-form] > p button[type=submit]")
    expect(page.locator("#done")).to_be_focused()
    data = parse(downloaded(page), Path("whisper.yaml")).data
    assert isinstance(data, dict)
    assert data == {name: before[name] for name in before if name not in {"id", "kind"}} | {
        "publisher": "Iemand anders"
    }


def ways(page: Page, address: str, entry: dict[str, Any], forge: Forge | None, contact: str = "") -> dict[str, Any]:
    page.wait_for_selector("[data-ready]")
    words = page.evaluate("JSON.parse(document.getElementById('form-words').textContent).words")
    given = {"entry": entry, "where": {"forge": forge.ways if forge else None, "contact": contact}, "words": words}
    found = module(page, address, "send", "return it.ways(given.entry, given.where, given.words);", given)
    return {one["way"]: one for one in found}


ENTRY = {
    "folder": "catalogue/lessons",
    "name": "x.yaml",
    "text": 'title:\n  nl: "a & b #1 ```"\n',
    "isNew": True,
    "title": "A?",
}


@pytest.mark.parametrize(
    ("repository", "new", "edit"),
    [
        ("https://github.com/some/where", "/some/where/new/main/catalogue/lessons", "/some/where/edit/main/"),
        ("https://gitlab.com/some/where", "/some/where/-/new/main/catalogue/lessons", "/some/where/-/edit/main/"),
        ("https://codeberg.org/some/where", "/some/where/_new/main/catalogue/lessons", "/some/where/_edit/main/"),
    ],
)
def test_prefilled_addresses_of_a_forge(reader: Reader, address: str, repository: str, new: str, edit: str) -> None:
    page = reader.open(LESSON)
    forge = forge_of(repository, {})
    found = ways(page, address, ENTRY, forge, "post@example.org")
    assert list(found) == ["new", "issue", "download", "mail"]
    parts = urlsplit(found["new"]["href"])
    asked = parse_qs(parts.query)
    assert parts.path == new
    assert asked.get("filename", asked.get("file_name")) == ["x.yaml"]
    assert asked.get("value") == (None if "gitlab" in repository else [ENTRY["text"]])
    assert found["new"]["copies"] == ("gitlab" in repository)
    body = next(
        value[0] for name, value in parse_qs(urlsplit(found["issue"]["href"]).query).items() if "A?" not in value[0]
    )
    assert f"````yaml\n{ENTRY['text']}````" in body
    assert "catalogue/lessons/x.yaml" in body
    assert parse_qs(urlsplit(found["mail"]["href"]).query)["body"][0].replace("\r\n", "\n").endswith(str(ENTRY["text"]))

    long = ways(page, address, ENTRY | {"text": "é" * 3000}, forge, "post@example.org")
    assert all(len(one.get("href", "")) < 8000 for one in long.values())
    assert long["new"]["copies"]
    assert long["issue"]["copies"]
    changed_one = ways(page, address, ENTRY | {"isNew": False}, forge)
    assert urlsplit(changed_one["edit"]["href"]).path == edit + "catalogue/lessons/x.yaml"
    assert changed_one["edit"]["copies"]


def test_settings_say_where_the_source_is() -> None:
    assert origin_of(None, {}) == NOWHERE
    assert forge_of("https://git.example.org/a/b/", {"forge": "forgejo", "branch": "trunk"}) == Forge(
        url="https://git.example.org/a/b", kind="forgejo", branch="trunk"
    )
    with pytest.raises(ValueError, match=r"extra\.forge"):
        forge_of("https://git.example.org/a/b", {})
    origin = Origin(forge=Forge(url="https://github.com/a/b", kind="github"))
    pages = {page.path: page for page in all_pages(Catalogue.open(ROOT), "nl", [], "", origin)}
    entry = pages["tool/whisper/"]
    assert 'href="https://github.com/a/b/edit/main/catalogue/tools/whisper.yaml"' in entry.content
    assert 'bijdragen/formulier/tool/?id=tool/whisper"' in entry.content
    assert pages["requirement/diversity/"].improve == "https://github.com/a/b/edit/main/ontology/requirements.ttl"
    assert all(page.improve or page.kind in {"entry", "checklist"} for page in pages.values())


def crowded(page: Page) -> None:
    """A form in its most crowded state: everything open, everything wrong."""
    page.click("[data-form] > p button[type=submit]")
    page.evaluate("document.querySelectorAll('[data-form] details').forEach((one) => { one.open = true; })")
    page.fill("#f-related", "de")
    expect(page.locator("[data-field=related] [role=option]").first).to_be_visible()


@pytest.mark.parametrize(
    ("width", "scheme", "path"), [(360, "dark", TOOL), (1280, "light", "bijdragen/formulier/checklist/")]
)
def test_no_violations_with_errors_and_everything_open(
    browser: Browser, address: str, width: int, scheme: str, path: str
) -> None:
    one = Reader(browser, address, width=width, scheme=scheme)
    page = opened(one, path)
    crowded(page)
    no_violations(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    one.close()
    assert one.faults == []


def test_without_script_the_page_says_how(browser: Browser, address: str) -> None:
    one = Reader(browser, address, java_script_enabled=False)
    page = one.open(TOOL)
    assert page.locator("[data-form]").is_hidden()
    text = page.inner_text("[data-without-script]")
    for field in fields(ENTRY_TYPES["tool"]):
        assert not field.required or field.name == "added" or field.info.en in text
    template = page.get_attribute("[data-without-script] a[download]", "href")
    got = page.request.get(f"{address}{TOOL}{template}")
    assert got.text() == (ROOT / "ontology" / "templates" / "tool.yaml").read_text(encoding="utf-8")
    one.close()
