"""Puts the compiled catalogue into the wheel: snapshot, search index, ontology and schemas."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelData(BuildHookInterface[Any]):
    """Hatchling's hook; runs when a wheel is built, not for an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogue beside the tree and name the files for the wheel."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from kitoolkit import compiling, search, snapshot, vocabulary

        concepts = vocabulary.load(root / "ontology")
        content = compiling.compiled(root / "catalogue", concepts)
        self.made = tempfile.TemporaryDirectory(prefix="kitoolkit-wheel-")
        data = Path(self.made.name)
        (data / "snapshot.json").write_bytes(content)
        (data / "search").mkdir()
        search.build(data / "search", snapshot.read(content).read_entries(), concepts)
        build_data["force_include"] |= {str(data): "kitoolkit/data", str(root / "ontology"): "kitoolkit/data/ontology"}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled."""
        if hasattr(self, "made"):
            self.made.cleanup()
