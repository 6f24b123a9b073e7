"""The rules of w3id.org in a real Apache: what each name leads to, for people and for programs."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kitoolkit.model import BASE_IRI, ENTRY_TYPES
from kitoolkit.vocabulary import load

from .conftest import ROOT

PORTAL = "https://kitoolkit.example"
APACHE = shutil.which("apache2", path=os.environ.get("PATH", "") + ":/usr/sbin")
MODULES = Path("/usr/lib/apache2/modules")
CONFIG = """\
ServerRoot "{folder}"
ServerName localhost
Listen 127.0.0.1:{port}
PidFile "{folder}/pid"
ErrorLog "{folder}/error.log"
{modules}
DocumentRoot "{folder}/www"
<Directory "{folder}/www">
  AllowOverride All
  Require all granted
</Directory>
"""
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
TURTLE, JSON_LD = "text/turtle", "application/ld+json"
RDFLIB = "text/turtle, application/x-turtle, */*;q=0.1"


@pytest.fixture(scope="module")
def apache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of an Apache that serves a copy of w3id/."""
    if APACHE is None:
        if os.environ.get("CI"):
            pytest.fail("apache2 is not installed")
        pytest.skip("needs apache2")
    folder = tmp_path_factory.mktemp("apache")
    folder.chmod(0o755)
    target = folder / "www" / "kitoolkit"
    target.mkdir(parents=True)
    shutil.copy(ROOT / "w3id" / ".htaccess", target)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    names = ["mpm_event", "authz_core", "headers", "rewrite"]
    modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in names)
    (folder / "httpd.conf").write_text(CONFIG.format(folder=folder, port=port, modules=modules))
    process = subprocess.Popen([APACHE, "-f", str(folder / "httpd.conf"), "-D", "FOREGROUND"])
    try:
        wait_for(port, process, folder / "error.log")
        with httpx.Client(base_url=f"http://127.0.0.1:{port}/kitoolkit/", follow_redirects=False) as client:
            yield client
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            break
    pytest.fail(f"Apache does not answer: {log.read_text() if log.is_file() else ''}")


def leads_to(apache: httpx.Client, name: str, accept: str | None) -> str:
    answer = apache.get(name, headers={"Accept": accept or "*/*"})
    assert answer.status_code == 303
    assert "Accept" in answer.headers["vary"]
    location = answer.headers["location"]
    assert location.startswith(PORTAL + "/")
    return location.removeprefix(PORTAL)


@pytest.mark.parametrize(
    ("name", "html", "turtle"),
    [
        ("", "/", "/catalog.ttl"),
        ("catalog", "/data/", "/catalog.ttl"),
        ("tool/fairlearn", "/tool/fairlearn/", "/tool/fairlearn/index.ttl"),
        ("tool/fairlearn/", "/tool/fairlearn/", "/tool/fairlearn/index.ttl"),
        ("requirement/transparency", "/requirement/transparency/", "/requirement/transparency/index.ttl"),
        ("broadcaster-principle/n-1", "/broadcaster-principle/n-1/", "/broadcaster-principle/n-1/index.ttl"),
        ("requirement", "/requirement/", "/requirement/index.ttl"),
        ("tool-type", "/tool-type/", "/tool-type/index.ttl"),
        ("ontology", "/en/developers/ontology/", "/ontology/index.ttl"),
        ("shapes", "/en/developers/ontology/", "/shapes/index.ttl"),
        ("part/tool.fairlearn.sources.1", "/tool/fairlearn/", "/tool/fairlearn/index.ttl"),
        ("1.0.0", "/versies/#v1.0.0", "/1.0.0/index.ttl"),
        ("1.10.0/", "/versies/#v1.10.0", "/1.10.0/index.ttl"),
        ("1.0.0/ontology", "/versies/#v1.0.0", "/1.0.0/ontology/index.ttl"),
        ("1.0.0/tool-type/", "/versies/#v1.0.0", "/1.0.0/tool-type/index.ttl"),
        *[(kind, f"/{kind}/", f"/data/{kind}.ttl") for kind in ENTRY_TYPES],
    ],
)
def test_names(apache: httpx.Client, name: str, html: str, turtle: str):
    assert leads_to(apache, name, BROWSER) == html
    assert leads_to(apache, name, None) == html
    assert leads_to(apache, name, TURTLE) == turtle
    assert leads_to(apache, name, RDFLIB) == turtle
    assert leads_to(apache, name, JSON_LD) == turtle.replace(".ttl", ".jsonld")


RELEASED = ["1.0.0/catalogue.ttl", "1.0.0/snapshot.json", "1.0.0/ontology/index.jsonld", "1.0.0/tool/fairlearn"]


@pytest.mark.parametrize(
    "name", ["data/catalogue.csv", "catalog.ttl", "api/v1/tool/fairlearn.json", "context.jsonld", *RELEASED]
)
@pytest.mark.parametrize("accept", [BROWSER, TURTLE, JSON_LD])
def test_files_keep_their_name(apache: httpx.Client, name: str, accept: str):
    assert leads_to(apache, name, accept) == f"/{name}"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle;q=0.9, text/html;q=0.1", "html"),  # HTML first, whatever the numbers say
        ("application/ld+json, text/turtle;q=0.2", "ttl"),
        ("application/json", "jsonld"),
        ("application/rdf+xml, */*;q=0.1", "ttl"),
        ("TEXT/TURTLE", "ttl"),
        ("image/png", "html"),
    ],
)
def test_what_is_asked_for(apache: httpx.Client, accept: str, form: str):
    place = leads_to(apache, "tool/fairlearn", accept)
    assert place == "/tool/fairlearn/" + ("" if form == "html" else f"index.{form}")


def test_nothing_leads_elsewhere(apache: httpx.Client):
    """An address is put behind the portal's, never in its place, and holds nothing that no name of ours has."""
    for name in ("//evil.example/x", "%2e%2e/x", "tool/x%0d%0aSet-Cookie:a=b", "tool/%22%3E"):
        answer = apache.get(name)
        assert answer.status_code in {303, 404}
        assert answer.headers.get("location", PORTAL + "/").startswith(PORTAL + "/")
        assert "set-cookie" not in answer.headers


def test_the_rules_name_our_base():
    assert BASE_IRI in (ROOT / "w3id" / ".htaccess").read_text()


def test_the_rules_know_the_form_of_every_name():
    names = re.compile(r"[a-z-]+(?:/[a-z0-9-]+)?")
    concepts = load(ROOT / "ontology")
    assert [name for name in (*concepts, *concepts.schemes, *ENTRY_TYPES) if not names.fullmatch(name)] == []
    kinds = re.search(r"\^\((tool[^)]*)\)", (ROOT / "w3id" / ".htaccess").read_text())
    assert kinds
    assert kinds[1].split("|") == list(ENTRY_TYPES)
