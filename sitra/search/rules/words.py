"""How texts in eleven languages are cut into words, the same way when indexed and when asked.

Two cuts of every text: its *surface*, the words as they stand without case nor accents, for exact words,
beginnings and typing mistakes; its *stems*, each marked with its language. Writing without spaces
(Chinese, Japanese, Korean) is cut into single signs and pairs of neighbours.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter

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
_APOSTROPHES = "'’ʼ"
# These begin with an apostrophe, which is rare: looked for at every letter they would cost ten times more.
_ELISION = re.compile(rf"[{_APOSTROPHES}](?=\w)")
_ARTICLE = re.compile(rf"(?<!\w)(?:{_ELIDED})\Z", re.IGNORECASE)
_LONGEST_ARTICLE = max(map(len, _ELIDED.split("|")))
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}]s(?!\w)(?<=\w..)", re.IGNORECASE)
_UNSPACED = re.compile(r"[々〆\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+")

_MOST_CHUNKS, _LONGEST_CHUNK = 100_000, 40
"""What is remembered of each language: chunks, and the signs of one that is."""

_SIGNS = "\0"
"""Stands between the words and the unspaced signs of a chunk: nothing that is cut holds it."""

_FENCE = "ꙮ"
"""Stands between chunks that are cut at once: a letter no language uses, that cutters leave as it is."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A word that is asked for, or a run of signs without spaces; `slight` when it is a mere article."""

    text: str
    unspaced: bool = False
    slight: bool = False


def plain(text: str) -> str:
    """Write a text in one form, without elided articles nor English possessives."""
    composed = _composed(text).replace("ё", "е").replace("Ё", "Е")
    return _POSSESSIVE.sub("", _without_articles(composed))


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _without_articles(text: str) -> str:
    kept, at = list[str](), 0
    for apostrophe in _ELISION.finditer(text):
        place = apostrophe.start()
        if article := _ARTICLE.search(text, max(place - _LONGEST_ARTICLE, 0), place):
            kept += text[at : article.start()], " "
            at = apostrophe.end()
    return "".join((*kept, text[at:])) if at else text


def mark(language: str) -> str:
    """Give what precedes a stem of a language: two marks differ by more than a typing mistake."""
    return language[:2] * 2 + ":"


def surface(text: str) -> tuple[str, ...]:
    """Cut a text into its words as they stand, and its unspaced signs."""
    words, signs = _cut(_words(), "", text)
    return (*words, *signs)


def stems(text: str, language: str) -> tuple[str, ...]:
    """Cut a text in a language into marked stems, without the words that say nothing."""
    words, signs = _cut(_stemmer(language), mark(language), text)
    return (*words, *signs)


def lines(text: str, language: str) -> tuple[str, str]:
    """Write the surface of a text in a language, then its stems, each on one line and in the same order."""
    return _remembering(language).lines(text)


def learn(texts: Iterable[tuple[str, str]]) -> None:
    """Cut at once all that texts and their languages hold which is not remembered: then `lines` is quick.

    A call of a cutter costs as much as ten words.
    """
    spoken = defaultdict[str, list[str]](list)
    for text, language in texts:
        spoken[language].append(text)
    for language, said in spoken.items():
        _remembering(language).learn(said)


@dataclass(slots=True)
class _Cutter:
    """Cuts chunks of texts, what stands between two spaces, and remembers them: texts say the same ones.

    Nothing that is cut reaches over a space, so that a text is cut as its chunks are.
    """

    language: str
    surfaces: dict[str, str] = field(default_factory=dict)
    """Chunk -> its surface, a space before each word."""
    stems: dict[str, str] = field(default_factory=dict)
    """The same chunks -> their stems."""

    def learn(self, texts: Iterable[str]) -> None:
        """Remember the chunks of texts."""
        unknown = set(_chunks(" ".join(texts))).difference(self.surfaces)
        if unknown:
            self._remember(*self._read(sorted(unknown)))

    def lines(self, text: str) -> tuple[str, str]:
        """Write the surface and the stems of a text."""
        chunks = _chunks(text)
        if not chunks:
            return "", ""
        # Two chunks at least: of a single one, what is got is no tuple.
        held = itemgetter(*chunks, chunks[0])
        try:
            surfaces, stems = held(self.surfaces), held(self.stems)
        except KeyError:
            unknown = {one for one in chunks if one not in self.surfaces}
            surfaced, stemmed = self._read(list(unknown))
            surfaces = held(surfaced | {one: self.surfaces[one] for one in chunks if one not in unknown})
            stems = held(stemmed | {one: self.stems[one] for one in chunks if one not in unknown})
            self._remember(surfaced, stemmed)
        return _one_line(surfaces[:-1]), _one_line(stems[:-1])

    def _read(self, chunks: list[str]) -> tuple[dict[str, str], dict[str, str]]:
        before, stemmer = mark(self.language), _stemmer(self.language)
        surfaces, stems = _each(_words(), "", chunks), _each(stemmer, before, chunks)
        return dict(zip(chunks, surfaces, strict=True)), dict(zip(chunks, stems, strict=True))

    def _remember(self, surfaces: Mapping[str, str], stems: Mapping[str, str]) -> None:
        if len(self.surfaces) + len(surfaces) > _MOST_CHUNKS:
            self.surfaces, self.stems = {}, {}
        for one, surface in surfaces.items():
            if len(one) <= _LONGEST_CHUNK:
                self.surfaces[one], self.stems[one] = surface, stems[one]


def _chunks(text: str) -> list[str]:
    # Commas and stops would make another chunk of a word; a space parts what they part.
    return _composed(text).replace(",", " ").replace(".", " ").split()


@cache
def _remembering(language: str) -> _Cutter:
    return _Cutter(language)


def _each(analyzer: tantivy.TextAnalyzer, before: str, chunks: list[str]) -> list[str]:
    """Cut each chunk on a line; those of words all at once, for a call costs as much as ten of them."""
    if any(_FENCE in one or _UNSPACED.search(one) for one in chunks if not one.isascii()):
        return [_SIGNS.join(map(_line, _cut(analyzer, before, one))) for one in chunks]
    words = " ".join(_short(analyzer.analyze(plain(f" {_FENCE} ".join(chunks)))))
    spaced = f" {before}"
    return [
        spaced + part.replace(" ", spaced) if part else "" for part in map(str.strip, words.split(_FENCE))
    ]


def _line(words: list[str]) -> str:
    return "".join([f" {word}" for word in words])


def _one_line(parts: Iterable[str]) -> str:
    line = "".join(parts)
    if _SIGNS in line:
        apart = [part.partition(_SIGNS) for part in parts]
        line = "".join((*(part[0] for part in apart), *(part[2] for part in apart)))
    return line[1:]


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


def _cut(analyzer: tantivy.TextAnalyzer, before: str, text: str) -> tuple[list[str], list[str]]:
    """Cut a text into words and its unspaced signs, with what precedes each."""
    written = plain(text)
    runs = [] if written.isascii() else _UNSPACED.findall(written)
    words = _short(analyzer.analyze(_UNSPACED.sub(" ", written) if runs else written))
    return [before + word for word in words], [before + gram for run in runs for gram in _grams(run)]


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
