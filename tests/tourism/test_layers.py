"""What members and partners add to a record for themselves, beside its document."""

from pathlib import Path
from typing import Any

import pytest

from sitra.intake import actions as intake
from sitra.intake.rules.sources import SOURCES
from sitra.kit.errors import Impossible, Unknown
from sitra.ledger import queries as ledger
from sitra.places import actions as places
from sitra.places.rules.numbers import Numbered
from sitra.tourism import actions, queries
from sitra.tourism.actions import layers
from sitra.tourism.actions.identifying import identify, unidentify
from sitra.tourism.events import Origin, Target
from sitra.tourism.models import (
    Collaboration,
    Identifier,
    InternalTag,
    Metadata,
    PrivateText,
    Revision,
    Tagging,
    TouristObject,
)
from sitra.tourism.rules.registries import REGISTRIES, written
from tests.cast import Cast, hotel
from tests.intake.exports import export, record


def test_layers_write_no_revision_and_tell_one_fact_each(cast: Cast) -> None:
    row, by, office = cast.record(), cast.author(), cast.members["privas"]
    tag = layers.internal_tag(office, "Coup de cœur")
    before = ledger.latest("object")
    layers.tag(row.pk, tag, comment="Vu en mai", by=by)
    layers.tag(row.pk, tag, comment="Revu en juin", by=by)
    layers.write_private(row.pk, office, "note", {"libelleFr": "Sonner deux fois."}, by=by)
    layers.join(row.pk, office, by=by)
    layers.join(row.pk, office, by=by)
    layers.set_metadata(row.pk, "horaires", {"id": "A1"}, by=by)
    layers.set_metadata(row.pk, "horaires", {"id": "A2"}, target=Target.PROJECT, whose=7, by=by)
    assert ledger.latest("object") - before == 5
    row.refresh_from_db()
    assert row.revision == 1
    assert Tagging.objects.get().comment == "Revu en juin"
    assert layers.remove_metadata(row.pk, "horaires", target=Target.PROJECT, whose=7, by=by) == 1
    assert Metadata.objects.get().content == {"id": "A1"}
    layers.untag(row.pk, tag, by=by)
    layers.leave(row.pk, office, by=by)
    layers.erase_private(row.pk, office, "note", by=by)
    assert not Tagging.objects.exists()
    assert not Collaboration.objects.exists()
    with pytest.raises(Unknown, match="n'a pas de donnée privée « note »"):
        layers.erase_private(row.pk, office, "note", by=by)


def test_one_private_text_a_name_and_member(cast: Cast) -> None:
    row, by = cast.record(), cast.author()
    for member in ("privas", "aubenas"):
        for text in ("Un.", "Deux."):
            layers.write_private(row.pk, cast.members[member], "note", {"libelleFr": text}, by=by)
    assert [one.text["libelleFr"] for one in PrivateText.objects.order_by("pk")] == ["Deux.", "Deux."]


def test_bad_layers_are_refused_in_words(cast: Cast) -> None:
    row, by, office = cast.record(), cast.author(), cast.members["privas"]
    with pytest.raises(Impossible, match="nom technique"):
        layers.write_private(row.pk, office, "a b", {"libelleFr": "x"}, by=by)
    with pytest.raises(Impossible, match="numéro de téléphone"):
        layers.set_metadata(row.pk, "0475000000", 1, by=by)
    with pytest.raises(Impossible, match="pas sous : fr"):
        layers.write_private(row.pk, office, "note", {"fr": "x"}, by=by)
    with pytest.raises(Impossible, match="5000 signes"):
        layers.write_private(row.pk, office, "note", {"libelleFr": "x" * 5001}, by=by)
    with pytest.raises(Impossible, match="destinataire"):
        layers.set_metadata(row.pk, "n", 1, target=Target.MEMBER, by=by)
    with pytest.raises(Impossible, match="déjà propriétaire"):
        layers.join(row.pk, cast.members["aubenas"], by=by)
    with pytest.raises(Impossible, match="a un nom"):
        layers.internal_tag(office, "  ")


def test_layers_that_come_with_an_archive_are_kept_beside_the_document(cast: Cast, tmp_path: Path) -> None:
    places.number([Numbered(501, "07019", "Aubenas"), Numbered(502, "07186", "Privas")])
    beside: dict[str, Any] = {
        "criteresInternes": [{"id": 2060}, {"id": 2060}, {"id": 7}],
        "donneesPrivees": [{"nomTechnique": "1157_coup", "ordre": 2, "descriptif": {"libelleFr": "Secret."}}],
        "metadonnees": [
            {"noeudId": "horaires", "contenus": [{"cible": "general", "metadonnee": {"id": "A"}}]},
            {"noeudId": "horaires", "contenus": [{"cible": "membre_21", "metadonnee": {"id": "B"}}]},
        ],
    }
    intake.apply(export(tmp_path / "un.zip", [record(1, **beside)]), "v002")
    row = TouristObject.objects.get()
    document = Revision.objects.get().document
    assert not beside.keys() & document.keys()
    assert sorted(InternalTag.objects.values_list("value", flat=True)) == ["2060", "7"]
    assert PrivateText.objects.get().text == {"libelleFr": "Secret."}
    assert {(one.target, one.number) for one in Metadata.objects.all()} == {("general", 0), ("membre", 21)}
    layers.tag(row.pk, layers.internal_tag(cast.members["privas"], "À nous"), by=cast.author())
    intake.apply(export(tmp_path / "deux.zip", [record(1, criteresInternes=[{"id": 7}])]), "v002")
    row.refresh_from_db()
    assert row.revision == 1
    assert {one.tag.value for one in Tagging.objects.select_related("tag")} == {"7", ""}


