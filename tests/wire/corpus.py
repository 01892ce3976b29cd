"""Records to be queried: real ones of the demonstration, and generated ones of the sixteen kinds."""

import json
from random import Random
from typing import Any

from django.conf import settings
from django.utils import timezone

from sitra.catalog.rules.kinds import Kind
from sitra.doors.console.demonstration import load_network
from sitra.intake import actions as intake
from sitra.members.models import Member
from sitra.places import actions as places, queries as reading
from sitra.places.models import Commune
from sitra.tourism import actions as tourism
from sitra.tourism.actions import Author, layers
from sitra.tourism.events import Origin, State
from sitra.tourism.models import InternalTag, Revision, TouristObject
from sitra.tourism.rules import opening
from sitra.vocabulary import actions as vocabulary, queries as terms
from tests.catalog.making import document
from tests.wire.engine import Engine, Record

FILES = (
    ("datatourisme-ardeche-drome.zip", "datatourisme"),
    ("musees.csv.gz", "museofile"),
    ("festivals.csv.gz", "festivals"),
)
EACH = 16
"""Generated records of each kind."""

CODES = ("07019", "07186", "26362", "38185", "69123", "73011", "74010")
POOL = (2750, 2749, 2734, 2866, 1790, 1789, 2620, 3200, 687, 1268, 1192, 1197)
"""Criteria that generated records share."""

SAID: dict[str, tuple[str, ...]] = {
    "Fr": ("château", "rivière", "l'été", "forêts", "randonnées", "musée d'art", "sources chaudes", "œuvre",
           "fête de la châtaigne", "hôtel", "grottes", "vélos", "jardin", "Saint-Étienne", "été 2027", "ski"),
    "En": ("castle", "rivers", "hiking trails", "chestnut", "summer", "St John's museum", "gardens", "caves"),
    "De": ("Schloss", "Flüsse", "Wanderungen", "Straße", "Sommer", "Gärten", "Höhlen"),
    "Es": ("castillo", "ríos", "senderos", "niños", "verano", "jardines"),
    "It": ("castello", "fiumi", "sentieri", "dell'arte", "estate", "giardini"),
    "Nl": ("kasteel", "rivieren", "wandelingen", "zomer", "tuinen"),
    "PtBR": ("castelo", "rios", "trilhas", "verão", "jardins", "praça"),
    "Ru": ("замок", "реки", "музеи", "ёлка", "лето", "сады"),
    "Zh": ("安纳西古城", "博物馆", "城堡花园", "夏天"),
    "Ja": ("アヌシー湖", "美術館", "お城の庭", "夏"),
    "Ko": ("박물관은", "성과 정원", "여름", "호수"),
}  # fmt: skip


def build() -> Engine:
    """Write every record, and give the engine that knows them."""
    vocabulary.load_seed()
    places.load_seed()
    load_network()
    folder = settings.DEMO_DIR / "data"
    for name, source in FILES:
        intake.apply(folder / name, source)
    _generate(Random(20_26))
    return engine()


def _generate(random: Random) -> None:
    owners = list(Member.objects.order_by("pk")[:6])
    communes = dict(Commune.objects.filter(code__in=CODES).values_list("code", "pk"))
    by = Author(person=None, member=owners[0], origin=Origin.IMPORTED)
    territories = [_territory(random, owners[0], sorted(communes.values()), by) for _ in range(4)]
    written = []
    for kind in Kind:
        for _ in range(EACH):
            made = _document(random, kind, sorted(communes.values()), territories)
            state = random.choice([State.PUBLISHED] * 8 + [State.DRAFT, State.HIDDEN])
            owner = random.choice(owners)
            written.append(tourism.create(made, kind=kind, owner=owner, by=by, state=state).pk)
    tags = [layers.internal_tag(owners[0], name) for name in ("Un", "Deux")]
    tags.append(layers.internal_tag(owners[1], "D'un autre"))
    for number in written:
        for tag in tags:
            if random.random() < 0.2:
                layers.tag(number, tag, by=by)
    for row in TouristObject.objects.order_by("pk"):
        row.changed_at = timezone.now().replace(2026, random.randint(1, 9), random.randint(1, 28))
        row.save(update_fields=["changed_at"])


def _territory(random: Random, owner: Member, communes: list[int], by: Author) -> int:
    perimeter = [{"id": number} for number in random.sample(communes, 2)]
    made = {"nom": {"libelleFr": "Pays"}, "localisation": {"perimetreGeographique": perimeter}}
    return tourism.create(made, kind=Kind.TERRITOIRE, owner=owner, by=by, state=State.PUBLISHED).pk


