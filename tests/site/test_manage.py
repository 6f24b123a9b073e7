"""The editor for many entries: what it is told, whom it asks, and what it writes into a checkout."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

from kitoolkit import Catalogue
from kitoolkit.model import ENTRY_TYPES, LANGUAGES, Language, folder
from kitoolkit.site.forge import NOWHERE, Forge, Origin, origin_of
from kitoolkit.site.forming import schema_name
from kitoolkit.site.managing import as_yaml, configuration
from kitoolkit.site.managing_page import manage_files
from kitoolkit.source import parse
from kitoolkit.structure import fields
from kitoolkit.writing import formatted
from tests.conftest import ROOT
from tests.site.conftest import Reader
from tests.site.test_accessibility import RULES
from tests.test_cli import run

GITHUB = Origin(Forge(url="https://github.com/some/where", kind="github"))
EDITED = ("tool/whisper", "checklist/responsible-ai-in-the-media", "tradeoff/personalisation-and-diversity")
UNKNOWN = "lesson/careless-whisper"
"""Gets fields that the model does not have."""
OTHERS = (UNKNOWN, "organisation/npo", "organisation/nos")
ADDED = "question/norway-and-no"
SAID = ("console: [Loading site data]", "console: CMS configuration", "console: For a better developer experience")
"""What the editor tells developers in the console."""
REFUSED = re.compile(r"^console: .*(violates the .*Content Security Policy|Content Security Policy.$)")

FOLDER = """
window.showDirectoryPicker = async () => {
  const root = await navigator.storage.getDirectory();
  await root.getDirectoryHandle(".git", { create: true });
  for (const [path, text] of Object.entries(FILES)) {
    const names = path.split("/");
    let folder = root;
    for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create: true });
    const file = await (await folder.getFileHandle(names.at(-1), { create: true })).createWritable();
    await file.write(text);
    await file.close();
  }
  return root;
};
window.fileHolding = async (path, text) => {
  const names = path.split("/");
  for (const end = performance.now() + 30000; performance.now() < end; await new Promise(requestAnimationFrame)) {
    try {
      let folder = await navigator.storage.getDirectory();
      for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create: true });
      const held = await (await (await folder.getFileHandle(names.at(-1))).getFile()).text();
      if (held.includes(text)) return held;
    } catch (error) {
      if (!["NotFoundError", "NotReadableError"].includes(error.name)) throw error; // it is not there yet, or just now
    }
  }
  throw new Error(`nobody wrote "${text}" into ${path}`);
};
"""
"""The folder that an editor chooses: one in the browser's own storage, filled with files."""


def file_of(entry_id: str) -> str:
    kind, _, slug = entry_id.partition("/")
    return f"catalogue/{folder(kind)}/{slug}.yaml"


def config_of(catalogue: Catalogue, language: Language = "nl", origin: Origin = NOWHERE) -> dict[str, Any]:
    """What the editor reads."""
    loaded: dict[str, Any] = yaml.safe_load(as_yaml(configuration(catalogue, language, origin, "toy")))
    return loaded


def named(configured: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in configured}


def same_fields(struct: type[msgspec.Struct], configured: list[dict[str, Any]]) -> None:
    found = named(configured)
    assert list(found) == [field.name for field in fields(struct)]
    for field in fields(struct):
        one = found[field.name]
        assert one["label"]
        assert one["required"] >= field.required
        if field.struct:
            same_fields(field.struct, one["fields"])
        elif field.form == "text":
            assert list(named(one["fields"])) == list(LANGUAGES)
        elif field.form == "choice":
            assert {option["value"] for option in one["options"]} == set(field.choices)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_knows_every_field_of_every_kind(toy_catalogue: Catalogue, language: Language) -> None:
    config = config_of(toy_catalogue, language)
    assert [one["name"] for one in config["collections"]] == list(ENTRY_TYPES)
    for one in config["collections"]:
        same_fields(ENTRY_TYPES[one["name"]], one["fields"])


