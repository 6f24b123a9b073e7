"""The portal as a MkDocs site: a thin plugin that puts our pages in, and the two builds, Dutch and English.

The only module that knows MkDocs. Pages of the catalogue stay out of the navigation tree, where each would cost
time for every other.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material announces its end of life at every import

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from kitoolkit import edits, releases
from kitoolkit.cache import content_key
from kitoolkit.catalogue import Catalogue
from kitoolkit.linked.dcat import Dates
from kitoolkit.model import LANGUAGES, Language
from kitoolkit.problem import CatalogueError, user_language
from kitoolkit.releases import History
from kitoolkit.remote import SNAPSHOT_PATH
from kitoolkit.site.files import own_files, shared_files
from kitoolkit.site.finder import index_of, search_files, words_of
from kitoolkit.site.forge import NOWHERE, origin_of
from kitoolkit.site.guides import guides_of
from kitoolkit.site.managing_page import manage_files
from kitoolkit.site.pages import Page, all_pages
from kitoolkit.site.render import texts
from kitoolkit.site.shared import SharedFile

HERE = Path(__file__).parent
CONFIGS: dict[Language, str] = {"nl": "mkdocs.yml", "en": "mkdocs.en.yml"}
OF_MATERIALS_SEARCH = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
"""What the theme brings for a search that this site does not use."""
SUBFOLDER: dict[Language, str] = {"nl": "", "en": "en"}
MARK = ".kitoolkit-portal"
"""The file by which a later build knows that it may replace a folder."""
SOURCES = ("catalogue", "docs", "ontology", "src")


class _NoOptions(Config):  # type: ignore[no-untyped-call]
    """The plugin takes none: everything follows from where mkdocs.yml stands."""


class CataloguePlugin(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]
    """Puts the catalogue's pages, downloads and assets into a MkDocs site."""

    def __init__(self) -> None:
        self.overlays: Sequence[Path] = ()
        """Folders of private entries that go into the site; then it is not for the public."""
        self._pages: dict[str, Page] = {}
        self._origin = NOWHERE
        self._docs = ""

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add a file for every page of the catalogue, and what both languages share to the Dutch site."""
        root = Path(config.config_file_path).parent
        self._docs = Path(config.docs_dir).relative_to(root.absolute()).as_posix()
        catalogue = Catalogue.open([root, *self.overlays])
        config.extra["private"] = bool(catalogue.private)
        language: Language = "nl" if config.theme["language"] == "nl" else "en"
        site = _site_root(config, language)
        released = releases.history(root)
        shared = _shared(catalogue, root, site, released)
        self._origin = origin_of(config.repo_url, config.extra)
        guides = guides_of(Path(config.docs_dir), catalogue)
        pages = all_pages(catalogue, language, shared, site, self._origin, guides, released)
        self._pages = {f"{page.path}index.md": page for page in pages}
        for file in [one for one in files if one.src_uri.startswith(OF_MATERIALS_SEARCH)]:
            files.remove(file)
        config.extra["search"] = {"index": index_of(shared), "words": words_of(language)}
        for path in self._pages:
            files.append(File.generated(config, path, content="", inclusion=InclusionLevel.NOT_IN_NAV))
        managing = manage_files(catalogue, language, self._origin, config.site_name)
        for file in (*own_files(catalogue, language, site, released), *managing, *(shared if language == "nl" else ())):
            files.append(File.generated(config, file.path, content=file.content))
        assets = HERE / "assets"
        for asset in sorted(file for file in assets.rglob("*") if file.is_file() and file.suffix != ".md"):
            path = asset.relative_to(HERE).as_posix()
            files.append(File.generated(config, path, content=asset.read_bytes()))
        return files

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, **_: Any) -> str:  # noqa: ANN401
        """Give one of our pages its metadata, and a hand-written one the address of its file."""
        if own := self._pages.get(page.file.src_uri):
            page.meta = dict(own.meta)
        elif self._origin.forge:
            page.meta["improve"] = self._origin.forge.edit(f"{self._docs}/{page.file.src_uri}")
        return markdown

    def on_page_content(self, html: str, *, page: MkDocsPage, **_: Any) -> str:  # noqa: ANN401
        """Give one of our pages its content and table of contents."""
        own = self._pages.get(page.file.src_uri)
        if own is None:
            return html
        page.toc = get_toc(
            [{"level": one.level, "id": one.id, "name": one.text, "children": []} for one in own.headings]
        )
        page.present_anchor_ids = own.anchors
        return own.content

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Keep one page for what is not found: servers only know the one at the root, which is Dutch."""
        if config.theme["language"] != "nl":
            (Path(config.site_dir) / "404.html").unlink(missing_ok=True)


def _site_root(config: MkDocsConfig, language: Language) -> str:
    """The address of the whole portal, with a slash at its end; empty where it is not known."""
    address = config.site_url or ""
    return address.removesuffix(f"{SUBFOLDER[language]}/") if SUBFOLDER[language] else address


_SHARED: dict[str, list[SharedFile]] = {}


