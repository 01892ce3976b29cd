"""Records that describe the same thing: traits, names, phones, evidence, keys, and the labelled sample."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from bench import likeness as bench
from sitra.catalog.rules.kinds import Kind
from sitra.tourism.rules.blocking import BLOCK, Keyring, candidates, keys
from sitra.tourism.rules.evidence import ContactEvidence
from sitra.tourism.rules.likeness import FAMILY, Likeness, comparable, compare
from sitra.tourism.rules.naming import closeness, named
from sitra.tourism.rules.phones import phones
from sitra.tourism.rules.traits import Place, Traits, draw
from tests.cast import hotel

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Two cores are shared, and documents take a while to make up."""

AUBENAS = Place(1_007_019, "Aubenas", 12_000)
PRIVAS = Place(1_007_186, "Privas", 8_000)
PARIS = Place(1_075_056, "Paris", 2_100_000)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("01 99 00 12 34", "+33199001234"),
        ("01.99.00.12.34", "+33199001234"),
        ("01/99/00/12/34", "+33199001234"),
        ("+33 1 99 00 12 34", "+33199001234"),
        ("+33 (0)1 99 00 12 34", "+33199001234"),
        ("0033 1 99 00 12 34", "+33199001234"),
        ("Tél. : 0199001234 (le matin)", "+33199001234"),
        ("0262 30 00 00", "+262262300000"),
        ("+41 22 909 70 00", "+41229097000"),
        ("+39 06 0608 08 00", "+390606080800"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(written: str, number: str) -> None:
    assert phones(written) == {number}


@pytest.mark.parametrize("between", [" / ", " ou ", " - ", ", ", "\n"])
def test_two_numbers_in_one_text_are_two(between: str) -> None:
    assert phones(f"01 99 00 12 34{between}06 39 98 12 34") == {"+33199001234", "+33639981234"}


@pytest.mark.parametrize(
    "identifier",
    [
        "HOTCEN0370000009",
        "FMACEN0370199001234",
        "003eb63b-ee8e-316f-b93f-019900123456",
        "003eb63b-ee8e-316f-b93f-063998123456.json",
        "15-0199001234-0639981234",
        "01990012-3456-4012-8901-019900123456",
        "410463723 00016",
        "41046372300016",
        "410463723",
        "https://essai.example/fiche/0199001234",
        "reservation0199001234@essai.example",
        "2024-06-12 10:30:00",
        "M0410",
        "FEST_39073_1020",
    ],
)
def test_an_identifier_is_never_taken_for_a_number(identifier: str) -> None:
    assert phones(identifier) == frozenset()


@patient
@given(st.uuids(), st.integers(0, 9_999_999_999))
def test_no_uuid_and_no_number_after_letters_is_a_phone(uuid: Any, number: int) -> None:
    assert not phones(str(uuid))
    assert not phones(f"id {uuid}, HOTCEN{number:010d}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HÔTEL RESTAURANT AU LION ROUGE", "Au Lion Rouge"),
        ("Hôtel Te Originals Val Baussenc", "Hotel Val Baussenc"),
        ("Camping *** Le Vaubarlet", "Camping de Vaubarlet"),
        ("Hôtel du Petit Kohlberg", "Le PetitKohlberg"),
        ("Camping les Côteaux du Lac", "CAMPING LES COTEAUX DU LAC"),
        ("Hôtel Saint-Étienne", "Hotel St Etienne"),
    ],
)
def test_names_are_alike_but_for_spelling_and_words_of_the_kind(one: str, other: str) -> None:
    met = closeness(named(one), named(other))
    assert met.share >= 0.9
    assert not met.parted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gîte n°1 Campagne La Palud", "Gîte n°2 Campagne La Palud"),
        ("Hôtel Ibis Lyon Part-Dieu", "Hôtel Ibis Budget Lyon Part-Dieu"),
        ("Hôtel Campanile Valence Nord", "Hôtel Kyriad Valence Nord"),
        ("Camping Mauvallon I", "Camping Mauvallon 2"),
    ],
)
def test_a_word_or_a_number_tells_sisters_apart(one: str, other: str) -> None:
    assert closeness(named(one), named(other)).parted


def test_words_of_the_kind_and_of_the_commune_count_little() -> None:
    assert closeness(named("Hôtel du Lac"), named("Hôtel du Pont")).share < 0.5
    assert named("Camping municipal d'Aubenas", "Aubenas").ground < named("Camping des Tilleuls").ground


def traits(name: str = "Hôtel des Tilleuls", informations: Any = None) -> Traits:
    return draw(hotel(name, informations=informations or {}), Kind.HOTELLERIE, AUBENAS)


