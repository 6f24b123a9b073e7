"""What reviewers see: the summary of a change, and which entries nobody looked at for long."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kitoolkit import Catalogue
from kitoolkit.cli import main
from kitoolkit.contribute.likeness import doubles
from kitoolkit.forge.common import ForgeError
from kitoolkit.model import Entry
from kitoolkit.review import LinkState, Review, Reviewed, review
from kitoolkit.review.changes import Change, since
from kitoolkit.review.stale import stale
from kitoolkit.review.text import markdown
from kitoolkit.vocabulary import Vocabulary

from .conftest import TODAY, TOY, Checkout
from .test_from_issue import LESSON, filled, lesson_form  # noqa: F401  a fixture

SCORES = "lessons/hidden-scores.yaml"


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=text, catch_exceptions=False, prog_name="kitoolkit")


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Test", "-c", "user.email=test@toy.test", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def kept(toy: Checkout) -> Checkout:
    """The toy checkout, in git."""
    git(toy.folder, "init", "--quiet", "--initial-branch=main")
    git(toy.folder, "add", "--all")
    git(toy.folder, "commit", "--quiet", "-m", "base")
    return toy


def reviewed(checkout: Checkout, concepts: Vocabulary, name: str, **more: Any) -> Reviewed:
    changes = [Change(file=checkout.file(name))]
    [one] = review(changes, checkout.catalogue, concepts, today=TODAY, **more).entries
    return one


# What is seen of an entry


def test_title_summary_and_facets_are_those_of_the_entry(toy: Checkout, concepts: Vocabulary):
    seen = reviewed(toy, concepts, SCORES)
    assert (seen.id, seen.title["nl"]) == ("lesson/hidden-scores", "Verborgen scores")
    assert seen.summary["en"].startswith("A newsroom found")
    facets = {facet.name["en"]: [value["en"] for value in facet.values] for facet in seen.facets}
    labels = [concepts[one].label["en"] for one in ("requirement/transparency", "requirement/diversity")]
    assert facets[concepts.schemes["requirement"].title["en"]] == labels
    assert (seen.errors, seen.untranslated, seen.undated, seen.doubles, seen.links) == (0, [], [], [], None)


def test_what_is_missing_is_named(toy: Checkout, concepts: Vocabulary):
    toy.edit(SCORES, "  en: Nobody looked at the scores.\n", "")
    toy.edit(SCORES, "      en: The report.\n", "")
    toy.edit(SCORES, '    seen: "2026-11-01"\n', "")
    seen = reviewed(toy, concepts, SCORES)
    assert seen.untranslated == [("sources[0].supports", "en"), ("happened", "en")]
    assert seen.undated == ["https://toy.test/scores"]
    assert seen.errors == 1


@pytest.mark.parametrize("day", ["soon", "2026-13-01", "true"])
def test_a_day_that_is_none_counts_as_missing(toy: Checkout, concepts: Vocabulary, day: str):
    toy.edit(SCORES, 'seen: "2026-11-01"', f"seen: {day}")
    assert reviewed(toy, concepts, SCORES).undated == ["https://toy.test/scores"]


@pytest.mark.parametrize("text", ["", "title", "- a\n- b", "title: [", "title:\n  nl: 3\nsources: x\nuses: y", "\x00"])
def test_a_file_that_is_no_entry_is_shown_as_far_as_it_goes(toy: Checkout, concepts: Vocabulary, text: str):
    toy.write("lessons/broken.yaml", text)
    seen = reviewed(toy, concepts, "lessons/broken.yaml")
    assert seen.id == "lesson/broken"
    assert seen.errors
    assert "lesson/broken" in markdown(Review(entries=[seen], elsewhere=[], others=[]))


def test_links_of_the_entry_only_and_only_those_not_in_order(toy: Checkout, concepts: Vocabulary):
    mine, other = toy.file(SCORES).as_posix(), toy.file("tools/explain-it.yaml").as_posix()
    links = [
        LinkState(file=mine, url="https://toy.test/a", state="broken", status=404),
        LinkState(file=mine, url="https://toy.test/b", state="ok", status=200),
        LinkState(file=other, url="https://toy.test/c", state="broken"),
    ]
    seen = reviewed(toy, concepts, SCORES, links=links)
    assert [link.url for link in seen.links or []] == ["https://toy.test/a"]
    assert reviewed(toy, concepts, SCORES, links=[]).links == []


# Doubles


@pytest.mark.parametrize(
    ("data", "score"),
    [
        ({"title": {"nl": "Explain-It!", "en": "x"}}, 1.0),
        ({"title": {"en": "Explainit 2"}}, 0.95),
        ({"title": {"en": "Something else"}, "homepage": "https://www.toy.test/explain-it/#top"}, 1.0),
    ],
)
def test_an_entry_that_looks_like_another_is_named_with_a_score(
    toy_catalogue: Catalogue, data: dict[str, Any], score: float
):
    entry = toy_catalogue["tool/explain-it"]
    data = data | ({"homepage": entry.homepage + "#top"} if "homepage" in data else {})  # type: ignore[attr-defined]
    [first, *_] = doubles("tool", data, toy_catalogue.values())
    assert (first.id, first.score) == ("tool/explain-it", pytest.approx(score, abs=0.05))


def test_one_summary_in_other_words_is_found(toy_catalogue: Catalogue):
    entry = toy_catalogue["lesson/hidden-scores"]
    data = {"title": {"en": "Local stories"}, "summary": {"en": entry.summary["en"] + " Really."}}
    [double] = doubles("lesson", data, toy_catalogue.values())
    assert double.why["en"] == "the words of title and summary"


def test_an_entry_is_no_double_of_itself_or_of_another_kind(toy_catalogue: Catalogue):
    for entry in toy_catalogue.values():
        data = {"title": entry.title, "summary": entry.summary}
        found = doubles(entry.kind, data, toy_catalogue.values(), own_id=entry.id)
        assert entry.id not in {double.id for double in found}
        assert all(double.id.startswith(f"{entry.kind}/") for double in found)


TEXT_PER_LANGUAGE = st.dictionaries(st.sampled_from(["nl", "en", "fr"]), st.one_of(st.text(), st.none()))
ANYTHING = st.one_of(st.none(), st.text(), st.integers(), TEXT_PER_LANGUAGE)


@settings(max_examples=30)
@given(data=st.dictionaries(st.sampled_from(["title", "summary", "homepage"]), ANYTHING))
def test_scores_are_shares(toy_catalogue: Catalogue, data: dict[str, Any]):
    found = doubles("tool", data, toy_catalogue.values(), least=0)
    assert all(0 <= double.score <= 1 for double in found)
    assert [double.score for double in found] == sorted((double.score for double in found), reverse=True)


# What changed


def test_changes_since_a_commit_also_those_not_committed(kept: Checkout):
    git(kept.folder, "switch", "--quiet", "-c", "mine")
    kept.write("lessons/new.yaml", kept.read(SCORES))
    git(kept.folder, "add", "--all")
    git(kept.folder, "commit", "--quiet", "-m", "new")
    kept.write("lessons/één nieuwe.yaml", "x")
    kept.edit(SCORES, "Verborgen", "Zichtbare")
    kept.file("tools/voice-lab.yaml").unlink()
    found = since("main", kept.catalogue)
    assert [(change.file.name, change.how) for change in found] == [
        ("hidden-scores.yaml", "changed"),
        ("new.yaml", "added"),
        ("één nieuwe.yaml", "added"),
        ("voice-lab.yaml", "removed"),
    ]
    before = found[0].before["title"]
    assert before == {"nl": "Verborgen scores", "en": "Hidden scores"}


def test_what_others_changed_meanwhile_is_not_ours(kept: Checkout):
    git(kept.folder, "switch", "--quiet", "-c", "mine")
    kept.write("lessons/new.yaml", "x")
    git(kept.folder, "add", "--all")
    git(kept.folder, "commit", "--quiet", "-m", "new")
    git(kept.folder, "switch", "--quiet", "main")
    kept.edit(SCORES, "Verborgen", "Zichtbare")
    git(kept.folder, "commit", "--quiet", "-am", "theirs")
    git(kept.folder, "switch", "--quiet", "mine")
    assert [change.file.name for change in since("main", kept.catalogue)] == ["new.yaml"]


@pytest.mark.parametrize("commit", ["nowhere", "--output=x", "-", ""])
def test_a_commit_that_is_not_there_is_said(kept: Checkout, commit: str):
    with pytest.raises(ForgeError, match="git knows no"):
        since(commit, kept.catalogue)
    assert not (kept.catalogue / "x").exists()


def test_a_comparison_that_fails_is_not_taken_for_no_changes(kept: Checkout):
    kept.edit(SCORES, "Verborgen", "Zichtbare")
    (kept.folder / ".git" / "index").write_bytes(b"spoiled")
    with pytest.raises(ForgeError, match="git diff failed"):
        since("HEAD", kept.catalogue)


def test_the_fields_that_changed_and_a_day_of_review_that_is_new(kept: Checkout, concepts: Vocabulary):
    kept.edit(SCORES, "evidence: evaluation", 'evidence: study\nreviewed: "2026-11-20"')
    [seen] = review(since("HEAD", kept.catalogue), kept.catalogue, concepts, today=TODAY).entries
    assert (seen.how, seen.changed) == ("changed", ["evidence", "reviewed"])
    assert seen.reviewed_now
    text = markdown(Review(entries=[seen], elsewhere=[], others=[]), ["en"])
    assert "`2026-11-20` (filled in with this change; did somebody other than the author do that?)" in text


def test_what_a_removal_breaks_elsewhere(kept: Checkout, concepts: Vocabulary):
    kept.file("tools/explain-it.yaml").unlink()
    found = review(since("HEAD", kept.catalogue), kept.catalogue, concepts, today=TODAY)
    assert [(entry.id, entry.how, entry.title["en"]) for entry in found.entries] == [
        ("tool/explain-it", "removed", "Explain It")
    ]
    assert {problem.message["en"] for problem in found.elsewhere} == {"'tool/explain-it' does not exist"}


# In words


def test_the_summary_is_in_both_languages_and_says_all_of_it(toy: Checkout, concepts: Vocabulary):
    toy.edit(SCORES, "  en: Nobody looked at the scores.\n", "")
    text = markdown(Review(entries=[reviewed(toy, concepts, SCORES)], elsewhere=[], others=["src/x.py"]))
    dutch, english = text.split("\n---\n")
    assert dutch.startswith("<!-- kitoolkit: review -->\n## Wat er te beoordelen is\n\n### Verborgen scores\n")
    for line in (
        "- **Nog niet vertaald**: `happened` (Engels ontbreekt)",
        "- **Lijkt op**: niets in de catalogus",
        "- **Adressen**: niet nagekeken",
        "- **Bronnen zonder dag**: geen",
        "- **Tweede lezer**: nog niemand",
        "- **Controle**: 0 / 1 fouten / waarschuwingen",
        "- `src/x.py`",
    ):
        assert line in dutch.split("\n"), line
    for line in (
        "### Hidden scores",
        "- **Not translated yet**: `happened` (English is missing)",
        "- **Looks like**: nothing in the catalogue",
        "- `src/x.py`",
    ):
        assert line in english.split("\n"), line


HARM = (
    "@team #12 <img src=x onerror=alert(1)> <b>x</b> ![i](https://spy.test/i.png) [l](https://spy.test) "
    "https://spy.test www.spy.test `code` ``` <!-- x --> --> **bold** \\ | ~~~ gh-1 x@spy.test <script>"
)


@given(
    text=st.one_of(
        st.just(HARM), st.lists(st.one_of(st.sampled_from(HARM.split(" ")), st.text(max_size=9))).map(" ".join)
    )
)
def test_nothing_that_others_wrote_works_in_the_summary(text: str):
    """As a Markdown parser with HTML on reads it: no image, link, HTML, mention or reference of theirs."""
    entry = Reviewed(
        id=f"lesson/{text}",
        file=text,
        how="added",
        title={"nl": text, "en": text},
        summary={"nl": text},
        untranslated=[(text, "en")],
        undated=[text],
        links=[LinkState(file="x", url=text, state=text, why={"nl": text, "en": text})],
        changed=[text],
    )
    said = markdown(Review(entries=[entry], elsewhere=[], others=[text]))
    kinds, shown = set(), ""
    for block in MarkdownIt("gfm-like", {"linkify": False}).parse(said):
        for token in [block, *(block.children or [])]:
            kinds.add(token.type)
            if token.type == "html_block":
                assert token.content.strip() == "<!-- kitoolkit: review -->"
            if token.type == "text":
                shown += token.content + "\n"
    assert not kinds & {"image", "link_open", "html_inline", "fence", "code_block"}
    assert "@" not in shown
    assert "://" not in shown
    assert "#1" not in shown


def test_a_long_summary_fits_a_comment(toy: Checkout, concepts: Vocabulary):
    entry = reviewed(toy, concepts, SCORES)
    text = markdown(Review(entries=[entry] * 500, elsewhere=[], others=["x" * 90] * 500))
    assert len(text.encode()) < 64_000
    assert "Er is meer." in text
    assert "There is more." in text


# The verbs


def test_review_on_the_command_line(kept: Checkout):
    kept.edit(SCORES, "evidence: evaluation", "evidence: hearsay")
    arguments = ["--catalogue", str(kept.folder)]
    text = run("review", "--since", "HEAD", "--lang", "en", *arguments)
    assert text.exit_code == 0
    assert text.stdout.startswith("Hidden scores  [lesson/hidden-scores]\n  changed\n")
    assert "unknown value 'hearsay'" in text.stdout
    [entry] = json.loads(run("review", "--since", "HEAD", "--json", *arguments).stdout)["entries"]
    assert (entry["id"], entry["how"], entry["changed"]) == ("lesson/hidden-scores", "changed", ["evidence"])
    dutch = run("review", "--since", "HEAD", "--format", "markdown", "--lang", "nl", *arguments).stdout
    assert "Verborgen scores" in dutch
    assert "Hidden scores" not in dutch
    named = run("review", str(kept.file(SCORES)), "--lang", "nl", *arguments).stdout
    assert named.splitlines()[1] == "  zoals het is"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name entries, or a commit to compare with: --since origin/main"),
        (["--since", "nowhere"], "git knows no 'nowhere' here"),
    ],
)
def test_review_used_wrongly(kept: Checkout, arguments: list[str], message: str):
    wrong = run("review", *arguments, "--catalogue", str(kept.folder))
    assert wrong.exit_code == 2
    assert message in wrong.stderr


def test_review_refuses_links_that_are_none(kept: Checkout, tmp_path: Path):
    (tmp_path / "links.json").write_text('{"a": 1}', encoding="utf-8")
    arguments = ["--since", "HEAD", "--links", str(tmp_path / "links.json"), "--catalogue", str(kept.folder)]
    wrong = run("review", *arguments)
    assert wrong.exit_code == 2
    assert "is not what `kitoolkit links --json` prints" in wrong.stderr


def test_from_issue_on_the_command_line(toy: Checkout, lesson_form: str):  # noqa: F811
    arguments = ["--catalogue", str(toy.folder)]
    body = filled(lesson_form, LESSON)
    dry = run("from-issue", "-", "--dry-run", *arguments, text=body)
    assert dry.exit_code == 0
    assert dry.stdout.startswith("# yaml-language-server")
    assert not toy.file("lessons/ask-the-viewer.yaml").exists()
    made = run("from-issue", "-", "--slug", "viewers", *arguments, text=body)
    assert made.stdout.strip().endswith("catalogue/lessons/viewers.yaml")
    assert toy.file("lessons/viewers.yaml").read_text(encoding="utf-8") == dry.stdout
    assert run("check", *arguments).exit_code == 0
    again = run("from-issue", "-", "--slug", "viewers", "--lang", "nl", *arguments, text=body)
    assert again.exit_code == 1
    assert "lesson/viewers bestaat al" in again.stdout
    assert run("from-issue", "-", "--slug", "../x", *arguments, text=body).exit_code == 2


def test_from_issue_says_to_the_asker_what_is_to_be_mended(toy: Checkout, lesson_form: str):  # noqa: F811
    body = filled(lesson_form, LESSON | {"seen": "@team <b>", "learned": ""})
    told = run("from-issue", "-", "--format", "markdown", "--catalogue", str(toy.folder), text=body)
    assert told.exit_code == 1
    assert "- **Wat eruit is geleerd**: dit is nog niet ingevuld" in told.stdout
    assert "- **What was learned**: this is not filled in yet" in told.stdout
    assert "@" not in told.stdout
    assert "<b>" not in told.stdout
    record = json.loads(run("from-issue", "-", "--json", "--catalogue", str(toy.folder), text=body).stdout)
    assert (record["kind"], record["slug"], record["file"]) == ("lesson", "ask-the-viewer", "")
    assert {trouble["question"]["en"] for trouble in record["troubles"]} >= {"What was learned"}


# Looking again


def entries(**days: str) -> list[Entry]:
    """The toy's lesson and tool with other days."""
    import msgspec

    found: list[Entry] = []
    toy = Catalogue.open(TOY)
    lesson, tool = toy["lesson/hidden-scores"], toy["tool/explain-it"]
    found.append(msgspec.structs.replace(lesson, added=days["added"], reviewed=days.get("reviewed")))
    status = msgspec.structs.replace(tool.status, seen=days.get("seen", days["added"]))  # type: ignore[attr-defined]
    found.append(msgspec.structs.replace(tool, added=days["added"], reviewed=days.get("reviewed"), status=status))
    return found


