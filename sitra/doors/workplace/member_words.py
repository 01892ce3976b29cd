"""Words for what members and seats are."""

from collections.abc import Iterable

from django.utils.translation import get_language, gettext as _

from sitra.catalog.rules.kinds import Kind
from sitra.members.events import Currency, Duty, Zone
from sitra.places import queries as places
from sitra.vocabulary import queries as vocabulary

MEMBER_TYPES = "MembreSitraType"


def duties() -> dict[str, tuple[str, str]]:
    """Name the duties: word -> name and what it allows, in the order in which they are shown."""
    return {
        Duty.CONSULT.value: (_("Consulter"), _("lire les fiches, chercher, proposer des corrections")),
        Duty.WRITE.value: (_("Saisir"), _("écrire les fiches du membre")),
        Duty.PUBLISH.value: (_("Publier"), _("publier, masquer et supprimer les fiches du membre")),
        Duty.REVIEW.value: (_("Relire"), _("répondre aux propositions reçues")),
        Duty.MEDIA.value: (_("Photos"), _("gérer les photos et leurs droits")),
        Duty.PROJECTS.value: (_("Projets"), _("gérer les projets numériques et leurs clés")),
        Duty.FINANCE.value: (_("Cotisations"), _("suivre les appels et les factures")),
        Duty.MEMBERS.value: (_("Administrer"), _("inviter, donner et retirer des permissions")),
        Duty.ANIMATE.value: (_("Animer"), _("animer le département, ou piloter le réseau")),
    }


def named_duties(held: Iterable[str]) -> list[str]:
    """Name the duties of a seat, in order."""
    held = set(held)
    return [name for word, (name, _what) in duties().items() if word in held]


def zones() -> dict[str, str]:
    """Name the zones of public holidays."""
    return {
        Zone.FRANCE.value: _("France"),
        Zone.SWITZERLAND.value: _("Suisse"),
        Zone.VALAIS.value: _("Suisse, canton du Valais"),
    }


def currencies() -> dict[str, str]:
    """Name the currencies."""
    return {Currency.EURO.value: _("euro"), Currency.FRANC.value: _("franc suisse")}


def member_types() -> dict[int, str]:
    """Name the types of members, in the order of the vocabulary."""
    language = get_language() or "fr"
    terms = (term for term in vocabulary.atlas().book if term.type == MEMBER_TYPES)
    return {term.id: term.label(language) for term in sorted(terms, key=lambda term: (term.order, term.id))}


def kind_names() -> dict[str, str]:
    """Name the kinds of records."""
    language = get_language() or "fr"
    return {kind.value: kind.label(language) for kind in Kind}


def departement_names() -> dict[str, str]:
    """Name the départements that have communes, by code."""
    found = {line.departement_code: line.departement for line in places.atlas() if line.departement_code}
    return dict(sorted(found.items()))