def test_traits_are_drawn_from_a_record() -> None:
    document = hotel()
    contacts = document["informations"]["moyensCommunication"]
    contacts[0]["coordonnees"] = {"fr": "01 99 00 12 34"}
    contacts.append({"type": {"id": 204}, "coordonnees": {"fr": "Accueil@tilleuls.example"}})
    contacts.append({"type": {"id": 205}, "coordonnees": {"fr": "https://www.tilleuls.example/?utm=1"}})
    document["informations"]["informationsLegales"] = {"siret": "410 463 723 00016"}
    drawn = draw(document, Kind.HOTELLERIE, AUBENAS)
    assert drawn.phones == {"+33199001234"}
    assert drawn.mails == {"accueil@tilleuls.example"}
    assert drawn.sites == drawn.domains == {"tilleuls.example"}
    assert (drawn.siret, drawn.postal_code, drawn.point) == ("41046372300016", "07200", (4.39, 44.62))
    assert drawn.street is not None
    assert (drawn.street.house, drawn.street.words) == ("3", "chateau")


def said(likeness: Likeness) -> str:
    return " ".join(likeness.sentences())


def test_the_same_house_spelled_differently_is_proposed_with_its_evidence() -> None:
    found = compare(traits(), traits("LES TILLEULS - HOTEL"))
    assert found.proposed
    assert "La commune est la même." in found.sentences()
    assert "Les points sont à 0 m." in found.sentences()
    assert "The address is the same." in found.sentences("en")


def test_the_same_name_elsewhere_is_not() -> None:
    moved = hotel()
    moved["localisation"] = {"adresse": {"adresse1": "12 rue de la Fontaine", "codePostal": "07000"}}
    found = compare(traits(), draw(moved, Kind.HOTELLERIE, PRIVAS))
    assert not found.proposed
    assert "Les communes diffèrent." in found.sentences()
    assert "Les adresses diffèrent." in found.sentences()


def test_two_houses_of_one_building_are_not() -> None:
    assert not compare(traits("Hôtel Ibis Gare"), traits("Hôtel Novotel Gare")).proposed
    assert not compare(traits("Hôtel des Alpes"), traits("Hôtel du Commerce")).proposed


def test_a_shared_siret_phone_or_site_raises_the_score() -> None:
    base = compare(traits(), traits("Auberge des Tilleuls et de la Poste")).score
    for informations in (
        {"informationsLegales": {"siret": "41046372300016"}},
        {"moyensCommunication": [{"type": {"id": 201}, "coordonnees": {"fr": "01 99 00 12 34"}}]},
        {"moyensCommunication": [{"type": {"id": 205}, "coordonnees": {"fr": "www.tilleuls.example"}}]},
    ):
        found = compare(
            traits(informations=informations),
            traits("Auberge des Tilleuls et de la Poste", informations=informations),
        )
        assert found.score > base
        assert "le même" in said(found)


def test_an_office_answers_for_many_trails() -> None:
    values = {201: "01 99 00 12 34", 204: "accueil@office.example", 205: "www.office.example"}
    contacts = [{"type": {"id": kind}, "coordonnees": {"fr": value}} for kind, value in values.items()]
    names = ("Le sentier des vignes", "Les terrasses")
    trails = [hotel(name, informations={"moyensCommunication": contacts}) for name in names]
    one, other = (draw(trail, Kind.EQUIPEMENT, AUBENAS) for trail in trails)
    found = compare(one, other)
    assert not found.proposed
    shared = [piece.weight for piece in found.evidence if isinstance(piece, ContactEvidence)]
    assert sum(shared) < 2 * max(shared)


def test_a_hotel_is_never_its_restaurant_and_a_campsite_is_not_its_gite() -> None:
    document = hotel("Les Tilleuls", informations={})
    table = draw(document, Kind.RESTAURATION, AUBENAS)
    found = compare(draw(document, Kind.HOTELLERIE, AUBENAS), table)
    assert (found.score, found.sentences()) == (
        0.0,
        ["Les types diffèrent\u00a0: Hôtellerie et Restauration."],
    )
    rental = draw(document, Kind.HEBERGEMENT_LOCATIF, AUBENAS)
    assert compare(traits("Les Tilleuls"), rental).score < compare(traits("Les Tilleuls"), traits()).score


