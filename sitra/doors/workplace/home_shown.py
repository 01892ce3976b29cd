"""What home shows, in words: each number with the list that it leads to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext

from sitra.catalog.rules.kinds import Kind
from sitra.kit.texts import fold
from sitra.notices.events import MOST, SOON, Listing, News
from sitra.notices.queries import Asked, Asking, AtAGlance, Waits
from sitra.tourism.events import State
from sitra.tourism.rules import moves


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that waits: how many, what, and the list of exactly these."""

    number: str
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """So many records of a kind, or of a state."""

    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Glanced:
    """The records of somebody's members in figures."""

    total: int
    address: str
    states: list[Part]
    kinds: list[Part]
    score: int | None
    thin: Wait | None


def waits(found: Waits, asking: Iterable[Asking]) -> list[Wait]:
    """Say what waits, what others wait for first."""
    lines = (*_decisions(found), *_asking(asking), *_news(found.told), *_records(found.records))
    return [_wait(*line) for line in lines if line[0]]


type Line = tuple[int, str, str]


def _decisions(found: Waits) -> Iterator[Line]:
    count = found.proposals
    words = ngettext("proposition à laquelle répondre", "propositions auxquelles répondre", count)
    yield count, words, reverse("workplace:proposals")
    words = ngettext("import à relire et à appliquer", "imports à relire et à appliquer", found.imports)
    yield found.imports, words, reverse("workplace:imports")
    count = found.pairs
    yield count, ngettext("doublon à décider", "doublons à décider", count), reverse("workplace:duplicates")


def _asking(asking: Iterable[Asking]) -> Iterator[Line]:
    for one in asking:
        place, name = reverse("workplace:member-people", args=(one.id,)), {"member": one.name}
        words = ngettext(
            "demande de compte auprès de %(member)s", "demandes de compte auprès de %(member)s", one.demands
        )
        yield one.demands, words % name, place
        words = ngettext(
            "invitation sans réponse de %(member)s", "invitations sans réponse de %(member)s", one.offers
        )
        yield one.offers, words % name, place


def _news(told: Mapping[News, int]) -> Iterator[Line]:
    count = told.get(News.MESSAGE, 0)
    yield _told(News.MESSAGE, count, ngettext("message non lu", "messages non lus", count))
    count = told.get(News.ANSWERED, 0)
    words = ngettext("de vos propositions a sa réponse", "de vos propositions ont leur réponse", count)
    yield _told(News.ANSWERED, count, words)
    count = told.get(News.IMPORTED, 0)
    yield _told(News.IMPORTED, count, ngettext("import terminé", "imports terminés", count))
    count = told.get(News.HARVEST_FAILED, 0)
    yield _told(News.HARVEST_FAILED, count, ngettext("moisson échouée", "moissons échouées", count))


def _told(news: News, count: int, words: str) -> Line:
    return count, words, f"{reverse('workplace:notices')}?non-lues=oui&nouvelle={news.value}"


def _records(counts: Mapping[Listing, int]) -> Iterator[Line]:
    for listing, count in counts.items():
        yield count, _counted(listing, count), address(listing)


def _counted(listing: Listing, count: int) -> str:
    said = {
        Listing.DUE: ngettext("fiche à confirmer", "fiches à confirmer", count),
        Listing.PAST_OPENING: ngettext(
            "fiche dont les ouvertures sont passées", "fiches dont les ouvertures sont passées", count
        ),
        Listing.PAST_PRICES: ngettext(
            "fiche dont les tarifs sont passés", "fiches dont les tarifs sont passés", count
        ),
        Listing.ENDING: ngettext(
            "fiche dont une période finit bientôt", "fiches dont une période finit bientôt", count
        ),
        Listing.THIN: ngettext("fiche à compléter", "fiches à compléter", count),
    }
    return said.get(listing, "")


def _wait(count: int, words: str, place: str) -> Wait:
    """Write a number that stops being counted as such."""
    written = number_format(min(count, MOST), decimal_pos=0, force_grouping=True)
    return Wait(f"{written}+" if count > MOST else written, words, place)


def glance(found: AtAGlance, language: str) -> Glanced:
    """Put the figures of one's records into words, each with its list."""
    states = [
        Part(_state(state, count), count, address(Listing.ALL, state=state))
        for state in State
        if (count := found.states.get(state.wire, 0))
    ]
    parts = [
        Part(one.label(language), found.kinds[one.value], address(Listing.ALL, one))
        for one in Kind
        if found.kinds.get(one.value)
    ]
    thin = _wait(found.thin, _counted(Listing.THIN, found.thin), address(Listing.THIN))
    return Glanced(
        found.total,
        address(Listing.ALL),
        states,
        sorted(parts, key=lambda part: (-part.count, fold(part.label))),
        found.score,
        thin if found.thin else None,
    )


def _state(state: State, count: int) -> str:
    """Say in which state so many records are."""
    return {
        State.DRAFT: ngettext("brouillon", "brouillons", count),
        State.PUBLISHED: ngettext("publiée", "publiées", count),
        State.HIDDEN: ngettext("masquée", "masquées", count),
        State.DELETED: ngettext("supprimée", "supprimées", count),
    }[state]


def kinds(counts: Mapping[str, int], language: str) -> list[Part]:
    """Name the kinds of the network, each with the search for it."""
    search = reverse("workplace:search")
    parts = [
        Part(Kind(kind).label(language), count, f"{search}?type={kind}") for kind, count in counts.items()
    ]
    return sorted(parts, key=lambda part: (-part.count, fold(part.label)))


def address(listing: Listing, kind: Kind | None = None, state: State | None = None) -> str:
    """Write the address of a list of records."""
    query = QueryDict(mutable=True)
    query["liste"] = listing.value
    if kind:
        query["type"] = kind.value
    if state:
        query["etat"] = state.value
    return f"{reverse('workplace:home-records')}?{query.urlencode()}"


def title(asked: Asked, language: str) -> str:
    """Name a list of records."""
    named = {
        Listing.ALL: _("Mes fiches"),
        Listing.DUE: _("Fiches à confirmer"),
        Listing.PAST_OPENING: _("Fiches dont les ouvertures sont passées"),
        Listing.PAST_PRICES: _("Fiches dont les tarifs sont passés"),
        Listing.ENDING: _("Fiches dont une période finit bientôt"),
        Listing.THIN: _("Fiches à compléter"),
    }[asked.listing]
    more = [asked.kind.label(language)] if asked.kind else []
    more += [moves.name(asked.state, language)] if asked.state else []
    return f"{named} – {', '.join(more)}" if more else named


def advice(listing: Listing) -> str:
    """Say what to do with the records of a list."""
    return {
        Listing.ALL: _("Celles de vos membres, la dernière modifiée d’abord."),
        Listing.DUE: _("Une information y date : ouvrez la fiche, vérifiez, puis confirmez ou corrigez."),
        Listing.PAST_OPENING: _(
            "Toutes leurs périodes d’ouverture sont finies : un visiteur n’en sait plus rien."
        ),
        Listing.PAST_PRICES: _("Toutes leurs périodes de tarifs sont finies : donnez ceux de la saison."),
        Listing.ENDING: _("Des ouvertures ou des tarifs finissent dans les %(days)s jours.") % {"days": SOON},
        Listing.THIN: _("Moins de la moitié de ce qui aide un visiteur y est dit."),
    }[listing]


def section(listing: Listing) -> str:
    """Name the section of the editor in which the records of a list are mended."""
    return {
        Listing.PAST_OPENING: "opening",
        Listing.ENDING: "opening",
        Listing.PAST_PRICES: "prices",
    }.get(listing, "")
