"""Objects of the national DATAtourisme platform, as its downloaded archives hold them."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sitra.intake.rules import archives, manifests, parts, wording
from sitra.intake.rules.draft import CommuneHint, Draft, Note, Refusal, Unreadable
from sitra.intake.rules.glance import Glance
from sitra.intake.rules.json_texts import LARGEST, Unsound
from sitra.intake.rules.sources.datatourisme import offers, shapes
from sitra.intake.rules.sources.datatourisme.offers import first, many, texts
from sitra.kit.texts import fold

type Json = Mapping[str, Any]

SOURCE = manifests.source(__name__)
FOLDER = "objects/"
_INDEX = "index.json"

LANGUAGES = {
    "fr": 1197,
    "en": 1192,
    "de": 1189,
    "es": 1194,
    "it": 1200,
    "nl": 1202,
    "ru": 1205,
    "zh": 1206,
    "pt": 4306,
    "ja": 4602,
    "ko": 4603,
    "da": 5118,
    "pl": 4604,
}
"""Code of a language -> term of Langue."""

_ADAPTED = 3943
_METRES = 1000


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
                f"L'archive « {path.name} » est abîmée ({_INDEX} illisible) : téléchargez-la de nouveau."
            ) from None


def _draft(place: str, thing: Json) -> Draft | Refusal:
    names = {code: wording.name(words) for code, words in texts(thing.get("rdfs:label")).items()}
    classes = [str(one) for one in many(thing.get("@type"))]
    title = names.get("fr") or next(iter(names.values()), "")
    chosen = shapes.shape(classes, title)
    if not title or not thing.get("@id"):
        return Refusal(place, "Cet objet n'a pas de nom ou pas d'identifiant : complétez-le.")
    if chosen is None:
        return Refusal(
            place,
            f"Aucun type d'objet ne correspond à {', '.join(classes)} : "
            "ajoutez cette classe à la table de correspondance.",
        )
    spot = first(thing.get("isLocatedAt"))
    document = {
        "nom": parts.label({**names, "fr": title}),
        "informations": {"moyensCommunication": _contacts(thing)},
        "presentation": _presentation(thing),
        "localisation": _localisation(spot),
        "prestations": _services(thing, spot, chosen, classes, title),
        "ouverture": offers.opening(spot),
        "descriptionTarif": offers.prices(thing.get("offers")),
        "illustrations": offers.pictures(thing),
        **_block(thing, chosen, classes, title),
    }
    return Draft(
        external_id=str(thing["@id"]).rsplit("/", 1)[-1],
        kind=chosen.kind,
        document=parts.filled(document),
        commune=_commune(spot),
        changed_on=parts.day(str(thing.get("lastUpdate", ""))),
    )


def _block(
    thing: Json, chosen: shapes.Shape, classes: Iterable[str], title: str
) -> dict[str, dict[str, Any]]:
    themes = [texts(one.get("rdfs:label")).get("fr", "") for one in many(thing.get("hasTheme"))]
    name, content = shapes.block(chosen, title, themes)
    if shapes.is_trail(chosen, classes):
        content["itineraire"] = _trail(thing, title)
    return {name: content}


def _trail(thing: Json, title: str) -> dict[str, Any]:
    """Write the trail: shape, distance in km, duration in minutes, climb in metres, when told."""
    words = fold(title).split()
    course = str(first(thing.get("hasTourType")).get("@id", "")).rpartition(":")[2]
    distance = parts.number(str(first(thing.get("tourDistance")) or ""))
    return {
        "denivellationPositive": parts.number(str(first(thing.get("highDifference")) or "")),
        "distance": distance / _METRES if distance else None,
        "dureeJournaliere": parts.number(str(first(thing.get("duration")) or "")),
        "itineraireType": shapes.COURSES.get(course) or ("BOUCLE" if shapes.LOOPS & set(words[:1]) else None),
    }


def _contacts(thing: Json) -> list[dict[str, Any]]:
    keys = (
        (parts.PHONE, "schema:telephone"),
        (parts.MAIL, "schema:email"),
        (parts.SITE, "foaf:homepage"),
    )
    return parts.contacts(
        *(
            (kind, str(value))
            for kind, key in keys
            for agent in many(thing.get("hasContact"))
            for value in many(agent.get(key))
        )
    )


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


def _services(
    thing: Json, spot: Json, chosen: shapes.Shape, classes: Iterable[str], title: str
) -> dict[str, Any]:
    spoken = (LANGUAGES.get(str(code)) for code in many(thing.get("availableLanguage")))
    adapted = [_ADAPTED] if thing.get("reducedMobilityAccess") is True else []
    return {
        "animauxAcceptes": "ACCEPTES" if spot.get("petsAllowed") is True else None,
        "languesParlees": parts.refs("Langue", spoken),
        "tourismesAdaptes": parts.refs("TourismeAdapte", adapted),
        "typesClientele": shapes.riders(title) if shapes.is_trail(chosen, classes) else [],
    }
