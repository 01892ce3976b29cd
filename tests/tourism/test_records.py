"""Records: revisions, history in words, states, staleness."""

import pytest

from sitra.access.rules.areas import Place
from sitra.access.rules.mandate import Mandate
from sitra.kit.errors import Forbidden, Impossible, Stale, Unknown
from sitra.ledger import queries as ledger
from sitra.tourism import actions, queries
from sitra.tourism.actions import Arrival, OutsideSource, Tally
from sitra.tourism.events import Origin, State
from sitra.tourism.models import Revision, TouristObject
from sitra.tourism.policy import CONSULT
from sitra.tourism.rules.moves import MOVES, move
from tests.cast import PRIVAS, Cast, hotel

ESSAY = OutsideSource("essai", "Essai", "CC0", "https://essai.example")


def test_a_change_is_a_revision_and_a_fact(cast: Cast) -> None:
    record = cast.record()
    actions.revise(record.pk, hotel("Hôtel du Pont"), seen=1, by=cast.author())
    record.refresh_from_db()
    assert (record.name, record.revision) == ("Hôtel du Pont", 2)
    assert Revision.objects.filter(object=record).count() == 2
    assert ledger.last_details("object.revised")["revision"] == 2


def test_history_says_in_words_what_changed(cast: Cast) -> None:
    record = cast.record()
    document = hotel("Hôtel du Pont", commune=PRIVAS)
    document["informationsHotellerie"]["classement"]["id"] = 2751
    document["informations"]["moyensCommunication"][0]["coordonnees"] = {"fr": "04 00 00 00 00"}
    document["prestations"] = {"languesParlees": [{"elementReferenceType": "Langue", "id": 1192}]}
    actions.revise(record.pk, document, seen=1, by=cast.author())
    page = queries.record_page(cast.clerk, record.pk, "fr")
    latest, first = page.history
    assert latest.author == "Clerk Essai"
    assert latest.acting_for == "Office d'Aubenas"
    assert "Nom (français) : «\u00a0Hôtel des Tilleuls\u00a0» → «\u00a0Hôtel du Pont\u00a0»" in latest.changes
    assert "Commune : «\u00a0Aubenas\u00a0» → «\u00a0Privas\u00a0»" in latest.changes
    assert "Classement : «\u00a03 étoiles\u00a0» → «\u00a04 étoiles\u00a0»" in latest.changes
    assert "Langues parlées : ajouté «\u00a0Anglais\u00a0»" in latest.changes
    assert any("04 00 00 00 00" in change for change in latest.changes)
    assert first.changes == ["Fiche créée"]
    english = queries.record_page(cast.clerk, record.pk, "en").history[0].changes
    assert "Name (French): «\u00a0Hôtel des Tilleuls\u00a0» → «\u00a0Hôtel du Pont\u00a0»" in english


def test_an_identical_document_is_no_revision(cast: Cast) -> None:
    record = cast.record()
    actions.revise(record.pk, hotel(), seen=1, by=cast.author())
    record.refresh_from_db()
    assert record.revision == 1


def test_who_has_not_seen_the_latest_is_stale_and_loses_nothing(cast: Cast) -> None:
    record = cast.record()
    actions.revise(record.pk, hotel("Premier"), seen=1, by=cast.author())
    with pytest.raises(Stale, match="modifiée entre-temps"):
        actions.revise(record.pk, hotel("Second"), seen=1, by=cast.author())
    record.refresh_from_db()
    assert (record.name, record.revision) == ("Premier", 2)


@pytest.mark.parametrize("verb", MOVES)
@pytest.mark.parametrize("state", State)
def test_states_move_as_the_table_says(verb: str, state: State) -> None:
    if state in MOVES[verb].sources:
        assert move(verb, state.value).target is MOVES[verb].target
    else:
        with pytest.raises(Impossible):
            move(verb, state.value)


def test_a_state_change_is_kept_in_history(cast: Cast) -> None:
    record = cast.record(state=State.DRAFT)
    actions.change_state(record.pk, "publish", seen=1, by=cast.author())
    page = queries.record_page(cast.clerk, record.pk, "fr")
    assert page.state == "PUBLISHED"
    assert page.history[0].changes == ["État : brouillon → publié"]