def test_layers_follow_their_source_and_what_people_wrote_stays(cast: Cast, tmp_path: Path) -> None:
    places.number([Numbered(501, "07019", "Aubenas"), Numbered(502, "07186", "Privas")])
    office, by = cast.members["aubenas"], cast.author()
    layers.internal_tag(office, f"Critère n° 7 ({SOURCES['v002'].SOURCE.name})")
    given: dict[str, Any] = {
        "criteresInternes": [{"id": 7}, {"id": 8}],
        "donneesPrivees": [
            {
                "nomTechnique": name,
                "libelleFr": None,
                "descriptif": {"libelleFr": "De là-bas.", "libelleEn": None},
            }
            for name in ("1_un", "1_deux")
        ],
        "metadonnees": [{"noeudId": "n", "contenus": [{"cible": "general", "metadonnee": 1}]}],
    }
    intake.apply(export(tmp_path / "un.zip", [record(1, **given)]), "v002")
    row = TouristObject.objects.get()
    assert {(one.title, *one.text.values()) for one in PrivateText.objects.all()} == {("", "De là-bas.")}
    layers.write_private(row.pk, office, "1_un", {"libelleFr": "D'ici."}, by=by)
    eight = InternalTag.objects.get(value="8")
    layers.untag(row.pk, eight, by=by)
    layers.tag(row.pk, eight, comment="Vu en mai", by=by)
    intake.apply(export(tmp_path / "deux.zip", [record(1)]), "v002")
    assert [one.text["libelleFr"] for one in PrivateText.objects.all()] == ["D'ici."]
    assert not Metadata.objects.exists()
    assert [one.comment for one in Tagging.objects.all()] == ["Vu en mai"]


def test_what_is_for_some_is_not_written_where_all_read(cast: Cast) -> None:
    secret = {**hotel(), "donneesPrivees": [{"nomTechnique": "1_x", "descriptif": {"libelleFr": "Secret."}}]}
    with pytest.raises(Impossible, match="s'écrivent à part"):
        cast.record(secret)
    row = cast.record()
    with pytest.raises(Impossible, match="s'écrivent à part"):
        actions.revise(row.pk, secret, seen=1, by=cast.author())


def test_what_old_documents_hold_for_some_is_not_served_to_all(cast: Cast) -> None:
    private = [{"nomTechnique": "1_x", "descriptif": {"libelleFr": "Secret."}}]
    row = cast.record({**hotel(), "donneesPrivees": private}, origin=Origin.IMPORTED)
    (whole,) = queries.wholes([row.pk])
    assert whole.document == hotel()
    actions.revise(row.pk, hotel("A"), seen=1, by=cast.author())
    for revision in (1, 2):
        page = queries.record_page(cast.people["neighbour"], row.pk, "fr", revision)
        assert "Secret" not in repr(page)
    row = cast.record({**hotel(), "donneesPrivees": private}, origin=Origin.IMPORTED)
    actions.revise(row.pk, {**hotel("B"), "donneesPrivees": private}, seen=1, by=cast.author())


def test_a_name_in_a_registry_belongs_to_one_record(cast: Cast) -> None:
    one, other, by = cast.record(hotel("Un")), cast.record(hotel("Deux")), cast.author()
    kept = identify(one.pk, "siret", "732 829 320 00074", by=by)
    assert kept.value == "73282932000074"
    assert identify(one.pk, "siret", "73282932000074", by=by).pk == kept.pk
    with pytest.raises(Impossible, match=f"La fiche {one.pk} « Un » porte déjà l'identifiant SIRET"):
        identify(other.pk, "siret", "73282932000074", by=by)
    unidentify(one.pk, "siret", "73282932000074", by=by)
    identify(other.pk, "siret", "73282932000074", by=by)
    (origin,) = queries.record_page(cast.clerk, other.pk, "fr").provenance
    assert origin.link == "https://annuaire-entreprises.data.gouv.fr/etablissement/73282932000074"
    assert Identifier.objects.get().object_id == other.pk


@pytest.mark.parametrize("code", REGISTRIES)
def test_the_example_of_a_registry_is_well_written(code: str) -> None:
    assert written(REGISTRIES[code], REGISTRIES[code].example) == REGISTRIES[code].example


@pytest.mark.parametrize(
    ("code", "value"),
    [("siret", "73282932000075"), ("wikidata", "19675"), ("osm", "5013364"), ("gites-de-france", "x y z!")],
)
def test_a_badly_written_name_is_refused_with_an_example(cast: Cast, code: str, value: str) -> None:
    with pytest.raises(Impossible, match="il s'écrit par exemple"):
        identify(cast.record().pk, code, value, by=cast.author())
