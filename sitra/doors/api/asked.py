"""What may be asked, as typed parameters: they are read, refused and described from here."""

import math
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Annotated, Any, Final, Literal

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop as _
from pydantic import BaseModel, BeforeValidator, Field

from sitra.catalog.rules.kinds import Kind
from sitra.doors.api import problems
from sitra.formats.rules.v1 import cursors, paths
from sitra.kit.texts import LANGUAGES

MOST, USUAL = 200, 20
"""Records of a page, and when nobody says."""
MOST_DAYS = 100
MOST_CHANGES = 1000
_MOST_VALUES = 1000
_LARGEST = 2**53
_FARTHEST = 200_000
_WHOLE_DAY, _LONGEST_PATH = 10, 200


def _flat(value: Any) -> Any:
    """Read a list given by commas, by repeating its name, or both."""
    if not isinstance(value, list):
        return value
    return [part.strip() for one in value for part in str(one).split(",") if part.strip()]


def _day(value: Any) -> date:
    try:
        if isinstance(value, str) and len(value) == _WHOLE_DAY:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError(gettext("une date AAAA-MM-JJ est attendue"))


def _moment(at: time) -> Callable[[Any], datetime]:
    """Read a moment, or a day that stands for this time of it where the network is."""

    def read(value: Any) -> datetime:
        try:
            if isinstance(value, str) and len(value) == _WHOLE_DAY:
                return timezone.make_aware(datetime.combine(date.fromisoformat(value), at))
            moment = datetime.fromisoformat(value)
            moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
            moment.timestamp()
        except (TypeError, ValueError, OverflowError) as error:
            why = gettext("une date AAAA-MM-JJ ou un instant 2026-01-31T08:00:00+01:00 est attendu")
            raise ValueError(why) from error
        return moment

    return read


