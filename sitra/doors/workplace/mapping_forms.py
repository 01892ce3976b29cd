"""The form that says what columns become: shown from a plan, read back into one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from sitra.catalog.rules.kinds import Kind
from sitra.intake.queries.preparing import Look, WordsToSettle, terms_of
from sitra.intake.rules.tabular import plans, targets
from sitra.intake.rules.tabular.plans import Column, Constant, Plan
from sitra.kit import texts
from sitra.kit.texts import fold

FREE = 3
"""Values for all lines that one may add at once."""
_LONGEST = 500
SEPARATORS: dict[str, Promise | str] = {
    "": gettext_lazy("automatique"),
    ";": gettext_lazy("point-virgule"),
    ",": gettext_lazy("virgule"),
    "|": gettext_lazy("barre verticale"),
    "/": gettext_lazy("barre oblique"),
    "\n": gettext_lazy("retour à la ligne"),
}


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column on the screen."""

    rank: int
    name: str
    samples: list[str]
    target: str
    """The label of what it becomes, as typed or proposed."""
    language: str
    separator: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class MandatoryRow:
    """A field that must say something, though no column does."""

    key: str
    label: str
    terms: list[tuple[int, str]]
    chosen: int


@dataclass(frozen=True, slots=True)
class FreeRow:
    """A value for all lines."""

    rank: int
    target: str
    text: str
    error: str = ""


@dataclass
class MappingForm:
    """All that the page asks."""

    kind: Kind
    columns: list[ColumnRow]
    key: str
    name: str
    mandatory: list[MandatoryRow]
    free: list[FreeRow]
    errors: list[str] = field(default_factory=list)


def shown(look: Look, plan: Plan, name: str, language: str) -> MappingForm:
    """Show a plan."""
    said = targets.labels(plan.kind, language)
    mapped = {fold(one.name): one for one in plan.columns}
    columns = []
    for rank, seen in enumerate(look.columns):
        one = mapped.get(fold(seen.name), Column(seen.name, ""))
        label = said.get(one.target, "")
        columns.append(ColumnRow(rank, seen.name, seen.shown, label, one.language, one.separator))
    key = next((seen.name for seen in look.columns if plan.key and fold(seen.name) == fold(plan.key)), "")
    required = {one.key for one in targets.mandatory(plan.kind)}
    others = [one for one in plan.constants if one.target not in required]
    free = [FreeRow(rank, said[one.target], one.text) for rank, one in enumerate(others)]
    free += [FreeRow(rank, "", "") for rank in range(len(free), len(free) + FREE)]
    chosen = {one.target: one.text for one in plan.constants}
    return MappingForm(plan.kind, columns, key, name, _mandatory(plan.kind, chosen, language), free)


def read(query: QueryDict, look: Look, kind: Kind, language: str) -> tuple[MappingForm, Plan]:
    """Read what was typed; the errors of the form say what is wrong."""
    known = targets.by_label(kind, language)
    form = MappingForm(kind, [], "", _line(query, "nom")[:100], [], [])
    columns = [
        column for column in (_column(query, form, known, *one) for one in enumerate(look.columns)) if column
    ]
    key = query.get("cle", "")
    form.key = key if key in {one.name for one in look.columns} else ""
    constants = []
    chosen = {}
    for one in targets.mandatory(kind):
        number = query.get(f"obligatoire-{one.key}", "")
        if number.isdecimal():
            chosen[one.key] = number
            constants.append(Constant(one.key, number))
    form.mandatory = _mandatory(kind, chosen, language)
    rank = 0
    while f"champ-{rank}" in query and rank < 2 * targets_most():
        constants += _free(query, form, known, rank)
        rank += 1
    taken = [one.target for one in columns]
    for name in {one for one in taken if taken.count(one) > 1 and _alone(kind, one)}:
        twice = targets.labels(kind, language)[name]
        form.errors.append(_("Deux colonnes deviennent « %(label)s » : gardez-en une.") % {"label": twice})
    return form, Plan(kind, tuple(columns), form.key, tuple(constants))


