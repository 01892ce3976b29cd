"""What criteria exclude, as `referentiel/criteres-interdits` says it (section 1.2)."""

from collections.abc import Iterable
from typing import Any

from sitra.catalog.rules import forbidden
from sitra.catalog.rules.kinds import Kind


def numbers() -> list[int]:
    """Give the criteria that exclude something or are excluded."""
    return sorted({number for group in forbidden.APART for number in group} | forbidden.ELSEWHERE.keys())


def written(wanted: Iterable[int] | None) -> list[dict[str, Any]]:
    """Write what these criteria exclude, or all that exclude something; the others are left out.

    Of two that exclude each other, each is forbidden by the other and forbids it.
    """
    found = []
    for number in numbers() if wanted is None else dict.fromkeys(wanted):
        if excluded := forbidden.forbids(number):
            kinds = [kind.value for kind in Kind if kind in excluded.kinds]
            others = sorted(excluded.terms)
            said = {"typesInterdits": kinds, "interditPar": others, "interditUtilisationDe": others}
            found.append({"critereId": number} | {key: value for key, value in said.items() if value})
    return found