def test_choices_are_concepts_and_entries_with_their_names(toy_catalogue: Catalogue) -> None:
    tool = named(named(config_of(toy_catalogue)["collections"])["tool"]["fields"])
    current = toy_catalogue.vocabulary.current("requirement")
    wanted = {(concept.id, concept.label["nl"]) for concept in current}
    assert {(option["value"], option["label"]) for option in tool["requirements"]["options"]} == wanted
    assert {option["value"] for option in tool["related"]["options"]} == {entry.id for entry in toy_catalogue.entries}
    assert (tool["organisations"]["widget"], tool["organisations"]["value_field"]) == (
        "relation",
        "organisation/{{slug}}",
    )


@pytest.mark.parametrize(
    ("address", "extra", "wanted"),
    [
        ("https://github.com/some/where", {}, {"name": "github", "auth_methods": ["token"], "open_authoring": True}),
        ("https://github.com/some/where", {"sign_in": "https://auth.test"}, {"base_url": "https://auth.test"}),
        ("https://git.test/a/b", {"forge": "github"}, {"api_root": "https://git.test/api/v3"}),
        ("https://gitlab.com/a/b/c", {"branch": "next"}, {"repo": "a/b/c", "branch": "next", "name": "gitlab"}),
        ("https://git.test/a/b", {"forge": "gitlab", "sign_in": "1"}, {"auth_type": "pkce", "app_id": "1"}),
    ],
)
def test_it_proposes_where_the_site_says(
    toy_catalogue: Catalogue, address: str, extra: dict[str, str], wanted: dict[str, Any]
) -> None:
    config = config_of(toy_catalogue, origin=origin_of(address, extra))
    assert wanted.items() <= config["backend"].items()
    assert config["publish_mode"] == "editorial_workflow"
    assert not any(one["publish"] or one["delete"] for one in config["collections"])


@pytest.mark.parametrize("origin", [NOWHERE, origin_of("https://codeberg.org/some/where", {})])
def test_without_proposals_it_works_on_a_checkout_only(toy_catalogue: Catalogue, origin: Origin) -> None:
    page, _ = manage_files(toy_catalogue, "nl", origin, "toy")
    assert b"https://" not in page.content
    assert config_of(toy_catalogue, origin=origin)["backend"]["repo"] == "local/toy"


class Editor:
    """Somebody who keeps entries, in a window of their own.

    Attributes:
        reader: The window.
        page: Its page.
    """

    def __init__(self, browser: Browser, address: str, files: dict[str, str]) -> None:
        self.reader = Reader(browser, address, locale="nl-NL")
        self.page: Page = self.reader.page
        self.page.add_init_script(f"const FILES = {json.dumps(files)};{FOLDER}")

    def enter(self, path: str = "beheer/", button: str = "Werken met een lokale repository") -> None:
        self.page.goto(self.reader.address + path)
        self.page.get_by_role("button", name=button).click()

    def entry(self, name: str) -> None:
        """Open an entry, or an empty one."""
        self.page.goto(f"{self.reader.address}beheer/#/collections/{name}")
        expect(self.at("title.nl").locator("input")).to_be_visible()

    def at(self, path: str) -> Locator:
        """A field by its place in the entry; the editor makes what is further down when somebody comes near."""
        fields, wanted = self.page.locator("[data-key-path]"), self.page.locator(f'[data-key-path="{path}"]')
        expect(fields.first).to_be_visible()
        while not wanted.count():
            count = fields.count()
            fields.last.scroll_into_view_if_needed()
            expect(fields).not_to_have_count(count)
        wanted.first.scroll_into_view_if_needed()
        return wanted.first

    def fill(self, path: str, text: str) -> None:
        self.at(path).locator("input, textarea").first.fill(text)

    def save(self, path: str, text: str) -> str:
        """Save, and give what the file holds as soon as it holds a text; the editor then goes back to its list."""
        self.page.get_by_role("button", name="Opslaan").click()
        held: str = self.page.evaluate("([path, text]) => fileHolding(path, text)", [path, text])
        expect(self.page).to_have_url(re.compile(r"#/collections/[a-z]+$"))
        return held

    def faults(self) -> list[str]:
        """What went wrong, without what the editor tells developers and what the page keeps it from."""
        elsewhere = {one.removeprefix("another host: ") for one in self.reader.faults if one.startswith("another")}
        kept_in = {one.removeprefix("csp: ") for one in self.reader.faults if one.startswith("csp: ")}
        assert elsewhere <= kept_in, "something left the page"
        others = ("another host: ", "csp: ", *SAID)
        return [one for one in self.reader.faults if not one.startswith(others) and not REFUSED.match(one)]


