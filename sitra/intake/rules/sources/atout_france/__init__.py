"""Classified lodging as Atout France publishes it: hotels, campsites, residences, villages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.intake.rules import localities, manifests, parts, reading, wording
from sitra.intake.rules.draft import Draft, Refusal
from sitra.intake.rules.glance import Glance
from sitra.kit.texts import fold

SOURCE = manifests.source(__name__)
COLUMNS = (
    "date de classement",
    "typologie etablissement",
    "classement",
    "nom commercial",
    "adresse",
    "code postal",
    "commune",
    "site internet",
)
_TYPOLOGY, _RATING = "typologie etablissement", "classement"


def recognises(seen: Glance) -> bool:
    """Say whether a table has the columns of this source."""
    return seen.columns.issuperset(COLUMNS)


def expected(path: Path) -> int:
    """Count the lines of the table."""
    return reading.count_rows(path)


def read(path: Path) -> Iterator[Draft | Refusal]:
    """Read the register."""
    seen: set[str] = set()
    for row in reading.rows(path, COLUMNS):
        found = row if isinstance(row, Refusal) else _draft(row)
        if isinstance(found, Draft):
            if found.external_id in seen:
                found = Refusal(
                    found.external_id,
                    "Cet établissement figure deux fois dans le fichier : la première est gardée.",
                )
            else:
                seen.add(found.external_id)
        yield found


def _draft(row: reading.Row) -> Draft | Refusal:
    typology = fold(row[_TYPOLOGY])
    kind = manifests.kinds(__name__).get((_TYPOLOGY, typology))
    if kind is None:
        return Refusal(
            row.place,
            f"Typologie inconnue : « {row[_TYPOLOGY]} ». "
            "Corrigez la ligne ou ajoutez cette typologie à la table de correspondance.",
        )
    title = wording.name(row["nom commercial"])
    if not title:
        return Refusal(row.place, "Le nom commercial manque : complétez la ligne.")
    postal_code = row["code postal"].zfill(5)
    document = {
        "nom": parts.label({"fr": title}),
        "informations": {"moyensCommunication": parts.contacts((parts.SITE, row["site internet"]))},
        "presentation": {"descriptifCourt": _summary(row)},
        "localisation": {
            "adresse": parts.address([row["adresse"]], postal_code),
            "geolocalisation": parts.point(row["latitude"], row["longitude"]),
        },
        kind.block: {"dateClassement": parts.day(row["date de classement"])},
    }
    manifests.write(document, _terms(row, kind))
    for (_, column), found in manifests.figures(__name__).items():
        manifests.count(document, kind, found, parts.number(row[column]))
    return Draft(
        external_id=fold(f"{postal_code} {title} {row['adresse']}").replace(" ", "-"),
        kind=kind.value,
        document=parts.filled(document),
        commune=localities.hint(postal_code, wording.name(row["commune"])),
        changed_on=parts.day(row["date de classement"]),
    )


def _terms(row: reading.Row, kind: Kind) -> list[manifests.Term]:
    """Give the rating, and the type: what the rating or the name says of it comes before the typology."""
    table = manifests.terms(__name__)
    return [
        *table.of(kind, _RATING, _rating(row)),
        *table.of(kind, "name", *row["nom commercial"].split()),
        *table.of(kind, _TYPOLOGY, row[_TYPOLOGY]),
    ]


def _rating(row: reading.Row) -> str:
    """Give the rating as the table has it: stars in figures, else the words."""
    stars = _stars(row)
    return f"{stars} étoile{'s' * (stars > 1)}" if stars else row[_RATING]


def _stars(row: reading.Row) -> int:
    """Count the stars, 0 when there are none."""
    first = row[_RATING][:1]
    return int(first) if first in set("12345") else 0


def _summary(row: reading.Row) -> dict[str, Any]:
    """Say in a sentence what the register says: type, stars, size."""
    said = manifests.words(__name__)
    typology = said[_TYPOLOGY, fold(row[_TYPOLOGY])]
    french, english = said.get((_RATING, fold(row[_RATING])), typology)
    if stars := _stars(row):
        french = f"{french} classé{_feminine(french)} {stars} étoile{'s' * (stars > 1)}"
        english = f"{stars}-star {english[0].lower()}{english[1:]}"
    counted = (
        (parts.number(row[column]), *both) for (place, column), both in said.items() if place == "column"
    )
    size = next(((count, fr, en) for count, fr, en in counted if count and count > 1), None)
    if size:
        french += f", {size[0]} {size[1]}"
        english += f", {size[0]} {size[2]}"
    return parts.both(f"{french}.", f"{english[0].upper()}{english[1:]}.")


def _feminine(french: str) -> str:
    return "e" if french.startswith(("Résidence", "Auberge")) else ""
