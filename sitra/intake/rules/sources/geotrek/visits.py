"""Touristic contents and events of a Geotrek: lodging, visits, activities, what takes place."""

from collections.abc import Iterator, Mapping
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.intake.rules import parts, wording
from sitra.intake.rules.draft import Draft
from sitra.intake.rules.sources.geotrek import media
from sitra.intake.rules.sources.geotrek.treks import commune, named, point
from sitra.intake.rules.sources.geotrek.words import (
    CONTENTS,
    EVENTS,
    Json,
    Words,
    paragraphs,
    published,
    texts,
    within,
)
from sitra.kit.texts import fold

_EVENT = "FETE_ET_MANIFESTATION"
_LEISURE = 1974


def content(row: Json, words: Words, number: str) -> Draft | str:
    """Write a content; or say why it cannot be (French sentence)."""
    heard = list(_heard(row, words))
    shape = next((CONTENTS[one] for one in heard if one in CONTENTS), None)
    if shape is None:
        return (
            f"Aucun type d'objet ne correspond à « {', '.join(heard) or 'sans catégorie'} » : "
            "ajoutez cette catégorie à la table de correspondance (contents.csv)."
        )
    block: dict[str, Any] = {}
    if shape["main"]:
        block[shape["main"]] = parts.ref(shape["vocabulary"], int(shape["term"]))
    if shape["several"]:
        block[shape["several"]] = parts.refs(shape["family"], [int(shape["further"])])
    kind = Kind(shape["kind"])
    return _draft(row, kind.value, number, {kind.block: block})


def event(row: Json, words: Words, number: str) -> Draft:
    """Write an event, with its days."""
    known = next(
        (EVENTS[one] for one in words.heard("touristicevent_type", [row.get("type")]) if one in EVENTS), None
    )
    block = {
        "typesManifestation": parts.refs(
            "FeteEtManifestationType", [int(known["manifestation"]) if known else _LEISURE]
        ),
        "categories": parts.refs(
            "FeteEtManifestationCategorie", [int(known["category"]) if known and known["category"] else None]
        ),
        "nomLieu": wording.line(str(row.get("meeting_point") or "")),
    }
    return _draft(row, _EVENT, number, {"informationsFeteEtManifestation": block, "ouverture": _days(row)})


def _heard(row: Json, words: Words) -> Iterator[str]:
    """Give the folded words of a content: those of its types, then that of its category."""
    category = words.row("touristiccontent_category", row.get("category"))
    chosen = row.get("types") if isinstance(row.get("types"), Mapping) else {}
    for group in category.get("types", ()):
        wanted = chosen.get(str(group.get("id")), ())  # type: ignore[union-attr]
        for value in group.get("values", ()):
            if value.get("id") in wanted and (said := texts(value.get("label")).get("fr")):
                yield fold(said)
    if said := texts(category.get("label")).get("fr"):
        yield fold(said)


def _draft(row: Json, kind: str, number: str, blocks: Json) -> Draft:
    languages = published(row)
    teaser, detail = (within(texts(row.get(key)), languages) for key in ("description_teaser", "description"))
    practical = paragraphs(("practical_info", within(texts(row.get("practical_info")), languages)))
    document = {
        "nom": parts.label(named(row)),
        "informations": {
            "moyensCommunication": parts.contacts(
                (parts.MAIL, str(row.get("email") or "")), (parts.SITE, str(row.get("website") or ""))
            )
        },
        "presentation": {
            "descriptifCourt": parts.label(
                {code: parts.short(one) for code, one in (teaser or detail).items()}
            ),
            "descriptifDetaille": parts.label(detail),
        },
        "localisation": {"geolocalisation": point(_spot(row))},
        "prestations": {"complementAccueil": parts.label(practical)},
        "illustrations": media.illustrations(row),
        "multimedias": media.others(row, languages),
        **blocks,
    }
    return Draft(
        number, kind, parts.filled(document), commune(row), parts.day(str(row.get("update_datetime", "")))
    )


def _spot(row: Json) -> Any:
    found = (row.get("geometry") or {}).get("coordinates")
    while isinstance(found, list) and found and isinstance(found[0], list):
        found = found[0]
    return found


def _days(row: Json) -> dict[str, Any]:
    first = parts.day(str(row.get("begin_date") or ""))
    last = parts.day(str(row.get("end_date") or "")) or first
    if not first:
        return {}
    period = {
        "identifiant": 1,
        "dateDebut": first,
        "dateFin": max(first, last),
        "type": "OUVERTURE_TOUS_LES_JOURS",
        "tousLesAns": False,
    }
    return {"periodesOuvertures": [period]}
