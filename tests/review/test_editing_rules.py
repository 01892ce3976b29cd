"""The editor's form: what it shows comes back as it was, and what is typed is read or kept as words."""

from collections.abc import Iterable
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import Node, tree
from sitra.catalog.rules.types import Section
from sitra.kit.texts import LANGUAGES
from sitra.review.rules.editing import Group, Input, Reading, Rows, View, form_of, read, shown
from sitra.review.rules.editing.forms import Option, Part
from sitra.review.rules.editing.reading import Resolver, plain_value
from sitra.review.rules.editing.saying import Names
from tests.cast import hotel
from tests.catalog.making import document

NAMES = Names(commune=lambda number: f"Commune (n° {number})", record=lambda number: f"Fiche (n° {number})")


def last_number(words: str) -> int:
    if not words.endswith(")"):
        raise ValueError(words)
    return int(words.rpartition(" ")[2].rstrip(")"))


RESOLVER = Resolver(last_number, lambda words: ("HOTELLERIE", last_number(words)))


def sent(parts: Iterable[Part]) -> dict[str, list[str]]:
    """Send a form back as a browser does, without a key pressed."""
    given: dict[str, list[str]] = {"present": []}
    for part in parts:
        if isinstance(part, Group):
            below = sent(part.parts)
            given["present"] += below.pop("present")
            given |= below
        elif isinstance(part, Rows):
            given["present"].append(part.name)
            for item in part.items:
                if item.rest:
                    given[f"{item.name}.~"] = [item.rest]
                below = sent(item.parts)
                given["present"] += below.pop("present")
                given |= below
        else:
            _input(part, given)
    return given


def _input(part: Input, given: dict[str, list[str]]) -> None:
    if part.shape == "choices":
        given["present"].append(part.name)
        given[part.name] = [one.value for one in part.options if one.chosen]
    elif part.shape == "choice":
        given[part.name] = [one.value for one in part.options if one.chosen] or [""]
    else:
        given[part.name] = [part.said]


def tidy(value: Any, node: Node) -> Any:
    """Leave out what a form does not bring back: what is empty or only numbered, spaces around texts."""
    if isinstance(value, list):
        items = [one for one in (tidy(one, node) for one in value) if one not in (None, "", [], {})]
        return [one for one in items if node.field is not None or one.keys() - shown.NUMBERED]
    if isinstance(value, dict) and node.field is None:
        kept = {key: tidy(one, node.children[key]) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one not in (None, "", [], {})}
    if isinstance(value, dict):
        said = {
            key: one.replace("\r\n", "\n").strip() if isinstance(one, str) else one
            for key, one in value.items()
        }
        return {key: one for key, one in said.items() if one != ""}
    return _bare(value)


