"""Records that never lose anything: any sequence of changes keeps every past state and every number."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies as st

from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Gone, Impossible, Stale, TradeError, Unknown
from sitra.tourism import actions, queries
from sitra.tourism.events import Origin, State
from sitra.tourism.models import Merger, Revision, TouristObject
from sitra.tourism.rules import content
from tests.cast import Cast, hotel, refuge
from tests.tourism.test_records import ESSAY

STEPS = st.tuples(
    st.sampled_from(
        ["edit", "restore", "field", "hide", "publish", "delete", "undelete", "merge", "unmerge", "part"]
    ),
    st.integers(0, 7),
    st.integers(0, 7),
    st.integers(1, 9),
)


class Chronicle:
    """What was written, remembered beside the database."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.numbers = [cast.record(hotel(f"Hôtel {rank}")).pk for rank in range(3)]
        self.past: dict[tuple[int, int], tuple[str, dict[str, Any]]] = {}
        self.note()

    def note(self) -> None:
        """Remember every revision that is new."""
        for number, revision, state, document in Revision.objects.values_list(
            "object_id", "number", "state", "document"
        ):
            self.past.setdefault((number, revision), (state, document))

    def likely(self, verb: str) -> list[int]:
        """Prefer records on which a verb makes sense, so that undoing is met as often as doing."""
        rows = TouristObject.objects.order_by("pk")
        wanted = {
            "unmerge": rows.exclude(heir=None),
            "undelete": rows.filter(state=State.DELETED.value, heir=None),
            "publish": rows.filter(state=State.HIDDEN.value),
        }.get(verb, rows.exclude(state=State.DELETED.value))
        return list(wanted.values_list("pk", flat=True)) or self.numbers

    def step(self, verb: str, one: int, other: int, figure: int) -> None:
        likely = self.likely(verb) if figure > 2 else self.numbers
        number, second = likely[one % len(likely)], self.numbers[other % len(self.numbers)]
        rows = TouristObject.objects.in_bulk([number, second])
        seen, seen_second = rows[number].revision, rows[second].revision
        by = self.cast.author()
        document = Revision.objects.get(object_id=number, number=seen).document
        renamed = {**document, "nom": {"libelleFr": f"Hôtel {figure}"}}
        revision = figure % seen + 1
        moves: dict[str, Callable[[], object]] = {
            "edit": lambda: actions.revise(number, renamed, seen=seen, by=by),
            "restore": lambda: actions.restore_revision(number, revision, seen=seen, by=by),
            "field": lambda: actions.restore_field(number, "nom", revision, seen=seen, by=by),
            "hide": lambda: actions.change_state(number, "hide", seen=seen, by=by),
            "publish": lambda: actions.change_state(number, "publish", seen=seen, by=by),
            "delete": lambda: actions.change_state(number, "delete", seen=seen, by=by),
            "undelete": lambda: actions.change_state(number, "restore", seen=seen, by=by),
            "merge": lambda: actions.merge(
                number, into=second, document=renamed, seen=seen, seen_into=seen_second, by=by
            ),
            "unmerge": lambda: actions.unmerge(number, seen=seen, by=by),
            "part": lambda: self.numbers.append(
                actions.part(number, document=document, other=renamed, seen=seen, by=by).pk
            ),
        }
        try:
            with transaction.atomic():
                moves[verb]()
        except Impossible:
            return  # the trade refuses; nothing may have been written
        finally:
            self.verify()

    def verify(self) -> None:
        """Every past state reads as it was written; every number answers, or says when it went."""
        written = {
            (number, revision): (state, document)
            for number, revision, state, document in Revision.objects.values_list(
                "object_id", "number", "state", "document"
            )
        }
        assert {key: written[key] for key in self.past} == self.past
        self.note()
        for row in TouristObject.objects.all():
            assert {revision for number, revision in written if number == row.pk} == set(
                range(1, row.revision + 1)
            )
            assert written[row.pk, row.revision][0] == row.state
            self.answers(row)

    @staticmethod
    def answers(row: TouristObject) -> None:
        try:
            heir = TouristObject.objects.get(pk=queries.answering(row.pk))
        except Gone:
            return
        assert heir.state != State.DELETED
        assert (heir.pk == row.pk) is (row.state != State.DELETED)


@pytest.mark.django_db
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=5, max_size=20))
def test_any_sequence_keeps_every_past_state_and_every_number(
    cast: Cast, steps: list[tuple[str, int, int, int]]
) -> None:
    with transaction.atomic():
        chronicle = Chronicle(cast)
        for step in steps:
            chronicle.step(*step)
        transaction.set_rollback(True)


def two(cast: Cast) -> tuple[TouristObject, TouristObject]:
    return cast.record(hotel("Hôtel du Lac")), cast.record(hotel("Hotel du Lac ***"))


