"""What people do to records, as chance has it."""

import random

from sitra.tourism import actions as tourism
from sitra.tourism.models import TouristObject
from tests.cast import AUBENAS, PRIVAS, Cast, hotel


def act(cast: Cast, drawn: random.Random) -> None:
    """Do something to a record: write it anew, hide or publish, delete, hand over, or make another."""
    rows = list(TouristObject.objects.exclude(state="DELETED").order_by("pk"))
    by = cast.author()
    match drawn.randrange(6):
        case 0 | 1 if rows:
            row = drawn.choice(rows)
            changed = hotel(f"H{drawn.random()}", commune=drawn.choice((AUBENAS, PRIVAS)))
            tourism.revise(row.pk, changed, seen=row.revision, by=by)
        case 2 if rows:
            row = drawn.choice(rows)
            verb = {"PUBLISHED": "hide"}.get(row.state, "publish")
            tourism.change_state(row.pk, verb, seen=row.revision, by=by)
        case 3 if len(rows) > 3:
            row = drawn.choice(rows)
            tourism.change_state(row.pk, "delete", seen=row.revision, by=by)
        case 4 if rows:
            owner = cast.members[drawn.choice(("aubenas", "privas"))]
            tourism.transfer([drawn.choice(rows).pk], owner.pk, by=by)
        case _:
            cast.record(hotel(f"N{drawn.random()}", commune=drawn.choice((AUBENAS, PRIVAS))))
