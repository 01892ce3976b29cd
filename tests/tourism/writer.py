"""One of many writers at once: revises records as fast as it can, until it is killed."""

import random
import sys

import django


def main() -> None:
    """Revise the records of the database named by the environment; the argument seeds the choice."""
    django.setup()
    from sitra.accounts.models import Person
    from sitra.kit.errors import Stale
    from sitra.members.models import Member
    from sitra.tourism import actions
    from sitra.tourism.actions import Author
    from sitra.tourism.models import Revision, TouristObject

    random.seed(int(sys.argv[1]))
    by = Author(person=Person.objects.earliest("pk"), member=Member.objects.earliest("pk"))
    numbers = list(TouristObject.objects.order_by("pk").values_list("pk", flat=True))
    step = 0
    while True:
        latest = Revision.objects.filter(object_id=random.choice(numbers)).latest("number")
        step += 1
        document = {**latest.document, "nom": {"libelleFr": f"Hôtel {sys.argv[1]}-{step}"}}
        try:
            actions.revise(latest.object_id, document, seen=latest.number, by=by)
        except Stale:
            continue  # another writer was quicker: read again


if __name__ == "__main__":
    main()
