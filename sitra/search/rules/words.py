"""How texts in eleven languages are cut into words, the same way when indexed and when asked.

Two cuts of every text: its *surface*, the words as they stand without case nor accents, for exact words,
beginnings and typing mistakes; its *stems*, each marked with its language. Writing without spaces
(Chinese, Japanese, Korean) is cut into single signs and pairs of neighbours.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import tantivy

from sitra.kit.texts import LANGUAGES

STEMMED = {
    "fr": "french",
    "en": "english",
    "es": "spanish",
    "it": "italian",
    "de": "german",
    "nl": "dutch",
    "ru": "russian",
    "pt-br": "portuguese",
}
"""Language -> name of its stemmer; the three others are cut into signs."""

LONGEST_WORD = 60
"""Signs of a word that is indexed at most."""

_ELIDED = (
    "l|d|s|n|j|m|t|c|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|entr|"
    "un|dell|all|nell|dall|sull|gl|quest|quell|sant|bell"
)
_ELISION = re.compile(rf"(?<!\w)(?:{_ELIDED})['’ʼ](?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?<=\w)['’ʼ]s(?!\w)", re.IGNORECASE)
_UNSPACED = re.compile(r"[々〆\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
_SAME_LETTER = str.maketrans({"ё": "е", "Ё": "Е"})


@dataclass(frozen=True, slots=True)
class Cut:
    """A word that is asked for, or a run of signs without spaces; `slight` when it is a mere article."""

    text: str
    unspaced: bool = False
    slight: bool = False


def plain(text: str) -> str:
    """Write a text in one form, without elided articles nor English possessives."""
    composed = unicodedata.normalize("NFKC", text).translate(_SAME_LETTER)
    return _POSSESSIVE.sub("", _ELISION.sub(" ", composed))


def mark(language: str) -> str:
    """Give what precedes a stem of a language: two marks differ by more than a typing mistake."""
    return language[:2] * 2 + ":"


def surface(text: str) -> tuple[str, ...]:
    """Cut a text into its words as they stand, and its unspaced signs."""
    written = plain(text)
    signs = [gram for run in _UNSPACED.findall(written) for gram in _grams(run)]
    return (*_short(_words().analyze(_UNSPACED.sub(" ", written))), *signs)


def stems(text: str, language: str) -> tuple[str, ...]:
    """Cut a text in a language into marked stems, without the words that say nothing."""
    written, before = plain(text), mark(language)
    signs = [gram for run in _UNSPACED.findall(written) for gram in _grams(run)]
    spaced = _short(_stemmer(language).analyze(_UNSPACED.sub(" ", written)))
    return tuple(before + part for part in (*spaced, *signs))


def asked(text: str, language: str = "") -> list[Cut]:
    """Cut what somebody asks for; articles in French and English (or the language) are slight."""
    written = plain(text)
    cuts, at = list[Cut](), 0
    for run in _UNSPACED.finditer(written):
        cuts += _spaced(written[at : run.start()], language)
        cuts.append(Cut(run.group(), unspaced=True))
        at = run.end()
    return [*cuts, *_spaced(written[at:], language)]


def pairs(run: str) -> list[str]:
    """Give the pairs of neighbours of a run, or its only sign: what must be found of it."""
    return [run[rank : rank + 2] for rank in range(len(run) - 1)] or [run]


def stem(word: str, language: str) -> list[str]:
    """Give the marked stem of one word, even of one that says nothing."""
    return [mark(language) + part for part in _stemmer(language, every=True).analyze(word)]


def _spaced(text: str, language: str) -> Iterator[Cut]:
    judges = [language] if language in STEMMED else [] if language else ["fr", "en"]
    raw = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase()).build()
    for written in raw.analyze(text):
        slight = any(not _stemmer(judge).analyze(written) for judge in judges)
        for word in _words().analyze(written):
            yield Cut(word, slight=slight and len(word) <= LONGEST_WORD)


def _grams(run: str) -> list[str]:
    return [*run, *(run[rank : rank + 2] for rank in range(len(run) - 1))]


def _short(parts: list[str]) -> list[str]:
    return [part for part in parts if len(part) <= LONGEST_WORD]


@cache
def _words() -> tantivy.TextAnalyzer:
    keep = tantivy.Filter
    cutter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return cutter.filter(keep.lowercase()).filter(keep.ascii_fold()).build()


@cache
def _stemmer(language: str, *, every: bool = False) -> tantivy.TextAnalyzer:
    """Make the cutter of a language; `every` keeps the words that say nothing."""
    if language not in LANGUAGES:
        raise ValueError(language)
    if language not in STEMMED:
        return _words()
    keep, name = tantivy.Filter, STEMMED[language]
    cutter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(keep.lowercase())
    if not every:
        cutter = cutter.filter(keep.stopword(name))
    return cutter.filter(keep.ascii_fold()).filter(keep.stemmer(name)).build()
