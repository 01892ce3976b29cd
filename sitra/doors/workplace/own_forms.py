"""The form of what a member keeps on a record for itself, read leniently and shown again as it was typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict

from sitra.doors.workplace.proposal_forms import clean, number_of
from sitra.kit.texts import LANGUAGES, SUFFIXES, language_name
from sitra.review.actions import Wish
from sitra.review.rules import owning
from sitra.review.rules.owning import Fate, Typed
from sitra.tourism.queries.owning import Own, OwnText

KEYS = {code: f"libelle{SUFFIXES[code]}" for code in LANGUAGES}
_MOST_BLOCKS = 60
_LONGEST = 50_000
"""Characters read of one text: more than any may have, so that whoever pastes too many keeps them."""
_TITLE, _COMMENT = 255, 255


@dataclass(frozen=True, slots=True)
class OwnForm:
    """What was typed, what was pressed, and the words by which a criterion is looked for."""

    wish: Wish
    words: str = ""
    looks: bool = False
    """Only criteria are looked for; nothing is to be written."""

    @property
    def adds_tag(self) -> bool:
        """Say whether a criterion was chosen: the words that led to it have done their work."""
        return bool(self.wish.tags or self.wish.new_tag)

    @classmethod
    def read(cls, sent: QueryDict) -> "OwnForm":
        """Read a form that was sent."""
        ranks = [name.split(".")[1] for name in sent if name.startswith("texte.") and name.endswith(".nom")]
        comments = {
            number: (clean(sent.get(f"lu.{number}", "")), clean(sent.get(name, ""), _COMMENT))
            for name in sent
            if name.startswith("commentaire.") and (number := number_of(name.partition(".")[2]))
        }
        wish = Wish(
            texts=[_typed(sent, rank) for rank in dict.fromkeys(ranks[:_MOST_BLOCKS])],
            erased=[clean(one) for one in sent.getlist("effacer")],
            comments=comments,
            tags=[number_of(one) for one in sent.getlist("ajouter")],
            untags=[number_of(one) for one in sent.getlist("retirer")],
            new_tag=clean(sent.get("creer", ""), 150),
        )
        return cls(wish, clean(sent.get("q", "")), "chercher" in sent)


def _typed(sent: QueryDict, rank: str) -> Typed:
    def said(name: str, longest: int = _LONGEST) -> str:
        return clean(sent.get(f"texte.{rank}.{name}", ""), longest)

    held = {key: said(key) for key in KEYS.values() if f"texte.{rank}.{key}" in sent}
    return Typed(said("nom", 80), said("lu", 40), " ".join(said("titre", _TITLE).split()), held)


@dataclass(frozen=True, slots=True)
class Side:
    """A text in one language; what a colleague wrote meanwhile stands beside it."""

    code: str
    label: str
    key: str
    words: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Block:
    """A private text of the form."""

    name: str
    mark: str
    title: str
    label: str
    sides: tuple[Side, ...]
    """French, and the languages in which it has words."""
    folded: tuple[Side, ...]
    contested: bool


def blocks(kept: Own, form: OwnForm | None, language: str) -> list[Block]:
    """Lay out the texts of a member as they are kept, and as they were typed where a form came back."""
    typed = {one.name: one for one in form.wish.texts if one.name} if form else {}
    shown = [_block(held, typed.pop(held.name, None), language) for held in kept.texts.values()]
    lost = (one for one in typed.values() if owning.fate(one, None) is not Fate.LEFT)
    return [*shown, *(_laid(replace(one, mark=""), {}, language, contested=True) for one in lost)]


def new_block(form: OwnForm | None, language: str) -> Block:
    """Lay out the text that is not there yet."""
    typed = next((one for one in form.wish.texts if not one.name), None) if form else None
    return _laid(typed or Typed("", "", "", {}), {}, language)


def _block(held: OwnText, typed: Typed | None, language: str) -> Block:
    as_it_is = Typed(held.name, owning.mark(held.title, held.text), held.title, held.text)
    fate = owning.fate(typed, (held.title, held.text)) if typed else Fate.LEFT
    if typed is None or fate is Fate.LEFT:
        return _laid(as_it_is, {}, language)
    if fate is not Fate.CONTESTED:
        return _laid(typed, {}, language)
    return _laid(replace(typed, mark=as_it_is.mark), held.text, language, contested=True)


def _laid(one: Typed, theirs: Mapping[str, str], language: str, *, contested: bool = False) -> Block:
    sides = [
        Side(code, language_name(code, language), key, words, other if contested and other != words else "")
        for code, key in KEYS.items()
        for words, other in [(one.text.get(key, ""), theirs.get(key, ""))]
    ]
    return Block(
        name=one.name,
        mark=one.mark,
        title=one.title,
        label=one.title or one.name,
        sides=tuple(_told(sides)),
        folded=tuple(side for side in sides if side.code != "fr" and not side.words and not side.theirs),
        contested=contested,
    )


def _told(sides: Iterable[Side]) -> Iterable[Side]:
    return (side for side in sides if side.code == "fr" or side.words or side.theirs)
