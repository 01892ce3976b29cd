"""How likely two records describe the same thing, and why.

The score is the sum of weights of evidence, in log-odds, turned into a chance from 0 to 1. Weights
were set on one half of the labelled sample of `bench/likeness.py` and are measured on the other.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from sitra.catalog.rules.kinds import Kind
from sitra.tourism.rules.evidence import (
    ContactEvidence,
    DatesEvidence,
    DistanceEvidence,
    Evidence,
    KindEvidence,
    NameEvidence,
    PlaceEvidence,
    SiretEvidence,
    StreetEvidence,
)
from sitra.tourism.rules.naming import Closeness, closeness
from sitra.tourism.rules.traits import Traits

THRESHOLD = 0.25
"""Score from which two records are proposed as one: a twin that is missed costs more than a look."""

_FAMILIES = (
    frozenset(
        {Kind.HOTELLERIE, Kind.HEBERGEMENT_COLLECTIF, Kind.HEBERGEMENT_LOCATIF, Kind.HOTELLERIE_PLEIN_AIR}
    ),
    frozenset({Kind.PATRIMOINE_CULTUREL, Kind.PATRIMOINE_NATUREL, Kind.EQUIPEMENT, Kind.ACTIVITE}),
    frozenset({Kind.COMMERCE_ET_SERVICE, Kind.DEGUSTATION}),
)
"""Kinds that are mistaken for each other; any other is alone."""

FAMILY = {kind: next((rank for rank, one in enumerate(_FAMILIES, 1) if kind in one), -1) for kind in Kind}
"""Kind -> number of its family, -1 when it is alone."""

_ANSWERING_FOR_ITSELF = frozenset(
    {
        Kind.HOTELLERIE,
        Kind.HOTELLERIE_PLEIN_AIR,
        Kind.HEBERGEMENT_COLLECTIF,
        Kind.RESTAURATION,
        Kind.COMMERCE_ET_SERVICE,
        Kind.DEGUSTATION,
        Kind.STRUCTURE,
    }
)
"""Kinds that have a SIRET, a phone and a site of their own."""

_OFFICE, _REPEATED = 0.4, 0.5
_BIAS = -5.3
_EXACT = 0.93
"""Share of likeness from which two names are the same but for spelling."""
_PARTED, _MIXED = 2.5, 3.2
_SAME_STREET = 80.0
_OTHER_STREET = 60.0
_NEIGHBOURS = 4
"""House numbers that far apart are two ends of one house."""
_EARTH = 6_371_000.0
_NEAR = ((60, 0.5), (250, 0.3), (1000, 0.0), (3000, -0.3), (10_000, -1.0))
"""Metres up to which -> weight. Little for what is near: it is compared because it is near."""
_FAR = -3.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """A chance from 0 to 1 that two records are one, and the evidence, weightiest first."""

    score: float
    evidence: tuple[Evidence, ...]

    @property
    def proposed(self) -> bool:
        """Say whether the two should be shown to somebody as one."""
        return self.score >= THRESHOLD

    def sentences(self, language: str = "fr") -> list[str]:
        """Say the evidence in French or English."""
        return [one.sentence(language) for one in self.evidence]


def comparable(one: Kind, other: Kind) -> bool:
    """Say whether records of these kinds may be one thing."""
    return one is other or FAMILY[one] == FAMILY[other] > 0


def compare(one: Traits, other: Traits) -> Likeness:
    """Weigh all that two records share or contradict; the order of the two does not matter."""
    if not comparable(one.kind, other.kind):
        return Likeness(0.0, (_kinds(one.kind, other.kind),))
    found = [piece for judge in _JUDGES for piece in judge(one, other)]
    found.sort(key=lambda piece: (-abs(piece.weight), piece.sentence()))
    if one == other:
        return Likeness(1.0, tuple(found))
    odds = _BIAS + sum(piece.weight for piece in found)
    return Likeness(round(1 / (1 + math.exp(-odds)), 4), tuple(found))


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Give the distance between two points (longitude, latitude in degrees), in metres."""
    lon, lat = math.radians(one[0] - other[0]), math.radians(one[1] - other[1])
    chord = math.sin(lat / 2) ** 2 + (
        math.cos(math.radians(one[1])) * math.cos(math.radians(other[1])) * math.sin(lon / 2) ** 2
    )
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(chord)))


def _name(one: Traits, other: Traits) -> Iterator[Evidence]:
    met = [closeness(a, b) for a in one.names for b in other.names]
    if met:
        best = max(met, key=lambda it: (it.share * it.ground, it.share, not it.parted, not it.mixed))
        town = _town(max(one.people, other.people))
        yield NameEvidence(best.share, best.parted, best.mixed, _name_weight(best, town))


