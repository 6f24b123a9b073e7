#!/usr/bin/env python3
"""How long the SDK takes, in whole processes, beside what somebody would do without it.

Builds the wheel, unpacks it into a temporary folder and starts a fresh interpreter for every run, so that the
figures are those of an installed package. CPU seconds (user and system) and peak memory come from the operating
system. Prints a Markdown table; "over bare" is the median less that of an interpreter that does nothing.

    python scripts/bench_sdk.py [--runs 15]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "catalogue"

OPEN = "from kitoolkit import Catalogue; catalogue = Catalogue.open()\n"
FACETS = 'catalogue.tools.where(requirement="requirement/transparency", phase="phase/design")'

TASKS = {
    "bare interpreter": "pass",
    "import kitoolkit": "import kitoolkit",
    "open and facet query": OPEN + f"assert len({FACETS}) > 0",
    "open and first search": OPEN + 'assert catalogue.search("uitlegbare aanbevelingen", kind="tool", limit=5)',
    "beside it: PyYAML reads all entries, then a loop": f"""
import pathlib, yaml
entries = [yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
           for file in pathlib.Path({str(CATALOGUE)!r}).glob("tools/*.yaml")]
assert [e for e in entries if "requirement/transparency" in e.get("requirements", ())
        and "phase/design" in e.get("phases", ())]
""",
    "beside it: rdflib parses the Turtle download, then SPARQL": """
import rdflib
graph = rdflib.Graph().parse("{turtle}", format="turtle")
assert len(graph.query('''SELECT ?tool { ?tool a kit:Tool ; kit:requirement requirement:transparency ;
    kit:phase phase:design }'''))
""",
}

WARM = (
    OPEN
    + """
import time
questions = ["uitlegbare aanbevelingen", "bias meten", "spraakherkenning nederlands", "deepfake herkennen", "ASR",
             "wie is eindverantwoordelijk", "footprint of training", "label AI images", "archief gezichtsherkenning",
             "moderation of comments", "transparantei", "privacy"]
for question in questions:
    catalogue.search(question)
times = []
for question in questions * 5:
    start = time.perf_counter()
    catalogue.search(question)
    times.append(time.perf_counter() - start)
times.sort()
print(times[len(times) // 2] * 1000, times[int(len(times) * 0.95)] * 1000)
"""
)


def install(folder: Path) -> None:
    """Build the wheel and unpack it, as an installer does."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "installed")


def run(code: str, folder: Path) -> tuple[float, int]:
    """CPU seconds and peak memory in kB of a fresh interpreter."""
    environment = os.environ | {"PYTHONPATH": str(folder / "installed"), "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen([sys.executable, "-c", code], cwd=folder, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"failed:\n{code}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15, help="runs of each task, after one that is not counted")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="kitoolkit-bench-") as name:
        folder = Path(name)
        install(folder)
        turtle = folder / "catalogue.ttl"
        subprocess.run(
            [sys.executable, "-m", "kitoolkit", "export", "--format", "turtle", "-o", str(turtle)], cwd=ROOT, check=True
        )
        report(folder, turtle, runs)


def report(folder: Path, turtle: Path, runs: int) -> None:
    """Measure the tasks in turn, so that drift of the machine falls on all of them alike, and print them."""
    tasks = {
        task: code.replace("{turtle}", str(turtle)).replace("{{", "{").replace("}}", "}")
        for task, code in TASKS.items()
    }
    measured: dict[str, list[tuple[float, int]]] = {task: [] for task in tasks}
    for _ in range(runs + 1):
        for task, code in tasks.items():
            measured[task].append(run(code, folder))
    bare = statistics.median(cpu for cpu, _ in measured["bare interpreter"][1:])
    print(f"Python {sys.version.split()[0]}, {len(list(CATALOGUE.glob('*/*.yaml')))} entries, {runs} runs\n")
    print("| task | CPU s (median) | over bare | least | greatest | peak MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for task, figures in measured.items():
        seconds = sorted(cpu for cpu, _ in figures[1:])
        memory = max(kilobytes for _, kilobytes in figures[1:]) / 1000
        median = statistics.median(seconds)
        numbers = (median, max(median - bare, 0), seconds[0], seconds[-1])
        print(f"| {task} | " + " | ".join(f"{number:.3f}" for number in numbers) + f" | {memory:.0f} |")
    environment = os.environ | {"PYTHONPATH": str(folder / "installed"), "PYTHONWARNINGS": "ignore"}
    warm = subprocess.run(
        [sys.executable, "-c", WARM], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    median_ms, high_ms = (float(number) for number in warm.stdout.split())
    print(f"\nWarm search, wall clock: {median_ms:.1f} ms at the median, {high_ms:.1f} ms at the 95th percentile.")


if __name__ == "__main__":
    main()
