"""The editor of a record, without screen or table: what a form holds, and the document that comes of it."""

from sitra.review.rules.editing.forms import Form, Group, Input, Item, Option, Rows, View, form_of
from sitra.review.rules.editing.reading import Reading, read
from sitra.review.rules.editing.shown import LISTED_SECTIONS, section_of, written

__all__ = (
    "LISTED_SECTIONS",
    "Form",
    "Group",
    "Input",
    "Item",
    "Option",
    "Reading",
    "Rows",
    "View",
    "form_of",
    "read",
    "section_of",
    "written",
)