def _name_weight(best: Closeness, town: float) -> float:
    ground = min(1.0, best.ground)
    weight = (best.share - 0.7) * (4.2 + 2.6 * ground) - 1.3 * ground * town
    if best.share >= _EXACT:
        weight += 2.1 + 1.5 * ground + 0.65 * town
    return weight - _PARTED * best.parted - _MIXED * best.mixed


def _town(people: int) -> float:
    """Give the size of a town in powers of ten, 0 at 3,000 people: in a large one many names are near."""
    return math.log10(max(people, 100)) - 3.5 if people else 0.0


def _place(one: Traits, other: Traits) -> Iterator[Evidence]:
    if one.commune is None or other.commune is None:
        return
    commune = one.commune == other.commune
    known = bool(one.postal_code and other.postal_code)
    postal = one.postal_code == other.postal_code or not known
    yield PlaceEvidence(commune, postal and known, _PLACE[commune, postal])


_PLACE = {(True, True): 3.0, (True, False): 0.1, (False, True): -1.6, (False, False): -4.5}
"""Whether commune and postal code are the same -> weight."""


def _distance(one: Traits, other: Traits) -> Iterator[Evidence]:
    if one.point and other.point:
        apart = metres(one.point, other.point)
        yield DistanceEvidence(round(apart), next((w for limit, w in _NEAR if apart <= limit), _FAR))


def _street(one: Traits, other: Traits) -> Iterator[Evidence]:
    if not one.street or not other.street:
        return
    words = fuzz.token_set_ratio(one.street.words, other.street.words)
    numbered = bool(one.street.house and other.street.house)
    if words >= _SAME_STREET:
        same = not numbered or abs(int(one.street.house) - int(other.street.house)) <= _NEIGHBOURS
        yield StreetEvidence(same, (1.6 if numbered else 0.3) if same else -2.7)
    elif words < _OTHER_STREET:
        yield StreetEvidence(same=False, weight=-3.0 if numbered else -2.0)


def _siret(one: Traits, other: Traits) -> Iterator[Evidence]:
    if one.siret and other.siret and one.siret != other.siret:
        yield SiretEvidence(same=False, weight=-1.0)


def _answering(one: Traits, other: Traits) -> Iterator[Evidence]:
    """Weigh what says who answers for both: fully once, the rest repeats it.

    An office answers for many trails, an owner for many rentals: there it tells less.
    """
    pieces = sorted(_shared(one, other), key=lambda piece: -piece.weight)
    own = 1.0 if {one.kind, other.kind} <= _ANSWERING_FOR_ITSELF else _OFFICE
    for rank, piece in enumerate(pieces):
        yield replace(piece, weight=own * (piece.weight if rank == 0 else _REPEATED))


def _shared(one: Traits, other: Traits) -> Iterator[SiretEvidence | ContactEvidence]:
    if one.siret and one.siret == other.siret:
        yield SiretEvidence(same=True, weight=3.5)
    for what, mine, theirs in (
        ("phone", one.phones, other.phones),
        ("mail", one.mails, other.mails),
        ("site", one.sites, other.sites),
    ):
        if shared := mine & theirs:
            yield ContactEvidence(what, min(shared), 2.5)
    if not one.sites & other.sites and (domains := one.domains & other.domains):
        yield ContactEvidence("domain", min(domains), 1.0)


def _dates(one: Traits, other: Traits) -> Iterator[Evidence]:
    if one.spans and other.spans:
        meet = any(a[0] <= b[1] and b[0] <= a[1] for a in one.spans for b in other.spans)
        yield DatesEvidence(meet, 1.5 if meet else -0.5)


def _kind(one: Traits, other: Traits) -> Iterator[Evidence]:
    if one.kind is not other.kind or one.kind is Kind.HEBERGEMENT_LOCATIF:
        yield _kinds(one.kind, other.kind)


def _kinds(one: Kind, other: Kind) -> KindEvidence:
    first, second = sorted((one, other))
    rental = Kind.HEBERGEMENT_LOCATIF in {one, other}
    weight = -3.3 if one is other else (-3.0 if rental else -2.5)
    return KindEvidence((first, second), weight)


_JUDGES: tuple[Callable[[Traits, Traits], Iterator[Evidence]], ...] = (
    _name,
    _place,
    _distance,
    _street,
    _siret,
    _answering,
    _dates,
    _kind,
)
