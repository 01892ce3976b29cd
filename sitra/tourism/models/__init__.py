"""Tables of records."""

from sitra.tourism.models.freshness import Confirmation
from sitra.tourism.models.layers import Collaboration, InternalTag, Metadata, PrivateText, Tagging
from sitra.tourism.models.records import (
    Distinct,
    Link,
    Merger,
    Revision,
    TouristObject,
    TouristObjects,
    Use,
)
from sitra.tourism.models.sources import Awaited, Identifier, Lock, Overlay, Source

__all__ = (
    "Awaited",
    "Collaboration",
    "Confirmation",
    "Distinct",
    "Identifier",
    "InternalTag",
    "Link",
    "Lock",
    "Merger",
    "Metadata",
    "Overlay",
    "PrivateText",
    "Revision",
    "Source",
    "Tagging",
    "TouristObject",
    "TouristObjects",
    "Use",
)
