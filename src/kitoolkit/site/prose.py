"""Contributors' Markdown to HTML. Their text is hostile until it has been through here."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markupsafe import Markup

_KNOWN_SCHEMES = re.compile(r"^(https?://|mailto:|#)", re.IGNORECASE)


def _safe_link(address: str) -> bool:
    return bool(_KNOWN_SCHEMES.match(address.strip()))


def _parser() -> MarkdownIt:
    """CommonMark without raw HTML, headings and images; links only to the web, by mail or within the page."""
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False})
    parser.disable(["heading", "lheading", "image", "html_block", "html_inline"])
    parser.validateLink = _safe_link  # type: ignore[method-assign, assignment]
    return parser


_PARSER = _parser()


def to_html(text: str) -> Markup:
    r"""Paragraphs, lists, emphasis, quotes, code and links as HTML.

    >>> str(to_html("*Let op*: <script>"))
    '<p><em>Let op</em>: &lt;script&gt;</p>\n'
    """
    return Markup(_PARSER.render(text))  # noqa: S704  the parser escapes everything that is not Markdown


def to_inline_html(text: str) -> Markup:
    """The same for a text that stands within a line: no paragraphs.

    >>> str(to_inline_html("zie [de bron](javascript:alert(1))"))
    'zie [de bron](javascript:alert(1))'
    """
    return Markup(_PARSER.renderInline(text))  # noqa: S704  likewise