def test_dates_of_events_speak() -> None:
    def event(start: str, end: str) -> Traits:
        opened = {"periodesOuvertures": [{"dateDebut": start, "dateFin": end}]}
        document = {"nom": {"libelleFr": "Fête de la Châtaigne"}, "ouverture": opened}
        return draw(document, Kind.FETE_ET_MANIFESTATION, AUBENAS)

    meeting = compare(event("2026-10-10", "2026-10-12"), event("2026-10-12", "2026-10-12"))
    parting = compare(event("2026-10-10", "2026-10-12"), event("2027-05-01", "2027-05-02"))
    assert "Les dates se recoupent." in meeting.sentences()
    assert "The dates do not overlap." in parting.sentences("en")
    assert meeting.score > parting.score


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
)
words = st.lists(
    st.sampled_from(["Hôtel", "des", "Tilleuls", "Ibis", "Budget", "Nord", "2", "&", "Étape", "St", "***"]),
    max_size=5,
).map(" ".join)
text = words | st.text(max_size=20)
numbers = st.floats(-200, 200) | anything
documents = st.fixed_dictionaries(
    {},
    optional={
        "nom": st.dictionaries(st.sampled_from(["libelleFr", "libelleEn"]), text) | anything,
        "informations": anything
        | st.fixed_dictionaries(
            {
                "moyensCommunication": st.lists(
                    st.fixed_dictionaries(
                        {
                            "type": st.fixed_dictionaries(
                                {"id": st.sampled_from([201, 204, 205]) | anything}
                            ),
                            "coordonnees": st.dictionaries(st.sampled_from(["fr", "en"]), text | anything)
                            | anything,
                        }
                    ),
                    max_size=3,
                )
                | anything,
                "informationsLegales": st.fixed_dictionaries({"siret": text | anything}) | anything,
            }
        ),
        "localisation": anything
        | st.fixed_dictionaries(
            {
                "adresse": anything
                | st.fixed_dictionaries({"adresse1": text | anything, "codePostal": text | anything}),
                "geolocalisation": st.fixed_dictionaries(
                    {
                        "valide": st.booleans(),
                        "geoJson": st.fixed_dictionaries({"coordinates": st.lists(numbers, max_size=3)}),
                    }
                ),
            }
        ),
        "ouverture": anything | st.fixed_dictionaries({"periodesOuvertures": st.lists(anything, max_size=2)}),
    },
)
drawn = st.builds(
    draw, documents, st.sampled_from(Kind), st.none() | st.sampled_from([AUBENAS, PRIVAS, PARIS])
)


@patient
@given(drawn, drawn)
def test_likeness_is_symmetric_within_bounds_and_says_itself(one: Traits, other: Traits) -> None:
    found = compare(one, other)
    assert found == compare(other, one)
    assert 0.0 <= found.score <= 1.0
    assert all(sentence.endswith(".") for sentence in found.sentences() + found.sentences("en"))


@patient
@given(drawn)
def test_a_record_is_itself(one: Traits) -> None:
    assert compare(one, one).score == 1.0


@patient
@given(st.lists(drawn, max_size=6))
def test_candidates_are_the_pairs_that_share_a_key(many: list[Traits]) -> None:
    numbered = dict(enumerate(many, 1))
    expected = [(a, b) for a in numbered for b in numbered if a < b and keys(numbered[a]) & keys(numbered[b])]
    assert list(candidates(numbered)) == expected
    assert all(comparable(numbered[a].kind, numbered[b].kind) for a, b in expected)


def test_a_key_that_many_hold_is_left_out_and_counted() -> None:
    few = {number: traits() for number in range(BLOCK)}
    many = {number: traits() for number in range(BLOCK + 1)}
    assert len(candidates(few)) == BLOCK * (BLOCK - 1) // 2
    assert candidates(few).left_out == 0
    assert len(candidates(many)) == 0
    assert candidates(many).left_out == len(keys(traits()))


def test_near_points_in_two_communes_meet() -> None:
    for lon in (4.38999, 4.39001):
        near = hotel("Hôtel de la Tour")
        near["localisation"] = {
            "geolocalisation": {"valide": True, "geoJson": {"coordinates": [lon, 44.6201]}}
        }
        assert list(candidates({1: traits(), 2: draw(near, Kind.HOTELLERIE, PRIVAS)})) == [(1, 2)]


@patient
@given(st.data())
def test_a_renewed_ring_is_the_ring_of_what_is(data: st.DataObject) -> None:
    import numpy as np

    keyed = st.frozensets(st.integers(1, 6), max_size=3)
    states = st.dictionaries(st.integers(1, 8), st.tuples(st.integers(1, 3), keyed), max_size=8)
    known: dict[tuple[int, int], frozenset[int]] = {}
    ring = Keyring()
    for _ in range(3):
        now = data.draw(states)
        base = {number: revision for number, (revision, _) in now.items()}
        for number, (revision, held) in now.items():
            known.setdefault((number, revision), held)
        numbers = np.array(list(base), dtype=np.int64)
        revisions = np.array(list(base.values()), dtype=np.int64)
        unread = ring.unread(numbers, revisions).tolist()
        ring = ring.renewed(numbers, revisions, [(one, base[one], known[one, base[one]]) for one in unread])
        expected = [
            (a, b)
            for a in sorted(base)
            for b in sorted(base)
            if a < b and known[a, base[a]] & known[b, base[b]]
        ]
        assert list(ring.candidates()) == expected


def test_every_kind_has_a_family_of_its_likes() -> None:
    assert FAMILY[Kind.HOTELLERIE] == FAMILY[Kind.HOTELLERIE_PLEIN_AIR] != FAMILY[Kind.PATRIMOINE_CULTUREL]
    assert all(comparable(kind, kind) for kind in Kind)
    assert not comparable(Kind.HOTELLERIE, Kind.RESTAURATION)
    assert not comparable(Kind.STRUCTURE, Kind.TERRITOIRE)


def test_the_half_kept_apart_meets_precision_and_recall(shared: Path) -> None:
    pairs = [pair for pair in bench.sample(shared / "data", sisters_too=False) if pair.held_out]
    found = bench.measure(pairs)
    assert found.right + found.missed > 120
    assert found.precision >= 0.98
    assert found.recall >= 0.9
