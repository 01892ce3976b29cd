"""The mails of members: plain text, one link, in the language of whom they are for."""

from collections.abc import Callable, Iterable
from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _, override

from sitra.accounts import queries as accounts
from sitra.accounts.actions import post
from sitra.accounts.events import Pace, Subject
from sitra.accounts.models import Person
from sitra.members.models import Demand, Invitation

type Link = Callable[[str], str]
"""Writes the address of a page from the token that opens it."""


def _post(address: str, subject: str, text: str) -> None:
    """Send a mail once the change is kept; a mail that does not leave undoes nothing."""
    sending = partial(send_mail, f"[Sitra] {subject}", text, None, [address])
    transaction.on_commit(sending, robust=True)


def invite(invitation: Invitation, inviter: str, address: str) -> None:
    """Write to somebody that a seat is offered to them."""
    with override(invitation.language):
        said = {"who": inviter, "member": invitation.member.name, "link": address}
        text = _(
            "Bonjour,\n\n%(who)s vous invite à travailler pour « %(member)s » dans Sitra.\n\n"
            "Pour accepter, ouvrez cette page :\n%(link)s\n\n"
            "Ce lien vaut quatorze jours et ne sert qu’une fois. Si vous n’attendiez pas cette invitation, "
            "laissez ce message : rien ne se fera.\n"
        )
        subject = _("Invitation à rejoindre « %(member)s »") % said
        _post(invitation.email, subject, text % said)


def tell_of_demand(demand: Demand, administrators: Iterable[Person], address: str) -> None:
    """Write to those who administer a member that somebody asks for an account, unless they never want it."""
    said = {"member": demand.member.name, "link": address}
    people = list(administrators)
    paces = accounts.paces(people, Subject.MEMBERS)
    for person in people:
        if paces[person.pk] is Pace.NEVER:
            continue
        with override(person.language):
            text = _(
                "Bonjour,\n\nUn professionnel demande un compte auprès de « %(member)s ».\n\n"
                "Pour lire sa demande, l’accepter ou la refuser :\n%(link)s\n"
            )
            post(person, (Subject.MEMBERS,), _("Une demande de compte vous attend"), text % said)


def tell_of_refusal(demand: Demand, reason: str) -> None:
    """Write to somebody that they get no account, and why."""
    with override(demand.language):
        said = {"member": demand.member.name, "reason": reason}
        text = _(
            "Bonjour,\n\n« %(member)s » n’a pas ouvert le compte que vous demandiez. Sa réponse :\n\n"
            "%(reason)s\n\nVotre adresse et votre nom ne sont pas gardés.\n"
        )
        _post(demand.email, _("Votre demande de compte"), text % said)
