#!/usr/bin/env python3
"""Write what follows from the model again: schemas, context, shapes, templates, issue forms, the reference of fields.

`generate.py --check` writes nothing and exits with 1 where a file is not what the model says.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from kitoolkit import reference, schema, template, vocabulary
from kitoolkit.cache import write_whole
from kitoolkit.contribute import issue_form, issue_template
from kitoolkit.linked import jsonld, shapes
from kitoolkit.model import ENTRY_TYPES
from kitoolkit.site.render import texts

ROOT = Path(__file__).resolve().parent.parent


def generated() -> dict[Path, str]:
    """Every generated file with its content."""
    concepts = vocabulary.load(ROOT / "ontology")
    ontology = ROOT / "ontology"
    files = {
        ontology / "context.jsonld": as_json({"@context": jsonld.context()}),
        ontology / "shapes" / "catalogue.shapes.ttl": shapes.turtle(),
        ROOT / "docs" / "nl" / "bijdragen" / "velden.md": reference.markdown("nl"),
        ROOT / "docs" / "en" / "contribute" / "fields.md": reference.markdown("en"),
    }
    for kind in ENTRY_TYPES:
        files[ontology / "schemas" / f"{kind}.schema.json"] = as_json(schema.schema_of(kind, concepts))
        files[ontology / "templates" / f"{kind}.yaml"] = template.yaml_template(kind, concepts)
        asked = issue_form.questions(kind, concepts, texts())
        files[ROOT / ".github" / "ISSUE_TEMPLATE" / f"{kind}.yml"] = issue_template.form(kind, asked)
        name = f"{kind.capitalize()}.md"
        files[ROOT / ".gitlab" / "issue_templates" / name] = issue_template.description(kind, asked)
    return files


def as_json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say which files are out of date")
    check_only = parser.parse_args().check
    stale = []
    for file, content in generated().items():
        if not file.is_file() or file.read_text(encoding="utf-8") != content:
            stale.append(file.relative_to(ROOT))
            if not check_only:
                write_whole(file, content.encode())
    for name in stale:
        print(f"{name}: {'out of date, run make generate' if check_only else 'written'}")
    return 1 if check_only and stale else 0


if __name__ == "__main__":
    sys.exit(main())
