"""The guide: the pages of `docs/guide`, by task, as people read them beside their work."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sitra.kit.errors import Unknown

INDEX = "index"
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page: its title, and the anchor that leads to it."""

    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the guide: its title, its parts, and its text as HTML without the title."""

    title: str
    parts: tuple[Part, ...]
    html: SafeString


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what the guide has: the roles, then the tasks."""
    return _shown(request, INDEX)


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one page of the guide."""
    return _shown(request, name)


@cache
def names() -> frozenset[str]:
    """Name the pages: what is asked is looked up here, and never made into a path."""
    return frozenset(path.stem for path in _folder().glob("*.md"))


@cache
def leaf(name: str) -> Leaf:
    """Read a page, once: a guide does not change while the program runs."""
    return written((_folder() / f"{name}.md").read_text(encoding="utf-8"))


def written(text: str) -> Leaf:
    """Write Markdown as a page; HTML in it shows as text."""
    tokens = _MARKDOWN.parse(text)
    title, parts = "", list[Part]()
    kept = list(tokens)
    for opened, inner in pairwise(tokens):
        if opened.type != "heading_open":
            continue
        if opened.tag == "h1":
            title = inner.content
            kept = kept[kept.index(opened) + 3 :]
            continue
        anchor = slugify(inner.content)
        opened.attrSet("id", anchor)
        if opened.tag == "h2":
            parts.append(Part(inner.content, anchor))
    _lead(kept)
    html = _MARKDOWN.renderer.render(kept, _MARKDOWN.options, {})
    # A table may be wider than a telephone: it is scrolled, by keyboard too.
    html = html.replace("<table>", '<div class="scroll" tabindex="0"><table class="table">')
    html = html.replace("</table>", "</table></div>")
    return Leaf(title, tuple(parts), mark_safe(html))  # noqa: S308 - HTML is off in what was read


def _lead(tokens: Sequence[Token]) -> None:
    """Lead the links between pages to their addresses here, and images to where they are served."""
    for token in tokens:
        for child in token.children or ():
            href, source = str(child.attrGet("href") or ""), str(child.attrGet("src") or "")
            if source:
                child.attrSet("src", static(f"guide/{Path(source).name}"))
                child.attrSet("loading", "lazy")
            file, _, anchor = href.partition("#")
            if file.endswith(".md") and "/" not in file:
                child.attrSet("href", _address(file.removesuffix(".md")) + (f"#{anchor}" if anchor else ""))


def _address(name: str) -> str:
    return reverse("site:guide") if name == INDEX else reverse("site:guide-page", args=(name,))


def _folder() -> Path:
    return Path(settings.GUIDE_DIR)


def _shown(request: HttpRequest, name: str) -> HttpResponse:
    if name not in names():
        raise Unknown("Le guide n'a pas de page de ce nom.")
    context = {"here": "guide", "leaf": leaf(name), "index": name == INDEX}
    return render(request, "site/manual.html", context)
