"""Templates of members: what they keep, who uses them, and records that begin with them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given, strategies as st

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import unknown_paths
from sitra.catalog.rules.types import Section
from sitra.kit.errors import Forbidden, Impossible, Unknown
from sitra.ledger.models import Entry
from sitra.members import actions as members
from sitra.review import actions, queries
from sitra.review.models import Template
from sitra.review.rules.editing import templating
from sitra.review.rules.editing.copying import stripped
from sitra.review.rules.editing.shown import bare
from sitra.tourism.events import State
from sitra.tourism.models import Revision, TouristObject
from sitra.tourism.rules.overlays import changed
from tests.cast import Cast, hotel
from tests.catalog.making import document

LEFT = ("nom", "localisation", "contacts", "illustrations", "multimedias", "liens", "gestion", "aspects")
OWN = ("siret", "rcs", "moyensCommunication", "numeroAgrementLicence")
OPENING = {"periodesOuvertures": [{"identifiant": 9, "dateDebut": "2027-05-01", "dateFin": "2027-09-30"}]}


@given(kind=st.sampled_from(Kind), seed=st.integers(0, 1 << 32), fullness=st.floats(0, 1))
def test_a_template_holds_nothing_that_belongs_to_one_record(kind: Kind, seed: int, fullness: float) -> None:
    whole = document(kind, seed, fullness)
    kept = templating.pattern(whole, kind)
    assert not set(LEFT) & kept.keys()
    paths = changed({}, kept)
    assert not [path for path in paths for word in OWN if word in bare(path).split(".")]
    assert not unknown_paths(kept, kind)
    assert stripped(kept) == kept, "no numbers of items"
    assert templating.pattern(kept, kind) == kept
    sections = templating.told(kept, kind)
    assert not {Section.PLACE, Section.MEDIA, Section.CONTACT, Section.LINKS} & set(sections)
    assert bool(sections) == bool(kept)


@pytest.fixture
def record(cast: Cast) -> TouristObject:
    return cast.record(hotel("Hôtel du Lac", ouverture=OPENING), owner="privas")


def test_a_template_of_a_hotel_says_what_hotels_share() -> None:
    kept = templating.pattern(hotel(ouverture=OPENING), Kind.HOTELLERIE)
    assert kept.keys() == {"presentation", "informationsHotellerie", "ouverture"}
    assert kept["ouverture"]["periodesOuvertures"] == [{"dateDebut": "2027-05-01", "dateFin": "2027-09-30"}]


@pytest.mark.django_db
def test_only_who_writes_for_a_member_makes_and_sees_its_templates(cast: Cast, record: TouristObject) -> None:
    office = cast.members["aubenas"].pk
    row = actions.make_template(record.pk, " Hôtel  au calme ", member=office, by=cast.clerk)
    assert (row.name, row.kind, row.person) == ("Hôtel au calme", "HOTELLERIE", cast.clerk)
    (line,) = queries.templates(cast.clerk, "fr")
    assert (line.name, line.member, line.kind_label) == ("Hôtel au calme", "Office d'Aubenas", "Hôtellerie")
    assert "Ouverture" in line.parts
    for name in ("neighbour", "counsellor", "stranger"):
        other = cast.people[name]
        assert queries.templates(other, "fr") == []
        for act in (
            lambda who: queries.template(who, row.pk, "fr"),
            lambda who: queries.template_content(who, row.pk),
            lambda who: actions.rename_template(row.pk, "x", by=who),
            lambda who: actions.drop_template(row.pk, by=who),
        ):
            with pytest.raises(Unknown):
                act(other)
        with pytest.raises(Forbidden):
            actions.make_template(record.pk, "x", member=office, by=other)
    members.seat(cast.people["stranger"], office, ["consult"])
    assert queries.templates(cast.people["stranger"], "fr") == []
    members.seat(cast.people["stranger"], office, ["consult", "write"])
    assert queries.template(cast.people["stranger"], row.pk, "fr") == line
    assert not any("calme" in str(one.details) for one in Entry.objects.filter(name__startswith="template."))


@pytest.mark.django_db
def test_names_are_given_once_and_limits_are_said(
    cast: Cast, record: TouristObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = cast.members["aubenas"].pk
    first = actions.make_template(record.pk, "Calme", member=office, by=cast.clerk)
    with pytest.raises(Impossible, match="déjà un modèle « calme »"):
        actions.make_template(record.pk, "calme", member=office, by=cast.clerk)
    with pytest.raises(Impossible, match="Donnez un nom"):
        actions.make_template(record.pk, " \0 ", member=office, by=cast.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Template.objects.create(
            member_id=office, kind="HOTELLERIE", name="CALME", document={}, at=timezone.now()
        )
    bare_record = cast.record({"nom": {"libelleFr": "Vide"}}, state=State.DRAFT)
    with pytest.raises(Impossible, match="ne dit encore rien"):
        actions.make_template(bare_record.pk, "Vide", member=office, by=cast.clerk)
    actions.drop_template(first.pk, by=cast.clerk)
    again = actions.make_template(record.pk, "Calme", member=office, by=cast.clerk)
    with pytest.raises(Impossible, match="déjà un modèle"):
        actions.take_back_template(first.pk, by=cast.clerk)
    actions.rename_template(again.pk, "Très calme", by=cast.clerk)
    actions.take_back_template(first.pk, by=cast.clerk)
    monkeypatch.setattr("sitra.review.actions.templating.MOST", 2)
    with pytest.raises(Impossible, match="2 modèles au plus"):
        actions.make_template(record.pk, "Trois", member=office, by=cast.clerk)


@pytest.mark.django_db
def test_what_is_dropped_is_forgotten_after_thirty_days(cast: Cast, record: TouristObject) -> None:
    row = actions.make_template(record.pk, "Calme", member=cast.members["aubenas"].pk, by=cast.clerk)
    assert actions.forget_templates() == 0
    actions.drop_template(row.pk, by=cast.clerk)
    for days, gone in ((29, 0), (31, 1)):
        Template.objects.update(dropped_at=timezone.now() - timedelta(days=days))
        assert actions.forget_templates() == gone


@pytest.mark.django_db
def test_what_one_is_typing_is_part_of_it_and_of_nobody_elses(cast: Cast, record: TouristObject) -> None:
    actions.write_over(record.pk, hotel("Autre", ouverture=None) | {"prestations": {}}, by=cast.clerk)
    office = cast.members["aubenas"].pk
    mine = actions.make_template(record.pk, "Saisie", member=office, by=cast.clerk)
    assert "ouverture" not in mine.document
    members.seat(cast.people["stranger"], office, ["consult", "write"])
    theirs = actions.make_template(record.pk, "Lu", member=office, by=cast.people["stranger"])
    assert "ouverture" in theirs.document


NEW = {"nom": "Hôtel du Col", "commune": "07019", "quand-meme": "1"}


@pytest.mark.django_db
def test_a_record_begins_with_a_template(cast: Cast, client: Client, record: TouristObject) -> None:
    client.force_login(cast.clerk)
    assert "Partir d’un modèle" not in client.get("/objets/nouveau").content.decode()
    page = client.get(f"/objets/{record.pk}/modele").content.decode()
    assert "Ouverture" in page
    kept = client.post(f"/objets/{record.pk}/modele", {"nom": "Au calme", "membre": "4"}, follow=True)
    assert kept.redirect_chain == [("/modeles", 302)]
    assert "Le modèle « Au calme » est gardé." in kept.content.decode()
    row = Template.objects.get()
    asked = client.get(f"/objets/nouveau?modele={row.pk}").content.decode()
    assert '<optgroup label="Hôtellerie">' in asked
    assert '<option value="HOTELLERIE" selected>' in asked
    begun = client.post("/objets/nouveau", {**NEW, "modele": row.pk})
    new = TouristObject.objects.latest("pk")
    assert begun["Location"] == f"/objets/{new.pk}/modifier?partie=identity"
    said = Revision.objects.get(object=new).document
    assert (new.kind, said["nom"]) == ("HOTELLERIE", {"libelleFr": "Hôtel du Col"})
    assert said["localisation"] == {"adresse": {"commune": {"id": 1_007_019}, "codePostal": "07200"}}
    assert said["ouverture"]["periodesOuvertures"][0]["dateDebut"] == "2027-05-01"
    assert "informations" not in said


@pytest.mark.django_db
def test_a_template_that_does_not_fit_is_told(cast: Cast, client: Client, record: TouristObject) -> None:
    client.force_login(cast.clerk)
    mine = actions.make_template(record.pk, "Calme", member=cast.members["aubenas"].pk, by=cast.clerk)
    theirs = actions.make_template(
        record.pk, "Autre", member=cast.members["privas"].pk, by=cast.people["neighbour"]
    )
    before = TouristObject.objects.count()
    for more, said in (
        ({"modele": mine.pk, "type": "RESTAURATION"}, "pour un autre type : Hôtellerie"),
        ({"modele": theirs.pk, "type": "HOTELLERIE"}, "n’est plus là"),
        ({"modele": "99999999", "type": "HOTELLERIE"}, "n’est plus là"),
    ):
        answer = client.post("/objets/nouveau", {**NEW, **more})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert TouristObject.objects.count() == before
    client.force_login(cast.people["counsellor"])
    assert "Partir d’un modèle" not in client.get("/objets/nouveau").content.decode()


@pytest.mark.django_db
def test_the_pages_name_drop_and_take_back(cast: Cast, client: Client, record: TouristObject) -> None:
    client.force_login(cast.clerk)
    row = actions.make_template(record.pk, "Calme", member=cast.members["aubenas"].pk, by=cast.clerk)
    actions.make_template(record.pk, "Autre", member=cast.members["aubenas"].pk, by=cast.clerk)
    address = f"/modeles/{row.pk}"
    refused = client.post(address, {"nom": "autre"})
    assert refused.status_code == 422
    assert "nommez-le autrement" in refused.content.decode()
    client.post(address, {"nom": "Très calme"})
    page = client.post(f"{address}/retirer", follow=True)
    assert page.redirect_chain == [(f"/modeles?retire={row.pk}", 302)]
    assert "Le modèle « Très calme » est retiré." in page.content.decode()
    assert client.get(address).status_code == 404
    assert "Il est de nouveau là." in client.post(f"{address}/reprendre", follow=True).content.decode()
    assert client.get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{}, {"nom": "x"}, {"nom": "", "membre": "4"}, {"nom": "x", "membre": "5"}])
def test_forms_that_make_no_sense_keep_nothing(
    cast: Cast, client: Client, record: TouristObject, sent: dict[str, Any]
) -> None:
    client.force_login(cast.clerk)
    assert client.post(f"/objets/{record.pk}/modele", sent).status_code in {403, 422}
    assert not Template.objects.exists()
    assert client.post("/objets/999999/modele", sent).status_code == 404


@pytest.mark.django_db
def test_who_may_not_come_in(cast: Cast, client: Client, record: TouristObject) -> None:
    for path in ("/modeles", "/modeles/1", f"/objets/{record.pk}/modele"):
        assert client.get(path)["Location"].startswith("/compte/login/")
    client.force_login(cast.people["counsellor"])
    assert "vous n’écrivez pour aucun" in client.get(f"/objets/{record.pk}/modele").content.decode()
    assert "Aucun modèle encore" in client.get("/modeles").content.decode()
    client.force_login(cast.clerk)
    kept = client.post(
        f"/objets/{record.pk}/modele", {"ici": "identity", "nom.libelleFr": "Tapé"}, follow=True
    )
    assert "(votre saisie comprise)" in kept.content.decode()
