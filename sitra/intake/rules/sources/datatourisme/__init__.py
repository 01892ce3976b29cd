"""Objects of the national DATAtourisme platform, as its downloaded archives hold them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sitra.catalog.rules.tree import tree
from sitra.intake.rules import archives, manifests, parts, wording
from sitra.intake.rules.draft import CommuneHint, Draft, Note, Refusal, Unreadable
from sitra.intake.rules.glance import Glance
from sitra.intake.rules.json_texts import LARGEST, Unsound
from sitra.intake.rules.sources.datatourisme import offers, shapes
from sitra.intake.rules.sources.datatourisme.graph import Json, first, ids, many, texts
from sitra.intake.rules.sources.datatourisme.opening import opening
from sitra.kit.texts import fold

SOURCE = manifests.source(__name__)
FOLDER = "objects/"
_INDEX = "index.json"

_METRES = 1000
_LOOPS = frozenset({"boucle", "circuit", "tour"})
"""Folded first words by which a trail is known to come back to its start."""
_COURSES = {
    "Loop": "BOUCLE",
    "RoundTrip": "ALLER_RETOUR",
    "OpenJaw": "ALLER_ITINERANCE",
    "Itinerancy": "ALLER_ITINERANCE",
}
"""Tour type of the ontology -> shape of a trail."""


def recognises(seen: Glance) -> bool:
    """Say whether an archive holds objects."""
    return any(name.startswith(FOLDER) for name in seen.names)


def expected(path: Path) -> int:
    """Count the objects of the archive."""
    return sum(name.startswith(FOLDER) for name in archives.names(path))


def read(path: Path) -> Iterator[Draft | Refusal | Note]:
    """Read an archive: one JSON-LD file per object under `objects/`."""
    _check_index(path)
    for found in archives.members(path, FOLDER):
        if isinstance(found, Refusal | Note):
            yield found
            continue
        name, thing = found
        try:
            yield _draft(name, thing)
        except (AttributeError, TypeError, ValueError, KeyError):
            yield Refusal(
                name,
                "Cet objet n'a pas la forme attendue d'un flux DATAtourisme : redemandez-le à la source.",
            )


def _check_index(path: Path) -> None:
    """Read the index of an archive, when it has a short one, to be sure that it is whole."""
    with archives.opened(path) as archive:
        try:
            if _INDEX in archive.names and archive.size(_INDEX) <= LARGEST:
                archive.json(_INDEX)
        except Unsound:
            raise Unreadable(
                f"{archive.called} a un {_INDEX} abîmé : téléchargez le flux de nouveau."
            ) from None


def _draft(place: str, thing: Json) -> Draft | Refusal:
    names = {code: wording.name(words) for code, words in texts(thing.get("rdfs:label")).items()}
    classes = [str(one) for one in many(thing.get("@type"))]
    title = names.get("fr") or next(iter(names.values()), "")
    chosen = shapes.shape(classes, str(first(thing.get("dc:identifier")) or ""), title)
    if not title or not thing.get("@id"):
        return Refusal(place, "Cet objet n'a pas de nom ou pas d'identifiant : complétez-le.")
    if chosen is None:
        return Refusal(
            place,
            f"Aucun type d'objet ne correspond à {', '.join(classes)} : "
            "ajoutez cette classe à la table de correspondance.",
        )
    spot = first(thing.get("isLocatedAt"))
    pictures, files = offers.media(thing)
    document = {
        "nom": parts.label({**names, "fr": title}),
        "informations": {"moyensCommunication": _contacts(thing.get("hasContact"))},
        "presentation": _presentation(thing),
        "localisation": _localisation(spot),
        "prestations": {"animauxAcceptes": _pets(thing, spot)},
        "ouverture": opening(thing, spot),
        "descriptionTarif": offers.prices(thing.get("offers")),
        "reservation": {"organismes": list(_booking(thing, title))},
        "illustrations": pictures,
        "multimedias": files,
    }
    document = parts.filled(document)
    shapes.write(document, thing, spot, chosen, title)
    if shapes.is_trail(chosen):
        document[chosen.kind.block]["itineraire"] = _trail(thing, title)
    return Draft(
        external_id=str(thing["@id"]).rsplit("/", 1)[-1],
        kind=chosen.kind.value,
        document=parts.filled(shapes.known(document, tree(chosen.kind))),
        commune=_commune(spot),
        changed_on=parts.day(str(thing.get("lastUpdate", ""))),
    )


def _trail(thing: Json, title: str) -> dict[str, Any]:
    """Write the trail: shape, distance in km, duration in minutes, climb in metres, when told."""
    words = fold(title).split()
    course = next(iter(ids(many(thing.get("hasTourType")))), "")
    distance = parts.number(str(first(thing.get("tourDistance")) or ""))
    return {
        "denivellationPositive": parts.number(str(first(thing.get("highDifference")) or "")),
        "distance": distance / _METRES if distance else None,
        "dureeJournaliere": parts.number(str(first(thing.get("duration")) or "")),
        "itineraireType": _COURSES.get(course) or ("BOUCLE" if _LOOPS & set(words[:1]) else None),
    }


def _contacts(agents: Any) -> list[dict[str, Any]]:
    keys = (
        (parts.PHONE, "schema:telephone"),
        (parts.FAX, "schema:faxNumber"),
        (parts.MAIL, "schema:email"),
        (parts.SITE, "foaf:homepage"),
    )
    return parts.contacts(
        *(
            (kind, str(value))
            for kind, key in keys
            for agent in many(agents)
            for value in many(agent.get(key))
        )
    )


def _booking(thing: Json, title: str) -> Iterator[dict[str, Any]]:
    """Write who takes bookings, and how."""
    for agent in many(thing.get("hasBookingContact")):
        if ways := _contacts([agent]):
            name = wording.name(str(first(agent.get("schema:legalName")) or "")) or title
            yield {"nom": name, "moyensCommunication": ways}


def _pets(thing: Json, spot: Json) -> str | None:
    """Say whether pets are welcome: as the place says, else as a feature does."""
    told = [one.get("petsAllowed") for one in (spot, *many(thing.get("hasFeature")))]
    said = next((one for one in told if isinstance(one, bool)), None)
    return None if said is None else "ACCEPTES" if said else "NON_ACCEPTES"


def _presentation(thing: Json) -> dict[str, Any]:
    """Write the texts: a summary of at most 255 characters, and the rest at length."""
    told = first(thing.get("hasDescription"))
    brief = texts(told.get("shortDescription")) or texts(thing.get("rdfs:comment"))
    full = texts(told.get("dc:description"))
    codes = dict.fromkeys([*brief, *full])
    short = {code: parts.short(wording.clean(brief.get(code) or full[code])) for code in codes}
    long = {code: wording.clean(full.get(code) or brief[code]) for code in codes}
    kept = {code: words for code, words in long.items() if words.split() != short[code].split()}
    return {"descriptifCourt": parts.label(short), "descriptifDetaille": parts.label(kept)}


def _localisation(spot: Json) -> dict[str, Any]:
    where = first(spot.get("schema:address"))
    geo = first(spot.get("schema:geo"))
    placed = parts.point(str(geo.get("schema:latitude", "")), str(geo.get("schema:longitude", "")))
    altitude = parts.number(str(geo.get("schema:elevation", "")))
    return {
        "adresse": parts.address(map(str, many(where.get("schema:streetAddress"))), _postal_code(where)),
        "geolocalisation": {**(placed or {}), "altitude": altitude},
    }


def _postal_code(where: Json) -> str:
    return str(first(where.get("schema:postalCode")) or "")


def _commune(spot: Json) -> CommuneHint:
    where = first(spot.get("schema:address"))
    city = first(where.get("hasAddressCity"))
    return CommuneHint(
        code=str(city.get("insee", "")),
        postal_code=_postal_code(where),
        name=str(first(where.get("schema:addressLocality")) or ""),
    )
