"""Establishments with the Tourisme & Handicap label, as listed by the ministry in charge."""

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
    "nom etablissement",
    "adresse",
    "site web etablissement",
    "telephone etablissement",
    "commune",
    "cp",
    "activite",
    "handicaps",
    "siret",
)


def recognises(seen: Glance) -> bool:
    """Say whether a table has the columns of this source."""
    return seen.columns.issuperset(COLUMNS)


def expected(path: Path) -> int:
    """Count the lines of the table."""
    return reading.count_rows(path)


def read(path: Path) -> Iterator[Draft | Refusal]:
    """Read the list."""
    seen: set[str] = set()
    for row in reading.rows(path, COLUMNS):
        found = row if isinstance(row, Refusal) else _draft(row)
        if isinstance(found, Draft):
            if found.external_id in seen:
                found = Refusal(
                    row.place,
                    "Cet établissement figure deux fois dans la liste : la première est gardée.",
                )
            else:
                seen.add(found.external_id)
        yield found


def _draft(row: reading.Row) -> Draft | Refusal:
    title = wording.begin(wording.name(wording.paired(row["nom etablissement"])))
    activity = _activity(row)
    if not title or not activity:
        return Refusal(
            row.place,
            f"Le nom manque ou l'activité « {row['activite']} » est inconnue : complétez la ligne.",
        )
    postal_code, number = row["cp"].zfill(5), wording.siret(row["siret"])
    document = {
        "nom": parts.label({"fr": title}),
        "informations": {
            "moyensCommunication": parts.contacts(
                (parts.PHONE, row["telephone etablissement"]),
                (parts.SITE, row["site web etablissement"]),
            ),
            "informationsLegales": {"siret": number},
        },
        "presentation": {"descriptifCourt": _summary(row)},
        "localisation": {"adresse": parts.address([row["adresse"]], postal_code)},
    }
    kind = manifests.kinds(__name__)["activity", activity]
    manifests.write(document, _terms(row, kind, activity, title))
    return Draft(
        external_id=fold(f"{number} {postal_code} {title}").replace(" ", "-"),
        kind=kind.value,
        document=parts.filled(document),
        commune=localities.hint(postal_code, wording.name(row["commune"])),
        changed_on="2020-05-05",
    )


def _activities(row: reading.Row) -> set[str]:
    return {fold(one) for one in row["activite"].split(";")}


def _activity(row: reading.Row) -> str:
    """Give the activity that makes the kind: of several, the first of the table."""
    activities = _activities(row)
    return next((said for _, said in manifests.kinds(__name__) if said in activities), "")


def _terms(row: reading.Row, kind: Kind, activity: str, title: str) -> list[manifests.Term]:
    table = manifests.terms(__name__)
    closer: list[manifests.Term] = []
    if activity == "hotel" and "restaurant" in _activities(row):
        closer = table.of(kind, "activity", "hôtel + restaurant")
    if activity == "lieu de visite":
        words = (table.of(kind, "word of a place to visit", word) for word in fold(title).split())
        closer = next(filter(None, words), [])
    return [
        *closer,
        *table.of(kind, "activity", activity),
        *table.of(kind, "handicap", *_handicaps(row)),
    ]


def _handicaps(row: reading.Row) -> list[str]:
    """Give the handicaps of a row, in the order of the table."""
    named = {fold(one) for one in row["handicaps"].split(";")}
    return [said for _, said in manifests.words(__name__) if said in named]


def _summary(row: reading.Row) -> dict[str, Any]:
    said = manifests.words(__name__)
    found = [said["handicap", one] for one in _handicaps(row)]
    if not found:
        return {}
    french = _listed([one for one, _ in found], "et")
    english = _listed([one for _, one in found], "and")
    plural = "s" * (len(found) > 1)
    return parts.both(
        f"Établissement labellisé Tourisme & Handicap : déficience{plural} {french}.",
        f"Certified Tourisme & Handicap: {english} impairment{plural}.",
    )


def _listed(words: list[str], last: str) -> str:
    return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
