"""Records that a source and people here both write: nothing of either is lost."""

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from sitra.kit.errors import Forbidden, Impossible, Unknown
from sitra.ledger import queries as ledger
from sitra.tourism import actions
from sitra.tourism.actions import Arrival, OutsideSource
from sitra.tourism.actions.arrivals import weigh
from sitra.tourism.actions.locking import follow_source, lock_field, unlock_field
from sitra.tourism.actions.reconnecting import reconnect
from sitra.tourism.events import Origin
from sitra.tourism.models import Awaited, Overlay, Revision, TouristObject
from sitra.tourism.rules.overlays import agreed, changed, covers, put
from tests.cast import Cast, hotel
from tests.tourism.test_links import links, shown

ESSAY = OutsideSource("essai", "Essai", "CC0", "https://essai.example")
BY = actions.Author(origin=Origin.IMPORTED, words="Essai")
SHORT = "presentation.descriptifCourt.libelleFr"


def receive(cast: Cast, document: dict[str, Any], key: str = "x") -> TouristObject:
    from sitra.catalog.rules.kinds import Kind

    arrival = Arrival(key, Kind.HOTELLERIE, document, cast.members["aubenas"].pk)
    tally = actions.take_in([arrival], source=ESSAY, by=BY)
    return TouristObject.objects.get(pk=tally.numbers[key])


def says(row: TouristObject) -> dict[str, Any]:
    return Revision.objects.get(object=row, number=row.revision).document


def short(document: dict[str, Any], text: str) -> dict[str, Any]:
    return put(document, SHORT, text)


def test_what_was_written_here_stays_when_the_source_changes_something_else(cast: Cast) -> None:
    row = receive(cast, hotel())
    ours = short(hotel(), "Écrit ici.")
    actions.revise(row.pk, ours, seen=1, by=cast.author())
    row = receive(cast, hotel("Hôtel du Pont"))
    assert says(row) == {**ours, "nom": {"libelleFr": "Hôtel du Pont"}}
    kept = Overlay.objects.get()
    assert (kept.path, kept.theirs) == (SHORT, hotel()["presentation"]["descriptifCourt"]["libelleFr"])


def test_it_stays_run_after_run_and_the_source_is_remembered(cast: Cast) -> None:
    row = receive(cast, hotel())
    actions.revise(row.pk, short(hotel(), "Écrit ici."), seen=1, by=cast.author())
    for rank, theirs in enumerate(("Un.", "Deux.", "Trois.")):
        row = receive(cast, short(hotel(f"Hôtel {rank}"), theirs))
        document = says(row)
        assert document["presentation"]["descriptifCourt"]["libelleFr"] == "Écrit ici."
        assert document["nom"] == {"libelleFr": f"Hôtel {rank}"}
        assert Overlay.objects.get().theirs == theirs


def test_a_language_added_here_does_not_hold_the_others_back(cast: Cast) -> None:
    row = receive(cast, hotel())
    italian = put(hotel(), "presentation.descriptifCourt.libelleIt", "Tranquillo.")
    actions.revise(row.pk, italian, seen=1, by=cast.author())
    for text in ("Nouveau.", "Encore nouveau."):
        row = receive(cast, short(hotel(), text))
        told = says(row)["presentation"]["descriptifCourt"]
        assert (told["libelleFr"], told["libelleIt"]) == (text, "Tranquillo.")


def test_what_is_the_same_again_is_no_overlay_any_more(cast: Cast) -> None:
    row = receive(cast, hotel())
    actions.revise(row.pk, short(hotel(), "Écrit ici."), seen=1, by=cast.author())
    receive(cast, short(hotel("Hôtel A"), "Autre."))
    assert Overlay.objects.count() == 1
    row = receive(cast, short(hotel("Hôtel B"), "Écrit ici."))
    assert not Overlay.objects.exists()
    row = receive(cast, short(hotel("Hôtel B"), "La source suit."))
    assert says(row)["presentation"]["descriptifCourt"]["libelleFr"] == "La source suit."


