"""Every list at hand imports with its report, on the real communes, and has nothing to do a second time."""

import gzip
import json
from pathlib import Path

import pytest

from sitra.intake import actions as intake, queries
from sitra.intake.actions import Choices
from sitra.intake.events import Outcome, Standing
from sitra.intake.rules.draft import Note
from sitra.intake.rules.sources import SOURCES, guess
from sitra.members import actions as members
from sitra.places import actions as places
from sitra.vocabulary import actions as vocabulary
from tests.intake.test_datatourisme import CENTRE
from tests.intake.test_sources import FILES, SHIPPED


@pytest.mark.django_db
def test_every_list_imports_with_its_report(shared: Path) -> None:
    places.load_seed()
    places.draw(json.loads(gzip.decompress((FILES / "outlines.json.gz").read_bytes())))
    vocabulary.load_seed()
    region = members.admit(number=1, name="Région", kind=246)
    for path, most in [*((FILES / name, most) for name, _, _, most in SHIPPED), (shared / CENTRE, 0)]:
        source = guess(path)
        assert source
        done = queries.report(intake.apply(path, source, Choices(owner=region.pk)))
        refused = [line.words for line in queries.lines(done.number, [Outcome.REFUSED], limit=2000)]
        assert done.standing is Standing.DONE
        assert done.counts[Outcome.NEW] > 50
        assert sum(done.counts.values()) == sum(
            1 for row in SOURCES[source].read(path) if not isinstance(row, Note)
        )
        assert done.counts[Outcome.REFUSED] == len(refused) <= most + 1, "one lodging names no commune"
        assert all(len(said) == 1 and said[0].endswith(".") for said in refused)
        again = queries.report(intake.apply(path, source, Choices(owner=region.pk)))
        assert again.counts[Outcome.UNCHANGED] == done.counts[Outcome.NEW]
        assert again.counts[Outcome.REFUSED] == done.counts[Outcome.REFUSED]
        assert [again.counts[one] for one in (Outcome.NEW, Outcome.CHANGED, Outcome.BACK)] == [0, 0, 0]
