"""What partners write beside records on the wire: criteria, private texts, collaborators (6.5, 6.6, 1.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sitra.formats.rules.v002.jsons import bad, listed, number, numbers, parsed, shaped

MOST = 500
"""Records, or pairs of a record and a criterion, in one call."""


@dataclass(frozen=True, slots=True)
class Tags:
    """Internal criteria for records."""

    records: list[int]
    tags: list[int]


def tags(text: str, which: str) -> Tags:
    """Read `criteres`; `which` names the list of criteria."""
    held = shaped(parsed(text, "criteres"), "criteres", frozenset({"id", which}))
    found = Tags(numbers(held.get("id"), "id", MOST), numbers(held.get(which), which, MOST))
    if len(found.records) * len(found.tags) > MOST:
        bad(f"Une demande porte sur {MOST} couples d'un objet et d'un critère au plus.")
    return found


def team(text: str) -> tuple[int, list[int]]:
    """Read `collaborateurs`: a record and members."""
    held = shaped(
        parsed(text, "collaborateurs"), "collaborateurs", frozenset({"id", "membresCollaborateurs"})
    )
    members = numbers(held.get("membresCollaborateurs"), "membresCollaborateurs", MOST)
    return number(held.get("id"), "id"), members


def texts(text: str, *, erased: bool = False) -> list[tuple[int, str, dict[str, Any]]]:
    """Read `donneesPrivees`: record, technical name and text; without text where they are erased."""
    name = "objetsTouristiques"
    held = shaped(parsed(text, "donneesPrivees"), "donneesPrivees", frozenset({name}))
    found = [line for one in listed(held.get(name), name) for line in _of_record(one, erased=erased)]
    if len(found) > MOST:
        bad(f"Une demande porte sur {MOST} textes au plus.")
    return found


def _of_record(one: Any, *, erased: bool) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Read the texts of a record; to erase, clients write them in two ways."""
    known = {"id", "donneesPrivees"} | ({"donneesPriveesASupprimer"} if erased else set())
    held = shaped(one, "objetsTouristiques", frozenset(known))
    record = number(held.get("id"), "id")
    if erased and "donneesPriveesASupprimer" in held:
        for name in listed(held["donneesPriveesASupprimer"], "donneesPriveesASupprimer"):
            yield record, _named(name), {}
        return
    for line in listed(held.get("donneesPrivees"), "donneesPrivees"):
        private = shaped(line, "donneesPrivees", frozenset({"nomTechnique", "descriptif"}))
        text = private.get("descriptif")
        if not erased and not isinstance(text, dict):
            bad("« descriptif » attend un texte par langue : libelleFr, libelleEn…")
        yield record, _named(private.get("nomTechnique")), {} if erased else dict(text or {})


def _named(held: Any) -> str:
    if not isinstance(held, str) or not held:
        bad("« nomTechnique » attend un nom.")
    return held
