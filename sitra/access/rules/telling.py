"""A right told in a sentence: the rule that gives or refuses it, and who can change it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sitra.access.events import Act, Ground
from sitra.access.rules.areas import Area


@dataclass(frozen=True, slots=True)
class Names:
    """Who is concerned by a record: its owner, and who animates its département."""

    owner: str
    animator: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """Whether somebody may do something with a record, why, and who can change it."""

    act: Act
    allowed: bool
    rule: str
    change: str

    def sentence(self) -> str:
        """Say it all."""
        return f"{self.rule} {self.change}".strip()


_RULES: Mapping[Ground, tuple[str, str]] = {
    Ground.NETWORK: (
        "Elle est publiée : toute personne du réseau peut la lire.",
        "It is published: everybody in the network may read it.",
    ),
    Ground.OWNER: (
        "Elle est à {owner}, où votre siège le permet.",
        "It belongs to {owner}, where your seat allows it.",
    ),
    Ground.PARTNER: (
        "Votre structure est collaboratrice de cette fiche.",
        "Your organisation collaborates on this record.",
    ),
    Ground.GRANT: (
        "Le droit n° {grant} vous a été confié{until}.",
        "Grant {grant} was entrusted to you{until}.",
    ),
    Ground.ANIMATOR: (
        "Vous animez le département de sa commune.",
        "You animate the département of its commune.",
    ),
    Ground.PILOT: ("Vous pilotez le réseau.", "You run the network."),
}
_CHANGES: Mapping[Ground, tuple[str, str]] = {
    Ground.NETWORK: ("Son propriétaire peut la masquer.", "Its owner can hide it."),
    Ground.OWNER: (
        "Les administrateurs de {owner} peuvent changer ce droit.",
        "The administrators of {owner} can change this right.",
    ),
    Ground.PARTNER: (
        "{owner} peut mettre fin à cette collaboration.",
        "{owner} can end this collaboration.",
    ),
    Ground.GRANT: ("Qui l'a donné peut le retirer.", "Whoever gave it can take it back."),
    Ground.ANIMATOR: (
        "Les administrateurs de votre structure peuvent changer ce droit.",
        "The administrators of your organisation can change this right.",
    ),
    Ground.PILOT: ("", ""),
}
_REFUSED = (
    "Elle est à {owner}, et rien ne vous a été confié pour elle.",
    "It belongs to {owner}, and nothing was entrusted to you for it.",
)
_ASK = (
    "Les administrateurs de {owner}{animator} peuvent vous donner ce droit.",
    "The administrators of {owner}{animator} can give you this right.",
)
_NOTED = {
    True: (
        "Vous lisez cette fiche, et vous écrivez pour votre structure.",
        "You read this record, and you write for your organisation.",
    ),
    False: ("Vous n'écrivez pour aucune structure.", "You write for no organisation."),
}
"""Whether one may note on a record -> why: its owner has no say in it."""
_LIMITED = (" Seulement certains champs ou certaines langues.", " Some fields or languages only.")


def explained(act: Act, area: Area | None, names: Names, language: str = "fr") -> Explained:
    """Tell a right by its ground; without one, tell who could give it."""
    english = language == "en"
    if act is Act.NOTE:
        rule, change = _NOTED[area is not None][english], _CHANGES[Ground.ANIMATOR][english]
        return Explained(act, allowed=area is not None, rule=rule, change=change)
    if area is None:
        also = "" if not names.animator else f" or {names.animator}" if english else f" ou {names.animator}"
        ask = _ASK[english].format(owner=names.owner, animator=also)
        return Explained(act, allowed=False, rule=_REFUSED[english].format(owner=names.owner), change=ask)
    until = ""
    if area.until:
        until = f", until {area.until:%-d/%m/%Y}" if english else f", jusqu'au {area.until:%d/%m/%Y}"
    rule = _RULES[area.ground][english].format(owner=names.owner, grant=area.grant, until=until)
    limited = "" if area.fields.everything else _LIMITED[english]
    change = _CHANGES[area.ground][english].format(owner=names.owner)
    return Explained(act, allowed=True, rule=rule + limited, change=change)
