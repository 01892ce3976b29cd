"""Festivals as the ministry of Culture lists them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.intake.rules import localities, manifests, parts, reading, wording
from sitra.intake.rules.draft import Draft, Refusal
from sitra.intake.rules.glance import Glance
from sitra.kit.texts import fold

SOURCE = manifests.source(__name__)
_SEASON = "periode principale de deroulement du festival"
_POSTAL_CODE = "code postal de la commune principale de deroulement"
COLUMNS = (
    "nom du festival",
    "commune principale de deroulement",
    _POSTAL_CODE,
    "code insee commune",
    "discipline dominante",
    _SEASON,
    "identifiant",
    "geocodage xy",
)
_PARTS = (
    "sous categorie spectacle vivant",
    "sous categorie musique",
    "sous categorie musique cnm",
    "sous categorie cinema et audiovisuel",
    "sous categorie arts visuels et arts numeriques",
    "sous categorie livre et litterature",
)
_KIND = Kind.FETE_ET_MANIFESTATION
_YEAR = re.compile(r"^(?:1[89]|20)\d\d$")


def recognises(seen: Glance) -> bool:
    """Say whether a table has the columns of this source."""
    return seen.columns.issuperset(COLUMNS)


def expected(path: Path) -> int:
    """Count the lines of the table."""
    return reading.count_rows(path)


def read(path: Path) -> Iterator[Draft | Refusal]:
    """Read the list."""
    for row in reading.rows(path, COLUMNS):
        yield row if isinstance(row, Refusal) else _draft(row)


def _draft(row: reading.Row) -> Draft | Refusal:
    title, number = wording.name(row["nom du festival"]), row["identifiant"]
    if not title or not number:
        return Refusal(row.place, "Le nom ou l'identifiant du festival manque : complétez la ligne.")
    postal_code = row[_POSTAL_CODE].zfill(5) if row[_POSTAL_CODE] else ""
    latitude, _, longitude = row["geocodage xy"].partition(",")
    document = {
        "nom": parts.label({"fr": title}),
        "informations": {
            "moyensCommunication": parts.contacts((parts.SITE, row["site internet du festival"]))
        },
        "presentation": {"descriptifCourt": _summary(row)},
        "localisation": {
            "adresse": parts.address(
                [row["adresse postale"], row["complement d adresse facultatif"]], postal_code
            ),
            "geolocalisation": parts.point(latitude, longitude),
        },
        "ouverture": _opening(row),
    }
    manifests.write(document, _terms(row))
    code = row["code insee commune"]
    return Draft(
        external_id=number,
        kind=_KIND.value,
        document=parts.filled(document),
        commune=localities.hint(
            postal_code, row["commune principale de deroulement"], code.zfill(5) if code else ""
        ),
    )


def _terms(row: reading.Row) -> list[manifests.Term]:
    table, words = manifests.terms(__name__), _words(row)
    part = "words of a sub-category"
    return [
        *table.of(_KIND, "list", "festival"),
        *table.of(_KIND, "discipline", row["discipline dominante"]),
        *table.of(_KIND, part, *(word for word in table.words(part) if f" {word} " in words)),
        *table.of(_KIND, "reach", row["envergure territoriale"]),
        *table.of(_KIND, "season", _season(row)),
    ]


def _words(row: reading.Row) -> str:
    """Give all that the sub-categories say, folded, between blanks."""
    return f" {fold(' '.join(row[part] for part in _PARTS))} "


def _season(row: reading.Row) -> str:
    """Give the season of the table with which the row's begins, or nothing."""
    season = fold(row[_SEASON])
    known = (said for place, said in manifests.words(__name__) if place == "season")
    return next((said for said in known if season.startswith(said)), "")


def _summary(row: reading.Row) -> dict[str, Any]:
    """Say what the list says: discipline and year of creation."""
    discipline = fold(row["discipline dominante"])
    french, english = manifests.words(__name__).get(("discipline", discipline), ("Festival", "Festival"))
    year = row["annee de creation du festival"]
    if _YEAR.match(year):
        french, english = f"{french} créé en {year}", f"{english} founded in {year}"
    return parts.both(f"{french}.", f"{english}.")


def _opening(row: reading.Row) -> dict[str, Any]:
    """Say the season: the list has no dates."""
    said = manifests.words(__name__).get(("season", _season(row)))
    if said is None:
        return {}
    french, english = said
    return {
        "periodeEnClair": parts.both(f"{french} (dates à confirmer).", f"{english} (dates to be confirmed)."),
        "periodeEnClairGenerationMode": "MANUEL",
    }