def _bare(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def as_people_write(value: Any) -> Any:
    """Give records one kind, and terms no more than their number: what our resolver answers."""
    if isinstance(value, dict):
        if set(value) == {"type", "id"} and isinstance(value["type"], str):
            return {"type": "HOTELLERIE", "id": value["id"]}
        return {key: as_people_write(one) for key, one in value.items()}
    return [as_people_write(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("kind", Kind)
def test_what_is_shown_and_sent_back_untouched_changes_nothing(kind: Kind) -> None:
    """Over generated documents of every kind, section by section, in one language or in two."""
    for seed in range(12):
        made = tidy(as_people_write(document(kind, seed, 0.25 + seed % 3 * 0.3)), tree(kind))
        whole = deepcopy(made)
        for section in shown.sections(kind):
            languages = ("fr",) if seed % 2 else ("fr", Random(seed).choice(LANGUAGES[1:]))
            view = View(everything=seed % 2 == 0, languages=languages, names=NAMES)
            form = form_of(whole, kind, section, view, lambda _name: ())
            reading = read(whole, kind, sent(form.parts), RESOLVER)
            assert reading.typed == {}
            assert tidy(reading.document, tree(kind)) == whole, (seed, section)


@pytest.mark.parametrize("kind", Kind)
def test_every_section_leads_to_its_fields_and_none_is_shown_twice(kind: Kind) -> None:
    seen: list[str] = []
    for section in shown.sections(kind):
        form = form_of({}, kind, section, View(everything=True), lambda _name: ())
        seen += [name for name in sent(form.parts) if name != "present"]
    assert len(seen) == len(set(seen))
    assert "nom.libelleFr" in seen
    assert "localisation.adresse.commune" in seen


def reading_of(typed: dict[str, str | list[str]], before: dict[str, Any] | None = None) -> Reading:
    given = {name: [words] if isinstance(words, str) else words for name, words in typed.items()}
    return read(before or hotel(), Kind.HOTELLERIE, given, RESOLVER)


def test_what_the_form_does_not_hold_stays() -> None:
    reading = reading_of({"nom.libelleFr": "Autre nom"})
    expected = hotel("Autre nom")
    assert reading.document == expected


def test_a_text_in_another_language_stays_when_only_french_is_shown() -> None:
    reading = reading_of({"presentation.descriptifCourt.libelleFr": "Court."})
    assert reading.document["presentation"]["descriptifCourt"]["libelleEn"].startswith("Quiet")


def test_words_that_are_no_value_are_kept_as_words() -> None:
    path = "informationsHotellerie.capacite.nombreSuites"
    reading = reading_of({path: "une douzaine"})
    assert reading.typed == {path: "une douzaine"}
    assert "attend un nombre entier" in reading.wrong[path]
    form = form_of(
        reading.document, Kind.HOTELLERIE, Section.SPECIFIC, View(typed=reading.typed), lambda _name: ()
    )
    shown_again = sent(form.parts)
    assert shown_again[path] == ["une douzaine"]


def test_rows_are_rebuilt_in_their_order_and_empty_ones_go() -> None:
    periods = "descriptionTarif.periodes"
    reading = reading_of(
        {
            "present": [periods, f"{periods}.0.tarifs", f"{periods}.2.tarifs", f"{periods}.7.tarifs"],
            f"{periods}.0.dateDebut": "",
            f"{periods}.2.dateDebut": "14/07/2027",
            f"{periods}.2.tarifs.3.minimum": "1 250,50 €",
            f"{periods}.2.tarifs.3.~": '{"identifiant": 9}',
            f"{periods}.7.dateDebut": "2027-09-01",
        }
    )
    assert reading.document["descriptionTarif"]["periodes"] == [
        {"dateDebut": "2027-07-14", "tarifs": [{"identifiant": 9, "minimum": 1250.5}]},
        {"dateDebut": "2027-09-01"},
    ]


def test_a_list_is_emptied_only_where_the_form_held_it() -> None:
    before = hotel() | {"descriptionTarif": {"periodes": [{"dateDebut": "2027-01-01"}]}}
    assert "periodes" in reading_of({"nom.libelleFr": "X"}, before).document["descriptionTarif"]
    assert "descriptionTarif" not in reading_of({"present": ["descriptionTarif.periodes"]}, before).document


def test_numbers_that_only_programs_know_do_not_keep_an_empty_row() -> None:
    ways = "informations.moyensCommunication"
    reading = reading_of(
        {"present": [ways], f"{ways}.0.~": '{"identifiant": 3}', f"{ways}.0.coordonnees.fr": ""}
    )
    assert "moyensCommunication" not in reading.document.get("informations", {})


@pytest.mark.parametrize(
    "path",
    [
        "gestion.dateCreation",
        "aspects.0.nom.libelleFr",
        "metadonnees.0.noeud",
        "donneesPrivees.0.id",
        "inconnu.x",
    ],
)
def test_what_is_not_written_in_the_editor_is_passed_over(path: str) -> None:
    assert reading_of({path: "1", "present": [path.partition(".")[0]]}).document == hotel()


def test_names_that_are_both_a_value_and_a_block_break_nothing() -> None:
    assert reading_of(
        {"nom": "Bloc", "nom.libelleFr": "Valeur", "present": ["nom", "nom.libelleFr.x"]}
    ).document


@pytest.mark.parametrize(
    ("words", "value"),
    [("9h30", "09:30:00"), ("9 h", "09:00:00"), ("09:30", "09:30:00"), ("23:59:30", "23:59:30")],
)
def test_times_are_read_as_people_write_them(words: str, value: str) -> None:
    from sitra.catalog.rules.types import Time

    assert plain_value(Time(), words) == value


def test_a_term_that_is_no_longer_offered_stays_chosen() -> None:
    before = {"prestations": {"equipements": [{"elementReferenceType": "PrestationEquipement", "id": 77}]}}
    form = form_of(
        before, Kind.HOTELLERIE, Section.SERVICES, View(), lambda _name: (Option("5", "Ascenseur"),)
    )
    assert sent(form.parts)["prestations.equipements"] == ["77"]


def test_what_records_of_the_kind_often_carry_is_offered_first() -> None:
    options = tuple(Option(str(number), f"Équipement {number}") for number in range(100, 130))
    view = View(usual={"125": 0, "999": 1, "107": 2})
    form = form_of({}, Kind.HOTELLERIE, Section.SERVICES, view, lambda _name: options)
    (field,) = (one for one in form.parts if isinstance(one, Input) and one.name == "prestations.equipements")
    assert [one.value for one in field.options][:3] == ["125", "107", "100"]
    assert sorted(one.value for one in field.options) == [one.value for one in options]
