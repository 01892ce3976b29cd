"""What a member keeps on a record for itself: who reads and writes it, and how it is put back."""

import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, strategies as st

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.kit.errors import Forbidden, Impossible, Stale
from sitra.members import actions as members
from sitra.members.events import Duty
from sitra.review import actions, queries
from sitra.review.actions import Wish
from sitra.review.actions.partnering import Said
from sitra.review.policy import Partner
from sitra.review.rules import owning
from sitra.review.rules.owning import Fate, Typed
from sitra.tourism.actions import layers
from sitra.tourism.events import State
from sitra.tourism.models import InternalTag, PrivateText, Revision, Source, Tagging
from tests.cast import Cast, hotel

WORDS = st.text(st.sampled_from("ab \n"), max_size=6)
TEXTS = st.dictionaries(st.sampled_from(["libelleFr", "libelleEn"]), WORDS)
HERE = {"texte.0.nom": "", "texte.0.lu": ""}


@given(read=TEXTS, typed=TEXTS, now=TEXTS)
def test_nobody_writes_over_what_they_have_not_read(
    read: dict[str, str], typed: dict[str, str], now: dict[str, str]
) -> None:
    one = Typed("4_x", owning.mark("T", read), "T", typed)
    fate = owning.fate(one, ("T", now))
    same = [owning.mark("T", each) for each in (read, typed, now)]
    if fate in {Fate.WRITTEN, Fate.ERASED}:
        assert same[0] == same[2] != same[1]
        assert (fate is Fate.ERASED) == one.empty
    elif fate is Fate.CONTESTED:
        assert len(set(same)) == 3
    else:
        assert same[1] in {same[0], same[2]}


@given(title=st.text(max_size=300), taken=st.sets(st.integers(1, 40).map(lambda one: f"4_accueil-{one}")))
def test_a_technical_name_is_new_and_well_written(title: str, taken: set[str]) -> None:
    for words in (title, "Accueil"):
        name = owning.technical_name(4, words, {*taken, "4_accueil", "4_texte"})
        assert re.fullmatch(r"4_[a-z-]+(-\d+)?", name)
        assert name not in {*taken, "4_accueil", "4_texte"}
        assert len(name) <= 80


@pytest.fixture
def record(cast: Cast) -> int:
    """A record of a neighbour."""
    return cast.record(hotel("Hôtel du Lac"), owner="privas").pk


def writer(cast: Cast, member: str, *duties: Duty) -> Person:
    members.seat(cast.people["stranger"], cast.members[member].pk, [duty.value for duty in duties])
    return cast.people["stranger"]


def typed(text: str, title: str = "Accueil", name: str = "", mark: str = "") -> Typed:
    return Typed(name, mark, title, {"libelleFr": text})


@pytest.mark.django_db
def test_a_text_is_written_on_the_record_of_another_and_put_back(cast: Cast, record: int) -> None:
    office = cast.members["aubenas"].pk
    one = actions.write_own(record, Wish([typed("Sonner deux fois.")]), member=office, by=cast.clerk)
    assert one.labels == ["Accueil"]
    kept = PrivateText.objects.get()
    assert (kept.name, kept.member_id, kept.text) == ("4_accueil", office, {"libelleFr": "Sonner deux fois."})
    assert Revision.objects.filter(object_id=record).count() == 1
    again = typed("Sonner.", name=kept.name, mark=owning.mark("Accueil", kept.text))
    two = actions.write_own(record, Wish([again]), member=office, by=cast.clerk)
    assert actions.put_back(record, two, member=office, by=cast.clerk) == []
    assert PrivateText.objects.get().text == {"libelleFr": "Sonner deux fois."}
    assert actions.put_back(record, two, member=office, by=cast.clerk) == ["Accueil"], "nothing to put back"
    assert actions.put_back(record, one, member=office, by=cast.clerk) == []
    assert not PrivateText.objects.exists()