def values(text: str) -> dict[str, Any]:
    data = parse(text, Path("x.yaml")).data
    assert isinstance(data, dict)
    return data


def changed(editor: Editor, entry_id: str, before: str) -> str:
    """The file of an entry after its Dutch title was changed, and nothing else."""
    kind, _, slug = entry_id.partition("/")
    title = f"{values(before)['title']['nl']} (gewijzigd)"
    editor.entry(f"{kind}/entries/{slug}")
    editor.fill("title.nl", title)
    after = editor.save(file_of(entry_id), title)
    assert values(after) == values(before) | {"title": values(before)["title"] | {"nl": title}}
    return after


def added(editor: Editor) -> str:
    """The file of a new question, with texts that look like something else."""
    editor.entry("question/new")
    editor.fill("title.nl", "Hoe gaat dit in Noorwegen: met ja of met nee?")
    editor.fill("title.en", "Norway and no")
    editor.fill("summary.nl", "no")
    editor.fill("summary.en", "2026-11")
    editor.at("sources").get_by_role("button", name="toevoegen").last.click()
    editor.fill("sources.0.url", "https://toy.test/")
    editor.fill("sources.0.supports.nl", "Wat er staat. # geen uitleg")
    editor.fill("sources.0.seen", "2026-11-01")
    editor.fill("why.nl", "Daarom.\n\n- een\n- twee")
    editor.fill("answered_by.nl", "Een onderzoek.")
    editor.at("state").get_by_role("radio").first.click()
    after = editor.save(file_of(ADDED), "Norway and no")
    data = values(after)
    assert (data["summary"], data["why"]) == ({"nl": "no", "en": "2026-11"}, {"nl": "Daarom.\n\n- een\n- twee"})
    assert data["sources"][0]["seen"] == "2026-11-01"
    assert "related" not in data
    return after


