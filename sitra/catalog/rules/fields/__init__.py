"""Every field, in the order in which a record is written on the wire."""

from sitra.catalog.rules.fields import common, lodging, outings, places_to_visit
from sitra.catalog.rules.types import Field

FIELDS: tuple[Field, ...] = (
    *common.FIELDS,
    *lodging.FIELDS,
    *places_to_visit.FIELDS,
    *outings.FIELDS,
)
