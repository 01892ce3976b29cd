"""Sentences that follow their periods: which ones do, and the document with them written.

`periodeEnClairGenerationMode` says whether the words are ours (`AUTOMATIQUE`) or somebody's (`MANUEL`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sitra.catalog.rules.speech import Speech, Words
from sitra.catalog.rules.validation.values import read_day
from sitra.tourism.rules.opening.periods import EVERY_DAY, WEEKLY
from sitra.tourism.rules.sentences import opening_sentence, prices_sentence

type Document = Mapping[str, Any]

AUTOMATIC, BY_HAND = "AUTOMATIQUE", "MANUEL"


@dataclass(frozen=True, slots=True)
class Wording:
    """One sentence of a record: its block, its words, who writes them, and how they are said."""

    block: str
    text: str
    mode: str
    say: Callable[[Document, Speech], str]

    @property
    def path(self) -> str:
        """Give the path of the words."""
        return f"{self.block}.{self.text}"

    def of(self, document: Document) -> dict[str, Any]:
        """Give the block that holds it, to be written over."""
        held = document.get(self.block)
        return dict(held) if isinstance(held, Mapping) else {}

    def proposed(self, document: Document, words: Words) -> dict[str, str]:
        """Say it in French and in English; nothing when nothing tells."""
        said = {
            key: self.say(document, Speech(language, words))
            for key, language in (("libelleFr", "fr"), ("libelleEn", "en"))
        }
        return {key: one for key, one in said.items() if one}

    def follows(self, document: Document) -> bool:
        """Say whether the words follow the periods: asked for, or nobody wrote any."""
        block = self.of(document)
        return block.get(self.mode) == AUTOMATIC or (
            block.get(self.mode) is None and not block.get(self.text)
        )


OPENING: Final = Wording("ouverture", "periodeEnClair", "periodeEnClairGenerationMode", opening_sentence)
PRICES: Final = Wording("descriptionTarif", "tarifsEnClair", "tarifsEnClairGenerationMode", prices_sentence)
WORDINGS: Final = (OPENING, PRICES)


def followed(before: Document, document: Document, words: Words) -> dict[str, Any]:
    """Write the sentences that follow their periods, where what they tell is not what it was before.

    Other languages than French and English go with the sentence they translated: they told other days.
    """
    result = with_rhythms(before, document)
    for wording in WORDINGS:
        if wording.follows(result) and _told(wording, before) != _told(wording, result):
            result = worded(result, wording, words)
    return result


def rewritten(before: Document, document: Document) -> frozenset[str]:
    """Give the paths of the sentences that were written anew because what they tell is not what it was."""
    return frozenset(
        one.path for one in WORDINGS if one.follows(document) and _told(one, before) != _told(one, document)
    )


def worded(document: Document, wording: Wording, words: Words) -> dict[str, Any]:
    """Write a sentence from its periods, and let it follow them from now on; none where nothing tells."""
    block, proposed = wording.of(document), wording.proposed(document, words)
    block.pop(wording.text, None)
    block.pop(wording.mode, None)
    if proposed:
        block |= {wording.text: proposed, wording.mode: AUTOMATIC}
    return _with(document, wording.block, block)


def by_hand(document: Document, wording: Wording) -> dict[str, Any]:
    """Leave the words of a sentence to people."""
    return _with(document, wording.block, wording.of(document) | {wording.mode: BY_HAND})


def with_rhythms(before: Document, document: Document) -> dict[str, Any]:
    """Let each new period with a date say its rhythm: readers of the contract expect it."""
    block = OPENING.of(document)
    periods, known = block.get("periodesOuvertures"), OPENING.of(before).get("periodesOuvertures")
    if not isinstance(periods, list) or periods == known:
        return dict(document)
    old = known if isinstance(known, list) else []
    block["periodesOuvertures"] = [one if one in old else _with_rhythm(one) for one in periods]
    return _with(document, "ouverture", block)


def _with_rhythm(period: Any) -> Any:
    if not isinstance(period, Mapping) or not read_day(period.get("dateDebut")):
        return period
    if period.get("ouverturesJourDuMois") and "type" not in period:
        return period
    rhythm = WEEKLY if period.get("ouverturesJournalieres") else EVERY_DAY
    return {"type": rhythm, "tousLesAns": False} | dict(period)


def _told(wording: Wording, document: Document) -> dict[str, Any]:
    """Give what a sentence tells of, and whether it follows."""
    block = wording.of(document)
    block.pop(wording.text, None)
    return block


def _with(document: Document, name: str, block: Mapping[str, Any]) -> dict[str, Any]:
    result = {**document, name: dict(block)}
    if not block:
        result.pop(name)
    return result
