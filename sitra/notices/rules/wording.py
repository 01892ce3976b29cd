"""Notices in words, in French and English, and the page each leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sitra.notices.events import Listing, News

_RECORDS = "/accueil/fiches?liste={}"
_SENTENCES: Mapping[News, tuple[str, str]] = {
    News.PROPOSED: ("{who} propose de {purpose} « {name} »", "{who} proposes to {purpose} “{name}”"),
    News.ANSWERED: (
        "Votre proposition sur « {name} » est {outcome}",
        "Your proposal about “{name}” is {outcome}",
    ),
    News.MESSAGE: ("{who} vous écrit à propos de « {name} »", "{who} wrote to you about “{name}”"),
    News.ESCALATED: (
        "Personne n'a répondu à une proposition sur « {name} »",
        "Nobody has answered a proposal about “{name}”",
    ),
    News.CHANGED: ("{who} a modifié « {name} »", "{who} changed “{name}”"),
    News.PUBLISHED: ("{who} a publié « {name} »", "{who} published “{name}”"),
    News.HIDDEN: ("{who} a masqué « {name} »", "{who} hid “{name}”"),
    News.DELETED: ("{who} a supprimé « {name} »", "{who} deleted “{name}”"),
    News.EXPIRED: (
        "« {name} » a expiré : elle n'est plus publiée",
        "“{name}” expired: it is published no more",
    ),
    News.ENTRUSTED: ("« {name} » est désormais à vous", "“{name}” is yours from now on"),
    News.HANDED_AWAY: ("« {name} » a changé de propriétaire", "“{name}” has another owner"),
    News.INHERITED: (
        "Les fiches de {member}, qui quitte le réseau, vous reviennent",
        "The records of {member}, which leaves the network, come to you",
    ),
    News.GRANTED: (
        "{member} vous confie des fiches : {duty}",
        "{member} entrusts records to you: {duty}",
    ),
    News.GRANT_ENDED: (
        "{member} ne vous confie plus de fiches : {duty}",
        "{member} no longer entrusts records to you: {duty}",
    ),
    News.GIVEN_AWAY: (
        "{who} a confié vos fiches à {member} : {duty}",
        "{who} entrusted your records to {member}: {duty}",
    ),
    News.TAKEN_BACK: (
        "{who} a retiré à {member} un droit sur vos fiches : {duty}",
        "{who} took back from {member} a right on your records: {duty}",
    ),
    News.DUTIES: (
        "Vos permissions pour {member} ont changé",
        "Your permissions for {member} have changed",
    ),
    News.IMPORTED: (
        "Import terminé : {new} fiches nouvelles, {changed} modifiées, {refused} refusées",
        "Import done: {new} new records, {changed} changed, {refused} refused",
    ),
    News.HARVEST_FAILED: ("La moisson « {harvest} » a échoué", "The harvest “{harvest}” failed"),
    News.HOOK_STOPPED: (
        "Un webhook de « {project} » ne répond plus : rien ne lui est plus envoyé",
        "A webhook of “{project}” no longer answers: nothing is sent to it any more",
    ),
    News.PAIRS: ("Nouveaux doublons possibles : {times}", "New possible duplicates: {times}"),
    News.ACCOUNT_ASKED: (
        "Un professionnel demande un compte auprès de {member}",
        "A professional asks {member} for an account",
    ),
    News.JOINED: ("{who} a accepté votre invitation", "{who} accepted your invitation"),
    News.ENDING: (
        "Fiches dont les ouvertures ou les tarifs finissent bientôt : {times}",
        "Records whose opening periods or prices end soon: {times}",
    ),
    News.DUE: ("Fiches à confirmer : {times}", "Records to be confirmed: {times}"),
}
_OF_ONE: Mapping[News, tuple[str, str]] = {
    News.ENDING: (
        "Les ouvertures ou les tarifs de « {name} » finissent bientôt",
        "The opening periods or prices of “{name}” end soon",
    ),
    News.DUE: ("« {name} » est à confirmer", "“{name}” is to be confirmed"),
}
"""Where what is usually told of many is told of one record."""
_OF_MANY: Mapping[News, tuple[str, str]] = {
    News.CHANGED: ("{who} a modifié {times} de vos fiches", "{who} changed {times} of your records"),
    News.PUBLISHED: ("{who} a publié {times} de vos fiches", "{who} published {times} of your records"),
    News.HIDDEN: ("{who} a masqué {times} de vos fiches", "{who} hid {times} of your records"),
    News.DELETED: ("{who} a supprimé {times} de vos fiches", "{who} deleted {times} of your records"),
    News.EXPIRED: ("{times} de vos fiches ont expiré", "{times} of your records expired"),
    News.ENTRUSTED: ("{times} fiches sont désormais à vous", "{times} records are yours from now on"),
    News.HANDED_AWAY: ("{times} fiches ont changé de propriétaire", "{times} records have another owner"),
    News.PROPOSED: ("{who} a fait {times} propositions", "{who} made {times} proposals"),
    News.ANSWERED: ("{times} de vos propositions ont une réponse", "{times} of your proposals were answered"),
    News.MESSAGE: ("{who} vous a écrit {times} fois", "{who} wrote to you {times} times"),
}
"""Where what is usually told of one record is told of many."""
_PLACES: Mapping[News, str] = {
    **dict.fromkeys((News.PROPOSED, News.ANSWERED, News.MESSAGE, News.ESCALATED), "/propositions/{number}"),
    **dict.fromkeys((News.GRANTED, News.GRANT_ENDED, News.GIVEN_AWAY, News.TAKEN_BACK), "/droits"),
    **dict.fromkeys((News.DUTIES, News.INHERITED, News.JOINED), "/membres/{number}"),
    News.IMPORTED: "/imports/{number}",
    News.HARVEST_FAILED: "/imports",
    News.HOOK_STOPPED: "/projets/{number}",
    News.PAIRS: "/doublons",
    News.ACCOUNT_ASKED: "/membres/{number}/personnes",
    News.ENDING: _RECORDS.format(Listing.ENDING.value),
    News.DUE: _RECORDS.format(Listing.DUE.value),
}
_LISTS: Mapping[News, str] = {
    News.PROPOSED: "/propositions",
    News.ANSWERED: "/propositions?boite=faites",
    News.MESSAGE: "/propositions",
    News.ESCALATED: "/propositions",
}
"""Where many proposals lead to; many records lead to those of one's members, the last changed first."""
_NOBODY = ("Quelqu'un", "Somebody")
_NAMELESS = ("une fiche", "a record")
_DUTIES = {
    "consult": ("consulter", "consult"),
    "write": ("modifier", "write"),
    "publish": ("publier", "publish"),
    "review": ("relire", "review"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What the sentence of a notice needs: names of who did it, of a member and of a record."""

    news: News
    number: int | None = None
    record: int | None = None
    times: int = 1
    who: str = ""
    member: str = ""
    name: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def sentence(said: Said, language: str) -> str:
    """Say a notice in French or English."""
    english = language == "en"
    choice = _SENTENCES[said.news]
    if said.record is not None and said.news in _OF_ONE:
        choice = _OF_ONE[said.news]
    elif said.times > 1 and said.news in _OF_MANY:
        choice = _OF_MANY[said.news]
    details = said.details
    duty = str(details.get("duty", ""))
    return choice[english].format(
        who=said.who or said.member or _NOBODY[english],
        member=said.member or _NOBODY[english],
        name=said.name or _NAMELESS[english],
        times=said.times,
        purpose=details.get("purpose", ("", ""))[english],
        outcome=details.get("outcome", ("", ""))[english],
        duty=_DUTIES.get(duty, (duty, duty))[english],
        new=details.get("NEW", 0),
        changed=details.get("CHANGED", 0),
        refused=details.get("REFUSED", 0),
        harvest=details.get("name", ""),
        project=details.get("name", ""),
    )


def place(said: Said) -> str:
    """Give the address of the page that a notice leads to, without the host."""
    if said.record is not None and said.news not in _LISTS:
        return f"/objets/{said.record}"
    known = _PLACES.get(said.news, _RECORDS.format(Listing.ALL.value))
    if "{number}" in known and said.number is None:
        return _LISTS.get(said.news, "/notifications")
    return known.format(number=said.number)
