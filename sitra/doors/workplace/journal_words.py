"""Facts in words: what somebody did, said to people."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext as _, gettext_noop

from sitra.doors.workplace.member_words import named_duties
from sitra.review.queries import outcome_label

GROUPS = {
    "members": ("members.",),
    "rights": ("access.", "grant.", "rights."),
    "accounts": ("accounts.",),
    "projects": ("delivery.", "project.", "selection.", "hook.", "export.", "oauth.", "sso."),
    "records": ("object.", "source.", "pair.", "review.", "proposal.", "search.", "template."),
    "imports": ("intake.", "harvest."),
    "media": ("media.",),
    "network": ("places.", "vocabulary.", "demo.", "ledger."),
}
"""Kind of act -> how the names of its facts begin."""

SENTENCES = {
    "access.sharing_changed": gettext_noop("Partage des fiches changé : %(count)s règles"),
    "accounts.code_used": gettext_noop("Code de secours utilisé"),
    "accounts.codes_renewed": gettext_noop("Nouveaux codes de secours"),
    "accounts.enrolled": gettext_noop("Compte ouvert"),
    "accounts.erased": gettext_noop("Compte effacé"),
    "accounts.erasure_asked": gettext_noop("Effacement du compte demandé"),
    "accounts.erasure_dropped": gettext_noop("Compte gardé après tout"),
    "accounts.exported": gettext_noop("Données personnelles emportées"),
    "accounts.factor_added": gettext_noop("Second moyen d’entrer ajouté"),
    "accounts.factor_removed": gettext_noop("Second moyen d’entrer retiré"),
    "accounts.language_chosen": gettext_noop("Langue des écrans choisie"),
    "accounts.password_changed": gettext_noop("Mot de passe changé"),
    "accounts.sessions_ended": gettext_noop("Autres appareils déconnectés"),
    "accounts.sign_in_refused": gettext_noop("Compte fermé cinq minutes : trop d’essais manqués"),
    "accounts.wishes_chosen": gettext_noop("Préférences de notification choisies"),
    "demo.loaded": gettext_noop("Démonstration chargée"),
    "export.asked": gettext_noop("Export demandé"),
    "export.confirmed": gettext_noop("Export confirmé par le site"),
    "export.done": gettext_noop("Export prêt"),
    "export.failed": gettext_noop("Export échoué"),
    "export.told_again": gettext_noop("Site prévenu de nouveau d’un export"),
    "export.planned": gettext_noop("Réglages des exports changés"),
    "grant.given": gettext_noop("Droit confié à un membre"),
    "grant.revoked": gettext_noop("Droit repris"),
    "harvest.added": gettext_noop("Moisson ajoutée"),
    "harvest.amended": gettext_noop("Moisson modifiée"),
    "harvest.asked": gettext_noop("Moisson demandée"),
    "harvest.failed": gettext_noop("Moisson échouée"),
    "harvest.paused": gettext_noop("Moisson suspendue"),
    "harvest.removed": gettext_noop("Moisson retirée"),
    "harvest.resumed": gettext_noop("Moisson reprise"),
    "hook.changed": gettext_noop("Webhook modifié"),
    "hook.disabled": gettext_noop("Webhook arrêté : son adresse ne répond plus"),
    "hook.dropped": gettext_noop("Webhook retiré"),
    "hook.enabled": gettext_noop("Webhook remis en route"),
    "hook.made": gettext_noop("Webhook créé"),
    "hook.replayed": gettext_noop("Changements envoyés de nouveau à un webhook"),
    "hook.restored": gettext_noop("Webhook repris"),
    "hook.secret_changed": gettext_noop("Secret d’un webhook changé"),
    "hook.stopped": gettext_noop("Webhook arrêté à la main"),
    "hook.tried": gettext_noop("Essai envoyé à un webhook"),
    "intake.applied": gettext_noop("Import appliqué"),
    "intake.asked": gettext_noop("Vérification ou application d’un fichier demandée"),
    "intake.deposited": gettext_noop("Fichier déposé"),
    "intake.mapped": gettext_noop("Correspondances de colonnes enregistrées"),
    "intake.settled": gettext_noop("Correspondances de mots enregistrées"),
    "intake.withdrawn": gettext_noop("Fichier retiré"),
    "ledger.compacted": gettext_noop("Faits devenus inutiles retirés du journal"),
    "media.forgotten": gettext_noop("Fichier oublié : rien ne s’en servait"),
    "media.kept": gettext_noop("Fichier reçu"),
    "members.account_asked": gettext_noop("Compte demandé par un professionnel"),
    "members.account_granted": gettext_noop("Compte accordé à un professionnel"),
    "members.account_refused": gettext_noop("Compte refusé à un professionnel"),
    "members.admitted": gettext_noop("Membre admis"),
    "members.changed": gettext_noop("Membre modifié : %(fields)s"),
    "members.charter_signed": gettext_noop("Charte signée, version %(version)s"),
    "members.duties_changed": gettext_noop("Permissions de %(person)s : %(duties)s, au lieu de %(before)s"),
    "members.invitation_accepted": gettext_noop("Invitation acceptée"),
    "members.invitation_withdrawn": gettext_noop("Invitation retirée"),
    "members.invited": gettext_noop("Invitation envoyée : %(duties)s"),
    "members.invited_again": gettext_noop("Invitation renvoyée"),
    "members.left": gettext_noop("Départ du membre : ses fiches vont à %(heir)s"),
    "members.seated": gettext_noop("Siège donné à %(person)s : %(duties)s"),
    "members.sponsored": gettext_noop("Parrain : %(sponsor)s"),
    "members.unseated": gettext_noop("Siège retiré à %(person)s"),
    "object.confirmed": gettext_noop("Fiche confirmée"),
    "object.created": gettext_noop("Fiche créée"),
    "object.deleted": gettext_noop("Fiche supprimée"),
    "object.hidden": gettext_noop("Fiche masquée"),
    "object.identified": gettext_noop("Identifiant d’ailleurs ajouté"),
    "object.joined": gettext_noop("Collaborateur ajouté"),
    "object.left": gettext_noop("Collaborateur retiré"),
    "object.merged": gettext_noop("Fiche réunie à une autre"),
    "object.metadata_removed": gettext_noop("Métadonnées d’un partenaire retirées"),
    "object.metadata_set": gettext_noop("Métadonnées d’un partenaire écrites"),
    "object.noted": gettext_noop("Texte privé écrit"),
    "object.parted": gettext_noop("Réunion de fiches annulée"),
    "object.published": gettext_noop("Fiche publiée"),
    "object.reconsidered": gettext_noop("Paire de fiches à décider de nouveau"),
    "object.restored": gettext_noop("Fiche rétablie"),
    "object.revised": gettext_noop("Fiche modifiée"),
    "object.tagged": gettext_noop("Critère interne ajouté"),
    "object.texts_reread": gettext_noop("Textes relus : %(count)s"),
    "object.told_apart": gettext_noop("Fiche distinguée d’une autre"),
    "object.transferred": gettext_noop("Propriétaire changé : de %(owner_before)s à %(owner)s"),
    "object.unidentified": gettext_noop("Identifiant d’ailleurs retiré"),
    "object.unnoted": gettext_noop("Texte privé retiré"),
    "object.untagged": gettext_noop("Critère interne retiré"),
    "pair.put_aside": gettext_noop("Paire de fiches remise au %(until)s"),
    "places.amended": gettext_noop("Communes mises à jour"),
    "places.drawn": gettext_noop("Contours des communes chargés"),
    "places.loaded": gettext_noop("Code officiel des communes chargé"),
    "places.numbered": gettext_noop("Communes numérotées comme un réseau"),
    "places.territory-drawn": gettext_noop("Territoire dessiné"),
    "places.undone": gettext_noop("Mise à jour des communes annulée"),
    "project.changed": gettext_noop("Projet modifié : %(fields)s"),
    "project.closed": gettext_noop("Projet fermé"),
    "project.code_reused": gettext_noop(
        "Code de connexion utilisé deux fois : ce qu’il avait donné est repris"
    ),
    "project.consented": gettext_noop("Accord donné à un site qui veut savoir qui l’on est"),
    "project.entrusted": gettext_noop("Projet : conditions d’écriture ou de connexion changées"),
    "project.key_given": gettext_noop("Clé donnée à un projet, qui finit par « %(tail)s »"),
    "project.key_made": gettext_noop("Clé qui signe les connexions créée"),
    "project.key_revoked": gettext_noop("Clé retirée à un projet, qui finit par « %(tail)s »"),
    "project.opened": gettext_noop("Projet ouvert"),
    "project.renewed": gettext_noop("Connexion à un site prolongée"),
    "project.reopened": gettext_noop("Projet rouvert"),
    "project.secret_changed": gettext_noop("Secret d’un projet changé : ses jetons sont repris"),
    "project.selections_chosen": gettext_noop("Sélections d’un projet choisies"),
    "project.signed_on": gettext_noop("Connexion à un site du réseau"),
    "project.subscribed": gettext_noop("Participation au projet : %(member)s"),
    "project.token_lent": gettext_noop("Jeton prêté à un projet"),
    "project.unsubscribed": gettext_noop("Fin de la participation au projet : %(member)s"),
    "project.withdrawn": gettext_noop("Accord retiré à un site"),
    "proposal.decided": gettext_noop("Proposition décidée : %(outcome)s"),
    "proposal.discussed": gettext_noop("Proposition discutée"),
    "proposal.escalated": gettext_noop("Proposition remontée à l’animateur"),
    "proposal.made": gettext_noop("Proposition faite"),
    "proposal.withdrawn": gettext_noop("Proposition retirée"),
    "search.arranged": gettext_noop("Présentation des résultats choisie"),
    "search.changed": gettext_noop("Recherche ou liste gardée modifiée"),
    "search.downloaded": gettext_noop("Tableau de fiches emporté : %(records)s fiches"),
    "search.dropped": gettext_noop("Recherche ou liste gardée retirée"),
    "search.restored": gettext_noop("Recherche ou liste gardée reprise"),
    "search.saved": gettext_noop("Recherche ou liste gardée"),
    "selection.changed": gettext_noop("Sélection modifiée"),
    "selection.dropped": gettext_noop("Sélection retirée"),
    "selection.made": gettext_noop("Sélection faite"),
    "selection.restored": gettext_noop("Sélection reprise"),
    "source.locked": gettext_noop("Champ verrouillé à sa source"),
    "source.unlocked": gettext_noop("Verrou d’un champ levé"),
    "template.dropped": gettext_noop("Modèle de fiche retiré"),
    "template.kept": gettext_noop("Modèle de fiche gardé"),
    "template.renamed": gettext_noop("Modèle de fiche renommé"),
    "template.restored": gettext_noop("Modèle de fiche repris"),
    "vocabulary.loaded": gettext_noop("Vocabulaire chargé"),
}
"""Name of a fact -> what happened; a fact that is not here shows by its name."""

_FIELDS = {
    "address": gettext_noop("adresse"),
    "calls_per_minute": gettext_noop("rythme"),
    "communes": gettext_noop("communes"),
    "contact": gettext_noop("contact"),
    "currency": gettext_noop("devise"),
    "departement": gettext_noop("département"),
    "entities": gettext_noop("entités juridiques"),
    "kind": gettext_noop("type"),
    "kinds": gettext_noop("types gérés"),
    "mails_of_exports": gettext_noop("adresses prévenues des exports"),
    "mails_of_records": gettext_noop("adresses prévenues des fiches"),
    "name": gettext_noop("nom"),
    "purpose": gettext_noop("à quoi il sert"),
    "services": gettext_noop("services"),
    "site": gettext_noop("site web"),
    "state": gettext_noop("étape"),
    "zone": gettext_noop("jours fériés"),
}
PEOPLE, MEMBERS = ("person",), ("heir", "sponsor", "owner", "owner_before", "member")
"""Details that are numbers of people, and of members."""


def groups() -> dict[str, str]:
    """Name the kinds of acts."""
    return {
        "members": _("Membres et permissions"),
        "rights": _("Droits"),
        "accounts": _("Comptes"),
        "projects": _("Projets et clés"),
        "records": _("Fiches"),
        "imports": _("Imports et moissons"),
        "media": _("Fichiers et photos"),
        "network": _("Communes, vocabulaire, installation"),
    }


def subjects() -> dict[str, str]:
    """Name the natures of what acts are about."""
    return {
        "object": _("fiche"),
        "member": _("membre"),
        "person": _("personne"),
        "project": _("projet"),
        "selection": _("sélection"),
        "grant": _("droit"),
        "proposal": _("proposition"),
        "template": _("modèle"),
        "intake": _("import"),
        "harvest": _("moisson"),
    }


def sentence(
    name: str, details: Mapping[str, Any], people: Mapping[int, str], members: Mapping[int, str]
) -> str:
    """Say a fact; `people` and `members` name the numbers of its details."""
    known = SENTENCES.get(name)
    if known is None:
        return name
    said = {key: _said(key, value, people, members) for key, value in details.items()}
    if outcome := details.get("outcome"):
        said["outcome"] = outcome_label(outcome, get_language() or "fr")
    return _(known) % _Forgiving(said)


class _Forgiving(dict[str, str]):
    """Says nothing in place of what an older fact does not hold."""

    def __missing__(self, key: str) -> str:
        return "…"


def _said(key: str, value: Any, people: Mapping[int, str], members: Mapping[int, str]) -> str:
    if key in PEOPLE:
        return people.get(value, f"n° {value}")
    if key in MEMBERS:
        return members.get(value, f"n° {value}") if value else _("aucun")
    if key in {"duties", "before"}:
        return ", ".join(named_duties(value)) or _("aucune permission")
    if key == "fields":
        return ", ".join(_(_FIELDS[one]) for one in value if one in _FIELDS)
    if key == "until" and (day := parse_date(str(value))):
        return date_format(day, "j F Y")
    return str(value)