def test_a_merged_number_leads_to_its_heir_and_back(cast: Cast) -> None:
    kept, gone = two(cast)
    agreed = hotel("Hôtel du Lac", presentation={"descriptifCourt": {"libelleFr": "Réuni."}})
    actions.merge(gone.pk, into=kept.pk, document=agreed, seen=1, seen_into=1, by=cast.author())
    assert queries.answering(gone.pk) == kept.pk
    assert queries.heirs([gone.pk, kept.pk, 999]) == {gone.pk: kept.pk, kept.pk: kept.pk, 999: 999}
    page = queries.record_page(cast.clerk, kept.pk, "fr")
    assert page.history[0].words == f"Réunie avec la fiche {gone.pk}."
    with pytest.raises(Impossible, match="séparez-les d'abord"):
        actions.change_state(gone.pk, "restore", seen=2, by=cast.author())
    actions.unmerge(gone.pk, seen=2, by=cast.author())
    gone.refresh_from_db()
    assert (gone.state, gone.heir_id, queries.answering(gone.pk)) == ("PUBLISHED", None, gone.pk)
    document = Revision.objects.get(object=kept, number=3).document
    assert document == hotel("Hôtel du Lac")
    assert Merger.objects.get().undone_at is not None
    with pytest.raises(Impossible, match="pas été réunie"):
        actions.unmerge(gone.pk, seen=3, by=cast.author())


def test_undoing_a_merger_leaves_what_others_wrote_since(cast: Cast) -> None:
    kept, gone = two(cast)
    actions.merge(gone.pk, into=kept.pk, document=hotel("Réuni"), seen=1, seen_into=1, by=cast.author())
    actions.revise(kept.pk, hotel("Récrit"), seen=2, by=cast.author())
    actions.unmerge(gone.pk, seen=2, by=cast.author())
    kept.refresh_from_db()
    assert (kept.name, kept.revision) == ("Récrit", 3)


def test_a_chain_of_mergers_ends_at_the_last_heir(cast: Cast) -> None:
    kept, gone = two(cast)
    last = cast.record(hotel("Hôtel du Port"))
    actions.merge(gone.pk, into=kept.pk, document=hotel("A"), seen=1, seen_into=1, by=cast.author())
    actions.merge(kept.pk, into=last.pk, document=hotel("B"), seen=2, seen_into=1, by=cast.author())
    assert queries.heirs([gone.pk, kept.pk]) == {gone.pk: last.pk, kept.pk: last.pk}
    actions.change_state(last.pk, "delete", seen=2, by=cast.author())
    with pytest.raises(Gone):
        queries.answering(gone.pk)
    with pytest.raises(Unknown):
        queries.answering(10_000)


def test_what_makes_no_sense_is_refused(cast: Cast) -> None:
    kept, gone = two(cast)
    hut = cast.record(refuge("Refuge"), kind=Kind.HEBERGEMENT_COLLECTIF)
    by = cast.author()

    def merging(number: int, into: int, seen: int = 1) -> object:
        return actions.merge(number, into=into, document=hotel(), seen=seen, seen_into=1, by=by)

    with pytest.raises(Impossible, match="à elle-même"):
        merging(kept.pk, kept.pk)
    with pytest.raises(Impossible, match="même type"):
        merging(gone.pk, hut.pk)
    with pytest.raises(Stale):
        merging(gone.pk, kept.pk, seen=7)
    kept.refresh_from_db()
    assert kept.revision == 1, "nothing is half done"
    actions.change_state(gone.pk, "delete", seen=1, by=by)
    with pytest.raises(Impossible, match="supprimée"):
        merging(gone.pk, kept.pk, seen=2)
    with pytest.raises(TradeError):
        actions.part(gone.pk, document=hotel(), other=hotel(), seen=2, by=by)


def test_one_field_comes_back_alone(cast: Cast) -> None:
    record = cast.record(hotel("Avant"))
    changed = hotel("Après", presentation={"descriptifCourt": {"libelleFr": "Nouveau."}})
    actions.revise(record.pk, changed, seen=1, by=cast.author())
    actions.restore_field(record.pk, "nom", 1, seen=2, by=cast.author())
    page = queries.record_page(cast.clerk, record.pk, "fr")
    assert (page.name, page.history[0].words) == ("Avant", "Reprise de « Nom » à la révision 1.")
    assert len(page.history[0].changes) == 1
    with pytest.raises(Unknown, match="n'est pas un champ"):
        actions.restore_field(record.pk, "ailleurs", 1, seen=3, by=cast.author())
    with pytest.raises(Unknown, match="pas de révision 9"):
        actions.restore_revision(record.pk, 9, seen=3, by=cast.author())


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.b", {"a": {"b": 2, "c": 1}, "d": [1]}),
        ("a.c", {"a": {"b": 1}, "d": [1]}),
        ("d[].e.f", {"a": {"b": 1, "c": 1}, "d": [2]}),
        ("x.y", {"a": {"b": 1, "c": 1}, "d": [1]}),
        ("z.y", {"a": {"b": 1, "c": 1}, "d": [1], "z": {"y": 2}}),
    ],
)
def test_a_value_is_taken_from_another_document(path: str, expected: dict[str, Any]) -> None:
    ours = {"a": {"b": 1, "c": 1}, "d": [1]}
    theirs = {"a": {"b": 2}, "d": [2], "z": {"y": 2}}
    assert content.with_value_of(ours, theirs, path) == expected
    assert ours == {"a": {"b": 1, "c": 1}, "d": [1]}