def words_read(query: QueryDict, asked: list[WordsToSettle]) -> tuple[dict[str, dict[str, int]], list[str]]:
    """Read which terms words are: what stays empty is left out; gives what is not known besides."""
    found: dict[str, dict[str, int]] = {}
    wrong = []
    for one in asked:
        numbers = {fold(label): number for number, label in one.terms}
        for rank, word in enumerate(one.words):
            typed = _line(query, f"{one.target}-{rank}")
            number = numbers.get(fold(typed), plans.LEFT_OUT)
            if typed and number == plans.LEFT_OUT:
                wrong.append(
                    _("« %(word)s » : aucun terme ne s’appelle « %(typed)s ».")
                    % {"word": word.text, "typed": typed}
                )
            else:
                found.setdefault(one.target, {})[word.text] = number
    return found, wrong


def targets_most() -> int:
    """Most values for all lines that are read."""
    return 20


def _column(
    query: QueryDict, form: MappingForm, known: Mapping[str, str], rank: int, seen: object
) -> Column | None:
    name, samples = str(getattr(seen, "name", "")), list(getattr(seen, "shown", []))
    typed = _line(query, f"cible-{rank}")
    language, separator = (
        query.get(f"langue-{rank}", "fr"),
        query.get(f"separateur-{rank}", "").replace("\r", ""),
    )
    language = language if language in texts.LANGUAGES else "fr"
    separator = separator if separator in plans.SEPARATORS else ""
    target = _found(typed, known)
    error = _("Aucun champ ne s’appelle ainsi : choisissez dans la liste.") if typed and not target else ""
    form.columns.append(ColumnRow(rank, name, samples, typed, language, separator, error))
    if error:
        form.errors.append(
            _("Colonne « %(name)s » : aucun champ ne s’appelle « %(typed)s ».")
            % {"name": name, "typed": typed}
        )
    return Column(name, target, language, separator) if target else None


def _free(query: QueryDict, form: MappingForm, known: Mapping[str, str], rank: int) -> list[Constant]:
    typed, text = _line(query, f"champ-{rank}"), query.get(f"valeur-{rank}", "").strip()[:5000]
    target = _found(typed, known)
    error = _("Aucun champ ne s’appelle ainsi : choisissez dans la liste.") if typed and not target else ""
    if error:
        form.errors.append(
            _("Valeur pour toutes les lignes : aucun champ ne s’appelle « %(typed)s ».") % {"typed": typed}
        )
    form.free.append(FreeRow(rank, typed, text, error))
    return [Constant(target, text)] if target and text else []


def _found(typed: str, known: Mapping[str, str]) -> str:
    """Find what was typed: a whole label, else one that only one field ends with."""
    if typed in known:
        return known[typed]
    wanted = fold(typed)
    ends = {
        key
        for label, key in known.items()
        if wanted and wanted in {fold(label), fold(label.rpartition("›")[2])}
    }
    return ends.pop() if len(ends) == 1 else ""


def _mandatory(kind: Kind, chosen: Mapping[str, str], language: str) -> list[MandatoryRow]:
    return [
        MandatoryRow(
            key=one.key,
            label=one.english if language == "en" else one.french,
            terms=terms_of(one.vocabulary, language),
            chosen=int(chosen.get(one.key, "0") or 0) if chosen.get(one.key, "0").isdecimal() else 0,
        )
        for one in targets.mandatory(kind)
        if one.vocabulary
    ]


def _alone(kind: Kind, target: str) -> bool:
    """Say whether only one column may become a target."""
    known = targets.targets(kind)[target]
    return not (
        known.many or known.is_text or target.startswith(targets.CONTACT) or target == targets.PICTURE
    )


def _line(query: QueryDict, name: str) -> str:
    return " ".join(query.get(name, "").replace("\0", " ").split())[:_LONGEST]