@pytest.mark.django_db
def test_what_an_import_gave_keeps_title_and_rank_and_is_put_back_whole(cast: Cast, record: int) -> None:
    office = cast.members["aubenas"]
    source = Source.objects.create(code="essai", name="Essai")
    given: dict[str, Any] = {
        "title": "Le mot",
        "rank": 7,
        "text": {"libelleFr": "De là-bas.", "autre": "Gardé."},
    }
    PrivateText.objects.create(object_id=record, member=office, name="1_mot", source=source, **given)
    mark = owning.mark("Le mot", given["text"])
    wish = Wish([Typed("1_mot", mark, "Le mot", {"libelleFr": "D'ici."})])
    done = actions.write_own(record, wish, member=office.pk, by=cast.clerk)
    kept = PrivateText.objects.get()
    assert (kept.title, kept.rank, kept.source) == ("Le mot", 7, None)
    assert kept.text == {"libelleFr": "D'ici.", "autre": "Gardé."}
    actions.put_back(record, done, member=office.pk, by=cast.clerk)
    assert PrivateText.objects.filter(source=source, **given).exists()
    partner = Partner(office.pk, access.mandate_of(cast.clerk), cast.clerk)
    layers.join(record, office, by=cast.author())
    actions.write_texts([Said(record, "1_mot", {"libelleFr": "Par un projet."})], by=partner)
    kept = PrivateText.objects.get()
    assert (kept.title, kept.rank, kept.text) == ("Le mot", 7, {"libelleFr": "Par un projet."})


@pytest.mark.django_db
def test_a_criterion_comes_back_with_its_comment_its_author_and_its_day(cast: Cast, record: int) -> None:
    office = cast.members["aubenas"]
    tag = layers.internal_tag(office, "Coup de cœur")
    before = layers.tag(record, tag, comment="Vu en mai", by=cast.author("neighbour"))
    done = actions.write_own(record, Wish(untags=[tag.pk]), member=office.pk, by=cast.clerk)
    assert not Tagging.objects.exists()
    actions.put_back(record, done, member=office.pk, by=cast.clerk)
    after = Tagging.objects.get()
    assert (after.comment, after.person, after.at) == ("Vu en mai", cast.people["neighbour"], before.at)
    layers.tag(record, tag, by=cast.author())
    assert Tagging.objects.get().comment == "Vu en mai", "tagging again says nothing of the comment"
    said = actions.write_own(
        record, Wish(comments={tag.pk: ("Vu en mai", "Revu")}), member=office.pk, by=cast.clerk
    )
    assert Tagging.objects.get().comment == "Revu"
    layers.tag(record, tag, comment="Fermé", by=cast.author())
    assert actions.put_back(record, said, member=office.pk, by=cast.clerk) == ["Coup de cœur"]
    assert Tagging.objects.get().comment == "Fermé"


@pytest.mark.django_db
def test_two_colleagues_do_not_write_over_each_other(cast: Cast, record: int) -> None:
    office = cast.members["aubenas"].pk
    actions.write_own(record, Wish([typed("Un.")]), member=office, by=cast.clerk)
    mark = owning.mark("Accueil", {"libelleFr": "Un."})
    actions.write_own(
        record, Wish([typed("Deux.", name="4_accueil", mark=mark)]), member=office, by=cast.clerk
    )
    new = layers.internal_tag(cast.members["aubenas"], "À voir")
    mine = Wish([typed("Trois.", name="4_accueil", mark=mark)], tags=[new.pk])
    with pytest.raises(Stale, match="Un collègue a écrit"):
        actions.write_own(record, mine, member=office, by=cast.clerk)
    assert not Tagging.objects.exists(), "all of it or nothing"
    layers.tag(record, new, comment="A", by=cast.author())
    with pytest.raises(Stale, match="commenté"):
        actions.write_own(record, Wish(comments={new.pk: ("Z", "B")}), member=office, by=cast.clerk)


