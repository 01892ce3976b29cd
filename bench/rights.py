"""Rights on 400,000 records: the page of a list, a count, and one guard, by who asks; milliseconds.

The records are rows without documents on the small network of the tests, spread over owners, communes, kinds.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

COUNT = 400_000
ROUNDS = 20


def main() -> None:
    """Build it, ask, print."""
    with tempfile.TemporaryDirectory(prefix="sitra-rights-") as directory:
        os.environ["SITRA_VAR"] = directory
        from sitra.kit import embedded_postgres, environment  # noqa: PLC0415

        os.environ["DATABASE_URL"] = embedded_postgres.ensure(Path(directory) / "postgres", volatile=True)
        environment.configure()
        import django  # noqa: PLC0415

        django.setup()
        try:
            _measure()
        finally:
            embedded_postgres.leave(Path(directory) / "postgres")


def _measure() -> None:
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from sitra.access import actions as access, queries  # noqa: PLC0415
    from sitra.access.rules.terms import Terms  # noqa: PLC0415
    from sitra.members import actions as members  # noqa: PLC0415
    from sitra.members.events import Duty  # noqa: PLC0415
    from sitra.tourism.models import TouristObject  # noqa: PLC0415
    from sitra.tourism.policy import CONSULT, WRITE  # noqa: PLC0415
    from tests.cast import assemble  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    cast = assemble()
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [COUNT])
        cursor.execute("ANALYZE tourism_touristobject")
    people = cast.people
    members.seat(people["stranger"], cast.members["region"].pk, ["consult", "animate"])
    members.seat(people["counsellor"], cast.members["ardeche"].pk, ["consult", "animate"])
    terms = Terms(Duty.WRITE, kinds=("HOTELLERIE",), communes=("07019",))
    access.give(5, terms, giver=4, by=people["stranger"])
    every = TouristObject.objects.all()
    row = TouristObject.objects.with_head().get(pk=COUNT // 2)
    asked: dict[str, Callable[[], object]] = {}
    for name in ("clerk", "neighbour", "counsellor", "stranger"):
        who = queries.mandate_of(people[name])
        asked[f"{name}: mandate"] = lambda name=name: queries.mandate_of(people[name])  # type: ignore[misc]
        for right in (CONSULT, WRITE):
            kept = right.among(who, every)
            asked[f"{name}: {right.act} page"] = lambda kept=kept: list(kept.order_by("-pk")[:50])  # type: ignore[misc]
            asked[f"{name}: {right.act} count"] = lambda kept=kept: kept.count()  # type: ignore[misc]
            asked[f"{name}: {right.act} guard"] = lambda who=who, right=right: right.allows(who, row)  # type: ignore[misc]
    for name, ask in asked.items():
        _time(name, ask)


def _time(name: str, ask: Callable[[], object]) -> None:
    """Ask some times and print the median."""
    ask()
    seconds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begun)
    print(f"{name:32} {1000 * statistics.median(seconds):8.2f} ms")


_FILL = """
INSERT INTO tourism_touristobject
  (id, kind, state, identifier, name, owner_id, commune_id, revision, created_at, changed_at)
SELECT n,
  (ARRAY['HOTELLERIE','RESTAURATION','EQUIPEMENT','FETE_ET_MANIFESTATION'])[1 + n %% 4],
  (ARRAY['PUBLISHED','PUBLISHED','PUBLISHED','PUBLISHED','DRAFT','HIDDEN'])[1 + n %% 6],
  'SITRA2_' || n, 'Essai ' || n, 2 + n %% 6,
  (ARRAY[1007019, 1007186, 1073011, 1073015])[1 + (n / 7) %% 4], 1, now(), now()
FROM generate_series(1, %s) AS n
"""

if __name__ == "__main__":
    main()
