"""What is sent: the same plain or compressed, nothing when nothing is new, every shape as if parsed."""

import gzip
import json
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from django.test import Client

from sitra.doors.v002.urls import VIEWS
from sitra.formats.rules.v002 import fields
from sitra.formats.rules.v002.services import SERVICES
from sitra.search import models
from sitra.tourism import actions
from tests.cast import Cast, hotel
from tests.wire import world
from tests.wire.world import KEY, World

pytestmark = pytest.mark.django_db

NAMES = [one.name for one in SERVICES]
LIST = "/api/v002/recherche/list-objets-touristiques"
SHAPES: list[dict[str, Any]] = [
    {},
    {"responseFields": ["@all"]},
    {"responseFields": ["@minimal"], "locales": ["en"]},
    {"locales": ["fr", "en", "zh"]},
    {"responseFields": ["nom.libelleFr", "localisation.adresse.commune.nom", "presentation"]},
    {
        "responseFields": ["@all"],
        "locales": ["fr", "en", "de", "es", "it", "nl", "pt-br", "ru", "zh", "ja", "ko"],
    },
    {"responseFields": ["rien.de.connu"], "locales": ["de"]},
]


@pytest.fixture(scope="module")
def here(published: Callable[[Any], World]) -> World:
    return published(world.write)


def zipped(client: Client, path: str, asked: dict[str, str], **headers: str) -> Any:
    return client.get(path, asked, headers={"accept-encoding": "br;q=1, gzip;q=0.8", **headers})


@pytest.mark.parametrize("name", NAMES)
def test_compressed_answers_are_the_plain_ones(name: str, here: World, client: Client) -> None:
    asking = world.askings(here)[name]
    assert name in VIEWS
    for callback in ({}, {"callback": "show"}):
        plain = client.get(asking.path, {**asking.parameters(), **callback})
        packed = zipped(client, asking.path, {**asking.parameters(), **callback})
        assert "Content-Encoding" not in plain
        assert "Accept-Encoding" in plain["Vary"]
        assert plain.get("ETag") == packed.get("ETag")
        assert bool(plain.content) == ("ETag" in plain)
        if packed.get("Content-Encoding") == "gzip":
            assert gzip.decompress(packed.content) == plain.content
        else:
            assert (packed.content, len(plain.content) < 200) == (plain.content, True)


@pytest.mark.parametrize("offered", ["gzip;q=0", "br", "gzip;q=0.000, *;q=0", ""])
def test_nobody_is_sent_what_he_does_not_take(offered: str, here: World, client: Client) -> None:
    del here
    answer = client.get(LIST, {"query": json.dumps(KEY)}, headers={"accept-encoding": offered})
    assert "Content-Encoding" not in answer
    assert answer.json()["numFound"]


def test_nothing_new_is_not_sent_again(
    transactional_cast: Cast, read_model: Callable[[], None], client: Client
) -> None:
    record = transactional_cast.record()
    read_model()
    asked = {"query": json.dumps({**KEY, "locales": ["fr", "en"]})}
    first = client.get(LIST, asked)
    again = {"if-none-match": first["ETag"]}
    for answer in (client.get(LIST, asked, headers=again), zipped(client, LIST, asked, **again)):
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", first["ETag"])
    actions.revise(record.pk, hotel("Auberge du Marronnier"), seen=1, by=transactional_cast.author())
    read_model()
    changed = client.get(LIST, asked, headers=again)
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)
    assert "Marronnier" in changed.content.decode()


test_nothing_new_is_not_sent_again = pytest.mark.django_db(transaction=True)(
    test_nothing_new_is_not_sent_again
)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_what_parsing_gives(shape: dict[str, Any], here: World, client: Client) -> None:
    del here
    asked = {"query": json.dumps({**KEY, **shape, "count": 200})}
    generation = models.current()
    for turn in ("cut", "remembered"):
        answer = client.get(LIST, asked)
        records = answer.json()["objetsTouristiques"]
        wholes = generation.wholes.plain([record["id"] for record in records])
        expected = [
            fields.answer(
                orjson.loads(whole or b""),
                fields.selection(shape.get("responseFields")),
                shape.get("locales", fields.DEFAULT_LOCALES),
            )
            for whole in wholes
        ]
        assert b'"objetsTouristiques":[' + b",".join(expected) + b"]" in answer.content, turn
        assert gzip.decompress(zipped(client, LIST, asked).content) == answer.content