def test_one_can_go_back_to_what_the_source_says(cast: Cast) -> None:
    row = receive(cast, hotel())
    actions.revise(row.pk, short(hotel(), "Écrit ici."), seen=1, by=cast.author())
    row = receive(cast, short(hotel(), "Autre."))
    seen = row.revision
    row = follow_source(row.pk, "essai", SHORT, seen=seen, by=cast.author())
    assert says(row) == short(hotel(), "Autre.")
    row = receive(cast, short(hotel(), "Suite."))
    assert says(row) == short(hotel(), "Suite.")
    with pytest.raises(Impossible, match="dit déjà"):
        follow_source(row.pk, "essai", SHORT, seen=row.revision, by=cast.author())


def test_a_locked_field_follows_its_source_and_is_not_written_here(cast: Cast) -> None:
    row = receive(cast, hotel())
    actions.revise(row.pk, short(hotel(), "Écrit ici."), seen=1, by=cast.author())
    row = receive(cast, short(hotel("Hôtel A"), "La source."))
    lock_field("essai", "presentation.descriptifCourt", by=cast.author())
    row.refresh_from_db()
    assert says(row)["presentation"]["descriptifCourt"]["libelleFr"] == "La source."
    assert ledger.last_details("source.locked") == {"source": "essai", "path": "presentation.descriptifCourt"}
    with pytest.raises(Forbidden, match=r"descriptifCourt.libelleFr » est tenu par la source « Essai »"):
        actions.revise(row.pk, short(says(row), "Encore ici."), seen=row.revision, by=cast.author())
    actions.revise(row.pk, {**says(row), "nom": {"libelleFr": "Libre"}}, seen=row.revision, by=cast.author())
    unlock_field("essai", "presentation.descriptifCourt", by=cast.author())
    row.refresh_from_db()
    actions.revise(row.pk, short(says(row), "De nouveau ici."), seen=row.revision, by=cast.author())
    row = receive(cast, short(hotel("Hôtel B"), "La source encore."))
    assert says(row)["presentation"]["descriptifCourt"]["libelleFr"] == "De nouveau ici."
    assert says(row)["nom"] == {"libelleFr": "Libre"}


def test_an_unknown_source_is_not_locked(cast: Cast) -> None:
    with pytest.raises(Unknown, match="rien-de-tel"):
        lock_field("rien-de-tel", "nom", by=cast.author())


def test_a_run_says_what_it_would_keep_without_writing(cast: Cast) -> None:
    from sitra.catalog.rules.kinds import Kind

    row = receive(cast, hotel())
    actions.revise(row.pk, short(hotel(), "Écrit ici."), seen=1, by=cast.author())
    arrival = Arrival("x", Kind.HOTELLERIE, short(hotel("Neuf"), "Autre."), cast.members["aubenas"].pk)
    (meeting,) = weigh([arrival], "essai").changed
    assert meeting.theirs == {SHORT: "Autre."}
    assert meeting.after["nom"] == {"libelleFr": "Neuf"}
    assert not Overlay.objects.exists()


VALUES = st.recursive(
    st.integers(0, 3) | st.lists(st.integers(0, 2), max_size=2),
    lambda below: st.dictionaries(st.sampled_from("abc"), below, min_size=1, max_size=3),
    max_leaves=6,
)
BLOCKS = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)


