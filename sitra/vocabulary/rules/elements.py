"""Elements of a full vocabulary, checked one by one and then together."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sitra.kit.texts import SUFFIXES
from sitra.vocabulary.rules.book import TermLine
from sitra.vocabulary.rules.files import BadFile
from sitra.vocabulary.rules.names import VOCABULARIES

FAMILY = "FamilleCritere"
LABELS = {f"libelle{suffix}" for suffix in SUFFIXES.values()}
DEPRECATION: dict[str, type] = {
    "code": str,
    "message": str,
    "dateAlerte": str,
    "dateDesactivation": str,
    "critereSubstitutionId": int,
    "champSubstitution": str,
    "url": str,
}
"""What `critereDeprecie` may hold (v002, appendix A)."""

EXTRA: dict[str, type] = {
    "description": str,
    "externalType": str,
    "startTimeVisibility": bool,
    "endTimeVisibility": bool,
    "recurrenceVisibility": bool,
}
"""What else a term may say of itself (v002, appendix A)."""

_LINKS = {"familleCritere", "parent", "typeLabel"}
_READ = {"elementReferenceType", "id", "ordre", "actif", "critereDeprecie", *_LINKS, *EXTRA}
_LARGEST_ID, _LARGEST_ORDER = 2**63 - 1, 2**31 - 1


class Reading:
    """Elements read so far: lines by number, and what was passed over."""

    def __init__(self) -> None:
        self.lines: dict[int, TermLine] = {}
        self.ignored: Counter[str] = Counter()

    def take(self, rows: Iterable[Any]) -> Iterator[int]:
        """Read rows; gives how many are read after each."""
        for rank, row in enumerate(rows, 1):
            line = self._line(row, rank)
            if line.id in self.lines:
                raise BadFile(f"Élément n° {rank} : le numéro {line.id} est déjà pris dans le fichier.")
            self.lines[line.id] = line
            yield rank
        if not self.lines:
            raise BadFile("La liste ne contient aucun élément de référence : rien n'est chargé.")

    def _line(self, row: Any, rank: int) -> TermLine:
        if not isinstance(row, dict) or not {"elementReferenceType", "id"} <= row.keys():
            raise BadFile(
                f"Élément n° {rank} : ce n'est pas un élément de référence "
                "(il faut au moins elementReferenceType et id)."
            )
        number = _whole(row["id"], _LARGEST_ID, f"Élément n° {rank} : id")
        place = f"Élément n° {rank} (numéro {number})"
        kind = row["elementReferenceType"]
        if not isinstance(kind, str) or kind not in VOCABULARIES:
            raise BadFile(f"{place} : le type « {kind} » n'est pas un vocabulaire connu.")
        self.ignored.update(row.keys() - _READ - LABELS)
        return TermLine(
            id=number,
            type=kind,
            order=_whole(row.get("ordre", 0), _LARGEST_ORDER, f"{place} : ordre", least=-_LARGEST_ORDER),
            labels=_labels(row, place),
            family_id=_reference(row, "familleCritere", place),
            parent_id=_reference(row, "parent", place),
            label_type_id=_reference(row, "typeLabel", place),
            active=_truth(row, "actif", place, default=True),
            deprecated=_deprecation(row, place),
            extra=_extra(row, place),
        )


def check_links(lines: Mapping[int, TermLine], known: Mapping[int, TermLine]) -> None:
    """Refuse families and parents that do not exist, families that are none, and circles.

    `known` are the terms that are there already: a link may lead to one of them.
    """
    for line in lines.values():
        place = f"Le terme {line.id} ({line.type}, « {line.label()} »)"
        links = (
            ("la famille", line.family_id),
            ("le parent", line.parent_id),
            ("le type de label", line.label_type_id),
        )
        for what, number in links:
            target = lines.get(number or 0) or known.get(number or 0)
            if number is not None and target is None:
                raise BadFile(f"{place} nomme {what} {number}, qui n'existe pas.")
            if target and what == "la famille" and target.type != FAMILY:
                raise BadFile(
                    f"{place} nomme comme famille le terme {number}, qui est de type {target.type}."
                )
    _refuse_circles({**known, **lines})


def _refuse_circles(terms: Mapping[int, TermLine]) -> None:
    """Refuse a term that is, from parent to parent or family to family, above itself."""
    for above in ("parent_id", "family_id"):
        sound: set[int] = set()
        for number in terms:
            path: dict[int, None] = {}
            step: int | None = number
            while step is not None and step in terms and step not in sound:
                if step in path:
                    ring = [*list(path)[list(path).index(step) :], step]
                    raise BadFile(f"Ces termes tournent en rond : {' → '.join(map(str, ring))}.")
                path[step] = None
                step = getattr(terms[step], above)
            sound.update(path)


def _labels(row: Mapping[str, Any], place: str) -> dict[str, str]:
    labels = {}
    for key in sorted(LABELS & row.keys()):
        if text := _text(row[key], f"{place} : {key}"):
            labels[key] = text
    if not labels:
        raise BadFile(f"{place} : aucun libellé.")
    return labels


def _text(value: Any, place: str) -> str:
    """Read a text; PostgreSQL stores neither a null character nor half a pair of surrogates."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadFile(f"{place} n'est pas un texte.")
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise BadFile(f"{place} contient un caractère interdit.")
    return value.strip()


def _whole(value: Any, most: int, place: str, *, least: int = 1) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadFile(f"{place} n'est pas un nombre entier convenable : « {str(value)[:40]} ».")
    return value


def _truth(row: Mapping[str, Any], key: str, place: str, *, default: bool) -> bool:
    value = row.get(key, default)
    if not isinstance(value, bool):
        raise BadFile(f"{place} : {key} doit être vrai ou faux.")
    return value


def _extra(row: Mapping[str, Any], place: str) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, kind in EXTRA.items():
        if row.get(key) is not None:
            text = kind is str
            kept[key] = (
                _text(row[key], f"{place} : {key}") if text else _truth(row, key, place, default=False)
            )
    return {key: value for key, value in kept.items() if value != ""}


def _reference(row: Mapping[str, Any], key: str, place: str) -> int | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, dict) or "id" not in value:
        raise BadFile(f"{place} : {key} doit nommer un élément par son id.")
    return _whole(value["id"], _LARGEST_ID, f"{place} : {key}")


def _deprecation(row: Mapping[str, Any], place: str) -> dict[str, Any] | None:
    """Read `critereDeprecie`, with nothing the contract does not name."""
    value = row.get("critereDeprecie")
    if not value:
        return None
    if not isinstance(value, dict):
        raise BadFile(f"{place} : critereDeprecie doit être un objet JSON.")
    kept: dict[str, Any] = {}
    for key, kind in DEPRECATION.items():
        here = f"{place} : critereDeprecie.{key}"
        if value.get(key) is not None:
            kept[key] = _whole(value[key], _LARGEST_ID, here) if kind is int else _text(value[key], here)
    return kept or None
