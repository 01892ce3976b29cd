"""What movements of the official code come to, in French and English words."""

from collections.abc import Mapping

from sitra.places.rules.movements import Act, Change, Plan

HEADINGS = {
    Act.MERGED: ("Réunies à une autre commune", "Merged into another commune"),
    Act.RESTORED: ("Rétablies", "Restored"),
    Act.CREATED: ("Créées", "Created"),
    Act.RENAMED: ("Changent de nom", "Renamed"),
}


def heading(act: Act, language: str = "fr") -> str:
    """Name what happens to communes."""
    return HEADINGS[act][language == "en"]


def sentence(change: Change, names: Mapping[str, str], language: str = "fr") -> str:
    """Say what happens to one commune; `names` gives those of the others, by code."""
    english = language == "en"
    after = change.after
    if change.act is Act.MERGED:
        return f"{after.code} {after.name} → {change.other} {names.get(change.other, '')}".rstrip()
    if change.act is Act.RESTORED:
        was = "was part of" if english else "faisait partie de"
        return f"{after.code} {after.name} ({was} {change.other} {names.get(change.other, '')})"
    if change.act is Act.RENAMED and change.before is not None:
        return f"{after.code} {change.before.name} → {after.name}"
    return f"{after.code} {after.name}"


def summary(plan: Plan, language: str = "fr") -> str:
    """Say in one sentence what a file comes to."""
    english = language == "en"
    counts = {act: sum(one.act is act for one in plan.changes) for act in Act}
    told = ", ".join(f"{heading(act, language).lower()} : {count}" for act, count in counts.items() if count)
    if english:
        told = told.replace(" :", ":")
    nothing = "nothing changes" if english else "rien ne change"
    return f"{told or nothing}."
