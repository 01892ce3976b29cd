"""The official requests that need a token, sent as the collection writes them: paths, methods and forms."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils.http import urlencode

from sitra.tourism.actions import layers
from sitra.tourism.models import Collaboration, Metadata, PrivateText, Tagging
from tests.cast import Cast, hotel
from tests.wire import official, partners
from tests.wire.partners import NOTER, WRITER, lent, signed_on

pytestmark = pytest.mark.django_db

COLLECTION = "wire/postman/Apidae.postman_collection.json"
ASIDE = ("permalink/", "/ecriture/")
"""Pages of another host, and the service that writes records, which has tests of its own."""


@dataclass(frozen=True)
class Asked:
    """A request of the collection."""

    name: str
    method: str
    path: str
    mode: str
    form: Mapping[str, str]


def requests(folder: Any, within: str = "") -> Iterator[Asked]:
    """Give the requests whose folder asks for a token."""
    for one in folder["item"]:
        if "item" in one:
            yield from requests(one, within or one["name"])
        elif within in {"SSO", "API d'écriture", "API métadonnées"}:
            said = one["request"]
            body = said.get("body") or {}
            mode = body.get("mode", "")
            fields = {field["key"]: field["value"] for field in body.get(mode, ()) if "value" in field}
            url = said["url"]["raw"]
            if not any(part in url for part in ASIDE):
                path = "/api/" + url[url.index("v002/") :]
                yield Asked(one["name"], said["method"], path, mode, fields)


@pytest.fixture
def asked(shared: Path) -> list[Asked]:
    return list(requests(json.loads((shared / COLLECTION).read_text(encoding="utf-8"))))


def send(client: Client, one: Asked, headers: dict[str, str], there: Mapping[str, str]) -> Any:
    """Send a request with the numbers that are here in place of those it names."""

    def here(text: str) -> str:
        for named, ours in there.items():
            text = text.replace(named, ours)
        return text

    form = {name: here(value) for name, value in one.form.items()}
    body: bytes | str = ""
    kind = "application/x-www-form-urlencoded"
    if one.mode == "formdata":
        body, kind = encode_multipart(BOUNDARY, form), MULTIPART_CONTENT
    elif form:
        body = urlencode(form)
    return client.generic(one.method, here(one.path), body, content_type=kind, headers=headers)


def test_every_one_is_answered(cast: Cast, client: Client, shared: Path, asked: list[Asked]) -> None:
    partners.entrust(cast)
    cache.clear()
    mine, second = cast.record(hotel("Un")).pk, cast.record(hotel("Deux")).pk
    tag = layers.internal_tag(cast.members["aubenas"], "Vu").pk
    sso = signed_on(cast, "clerk")
    there = {
        **dict.fromkeys(("5045803", "4659645", "5163353", "5295065", "4640947"), str(mine)),
        "4687800": str(second), "11576": str(tag), "171": "2", "apidae-interne": "boussole",
        "{{access_token}}": sso,
    }  # fmt: skip
    answers: dict[str, Any] = {}
    seen: dict[str, int] = {}
    for one in asked:
        headers = {"Authorization": f"Bearer {sso}"}
        if "/sso/" not in one.path:
            headers = lent(client, NOTER if "/metadata/" in one.path else WRITER)
        answer = send(client, one, headers, there)
        assert answer.status_code == 200, (one, answer.content)
        answers[one.name.strip()] = answer.json()
        for model in (Tagging, PrivateText, Collaboration, Metadata):
            seen[model.__name__] = max(seen.get(model.__name__, 0), model.objects.count())
    assert len(answers) == 13
    assert seen == {"Tagging": 2, "PrivateText": 3, "Collaboration": 2, "Metadata": 1}
    profile = answers["Récupération du profil de l'utilisateur"]
    assert official.output_faults(shared / "wire/schemas/v002", "utilisateur", profile) == []
    possible = [name for name, answer in answers.items() if answer == "MODIFICATION_POSSIBLE"]
    assert len(possible) == 3
    assert answers["Ajout de critères internes"] == {"id": [mine, second], "status": "AJOUT_CRITERES"}
    assert answers["Lecture"]["general"]
    assert not Tagging.objects.exists()
    assert not Metadata.objects.exists()
