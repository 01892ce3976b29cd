"""The columns of a table of records: what each says, drawn from whole records as they are read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, gettext_lazy

from sitra.catalog.rules.completeness import completeness
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.sheet import point
from sitra.catalog.rules.tree import tree
from sitra.kit import texts

type Value = str | int | float | date | None
_PHONE, _MAIL, _SITE = (201, 206), (204,), (205,)
"""Numbers of terms of `MoyenCommunicationType`."""


@dataclass(frozen=True, slots=True)
class Row:
    """A whole record (API form) in one language, and what stands beside it."""

    record: Mapping[str, Any]
    language: str
    opens: date | None = None
    """Its next open day."""
    due: date | None = None
    """The day by which a value is to be confirmed; told to its own people alone."""

    def text(self, *path: str) -> str:
        """Give a text of the record, in the language; nothing where there is none."""
        value = self.block(*path)
        return texts.label(value, self.language) if value else ""

    def block(self, *path: str) -> Mapping[str, Any]:
        """Give a block of the record, empty where there is none."""
        block: Any = self.record
        for step in path:
            block = block.get(step) if isinstance(block, Mapping) else None
        return block if isinstance(block, Mapping) else {}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it says of a row, the order of the search it stands for, if any."""

    label: Promise | str
    value: Callable[[Row], Value]
    order: str = ""
    back: str = ""
    """The same order the other way round."""


def _kind(row: Row) -> Value:
    code = row.record["type"]
    return Kind(code).label(row.language) if code in set(Kind) else str(code)


def _state(row: Row) -> Value:
    labels = {
        "PUBLISHED": _("Publiée"),
        "HIDDEN": _("Masquée"),
        "NEW": _("Brouillon"),
        "DRAFT": _("Brouillon"),
    }
    return labels.get(row.record["state"], str(row.record["state"]))


def _contact(numbers: tuple[int, ...]) -> Callable[[Row], Value]:
    def said(row: Row) -> Value:
        means = row.block("informations").get("moyensCommunication") or []
        values = (
            texts_of.get("fr") or next(iter(texts_of.values()), "")
            for one in means
            if one.get("type", {}).get("id") in numbers and (texts_of := one.get("coordonnees") or {})
        )
        return next((str(value) for value in values if value), "")

    return said


def _changed(row: Row) -> Value:
    at = parse_datetime(str(row.block("gestion").get("dateModification", "")))
    return localdate(at) if at else None


def _score(row: Row) -> Value:
    code = row.record["type"]
    return completeness(row.record, tree(Kind(code))).score if code in set(Kind) else None


def _address(row: Row) -> Value:
    address = row.block("localisation", "adresse")
    lines = (address.get(name) for name in ("adresse1", "adresse2", "adresse3"))
    return ", ".join(str(line) for line in lines if line)


def _axis(rank: int) -> Callable[[Row], Value]:
    return lambda row: point(row.record)[rank]


def _said(*path: str) -> Callable[[Row], Value]:
    return lambda row: str(row.block(*path[:-1]).get(path[-1], ""))


def _text(*path: str) -> Callable[[Row], Value]:
    return lambda row: row.text(*path)


COLUMNS: dict[str, Column] = {
    "nom": Column(gettext_lazy("Nom"), _text("nom"), "nom", "nom-inverse"),
    "type": Column(gettext_lazy("Type"), _kind),
    "commune": Column(
        gettext_lazy("Commune"), _said("localisation", "adresse", "commune", "nom"), "distance"
    ),
    "etat": Column(gettext_lazy("État"), _state),
    "modifiee": Column(gettext_lazy("Modifiée"), _changed, "recentes", "anciennes"),
    "completude": Column(gettext_lazy("Complétude, %"), _score),
    "verifier": Column(gettext_lazy("À confirmer avant"), lambda row: row.due),
    "ouverture": Column(gettext_lazy("Prochain jour ouvert"), lambda row: row.opens, "ouverture"),
    "telephone": Column(gettext_lazy("Téléphone"), _contact(_PHONE)),
    "courriel": Column(gettext_lazy("Courriel"), _contact(_MAIL)),
    "site": Column(gettext_lazy("Site"), _contact(_SITE)),
    "adresse": Column(gettext_lazy("Adresse"), _address),
    "code-postal": Column(gettext_lazy("Code postal"), _said("localisation", "adresse", "codePostal")),
    "proprietaire": Column(gettext_lazy("Propriétaire"), _said("gestion", "membreProprietaire", "nom")),
    "descriptif": Column(gettext_lazy("Descriptif court"), _text("presentation", "descriptifCourt")),
    "numero": Column(gettext_lazy("Numéro"), lambda row: int(row.record["id"]), "numero"),
    "identifiant": Column(gettext_lazy("Identifiant"), lambda row: str(row.record.get("identifier", ""))),
    "longitude": Column(gettext_lazy("Longitude"), _axis(0)),
    "latitude": Column(gettext_lazy("Latitude"), _axis(1)),
}
"""Word of the address -> column, in the order in which they are offered."""

USUAL = ("nom", "type", "commune", "etat", "modifiee", "completude", "telephone")


def known(words: Iterable[str]) -> tuple[str, ...]:
    """Give the columns that are known, each once, in the order asked; the name is always the first."""
    asked = [word for word in dict.fromkeys(words) if word in COLUMNS and word != "nom"]
    return ("nom", *asked) if asked else ()