@pytest.mark.django_db
def test_who_may_note_for_whom(cast: Cast, record: int) -> None:
    wish, here, there = Wish([typed("Ici.")]), cast.members["aubenas"].pk, cast.members["privas"].pk
    with pytest.raises(Forbidden, match="Vous n'écrivez pas pour ce membre"):
        actions.write_own(record, wish, member=there, by=cast.clerk)
    reader = writer(cast, "aubenas", Duty.CONSULT)
    with pytest.raises(Forbidden):
        actions.write_own(record, wish, member=here, by=reader)
    draft = cast.record(hotel("Secret"), owner="privas", state=State.DRAFT).pk
    with pytest.raises(Forbidden, match="consultation"):
        actions.write_own(draft, wish, member=here, by=cast.clerk)
    assert not PrivateText.objects.exists()
    actions.write_own(record, wish, member=here, by=cast.clerk)
    assert queries.own_page(reader, record, here).kept.texts
    assert not queries.own_page(reader, record, here).writes
    with pytest.raises(Forbidden, match="n'est lu que des personnes"):
        queries.own_page(cast.people["neighbour"], record, here)


@pytest.mark.django_db
def test_the_right_to_note_is_told_by_itself(cast: Cast, client: Client, record: int) -> None:
    for who, said in (
        (cast.clerk, "vous écrivez pour votre structure"),
        (cast.people["counsellor"], "aucune"),
    ):
        client.force_login(who)
        page = client.get(f"/objets/{record}/droits").content.decode()
        assert "Y noter ce que seule sa structure lira" in page
        assert said in page


@pytest.mark.django_db
def test_a_partner_writes_for_a_member_only_in_the_name_of_who_does(cast: Cast) -> None:
    row = cast.record()
    tag = layers.internal_tag(cast.members["privas"], "À nous")
    stolen = Partner(cast.members["privas"].pk, access.mandate_of(cast.clerk), cast.clerk)
    for act in (actions.write_texts, actions.erase_texts):
        with pytest.raises(Forbidden, match="Vous n'écrivez pas pour ce membre"):
            act([Said(row.pk, "5_x", {"libelleFr": "Volé."})], by=stolen)
    assert actions.tag([row.pk], [tag.pk], by=stolen) == []
    assert not Tagging.objects.exists()
    own = Partner(cast.members["privas"].pk, access.mandate_of(cast.people["neighbour"]))
    layers.tag(row.pk, tag, by=cast.author())
    assert actions.untag([row.pk], [tag.pk], by=stolen) == []
    assert actions.untag([row.pk], [tag.pk], by=own) == [], "programs stay where their member writes"
    assert Tagging.objects.exists()
    assert not PrivateText.objects.exists()


@pytest.mark.django_db
def test_bounds_are_told(cast: Cast, record: int) -> None:
    office = cast.members["aubenas"].pk
    many = Wish([typed("Mot.", title=f"Titre {'a' * rank}") for rank in range(41)])
    with pytest.raises(Impossible, match="40 textes au plus"):
        actions.write_own(record, many, member=office, by=cast.clerk)
    with pytest.raises(Impossible, match="5000 signes"):
        actions.write_own(record, Wish([typed("x" * 5001)]), member=office, by=cast.clerk)
    foreign = layers.internal_tag(cast.members["privas"], "À eux")
    with pytest.raises(Impossible, match="pas de critère interne"):
        actions.write_own(record, Wish(tags=[foreign.pk]), member=office, by=cast.clerk)
    assert not PrivateText.objects.exists()


def sent(**more: Any) -> dict[str, Any]:
    return {"membre": "4", **HERE, **more}


@pytest.mark.django_db
def test_the_page_saves_at_once_and_takes_back(cast: Cast, client: Client, record: int) -> None:
    layers.internal_tag(cast.members["aubenas"], "Été doux")
    client.force_login(cast.clerk)
    address = f"/objets/{record}/propre"
    assert "Été doux" in client.get(address).content.decode()
    assert "Créer le critère" in client.get(f"{address}?q=Hiver").content.decode()
    part = client.get(f"{address}?q=ete", headers={"HX-Request": "true"}).content.decode()
    assert "<h1" not in part
    tag = InternalTag.objects.get()
    form = sent(**{"texte.0.titre": "Accueil", "texte.0.libelleFr": "Par la cour.", "ajouter": tag.pk})
    page = client.post(address, form, follow=True).content.decode()
    assert "Accueil, Été doux." in page
    assert "Par la cour." in page
    assert Tagging.objects.get().person == cast.clerk
    back = client.post(f"{address}/annuler", {"membre": "4"}, follow=True).content.decode()
    assert "C’est annulé." in back
    assert not PrivateText.objects.exists()
    assert not Tagging.objects.exists()
    assert "plus rien à annuler" in client.post(f"{address}/annuler", follow=True).content.decode()
    client.post(address, sent(creer="Hiver"))
    assert Tagging.objects.get().tag.name == "Hiver"


