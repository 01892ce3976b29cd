"""Values as a form shows them: their words, how they are typed, the names of blocks and items."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sitra.catalog.rules.tree import Node
from sitra.catalog.rules.types import (
    MONEY,
    Boolean,
    Choice,
    CommuneRef,
    ContactValue,
    Day,
    Decimal,
    Field,
    Integer,
    Localised,
    Point,
    RecordRef,
    Ref,
    Text,
    Time,
    Type,
)
from sitra.kit import texts

YES, NO = "oui", "non"
_DAY = 10
LINE = 255
"""Characters above which a text is typed on several lines."""
TOLD = frozenset({"day", "time", "number", "line", "point", "lines"})
"""Shapes whose type is not said by the input itself."""

_SHAPES: dict[type[Type], str] = {
    Boolean: "yes",
    Day: "day",
    Time: "time",
    Integer: "number",
    Decimal: "number",
    Point: "point",
    CommuneRef: "commune",
    RecordRef: "record",
    ContactValue: "line",
}

_BLOCKS = {
    "informations.informationsLegales": ("Informations légales", "Legal information"),
    "localisation.adresse": ("Adresse", "Address"),
    "localisation.geolocalisation": ("Sur la carte", "On the map"),
    "localisation.lieu": ("Lieu", "Venue"),
    "descriptionTarif.conditions": ("Gratuités et âges", "Free entry and ages"),
    "tourismeAffaires": ("Tourisme d'affaires", "Business tourism"),
    "tourismeAffaires.sallesReunion": ("Salles de réunion", "Meeting rooms"),
    "tourismeAffaires.sallesReunion.dispositions": ("Dispositions", "Layouts"),
    "tourismeAffaires.sallesReunion.tarifSalle": ("Prix de la salle", "Price of the room"),
    "tourismeAffaires.sallesReunion.tarifJournee": ("Prix de la journée d'étude", "Price of a working day"),
    "tourismeAffaires.sallesReunion.tarifResident": ("Prix du forfait résidentiel", "Price with lodging"),
    "informationsEquipement.itineraire": ("Itinéraire", "Trail"),
    "visites": ("Visites", "Tours"),
    "ouverture.fermeturesExceptionnelles": ("Fermetures exceptionnelles", "Exceptional closures"),
    "ouverture.periodesOuvertures.ouverturesExceptionnelles": (
        "Ouvertures exceptionnelles",
        "Exceptional openings",
    ),
    "ouverture.periodesOuvertures.ouverturesJourDuMois": ("Jours du mois", "Days of the month"),
    "ouverture.periodesOuvertures.ouverturesJournalieres": ("Jours de la semaine", "Days of the week"),
    "ouverture.periodesOuvertures.horaires": ("Horaires", "Hours"),
    "ouverture.periodesOuvertures.horaires.timePeriods": ("Jours et heures", "Days and hours"),
    "ouverture.periodesOuvertures.horaires.timePeriods.timeFrames": ("Heures", "Hours"),
    "descriptionTarif.periodes.tarifs": ("Tarifs", "Rates"),
    "contacts.moyensCommunication": ("Pour le joindre", "Ways to reach this person"),
    "reservation.organismes.moyensCommunication": ("Pour réserver", "Ways to book"),
    "informationsHebergementCollectif.agrements": ("Agréments", "Approvals"),
    "informationsHebergementLocatif.agrements": ("Agréments", "Approvals"),
    "informationsPrestataireActivites": ("Prestataire d'activités", "Activity provider"),
    "distinctions": ("Distinctions", "Distinctions"),
}
"""Path of a block without ranks -> its name in French and in English."""

_ITEMS = {
    "informations.moyensCommunication": ("un moyen de contact", "a way to get in touch"),
    "contacts": ("un contact", "a contact"),
    "contacts.moyensCommunication": ("un moyen de le joindre", "a way to reach this person"),
    "reservation.organismes": ("un organisme", "a body"),
    "reservation.organismes.moyensCommunication": ("un moyen de réserver", "a way to book"),
    "presentation.descriptifsThematises": ("un texte thématisé", "a themed text"),
    "ouverture.periodesOuvertures": ("une période", "a period"),
    "ouverture.fermeturesExceptionnelles": ("une fermeture", "a closure"),
    "ouverture.periodesOuvertures.horaires": ("des horaires", "hours"),
    "ouverture.periodesOuvertures.horaires.timePeriods": ("des jours", "days"),
    "ouverture.periodesOuvertures.horaires.timePeriods.timeFrames": ("des heures", "hours"),
    "ouverture.periodesOuvertures.ouverturesExceptionnelles": (
        "une ouverture exceptionnelle",
        "an exceptional opening",
    ),
    "ouverture.periodesOuvertures.ouverturesJourDuMois": ("un jour du mois", "a day of the month"),
    "ouverture.periodesOuvertures.ouverturesJournalieres": ("un jour", "a day"),
    "descriptionTarif.periodes": ("une période de tarifs", "a period of rates"),
    "descriptionTarif.periodes.tarifs": ("un tarif", "a rate"),
    "illustrations": ("une illustration", "a picture"),
    "multimedias": ("un média", "a media file"),
    "liens.liensObjetsTouristiquesTypes": ("un lien", "a link"),
    "tourismeAffaires.sallesReunion": ("une salle", "a room"),
    "tourismeAffaires.sallesReunion.dispositions": ("une disposition", "a layout"),
    "distinctions": ("une distinction", "a distinction"),
}
"""Path of a list without ranks -> what one of its items is called, in French and in English."""

_LINE_OF = ("une ligne", "a line")
_CAPACITY = ("Capacité", "Capacity")


def block_label(path: str, language: str) -> str:
    """Name a block in French or English; nothing where its fields need no heading."""
    named = _CAPACITY if path.endswith(".capacite") else _BLOCKS.get(path)
    return named[language == "en"] if named else ""


def usual_heading(language: str) -> str:
    """Name the choices that records of the kind often carry."""
    return "Often chosen for this kind" if language == "en" else "Souvent choisis pour ce type"


def item_name(path: str, language: str) -> str:
    """Say what one item of a list is called, with its article: `une période`."""
    return _ITEMS.get(path, _LINE_OF)[language == "en"]


def _nobody(number: int, language: str) -> str:
    del language
    return f"n° {number}"


def _nowhere(number: int) -> str:
    return f"n° {number}"


@dataclass(frozen=True, slots=True)
class Names:
    """Where the names behind numbers are looked up."""

    term: Callable[[int, str], str] = _nobody
    commune: Callable[[int], str] = _nowhere
    record: Callable[[int], str] = _nowhere

    def title(self, node: Node, block: Mapping[str, Any], language: str) -> str:
        """Name an item of a list by its term or its name; nothing when it has neither."""
        for name, child in node.children.items():
            held = block.get(name)
            if held and child.field and not child.many:
                if isinstance(child.field.type, Ref):
                    return ", ".join(self.term(int(one), language) for one in numbers(held))
                if name == "nom":
                    return texts.label(held, language) if isinstance(held, Mapping) else str(held)
        return ""


def shape(field: Field, *, many: bool) -> str:
    """Say how a field is typed: `line`, `text`, `number`, `day`, `time`, `yes`, `choice`, and so on."""
    kind = field.type
    if isinstance(kind, Choice | Ref):
        return "choices" if many else "choice"
    if many:
        return {CommuneRef: "communes", RecordRef: "records"}.get(type(kind), "lines")
    if isinstance(kind, Localised | Text):
        return "text" if kind.longest > LINE and not getattr(kind, "form", "") else "line"
    return _SHAPES.get(type(kind), "line")


def longest(kind: Type) -> int:
    """Give how many characters a text may have; 0 where it is none."""
    return kind.longest if isinstance(kind, Localised | Text) else 0


def unit(kind: Type) -> str:
    """Give the unit of a number; that of an amount is said beside it."""
    return kind.unit if isinstance(kind, Integer | Decimal) and kind.unit != MONEY else ""


def numbers(held: Any) -> list[str]:
    """Give the numbers of a term or of a list of terms, as a form writes them."""
    given = held if isinstance(held, list) else [held]
    return [str(one["id"]) for one in given if isinstance(one, Mapping) and "id" in one]


def said(kind: Type, held: Any, names: Names, *, many: bool) -> str:
    """Put a value as it is typed: `12,5`, `2026-07-14`, `09:30`, `oui`, `Annecy (74010)`."""
    if held in (None, "", [], {}):
        return ""
    if many:
        given = held if isinstance(held, list) else [held]
        return "\n".join(said(kind, one, names, many=False) for one in given)
    if isinstance(kind, CommuneRef | RecordRef):
        named = names.commune if isinstance(kind, CommuneRef) else names.record
        return named(int(held["id"])) if isinstance(held, Mapping) and "id" in held else ""
    return _words(kind, held)


def _words(kind: Type, held: Any) -> str:
    """Put a value that says itself."""
    match kind:
        case Boolean():
            return YES if held else NO
        case Integer() | Decimal():
            return str(held).replace(".", ",")
        case Time():
            return str(held)[:5]
        case Point():
            return _pair(held)
        case _:
            return (
                ""
                if isinstance(held, Mapping | list)
                else str(held)[: _DAY if isinstance(kind, Day) else None]
            )


def _pair(held: Iterable[Any]) -> str:
    """Write longitude and latitude as people copy them: latitude first."""
    lon, lat = [*held, 0, 0][:2] if isinstance(held, list | tuple) else (0, 0)
    return f"{lat}, {lon}"