def _shared(catalogue: Catalogue, root: Path, site: str, released: History) -> list[SharedFile]:
    """The files that both languages share, made once for the two builds; what is wrong with releases is told once."""
    written = (*sorted((root / "ontology").glob("*.ttl")), *sorted((root / "docs").rglob("*.md")))
    sources = (file.read_bytes() for file in written)
    key = content_key([catalogue.digest.encode(), site.encode(), released.key.encode(), *sources])
    if key not in _SHARED:
        _SHARED.clear()
        for warning in released.warnings:
            logging.getLogger(__name__).warning("%s", warning[user_language()])
        _SHARED[key] = [*shared_files(catalogue, root / "ontology", site, released), *search_files(catalogue, root)]
    return _SHARED[key]


def build_portal(root: Path, output: Path | None = None, site_url: str = "", overlays: Sequence[Path] = ()) -> Path:
    """Build the whole portal; what stood there stays until the new one is complete.

    Args:
        root: The checkout.
        output: Where to; `site` in the checkout where it is None.
        site_url: The address at which the portal will be published, for canonical links and the sitemap.
        overlays: Folders of private entries to put in; then the portal is for an organisation's own network only.

    Returns:
        The folder that holds the portal.

    Raises:
        CatalogueError: Where an entry or vocabulary is faulty.
        FileExistsError: Where that folder holds something else, which would be lost.
        SystemExit: With status 1 after a warning or an error of MkDocs, which was printed.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    target = output or root / "site"
    _refuse_to_replace(target, root, overlays)
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        _build_into(root, work, site_url=site_url, strict=True, overlays=overlays)
        (work / MARK).write_text("kitoolkit build replaces this folder as a whole.\n", encoding="utf-8")
        old = work.with_name(work.name + "-old")
        if target.exists():
            target.rename(old)
        work.chmod(0o755)
        work.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def _refuse_to_replace(target: Path, root: Path, overlays: Sequence[Path]) -> None:
    """Stop before what somebody wrote would make way for a portal."""
    place = target.resolve()
    around = any(kept.resolve().is_relative_to(place) for kept in (root, *overlays))
    if around or any(place.is_relative_to((root / name).resolve()) for name in SOURCES):
        raise FileExistsError(f"{target} is where the portal is made from: choose another folder")
    if target.exists() and not _may_go(target):
        raise FileExistsError(f"{target} holds something that is no portal: choose another folder")


def _may_go(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    return not any(folder.iterdir()) or any((folder / name).is_file() for name in (MARK, SNAPSHOT_PATH))


def _build_into(root: Path, folder: Path, *, site_url: str, strict: bool, overlays: Sequence[Path]) -> None:
    """Build Dutch into a folder and English into its `en`."""
    with _fixed_time(root):
        for language in LANGUAGES:
            options: dict[str, Any] = {"site_dir": str(folder / SUBFOLDER[language]), "strict": strict}
            if site_url:
                options["site_url"] = f"{site_url.rstrip('/')}/{SUBFOLDER[language]}".rstrip("/") + "/"
            config = load_config(str(root / CONFIGS[language]), **options)
            for plugin in config.plugins.values():
                if isinstance(plugin, CataloguePlugin):
                    plugin.overlays = overlays
            try:
                mkdocs_build(config)
            except Abort as error:
                raise SystemExit(1) from error


@contextmanager
def _fixed_time(root: Path) -> Iterator[None]:
    """Let what MkDocs dates carry the newest date in the catalogue, so that equal input gives equal bytes."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        last = Dates.of_all(Catalogue.open(root), edits.read(root)).last
        newest = datetime.fromisoformat(last).replace(tzinfo=UTC)
        os.environ["SOURCE_DATE_EPOCH"] = str(int(newest.timestamp()))
    try:
        yield
    finally:
        if given is None:
            del os.environ["SOURCE_DATE_EPOCH"]


def serve_portal(root: Path, address: str, overlays: Sequence[Path] = ()) -> None:
    """Build into a temporary folder, serve it, and build again when a source changes."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    host, _, port = address.rpartition(":")
    with tempfile.TemporaryDirectory(prefix="kitoolkit-serve-") as folder:
        server = _server(root, Path(folder), host, int(port), overlays)
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            server.shutdown()


def _server(root: Path, folder: Path, host: str, port: int, overlays: Sequence[Path]) -> LiveReloadServer:
    log = logging.getLogger("mkdocs.commands.build")

    def build() -> None:
        start = time.monotonic()
        texts.cache_clear()
        _build_into(root, folder, site_url=f"http://{host}:{port}/", strict=False, overlays=overlays)
        log.info("Built in %.1f seconds", time.monotonic() - start)

    def rebuild() -> None:
        """A faulty entry is reported; readers keep the last sound site."""
        try:
            build()
        except CatalogueError as error:
            log.error("%s", error)

    build()
    server = LiveReloadServer(builder=rebuild, host=host, port=port, root=str(folder))
    for watched in ("catalogue", "ontology", "docs", *CONFIGS.values()):
        server.watch(str(root / watched))
    for overlay in overlays:
        server.watch(str(overlay))
    for watched in ("templates", "theme", "assets", "texts.yaml"):
        server.watch(str(HERE / watched))
    return server