@pytest.mark.django_db
def test_what_is_looked_for_or_refused_loses_nothing_typed(cast: Cast, client: Client, record: int) -> None:
    client.force_login(cast.clerk)
    address = f"/objets/{record}/propre"
    looked = client.post(address, sent(chercher="1", q="zzz", **{"texte.0.libelleFr": "Tapé ici."}))
    assert looked.status_code == 200
    assert "Tapé ici." in looked.content.decode()
    assert not PrivateText.objects.exists()
    long = client.post(address, sent(**{"texte.0.titre": "T", "texte.0.libelleFr": "é" * 5001}))
    assert long.status_code == 422
    assert "é" * 5001 in long.content.decode()
    client.post(address, sent(**{"texte.0.titre": "T", "texte.0.libelleFr": "Un."}))
    stale = sent(
        **{"texte.1.nom": "4_t", "texte.1.lu": "zut", "texte.1.titre": "T", "texte.1.libelleFr": "Deux."}
    )
    refused = client.post(address, stale)
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Votre collègue a écrit" in page
    (mark,) = re.findall(r'name="texte\.1\.lu" value="(\w+)"', page)
    client.post(address, {**stale, "texte.1.lu": mark})
    assert PrivateText.objects.get().text == {"libelleFr": "Deux."}


@pytest.mark.django_db
def test_a_text_that_a_colleague_erased_is_shown_as_it_was_typed(
    cast: Cast, client: Client, record: int
) -> None:
    client.force_login(cast.clerk)
    gone = sent(
        **{"texte.1.nom": "4_t", "texte.1.lu": "zut", "texte.1.titre": "T", "texte.1.libelleFr": "Moi."}
    )
    refused = client.post(f"/objets/{record}/propre", gone)
    assert refused.status_code == 409
    assert "Moi." in refused.content.decode()
    client.post(f"/objets/{record}/propre", {**gone, "texte.1.lu": ""})
    assert PrivateText.objects.get().name == "4_t"


@pytest.mark.django_db
def test_emptying_or_erasing_takes_a_text_away(cast: Cast, client: Client, record: int) -> None:
    client.force_login(cast.clerk)
    address, office = f"/objets/{record}/propre", cast.members["aubenas"]
    for form in ({"texte.1.titre": "", "texte.1.libelleFr": ""}, {"effacer": "4_t"}):
        layers.write_private(record, office, "4_t", {"libelleFr": "Un."}, title="", by=cast.author())
        mark = owning.mark("", {"libelleFr": "Un."})
        named = {"texte.1.nom": "4_t", "texte.1.lu": mark, "texte.1.libelleFr": "Un."}
        client.post(address, sent(**{**named, **form}))
        assert not PrivateText.objects.exists(), form


@pytest.mark.django_db
def test_who_may_not_come_in_and_what_makes_no_sense(cast: Cast, client: Client, record: int) -> None:
    address = f"/objets/{record}/propre"
    for path in (address, f"{address}/annuler"):
        assert client.post(path)["Location"].startswith("/compte/login/")
    client.force_login(cast.people["stranger"])
    assert client.get(address).status_code == 403
    client.force_login(cast.people["counsellor"])
    page = client.get(address).content.decode()
    assert "Vous lisez sans écrire" in page
    assert client.post(address, {"membre": "6", **HERE, "texte.0.libelleFr": "Non."}).status_code == 403
    assert client.get(f"{address}?membre=4").status_code == 403
    client.force_login(cast.clerk)
    assert client.get("/objets/999999/propre").status_code == 404
    assert (
        client.post(address, sent(**{"texte.zut.nom": "\0", "retirer": "zut", "effacer": "x"})).status_code
        == 302
    )
    assert client.post(address, sent(ajouter="99999")).status_code == 422
    assert client.post(f"{address}?", {"ici": "identity", "nom.libelleFr": "Autre"}).status_code == 302
