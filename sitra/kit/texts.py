"""Texts in several languages, and words stripped for comparison."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

LANGUAGES = ("fr", "en", "es", "it", "de", "nl", "ru", "zh", "pt-br", "ja", "ko")
"""Codes of the eleven languages in the order of the v002 contract, section 0.3."""

SUFFIXES = {
    "fr": "Fr",
    "en": "En",
    "es": "Es",
    "it": "It",
    "de": "De",
    "nl": "Nl",
    "ru": "Ru",
    "zh": "Zh",
    "pt-br": "PtBR",
    "ja": "Ja",
    "ko": "Ko",
}
"""Language code -> suffix of `libelleXx`."""

VALUE_KEYS = {code: "ptBR" if code == "pt-br" else code for code in LANGUAGES}
"""Language code -> key of a contact value."""

NAMES = {
    "fr": ("français", "French"),
    "en": ("anglais", "English"),
    "es": ("espagnol", "Spanish"),
    "it": ("italien", "Italian"),
    "de": ("allemand", "German"),
    "nl": ("néerlandais", "Dutch"),
    "ru": ("russe", "Russian"),
    "zh": ("chinois", "Chinese"),
    "pt-br": ("portugais du Brésil", "Brazilian Portuguese"),
    "ja": ("japonais", "Japanese"),
    "ko": ("coréen", "Korean"),
}
"""Language code -> its name in French and in English."""

_NOT_A_WORD = re.compile(r"[^0-9a-z]+")


def label(text: Mapping[str, Any] | None, language: str = "fr") -> str:
    """Pick a language out of `{libelleFr, libelleEn, …}`: the one asked, else French, English, any."""
    return said(text, language)[0]


def said(text: Mapping[str, Any] | None, language: str = "fr") -> tuple[str, str]:
    """Pick a language as `label` does, and say which: the words and their language code.

    Both are empty when there are no words. "Any" is the first in the order of `LANGUAGES`, then
    words in a language we do not know, whose code is empty.
    """
    known = text or {}
    for code in (language, "fr", "en", *LANGUAGES):
        if code in SUFFIXES and (found := str(known.get(f"libelle{SUFFIXES[code]}") or "").strip()):
            return found, code
    other = (str(value) for key, value in known.items() if key.startswith("libelle") and value)
    return next((words for words in other if words.strip()), ""), ""


def language_name(code: str, language: str) -> str:
    """Name a language in French or English."""
    french, english = NAMES[code]
    return english if language == "en" else french


def fold(text: str) -> str:
    """Strip accents, case and punctuation: `Saint-Étienne` becomes `saint etienne`."""
    if text.isascii():
        return _NOT_A_WORD.sub(" ", text.casefold()).strip()
    plain = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    decomposed = unicodedata.normalize("NFKD", plain).casefold()
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _NOT_A_WORD.sub(" ", letters).strip()


def shorten(text: str, length: int = 180) -> str:
    """Cut a text at a word, with an ellipsis, to at most `length` characters."""
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    return flat[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
