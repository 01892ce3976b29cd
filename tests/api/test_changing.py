"""What changes while it is read: pages stay where they were, numbers go on answering, the past is kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sitra.tourism import actions
from sitra.tourism.models import Revision
from tests.api.world import get
from tests.cast import Cast, hotel

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_changes_meanwhile_moves_no_page(
    transactional_cast: Cast, read_model: Callable[[], None]
) -> None:
    cast = transactional_cast
    rows = [cast.record(hotel(f"Hôtel {rank}")) for rank in range(6)]
    read_model()
    first = get("records", {"limit": 2, "order": "id"}).json()
    changed = get("records", {"limit": 2, "order": "changed"}).json()
    actions.change_state(rows[0].pk, "hide", seen=1, by=cast.author())
    actions.revise(rows[2].pk, hotel("Hôtel changé"), seen=1, by=cast.author())
    read_model()
    second = get("records", {"limit": 2, "order": "id", "cursor": first["next"]}).json()
    assert [one["id"] for one in second["items"]] == [rows[2].pk, rows[3].pk]
    assert second["total"] == 5
    rest = get("records", {"limit": 9, "order": "changed", "cursor": changed["next"]}).json()
    assert [one["id"] for one in rest["items"]] == [rows[place].pk for place in (3, 4, 5, 2)]


def test_merged_deleted_and_past_records(transactional_cast: Cast, read_model: Callable[[], None]) -> None:
    cast = transactional_cast
    kept, merged, gone, hidden = (cast.record(hotel(f"Hôtel {name}")) for name in ("A", "B", "C", "D"))
    actions.revise(kept.pk, hotel("Hôtel A, agrandi"), seen=1, by=cast.author())
    actions.change_state(gone.pk, "delete", seen=1, by=cast.author())
    actions.change_state(hidden.pk, "hide", seen=1, by=cast.author())
    document = hotel("Hôtel A, agrandi")
    actions.merge(merged.pk, into=kept.pk, document=document, seen=1, seen_into=2, by=cast.author())
    Revision.objects.filter(object_id=kept.pk, number=1).update(at=timezone.now() - timedelta(days=9))
    read_model()
    heir = get(f"records/{merged.pk}")
    assert (heir.json()["id"], heir["Content-Location"]) == (kept.pk, f"/api/v1/records/{kept.pk}")
    assert get(f"records/{gone.pk}").json()["type"] == "urn:sitra:problem:gone"
    assert get(f"records/{gone.pk}").status_code == 410
    assert get(f"records/{hidden.pk}").status_code == 404

    def named(days: int) -> Any:
        day = (timezone.localdate() - timedelta(days=days)).isoformat()
        answer = get(f"records/{kept.pk}", {"as_of": day, "fields": "nom,localisation.adresse"})
        return answer.json().get("nom", answer.status_code)

    assert named(0) == {"libelleFr": "Hôtel A, agrandi"}
    assert named(3) == {"libelleFr": "Hôtel A"}
    assert named(20) == {"status": 404}["status"]
    then = get(f"records/{kept.pk}", {"as_of": (timezone.localdate() - timedelta(days=3)).isoformat()}).json()
    now = get(f"records/{kept.pk}").json()
    assert {**then, "nom": None} == {**now, "nom": None}, "the past is told in the same form"
    assert get(f"records/{hidden.pk}", {"as_of": timezone.localdate().isoformat()}).status_code == 404