def _degrees(value: Any) -> Any:
    """Read degrees, longitude then latitude, once or twice."""
    held = _flat(value)
    try:
        numbers = [float(one) for one in held]
    except (TypeError, ValueError) as error:
        raise ValueError(gettext("des degrés sont attendus : longitude, latitude")) from error
    limits = (180, 90) * (len(numbers) // 2 + 1)
    if any(not math.isfinite(one) or abs(one) > most for one, most in zip(numbers, limits, strict=False)):
        raise ValueError(
            gettext("des degrés sont attendus : longitude entre -180 et 180, latitude entre -90 et 90")
        )
    return numbers


Words = Annotated[str, Field(max_length=500)]
Number = Annotated[int, Field(ge=0, le=_LARGEST)]
Numbers = Annotated[list[Number], BeforeValidator(_flat), Field(max_length=_MOST_VALUES)]
Codes = Annotated[
    list[Annotated[str, Field(max_length=20)]], BeforeValidator(_flat), Field(max_length=_MOST_VALUES)
]
Kinds = Annotated[list[Kind], BeforeValidator(_flat)]
Paths = Annotated[list[str], BeforeValidator(_flat), Field(max_length=paths.MOST)]
Languages = Annotated[
    list[Literal["fr", "en", "es", "it", "de", "nl", "ru", "zh", "pt-br", "ja", "ko"]], BeforeValidator(_flat)
]
Facets = Annotated[list[Literal["kind", "commune", "terms"]], BeforeValidator(_flat)]
Day = Annotated[date, BeforeValidator(_day)]
Since = Annotated[datetime, BeforeValidator(_moment(time.min))]
AsOf = Annotated[datetime, BeforeValidator(_moment(time.max))]
Cursor = Annotated[str, Field(max_length=cursors.LONGEST)]
Limit = Annotated[int, Field(ge=1, le=MOST)]
ORDERS: Final = (
    "id", "-id", "name", "-name", "changed", "-changed", "relevance", "distance", "random", "opening",
)  # fmt: skip
Order = Literal[
    "id", "-id", "name", "-name", "changed", "-changed", "relevance", "distance", "random", "opening"
]


class Shown(BaseModel):
    """What is shown of each record."""

    paths: Paths = Field(
        default_factory=list,
        alias="fields",
        description=_(
            "Chemins du catalogue à rendre, séparés par des virgules, et alias @all, @default, @minimal, "
            "@informationsObjetTouristique ; « type » et « id » viennent toujours."
        ),
    )
    languages: Languages = Field(
        default_factory=list, description=_("Langues des textes ; le français sans autre demande.")
    )

    @property
    def wanted(self) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
        """Give paths and languages, nothing for those that are usual; refuse a path that nothing has."""
        known = tuple(dict.fromkeys(self.paths))
        if (other := paths.unknown(known)) is not None:
            near = paths.nearest(other[:_LONGEST_PATH])
            detail = gettext("Le chemin « %(path)s » n’existe pas dans le catalogue.") % {"path": other[:120]}
            meant = gettext("Vouliez-vous « %(near)s » ?") % {"near": near} if near else ""
            raise problems.of_parameter("fields", f"{detail} {meant}".strip(), near)
        return known or None, tuple(dict.fromkeys(self.languages)) or None

    @property
    def language(self) -> str:
        """Give the language of labels."""
        return self.languages[0] if self.languages else LANGUAGES[0]


class Paged(BaseModel):
    """Which page of a list."""

    limit: Limit = Field(USUAL, description=_("Nombre de réponses d’une page."))
    cursor: Cursor | None = Field(
        None, description=_("Le « next » de la page précédente ; le reste de la question ne change pas.")
    )


class OneRecord(Shown):
    """What is asked of one record."""

    as_of: AsOf | None = Field(
        None, description=_("La fiche telle qu’elle était publiée ce jour-là (à sa fin) ou à cet instant.")
    )


class Territories(Shown, Paged):
    """What is asked of the list of territories."""

    q: Words = Field("", description=_("Mots cherchés."))


class Search(Shown, Paged):
    """What is asked of the list of records: criteria narrow each other, values of one list widen it."""

    q: Words = Field("", description=_("Mots cherchés dans le nom, les descriptions et les critères."))
    kind: Kinds = Field(default_factory=list, description=_("Types de fiches."))
    commune: Codes = Field(
        default_factory=list,
        description=_("Codes INSEE ; celui d’une commune fusionnée vaut pour la nouvelle."),
    )
    territory: Numbers = Field(
        default_factory=list, description=_("Numéros de territoires (/api/v1/territories).")
    )
    near: Annotated[list[float], BeforeValidator(_degrees)] = Field(
        default_factory=list,
        min_length=2,
        max_length=2,
        description=_("Centre d’un cercle : longitude, latitude."),
    )
    radius: Annotated[int, Field(ge=1, le=_FARTHEST)] | None = Field(
        None, description=_("Rayon de ce cercle en mètres ; 10 000 sans autre demande.")
    )
    bbox: Annotated[list[float], BeforeValidator(_degrees)] = Field(
        default_factory=list,
        min_length=4,
        max_length=4,
        description=_("Rectangle : ouest, sud, est, nord ; l’ouest dépasse l’est s’il coupe l’antiméridien."),
    )
    terms: Numbers = Field(
        default_factory=list,
        description=_(
            "Numéros de critères (/api/v1/vocabulary) : une fiche les porte tous, ou de plus précis."
        ),
    )
    open_on: Day | None = Field(None, description=_("Ouvert ce jour-là."))
    open_from: Day | None = Field(None, description=_("Ouvert au moins un jour, à partir de celui-ci."))
    open_to: Day | None = Field(None, description=_("Ouvert au moins un jour, jusqu’à celui-ci."))
    open: Literal["now"] | None = Field(
        None,
        description=_(
            "« now » : ouvert aujourd’hui, et pas fermé en ce moment d’après les heures que dit la fiche."
        ),
    )
    changed_since: Since | None = Field(None, description=_("Modifié depuis ce jour ou cet instant."))
    order: Order | None = Field(
        None,
        description=_(
            "Ordre ; « - » l’inverse. Sans autre demande : relevance avec des mots, sinon distance avec un "
            "centre, sinon id."
        ),
    )
    seed: Annotated[str, Field(max_length=40)] = Field(
        "", description=_("Graine de l’ordre random : la même rend le même ordre.")
    )
    selection: Numbers = Field(
        default_factory=list, description=_("Sélections du projet : dans l’une d’elles au moins.")
    )
    facets: Facets = Field(
        default_factory=list, description=_("Comptes à joindre à la première page : kind, commune, terms.")
    )


class Changes(BaseModel):
    """What is asked of the change feed."""

    cursor: Annotated[int, Field(ge=0, le=_LARGEST)] | None = Field(
        None,
        description=_("Le « next » de la page précédente ; sans lui, la page est vide et dit d’où suivre."),
    )
    since: Since | None = Field(None, description=_("Rejouer depuis ce jour ou cet instant, si c’est gardé."))
    limit: Annotated[int, Field(ge=1, le=MOST_CHANGES)] = Field(
        MOST, description=_("Changements regardés pour une page.")
    )
    selection: Number | None = Field(None, description=_("Une sélection du projet."))
    kind: Kinds = Field(default_factory=list, description=_("Types de fiches."))
    verb: Annotated[list[Literal["entered", "changed", "left"]], BeforeValidator(_flat)] = Field(
        default_factory=list, description=_("Ce qui arrive : entered, changed, left.")
    )
    paths: Paths = Field(
        default_factory=list,
        alias="fields",
        description=_("Débuts de chemins : des modifications, celles-là seulement."),
    )
    values: bool = Field(
        default=False, description=_("Joindre ce que disent aujourd’hui les champs qui ont changé.")
    )


class NewExport(BaseModel):
    """What is asked of a new archive."""

    whole: bool = Field(default=False, description=_("Tout redonner, même ce qui a été confirmé."))


class Openings(BaseModel):
    """What is asked of the openings of a record."""

    since: Day | None = Field(
        None, alias="from", description=_("Premier jour cherché ; aujourd’hui sans autre.")
    )
    limit: Annotated[int, Field(ge=1, le=MOST_DAYS)] = Field(
        10, description=_("Nombre de jours d’ouverture d’une page.")
    )
    cursor: Cursor | None = Field(None, description=_("Le « next » de la page précédente."))


class Terms(Paged):
    """What is asked of the vocabulary."""

    q: Words = Field("", description=_("Mots d’un libellé, dans toutes les langues."))
    type: Annotated[str, Field(max_length=80)] = Field(
        "", description=_("Une famille du vocabulaire, par exemple HotellerieClassement.")
    )
    active: bool | None = Field(None, description=_("En usage, ou retirés."))
    languages: Languages = Field(
        default_factory=list, description=_("Langues des libellés ; toutes sans autre demande.")
    )


class OneTerm(BaseModel):
    """What is asked of one term."""

    languages: Languages = Field(
        default_factory=list, description=_("Langues des libellés ; toutes sans autre demande.")
    )


class Communes(Paged):
    """What is asked of the communes."""

    q: Words = Field("", description=_("Début d’un nom, d’aujourd’hui ou d’avant, ou d’un code postal."))
    code: Codes = Field(
        default_factory=list,
        description=_("Codes INSEE ; celui d’une commune fusionnée vaut pour la nouvelle."),
    )
    departement: Codes = Field(default_factory=list, description=_("Codes de départements."))
