"""What the template of the place of a record asks of its part of the form."""

from django import template

from sitra.review.rules.editing.forms import Group, Input, Part

register = template.Library()

CHECKED = "localisation.geolocalisation.valide"
"""Name under which a record says that its point was checked: without it, no site shows the point."""


@register.filter
def point_of(part: Group) -> Input | None:
    """Give the input of the point."""
    return next((one for one in part.parts if isinstance(one, Input) and one.shape == "point"), None)


@register.filter
def beside_point(part: Group) -> list[Part]:
    """Give what the group holds beside the point."""
    return [one for one in part.parts if not (isinstance(one, Input) and one.shape == "point")]


@register.filter
def asks_whether_checked(part: Group) -> bool:
    """Say whether the form has the question of its own whether the point was checked."""
    return any(one.name == CHECKED for one in part.parts)
