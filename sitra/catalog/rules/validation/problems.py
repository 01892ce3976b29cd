"""What can be wrong with a document, in French and English."""

from collections.abc import Mapping
from dataclasses import dataclass, field as dataclass_field
from enum import StrEnum
from typing import Any

from sitra.catalog.rules.expected import expected
from sitra.catalog.rules.types import Field


class Severity(StrEnum):
    """What a problem stops."""

    BLOCKS = "blocks"
    WARNS = "warns"


class Code(StrEnum):
    """A sort of problem."""

    MISSING = "missing"
    UNKNOWN_KEY = "unknown-key"
    KEPT_ASIDE = "kept-aside"
    COMPUTED = "computed"
    WRONG_TYPE = "wrong-type"
    TOO_LONG = "too-long"
    MARKUP = "markup"
    OUT_OF_BOUNDS = "out-of-bounds"
    FAR_DATE = "far-date"
    UNKNOWN_TERM = "unknown-term"
    WRONG_VOCABULARY = "wrong-vocabulary"
    INACTIVE_TERM = "inactive-term"
    TWICE = "twice"
    UNKNOWN_COMMUNE = "unknown-commune"
    WRONG_KIND = "wrong-kind"
    FORBIDDEN_KIND = "forbidden-kind"
    FORBIDDEN_TOGETHER = "forbidden-together"
    OUTSIDE_COMMUNE = "outside-commune"
    REVERSED = "reversed"
    EXPIRED = "expired"
    FREE_AND_PAID = "free-and-paid"


_SAYINGS: dict[Code, tuple[Severity, str, str]] = {
    Code.MISSING: (Severity.BLOCKS, "« {label} » doit être rempli.", "“{label}” must be filled in."),
    Code.UNKNOWN_KEY: (
        Severity.BLOCKS,
        "« {key} » n'est pas un champ d'une fiche « {kind} » : vérifiez son orthographe ou retirez-le.",
        "“{key}” is not a field of a record of kind “{kind}”: check its spelling or remove it.",
    ),
    Code.KEPT_ASIDE: (
        Severity.WARNS,
        "« {key} » n'est pas un champ d'une fiche « {kind} » : la valeur est gardée telle quelle.",
        "“{key}” is not a field of a record of kind “{kind}”: the value is kept as it is.",
    ),
    Code.COMPUTED: (
        Severity.BLOCKS,
        "« {label} » est calculé par Sitra et ne se saisit pas : retirez-le.",
        "“{label}” is computed by Sitra and cannot be typed: remove it.",
    ),
    Code.WRONG_TYPE: (Severity.BLOCKS, "« {label} » attend {expected}.", "“{label}” expects {expected}."),
    Code.TOO_LONG: (
        Severity.BLOCKS,
        "« {label} »{language} compte {length} caractères : {longest} au plus.",
        "“{label}”{language} has {length} characters: {longest} at most.",
    ),
    Code.MARKUP: (
        Severity.BLOCKS,
        "« {label} »{language} contient du HTML ({tag}) : écrivez un texte simple.",
        "“{label}”{language} contains HTML ({tag}): write plain text.",
    ),
    Code.OUT_OF_BOUNDS: (
        Severity.BLOCKS,
        "« {label} » vaut {value} : il faut {expected}.",
        "“{label}” is {value}: it must be {expected}.",
    ),
    Code.FAR_DATE: (
        Severity.BLOCKS,
        "« {label} » ({value}) doit se situer entre le {first} et le {last}.",
        "“{label}” ({value}) must be between {first} and {last}.",
    ),
    Code.UNKNOWN_TERM: (
        Severity.BLOCKS,
        "« {label} » : le terme n° {value} n'existe pas dans le vocabulaire {vocabulary}.",
        "“{label}”: there is no term {value} in the vocabulary {vocabulary}.",
    ),
    Code.WRONG_VOCABULARY: (
        Severity.BLOCKS,
        "« {label} » attend un terme de {vocabulary} ; le n° {value} est un terme de {other}.",
        "“{label}” expects a term of {vocabulary}; number {value} is a term of {other}.",
    ),
    Code.INACTIVE_TERM: (
        Severity.WARNS,
        "« {label} » : le terme n° {value} n'est plus utilisé{instead}.",
        "“{label}”: term {value} is no longer in use{instead}.",
    ),
    Code.TWICE: (
        Severity.WARNS,
        "« {label} » : le n° {value} figure deux fois.",
        "“{label}”: number {value} stands there twice.",
    ),
    Code.UNKNOWN_COMMUNE: (
        Severity.BLOCKS,
        "« {label} » : aucune commune ne porte le n° {value}.",
        "“{label}”: no commune has the number {value}.",
    ),
    Code.WRONG_KIND: (
        Severity.BLOCKS,
        "« {label} » attend {expected}, pas une fiche {value}.",
        "“{label}” expects {expected}, not a record {value}.",
    ),
    Code.FORBIDDEN_KIND: (
        Severity.BLOCKS,
        "« {label} » : le terme n° {value} ne s'emploie pas dans une fiche « {kind} ».",
        "“{label}”: term {value} is not used in a record of kind “{kind}”.",
    ),
    Code.FORBIDDEN_TOGETHER: (
        Severity.BLOCKS,
        "« {label} » : le terme n° {value} ne va pas avec le terme n° {other}, déjà choisi.",
        "“{label}”: term {value} does not go with term {other}, already chosen.",
    ),
    Code.OUTSIDE_COMMUNE: (
        Severity.WARNS,
        "Le point ({value}) est hors de la commune : vérifiez la commune ou déplacez le point.",
        "The point ({value}) is outside the commune: check the commune or move the point.",
    ),
    Code.REVERSED: (
        Severity.BLOCKS,
        "« {label} » ({value}) dépasse « {other_label} » ({other}).",
        "“{label}” ({value}) is above “{other_label}” ({other}).",
    ),
    Code.EXPIRED: (
        Severity.WARNS,
        "« {label} » : la dernière période s'est terminée le {value}. Ajoutez la suivante.",
        "“{label}”: the last period ended on {value}. Add the next one.",
    ),
    Code.FREE_AND_PAID: (
        Severity.WARNS,
        "« {label} » dit gratuit, et un prix est indiqué ({value}).",
        "“{label}” says free, and a price is given ({value}).",
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a document; `path` carries ranks, `descriptionTarif.periodes[0].dateFin`."""

    path: str
    code: Code
    field: Field | None = None
    details: Mapping[str, Any] = dataclass_field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Whether it stops the publication, or only warns."""
        return _SAYINGS[self.code][0]

    def sentence(self, language: str = "fr") -> str:
        """Say what is wrong and what to do, in French or English."""
        side = 1 if language == "en" else 0
        words = {name: _side(value, side) for name, value in self.details.items()}
        if self.field is not None:
            words["label"] = self.field.label(language)
            words["expected"] = expected(self.field.type, language)
        return _SAYINGS[self.code][1 + side].format_map(words)


def _side(value: Any, side: int) -> Any:
    """Pick the French or the English of a detail that has both."""
    return value[side] if isinstance(value, tuple) else value
