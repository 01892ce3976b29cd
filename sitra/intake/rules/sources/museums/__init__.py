"""Museums of France as the Muséofile base of the ministry of Culture describes them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sitra.catalog.rules.kinds import Kind
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
_KIND = Kind.PATRIMOINE_CULTUREL
_HISTORY = 5159


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
    }
    manifests.write(document, _terms(row))
    return Draft(
        external_id=row["identifiant"],
        kind=_KIND.value,
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


def _terms(row: reading.Row) -> list[manifests.Term]:
    table = manifests.terms(__name__)
    return [
        *table.of(_KIND, "base", "musée"),
        *table.of(_KIND, "domain", *row["domaine thematique"].split(";")),
        *table.of(_KIND, "category", *row["categorie"].split(";")),
        *table.of(_KIND, "protection", *_protections(row["protection batiment"].split(";"))),
    ]


def _protections(words: Iterable[str]) -> Iterator[str]:
    """Give the words of the table with which protections begin."""
    known = manifests.terms(__name__).words("protection")
    for one in map(fold, words):
        yield next((start for start in known if one.startswith(start)), "")
