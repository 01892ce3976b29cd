"""Runs: said before they are done, told record by record, the same when repeated."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from sitra.intake import actions as intake, queries
from sitra.intake.actions import Choices, running
from sitra.intake.events import APPLIED, Outcome, Standing, WhenGone
from sitra.intake.rules.draft import Unreadable
from sitra.kit.errors import Impossible, Unknown
from sitra.ledger import queries as ledger
from sitra.tourism import actions as tourism
from sitra.tourism.events import Origin, State
from sitra.tourism.models import Identifier, Revision, TouristObject
from tests.cast import Cast
from tests.intake.exports import export, record

WHOLE = {gone: Choices(gone=gone, whole=True) for gone in WhenGone}


def counts(number: int) -> dict[str, int]:
    return {one.value: count for one, count in queries.report(number).counts.items() if count}


def words(number: int, outcome: Outcome) -> dict[str, list[str]]:
    return {line.external_id: line.words for line in queries.lines(number, [outcome])}


def known(number: int) -> TouristObject:
    return TouristObject.objects.get(identifiers__value=str(number), identifiers__source_id="v002")


@pytest.fixture
def two(cast: Cast, tmp_path: Path) -> Path:
    del cast
    return export(tmp_path / "un.zip", [record(11), record(12, commune=502)])


def test_a_dry_run_says_and_touches_nothing(two: Path) -> None:
    number = intake.plan(two, "v002")
    assert counts(number) == {"NEW": 2}
    assert not TouristObject.objects.exists()
    assert queries.report(number).standing is Standing.DONE
    assert ledger.last_details(APPLIED) == {}


def test_what_was_said_is_what_is_done(two: Path, tmp_path: Path) -> None:
    assert counts(intake.plan(two, "v002")) == counts(intake.apply(two, "v002"))
    later = export(
        tmp_path / "deux.zip",
        [record(11, "Hôtel du Pont"), record(12, commune=502), record(13), {"id": 14}],
        removed=[12, 999],
    )
    said, done = intake.plan(later, "v002"), intake.apply(later, "v002")
    assert counts(said) == counts(done) == {"NEW": 1, "CHANGED": 1, "UNCHANGED": 1, "REFUSED": 1}
    for outcome in (Outcome.CHANGED, Outcome.REFUSED):
        assert words(said, outcome) == words(done, outcome)
    assert words(done, Outcome.CHANGED)["11"] == [
        "Nom (français) : «\u00a0Hôtel 11\u00a0» → «\u00a0Hôtel du Pont\u00a0»"
    ]
    assert words(done, Outcome.REFUSED)["14"] == ["Le type de la fiche manque ou est inconnu : « None »."]
    assert (known(11).name, known(11).revision, known(12).revision) == ("Hôtel du Pont", 2, 1)


def test_a_second_run_has_nothing_to_do(two: Path) -> None:
    intake.apply(two, "v002")
    before = list(Revision.objects.values_list("pk", flat=True))
    for act in (intake.plan, intake.apply):
        report = queries.report(act(two, "v002"))
        assert not report.moves
        assert report.counts[Outcome.UNCHANGED] == 2
    assert list(Revision.objects.values_list("pk", flat=True)) == before


def test_a_run_is_a_fact_and_records_say_whence(cast: Cast, two: Path) -> None:
    number = intake.apply(two, "v002")
    assert ledger.last_details(APPLIED) == {"source": "v002", "NEW": 2}
    assert queries.report(number).file == "un.zip"
    assert queries.lines(number)[0].record == known(11).pk
    assert (known(11).owner, known(12).owner) == (cast.members["aubenas"], cast.members["privas"])
    assert Identifier.objects.get(value="11").changed_on == "2026-10-01"
    assert Revision.objects.get(object=known(11)).origin == Origin.IMPORTED


@pytest.mark.parametrize(
    ("gone", "state", "said"),
    [
        (WhenGone.HIDE, State.HIDDEN, "Masquée."),
        (WhenGone.DELETE, State.DELETED, "Supprimée."),
        (WhenGone.ASK, State.PUBLISHED, "À décider : rien n'est changé."),
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_what_is_gone_follows_the_choice(
    two: Path, tmp_path: Path, gone: WhenGone, state: State, said: str, *, whole: bool
) -> None:
    intake.apply(two, "v002")
    later = export(tmp_path / "deux.zip", [record(11)], removed=[] if whole else [12])
    choices = Choices(gone=gone, whole=whole)
    told = words(intake.plan(later, "v002", choices), Outcome.GONE)
    assert list(told) == ["12"]
    assert known(12).state == State.PUBLISHED
    assert words(intake.apply(later, "v002", choices), Outcome.GONE)["12"][-1] == said
    assert (known(11).state, known(12).state) == (State.PUBLISHED, state)
    again = queries.report(intake.apply(later, "v002", choices))
    assert again.counts[Outcome.GONE] == (gone is WhenGone.ASK)


def test_a_differential_does_not_tell_what_is_gone(two: Path, tmp_path: Path) -> None:
    intake.apply(two, "v002")
    later = export(tmp_path / "deux.zip", [record(11)])
    assert counts(intake.apply(later, "v002", Choices(gone=WhenGone.DELETE))) == {"UNCHANGED": 1}
    assert known(12).state == State.PUBLISHED


@pytest.mark.parametrize("gone", [WhenGone.HIDE, WhenGone.DELETE])
def test_what_comes_back_is_published_again(two: Path, tmp_path: Path, gone: WhenGone) -> None:
    intake.apply(two, "v002")
    intake.apply(export(tmp_path / "deux.zip", [record(11)]), "v002", WHOLE[gone])
    back = export(tmp_path / "trois.zip", [record(11), record(12, "De retour", commune=502)])
    assert counts(intake.plan(back, "v002")) == {"UNCHANGED": 1, "BACK": 1}
    number = intake.apply(back, "v002")
    assert words(number, Outcome.BACK)["12"][0] == "De nouveau dans la source : publiée."
    assert (known(12).state, known(12).name) == (State.PUBLISHED, "De retour")
    assert not queries.report(intake.apply(back, "v002")).moves


def test_what_was_hidden_by_hand_stays_hidden(cast: Cast, two: Path, tmp_path: Path) -> None:
    intake.apply(two, "v002")
    tourism.change_state(known(12).pk, "hide", seen=1, by=cast.author())
    changed = export(tmp_path / "deux.zip", [record(12, "Autre nom", commune=502)])
    assert counts(intake.apply(changed, "v002")) == {"CHANGED": 1}
    assert (known(12).state, known(12).name) == (State.HIDDEN, "Autre nom")
    intake.apply(export(tmp_path / "trois.zip", removed=[11]), "v002", Choices(gone=WhenGone.HIDE))
    tourism.change_state(known(11).pk, "publish", seen=2, by=cast.author())
    tourism.change_state(known(11).pk, "hide", seen=3, by=cast.author())
    assert counts(intake.apply(two, "v002"))["UNCHANGED"] == 1
    assert known(11).state == State.HIDDEN


def test_what_another_source_gives_is_kept(two: Path, tmp_path: Path) -> None:
    intake.apply(two, "v002")
    other = tourism.OutsideSource("autre", "Autre liste", "CC0", "https://autre.example")
    tourism.take_in([], source=other, by=tourism.Author(origin=Origin.IMPORTED))
    Identifier.objects.create(object=known(12), source_id="autre", value="x")
    later = export(tmp_path / "deux.zip", [record(11)])
    number = intake.apply(later, "v002", WHOLE[WhenGone.DELETE])
    assert words(number, Outcome.GONE)["12"][-1] == "Gardée : donnée aussi par Autre liste."
    assert known(12).state == State.PUBLISHED


def test_the_heir_of_a_merger_is_kept_while_the_other_is_given(cast: Cast, two: Path, tmp_path: Path) -> None:
    intake.apply(two, "v002")
    kept = Revision.objects.get(object=known(12)).document
    tourism.merge(known(11).pk, into=known(12).pk, document=kept, seen=1, seen_into=1, by=cast.author())
    later = export(tmp_path / "deux.zip", [record(11, "Autre nom")])
    number = intake.apply(later, "v002", WHOLE[WhenGone.DELETE])
    assert words(number, Outcome.GONE)["12"][-1] == "Gardée : donnée aussi par Réseau v002."
    assert (known(11).state, known(12).state) == (State.DELETED, State.PUBLISHED)
    assert known(11).heir == known(12)


def test_a_row_that_names_nothing_stops_the_guess_of_what_is_gone(two: Path, tmp_path: Path) -> None:
    intake.apply(two, "v002")
    later = export(tmp_path / "deux.zip", [record(11)], objets_modifies__bad="{")
    number = intake.apply(later, "v002", WHOLE[WhenGone.DELETE])
    assert "lignes illisibles" in words(number, Outcome.GONE)["12"][0]
    assert known(12).state == State.PUBLISHED


def test_a_refused_record_is_still_there(two: Path, tmp_path: Path) -> None:
    intake.apply(two, "v002")
    later = export(tmp_path / "deux.zip", [record(11), record(12, nom={})])
    assert counts(intake.apply(later, "v002", WHOLE[WhenGone.DELETE])) == {"UNCHANGED": 1, "REFUSED": 1}
    assert known(12).state == State.PUBLISHED


BAD: dict[str, dict[str, Any]] = {
    "nom": {"nom": {}},
    "forme attendue": {
        "presentation": {},
        "localisation": {"geolocalisation": {"valide": True, "geoJson": 3}},
    },
    "forme du contrat": {"localisation": [1]},
    "hors de la Terre": {
        "localisation": {
            "adresse": {"commune": {"id": 501}},
            "geolocalisation": {"valide": True, "geoJson": {"type": "Point", "coordinates": [400, 4]}},
        }
    },
    "caractère nul": {"inconnu": "a\0b"},
    "Commune introuvable": {"localisation": {"adresse": {"codePostal": "99999", "commune": {"id": 777}}}},
    "par défaut": {"localisation": {}},
    "À l'état « HIDDEN »": {"state": "HIDDEN"},
    "type": {"type": "FUSEE"},
}
"""Word of the refusal -> what is wrong with the record."""


@pytest.mark.parametrize("word", BAD)
def test_a_bad_record_is_refused_alone(cast: Cast, tmp_path: Path, word: str) -> None:
    del cast
    path = export(tmp_path / "un.zip", [record(11), record(12, **BAD[word]), record(13)], group=50)
    number = intake.apply(path, "v002")
    assert counts(number) == {"NEW": 2, "REFUSED": 1}
    (said,) = words(number, Outcome.REFUSED)["12"]
    assert word in said
    assert said.endswith(".")


def test_what_only_the_database_refuses_is_refused_alone(cast: Cast, tmp_path: Path) -> None:
    """A constraint that the gate does not know of, as an upgrade may bring one."""
    del cast
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE tourism_touristobject ADD CONSTRAINT no CHECK (name <> 'Hôtel 12')")
    path = export(tmp_path / "un.zip", [record(number) for number in (11, 12, 13)])
    number = intake.apply(path, "v002")
    assert counts(number) == {"NEW": 2, "REFUSED": 1}
    assert "La base refuse cette fiche" in words(number, Outcome.REFUSED)["12"][0]


def test_a_record_given_twice_is_kept_once(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del cast
    path = export(tmp_path / "un.zip", [record(11), record(12), record(11, "Autre")], group=50)
    for batch in (500, 1):
        monkeypatch.setattr(running, "BATCH", batch)
        number = intake.apply(path, "v002")
        assert "deux fois" in words(number, Outcome.REFUSED)["11"][0]
        assert (known(11).name, known(11).revision) == ("Hôtel 11", 1)


def test_a_default_owner_answers_for_what_has_no_commune(cast: Cast, tmp_path: Path) -> None:
    path = export(tmp_path / "un.zip", [record(11, localisation={})])
    intake.apply(path, "v002", Choices(owner=cast.members["region"].pk))
    assert (known(11).owner, known(11).commune) == (cast.members["region"], None)
    with pytest.raises(Unknown, match="membre"):
        intake.apply(path, "v002", Choices(owner=9999))


def test_unknown_keys_are_kept_and_told(cast: Cast, tmp_path: Path) -> None:
    del cast
    odd = {"libre": [1, None], "vide": ""}
    path = export(tmp_path / "un.zip", [record(11, inconnu=odd)])
    number = intake.apply(path, "v002")
    assert Revision.objects.get(object=known(11)).document["inconnu"] == odd
    assert queries.report(number).unknown == {"inconnu": 1}


def test_the_report_is_read_by_pages(cast: Cast, tmp_path: Path) -> None:
    del cast
    number = intake.apply(export(tmp_path / "un.zip", [record(n) for n in range(1, 8)]), "v002")
    first = queries.lines(number, limit=5)
    rest = queries.lines(number, after=first[-1].number, limit=5)
    assert [line.external_id for line in (*first, *rest)] == [str(n) for n in range(1, 8)]
    with pytest.raises(Unknown):
        queries.report(number + 1)


def test_an_unreadable_file_is_a_failed_run(cast: Cast, tmp_path: Path) -> None:
    del cast
    path = tmp_path / "rien.zip"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(Unreadable, match=r"rien\.zip"):
        intake.apply(path, "v002")
    with pytest.raises(Unreadable, match="absent"):
        intake.apply(tmp_path / "absent.zip", "v002")


def test_progress_counts_towards_a_total(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 1)
    heard: list[tuple[int, int | None]] = []
    intake.apply(two, "v002", tell=lambda how_far: heard.append((how_far.read, how_far.total)))
    assert heard == [(0, 2), (1, 2), (2, 2)]


@pytest.mark.django_db(transaction=True)
def test_a_source_is_changed_by_one_run_at_a_time(
    transactional_cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    del transactional_cast
    path = export(tmp_path / "un.zip", [record(11)])
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(hashtext('intake'), hashtext('v002'))")
        with monkeypatch.context() as hurried:
            hurried.setattr(running, "PATIENCE", 0.0)
            with pytest.raises(Impossible, match="déjà en cours"):
                intake.apply(path, "v002")
        assert counts(intake.plan(path, "v002")) == {"NEW": 1}
    assert counts(intake.apply(path, "v002")) == {"NEW": 1}
