"""The services of v002: one line per service; addresses, reading, documentation and tests follow from it."""

from dataclasses import dataclass
from typing import Any

from sitra.formats.rules.v002 import question
from sitra.formats.rules.v002.question import Misread, Property

PREFIX = "/api/v002/"


class Word:
    """Reads one word of a list."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def __call__(self, value: Any) -> str:
        """Read a word; any other value is a `Misread`."""
        if value not in self.words:
            expected = f"un mot parmi {', '.join(self.words)}"
            raise Misread(expected)
        return str(value)


class Words(Word):
    """Reads a list of such words."""

    def __call__(self, value: Any) -> Any:
        """Read a list of words."""
        if not isinstance(value, list):
            raise Misread("une liste")
        return [super(Words, self).__call__(one) for one in value]


class Nested:
    """Reads an object whose properties are known."""

    def __init__(self, *properties: Property) -> None:
        self.properties = properties

    def __call__(self, value: Any) -> dict[str, Any]:
        """Read an object; nulls and empty texts are ignored."""
        if not isinstance(value, dict):
            raise Misread("un objet")
        known = {one.name: one for one in self.properties}
        given = {name: below for name, below in value.items() if below not in (None, "", [])}
        if unknown := next((name for name in given if name not in known), None):
            expected = f"un objet sans « {unknown} », qu'il ne connaît pas"
            raise Misread(expected)
        return {name: known[name].read(below) for name, below in given.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """The part of an address that says which one is wanted."""

    name: str
    pattern: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """A service: how it is called, what may be asked of it, what it answers.

    `plain` services take plain parameters, the others one JSON document named `query`. `needs` is what a
    project must have been opened to. `says` names the answer in the table of answers.
    """

    name: str
    path: str
    summary: str
    asks: tuple[Property, ...]
    says: str
    place: Place | None = None
    plain: bool = False
    needs: str = ""

    @property
    def address(self) -> str:
        """The whole path, `{place}` included, without a trailing slash."""
        return f"{PREFIX}{self.path}" + (f"/{{{self.place.name}}}" if self.place else "")


_OF_SEARCH = {one.name: one for one in question.PROPERTIES}
_READ = {name: one.read for name, one in _OF_SEARCH.items()}
_NUMBERS, _NUMBER, _TEXTS, _TEXT = (
    _READ[name] for name in ("identifiants", "projetId", "identifiers", "searchQuery")
)
KEY = (_OF_SEARCH["apiKey"], _OF_SEARCH["projetId"])
_RECORD = (*KEY, _OF_SEARCH["responseFields"], _OF_SEARCH["locales"])

SECTIONS = (
    "BASE_ONLY", "UTILISATEURS", "OBJETS_GERES", "PROJETS", "RELATIONS", "TRADUCTIONS", "TAGS", "COMMUNES",
)  # fmt: skip
_SECTIONS = Property("responseFields", Words(*SECTIONS))
UNDETERMINED = "NON_DETERMINE"
_FILTER = Nested(
    Property("nom", _TEXT),
    Property("idParrain", _NUMBER),
    Property("communeCode", _TEXT),
    Property("communeCodePostal", _TEXT),
    Property("types", _TEXTS),
    Property("idProjet", _NUMBER),
    Property("typeProjet", _TEXT),
    Property("statutProjet", Word(UNDETERMINED, "DEMONSTRATION", "DEVELOPPEMENT", "PRODUCTION")),
    Property("idSecteur", _NUMBER),
    Property("nomSecteur", _TEXT),
    Property("userStatus", Word("TOUS", "ACTIFS", "INACTIFS")),
)

_ID = Place("id", r"\d{1,18}", number=True)
_MEMBER_ID = Place("membre_id", r"\d{1,18}", number=True)
_IDENTIFIER = Place("identifier", r"[^/]{1,200}")
_MAIL = Place("eMail", r"[^/]{1,254}")

SERVICES = (
    Service("list-objects", "recherche/list-objets-touristiques", "Chercher des fiches",
            question.PROPERTIES, "Objets"),
    Service("list-identifiers", "recherche/list-identifiants", "Chercher des numéros de fiches",
            question.PROPERTIES, "Identifiants"),
    Service("agenda-objects", "agenda/simple/list-objets-touristiques",
            "Lire l'agenda, par premier jour", question.PROPERTIES, "Objets"),
    Service("agenda-identifiers", "agenda/simple/list-identifiants",
            "Lire les numéros de l'agenda, par premier jour", question.PROPERTIES, "Identifiants"),
    Service("agenda-by-day-objects", "agenda/detaille/list-objets-touristiques",
            "Lire l'agenda jour par jour", question.PROPERTIES, "ObjetsParJour"),
    Service("agenda-by-day-identifiers", "agenda/detaille/list-identifiants",
            "Lire les numéros de l'agenda jour par jour", question.PROPERTIES, "IdentifiantsParJour"),
    Service("get-by-id", "objet-touristique/get-by-id", "Lire une fiche par son numéro",
            _RECORD, "ObjetTouristique", _ID, plain=True),
    Service("get-by-identifier", "objet-touristique/get-by-identifier", "Lire une fiche par son identifiant",
            _RECORD, "ObjetTouristique", _IDENTIFIER, plain=True),
    Service("communes", "referentiel/communes", "Lire des communes",
            (*KEY, Property("communeIds", _NUMBERS), Property("codesInsee", _TEXTS)), "Communes"),
    Service("terms", "referentiel/elements-reference", "Lire des éléments de référence",
            (*KEY, Property("elementReferenceIds", _NUMBERS)), "ElementsReference"),
    Service("internal-tags", "referentiel/criteres-internes", "Lire les critères internes du membre",
            (*KEY, Property("critereInterneIds", _NUMBERS)), "CriteresInternes"),
    Service("selections", "referentiel/selections", "Lire les sélections du projet",
            (*KEY, Property("selectionIds", _NUMBERS)), "Selections"),
    Service("selections-of-objects", "referentiel/selections-par-objet", "Lire les sélections de fiches",
            (*KEY, Property("referenceIds", _NUMBERS), Property("selectionIds", _NUMBERS)),
            "SelectionsParObjet"),
    Service("forbidden", "referentiel/criteres-interdits", "Lire ce que des critères excluent",
            (*KEY, Property("elementReferenceIds", _NUMBERS)), "CriteresInterdits"),
    Service("collaborators", "collaborateurs", "Lire propriétaire et collaborateurs de fiches",
            (*KEY, Property("referenceIds", _NUMBERS)), "Collaborateurs"),
    Service("member", "membre/get-by-id", "Lire un membre",
            (*KEY, _SECTIONS), "Membre", _ID, plain=True, needs="members"),
    Service("members", "membre/get-membres", "Chercher des membres",
            (*KEY, _SECTIONS, Property("filter", _FILTER)), "Membres", needs="members"),
    Service("person", "utilisateur/get-by-id", "Lire un utilisateur",
            KEY, "Utilisateur", _ID, plain=True, needs="persons"),
    Service("person-by-mail", "utilisateur/get-by-mail", "Lire un utilisateur par son adresse électronique",
            KEY, "Utilisateur", _MAIL, plain=True, needs="persons"),
    Service("persons-of-member", "utilisateur/get-by-membre", "Lire les utilisateurs d'un membre",
            KEY, "Utilisateurs", _MEMBER_ID, plain=True, needs="persons"),
    Service("persons", "utilisateur/get-all-utilisateurs", "Lire tous les utilisateurs",
            KEY, "Utilisateurs", plain=True, needs="persons"),
)  # fmt: skip
BY_NAME = {one.name: one for one in SERVICES}
