"""What is wrong with a document is found, named and placed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.validation import Code, Forbids, Severity, TermFacts, validate
from tests.catalog.making import document

TODAY = date(2026, 11, 24)


class World:
    """A small world: a few terms, one commune, one forbidden pair."""

    today = TODAY

    def __init__(self, *, anything: bool = False) -> None:
        self.anything = anything
        self.terms = {
            2734: TermFacts("HotellerieType"),
            2749: TermFacts("HotellerieClassement"),
            687: TermFacts("PrestationService"),
            688: TermFacts("PrestationService"),
            700: TermFacts("PrestationService", active=False, substitute=687),
        }

    def term(self, number: int) -> TermFacts | None:
        return self.terms.get(number)

    def forbids(self, number: int) -> Forbids | None:
        return Forbids(frozenset({Kind.ACTIVITE}), frozenset({688})) if number == 687 else None

    def has_commune(self, number: int) -> bool:
        return self.anything or number == 74010

    def stands_in(self, commune: int, lon: float, lat: float) -> bool | None:
        return commune == 74010 and abs(lon - 6.13) < 0.1 and abs(lat - 45.9) < 0.1


def hotel(**more: Any) -> dict[str, Any]:
    return {
        "nom": {"libelleFr": "Auberge du Lac"},
        "localisation": {"adresse": {"commune": {"id": 74010}}},
        "informationsHotellerie": {
            "hotellerieType": {"elementReferenceType": "HotellerieType", "id": 2734},
        },
        **more,
    }


def service(*numbers: int) -> dict[str, Any]:
    terms = [{"elementReferenceType": "PrestationService", "id": number} for number in numbers]
    return {"prestations": {"services": terms}}


def period(begins: str, ends: str, **more: Any) -> dict[str, Any]:
    return {"ouverture": {"periodesOuvertures": [{"dateDebut": begins, "dateFin": ends, **more}]}}


def rate(low: Any, high: Any = None, pricing: str = "PAYANT") -> dict[str, Any]:
    amounts = {"minimum": low} | ({} if high is None else {"maximum": high})
    return {"descriptionTarif": {"indicationTarif": pricing, "periodes": [{"tarifs": [amounts]}]}}


def point(lon: Any, lat: Any) -> dict[str, Any]:
    place = {"geoJson": {"type": "Point", "coordinates": [lon, lat]}}
    return {"localisation": {"adresse": {"commune": {"id": 74010}}, "geolocalisation": place}}


FAULTS = [
    ({"nom": {"libelleFr": ""}}, "nom", Code.MISSING, "« Nom » doit être rempli."),
    ({"nom": {"libelleXx": "a"}}, "nom", Code.WRONG_TYPE, "« Nom » attend un texte par langue"),
    ({"nom": "Auberge"}, "nom", Code.WRONG_TYPE, "attend un texte par langue"),
    ({"nom": {"libelleFr": "a" * 256}}, "nom", Code.TOO_LONG, "« Nom » (français) compte 256 caractères : 255"),
    ({"nom": {"libelleEn": "<b>Inn</b>"}}, "nom", Code.MARKUP, "« Nom » (anglais) contient du HTML (<b>)"),
    ({"chambres": 3}, "chambres", Code.UNKNOWN_KEY, "« chambres » n'est pas un champ"),
    ({"prestations": {"piscine": True}}, "prestations.piscine", Code.UNKNOWN_KEY, "« piscine »"),
    ({"informationsActivite": {}}, "informationsActivite", Code.UNKNOWN_KEY, "« Hôtellerie »"),
    ({"datesOuverture": ["2026-12-24"]}, "datesOuverture[0]", Code.COMPUTED, "calculé par Sitra"),
    ({"prestations": []}, "prestations", Code.WRONG_TYPE, "attend"),
    ({"illustrations": {}}, "illustrations", Code.WRONG_TYPE, "attend"),
    ({"prestations": {"tailleGroupeMin": "10"}}, "prestations.tailleGroupeMin", Code.WRONG_TYPE, "nombre entier"),
    ({"prestations": {"tailleGroupeMin": True}}, "prestations.tailleGroupeMin", Code.WRONG_TYPE, "nombre entier"),
    ({"prestations": {"tailleGroupeMin": -1}}, "prestations.tailleGroupeMin", Code.OUT_OF_BOUNDS, "vaut -1"),
    ({"prestations": {"tailleGroupeMin": 9, "tailleGroupeMax": 3}}, "prestations.tailleGroupeMin", Code.REVERSED, "(9) dépasse « Groupe : au plus » (3)"),
    ({"prestations": {"animauxAcceptes": "OUI"}}, "prestations.animauxAcceptes", Code.WRONG_TYPE, "« acceptés »"),
    (service(687, 687), "prestations.services[1]", Code.TWICE, "deux fois"),
    (service(12), "prestations.services[0]", Code.UNKNOWN_TERM, "le terme n° 12 n'existe pas"),
    (service(2749), "prestations.services[0]", Code.WRONG_VOCABULARY, "est un terme de HotellerieClassement"),
    (service(700), "prestations.services[0]", Code.INACTIVE_TERM, "plus utilisé : prenez le n° 687"),
    (service(687, 688), "prestations.services[0]", Code.FORBIDDEN_TOGETHER, "ne va pas avec le terme n° 688"),
    (period("2026-06-31", "2026-07-01"), "ouverture.periodesOuvertures[0].dateDebut", Code.WRONG_TYPE, "AAAA-MM-JJ"),
    (period("2024-11-23", "2027-07-01"), "ouverture.periodesOuvertures[0].dateDebut", Code.FAR_DATE, "entre le 24/11/2024 et le 24/11/2036"),
    (period("2036-11-25", "2036-11-24"), "ouverture.periodesOuvertures[0].dateDebut", Code.FAR_DATE, "(25/11/2036)"),
    (period("2027-07-02", "2027-07-01"), "ouverture.periodesOuvertures[0].dateDebut", Code.REVERSED, "dépasse « Fin d'ouverture »"),
    (period("2026-07-02", "2026-11-23"), "ouverture.periodesOuvertures", Code.EXPIRED, "terminée le 23/11/2026"),
    (rate(20, 12), "descriptionTarif.periodes[0].tarifs[0].minimum", Code.REVERSED, "(20) dépasse « Prix maximum » (12)"),
    (rate(12, pricing="GRATUIT"), "descriptionTarif.indicationTarif", Code.FREE_AND_PAID, "dit gratuit"),
    (point(2.35, 48.85), "localisation.geolocalisation.geoJson.coordinates", Code.OUTSIDE_COMMUNE, "hors de la commune"),
    (point(6.13, 145), "localisation.geolocalisation.geoJson.coordinates", Code.OUT_OF_BOUNDS, "6.13, 145"),
    (point("a", 45), "localisation.geolocalisation.geoJson.coordinates", Code.WRONG_TYPE, "longitude puis"),
    ({"localisation": {"adresse": {"commune": {"id": 9}}}}, "localisation.adresse.commune", Code.UNKNOWN_COMMUNE, "aucune commune ne porte le n° 9"),
    ({"localisation": {"territoiresAffectes": [{"type": "HOTELLERIE", "id": 3}]}}, "localisation.territoiresAffectes[0]", Code.WRONG_KIND, "pas une fiche HOTELLERIE"),
    ({"informations": {"informationsLegales": {"siret": "73282932000075"}}}, "informations.informationsLegales.siret", Code.WRONG_TYPE, "SIRET valable"),
    ({"illustrations": [{"traductionFichiers": [{"url": "javascript:alert(1)"}]}]}, "illustrations[0].traductionFichiers[0].url", Code.WRONG_TYPE, "adresse web"),
    ({"aspects": [{"aspect": "HIVER", "nom": {}}]}, "aspects[0].nom", Code.UNKNOWN_KEY, "« nom »"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "path", "code", "said"), FAULTS, ids=[f"{case[2]}-{case[1]}" for case in FAULTS]
)
def test_a_fault_is_named_and_placed(more: dict[str, Any], path: str, code: Code, said: str) -> None:
    found = [one for one in validate(hotel(**more), Kind.HOTELLERIE, World()) if one.code is code]
    assert [one.path for one in found] == [path]
    assert said in found[0].sentence()
    assert found[0].sentence("en") not in {"", found[0].sentence()}


@pytest.mark.parametrize(
    "more",
    [
        {},
        service(688),
        period("2026-06-01", "2036-11-24"),
        period("2024-11-24", "2025-01-01", tousLesAns=True),
        rate(12, 12.5),
        rate(0, pricing="GRATUIT"),
        point(6.13, 45.9),
        {"nom": {"libelleFr": "3 < 4 & 5 > 2"}},
        {"informations": {"informationsLegales": {"siret": "732 829 320 00074"}}},
        {"aspects": [{"aspect": "HIVER", "presentation": {"descriptifCourt": {"libelleFr": "La neige."}}}]},
    ],
)
def test_what_is_right_is_left_alone(more: dict[str, Any]) -> None:
    assert validate(hotel(**more), Kind.HOTELLERIE, World()) == []


def test_what_a_kind_must_have_is_asked_for() -> None:
    missing = {kind: {one.path for one in validate({}, kind, World())} for kind in Kind}
    assert missing[Kind.HOTELLERIE] == {
        "nom",
        "localisation.adresse.commune",
        "informationsHotellerie.hotellerieType",
    }
    assert all(len(paths) >= 2 for paths in missing.values())


def test_what_is_imported_keeps_what_we_do_not_know() -> None:
    imported = hotel(
        chambres=3, datesOuverture=["2020-01-01"], **period("2018-01-01", "2018-02-01", tousLesAns=True)
    )
    problems = validate(imported, Kind.HOTELLERIE, World(), typed=False)
    assert [(one.path, one.code, one.severity) for one in problems] == [
        ("chambres", Code.KEPT_ASIDE, Severity.WARNS),
    ]


@pytest.mark.parametrize("kind", Kind)
def test_what_is_made_from_the_catalogue_has_no_fault_of_shape(kind: Kind) -> None:
    shape = {Code.UNKNOWN_KEY, Code.WRONG_TYPE, Code.OUT_OF_BOUNDS, Code.TOO_LONG, Code.KEPT_ASIDE}
    made = document(kind, 11, 1.0)
    assert [
        one.path for one in validate(made, kind, World(anything=True), typed=False) if one.code in shape
    ] == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_field_gets_an_answer(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(list(Kind)))
    made = document(kind, data.draw(st.integers(0, 1000)), 0.3)
    spoiled = _replace_somewhere(made, data)
    for one in validate(spoiled, kind, World()):
        assert one.sentence()
        assert one.sentence("en")


def _replace_somewhere(held: Any, data: st.DataObject) -> Any:
    if isinstance(held, dict) and held and data.draw(st.booleans()):
        key = data.draw(st.sampled_from(sorted(held)))
        return {**held, key: _replace_somewhere(held[key], data)}
    if isinstance(held, list) and held and data.draw(st.booleans()):
        return [_replace_somewhere(held[0], data), *held[1:]]
    return (
        data.draw(st.dictionaries(st.text(max_size=5), json_values))
        if isinstance(held, dict)
        else data.draw(json_values)
    )
