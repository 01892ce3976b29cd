"""Openings and prices in sentences: a table of every form; on generated rules, the days that are counted."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from sitra.catalog.rules.speech import Speech
from sitra.tourism.rules.opening import days
from sitra.tourism.rules.sentences import one_period, opening_sentence, prices_sentence
from sitra.tourism.rules.sentences.tongue import MONTHS, WEEKDAYS
from tests.tourism.opening import line, monthly, period, record, timed, weekly
from tests.tourism.test_opening_reference import DOCUMENTS, rules

NAMES = {1: ("Adulte", "Adult"), 7460: ("Visite guidée", "Guided tour"), 4186: ("24h/24", "24/7")}


class Words:
    """The names of a few terms."""

    def term(self, number: int, language: str) -> str:
        return NAMES[number][language == "en"]

    def commune(self, number: int) -> str:
        raise AssertionError(number)


FR, EN = (Speech(language, Words()) for language in ("fr", "en"))


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


SLOTS = timed(line(frames=(("09:00", "12:00"), ("14:00", "18:30"))))
SEASON = ("2026-04-01", "2026-09-30")

OPENINGS = [
    (
        record(
            period(SEASON[0], SEASON[1], **weekly("MARDI", kind="OUVERTURE_SAUF"), **SLOTS, tousLesAns=True)
        ),
        "Du 1er avril au 30 septembre, tous les jours sauf mardi, de 9 h à 12 h et de 14 h à 18 h 30.",
        "From 1 April to 30 September, every day except Tuesday, from 9 am to noon and from 2 pm to 6.30 pm.",
    ),
    (
        record(period(SEASON[0], SEASON[1], **weekly("LUNDI", "MARDI", "MERCREDI", "SAMEDI"))),
        "Du 1er avril au 30 septembre 2026, du lundi au mercredi et le samedi.",
        "From 1 April to 30 September 2026, from Monday to Wednesday and on Saturdays.",
    ),
    (
        record(period(tousLesAns=True, **monthly(("D_1ER", "DIMANCHE"), ("D_DERNIER", "TOUS")))),
        "Toute l'année, le premier dimanche du mois et les sept derniers jours du mois.",
        "All year, on the first Sunday of the month and on the last seven days of the month.",
    ),
    (
        record(period("2026-08-04", "2026-08-04", horaireOuverture="20:30:00")),
        "Le mardi 4 août 2026, à 20 h 30.",
        "On Tuesday 4 August 2026, at 8.30 pm.",
    ),
    (
        record(
            period("2026-11-01", "2027-03-31", ouverturesExceptionnelles=[{"dateOuverture": "2027-05-01"}])
        ),
        "Du 1er novembre 2026 au 31 mars 2027, tous les jours. Ouvert exceptionnellement le 1er mai 2027.",
        "From 1 November 2026 to 31 March 2027, every day. Open exceptionally on 1 May 2027.",
    ),
    (
        record(
            ouvertTouteLAnnee="OUVERT_TOUTE_L_ANNEE",
            ouverturesComplementaires=[{"id": 4186}],
            fermeturesExceptionnelles=[{"dateSpeciale": "PREMIER_MAI"}, {"dateFermeture": "2026-08-03"}],
        ),
        "Ouvert toute l'année.\nFermé le 1er mai et le 3 août 2026.\n24h/24.",
        "Open all year.\nClosed on 1 May and on 3 August 2026.\n24/7.",
    ),
    (
        record(period(), fermeTemporairement="FERME_TEMPORAIREMENT"),
        "Fermé temporairement.",
        "Closed for now.",
    ),
    (
        record(period(**timed(line("SAT", frames=(("22:00", "02:00"),)), line("SUN", "HOL", closed=True)))),
        (
            "Du 1er janvier au 31 décembre 2026, tous les jours, de 22 h à 2 h le samedi, "
            "fermé le dimanche et les jours fériés."
        ),
        (
            "From 1 January to 31 December 2026, every day, from 10 pm to 2 am on Saturdays, "
            "closed on Sundays and on public holidays."
        ),
    ),
    (
        record(period(**timed(line(frames=(("10:00",), ("15:00",))), nature=7460))),
        "Du 1er janvier au 31 décembre 2026, tous les jours. Visite guidée : à 10 h et à 15 h.",
        "From 1 January to 31 December 2026, every day. Guided tour: at 10 am and at 3 pm.",
    ),
    (record(period(None, "2026-09-30")), "", ""),
    ({"ouverture": "jamais"}, "", ""),
]


@pytest.mark.parametrize(("document", "french", "english"), OPENINGS)
def test_every_form_of_opening_is_said(document: Any, french: str, english: str) -> None:
    assert (plain(opening_sentence(document, FR)), plain(opening_sentence(document, EN))) == (french, english)


PRICES = [
    ({"indicationTarif": "GRATUIT"}, "Gratuit.", "Free."),
    ({"periodes": [{"tarifs": [{"minimum": 8, "maximum": 12.5, "type": {"id": 1}}]}]},
     "Adulte : de 8 à 12,50 €.", "Adult: from 8 to 12.50 €."),
    ({"indicationTarif": "PAYANT", "periodes": [{"dateDebut": SEASON[0], "dateFin": SEASON[1], "tarifs": [
        {"minimum": 5, "devise": "CHF", "type": {"id": 1}, "precisionTarif": {"libelleFr": "dès 10"}}]}]},
     "Du 1er avril au 30 septembre 2026.\nAdulte : 5 CHF (dès 10).",
     "From 1 April to 30 September 2026.\nAdult: 5 CHF."),
    ({"indicationTarif": "PAYANT"}, "Payant.", "Fee."),
    ({"periodes": [{"tarifs": [{"maximum": 9}, {"type": {"id": 1}}, {"minimum": 0, "maximum": 0}]}]},
     "Jusqu'à 9 €. Gratuit.", "Up to 9 €. Free."),
    ({"conditions": {"gratuitPourLesMoinsDe": 6}}, "Gratuit pour les moins de 6 ans.", "Free under 6."),
]  # fmt: skip


@pytest.mark.parametrize(("block", "french", "english"), PRICES)
def test_every_form_of_price_is_said(block: Any, french: str, english: str) -> None:
    document = {"type": "EQUIPEMENT", "descriptionTarif": block}
    assert (plain(prices_sentence(document, FR)), plain(prices_sentence(document, EN))) == (french, english)


def test_a_lodging_without_a_highest_price_begins_somewhere() -> None:
    block = {"periodes": [{"tarifs": [{"minimum": 50}]}]}
    document = {"type": "HOTELLERIE", "descriptionTarif": block}
    assert plain(prices_sentence(document, FR)) == "À partir de 50 €."


MONTH_OF = {french: number for number, (french, _) in enumerate(MONTHS, 1)}
DAY_OF = {french: number for number, (french, _) in enumerate(WEEKDAYS)}
DATE = r"(\d+)(?:er)? (\S+) (\d{4})"


def heard_days(words: str) -> set[int]:
    """Hear weekdays in French: `du lundi au mercredi et le samedi`."""
    found: set[int] = set()
    names = "|".join(DAY_OF)
    for first, last in re.findall(rf"du ({names}) au ({names})", words):
        found |= {(DAY_OF[first] + step) % 7 for step in range((DAY_OF[last] - DAY_OF[first]) % 7 + 1)}
    return found | {DAY_OF[name] for name in re.findall(names, words)}


@settings(max_examples=200, deadline=None)
@given(rules())
def test_who_hears_the_sentence_of_a_season_knows_its_days(one: dict[str, Any]) -> None:
    first, last = (date.fromisoformat(one[key]) for key in ("dateDebut", "dateFin"))
    season = {**one, "tousLesAns": False, "ouverturesExceptionnelles": []}
    words = one_period(season, FR)
    if one["type"] == "OUVERTURE_MOIS" or first == last or not words:
        return
    said = re.match(rf"Du (\d+)(?:er)? (\S+)(?: (\d{{4}}))? au {DATE}, (.*)\.$", words)
    assert said
    year = int(said[3] or said[6])
    assert (
        date(year, MONTH_OF[said[2]], int(said[1])),
        date(int(said[6]), MONTH_OF[said[5]], int(said[4])),
    ) == (
        first,
        last,
    )
    named = heard_days(said[7])
    heard = set(range(7)) - named if "sauf" in said[7] or not named else named
    every = (first + timedelta(days=rank) for rank in range((last - first).days + 1))
    found = days(record(season), first, last).days
    assert found is not None
    assert [*found] == [day for day in every if day.weekday() in heard]


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS)
def test_a_record_that_is_told_open_is_said_so(document: dict[str, Any]) -> None:
    told = days(document, date(2019, 1, 1), date(2030, 12, 31)).days
    french, english = (opening_sentence(document, speech) for speech in (FR, EN))
    assert bool(french) == bool(english)
    assert french or not told
    assert french == opening_sentence(document, FR)


KEYS = (
    "periodesOuvertures", "dateDebut", "type", "tarifs", "periodes", "ouverturesComplementaires",
    "conditions", "minimum",
)  # fmt: skip
WILD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("2026-01-01"),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(KEYS), below, max_size=4),
    max_leaves=12,
)


class AnyWords(Words):
    """A name for every number."""

    def term(self, number: int, language: str) -> str:
        return f"{number} {language}"


@given(WILD)
def test_a_wild_document_never_raises(block: Any) -> None:
    speech = Speech("fr", AnyWords())
    document = {"ouverture": block, "descriptionTarif": block}
    assert isinstance(opening_sentence(document, speech), str)
    assert isinstance(prices_sentence(document, speech), str)