def _document(random: Random, kind: Kind, communes: list[int], territories: list[int]) -> dict[str, Any]:
    made = document(kind, random.randrange(10**9), 0.08)
    noise = ("liens", "ouverture", "territoires", "criteresInternes", "donneesPrivees", "metadonnees")
    made = {name: value for name, value in made.items() if name not in (*noise, "localisation", "aspects")}
    made["nom"] = _text(random, ("Fr", *random.sample(sorted(SAID), 1)), 2)
    made["presentation"] = {"descriptifCourt": _text(random, random.sample(sorted(SAID), 4), 3)}
    made["localisation"] = {"adresse": {"commune": {"id": random.choice(communes)}}}
    if random.random() < 0.8:
        point = random.choice(
            [[4.39, 44.62], [round(random.uniform(3, 7), 5), round(random.uniform(44, 47), 5)]]
        )
        geo = {"valide": random.random() < 0.9, "geoJson": {"type": "Point", "coordinates": point}}
        made["localisation"]["geolocalisation"] = geo
    if random.random() < 0.3:
        made["territoires"] = [{"type": "TERRITOIRE", "id": random.choice(territories)}]
    made["prestations"] = {
        "services": [
            {"elementReferenceType": "PrestationService", "id": number} for number in random.sample(POOL, 3)
        ]
    }
    if kind not in {Kind.STRUCTURE, Kind.TERRITOIRE} and random.random() < 0.8:
        made["ouverture"] = _opening(random)
    return made


def _text(random: Random, suffixes: tuple[str, ...] | list[str], words: int) -> dict[str, str]:
    return {
        f"libelle{suffix}": " ".join(random.choice(SAID[suffix]) for _ in range(random.randint(1, words)))
        for suffix in dict.fromkeys(suffixes)
    }


def _opening(random: Random) -> dict[str, Any]:
    today = timezone.localdate()
    held: dict[str, Any] = {}
    if random.random() < 0.4:
        held["dureeSeance"] = random.choice([30, 45, 60, 90, 120])
    periods = []
    for _ in range(random.randint(0, 3)):
        start = today.toordinal() + random.randint(-200, 700)
        end = start + random.choice([0, 0, 1, 6, 30, 200])
        period: dict[str, Any] = {
            "dateDebut": today.fromordinal(start).isoformat(),
            "dateFin": today.fromordinal(end).isoformat(),
            "type": random.choice(["OUVERTURE_TOUS_LES_JOURS", "OUVERTURE_SEMAINE", "OUVERTURE_SAUF"]),
            "tousLesAns": random.random() < 0.2,
        }
        if period["type"] != "OUVERTURE_TOUS_LES_JOURS":
            period["ouverturesJournalieres"] = [{"jour": random.choice(["LUNDI", "JEUDI", "SAMEDI"])}]
        periods.append(period)
    if periods:
        held["periodesOuvertures"] = periods
    return held


def engine() -> Engine:
    """Read every record as it stands in the database."""
    book, atlas = terms.book(), reading.atlas()
    first, last = opening.horizon(timezone.localdate())
    rows = TouristObject.objects.living().order_by("pk")
    documents = {
        (number, revision): content
        for number, revision, content in Revision.objects.values_list("object_id", "number", "document")
    }

    def code(number: int | None) -> str:
        line = atlas.living(number) if number else None
        return line.code if line else ""

    records = []
    for row in rows:
        held = json.loads(json.dumps(documents[row.pk, row.revision]))
        found = opening.days(held, first, last).days
        perimeter = held.get("localisation", {}).get("perimetreGeographique", [])
        records.append(
            Record(
                number=row.pk,
                kind=row.kind,
                state=row.state,
                owner=row.owner_id,
                identifier=row.identifier or "",
                changed_at=row.changed_at,
                commune=code(row.commune_id),
                perimeter=frozenset(code(one["id"]) for one in perimeter),
                days=frozenset(found or ()),
                document=held,
            )
        )
    tags: dict[int, tuple[int, set[int]]] = {}
    for tag in InternalTag.objects.all():
        tags[tag.pk] = (tag.member_id, set(_tagged(tag)))
    return Engine(records, lambda number: book.wire(number) or {}, tags, (first, last))


def _tagged(tag: InternalTag) -> list[int]:
    from sitra.tourism.models import Tagging

    return list(Tagging.objects.filter(tag=tag).values_list("object_id", flat=True))