def why(today: str, **days: str) -> list[tuple[str, str]]:
    return [(one.id, one.why["en"]) for one in stale(entries(**days), today=date.fromisoformat(today))]


def test_an_entry_is_stale_a_year_after_its_review_and_not_a_day_earlier():
    days = {"added": "2025-01-01", "reviewed": "2025-01-10", "seen": "2025-12-01"}
    assert why("2026-01-10", **days) == []
    assert why("2026-01-11", **days) == [
        ("lesson/hidden-scores", "reviewed on 2025-01-10"),
        ("tool/explain-it", "reviewed on 2025-01-10"),
    ]


def test_an_entry_without_second_reader_is_stale_after_a_month():
    assert why("2025-01-31", added="2025-01-01") == []
    assert ("lesson/hidden-scores", "not reviewed yet; added on 2025-01-01") in why("2025-02-01", added="2025-01-01")


def test_a_tool_whose_status_is_old_is_stale():
    days = {"added": "2025-01-01", "reviewed": "2026-01-01", "seen": "2025-01-01"}
    assert why("2026-02-01", **days) == [("tool/explain-it", "status seen on 2025-01-01")]


def test_stale_on_the_command_line():
    shown = run("stale", "--days", "1", "--catalogue", str(TOY))
    assert shown.exit_code == 0
    listed = json.loads(run("stale", "--days", "1", "--json", "--catalogue", str(TOY)).stdout)
    assert [line.split("\t")[1] for line in shown.stdout.splitlines()] == [one["id"] for one in listed]
    told = run("stale", "--days", "99999", "--format", "markdown", "--lang", "nl", "--catalogue", str(TOY)).stdout
    assert told.startswith("# Items om opnieuw te bekijken\n")
