"""What the form of texts side by side holds, read leniently."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest

from sitra.doors.workplace.proposal_forms import clean, number_of
from sitra.kit import texts
from sitra.review.actions import TextsTyped
from sitra.review.queries import Pair, Texts, TextsDrafted
from sitra.review.rules import translating
from sitra.review.rules.translating import Merged

SHOW = ("tous", "a-traduire", "a-revoir")
SAVE, SHOW_OTHER, TRANSLATE = "enregistrer", "afficher", "traduire"
_LONGEST = 50_000
"""Characters read of one text: more than any may have, so that whoever pastes too many keeps them."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which two languages are looked at, which texts, and the revision of the form that was sent."""

    languages: tuple[str, str]
    show: str
    seen: int = 0

    @classmethod
    def read(cls, request: HttpRequest) -> "Wish":
        """Read it from an address or a form; what is no language is none."""
        sent = request.POST if request.method == "POST" else request.GET
        left, right = (sent.get(name, "") for name in ("gauche", "droite"))
        show = sent.get("montrer", "")
        known = [code if code in texts.LANGUAGES else "" for code in (left, right)]
        return cls((known[0], known[1]), show if show in SHOW else SHOW[0], number_of(sent.get("vu", "")))


@dataclass(frozen=True, slots=True)
class TextForm:
    """What was typed, held against what the record says now; what a machine put there; what was reread."""

    merged: Merged = field(default_factory=lambda: Merged({}, {}, {}))
    typed: Mapping[str, str] = field(default_factory=dict)
    machine: Mapping[str, str] = field(default_factory=dict)
    """Name -> digest of what a machine put there, as long as nobody changed it."""
    reread: frozenset[str] = frozenset()
    act: str = SHOW_OTHER
    kept_at: datetime | None = None
    """When it was typed, where it is taken up from a draft."""

    @classmethod
    def resumed(cls, drafted: TextsDrafted | None) -> "TextForm":
        """Take up what was typed and not saved."""
        return cls(drafted.held, drafted.typed, kept_at=drafted.at) if drafted else cls()

    @classmethod
    def read(cls, request: HttpRequest, page: Texts) -> "TextForm":
        """Read a form that was made of the revision `page.read`."""
        sent = texts_of(request, page)
        held = translating.merged(page.read, page.document, page.kind, sent)
        typed = {name: sent[name] for name in (*held.mine, *held.contested)}
        machine = {
            name: sign
            for name, text in sent.items()
            if (sign := request.POST.get(f"machine:{name}", ""))
            and sign == translating.digest(language_of(name), text)
        }
        reread = frozenset(name for name in request.POST.getlist("relu") if name in known_names(page))
        act = request.POST.get("faire", SAVE)
        return cls(held, typed, machine, reread, act if act in {SHOW_OTHER, TRANSLATE} else SAVE)

    def with_machine(self, made: Mapping[str, str]) -> "TextForm":
        """Put texts of a machine into the form, to be read before they are saved."""
        signs = {name: translating.digest(language_of(name), text) for name, text in made.items()}
        return TextForm(
            self.merged,
            {**self.typed, **made},
            {**self.machine, **signs},
            self.reread - made.keys(),
            TRANSLATE,
        )

    def said(self, name: str, stored: str) -> str:
        """Give what the form says of a text."""
        return self.typed.get(name, stored)

    def to_save(self, page: Texts) -> TextsTyped:
        """Put it as the action wants it."""
        return TextsTyped(self.typed, page.source, page.target, self.machine, self.reread)

    def to_translate(self, pairs: list[Pair]) -> dict[str, str]:
        """Give by the name of the second text what a machine should translate: what lacks, what changed."""
        wanted = {}
        for pair in pairs:
            source, target = pair.source, pair.target
            words = self.said(source.name, source.text)
            changed = source.name in self.typed or bool(target.provenance and target.provenance.stale)
            lacks = not self.said(target.name, target.text)
            if words and not pair.proper and (lacks or (changed and target.name not in self.typed)):
                wanted[target.name] = words
        return wanted


def known_names(page: Texts) -> frozenset[str]:
    """Give the names a form made of a record as it was read, or as it is, may hold."""
    return translating.known_names(page.read, page.document, page.kind)


def texts_of(request: HttpRequest, page: Texts) -> dict[str, str]:
    """Give the texts that a form holds, by name; what is no text of the record is left."""
    names = known_names(page)
    return {name: clean(request.POST[name], _LONGEST) for name in request.POST if name in names}


def too_long(form: TextForm, pairs: list[Pair]) -> dict[str, int]:
    """Give the texts that were typed too long, with how long they are."""
    longest = {side.name: pair.longest for pair in pairs for side in (pair.source, pair.target)}
    return {name: len(text) for name, text in form.typed.items() if len(text) > longest.get(name, _LONGEST)}


def language_of(name: str) -> str:
    """Give the language of a name: `presentation.descriptifCourt.libelleDe` is in German."""
    suffix = name.rpartition(".libelle")[2]
    return next((code for code, known in texts.SUFFIXES.items() if known == suffix), "")
