"""The same pages in another site builder: ProperDocs, with the barest theme."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

CONFIG = """\
site_name: elsewhere
docs_dir: pages
site_dir: site
theme:
  name: null
  custom_dir: theme
"""
THEME = "<!doctype html><title>{{ page.title }}</title>{{ page.content }}"


def test_properdocs_builds_our_pages(tmp_path: Path) -> None:
    written = subprocess.run(
        [sys.executable, "-m", "kitoolkit", "pages", str(tmp_path / "pages")], cwd=ROOT, capture_output=True, text=True
    )
    assert written.returncode == 0, written.stderr
    (tmp_path / "properdocs.yml").write_text(CONFIG)
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "main.html").write_text(THEME)
    built = subprocess.run([sys.executable, "-m", "properdocs", "build"], cwd=tmp_path, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    ours = (tmp_path / "pages" / "tool" / "whisper" / "index.md").read_text(encoding="utf-8")
    theirs = (tmp_path / "site" / "tool" / "whisper" / "index.html").read_text(encoding="utf-8")
    headings = re.findall(r'<h2 id="[\w-]+">', ours)
    assert len(headings) > 4
    assert [heading for heading in headings if heading not in theirs] == []
    for link in re.findall(r'<a class="kit-tag" href="([^"]+)"', ours):
        assert (tmp_path / "site" / "tool" / "whisper" / link / "index.html").is_file(), link
