"""Words for what projects are, may and did."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sitra.delivery.events import Scope, Service
from sitra.delivery.queries import UsageLine

DAYS = 30
MOST_FIELDS = 12
_WIDTH, _HEIGHT, _GAP = 20, 80, 4
"""Units of the drawing: a bar with its gap, its height, its gap."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the drawing, in its units, and what it stands for."""

    x: int
    y: int
    height: int
    day: date
    calls: int
    records: int
    refused: int


@dataclass(frozen=True, slots=True)
class UsageShown:
    """What a project asked lately: its days, in all, by service, and the fields it asked for most."""

    bars: list[Bar]
    calls: int
    records: int
    refused: int
    services: list[tuple[str, int]]
    fields: list[tuple[str, int]]
    since: date
    until: date

    @property
    def width(self) -> int:
        """Width of the drawing."""
        return _WIDTH * len(self.bars)

    @property
    def bar(self) -> int:
        """Width of a bar."""
        return _WIDTH - _GAP

    @property
    def worked(self) -> list[Bar]:
        """The days on which it asked something, the last one first."""
        return [one for one in reversed(self.bars) if one.calls]


def usage(lines: Sequence[UsageLine], today: date) -> UsageShown:
    """Draw what a project asked in the last thirty days."""
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    calls, records, refused = Counter[date](), Counter[date](), Counter[date]()
    services, fields = Counter[str](), Counter[str]()
    for line in lines:
        calls[line.day] += line.calls
        records[line.day] += line.records
        refused[line.day] += line.refused
        services[line.service] += line.calls
        fields.update(line.fields)
    most = max(calls.values(), default=0) or 1
    bars = []
    for rank, day in enumerate(days):
        height = max(2, round(_HEIGHT * calls[day] / most)) if calls[day] else 0
        bars.append(Bar(rank * _WIDTH, _HEIGHT - height, height, day, calls[day], records[day], refused[day]))
    return UsageShown(
        bars=bars,
        calls=calls.total(),
        records=records.total(),
        refused=refused.total(),
        services=services.most_common(),
        fields=fields.most_common(MOST_FIELDS),
        since=days[0],
        until=days[-1],
    )


def service_words(service: Service) -> str:
    """Say what a way of being fed is good for."""
    return {
        Service.V002: _("celle que parlent les sites du réseau depuis toujours"),
        Service.V1: _("fiches, recherche, ouvertures, en JSON d’aujourd’hui"),
        Service.EXPORTS: _("tout en un fichier, puis les différences"),
        Service.CHANGES: _("ce qui a changé depuis une date, dans l’ordre"),
        Service.WEBHOOKS: _("prévenir le site à chaque changement"),
    }[service]


def scope_words(scopes: Iterable[Scope]) -> list[str]:
    """Say what a project may besides reading published records."""
    said = {
        Scope.MEMBERS: _("lire les membres du réseau"),
        Scope.PERSONS: _("lire les personnes du réseau"),
        Scope.WRITE: _("écrire des fiches"),
        Scope.METADATA: _("tenir des métadonnées"),
        Scope.SIGN_ON: _("connecter les personnes du réseau"),
    }
    return [said[scope] for scope in scopes]


def usage_sentence(shown: UsageShown) -> str:
    """Say a drawing of usage to those who do not see it."""
    said = _("Appels par jour, du %(since)s au %(until)s : %(calls)s en tout, %(most)s au plus en un jour.")
    most = max((one.calls for one in shown.bars), default=0)
    return said % {
        "since": date_format(shown.since, "j F"),
        "until": date_format(shown.until, "j F"),
        "calls": shown.calls,
        "most": most,
    }
