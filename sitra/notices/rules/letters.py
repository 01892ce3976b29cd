"""The mails that tell notices: plain text, in French or English."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sitra.accounts.events import Pace, Subject


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as a mail tells it."""

    subject: Subject
    sentence: str
    link: str


TITLES: Mapping[Subject, tuple[str, str]] = {
    Subject.PROPOSALS: ("Propositions et messages", "Proposals and messages"),
    Subject.RECORDS: ("Mes fiches changées par d'autres", "My records changed by others"),
    Subject.EXPIRIES: ("Fiches qui expirent ou à confirmer", "Records that expire or are to be confirmed"),
    Subject.RIGHTS: ("Fiches confiées et permissions", "Records entrusted and permissions"),
    Subject.IMPORTS: ("Imports et moissons", "Imports and harvests"),
    Subject.DUPLICATES: ("Doublons à décider", "Duplicates to decide"),
    Subject.PROJECTS: ("Projets", "Projects"),
    Subject.MEMBERS: ("Demandes de compte et invitations", "Requests for accounts and invitations"),
}
"""Names of the subjects in a mail, and on the page of notices."""
_PERIODS = {
    Pace.DAILY: ("Votre journée dans Sitra : {count} nouvelles", "Your day in Sitra: {count} news"),
    Pace.WEEKLY: ("Votre semaine dans Sitra : {count} nouvelles", "Your week in Sitra: {count} news"),
}
_MANY = ("{count} nouvelles dans Sitra", "{count} news in Sitra")
_HELLO = ("Bonjour,", "Hello,")
_MORE = ("Et {count} autres : {link}", "And {count} more: {link}")


def title(subject: Subject, language: str) -> str:
    """Name a subject in French or English."""
    return TITLES[subject][language == "en"]


def letter(
    lines: Sequence[Line], pace: Pace, language: str, *, more: int = 0, page: str = ""
) -> tuple[str, str]:
    """Write a mail that tells some notices, and how many more there are; answers its subject and text."""
    english, count = language == "en", len(lines) + more
    said = _PERIODS.get(pace, _MANY)[english].format(count=count)
    head = lines[0].sentence if count == 1 else said
    parts = [_HELLO[english], *_sections(lines, language)]
    if more:
        parts.append(_MORE[english].format(count=more, link=page))
    return head, "\n\n".join(parts) + "\n"


def _sections(lines: Iterable[Line], language: str) -> list[str]:
    told: dict[Subject, list[Line]] = {}
    for line in lines:
        told.setdefault(line.subject, []).append(line)
    return [
        "\n".join([title(subject, language), *(f"- {one.sentence}\n  {one.link}" for one in some)])
        for subject, some in told.items()
    ]
