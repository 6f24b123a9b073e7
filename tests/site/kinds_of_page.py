"""One page of every type, by its path without the language's."""

from __future__ import annotations

PAGES = {
    "home": "",
    "overview of tools": "tool/",
    "overview of lessons": "lesson/",
    "overview of questions": "question/",
    "overview of organisations": "organisation/",
    "tool": "tool/whisper/",
    "tool that ended": "tool/perspective-api/",
    "example": "example/npo-shared-principles/",
    "lesson": "lesson/careless-whisper/",
    "trade-off": "tradeoff/personalisation-and-diversity/",
    "question": "question/end-of-life-of-models/",
    "checklist": "checklist/responsible-ai-in-the-media/",
    "organisation": "organisation/npo/",
    "requirement": "requirement/transparency/",
    "phase": "phase/retirement/",
    "media use with narrower ones": "use/generative/",
    "broadcaster principle": "broadcaster-principle/know-and-serve-the-audience/",
    "law": "law/gdpr-article-35/",
    "scheme": "phase/",
    "source document": "document/declaration-2021/",
    "matrix": "matrix/",
    "signatories": "signatories/",
    "downloads": "data/",
    "SPARQL": "data/sparql/",
}

DUTCH = {
    "about": "over/",
    "contribute": "bijdragen/",
    "fields": "bijdragen/velden/",
    "catalogue": "catalogus/",
    "starter": "gespreksstarter/",
    "form": "bijdragen/formulier/lesson/",
    "search": "zoeken/",
    "crosswalk": "samenhang/",
    "state of affairs": "over/stand-van-zaken/",
    "not found": "404.html",
}
ENGLISH = {
    "about": "about/",
    "contribute": "contribute/",
    "tutorial": "developers/",
    "reference": "developers/reference/",
    "catalogue": "catalogue/",
    "starter": "conversation-starter/",
    "form": "contribute/form/tool/",
    "search": "search/",
    "crosswalk": "crosswalk/",
    "state of affairs": "about/state-of-affairs/",
}

IN_DUTCH = [*PAGES.values(), *DUTCH.values()]
IN_ENGLISH = [f"en/{path}" for path in (*PAGES.values(), *ENGLISH.values())]
ALL = [*IN_DUTCH, *IN_ENGLISH]
MOST_VISITED = ["", "tool/whisper/", "en/lesson/careless-whisper/", "gespreksstarter/", "en/search/?q=bias"]
