"""Values of a block against each other: what must not be reversed, expired or contradictory."""

from collections.abc import Iterator, Mapping
from typing import Any

from sitra.catalog.rules.tree import Node
from sitra.catalog.rules.validation.known import Known
from sitra.catalog.rules.validation.problems import Code, Problem
from sitra.catalog.rules.validation.values import read_day

ORDERED = (
    ("dateDebut", "dateFin"),
    ("dateDisponibilite", "dateLimiteDePublication"),
    ("minimum", "maximum"),
    ("tailleGroupeMin", "tailleGroupeMax"),
    ("altitudeMini", "altitudeMaxi"),
    ("altitudeMiniHebergement", "altitudeMaxiHebergement"),
    ("altitudeMinimum", "altitudeMaximum"),
    ("conditionJuniorAgeMin", "conditionJuniorAgeMax"),
    ("conditionEnfantAgeMin", "conditionEnfantAgeMax"),
    ("datePublication", "dateExpiration"),
)
"""Pairs of fields of one block, of which the first never exceeds the second."""

_MONTHS = {"MOIS": 1, "ANNEE": 12}
_FREE = ("GRATUIT", "ACCES_LIBRE", "ENTREE_LIBRE")


def reversed_pairs(block: Mapping[str, Any], node: Node, path: str) -> Iterator[Problem]:
    """Find the pairs of a block of which the first exceeds the second."""
    for low, high in ORDERED:
        if low in block and high in block and low in node.children:
            yield from _reversed(block, node, path, (low, block[low]), (high, block[high]))
    if "ageMin" in block and "ageMax" in block:
        ages = [(name, _months(block, name)) for name in ("ageMin", "ageMax")]
        yield from _reversed(block, node, path, *ages)


def _months(block: Mapping[str, Any], name: str) -> Any:
    unit = block.get(name.replace("age", "uniteAge"), "ANNEE")
    return block[name] * _MONTHS.get(unit, 12) if isinstance(block[name], int) else None


def _reversed(
    block: Mapping[str, Any], node: Node, path: str, low: tuple[str, Any], high: tuple[str, Any]
) -> Iterator[Problem]:
    first, second = node.children[low[0]].field, node.children[high[0]].field
    if first is None or second is None or type(low[1]) is not type(high[1]) or low[1] is None:
        return
    if low[1] > high[1]:
        both = {"value": block[low[0]], "other": block[high[0]], "other_label": (second.fr, second.en)}
        yield Problem(f"{path}.{low[0]}" if path else low[0], Code.REVERSED, first, both)


def whole_document(document: Mapping[str, Any], root: Node, known: Known) -> Iterator[Problem]:
    """Find what only the document as a whole shows."""
    yield from _expired(document, root, "ouverture.periodesOuvertures", known)
    yield from _expired(document, root, "descriptionTarif.periodes", known)
    yield from _free_and_paid(document, root)
    yield from _outside(document, root, known)


def _at(document: Mapping[str, Any], path: str) -> Any:
    held: Any = document
    for step in path.split("."):
        held = held.get(step) if isinstance(held, Mapping) else None
    return held


def _blocks_at(document: Mapping[str, Any], path: str) -> list[Mapping[str, Any]]:
    held = _at(document, path)
    return [one for one in held if isinstance(one, Mapping)] if isinstance(held, list) else []


def _expired(document: Mapping[str, Any], root: Node, path: str, known: Known) -> Iterator[Problem]:
    periods = _blocks_at(document, path)
    node = root.at(f"{path}.dateFin")
    if not periods or node is None or any(period.get("tousLesAns") is True for period in periods):
        return
    ends = [read_day(period.get("dateFin")) for period in periods]
    known_ends = [end for end in ends if end is not None]
    if len(known_ends) == len(ends) and max(known_ends) < known.today:
        yield Problem(path, Code.EXPIRED, node.field, {"value": f"{max(known_ends):%d/%m/%Y}"})


def _free_and_paid(document: Mapping[str, Any], root: Node) -> Iterator[Problem]:
    path = "descriptionTarif.indicationTarif"
    node = root.at(path)
    if node is None or _at(document, path) not in _FREE:
        return
    for period in _blocks_at(document, "descriptionTarif.periodes"):
        for rate in _blocks_at(period, "tarifs"):
            amount = rate.get("minimum")
            if isinstance(amount, int | float) and amount > 0:
                yield Problem(path, Code.FREE_AND_PAID, node.field, {"value": amount})
                return


def _outside(document: Mapping[str, Any], root: Node, known: Known) -> Iterator[Problem]:
    path = "localisation.geolocalisation.geoJson.coordinates"
    point, commune = _at(document, path), _at(document, "localisation.adresse.commune.id")
    node = root.at(path)
    if node is None or not isinstance(commune, int) or not isinstance(point, list) or len(point) < 2:  # noqa: PLR2004
        return
    lon, lat = point[:2]
    if (
        all(isinstance(one, int | float) for one in (lon, lat))
        and known.stands_in(commune, lon, lat) is False
    ):
        yield Problem(path, Code.OUTSIDE_COMMUNE, node.field, {"value": f"{lon}, {lat}"})
