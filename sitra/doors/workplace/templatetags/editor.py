"""Which template shows a part of the editor's form."""

from django import template

from sitra.review.rules.editing.forms import Input, Part

register = template.Library()

BLOCKS: dict[str, str] = {
    "illustrations": "media.html",
    "localisation.geolocalisation": "geolocation.html",
    "multimedias": "media.html",
}
"""Path of a block without ranks -> the template of its own, under `workplace/editor/blocks/`."""


@register.filter
def part_template(part: Part) -> str:
    """Give the template of a part: its own where it has one, else that of its sort."""
    own = "" if isinstance(part, Input) else BLOCKS.get(part.block, "")
    return f"workplace/editor/blocks/{own}" if own else f"workplace/editor/parts/{part.sort}.html"