@settings(max_examples=500, deadline=None)
@given(BLOCKS, BLOCKS, BLOCKS)
def test_what_is_agreed_comes_from_one_or_the_other_and_gives_the_source_back(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    kept = agreed(base, ours, theirs)
    back = kept.document
    for path, value in kept.theirs.items():
        back = put(back, path, value)
    assert back == theirs
    assert agreed(base, base, theirs).document == theirs
    assert agreed(base, ours, base).document == ours
    assert agreed(base, ours, theirs, [""]).document == theirs
    assert (changed(ours, theirs) == set()) == (ours == theirs)


@pytest.mark.parametrize(
    ("path", "other", "holds"),
    [("", "a.b", True), ("a", "a", True), ("a", "a.b", True), ("a", "ab", False), ("a.b", "a", False)],
)
def test_a_path_covers_what_is_below_it(path: str, other: str, *, holds: bool) -> None:
    assert covers(path, other) is holds


def test_what_differs_from_the_source_is_named_before_the_next_run(cast: Cast) -> None:
    from sitra.catalog.rules.kinds import Kind
    from sitra.tourism.queries.sourcing import differing

    row = receive(cast, hotel())
    assert differing(row.pk, Kind.HOTELLERIE, "fr") == []
    actions.revise(row.pk, short(hotel(), "Écrit ici."), seen=1, by=cast.author())
    (one,) = differing(row.pk, Kind.HOTELLERIE, "fr")
    assert (one.label, one.ours, one.source_name) == ("Descriptif court (français)", "Écrit ici.", "Essai")
    receive(cast, short(hotel("Hôtel B"), "Autre."))
    (one,) = differing(row.pk, Kind.HOTELLERIE, "en")
    assert (one.label, one.theirs) == ("Short description (French)", "Autre.")


def test_what_was_followed_is_followed_on_whatever_else_was_written(cast: Cast) -> None:
    row = receive(cast, hotel())
    actions.revise(row.pk, short(hotel(), "Écrit ici."), seen=1, by=cast.author())
    row = receive(cast, short(hotel("Hôtel A"), "Deux."))
    named = {**says(row), "nom": {"libelleFr": "Nom d'ici"}}
    row = actions.revise(row.pk, named, seen=row.revision, by=cast.author())
    row = follow_source(row.pk, "essai", SHORT, seen=row.revision, by=cast.author())
    row = receive(cast, short(hotel("Hôtel A"), "Trois."))
    assert says(row) == {**short(hotel(), "Trois."), "nom": {"libelleFr": "Nom d'ici"}}


def test_one_follows_the_source_before_any_run_has_met_the_difference(cast: Cast) -> None:
    from sitra.catalog.rules.kinds import Kind
    from sitra.tourism.queries.sourcing import differing

    row = receive(cast, hotel())
    actions.revise(row.pk, short(hotel("Nom d'ici"), "Écrit ici."), seen=1, by=cast.author())
    row = follow_source(row.pk, "essai", SHORT, seen=2, by=cast.author())
    assert says(row) == hotel("Nom d'ici")
    assert [one.path for one in differing(row.pk, Kind.HOTELLERIE, "fr")] == ["nom.libelleFr"]


def test_a_lock_takes_back_what_no_run_has_met_yet(cast: Cast) -> None:
    row = receive(cast, hotel())
    actions.revise(row.pk, short(hotel("Nom d'ici"), "Écrit ici."), seen=1, by=cast.author())
    lock_field("essai", "presentation", by=cast.author())
    row.refresh_from_db()
    assert says(row) == hotel("Nom d'ici")


def test_a_lock_lifted_leaves_nothing_behind(cast: Cast) -> None:
    row = receive(cast, hotel())
    actions.revise(row.pk, short(hotel(), "Écrit ici."), seen=1, by=cast.author())
    row = receive(cast, short(hotel("Hôtel A"), "Deux."))
    actions.revise(row.pk, short(hotel("Nom d'ici"), "Écrit ici."), seen=row.revision, by=cast.author())
    lock_field("essai", SHORT, by=cast.author())
    unlock_field("essai", SHORT, by=cast.author())
    row = receive(cast, short(hotel("Hôtel A"), "Trois."))
    assert says(row) == short(hotel("Nom d'ici"), "Trois.")


def test_a_lock_holds_in_a_block_that_was_taken_away_here(cast: Cast) -> None:
    row = receive(cast, hotel())
    bare = {key: value for key, value in hotel().items() if key != "presentation"}
    actions.revise(row.pk, bare, seen=1, by=BY)
    lock_field("essai", SHORT, by=cast.author())
    row = receive(cast, short(hotel("B"), "Deux."))
    assert says(row)["presentation"] == {"descriptifCourt": {"libelleFr": "Deux."}}


def test_going_back_does_not_go_round_a_lock(cast: Cast) -> None:
    receive(cast, hotel())
    row = receive(cast, short(hotel(), "Deux."))
    lock_field("essai", SHORT, by=cast.author())
    with pytest.raises(Forbidden, match="tenu par la source"):
        actions.restore_revision(row.pk, 1, seen=2, by=cast.author())
    with pytest.raises(Forbidden, match="tenu par la source"):
        actions.restore_field(row.pk, "presentation.descriptifCourt", 1, seen=2, by=cast.author())


def test_a_record_that_is_parted_again_learns_what_its_source_said_meanwhile(cast: Cast) -> None:
    gone, heir = receive(cast, hotel("Un")), cast.record()
    actions.merge(gone.pk, into=heir.pk, document=hotel(), seen=1, seen_into=1, by=cast.author())
    gone = receive(cast, hotel("Deux"))
    actions.unmerge(gone.pk, seen=gone.revision, by=cast.author())
    assert says(receive(cast, hotel("Deux"))) == hotel("Deux")


def stages(*numbers: int) -> dict[str, Any]:
    return {**hotel(), **links(*(("PARCOURS_ETAPE", number) for number in numbers))}


def connect() -> None:
    while reconnect("essai", BY):
        pass


def test_a_link_that_waits_for_a_merged_record_waits_on(cast: Cast) -> None:
    gone, heir = receive(cast, stages(777)), cast.record()
    actions.merge(gone.pk, into=heir.pk, document=hotel(), seen=1, seen_into=1, by=cast.author())
    stage = receive(cast, hotel("Étape"), "777")
    connect()
    gone.refresh_from_db()
    actions.unmerge(gone.pk, seen=gone.revision, by=cast.author())
    connect()
    assert shown(gone.pk) == [("PARCOURS_ETAPE", stage.pk)]
    assert not Awaited.objects.exists()


@pytest.mark.parametrize("met", [False, True])
def test_a_link_found_again_is_not_written_into_a_list_of_ours(cast: Cast, *, met: bool) -> None:
    first, own = receive(cast, hotel("A"), "111"), cast.record()
    row = receive(cast, stages(111, 777))
    row = actions.revise(row.pk, {**hotel(), **links(("DEFAUT", own.pk))}, seen=1, by=cast.author())
    if met:
        row = receive(cast, {**stages(111, 777), "nom": {"libelleFr": "Neuf"}})
    stage = receive(cast, hotel("Étape"), "777")
    connect()
    assert shown(row.pk) == [("DEFAUT", own.pk)]
    path = "liens.liensObjetsTouristiquesTypes"
    row = follow_source(row.pk, "essai", path, seen=row.revision, by=cast.author())
    assert shown(row.pk) == [("PARCOURS_ETAPE", first.pk), ("PARCOURS_ETAPE", stage.pk)]
    assert not Overlay.objects.exists()


PLACES = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(".".join)


def at(document: Any, path: str) -> Any:
    for step in path.split("."):
        document = document.get(step) if isinstance(document, dict) else None
    return document


@settings(max_examples=500, deadline=None)
@given(BLOCKS, BLOCKS, BLOCKS, PLACES)
def test_a_lock_is_held_wherever_it_stands(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], path: str
) -> None:
    kept = agreed(base, ours, theirs, [path])
    assert at(kept.document, path) == at(theirs, path)
    back = kept.document
    for place, value in kept.theirs.items():
        back = put(back, place, value)
    assert back == theirs
