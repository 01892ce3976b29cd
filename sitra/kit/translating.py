"""Having texts translated by a machine: one service that is set up, or none and why.

A service is a `TranslationProvider`; `provider()` gives the one of the settings. DeepL's own interface
(`POST /v2/translate`, JSON) is spoken by other servers too.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any, ClassVar, Protocol
from urllib.parse import urlsplit

from django.conf import settings

from sitra.kit.errors import TradeError
from sitra.kit.outbound import Bounds, Client, Declined, Question

MOST_TEXTS, MOST_CHARACTERS = 100, 30_000
"""What is translated in one go: a person waits for it."""
_PATH = "/v2/translate"
_AT_ONCE = 50
"""Texts that DeepL takes in one call."""
_BOUNDS = Bounds(size=4 << 20, seconds=20.0, silence=15.0, tries=2, patience=3.0)
_SOURCES = {
    "fr": "FR",
    "en": "EN",
    "es": "ES",
    "it": "IT",
    "de": "DE",
    "nl": "NL",
    "ru": "RU",
    "zh": "ZH",
    "pt-br": "PT",
    "ja": "JA",
    "ko": "KO",
}
_TARGETS = {**_SOURCES, "en": "EN-GB", "pt-br": "PT-BR"}
"""Language code -> code of DeepL; it wants to know which English and which Portuguese to write."""
_SAID = {
    400: "ne sait pas traduire ces textes dans cette langue",
    413: "trouve ces textes trop longs : traduisez-en moins à la fois",
    456: "n'a plus de quota : attendez le mois prochain, ou changez d'abonnement",
}


class NotTranslated(TradeError):
    """Texts that could not be translated; the sentence says why, and what to do."""


class TranslationProvider(Protocol):
    """A service that translates: its name, the languages it knows, and the verb."""

    name: str
    """Empty for none."""
    languages: frozenset[str]

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Translate texts from one language into another, in their order.

        `source` and `target` are codes of `kit.texts`. Raises `NotTranslated`, and nothing else.
        """


class NoTranslation:
    """There is no service: says so, and how to have one."""

    name: str = ""
    languages: frozenset[str] = frozenset()

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Refuse in words."""
        del texts, source, target
        message = (
            "Aucun traducteur automatique n'est branché sur cette installation. Son responsable règle "
            "SITRA_TRANSLATION_URL et SITRA_TRANSLATION_KEY (docs/running.md)."
        )
        raise NotTranslated(message)


class DeepL:
    """A server that speaks the interface of DeepL."""

    name: str = "DeepL"
    languages: frozenset[str] = frozenset(_TARGETS)
    _headers: ClassVar[dict[str, str]] = {"Content-Type": "application/json", "Accept": "application/json"}

    def __init__(self, address: str, key: str, client: Client | None = None) -> None:
        split = urlsplit(address)
        path = split.path.rstrip("/")
        self._address = split._replace(
            path=path if path.endswith(_PATH) else path + _PATH, query="", fragment=""
        ).geturl()
        self._key, self._client = key, client or Client(_BOUNDS)

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Translate in calls of at most fifty texts; nothing is kept of a call that fails."""
        _demand_bounded(texts)
        if {source, target} - self.languages:
            message = "Le traducteur automatique ne connaît pas cette langue."
            raise NotTranslated(message)
        return [words for some in batched(texts, _AT_ONCE) for words in self._call(some, source, target)]

    def _call(self, texts: Sequence[str], source: str, target: str) -> Iterator[str]:
        asked = {
            "text": list(texts),
            "source_lang": _SOURCES[source],
            "target_lang": _TARGETS[target],
            "preserve_formatting": True,
        }
        headers = {**self._headers, "Authorization": f"DeepL-Auth-Key {self._key}"}
        try:
            answer = self._client.ask(Question(self._address, "POST", headers, json.dumps(asked).encode()))
        except Declined as refusal:
            said = _SAID.get(refusal.answer.status)
            raise NotTranslated(f"Le traducteur automatique {said}." if said else str(refusal)) from None
        except TradeError as failure:
            raise NotTranslated(str(failure)) from None
        return iter(_read(answer.body, len(texts)))


def provider() -> TranslationProvider:
    """Give the service of the settings."""
    if settings.TRANSLATION_URL and settings.TRANSLATION_KEY:
        return DeepL(settings.TRANSLATION_URL, settings.TRANSLATION_KEY)
    return NoTranslation()


def fitting(texts: Sequence[str]) -> int:
    """Say how many of these texts, from the first, can be translated in one go."""
    held = 0
    for rank, text in enumerate(texts[:MOST_TEXTS]):
        held += len(text)
        if held > MOST_CHARACTERS:
            return rank
    return min(len(texts), MOST_TEXTS)


def _demand_bounded(texts: Sequence[str]) -> None:
    if fitting(texts) < len(texts):
        message = f"{MOST_TEXTS} textes et {MOST_CHARACTERS} caractères au plus se traduisent à la fois."
        raise NotTranslated(message)


def _read(body: bytes, wanted: int) -> list[str]:
    """Read an answer of DeepL; anything else than the texts asked for is none."""
    try:
        held: Any = json.loads(body)
        found = [one["text"] for one in held["translations"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        found = []
    if len(found) != wanted or not all(isinstance(one, str) for one in found):
        message = "Le traducteur automatique a répondu autre chose que des traductions : réessayez plus tard."
        raise NotTranslated(message)
    return [one.replace("\0", "") for one in found]
