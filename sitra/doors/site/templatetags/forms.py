"""Fields of forms in our dress."""

from django import template
from django.forms import BoundField, CheckboxInput, Select
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Say whether a field is a box to tick."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def dressed(field: BoundField) -> SafeString:
    """Write a field with our class; the label says what a placeholder would repeat."""
    name = "form-control"
    if is_checkbox(field):
        name = "form-check-input"
    elif isinstance(field.field.widget, Select):
        name = "form-select"
    attrs: dict[str, str | bool] = {"class": name, "placeholder": False}
    if field.field.widget.attrs.get("autocomplete") == "one-time-code":
        attrs |= {"inputmode": "numeric", "spellcheck": "false"}
    return field.as_widget(attrs=attrs)
