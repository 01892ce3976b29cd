"""Records in the words of schema.org, as JSON-LD: a type for each kind, a line for each property."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson

from sitra.catalog.rules.kinds import Kind
from sitra.formats.rules.v1 import schema_org_values as values
from sitra.formats.rules.v1.schema_org_values import Record, Speech

MEDIA_TYPE = "application/ld+json"
CONTEXT = "https://schema.org"

TYPES: Mapping[Kind, str] = {
    Kind.ACTIVITE: "TouristAttraction",
    Kind.COMMERCE_ET_SERVICE: "LocalBusiness",
    Kind.DEGUSTATION: "LocalBusiness",
    Kind.DOMAINE_SKIABLE: "SkiResort",
    Kind.EQUIPEMENT: "CivicStructure",
    Kind.FETE_ET_MANIFESTATION: "Event",
    Kind.HEBERGEMENT_COLLECTIF: "LodgingBusiness",
    Kind.HEBERGEMENT_LOCATIF: "LodgingBusiness",
    Kind.HOTELLERIE: "Hotel",
    Kind.HOTELLERIE_PLEIN_AIR: "Campground",
    Kind.PATRIMOINE_CULTUREL: "TouristAttraction",
    Kind.PATRIMOINE_NATUREL: "TouristAttraction",
    Kind.RESTAURATION: "Restaurant",
    Kind.SEJOUR_PACKAGE: "TouristTrip",
    Kind.STRUCTURE: "Organization",
    Kind.TERRITOIRE: "TouristDestination",
}
LODGING = frozenset({"Hotel", "Campground", "LodgingBusiness"})
BUSINESS = LODGING | {"LocalBusiness", "SkiResort", "Restaurant"}
PLACE = BUSINESS | {"TouristAttraction", "CivicStructure", "TouristDestination"}
REACHED = BUSINESS | {"Organization"}
EVENT = frozenset({"Event"})


@dataclass(frozen=True, slots=True)
class Line:
    """A property, the paths of the catalogue it is made of, and how; `types` are those that have it."""

    name: str
    paths: tuple[str, ...]
    make: Callable[[Record, Speech], Any]
    types: frozenset[str] | None = None


_WAYS = ("informations.moyensCommunication",)
_WHERE = ("localisation.adresse", "localisation.geolocalisation", "informationsFeteEtManifestation.nomLieu")
_OPENING = ("ouverture.periodesOuvertures",)

LINES: tuple[Line, ...] = (
    Line("name", ("nom",), values.text("nom")),
    Line("identifier", ("identifier",), lambda record, _: record.get("identifier")),
    Line(
        "description",
        ("presentation.descriptifCourt", "presentation.descriptifDetaille"),
        lambda record, speech: (
            values.text("presentation", "descriptifCourt")(record, speech)
            or values.text("presentation", "descriptifDetaille")(record, speech)
        ),
    ),
    Line("image", ("illustrations",), values.pictures),
    Line("url", _WAYS, values.way(205)),
    Line("sameAs", _WAYS, values.ways(207, 3755, 7221)),
    Line("telephone", _WAYS, values.way(201, 206), PLACE | REACHED),
    Line("faxNumber", _WAYS, values.way(202), PLACE | REACHED),
    Line("email", _WAYS, values.way(204), REACHED),
    Line("address", ("localisation.adresse",), values.address, PLACE | REACHED),
    Line("geo", ("localisation.geolocalisation",), values.geo, PLACE),
    Line("location", _WHERE, values.location, EVENT),
    Line("startDate", _OPENING, values.bound("dateDebut", min), EVENT),
    Line("endDate", _OPENING, values.bound("dateFin", max), EVENT),
    Line("openingHoursSpecification", _OPENING, values.hours, PLACE),
    Line("offers", ("descriptionTarif.periodes",), values.offers, EVENT | {"TouristTrip"}),
    Line("priceRange", ("descriptionTarif.periodes",), values.price_range, BUSINESS),
    Line(
        "isAccessibleForFree",
        ("descriptionTarif.indicationTarif",),
        lambda record, _: record.get("descriptionTarif", {}).get("indicationTarif") == "GRATUIT" or None,
        PLACE | EVENT,
    ),
    Line("paymentAccepted", ("descriptionTarif.modesPaiement",), values.payment, BUSINESS),
    Line(
        "starRating",
        tuple(
            f"{kind.block}.{name}"
            for kind, name in (
                (Kind.HOTELLERIE, "classement"),
                (Kind.HOTELLERIE_PLEIN_AIR, "classement"),
                (Kind.HEBERGEMENT_LOCATIF, "classementPrefectoral"),
                (Kind.HEBERGEMENT_COLLECTIF, "classementPrefectoral"),
            )
        ),
        values.stars,
        LODGING,
    ),
    Line(
        "amenityFeature",
        ("prestations.equipements", "prestations.conforts", "prestations.services"),
        values.amenities,
        PLACE,
    ),
    Line(
        "servesCuisine",
        ("informationsRestauration.specialites",),
        values.terms("informationsRestauration", "specialites"),
        frozenset({"Restaurant"}),
    ),
    Line(
        "availableLanguage",
        ("prestations.languesParlees",),
        values.terms("prestations", "languesParlees"),
        LODGING | {"TouristAttraction"},
    ),
)


@cache
def paths() -> tuple[str, ...]:
    """Give the paths of a record that are read when nobody asks for some of them."""
    return tuple(dict.fromkeys(path for line in LINES for path in line.paths))


def node(record: Mapping[str, Any], base: str, *, several: bool) -> dict[str, Any]:
    """Write a record as a node; `base` begins its address, `several` languages are told apart."""
    kind = TYPES[Kind(record["type"])]
    said = dict(_said(record, kind, Speech(several)))
    return {"@type": kind, "@id": f"{base}{record['id']}", **said}


def _said(record: Record, kind: str, speech: Speech) -> Iterator[tuple[str, Any]]:
    for line in LINES:
        if line.types is None or kind in line.types:
            value = line.make(record, speech)
            if value not in (None, "", [], {}):
                yield line.name, value


def part(record: Mapping[str, Any], base: str, *, several: bool) -> bytes:
    """Write a record as a node of a graph."""
    return orjson.dumps(node(record, base, several=several))


def whole(record: Mapping[str, Any], base: str, *, several: bool) -> bytes:
    """Write a record as a document of its own."""
    return orjson.dumps({"@context": CONTEXT, **node(record, base, several=several)})
