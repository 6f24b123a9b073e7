"""A file of the site beside its pages."""

from __future__ import annotations

import msgspec

from kitoolkit.model import Text


class SharedFile(msgspec.Struct, frozen=True):
    """A file of the site.

    Attributes:
        path: Its path from the root of the site.
        content: Its bytes.
        format: The name of its form, for readers; empty for a file that is not listed.
        description: What it holds, per language.
    """

    path: str
    content: bytes
    format: str = ""
    description: Text = {}

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]

    @property
    def size(self) -> int:
        """Its number of bytes."""
        return len(self.content)
