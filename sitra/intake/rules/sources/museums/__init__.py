"""Museums of France as the Muséofile base of the ministry of Culture describes them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sitra.intake.rules import localities, manifests, parts, reading, wording
from sitra.intake.rules.draft import Draft, Refusal
from sitra.intake.rules.glance import Glance
from sitra.kit.texts import fold

SOURCE = manifests.source(__name__)
COLUMNS = (
    "identifiant",
    "adresse",
    "atout",
    "code postal",
    "domaine thematique",
    "histoire",
    "nom officiel",
    "ville",
    "geolocalisation",
)
_MUSEUM, _MUSEUM_OF_FRANCE = 3201, 3226
_HISTORY = 5159

THEMES = {
    "histoire": 3398,
    "archeologie": 3429,
    "ethnologie": 3440,
    "beaux arts": 3393,
    "arts decoratifs": 3449,
    "technique et industrie": 3433,
    "sciences de la nature": 3436,
    "art moderne et contemporain": 3420,
    "photographie": 3451,
    "civilisations extra europeennes": 3431,
    "sciences fondamentales": 3416,
}
"""Folded domain -> term of PatrimoineCulturelTheme."""

CATEGORIES = {"ecomusee": 3235}
"""Folded category -> term of PatrimoineCulturelCategorie."""

PROTECTIONS = (
    ("classe", 5564),
    ("classement", 5564),
    ("monument historique", 5564),
    ("inscri", 3255),
)
"""What a folded protection starts with -> term of PatrimoineCulturelCategorie."""


def recognises(seen: Glance) -> bool:
    """Say whether a table has the columns of this source."""
    return seen.columns.issuperset(COLUMNS)


def expected(path: Path) -> int:
    """Count the lines of the table."""
    return reading.count_rows(path)


def read(path: Path) -> Iterator[Draft | Refusal]:
    """Read the base."""
    for row in reading.rows(path, COLUMNS):
        yield row if isinstance(row, Refusal) else _draft(row)


def _draft(row: reading.Row) -> Draft | Refusal:
    title = wording.begin(wording.name(row["nom usage"] or row["nom officiel"]))
    if not title or not row["identifiant"]:
        return Refusal(row.place, "Le nom ou l'identifiant du musée manque : complétez la ligne.")
    latitude, _, longitude = row["geolocalisation"].partition(",")
    document = {
        "nom": parts.label({"fr": title}),
        "informations": {
            "moyensCommunication": parts.contacts((parts.PHONE, row["telephone"]), (parts.SITE, row["url"]))
        },
        "presentation": _texts(row),
        "localisation": {
            "adresse": parts.address([row["adresse"]], row["code postal"], row["lieu"]),
            "geolocalisation": parts.point(latitude, longitude),
        },
        "informationsPatrimoineCulturel": _block(row),
    }
    return Draft(
        external_id=row["identifiant"],
        kind="PATRIMOINE_CULTUREL",
        document=parts.filled(document),
        commune=localities.hint(row["code postal"], wording.name(row["ville"])),
        changed_on=parts.day(row["date de saisie"]),
    )


def _texts(row: reading.Row) -> dict[str, Any]:
    """Write the texts: what to see, the building, artists and people, and the history apart."""
    main = _sentence(row["atout"]) or _sentence(row["interet"])
    named = (("Artistes présentés", row["artiste"]), ("Personnages", row["personnage phare"]))
    details = [main, *(part for part in [_sentence(row["interet"])] if part != main)]
    details += [_sentence(f"{title} : {words}") for title, words in named if words]
    return {
        "descriptifCourt": parts.label({"fr": parts.short(main)}),
        "descriptifDetaille": parts.label({"fr": "\n\n".join(filter(None, details))}),
        "descriptifsThematises": _history(_sentence(row["histoire"])),
    }


def _history(text: str) -> list[dict[str, Any]]:
    if not text:
        return []
    return [
        {
            "theme": parts.ref("DescriptifTheme", _HISTORY),
            "description": parts.label({"fr": text}),
        }
    ]


def _sentence(text: str) -> str:
    """Clean a text and end it with a stop."""
    plain = wording.begin(wording.clean(text).rstrip(" ,;:"))
    return plain if not plain or plain[-1] in ".!?…»" else f"{plain}."


def _block(row: reading.Row) -> dict[str, Any]:
    domains = (THEMES.get(fold(one)) for one in row["domaine thematique"].split(";"))
    kinds = (CATEGORIES.get(fold(one)) for one in row["categorie"].split(";"))
    return {
        "patrimoineCulturelType": parts.ref("PatrimoineCulturelType", _MUSEUM),
        "themes": parts.refs("PatrimoineCulturelTheme", domains),
        "categories": parts.refs(
            "PatrimoineCulturelCategorie",
            [_MUSEUM_OF_FRANCE, *kinds, *_protections(row["protection batiment"].split(";"))],
        ),
    }


def _protections(words: Iterable[str]) -> Iterator[int | None]:
    for one in map(fold, words):
        yield next((number for start, number in PROTECTIONS if one.startswith(start)), None)
