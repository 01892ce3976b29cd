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
from sitra.tourism.events import Origin
from sitra.tourism.models import Overlay, Revision, TouristObject
from sitra.tourism.rules.overlays import agreed, changed, covers, put
from tests.cast import Cast, hotel

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
