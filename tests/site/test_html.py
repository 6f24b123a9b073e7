"""Valid HTML by the Nu validator, on one page of every type."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from tests.site.conftest import need
from tests.site.kinds_of_page import ALL

JAR = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def test_pages_are_valid_html(portal: Path) -> None:
    java = need(shutil.which("java"), "Java")
    jar = need(str(JAR) if JAR.is_file() else None, "vnu-jar (npm ci in tests/site)")
    files = [
        str(portal / path / "index.html" if not path.endswith(".html") else portal / path) for path in (*ALL, "beheer/")
    ]
    checked = subprocess.run(
        [java, "-Xss4m", "-jar", jar, "--format", "json", "--exit-zero-always", *files],
        capture_output=True,
        text=True,
        check=True,
    )
    messages = json.loads(checked.stderr)["messages"]
    errors = [f"{m['url']}:{m.get('lastLine')}: {m['message']}" for m in messages if m["type"] == "error"]
    assert errors == []
