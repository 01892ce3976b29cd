"""A Geotrek-admin in small: its API v2 over a real HTTP server, with lists that a test can change."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.outside import Asked, Outside, Told, outside

ROOT = "/api/v2/"
Rows = list[dict[str, Any]]


def trek(number: int, title: str = "", **more: Any) -> dict[str, Any]:
    """Write a short trail as Geotrek does."""
    return {
        "id": number,
        "name": {"fr": title or f"Sentier {number}", "en": ""},
        "published": {"fr": True, "en": False},
        "departure_city": "07019",
        "departure_geom": [4.39, 44.62],
        "cities": ["07019"],
        "description_teaser": {"fr": "<p>Un beau sentier.</p>", "en": ""},
        "practice": 4,
        "update_datetime": "2026-10-01T08:00:00Z",
        **more,
    }


@dataclass
class Geotrek:
    """What the server holds; `before` may answer otherwise, or change the lists, before a page is given."""

    lists: dict[str, Rows] = field(default_factory=dict)
    before: Callable[[Asked], Told | None] = lambda _: None
    server: Outside = field(init=False)

    def tell(self, asked: Asked) -> Told:
        """Answer a page as Geotrek does, with its caps and its `fields`."""
        if other := self.before(asked):
            return other
        name = asked.path.removeprefix(ROOT).strip("/")
        if name not in self.lists:
            return Told(b'{"detail":"Not found."}', 404)
        rows, page = self.lists[name], int(asked.query.get("page", "1"))
        size = min(int(asked.query.get("page_size", "50")), 1000)
        if page > 1 and (page - 1) * size >= len(rows):
            return Told(b'{"detail":"Page non valide."}', 404)
        shown = rows[(page - 1) * size : page * size]
        if "fields" in asked.query:
            shown = [{key: row[key] for key in asked.query["fields"].split(",")} for row in shown]
        more = page * size < len(rows)
        answer = {
            "count": len(rows),
            "next": f"http://10.0.0.1/api/v2/{name}/?page={page + 1}" if more else None,
            "previous": None,
            "results": shown,
        }
        return Told(json.dumps(answer).encode())

    def pages(self, name: str = "trek") -> list[str]:
        """Say which pages of a list were asked for, `roll` for those of the roll call."""
        return [
            ("roll " if "fields" in asked.query else "") + asked.query["page"]
            for asked in self.server.asked
            if asked.path == f"{ROOT}{name}/"
        ]


@contextmanager
def running(**lists: Rows) -> Iterator[Geotrek]:
    """Run a Geotrek that holds these lists."""
    held = Geotrek(lists)
    with outside(held.tell) as server:
        held.server = server
        yield held
