"""The field guide: what may be written in each field of a record."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from sitra.catalog.rules.guide import GuideEntry, entries
from sitra.catalog.rules.json_schema import schema
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import Section
from sitra.kit.errors import Unknown
from sitra.kit.texts import fold
from sitra.vocabulary import queries as vocabulary
from sitra.vocabulary.rules import names
from sitra.vocabulary.rules.atlas import Atlas

PAGE = 40
"""Fields on a page."""
TERMS = 8
"""Terms named for a field that takes one."""
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Sought:
    """What a reader of the guide asks for."""

    words: str = ""
    kind: Kind | None = None
    section: Section | None = None

    def href(self, page: int = 1, *, section: Section | None = None, anchor: str = "") -> str:
        """Write the address of a page of these fields, or of those of another section."""
        section = section or self.section
        asked = {
            "mots": self.words,
            "type": self.kind.value if self.kind else "",
            "partie": section.value if section else "",
            "page": str(page) if page > 1 else "",
        }
        query = urlencode({name: value for name, value in asked.items() if value})
        return reverse("site:fields") + (f"?{query}" if query else "") + (f"#{anchor}" if anchor else "")

    def keeps(self, entry: GuideEntry) -> bool:
        """Say whether a field answers the words and the kind."""
        if self.kind and entry.kinds and self.kind not in entry.kinds:
            return False
        return all(word in entry.sought for word in fold(self.words).split())


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the fields that answer the words, the kind and the section, a page at a time."""
    language, known = _language(), vocabulary.atlas()
    sought = _read(request)
    kept = [entry for entry in entries(language) if sought.keeps(entry)]
    shown = [entry for entry in kept if sought.section in (None, entry.section)]
    last = max(1, ceil(len(shown) / PAGE))
    asked = request.GET.get("page", "")
    number = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < len("100000") else 1
    context = {
        "here": "fields",
        "sought": sought,
        "total": len(shown),
        "every": len(entries(language)),
        "fields": [_shown(entry, known, language) for entry in shown[(number - 1) * PAGE : number * PAGE]],
        "kinds": [(kind, kind.label(language)) for kind in Kind],
        "kind_label": sought.kind.label(language) if sought.kind else "",
        "sections": _sections(kept, sought, language),
        "all_sections": Sought(sought.words, sought.kind).href(),
        "turning": {
            "number": number,
            "last": last,
            "before": sought.href(number - 1) if number > 1 else "",
            "after": sought.href(number + 1) if number < last else "",
        },
    }
    return render(request, "site/guide/index.html", context)


@require_safe
def one(request: HttpRequest, anchor: str) -> HttpResponse:
    """Lead to a field, on whatever page of its section it stands today."""
    del request
    everything = entries(_language())
    found = next((entry for entry in everything if entry.anchor == anchor), None)
    if found is None:
        message = _("Aucun champ ne s’appelle « %(name)s ».") % {"name": anchor[:LONGEST]}
        raise Unknown(message)
    beside = [entry.anchor for entry in everything if entry.section is found.section]
    page = beside.index(anchor) // PAGE + 1
    return HttpResponseRedirect(Sought(section=found.section).href(page, anchor=anchor))


@require_safe
def json_schema(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the JSON Schema of the document of a kind."""
    del request
    if kind not in Kind:
        message = _("Aucun type de fiche ne s’appelle « %(name)s ».") % {"name": kind[:LONGEST]}
        raise Unknown(message)
    written = orjson.dumps(schema(Kind(kind)), option=orjson.OPT_INDENT_2)
    return HttpResponse(written, content_type="application/schema+json")


def _read(request: HttpRequest) -> Sought:
    """Read what is asked, leniently: what is not known is not asked."""
    asked = request.GET
    words = " ".join(asked.get("mots", "").replace("\x00", " ").split())[:LONGEST]
    kind, section = asked.get("type", ""), asked.get("partie", "")
    return Sought(
        words, Kind(kind) if kind in Kind else None, Section(section) if section in Section else None
    )


def _sections(kept: list[GuideEntry], sought: Sought, language: str) -> list[dict[str, object]]:
    counts = {section: sum(entry.section is section for entry in kept) for section in Section}
    return [
        {
            "label": section.label(language),
            "count": count,
            "href": sought.href(section=section),
            "current": section is sought.section,
        }
        for section, count in counts.items()
        if count
    ]


def _shown(entry: GuideEntry, known: Atlas, language: str) -> dict[str, object]:
    """Add to an entry what only a page needs; a term is shown by real ones."""
    example, terms, more = entry.example, list[str](), 0
    if entry.vocabulary:
        first = known.first(entry.vocabulary, TERMS)
        terms = [term.label(language) for term in first]
        more = known.count(entry.vocabulary).active - len(terms)
        if first and isinstance(example, dict):
            example = {**example, "id": first[0].id}
    return {
        "entry": entry,
        "terms": terms,
        "more": more,
        "example": json.dumps(example, ensure_ascii=False),
        "section": entry.section.label(language),
        "vocabulary": names.name(entry.vocabulary, language) if entry.vocabulary else "",
        "kinds": _kinds(entry, language),
    }


def _kinds(entry: GuideEntry, language: str) -> str:
    """Name the kinds that have a field, or those that do not when they are fewer."""
    if not entry.kinds:
        return ""
    others = [kind for kind in Kind if kind not in entry.kinds]
    if len(others) < len(entry.kinds):
        return _("tous sauf %(kinds)s") % {"kinds": _listed(others, language)}
    return _listed(entry.kinds, language)


def _listed(kinds: Iterable[Kind], language: str) -> str:
    return ", ".join(kind.label(language) for kind in kinds)


def _language() -> str:
    return "en" if get_language() == "en" else "fr"
