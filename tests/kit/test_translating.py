"""Having texts translated: a real client, and a server on loopback that speaks the JSON of DeepL."""

import json
import logging

import pytest
from pytest_django import Settings

from sitra.kit.outbound import Bounds, Client
from sitra.kit.translating import MOST_TEXTS, DeepL, NotTranslated, fitting, provider
from tests.outside import Asked, Told, outside

KEY = "a-secret-key"


def deepl(asked: Asked) -> Told:
    sent = json.loads(asked.body)
    found = [
        {"detected_source_language": "FR", "text": f"{sent['target_lang']}:{one}"} for one in sent["text"]
    ]
    return Told(json.dumps({"translations": found}).encode())


def machine(address: str, host: str) -> DeepL:
    return DeepL(address, KEY, Client(Bounds(seconds=5, tries=1), allowed=[host]))


def test_texts_are_translated_in_their_order_by_calls_of_fifty(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with outside(deepl) as server:
        texts = [f"Texte {rank}" for rank in range(60)]
        assert machine(server.address, server.host).translate(texts, "fr", "pt-br") == [
            f"PT-BR:{one}" for one in texts
        ]
    assert [asked.path for asked in server.asked] == ["/v2/translate"] * 2
    assert server.asked[0].headers["Authorization"] == f"DeepL-Auth-Key {KEY}"
    sent = json.loads(server.asked[1].body)
    assert (len(sent["text"]), sent["source_lang"], "tag_handling" in sent) == (10, "FR", False)
    assert KEY not in caplog.text


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Told(status=403), "vérifiez la clé"),
        (Told(status=456), "plus de quota"),
        (Told(status=400), "ne sait pas traduire"),
        (Told(b"<html>"), "autre chose que des traductions"),
        (Told(b'{"translations": []}'), "autre chose que des traductions"),
        (Told(b'{"translations": [{"text": 3}]}'), "autre chose que des traductions"),
        (Told(status=302, headers={"Location": "http://elsewhere.example/"}), "donnez directement"),
    ],
)
def test_what_goes_wrong_is_said_in_words_without_the_key(told: Told, words: str) -> None:
    with outside(lambda _: told) as server, pytest.raises(NotTranslated, match=words) as refused:
        machine(server.address, server.host).translate(["Bonjour"], "fr", "en")
    assert KEY not in str(refused.value)


def test_no_more_is_translated_than_somebody_waits_for() -> None:
    assert fitting(["a" * 20_000, "b" * 10_000, "c"]) == 2
    with pytest.raises(NotTranslated, match="au plus"):
        machine("https://deepl.example", "").translate(["a"] * (MOST_TEXTS + 1), "fr", "en")


def test_without_a_service_it_is_said_how_to_have_one(settings: Settings) -> None:
    settings.TRANSLATION_URL = settings.TRANSLATION_KEY = ""
    assert (provider().name, provider().languages) == ("", frozenset())
    with pytest.raises(NotTranslated, match="SITRA_TRANSLATION_URL"):
        provider().translate(["Bonjour"], "fr", "en")
    settings.TRANSLATION_URL, settings.TRANSLATION_KEY = "https://api-free.deepl.com", KEY
    assert provider().name == "DeepL"