@pytest.mark.browser
def test_what_it_writes_is_what_was_there_and_what_was_changed(browser: Browser, address: str, tmp_path: Path) -> None:
    before = {entry: (ROOT / file_of(entry)).read_text(encoding="utf-8") for entry in (*EDITED, *OTHERS)}
    before[UNKNOWN] = (
        before[UNKNOWN]
        .replace("sources:\n", "later:\n  - deep: [one, two]\nsources:\n")
        .replace("    seen:", "    odd: kept\n    seen:")
    )
    editor = Editor(browser, address, {file_of(entry): text for entry, text in before.items()})
    editor.enter()
    for kind, count in Counter(entry.partition("/")[0] for entry in before).items():
        label = ENTRY_TYPES[kind].plural["nl"].capitalize()
        expect(editor.page.get_by_role("treeitem", name=label, exact=True)).to_contain_text(str(count))

    after = values(changed(editor, UNKNOWN, before[UNKNOWN]))
    assert (after["later"], after["sources"][0]["odd"]) == ([{"deep": ["one", "two"]}], "kept")
    written = {entry: changed(editor, entry, before[entry]) for entry in EDITED} | {ADDED: added(editor)}
    editor.reader.close()
    assert editor.faults() == []

    for name in ("catalogue", "ontology"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for entry, text in written.items():
        assert formatted(text, entry.partition("/")[0]) == text
        (tmp_path / file_of(entry)).write_text(text, encoding="utf-8")
    checked = run("check", *(str(tmp_path / file_of(entry)) for entry in written), "--catalogue", str(tmp_path))
    assert "0 errors" in checked.output, checked.output


@pytest.mark.browser
def test_what_may_not_be_published_is_not_saved(browser: Browser, address: str) -> None:
    before = (ROOT / file_of(UNKNOWN)).read_text(encoding="utf-8")
    editor = Editor(browser, address, {file_of(UNKNOWN): before})
    editor.enter()
    editor.entry(f"lesson/entries/{UNKNOWN.partition('/')[2]}")
    editor.fill("title.nl", "Bel 06-12345678 of schrijf jan@omroep.test")
    editor.page.get_by_role("button", name="Opslaan").click()
    told = editor.page.get_by_role("alertdialog").or_(editor.page.get_by_role("dialog"))
    expect(told).to_contain_text("title.nl: een telefoonnummer: 06…")
    expect(told).to_contain_text("title.nl: een e-mailadres: ja…")
    told.get_by_role("button").last.click()
    editor.fill("title.nl", "Zonder nummer")
    assert values(editor.save(file_of(UNKNOWN), "Zonder nummer"))["title"]["nl"] == "Zonder nummer"
    editor.reader.close()
    assert editor.faults() == []


@pytest.mark.browser
def test_it_asks_the_forge_only_and_only_after_signing_in(browser: Browser, address: str) -> None:
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=401, body="{}", headers={"access-control-allow-origin": "*"})

    editor = Editor(browser, address, {})
    for file in manage_files(Catalogue.open(ROOT), "en", GITHUB, "kitoolkit"):
        kind = "text/html" if file.path.endswith(".html") else "text/yaml"
        place = f"{address}en/{file.path.removesuffix('index.html')}"
        editor.page.route(re.compile(f"^{re.escape(place)}([?].*)?$"), _giving(file.content, kind))
    editor.page.route("https://api.github.com/**", refuse)
    editor.enter("en/manage/", "Sign In Using Access Token")
    editor.page.get_by_role("textbox").fill("a-token")
    assert asked == []
    editor.page.get_by_role("button", name="Sign In", exact=True).click()
    expect(editor.page.get_by_text("token is invalid")).to_be_visible()
    assert asked == ["https://api.github.com/user"]
    others = {one.split("/")[2] for one in editor.reader.faults if one.startswith("another host: https:")}
    assert others >= {"api.github.com"}
    editor.reader.close()


def _giving(content: bytes, kind: str) -> Any:
    return lambda route: route.fulfill(body=content, content_type=kind)


@pytest.mark.browser
def test_without_the_editor_the_page_says_what_to_do(browser: Browser, address: str, portal: Path) -> None:
    still = Reader(browser, address, java_script_enabled=False)
    still.page.goto(f"{address}en/manage/")
    expect(still.page.get_by_text("The editor needs JavaScript.")).to_be_visible()
    still.close()
    assert still.faults == []

    away = Reader(browser, "http://portal.test/")
    away.page.route("http://portal.test/**", lambda route: route.fulfill(path=_served(portal, route.request.url)))
    away.page.goto("http://portal.test/en/manage/")
    expect(away.page.get_by_text("works on your own computer only")).to_be_visible()
    assert away.page.locator("#nc-root > *").count() == 0
    violations = Axe().run(away.page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []
    away.close()
    assert away.faults == []


def _served(portal: Path, url: str) -> Path:
    file = portal / url.split("/", 3)[3].partition("?")[0]
    return file / "index.html" if file.is_dir() else file


@pytest.mark.browser
def test_it_finds_the_kind_of_every_entry_by_its_fields(reader: Reader, address: str) -> None:
    reader.open("404.html")
    script = """async ([address, entries, kinds]) => {
      const { kindOf } = await import(`${address}assets/manage/kind.js`);
      const fetched = kinds.map(async (kind) => [kind, await (await fetch(`${address}${kind[1]}`)).json()]);
      const schemas = Object.fromEntries((await Promise.all(fetched)).map(([kind, schema]) => [kind[0], schema]));
      return entries.map((names) => kindOf(Object.fromEntries(names.map((name) => [name, ""])), schemas));
    }"""
    known = list(Catalogue.open(ROOT).values())
    names = [[field.name for field in fields(type(entry)) if getattr(entry, field.name)] for entry in known]
    kinds = [(kind, schema_name(kind)) for kind in ENTRY_TYPES]
    assert reader.page.evaluate(script, [address, names, kinds]) == [entry.kind for entry in known]
