"""Whom a member shares its published records with, by kind, and down to which of their fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sitra.catalog.rules.types import Reach


class Audience(StrEnum):
    """Those who read the records of others."""

    NETWORK = "network"
    INSTITUTIONAL = "institutional"
    PRIVATE = "private"
    OPEN = "open"

    def label(self, language: str = "fr") -> str:
        """Name the audience in French or English."""
        return _AUDIENCES[self][language == "en"]


_AUDIENCES = {
    Audience.NETWORK: ("membres du réseau", "members of the network"),
    Audience.INSTITUTIONAL: ("partenaires institutionnels", "institutional partners"),
    Audience.PRIVATE: ("réutilisateurs privés", "private re-users"),
    Audience.OPEN: ("données ouvertes", "open data"),
}
_TYPES: Mapping[int, Audience] = {
    **dict.fromkeys((233, 3797, 5624, 3800, 3803), Audience.NETWORK),
    **dict.fromkeys((246, 3791, 3801), Audience.INSTITUTIONAL),
    3957: Audience.OPEN,
}
"""The types of members (terms of `MembreSitraType`); those that resell, and unknown ones, are private."""


def audience_of(kind: int) -> Audience:
    """Say to which audience a member belongs, by its type."""
    return _TYPES.get(kind, Audience.PRIVATE)


class Share(StrEnum):
    """What of a record goes to an audience: nothing, or its fields down to a sensitivity."""

    NOTHING = "nothing"
    PUBLIC = "public"
    NETWORK = "network"
    ALL = "all"

    def label(self, language: str = "fr") -> str:
        """Name the share in French or English."""
        return _SHARES[self][language == "en"]

    @property
    def kept_back(self) -> frozenset[Reach]:
        """The sensitivities of the fields that do not go with a record that does."""
        return _KEPT_BACK[self]


_SHARES = {
    Share.ALL: ("toute la fiche", "the whole record"),
    Share.NETWORK: ("sans les champs privés", "without private fields"),
    Share.PUBLIC: ("champs publics seulement", "public fields only"),
    Share.NOTHING: ("rien", "nothing"),
}
_KEPT_BACK = {
    Share.ALL: frozenset[Reach](),
    Share.NETWORK: frozenset({Reach.PRIVATE}),
    Share.PUBLIC: frozenset({Reach.PRIVATE, Reach.NETWORK}),
    Share.NOTHING: frozenset(Reach),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a member lets go of its records of a kind, to an audience; without a rule, all of it goes."""

    owner: int
    audience: Audience
    kind: str
    share: Share


Pairs = frozenset[tuple[int, str]]
"""Owners and kinds."""


def share_of(rules: Iterable[Rule], owner: int, kind: str, audience: Audience) -> Share:
    """Say what of the records of a member goes to an audience."""
    wanted = (owner, kind, audience)
    return next((one.share for one in rules if (one.owner, one.kind, one.audience) == wanted), Share.ALL)


def withheld(rules: Iterable[Rule], audiences: Iterable[Audience], own: Iterable[int]) -> Pairs:
    """Give what goes to none of these audiences; a member always has its own records."""
    wanted, mine = frozenset(audiences), frozenset(own)
    closed: dict[tuple[int, str], set[Audience]] = {}
    for one in rules:
        if one.share is Share.NOTHING and one.owner not in mine:
            closed.setdefault((one.owner, one.kind), set()).add(one.audience)
    return frozenset(pair for pair, to in closed.items() if wanted and wanted <= to)


def narrowed(rules: Iterable[Rule], audience: Audience, own: int) -> Mapping[Share, Pairs]:
    """Give what goes to an audience in part only, by how much of it does."""
    found: dict[Share, set[tuple[int, str]]] = {}
    for one in rules:
        if one.audience is audience and one.share in {Share.PUBLIC, Share.NETWORK} and one.owner != own:
            found.setdefault(one.share, set()).add((one.owner, one.kind))
    return {share: frozenset(pairs) for share, pairs in found.items()}