@pytest.mark.parametrize(
    ("who", "state", "sees"),
    [
        ("clerk", State.PUBLISHED, True),
        ("clerk", State.DRAFT, True),
        ("clerk", State.HIDDEN, True),
        ("clerk", State.DELETED, False),
        ("neighbour", State.PUBLISHED, True),
        ("neighbour", State.DRAFT, False),
        ("neighbour", State.HIDDEN, False),
        ("counsellor", State.PUBLISHED, True),
        ("counsellor", State.DRAFT, False),
        ("stranger", State.PUBLISHED, False),
        ("stranger", State.DRAFT, False),
    ],
)
def test_who_may_consult(cast: Cast, who: str, state: State, *, sees: bool) -> None:
    from sitra.access.queries import mandate_of

    record = cast.record(state=state)
    mandate = mandate_of(cast.people[who])
    assert CONSULT.among(mandate, TouristObject.objects.all()).filter(pk=record.pk).exists() is sees
    if sees:
        assert queries.record_page(cast.people[who], record.pk, "fr").id == record.pk
    else:
        with pytest.raises((Forbidden, Unknown)):
            queries.record_page(cast.people[who], record.pk, "fr")


def test_without_a_seat_nothing_is_open() -> None:
    assert not CONSULT.scope(Mandate()).covers(Place(1, 1, None, "HOTELLERIE", "PUBLISHED"))


def test_what_is_typed_must_be_known_and_what_is_imported_is_kept(cast: Cast) -> None:
    strange = hotel(inconnu={"a": 1})
    with pytest.raises(Impossible, match="inconnu"):
        cast.record(strange)
    with pytest.raises(Impossible, match="nom"):
        cast.record({"nom": {}})


def test_taking_in_twice_changes_nothing(cast: Cast) -> None:
    from sitra.catalog.rules.kinds import Kind
    from sitra.tourism.actions import Author
    from sitra.tourism.events import Origin

    by = Author(origin=Origin.IMPORTED, words="Essai")
    owner = cast.members["aubenas"].pk

    def arrival(key: str, name: str) -> Arrival:
        return Arrival(key, Kind.HOTELLERIE, hotel(name, inconnu=["gardé"]), owner)

    first = actions.take_in([arrival("a", "A"), arrival("b", "B")], source=ESSAY, by=by)
    again = actions.take_in([arrival("a", "A"), arrival("b", "B2")], source=ESSAY, by=by)
    assert first == Tally(created=2)
    assert again == Tally(revised=1, unchanged=1)
    record = TouristObject.objects.get(identifiers__value="b")
    assert (record.name, record.revision) == ("B2", 2)
    assert record.identifier == f"SITRA2_HOT_{record.pk}"
    kept = Revision.objects.get(object=record, number=2)
    assert kept.document["inconnu"] == ["gardé"]


def test_a_fault_that_blocks_stops_the_publication_not_the_draft(cast: Cast) -> None:
    vague = hotel(informationsHotellerie={})
    draft = cast.record(vague, state=State.DRAFT)
    with pytest.raises(Impossible, match="« Type d'hôtel » doit être rempli"):
        actions.change_state(draft.pk, "publish", seen=1, by=cast.author())
    with pytest.raises(Impossible, match="ne peut pas être publiée"):
        cast.record(vague)
    published = cast.record()
    with pytest.raises(Impossible, match="« Type d'hôtel » doit être rempli"):
        actions.revise(published.pk, vague, seen=1, by=cast.author())
    assert cast.record(vague, origin=Origin.IMPORTED).state == State.PUBLISHED


def test_its_owner_sees_how_complete_and_how_right_a_record_is(cast: Cast) -> None:
    row = cast.record(hotel(prestations={"tailleGroupeMin": 3, "inconnu": 1}), origin=Origin.IMPORTED)
    quality = queries.record_page(cast.people["clerk"], row.pk, "fr").quality
    assert quality is not None
    assert 0 < quality.score < 100
    assert quality.missing[0].anchor
    assert quality.warnings == [
        "« inconnu » n'est pas un champ d'une fiche « Hôtellerie » : la valeur est gardée telle quelle."
    ]
    elsewhere = cast.record(owner="privas")
    assert queries.record_page(cast.people["clerk"], elsewhere.pk, "fr").quality is None
