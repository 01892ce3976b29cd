"""Who reads what: it says what reading itself does, and who asked for a field."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given, strategies as st

from sitra.access import actions as access, queries as sharing
from sitra.access.rules.sharing import Audience, Rule, Share
from sitra.accounts.models import Person
from sitra.delivery import actions, queries
from sitra.delivery.actions import Drawn
from sitra.delivery.models import Project
from sitra.delivery.rules.asked import touches
from sitra.formats.rules.v002.fields import ALIASES
from sitra.kit.days import today
from sitra.kit.errors import Forbidden
from sitra.search.queries import Question
from tests.cast import Cast, hotel

pytestmark = pytest.mark.django_db
OBJECTS = "/api/v002/recherche/list-objets-touristiques"


def test_readers_say_what_reading_does(
    client: Client, cast: Cast, clerk: Person, lake: Project, read_model: Callable[[], None]
) -> None:
    """For each project: a record is said to be read if and only if its key reads it."""
    here, far = cast.record(hotel("Ici")), cast.record(hotel("Là"), owner="privas")
    read_model()
    _, key = actions.give_key(lake.pk, by=clerk)
    number = actions.make_selection(
        Drawn("Ici", Question(owners=(cast.members["aubenas"].pk,))), lake.member_id, by=clerk
    )
    neighbour = cast.people["neighbour"]
    for bounded in (False, True):
        actions.choose_selections(lake.pk, [number], bounded=bounded, by=clerk)
        queries.forget()
        assert queries.readable(lake.pk) == (1 if bounded else 2)
        for record, person in ((here, clerk), (far, neighbour)):
            query = {"projetId": lake.pk, "apiKey": key, "criteresQuery": "", "count": 10}
            answer = client.post(OBJECTS, {"query": json.dumps(query)}).json()
            reads = record.pk in {one["id"] for one in answer["objetsTouristiques"]}
            said = {one.id: one for one in queries.readers_of_record(person, record.pk)}
            assert (lake.pk in said) == reads, (bounded, record.name)
            counted = {one.id: one.records for one in queries.readers_of_member(person, record.owner_id)}
            assert (counted.get(lake.pk) == 1) == reads
            if reads:
                through = [one.name for one in said[lake.pk].through]
                assert through == (["Ici"] if record is here else [])


def test_what_is_kept_back_is_said(
    cast: Cast, pilot: Person, lake: Project, read_model: Callable[[], None]
) -> None:
    record = cast.record(hotel("Ici"), owner="privas")
    read_model()
    privas = cast.members["privas"].pk
    for share, seen in ((Share.PUBLIC, True), (Share.NOTHING, False)):
        rule = Rule(privas, Audience.NETWORK, "HOTELLERIE", share)
        access.share(privas, [rule], seen=sharing.mark(sharing.rules(privas)), by=pilot)
        queries.forget()
        said = {one.id: one for one in queries.readers_of_record(cast.people["neighbour"], record.pk)}
        assert (lake.pk in said) == seen
        if seen:
            assert [kind.value for kind in said[lake.pk].partly] == ["HOTELLERIE"]


def test_only_the_people_of_the_owner_are_told(
    cast: Cast, clerk: Person, pilot: Person, read_model: Callable[[], None]
) -> None:
    record = cast.record()
    read_model()
    for person in (clerk, pilot):
        assert queries.readers_of_record(person, record.pk)
        assert queries.readers_of_member(person, record.owner_id)
    for name in ("neighbour", "counsellor"):
        with pytest.raises(Forbidden):
            queries.readers_of_record(cast.people[name], record.pk)
        with pytest.raises(Forbidden):
            queries.readers_of_member(cast.people[name], record.owner_id)


def test_who_asked_for_a_field(
    client: Client, cast: Cast, clerk: Person, lake: Project, read_model: Callable[[], None]
) -> None:
    cast.record()
    read_model()
    _, key = actions.give_key(lake.pk, by=clerk)
    for fields in (["ouverture.periodesOuvertures"], ["nom"], ["@all"], None):
        query = {"projetId": lake.pk, "apiKey": key, **({"responseFields": fields} if fields else {})}
        assert client.post(OBJECTS, {"query": json.dumps(query)}).status_code == 200
    actions.flush()
    since = today() - timedelta(days=1)

    def asked(path: str) -> set[str]:
        return {one.asked for one in queries.askers(path, since) if one.id == lake.pk}

    assert asked("ouverture.periodesOuvertures.dateDebut") == {"ouverture.periodesOuvertures", "@all"}
    assert asked("ouverture") == {"ouverture.periodesOuvertures", "@all"}
    assert asked("nom.libelleFr") == {"nom", "@all"}
    assert asked("descriptionTarif") == {"@all"}
    assert queries.askers("nom", today() + timedelta(days=1)) == []


_PATHS = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(".".join)


@given(_PATHS, _PATHS)
def test_asking_touches_both_ways(one: str, other: str) -> None:
    """A field is touched by what it is in and by what it has in it, and by nothing beside it."""
    within = f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")
    assert touches(one, other, {}) == touches(other, one, {}) == within
    assert touches("@all", other, {})


def test_short_words_are_read_as_reading_reads_them() -> None:
    assert touches("@default", "localisation.adresse.adresse1", ALIASES)
    assert touches("@default", "informationsHotellerie.classement", ALIASES)
    assert not touches("@minimal", "localisation", ALIASES)
