"""Pages of the workplace and a save, on a ground of records: milliseconds of server time and kilobytes sent.

    PYTHONPATH=. .venv/bin/python bench/workplace.py [SIZE] [DIRECTORY]

Somebody who may do everything for its owner asks each page of a large record, and saves it; then those of the
largest one. The first answer is left out. Beside each page, how many times the style page it takes, which
asks nothing of the database.
"""

import gzip
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench import ground
from bench.corpus import SIZES

ROUNDS = 15
MOST_LOOKED_AT = 3_000
LARGE = 600
"""Values of a large record; the largest one of the corpus has thousands."""
OF_A_RECORD = (
    "/objets/{number}",
    "/objets/{number}/corriger",
    "/objets/{number}/champs?q=prix",
    *(
        f"/objets/{{number}}/modifier?partie={part}&tout=1"
        for part in (
            "identity",
            "contact",
            "text",
            "place",
            "services",
            "opening",
            "prices",
            "media",
            "specific",
            "links",
        )
    ),
)

PAGES = (
    "/style",
    "/accueil",
    "/recherche",
    "/recherche?mots=piscine&type=HOTELLERIE",
    "/recherche?type=HOTELLERIE_PLEIN_AIR&tri=nom",
    "/recherche?page=1000",
    "/propositions",
    "/notifications",
    "/doublons",
    "/membres",
    "/journal",
    "/droits",
    "/imports",
    "/objets/nouveau",
    *OF_A_RECORD,
)


def main() -> None:
    """Take the ground, ask, print."""
    size = SIZES[sys.argv[1]] if len(sys.argv) > 1 else SIZES["10k"]
    directory = Path(sys.argv[2]) if len(sys.argv) > 2 else ground.ROOT / "var/bench" / str(size)
    taken = ground.prepare(size, directory)
    os.environ.update(taken.environment)
    from sitra.kit import embedded_postgres, environment  # noqa: PLC0415 - its variables first

    os.environ["DATABASE_URL"] = embedded_postgres.ensure(directory / "postgres", volatile=True)
    environment.configure()
    import django  # noqa: PLC0415

    django.setup()
    try:
        _measure()
    finally:
        embedded_postgres.leave(directory / "postgres")


def _measure() -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client, override_settings  # noqa: PLC0415

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}, ALLOWED_HOSTS=["*"]):
        client, rest = Client(), 0.0
        for number, values in _records():
            print(f"record {number}: {values} values")
            client.force_login(_somebody(number))
            for page in PAGES if not rest else OF_A_RECORD:
                rest = _ask(client, page.format(number=number), rest)
            _save(client, number, rest)


def _ask(client: Any, address: str, rest: float) -> float:
    """Ask a page some times and print it; answers what the first page of all took."""
    answer, seconds = _timed(partial(client.get, address))
    rest = rest or statistics.median(seconds)
    plain_size, packed = (len(one) / 1000 for one in (answer.content, gzip.compress(answer.content, 6)))
    _say(f"{answer.status_code} {address}", seconds, rest, f"{plain_size:7.0f} kB {packed:6.1f} kB")
    return rest


def _save(client: Any, number: int, rest: float) -> None:
    """Keep what is typed, and save it; each time another word."""
    field, words = "localisation.adresse.adresse2", iter(range(10**6))
    for name in ("brouillon", "modifier"):
        address = f"/objets/{number}/{name}?partie=place"
        answer, seconds = _timed(partial(_write, client, address, field, words))
        _say(f"POST {name}", seconds, rest, f"{answer.status_code}")


def _write(client: Any, address: str, field: str, words: Iterator[int]) -> Any:
    return client.post(address, {field: f"Essai {next(words)}"})


def _timed(ask: Callable[[], Any]) -> tuple[Any, list[float]]:
    answer, seconds = ask(), []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begun)
    return answer, seconds


def _say(name: str, seconds: list[float], rest: float, more: str) -> None:
    median, slow = statistics.median(seconds), sorted(seconds)[int(len(seconds) * 0.95)]
    print(f"{name:60} {1000 * median:7.1f} ms  p95 {1000 * slow:7.1f} ms  x{median / rest:5.1f}  {more}")


def _records() -> list[tuple[int, int]]:
    """Give a large published record and the largest one among some, each with how many values it has."""
    from sitra.tourism.models import Revision  # noqa: PLC0415

    rows = Revision.objects.filter(state="PUBLISHED").order_by("object_id")[:MOST_LOOKED_AT]
    counted = {number: _values(held) for number, held in rows.values_list("object_id", "document").iterator()}
    ranked = sorted(counted.items(), key=lambda one: one[1])
    return [[one for one in ranked if one[1] <= LARGE][-1], ranked[-1]]


def _values(held: Any) -> int:
    if isinstance(held, dict):
        return sum(map(_values, held.values()))
    return sum(map(_values, held)) if isinstance(held, list) else 1


def _somebody(number: int) -> Any:
    """Seat somebody with every duty in the member that owns a record."""
    from sitra.accounts import actions as accounts  # noqa: PLC0415
    from sitra.members import actions as members  # noqa: PLC0415
    from sitra.members.events import Duty  # noqa: PLC0415
    from sitra.tourism.models import TouristObject  # noqa: PLC0415

    one = accounts.enrol(
        email="mesure@bench.example", first_name="Mesure", last_name="Essai", password="x" * 20
    )
    members.seat(one, TouristObject.objects.get(pk=number).owner_id, list(Duty))
    return one


if __name__ == "__main__":
    main()
