"""Pictures, films and files of a Geotrek record, as links: nothing is copied, and who made it is said."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sitra.intake.rules import parts, wording
from sitra.intake.rules.sources.geotrek.words import Json, Languages, texts

_TYPES = {"image": "IMAGE", "video": "VIDEO", "audio": "SON"}
_LONGEST = 250
_TRACES = (("gpx", "Trace GPX", "GPX track"), ("kml", "Trace KML", "KML track"))


def illustrations(row: Json) -> list[dict[str, Any]]:
    """Write the pictures."""
    return [one for one in _attached(row) if one["type"] == "IMAGE"]


def others(row: Json, languages: Languages) -> list[dict[str, Any]]:
    """Write films and files, the traces of a trail, and its printed sheet in the languages published."""
    found = [one for one in _attached(row) if one["type"] != "IMAGE"]
    found += [
        _linked("PLAN", parts.both(french, english), [_file("fr", site)])
        for kind, french, english in _TRACES
        if (site := wording.site(str(row.get(kind) or "")))
    ]
    sheets = row.get("pdf")
    if isinstance(sheets, Mapping):
        files = [
            _file(code, site)
            for code, address in sheets.items()
            if (languages is None or code in languages) and (site := wording.site(str(address or "")))
        ]
        if files:
            found.append(_linked("DOCUMENT", parts.both("Fiche à imprimer", "Printable sheet"), files))
    return found


def _attached(row: Json) -> Iterator[dict[str, Any]]:
    for one in _each(row.get("attachments")):
        site = wording.site(str(one.get("url") or ""))
        if not site:
            continue
        kind = _TYPES.get(str(one.get("type")), "DOCUMENT")
        written = _linked(kind, parts.label(_short(one.get("title"))), [_file("fr", site)])
        yield {**written, "legende": parts.label(_short(one.get("legend"))), "copyright": _credit(one)}


def _each(value: Any) -> Iterator[Json]:
    for one in value if isinstance(value, list) else ():
        if isinstance(one, Mapping):
            yield one


def _short(value: Any) -> dict[str, str]:
    return {code: wording.line(words)[:_LONGEST].strip() for code, words in texts(value).items()}


def _credit(one: Json) -> dict[str, Any]:
    """Say whose it is and under which licence."""
    named = one.get("license")
    licence = named.get("label", "") if isinstance(named, Mapping) else str(named or "")
    said = " – ".join(part for part in (wording.line(str(one.get("author") or "")), licence) if part)
    return parts.label({"fr": said[:_LONGEST].strip()})


def _linked(kind: str, name: dict[str, Any], files: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"link": True, "type": kind, "nom": name, "traductionFichiers": list(files)}


def _file(language: str, site: str) -> dict[str, Any]:
    """Write the link to a file; its extension is that of the address."""
    last = site.partition("?")[0].rsplit("/", 1)[-1]
    stem, dot, extension = last.rpartition(".")
    known = bool(stem and dot and extension.isalnum() and len(extension) <= len("jsonld"))
    return {
        "locale": language,
        "url": site,
        "extension": extension.lower() if known else None,
        "fileName": last if known else None,
    }
