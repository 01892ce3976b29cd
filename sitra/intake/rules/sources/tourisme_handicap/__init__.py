"""Establishments with the Tourisme & Handicap label, as listed by the ministry in charge."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sitra.intake.rules import localities, manifests, parts, reading, wording
from sitra.intake.rules.draft import Draft, Refusal
from sitra.intake.rules.glance import Glance
from sitra.kit.texts import fold

SOURCE = manifests.source(__name__)
COLUMNS = (
    "nom etablissement",
    "adresse",
    "site web etablissement",
    "telephone etablissement",
    "commune",
    "cp",
    "activite",
    "handicaps",
    "siret",
)

type Refs = dict[str, tuple[str, int] | tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Shape:
    """The kind of a record and its block: field -> term, or list of terms."""

    kind: str
    block: str
    terms: Refs = field(default_factory=dict)


def _culture(number: int, *themes: int) -> Shape:
    return Shape(
        "PATRIMOINE_CULTUREL",
        "informationsPatrimoineCulturel",
        {
            "patrimoineCulturelType": ("PatrimoineCulturelType", number),
            "themes": tuple(("PatrimoineCulturelTheme", theme) for theme in themes),
        },
    )


def _equipment(rubric: int, *activities: int) -> Shape:
    return Shape(
        "EQUIPEMENT",
        "informationsEquipement",
        {
            "rubrique": ("EquipementRubrique", rubric),
            "activites": tuple(("EquipementActivite", one) for one in activities),
        },
    )


def _rental(number: int) -> Shape:
    return Shape(
        "HEBERGEMENT_LOCATIF",
        "informationsHebergementLocatif",
        {"hebergementLocatifType": ("HebergementLocatifType", number)},
    )


def _group(number: int) -> Shape:
    return Shape(
        "HEBERGEMENT_COLLECTIF",
        "informationsHebergementCollectif",
        {"hebergementCollectifType": ("HebergementCollectifType", number)},
    )


def _hotel(number: int) -> Shape:
    return Shape("HOTELLERIE", "informationsHotellerie", {"hotellerieType": ("HotellerieType", number)})


def _structure(number: int) -> Shape:
    return Shape("STRUCTURE", "informationsStructure", {"entiteType": ("StructureType", number)})


_RESTAURANT = Shape(
    "RESTAURATION",
    "informationsRestauration",
    {"restaurationType": ("RestaurationType", 2866)},
)
_CAMPSITE = Shape(
    "HOTELLERIE_PLEIN_AIR",
    "informationsHotelleriePleinAir",
    {"hotelleriePleinAirType": ("HotelleriePleinAirType", 2410)},
)
_OUTING = Shape("ACTIVITE", "informationsActivite", {"activiteType": ("ActiviteType", 1789)})

SHAPES = {
    "hotel": _hotel(2734),
    "camping": _CAMPSITE,
    "village de vacances": _group(2644),
    "residence de tourisme": _group(2649),
    "hebergement collectif": _group(2646),
    "chambre d hotes": _rental(2619),
    "meuble de tourisme": _rental(2620),
    "hebergement insolite": _rental(2626),
    "restaurant": _RESTAURANT,
    "cafe bar brasserie": _RESTAURANT,
    "parc a theme": _equipment(2993, 3392),
    "parc de loisir": _equipment(2993, 3402),
    "piscine": _equipment(2988, 3294),
    "lieu de visite": _culture(3203),
    "etablissement de loisir": _equipment(2993),
    "visite d entreprise": _culture(3204),
    "visite guidee": _culture(3205),
    "loisir educatif": _equipment(2991),
    "sport de nature": _OUTING,
    "sortie nature": _OUTING,
    "office de tourisme": _structure(3166),
    "partenaire de tourisme": _structure(3199),
}
"""Folded activity -> shape; an establishment with several takes the first one of this table."""

PLACES = {
    "musee": _culture(3201),
    "museum": _culture(3201),
    "ecomusee": _culture(3201),
    "historial": _culture(3201),
    "chateau": _culture(3203, 3495),
    "abbaye": _culture(3203, 3526),
    "jardin": _culture(3202),
    "jardins": _culture(3202),
    "arboretum": _culture(3202, 3464),
    "maison": _culture(3851),
}
"""Folded word of the name of a place to visit -> a closer shape."""

HANDICAPS = {
    "moteur": (1226, 3943, "motrice", "mobility"),
    "visuel": (1227, 1199, "visuelle", "visual"),
    "auditif": (1224, 1191, "auditive", "hearing"),
    "mental": (1225, 1196, "mentale", "intellectual"),
}
"""Handicap -> LabelTourismeHandicap, TourismeAdapte, and how it is said."""


def recognises(seen: Glance) -> bool:
    """Say whether a table has the columns of this source."""
    return seen.columns.issuperset(COLUMNS)


def expected(path: Path) -> int:
    """Count the lines of the table."""
    return reading.count_rows(path)


def read(path: Path) -> Iterator[Draft | Refusal]:
    """Read the list."""
    seen: set[str] = set()
    for row in reading.rows(path, COLUMNS):
        found = row if isinstance(row, Refusal) else _draft(row)
        if isinstance(found, Draft):
            if found.external_id in seen:
                found = Refusal(
                    row.place,
                    "Cet établissement figure deux fois dans la liste : la première est gardée.",
                )
            else:
                seen.add(found.external_id)
        yield found


def _draft(row: reading.Row) -> Draft | Refusal:
    title = wording.begin(wording.name(wording.paired(row["nom etablissement"])))
    shape = _shape(row, title)
    if not title or shape is None:
        return Refusal(
            row.place,
            f"Le nom manque ou l'activité « {row['activite']} » est inconnue : complétez la ligne.",
        )
    postal_code, number = row["cp"].zfill(5), wording.siret(row["siret"])
    document = {
        "nom": parts.label({"fr": title}),
        "informations": {
            "moyensCommunication": parts.contacts(
                (parts.PHONE, row["telephone etablissement"]),
                (parts.SITE, row["site web etablissement"]),
            ),
            "informationsLegales": {"siret": number},
        },
        "presentation": {"descriptifCourt": _summary(row)},
        "localisation": {"adresse": parts.address([row["adresse"]], postal_code)},
        "prestations": _welcome(row),
        shape.block: _block(shape),
    }
    return Draft(
        external_id=fold(f"{number} {postal_code} {title}").replace(" ", "-"),
        kind=shape.kind,
        document=parts.filled(document),
        commune=localities.hint(postal_code, wording.name(row["commune"])),
        changed_on="2020-05-05",
    )


def _shape(row: reading.Row, title: str) -> Shape | None:
    activities = {fold(one) for one in row["activite"].split(";")}
    first = next((one for one in SHAPES if one in activities), "")
    if first == "hotel" and "restaurant" in activities:
        return _hotel(2736)
    if first == "lieu de visite":
        words = fold(title).split()
        return next((PLACES[one] for one in words if one in PLACES), SHAPES[first])
    return SHAPES.get(first)


def _block(shape: Shape) -> dict[str, Any]:
    block: dict[str, Any] = {}
    for name, terms in shape.terms.items():
        if terms and isinstance(terms[0], tuple):
            block[name] = [parts.ref(*term) for term in terms if isinstance(term, tuple)]
        elif terms:
            kind, number = terms
            block[name] = parts.ref(str(kind), int(str(number)))
    return block


def _handicaps(row: reading.Row) -> list[tuple[int, int, str, str]]:
    named = {fold(one) for one in row["handicaps"].split(";")}
    return [found for word, found in HANDICAPS.items() if word in named]


def _welcome(row: reading.Row) -> dict[str, Any]:
    found = _handicaps(row)
    return {
        "tourismesAdaptes": parts.refs("TourismeAdapte", (one[1] for one in found)),
        "labelsTourismeHandicap": parts.refs("LabelTourismeHandicap", (one[0] for one in found)),
    }


def _summary(row: reading.Row) -> dict[str, Any]:
    found = _handicaps(row)
    if not found:
        return {}
    french = _listed([one[2] for one in found], "et")
    english = _listed([one[3] for one in found], "and")
    plural = "s" * (len(found) > 1)
    return parts.both(
        f"Établissement labellisé Tourisme & Handicap : déficience{plural} {french}.",
        f"Certified Tourisme & Handicap: {english} impairment{plural}.",
    )


def _listed(words: list[str], last: str) -> str:
    return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