def test_a_record_is_read_as_of_a_date(cast: Cast) -> None:
    record = cast.record(hotel("Premier"))
    Revision.objects.update(at=timezone.now() - timedelta(days=10))
    actions.revise(record.pk, hotel("Second"), seen=1, by=cast.author())
    then = queries.as_of(record.pk, timezone.now() - timedelta(days=5))
    assert (then.revision, then.state, content.title(then.document)) == (1, State.PUBLISHED, "Premier")
    assert queries.as_of(record.pk, timezone.now()).revision == 2
    with pytest.raises(Unknown, match="n'existait pas"):
        queries.as_of(record.pk, timezone.now() - timedelta(days=20))


def test_the_pages_lead_from_an_old_number_and_show_the_past(cast: Cast, client: Client) -> None:
    kept, gone = two(cast)
    actions.merge(gone.pk, into=kept.pk, document=hotel("Réuni"), seen=1, seen_into=1, by=cast.author())
    client.force_login(cast.clerk)
    answer = client.get(f"/objets/{gone.pk}")
    assert (answer.status_code, answer["Location"]) == (301, f"/objets/{kept.pk}")
    past = client.get(f"/objets/{kept.pk}/revisions/1").content.decode()
    assert "Vous lisez la révision 1" in past
    assert "<h1>Hôtel du Lac</h1>" in past
    assert client.get(f"/objets/{kept.pk}/revisions/9").status_code == 404
    actions.change_state(kept.pk, "delete", seen=2, by=cast.author())
    assert client.get(f"/objets/{kept.pk}").status_code == 410


def test_a_past_draft_is_for_its_owner(cast: Cast) -> None:
    record = cast.record(state=State.DRAFT)
    actions.change_state(record.pk, "publish", seen=1, by=cast.author())
    assert queries.record_page(cast.clerk, record.pk, "fr", 1).state == "DRAFT"
    with pytest.raises(Unknown):
        queries.record_page(cast.people["neighbour"], record.pk, "fr", 1)


def expiring(action: str | None, days: int = -1) -> dict[str, Any]:
    day = date(2026, 11, 24) + timedelta(days=days)
    said = {"dateExpiration": day.isoformat()} | ({"expirationAction": action} if action else {})
    return hotel(f"Hôtel {action}", expiration=said)


def test_what_expires_is_hidden_deleted_or_told(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    asked = ("MASQUER", "SUPPRIMER", None)
    rows = [cast.record(expiring(action)) for action in asked]
    later = cast.record(expiring("SUPPRIMER", days=3))
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.expire(date(2026, 11, 24)) == 3
    states = [TouristObject.objects.get(pk=row.pk).state for row in (*rows, later)]
    assert states == ["HIDDEN", "DELETED", "PUBLISHED", "PUBLISHED"]
    assert [(one.to, "a expiré le 23/11/2026" in one.subject) for one in mail.outbox] == [
        (["clerk@test.example"], True)
    ]
    assert actions.expire(date(2026, 11, 24)) == 0, "each once"
    page = queries.record_page(cast.clerk, rows[0].pk, "fr")
    assert page.history[0].words == "Expirée le 23/11/2026."
    assert actions.expire(date(2026, 11, 28)) == 1


def test_an_import_leaves_a_merged_record_alone_and_draws_the_day_of_expiry(cast: Cast) -> None:
    def arrive(document: dict[str, Any], key: str) -> actions.Tally:
        arrival = actions.Arrival(key, Kind.HOTELLERIE, document, cast.members["aubenas"].pk)
        by = actions.Author(origin=Origin.IMPORTED)
        return actions.take_in([arrival], source=ESSAY, by=by)

    for key in ("a", "b"):
        arrive(hotel(f"Hôtel {key}"), key)
    kept, gone = (TouristObject.objects.get(identifiers__value=key) for key in ("a", "b"))
    actions.merge(gone.pk, into=kept.pk, document=hotel("Réuni"), seen=1, seen_into=1, by=cast.author())
    assert arrive(hotel("Hôtel b, changé"), "b").unchanged == 1
    assert TouristObject.objects.get(pk=gone.pk).revision == 2
    arrive(expiring("SUPPRIMER"), "a")
    assert TouristObject.objects.get(pk=kept.pk).expires_on == date(2026, 11, 23)
