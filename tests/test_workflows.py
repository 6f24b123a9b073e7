"""What the forges run: read from the files, held to rules, and run here on a proposal that means harm."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from kitoolkit.cli import main
from kitoolkit.model import ENTRY_TYPES

from .conftest import ROOT, TOY

FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
READ_ONLY = {"read", "none"}
WRITES = {
    ("review.yml", "comment"): {"pull-requests"},
    ("publish.yml", "deploy"): {"pages", "id-token"},
    ("weekly.yml", "issue"): {"issues"},
    ("from-issue.yml", "reply"): {"issues"},
    ("from-issue.yml", "propose"): {"contents", "pull-requests"},
}
"""The only jobs that may write, and what."""


def workflow(name: str) -> dict[str, Any]:
    read = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))
    read["on"] = read.pop(True)  # YAML 1.1 reads “on” as yes
    return read


WORKFLOWS = {file.name: workflow(file.name) for file in FILES}
JOBS = [(name, job) for name, read in WORKFLOWS.items() for job in read["jobs"]]


def steps(name: str, job: str) -> list[dict[str, Any]]:
    return WORKFLOWS[name]["jobs"][job]["steps"]


def triggers(name: str) -> set[str]:
    return set(WORKFLOWS[name]["on"])


def gitlab() -> dict[str, Any]:
    return yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))


# What the files say


def test_the_workflows_are_there():
    assert list(WORKFLOWS) == ["from-issue.yml", "publish.yml", "pull-request.yml", "review.yml", "weekly.yml"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_actions_are_pinned_by_commit_with_their_version(file: Path):
    used = re.findall(r"uses: *(.*)", file.read_text(encoding="utf-8"))
    assert used
    for one in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one), one


def test_one_commit_for_each_action():
    pins = {one for file in FILES for one in re.findall(r"uses: *(\S+)", file.read_text(encoding="utf-8"))}
    assert len({pin.partition("@")[0] for pin in pins}) == len(pins)


@pytest.mark.parametrize(("name", "job"), JOBS)
def test_permissions_are_the_least(name: str, job: str):
    assert WORKFLOWS[name]["permissions"] == {}
    own = WORKFLOWS[name]["jobs"][job]["permissions"]
    assert {scope for scope, level in own.items() if level not in READ_ONLY} == WRITES.get((name, job), set())


@pytest.mark.parametrize(("name", "job"), JOBS)
def test_jobs_end(name: str, job: str):
    assert WORKFLOWS[name]["jobs"][job]["timeout-minutes"] <= 120


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_workflow_runs_for_a_fork_with_rights_of_ours(name: str):
    assert "pull_request_target" not in triggers(name)
    assert "issue_comment" not in triggers(name)
    text = (ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "allow-unsafe-pr-checkout" not in text


@pytest.mark.parametrize(("name", "job"), JOBS)
def test_only_our_own_code_is_checked_out_and_no_token_stays(name: str, job: str):
    for step in steps(name, job):
        if "actions/checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
            assert step["with"].get("ref") in {None, "${{ github.event.pull_request.base.sha }}"}
            assert not {"repository", "path"} & set(step["with"])


@pytest.mark.parametrize(("name", "job"), JOBS)
def test_what_others_wrote_is_no_part_of_a_command(name: str, job: str):
    """Expressions are filled in before the shell reads the command: only variables may carry them."""
    for step in steps(name, job):
        assert "${{" not in step.get("run", ""), step["name"]
        assert "eval" not in step.get("run", "")


@pytest.mark.parametrize(("name", "job"), JOBS)
def test_a_job_that_writes_runs_no_code_of_ours_or_of_others(name: str, job: str):
    if (name, job) in WRITES:
        for step in steps(name, job):
            assert "actions/checkout@" not in step.get("uses", "")
            assert not re.search(r"\b(kitoolkit |python|make|npm|pip)\b", step.get("run", ""))


@pytest.mark.parametrize(("name", "job"), JOBS)
def test_a_token_is_there_for_the_step_that_needs_it_only(name: str, job: str):
    assert "GH_TOKEN" not in WORKFLOWS[name]["jobs"][job].get("env", {})
    for step in steps(name, job):
        if "GH_TOKEN" in step.get("env", {}):
            assert "gh " in step["run"]
            assert "kitoolkit " not in step["run"].replace("<!-- kitoolkit", "").replace("kitoolkit:", "")


def test_the_run_with_rights_takes_nothing_from_the_run_without():
    """A pull request can change pull-request.yml for its own run, and so whatever that leaves behind."""
    assert triggers("review.yml") == {"workflow_run"}
    assert WORKFLOWS["review.yml"]["on"]["workflow_run"]["workflows"] == [WORKFLOWS["pull-request.yml"]["name"]]
    for job in WORKFLOWS["review.yml"]["jobs"]:
        for step in steps("review.yml", job):
            assert not {"run-id", "github-token", "repository"} & set(step.get("with", {}))


def commands() -> Iterator[list[str]]:
    """Every command of kitoolkit in the files, as a list of words."""
    scripts = [step["run"] for name, job in JOBS for step in steps(name, job) if "run" in step]
    scripts += [line for job in gitlab().values() if isinstance(job, dict) for line in all_lines(job)]
    for script in scripts:
        for found in re.findall(r"\bkitoolkit ([a-z-]+[^|&;>)\n]*)", script.replace("\\\n", " ")):
            yield shlex.split(found)


def all_lines(job: Mapping[str, Any]) -> list[str]:
    return [*job.get("before_script", []), *job.get("script", [])]


def test_every_command_of_ours_is_one_that_there_is():
    verbs = set()
    for verb, *words in commands():
        options = {name: one for one in main.commands[verb].params for name in one.opts}
        for word, following in pairwise([*words, ""]):
            if word.startswith("--"):
                assert word in options, f"{verb} {word}"
                kind = options[word].type
                if isinstance(kind, click.Choice) and "$" not in following:
                    assert following in kind.choices, f"{verb} {word} {following}"
        verbs.add(verb)
    assert verbs == {"check", "review", "links", "stale", "build", "from-issue"}


def test_gitlab_takes_entries_only_and_needs_no_token_for_a_fork():
    read = gitlab()
    for name in ("check", "preview", "review"):
        assert read[name]["extends"] == ".proposal"
    before = read[".proposal"]["before_script"]
    assert any(line.startswith("git checkout --quiet --detach") for line in before)
    assert before.index("make .venv/.ready") < len(before) - 1, "the entries come after the code was set up"
    assert "take_entries.py" in before[-1]
    for name, job in read.items():
        script = "\n".join(all_lines(job)) if isinstance(job, dict) else ""
        if "KITOOLKIT_TOKEN" in script:
            rules = " ".join(rule["if"] for rule in job["rules"])
            assert "SOURCE_PROJECT_ID == $CI_PROJECT_ID" in rules or "schedule" in rules, name


# What they do


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    return Forge(tmp_path)


class Forge:
    """A repository with toy data, a proposal to it, and a checkout in which the forge runs its steps."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.temp = folder / "checkout", folder / "temp"
        self.temp.mkdir()
        shutil.copytree(TOY, self.checkout)
        (self.checkout / "scripts").mkdir()
        shutil.copy(ROOT / "scripts" / "take_entries.py", self.checkout / "scripts")
        (self.checkout / ".gitignore").write_text("__pycache__/\n.cache/\n", encoding="utf-8")
        self.git("init", "--quiet", "--initial-branch=main")
        self.base = self.commit("base")

    def git(self, *arguments: str) -> str:
        who = ["-c", "user.name=Test", "-c", "user.email=test@toy.test", "-c", "commit.gpgsign=false"]
        done = subprocess.run(["git", *who, *arguments], cwd=self.checkout, capture_output=True, text=True, check=True)
        return done.stdout.rstrip()

    def commit(self, message: str) -> str:
        self.git("add", "--all", "--force", ".")
        self.git("commit", "--quiet", "-m", message)
        return self.git("rev-parse", "HEAD")

    def propose(self, files: Mapping[str, str | None]) -> str:
        """A commit with these files on a branch of its own; the checkout stays at the base."""
        self.git("checkout", "--quiet", "-B", "proposal", self.base)
        for name, text in files.items():
            place = self.checkout / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                place.unlink()
            elif text.startswith("-> "):
                place.unlink(missing_ok=True)
                place.symlink_to(text[3:])
            else:
                place.write_text(text, encoding="utf-8")
        head = self.commit("proposal")
        self.git("checkout", "--quiet", "--force", "main")
        self.git("clean", "-ffdxq")
        return head

    def run(self, name: str, job: str, step: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a step as GitHub does: its own command, in bash, with its variables."""
        [script] = [one["run"] for one in steps(name, job) if one.get("name") == step]
        return self.bash(script, **variables)

    def bash(self, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        env = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "GITHUB_", "CI_"))}
        env["PATH"] = f"{self.temp / 'bin'}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
        env |= {"RUNNER_TEMP": str(self.temp), "GITHUB_OUTPUT": str(self.temp / "output")}
        env |= {"GITHUB_STEP_SUMMARY": str(self.temp / "step.md"), "GITHUB_REPOSITORY": "toy/kit"}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.checkout,
            env=env | variables,
            capture_output=True,
            text=True,
            check=False,
        )

    def take(self, head: str) -> tuple[list[str], list[str]]:
        done = self.run("pull-request.yml", "check", "Take its entries", BASE=self.base, HEAD=head)
        assert done.returncode == 0, done.stderr
        taken = (self.temp / "taken").read_text(encoding="utf-8").split("\0")[:-1]
        return taken, (self.temp / "others").read_text(encoding="utf-8").splitlines()

    def status(self) -> dict[str, str]:
        """What differs from the base, as git says it."""
        listed = self.git("status", "--porcelain", "--untracked-files=all", "--ignored").splitlines()
        return {line[3:]: line[:2].strip() for line in listed if not line.startswith("!!")}

    def answer(self, *answers: str, by: str = "gh") -> Path:
        """Put a program in place that writes down how it is called, and prints these answers one after the other.

        Returns:
            Where the calls are written down.
        """
        (self.temp / "bin").mkdir()
        calls = self.temp / "calls"
        calls.touch()
        for number, answer in enumerate(answers, 1):
            (self.temp / f"answer-{number}").write_text(answer, encoding="utf-8")
        script = self.temp / "bin" / by
        script.write_text(
            f'#!/bin/sh\nprintf "%s " "$@" | tr "\\n" " " >> {calls}\necho >> {calls}\n'
            f'cat "{self.temp}/answer-$(wc -l < {calls} | tr -d " ")" 2> /dev/null || true\n',
            encoding="utf-8",
        )
        script.chmod(0o755)
        return calls


LESSON = (TOY / "catalogue" / "lessons" / "hidden-scores.yaml").read_text(encoding="utf-8")
NEW = (
    LESSON.replace("Verborgen scores", "Vraag @redactie <b>nu</b>")
    .replace("Hidden scores", "Ask ![x](https://spy.test/a.png) now")
    .replace("https://toy.test/scores", "https://127.0.0.1/report")
)
HARMFUL = {
    "catalogue/lessons/new.yaml": NEW,
    "catalogue/questions/who-answers.yaml": None,
    "catalogue/lessons/linked.yaml": "-> /etc/passwd",
    "catalogue/lessons/.hidden.yaml": NEW,
    "catalogue/lessons/deep/er.yaml": NEW,
    "catalogue/lessons/run.py": "raise SystemExit('run')",
    "src/kitoolkit/model.py": "raise SystemExit('run')",
    "sitecustomize.py": "raise SystemExit('run')",
    "Makefile": "all:\n\tfalse",
    ".github/workflows/pull-request.yml": "on: pull_request",
    "scripts/take_entries.py": "raise SystemExit('run')",
}


def test_of_a_proposal_only_entries_are_taken(forge: Forge):
    taken, others = forge.take(forge.propose(HARMFUL))
    assert taken == ["catalogue/lessons/new.yaml"]
    assert sorted(others) == sorted(set(HARMFUL) - {*taken, "catalogue/questions/who-answers.yaml"})
    assert forge.status() == {"catalogue/lessons/new.yaml": "??", "catalogue/questions/who-answers.yaml": "D"}


def test_large_files_and_programs_are_left_alone(forge: Forge):
    forge.git("checkout", "--quiet", "-b", "made")
    program = forge.checkout / "catalogue" / "lessons" / "program.yaml"
    program.write_text(NEW, encoding="utf-8")
    program.chmod(0o755)
    (forge.checkout / "catalogue" / "lessons" / "large.yaml").write_text("x" * 1_000_001, encoding="utf-8")
    head = forge.commit("made")
    forge.git("checkout", "--quiet", "main")
    assert forge.take(head) == ([], ["catalogue/lessons/large.yaml", "catalogue/lessons/program.yaml"])
    assert forge.status() == {}


def test_nothing_is_written_through_a_link(forge: Forge, tmp_path: Path):
    """Not even one in our own tree."""
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.rmtree(forge.checkout / "catalogue" / "tools")
    (forge.checkout / "catalogue" / "tools").symlink_to(outside)
    forge.base = forge.commit("a link")
    forge.git("checkout", "--quiet", "-b", "made")
    (forge.checkout / "catalogue" / "tools").unlink()
    (forge.checkout / "catalogue" / "tools").mkdir()
    (forge.checkout / "catalogue" / "tools" / "x.yaml").write_text(NEW, encoding="utf-8")
    head = forge.commit("made")
    forge.git("checkout", "--quiet", "--force", "main")
    taken, others = forge.take(head)
    assert "catalogue/tools/x.yaml" in others
    assert taken == []
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("commit", ["main", "--help", "HEAD", "-x", "", "0" * 39])
def test_only_whole_commits_are_taken(forge: Forge, commit: str):
    done = forge.run("pull-request.yml", "check", "Take its entries", BASE=forge.base, HEAD=commit)
    assert done.returncode == 2
    assert not (forge.temp / "taken").exists()


def test_what_changed_on_the_main_branch_meanwhile_stays(forge: Forge):
    head = forge.propose({"catalogue/lessons/new.yaml": NEW})
    (forge.checkout / "catalogue" / "lessons" / "hidden-scores.yaml").unlink()
    forge.base = forge.commit("meanwhile")
    assert forge.take(head) == (["catalogue/lessons/new.yaml"], [])
    assert forge.status() == {"catalogue/lessons/new.yaml": "??"}


def test_the_check_marks_lines_and_fails(forge: Forge):
    forge.take(forge.propose({"catalogue/lessons/new.yaml": NEW.replace("evidence: evaluation", "evidence: hearsay")}))
    done = forge.run("pull-request.yml", "check", "Check")
    line = NEW[: NEW.index("evidence:")].count("\n") + 1
    assert done.returncode == 1
    assert f"::error file=catalogue/lessons/new.yaml,line={line},col=11,title=evidence::onbekende waarde" in done.stdout


def test_the_check_passes_a_sound_proposal(forge: Forge):
    forge.take(forge.propose({"catalogue/lessons/new.yaml": NEW}))
    done = forge.run("pull-request.yml", "check", "Check")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_check_sees_what_a_removal_breaks_elsewhere(forge: Forge):
    forge.take(forge.propose({"catalogue/tools/explain-it.yaml": None}))
    done = forge.run("pull-request.yml", "check", "Check")
    assert done.returncode == 1
    assert "'tool/explain-it' does not exist" in done.stdout


def test_what_was_released_cannot_be_removed_by_a_proposal(forge: Forge):
    """Nothing names this question: only the release knows that people may refer to it."""
    head = forge.propose({"catalogue/questions/who-answers.yaml": None})
    forge.take(head)
    assert forge.run("pull-request.yml", "check", "Check").returncode == 0
    forge.git("tag", "v1.0.0", forge.base)
    gone = "question/who-answers was in v1.0.0 and is gone"
    for workflow, job in (("pull-request.yml", "check"), ("publish.yml", "build")):
        done = forge.run(workflow, job, "Check", LANG="en")
        assert done.returncode == 1
    assert "question/who-answers stond in v1.0.0 en is weg" in done.stdout
    before = ["base=$(git rev-parse main)", *gitlab()[".proposal"]["before_script"][-2:]]
    checked = forge.bash("\n".join([*before, *gitlab()["check"]["script"]]), CI_COMMIT_SHA=head)
    assert checked.returncode == 1
    assert gone in checked.stdout
    [command] = [line for line in gitlab()["pages"]["script"] if line.startswith("kitoolkit check")]
    assert gone in forge.bash(command, LANG="en").stdout


def test_the_summary_says_what_there_is_in_both_languages(forge: Forge):
    head = forge.propose(HARMFUL)
    forge.take(head)
    for step in ("Ask its addresses", "Summarise"):
        done = forge.run("review.yml", "summary", step, HEAD=head)
        assert done.returncode == 0, done.stderr
    summary = (forge.temp / "summary.md").read_text(encoding="utf-8")
    assert summary.startswith("<!-- kitoolkit: review -->\n## Wat er te beoordelen is\n")
    assert "## What there is to review" in summary
    assert "`https://127.0.0.1/report` geweigerd" in summary
    assert "`https://127.0.0.1/report` refused" in summary
    assert "verwijderd · `question/who-answers`" in summary
    assert "`.github/workflows/pull-request.yml`" in summary
    assert "@redactie" not in summary
    assert "<b>" not in summary
    assert "](" not in summary


ASKING = [("review.yml", "Ask its addresses"), (".gitlab-ci.yml", "review")]


@pytest.mark.parametrize(("file", "step"), ASKING)
def test_the_addresses_of_a_proposal_are_asked_at_once_or_not_at_all(forge: Forge, file: str, step: str):
    """Twice the command would be two answers in one file, which nothing can read."""
    names = [f"catalogue/lessons/{number:060}.yaml" for number in range(60_000)]
    folder = forge.checkout / "out" if file == ".gitlab-ci.yml" else forge.temp
    folder.mkdir(exist_ok=True)
    for count in (9_000, len(names)):
        (folder / "taken").write_text("".join(f"{name}\0" for name in names[:count]), encoding="utf-8")
        (folder / "links.json").unlink(missing_ok=True)
        shutil.rmtree(forge.temp / "bin", ignore_errors=True)
        forge.answer("[]\n", "[]\n", "[]\n", by="kitoolkit")
        script = [*gitlab()["review"]["script"][:-1], 'echo "$@"']
        done = forge.bash("\n".join(script)) if file == ".gitlab-ci.yml" else forge.run(file, "summary", step)
        assert done.returncode == 0, done.stderr
        made = "--links" in done.stdout if file == ".gitlab-ci.yml" else (folder / "links.json").exists()
        assert made is (count == 9_000)
        assert not made or (folder / "links.json").read_text(encoding="utf-8") == "[]\n"


def test_the_comment_is_made_once_and_then_renewed(forge: Forge):
    (forge.temp / "summary").mkdir()
    (forge.temp / "summary" / "summary.md").write_text("<!-- kitoolkit: review -->\n", encoding="utf-8")
    variables = {"NUMBER": "7", "RUN": "https://forge.test/run"}
    calls = forge.answer("", "", "41\n")
    for _ in range(2):
        done = forge.run("review.yml", "comment", "Write or renew the comment", **variables)
        assert done.returncode == 0, done.stderr
    asked, made, again, renewed = calls.read_text(encoding="utf-8").splitlines()
    assert asked.startswith("api --paginate repos/toy/kit/issues/7/comments ")
    assert again == asked
    assert made.startswith("api --method POST repos/toy/kit/issues/7/comments -F body=@")
    assert renewed.startswith("api --method PATCH repos/toy/kit/issues/comments/41 -F body=@")


def test_a_summary_that_is_too_large_is_not_sent(forge: Forge):
    (forge.temp / "summary").mkdir()
    (forge.temp / "summary" / "summary.md").write_text("x" * 64_001, encoding="utf-8")
    calls = forge.answer()
    done = forge.run("review.yml", "comment", "Write or renew the comment", NUMBER="7", RUN="https://forge.test/run")
    assert done.returncode == 1
    assert calls.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("answer", "call"), [("", "--method POST repos/toy/kit/issues "), ("5\n", "--method PATCH repos/toy/kit/issues/5 ")]
)
def test_the_weekly_report_is_one_issue(forge: Forge, answer: str, call: str):
    (forge.temp / "report").mkdir()
    (forge.temp / "report" / "report.md").write_text("é" * 40_000, encoding="utf-8")
    calls = forge.answer(answer)
    done = forge.run("weekly.yml", "issue", "Renew the issue", RUN="https://forge.test/run")
    assert done.returncode == 0, done.stderr
    assert call in calls.read_text(encoding="utf-8").splitlines()[1]
    body = (forge.temp / "body.md").read_text(encoding="utf-8")
    assert body.startswith("<!-- kitoolkit: weekly -->\né")
    assert body.endswith("https://forge.test/run\n")
    assert len(body.encode()) < 65_536


@pytest.mark.parametrize(
    ("answer", "call"),
    [
        ("", "--method POST repos/toy/kit/issues/3/comments "),
        ("9\n", "--method PATCH repos/toy/kit/issues/comments/9 "),
    ],
)
def test_the_reply_to_the_asker_is_renewed(forge: Forge, answer: str, call: str):
    (forge.temp / "made").mkdir()
    (forge.temp / "made" / "reply.md").write_text("<!-- kitoolkit: from-issue -->\n", encoding="utf-8")
    calls = forge.answer(answer)
    done = forge.run("from-issue.yml", "reply", "Write or renew the reply", NUMBER="3")
    assert done.returncode == 0, done.stderr
    assert call in calls.read_text(encoding="utf-8").splitlines()[1]


@pytest.mark.parametrize(("answer", "output"), [("12\n", "number=12\n"), ("", ""), ("12; rm\n", ""), ("null\n", "")])
def test_the_pull_request_follows_from_the_event(forge: Forge, answer: str, output: str):
    forge.answer(answer)
    (forge.temp / "output").touch()
    variables = {"HEAD": "0" * 40, "OWNER": "some", "BRANCH": "$(touch run) `touch run`"}
    done = forge.run("review.yml", "find", "Find the pull request", **variables)
    assert done.returncode == 0, done.stderr
    assert (forge.temp / "output").read_text(encoding="utf-8") == output
    assert not (forge.checkout / "run").exists()


def issue_text() -> str:
    from kitoolkit import vocabulary
    from kitoolkit.contribute import issue_form, issue_template
    from kitoolkit.site.render import texts

    from .test_from_issue import LESSON, filled

    concepts = vocabulary.load(TOY / "ontology")
    return filled(issue_template.form("lesson", issue_form.questions("lesson", concepts, texts())), LESSON)


def test_an_issue_becomes_an_entry_and_a_reply(forge: Forge):
    (forge.temp / "issue.md").write_text(issue_text(), encoding="utf-8")
    done = forge.run("from-issue.yml", "read", "Make the entry")
    assert done.returncode == 0, done.stderr
    assert (forge.temp / "output").read_text(encoding="utf-8") == "file=catalogue/lessons/ask-the-viewer.yaml\n"
    assert "Vraag het de kijker" in (forge.temp / "made" / "entry.yaml").read_text(encoding="utf-8")
    reply = (forge.temp / "made" / "reply.md").read_text(encoding="utf-8")
    assert "Thank you. This can become an entry." in reply
    assert forge.status() == {}


def test_an_issue_that_improves_an_entry_gets_a_reply_and_leaves_the_entry(forge: Forge):
    """The form on the portal opens an entry that is there, which others refer to."""
    name = "catalogue/tools/explain-it.yaml"
    text = (forge.checkout / name).read_text(encoding="utf-8")
    (forge.temp / "issue.md").write_text(f"`{name}`\n\n```yaml\n{text}# seen again\n```\n", encoding="utf-8")
    done = forge.run("from-issue.yml", "read", "Make the entry")
    assert done.returncode == 0, done.stderr
    assert (forge.temp / "output").read_text(encoding="utf-8") == f"file={name}\n"
    assert (forge.temp / "made" / "entry.yaml").read_text(encoding="utf-8").endswith("# seen again\n")
    reply = (forge.temp / "made" / "reply.md").read_text(encoding="utf-8")
    assert reply.startswith("<!-- kitoolkit: from-issue -->\n")
    assert "takes the place of tool/explain-it" in reply
    assert "does not exist" not in reply
    assert forge.status() == {}


def test_what_is_accepted_is_what_the_event_holds(forge: Forge):
    """Its author may have changed the issue since: it is not asked for again."""
    [step] = [one for one in steps("from-issue.yml", "read") if one.get("name") == "Take the issue"]
    assert step["env"] == {"BODY": "${{ github.event.issue.body }}"}
    body = "$(touch run) `touch run` -n %s \\n 'é\n"
    done = forge.bash(step["run"], BODY=body)
    assert done.returncode == 0, done.stderr
    assert (forge.temp / "issue.md").read_text(encoding="utf-8") == f"{body}\n"
    assert not (forge.checkout / "run").exists()
    assert WORKFLOWS["from-issue.yml"]["jobs"]["read"]["permissions"] == {"contents": "read"}


def test_an_issue_with_a_mistake_becomes_a_reply_only(forge: Forge):
    body = issue_text().replace("2026-11-20", "gisteren @redactie")
    (forge.temp / "issue.md").write_text(body, encoding="utf-8")
    (forge.temp / "output").touch()
    done = forge.run("from-issue.yml", "read", "Make the entry")
    assert done.returncode == 0, done.stderr
    assert (forge.temp / "output").read_text(encoding="utf-8") == ""
    reply = (forge.temp / "made" / "reply.md").read_text(encoding="utf-8")
    assert "**Dag waarop je de bronnen hebt gezien**" in reply
    assert "@redactie" not in reply


@pytest.mark.parametrize(("rights", "sound"), [("write", True), ("admin", True), ("read", False), ("", False)])
def test_only_who_may_write_turns_an_issue_into_a_pull_request(forge: Forge, rights: str, sound: bool):
    (forge.temp / "made").mkdir()
    (forge.temp / "made" / "entry.yaml").write_text(NEW, encoding="utf-8")
    calls = forge.answer(f"{rights}\n", f"{'0' * 40}\n", "", "", "", "0\n")
    variables = {"GITHUB_ACTOR": "some", "GITHUB_REPOSITORY_OWNER": "toy", "NUMBER": "3", "BASE": "main"}
    done = forge.run("from-issue.yml", "propose", "Open a pull request", FILE="catalogue/lessons/new.yaml", **variables)
    made = [line for line in calls.read_text(encoding="utf-8").splitlines() if "--method P" in line]
    assert (done.returncode == 0) is sound, done.stderr
    assert len(made) == (3 if sound else 0)


def test_a_file_elsewhere_is_never_written(forge: Forge):
    (forge.temp / "made").mkdir()
    (forge.temp / "made" / "entry.yaml").write_text(NEW, encoding="utf-8")
    calls = forge.answer("write\n")
    variables = {"GITHUB_ACTOR": "some", "GITHUB_REPOSITORY_OWNER": "toy", "NUMBER": "3", "BASE": "main"}
    done = forge.run("from-issue.yml", "propose", "Open a pull request", FILE=".github/workflows/x.yml", **variables)
    assert done.returncode == 1
    assert len(calls.read_text(encoding="utf-8").splitlines()) == 1


def test_gitlab_does_the_same(forge: Forge):
    """Its own lines, but for those that fetch and set up."""
    head = forge.propose({"catalogue/lessons/new.yaml": NEW.replace("evidence: evaluation", "evidence: hearsay")})
    read = gitlab()
    before = ["base=$(git rev-parse main)", *read[".proposal"]["before_script"][-2:]]
    done = forge.bash("\n".join([*before, *read["review"]["script"]]), CI_COMMIT_SHA=head)
    assert done.returncode == 0, done.stderr
    assert "`https://127.0.0.1/report` refused" in (forge.checkout / "review.md").read_text(encoding="utf-8")
    done = forge.bash("\n".join([*before, *read["check"]["script"]]), CI_COMMIT_SHA=head)
    assert done.returncode == 1
    [item] = yaml.safe_load((forge.checkout / "out" / "code-quality.json").read_text(encoding="utf-8"))
    assert item["location"]["path"] == "catalogue/lessons/new.yaml"
    assert (item["severity"], item["check_name"]) == ("critical", "kitoolkit")


GITLAB = {
    "CI_API_V4_URL": "https://forge.test/api/v4",
    "CI_PROJECT_ID": "5",
    "CI_MERGE_REQUEST_IID": "7",
    "KITOOLKIT_TOKEN": "x",
}


def kept_on_gitlab(forge: Forge, job: str, listed: list[dict[str, Any]]) -> str:
    """The last call with which a job on GitLab writes what it keeps, where the forge holds these."""
    script = gitlab()[job]["script"]
    start = next(number for number, line in enumerate(script) if re.match(r"(notes|issues)=", line))
    calls = forge.answer('{"id": 40}', json.dumps(listed), by="curl")
    done = forge.bash("\n".join(script[start:]), **GITLAB)
    assert done.returncode == 0, done.stderr
    asked, *_, written = calls.read_text(encoding="utf-8").splitlines()
    assert asked.split()[-1] == "https://forge.test/api/v4/user"
    return written


MARKED = {"comment": ("review", "body", "id"), "weekly": ("weekly", "description", "iid")}


@pytest.mark.parametrize("job", MARKED)
@pytest.mark.parametrize(
    ("author", "marked", "renewed"), [(40, True, True), (41, True, False), (40, False, False), (41, False, False)]
)
def test_gitlab_renews_only_what_it_wrote_itself(forge: Forge, job: str, author: int, marked: bool, renewed: bool):
    """Anybody can begin a comment with our mark, and more people give issues a label."""
    mark, field, number = MARKED[job]
    other = {field: None, "author": {"id": 40}, number: 3}
    text = f"<!-- kitoolkit: {mark} -->\n..." if marked else "..."
    call = kept_on_gitlab(forge, job, [other, {field: text, "author": {"id": author}, number: 9}])
    assert ("--request PUT" in call, call.rstrip().endswith("/9")) == (renewed, renewed)
    assert ("--request POST" in call) is not renewed


def test_the_weekly_report_of_gitlab_bears_its_mark(forge: Forge):
    forge.answer("first\n", "second\n", by="kitoolkit")
    [script] = [line for line in gitlab()["weekly"]["script"] if "> weekly.md" in line]
    assert forge.bash(script).returncode == 0
    report = (forge.checkout / "weekly.md").read_text(encoding="utf-8")
    assert report == "<!-- kitoolkit: weekly -->\nfirst\nsecond\n"


# Labels and owners


def test_labels_are_what_the_forges_take():
    labels = yaml.safe_load((ROOT / ".github" / "labels.yml").read_text(encoding="utf-8"))
    names = [label["name"] for label in labels]
    assert len({name.lower() for name in names}) == len(names)
    assert {f"kind: {kind}" for kind in ENTRY_TYPES} <= set(names)
    for label in labels:
        assert set(label) == {"name", "color", "description"}
        assert re.fullmatch(r"[0-9a-f]{6}", label["color"])
        assert len(label["description"]) <= 100


def test_every_path_with_an_owner_exists():
    lines = (ROOT / ".github" / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            path, *owners = line.split()
            assert (ROOT / path.strip("/")).exists(), path
            assert all(owner.startswith("@") for owner in owners)


def test_both_forges_ask_the_same_of_a_proposal():
    ours = (ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md").read_text(encoding="utf-8")
    assert (ROOT / ".gitlab" / "merge_request_templates" / "Default.md").read_text(encoding="utf-8") == ours
