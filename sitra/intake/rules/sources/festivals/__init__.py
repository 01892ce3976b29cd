"""Festivals as the ministry of Culture lists them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
_CULTURE, _FESTIVAL = 1958, 2081

REACH = {
    "internationale": 2349,
    "nationale": 2350,
    "regionale": 2353,
    "departementale": 2351,
    "intercommunale": 2352,
    "communale": 2352,
}
"""Folded reach of the list -> term of FeteEtManifestationPortee."""

DISCIPLINES: dict[str, tuple[int | None, str, str]] = {
    "musique": (2128, "Festival de musique", "Music festival"),
    "spectacle vivant": (2091, "Festival de spectacle vivant", "Performing arts festival"),
    "livre litterature": (None, "Festival du livre et de la littérature", "Book festival"),
    "cinema audiovisuel": (3818, "Festival de cinéma", "Film festival"),
    "arts visuels arts numeriques": (2080, "Festival d'arts visuels", "Visual arts festival"),
    "pluridisciplinaire": (None, "Festival pluridisciplinaire", "Multidisciplinary festival"),
}
"""Folded discipline -> term of FeteEtManifestationCategorie, and how it is said."""

DISCIPLINE_THEMES = {
    "livre litterature": 2210,
    "cinema audiovisuel": 2133,
    "arts visuels arts numeriques": 2168,
}

THEMES = {
    "jazz": 2208,
    "blues": 2208,
    "musique classique": 2220,
    "musiques classiques": 2220,
    "classique": 2220,
    "lyrique": 2077,
    "baroque": 2220,
    "musique contemporaine": 2223,
    "chanson": 2136,
    "pop": 2240,
    "rock": 5543,
    "metal": 3816,
    "hip hop": 3815,
    "rap": 2139,
    "electronique": 2137,
    "electroniques": 2137,
    "techno": 2137,
    "musiques du monde": 2140,
    "traditionnelles": 2224,
    "traditionnelle": 2224,
    "sacree": 2227,
    "reggae": 2171,
    "theatre de rue": 2267,
    "arts de la rue": 2267,
    "humour": 2166,
    "marionnettes": 2213,
    "magie": 2141,
    "conte": 2276,
    "contes": 2276,
    "poesie": 2238,
    "bande dessinee": 2103,
    "photographie": 2235,
    "peinture": 2232,
    "sculpture": 2252,
    "street art": 6524,
    "arts numeriques": 3832,
    "art contemporain": 2159,
}
"""Folded words of a sub-category -> term of FeteEtManifestationTheme."""

CATEGORIES = {
    "theatre": 2134,
    "danse": 2151,
    "cirque": 2147,
    "humour": 2138,
    "lyrique": 2132,
}
"""Folded words of a sub-category -> term of FeteEtManifestationCategorie."""

SEASONS = {
    "avant saison": ("De janvier à juin, avant-saison", "January to June, before the season"),
    "saison": ("Du 21 juin au 5 septembre, en saison", "21 June to 5 September, in season"),
    "apres saison": (
        "De septembre à décembre, après-saison",
        "September to December, after the season",
    ),
}
"""Folded season -> how it is said; what it starts with counts, the longest first."""

_SUMMER = 418
_PARTS = (
    "sous categorie spectacle vivant",
    "sous categorie musique",
    "sous categorie musique cnm",
    "sous categorie cinema et audiovisuel",
    "sous categorie arts visuels et arts numeriques",
    "sous categorie livre et litterature",
)
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
        "informationsFeteEtManifestation": _block(row),
    }
    code = row["code insee commune"]
    return Draft(
        external_id=number,
        kind="FETE_ET_MANIFESTATION",
        document=parts.filled(document),
        commune=localities.hint(
            postal_code, row["commune principale de deroulement"], code.zfill(5) if code else ""
        ),
    )


def _words(row: reading.Row) -> str:
    """Give all that the sub-categories say, folded, between blanks."""
    return f" {fold(' '.join(row[part] for part in _PARTS))} "


def _found(table: dict[str, int], words: str) -> list[int]:
    return [number for word, number in table.items() if f" {word} " in words]


def _block(row: reading.Row) -> dict[str, Any]:
    discipline, words = fold(row["discipline dominante"]), _words(row)
    category = DISCIPLINES.get(discipline, (None, "", ""))[0]
    themes = [DISCIPLINE_THEMES.get(discipline), *_found(THEMES, words)]
    return {
        "typesManifestation": parts.refs("FeteEtManifestationType", [_CULTURE]),
        "categories": parts.refs(
            "FeteEtManifestationCategorie", [_FESTIVAL, category, *_found(CATEGORIES, words)]
        ),
        "themes": parts.refs("FeteEtManifestationTheme", themes),
        "portee": parts.ref("FeteEtManifestationPortee", REACH.get(fold(row["envergure territoriale"]))),
    }


def _summary(row: reading.Row) -> dict[str, Any]:
    """Say what the list says: discipline and year of creation."""
    _, french, english = DISCIPLINES.get(fold(row["discipline dominante"]), (None, "Festival", "Festival"))
    year = row["annee de creation du festival"]
    if _YEAR.match(year):
        french, english = f"{french} créé en {year}", f"{english} founded in {year}"
    return parts.both(f"{french}.", f"{english}.")


def _opening(row: reading.Row) -> dict[str, Any]:
    """Say the season: the list has no dates."""
    season = fold(row[_SEASON])
    said = next((words for start, words in SEASONS.items() if season.startswith(start)), None)
    if said is None:
        return {}
    french, english = said
    return {
        "periodeEnClair": parts.both(f"{french} (dates à confirmer).", f"{english} (dates to be confirmed)."),
        "periodeEnClairGenerationMode": "MANUEL",
        "indicationsPeriode": parts.refs(
            "IndicationPeriode", [_SUMMER if season.startswith("saison") else None]
        ),
    }
