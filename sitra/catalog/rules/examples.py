"""An example of a value for each field, for the field guide."""

from collections.abc import Callable
from typing import Any

from sitra.catalog.rules.fields.texts import TEXTS
from sitra.catalog.rules.types import (
    Boolean,
    Choice,
    CommuneRef,
    ContactValue,
    CriterionRef,
    Day,
    Decimal,
    Field,
    Free,
    Integer,
    Localised,
    Moment,
    Point,
    RecordRef,
    Ref,
    Text,
    Time,
    Type,
)

_BY_PATH: dict[str, Any] = {
    "nom": {"libelleFr": "Auberge du Lac", "libelleEn": "Lake Inn"},
    "informations.informationsLegales.siret": "73282932000074",
    "informations.informationsLegales.codeApeNaf": "5510Z",
    "localisation.adresse.codePostal": "74000",
    "localisation.adresse.adresse1": "12 quai de l'Île",
    "presentation.descriptifCourt": {"libelleFr": "Au bord du lac, dix chambres calmes."},
    "descriptionTarif.tarifsEnClair": {"libelleFr": "Adulte : 12 €. Gratuit pour les moins de 6 ans."},
    "ouverture.periodeEnClair": {"libelleFr": "Du 1er mai au 30 septembre, tous les jours."},
}
_FORMS = {
    "siret": "73282932000074",
    "url": "https://www.example.net/photo.jpg",
    "point": "Point",
    "xml": "<note>5</note>",
}


def example(field: Field) -> Any:
    """Give a value that the field accepts; numbers of terms and records are only shapes."""
    found = _BY_PATH.get(field.path) or _text(field)
    return found if found is not None else _TYPES[type(field.type)](field.type)


def _text(field: Field) -> Any:
    """Give the example of a text by the last step of its path."""
    told = TEXTS.get(field.path.rsplit(".", 1)[-1].removesuffix("[]"))
    if isinstance(field.type, Text) and not field.type.form and isinstance(told, str):
        return told[: field.type.longest]
    if isinstance(field.type, Localised) and isinstance(told, tuple):
        return {"libelleFr": told[0], "libelleEn": told[1]}
    return None


def _within(kind: Integer | Decimal, wanted: float) -> float:
    return min(max(wanted, kind.least), kind.most)


_TYPES: dict[type[Type], Callable[[Any], Any]] = {
    Text: lambda kind: _FORMS[kind.form] if kind.form else "Texte"[: kind.longest],
    Localised: lambda _: {"libelleFr": "Texte", "libelleEn": "Text"},
    ContactValue: lambda _: {"fr": "04 00 00 00 00"},
    Integer: lambda kind: int(_within(kind, 12)),
    Decimal: lambda kind: _within(kind, 12.5),
    Boolean: lambda _: True,
    Day: lambda _: "2026-12-24",
    Time: lambda _: "09:30:00",
    Moment: lambda _: "2026-11-24T08:42:14.436+0000",
    Choice: lambda kind: kind.words[0][0],
    Ref: lambda kind: {"elementReferenceType": kind.vocabulary, "id": 1},
    CommuneRef: lambda _: {"id": 1_074_010},
    CriterionRef: lambda _: {"id": 5219},
    RecordRef: lambda kind: {"type": min(kind.kinds).value, "id": 22},
    Point: lambda _: [6.1294, 45.8992],
    Free: lambda _: {"id": "HOT-12"},
}
