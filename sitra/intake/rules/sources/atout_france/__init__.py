"""Classified lodging as Atout France publishes it: hotels, campsites, residences, villages."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sitra.intake.rules import localities, manifests, parts, reading, wording
from sitra.intake.rules.draft import Draft, Refusal
from sitra.intake.rules.glance import Glance
from sitra.kit.texts import fold

SOURCE = manifests.source(__name__)
COLUMNS = (
    "date de classement",
    "typologie etablissement",
    "classement",
    "nom commercial",
    "adresse",
    "code postal",
    "commune",
    "site internet",
)
_PEOPLE = "capacite d accueil personnes"
_ROOMS = "nombre de chambres"
_PITCHES = "nombre d emplacements"
_UNITS = "nombre d unites d habitation residences de tourisme"
_DWELLINGS = "nombre de logements villages de vacances"


@dataclass(frozen=True, slots=True)
class Lodging:
    """How a type of lodging is written: kind, block, type, stars, and where each figure goes."""

    kind: str
    block: str
    type_field: str
    type_name: str
    type_number: int
    stars_field: str
    stars_name: str
    stars: tuple[int, ...]
    figures: tuple[tuple[str, str], ...]
    words: tuple[str, str]


_HOTEL_STARS = (2748, 2749, 2750, 2751, 2758)
_SITE_STARS = (2541, 2543, 2546, 2548, 2561)
_GROUP_STARS = (2658, 2659, 2660, 2661, 2662)


def _site(number: int, french: str, english: str) -> Lodging:
    return Lodging(
        "HOTELLERIE_PLEIN_AIR",
        "informationsHotelleriePleinAir",
        "hotelleriePleinAirType",
        "HotelleriePleinAirType",
        number,
        "classement",
        "HotelleriePleinAirClassement",
        _SITE_STARS,
        (("nombreEmplacementsClasses", _PITCHES),),
        (french, english),
    )


def _group(number: int, units: str, french: str, english: str) -> Lodging:
    return Lodging(
        "HEBERGEMENT_COLLECTIF",
        "informationsHebergementCollectif",
        "hebergementCollectifType",
        "HebergementCollectifType",
        number,
        "classementPrefectoral",
        "HebergementCollectifClassementPrefectoral",
        _GROUP_STARS,
        (
            ("capaciteTotaleClassee", _PEOPLE),
            ("nombreChambres", _ROOMS),
            ("nombreHebergementsClasses", units),
        ),
        (french, english),
    )


HOTEL = Lodging(
    "HOTELLERIE",
    "informationsHotellerie",
    "hotellerieType",
    "HotellerieType",
    2734,
    "classement",
    "HotellerieClassement",
    _HOTEL_STARS,
    (("nombreChambresClassees", _ROOMS), ("nombreTotalPersonnes", _PEOPLE)),
    ("Hôtel", "Hotel"),
)
LODGINGS = {
    "hotel de tourisme": HOTEL,
    "camping": _site(2410, "Camping", "Campsite"),
    "parc residentiel de loisirs": _site(2413, "Parc résidentiel de loisirs", "Holiday park"),
    "residence de tourisme": _group(2649, _UNITS, "Résidence de tourisme", "Holiday residence"),
    "village de vacances": _group(2644, _DWELLINGS, "Village de vacances", "Holiday village"),
    "auberge collective": _group(6142, _UNITS, "Auberge collective", "Hostel"),
}
"""Folded type of the register -> how it is written."""

_RESTAURANT_HOTEL = 2736
_NATURAL_SITE, _RANKED_SITE = 2416, 2550
_COUNTED = (
    (_ROOMS, "chambres", "rooms"),
    (_PITCHES, "emplacements", "pitches"),
    (_UNITS, "logements", "units"),
    (_DWELLINGS, "logements", "units"),
)


def recognises(seen: Glance) -> bool:
    """Say whether a table has the columns of this source."""
    return seen.columns.issuperset(COLUMNS)


def expected(path: Path) -> int:
    """Count the lines of the table."""
    return reading.count_rows(path)


def read(path: Path) -> Iterator[Draft | Refusal]:
    """Read the register."""
    seen: set[str] = set()
    for row in reading.rows(path, COLUMNS):
        found = row if isinstance(row, Refusal) else _draft(row)
        if isinstance(found, Draft):
            if found.external_id in seen:
                found = Refusal(
                    found.external_id,
                    "Cet établissement figure deux fois dans le fichier : la première est gardée.",
                )
            else:
                seen.add(found.external_id)
        yield found


def _draft(row: reading.Row) -> Draft | Refusal:
    lodging = LODGINGS.get(fold(row["typologie etablissement"]))
    if lodging is None:
        return Refusal(
            row.place,
            f"Typologie inconnue : « {row['typologie etablissement']} ». "
            "Corrigez la ligne ou ajoutez cette typologie à la table de correspondance.",
        )
    title = wording.name(row["nom commercial"])
    if not title:
        return Refusal(row.place, "Le nom commercial manque : complétez la ligne.")
    postal_code = row["code postal"].zfill(5)
    document = {
        "nom": parts.label({"fr": title}),
        "informations": {"moyensCommunication": parts.contacts((parts.SITE, row["site internet"]))},
        "presentation": {"descriptifCourt": _summary(row, lodging)},
        "localisation": {
            "adresse": parts.address([row["adresse"]], postal_code),
            "geolocalisation": parts.point(row["latitude"], row["longitude"]),
        },
        lodging.block: _block(row, lodging),
    }
    return Draft(
        external_id=fold(f"{postal_code} {title} {row['adresse']}").replace(" ", "-"),
        kind=lodging.kind,
        document=parts.filled(document),
        commune=localities.hint(postal_code, wording.name(row["commune"])),
        changed_on=parts.day(row["date de classement"]),
    )


def _block(row: reading.Row, lodging: Lodging) -> dict[str, Any]:
    """Write the block of the kind: type, stars, date and figures."""
    return {
        lodging.type_field: parts.ref(lodging.type_name, _type(row, lodging)),
        lodging.stars_field: parts.ref(lodging.stars_name, _stars(row, lodging)),
        "dateClassement": parts.day(row["date de classement"]),
        "capacite": {field: parts.number(row[column]) for field, column in lodging.figures},
    }


def _type(row: reading.Row, lodging: Lodging) -> int:
    words = fold(row["nom commercial"]).split()
    if lodging is HOTEL and "restaurant" in words:
        return _RESTAURANT_HOTEL
    return _NATURAL_SITE if _is_natural(row) else lodging.type_number


def _is_natural(row: reading.Row) -> bool:
    return fold(row["classement"]) == "aire naturelle"


def _rank(row: reading.Row) -> int:
    """Count the stars, 0 when there are none."""
    first = row["classement"][:1]
    return int(first) if first in set("12345") else 0


def _stars(row: reading.Row, lodging: Lodging) -> int | None:
    if _is_natural(row):
        return _RANKED_SITE
    rank = _rank(row)
    return lodging.stars[rank - 1] if rank else None


def _summary(row: reading.Row, lodging: Lodging) -> dict[str, Any]:
    """Say in a sentence what the register says: type, stars, size."""
    french, english = ("Aire naturelle", "Natural camping area") if _is_natural(row) else lodging.words
    rank = _rank(row)
    if rank:
        french = f"{french} classé{_feminine(lodging)} {rank} étoile{'s' * (rank > 1)}"
        english = f"{rank}-star {english[0].lower()}{english[1:]}"
    counted = ((parts.number(row[column]), fr, en) for column, fr, en in _COUNTED)
    size = next(((count, fr, en) for count, fr, en in counted if count and count > 1), None)
    if size:
        french += f", {size[0]} {size[1]}"
        english += f", {size[0]} {size[2]}"
    return parts.both(f"{french}.", f"{english[0].upper()}{english[1:]}.")


def _feminine(lodging: Lodging) -> str:
    return "e" if lodging.words[0].startswith(("Résidence", "Auberge")) else ""
