"""Tracks are taken as they came: measured, drawn light, refused when they are none or made to harm."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sitra.media import actions, queries
from sitra.media.actions import UnfitFile
from sitra.media.events import Form
from sitra.media.models import Media
from sitra.media.rules.fitness import Unfit
from sitra.media.rules.tracks import measuring, naming, traces
from sitra.media.rules.tracks.measuring import Heights, Shape, Spot
from sitra.media.rules.tracks.traces import MOST_DRAWN, MOST_HEIGHTS, Trace
from tests.cast import Cast
from tests.media import tracks
from tests.media.conftest import Examine
from tests.media.storing import Store, keeping
from tests.media.tracks import BOMB, GPX, OUTSIDE, circle, gpx

type Read = Callable[[bytes], Trace]


@pytest.fixture
def read(examine: Examine, folder: Path) -> Read:
    """Examine a file, then read what is shown of it."""

    def seen(content: bytes) -> Trace:
        examine(content)
        return traces.read((folder / "trace.json").read_bytes())

    return seen


def test_a_track_is_kept_to_the_byte_and_measured(read: Read, folder: Path) -> None:
    content = gpx(circle())
    trace = read(content)
    assert (folder / "fichier.gpx").read_bytes() == content
    found = trace.measures
    assert found.metres == pytest.approx(6_280, rel=0.01)
    assert found.shape is Shape.LOOP
    assert found.heights
    assert found.heights.climb == pytest.approx(300, abs=10)
    assert found.heights.descent == pytest.approx(300, abs=10)
    assert (found.heights.lowest, found.heights.highest) == (1_050, 1_350)
    assert (trace.start.lon, trace.start.lat, trace.start.height) == (6.8829, 45.93, 1_050)
    assert trace.profile[0][0] == 0
    assert trace.profile[-1][0] == pytest.approx(found.metres, abs=1)
    assert max(height for _place, height in trace.profile) == pytest.approx(1_350, abs=2)


def test_a_walk_takes_as_long_as_the_alpine_clubs_say() -> None:
    assert measuring.walked(4_000, None) == 60
    # Three hours along, 3 h 12 up and down: the longer and half the shorter are 4 h 42.
    assert measuring.walked(12_000, Heights(600, 600, 800, 1_400)) == 280
    assert measuring.walked(10, None) == 5


def test_fifty_thousand_points_are_measured_whole_and_drawn_light(read: Read, folder: Path) -> None:
    content = gpx(circle(50_000))
    trace = read(content)
    assert trace.points == 50_000
    assert (folder / "fichier.gpx").stat().st_size == len(content)
    assert 50 < sum(map(len, trace.lines)) <= MOST_DRAWN
    assert len(trace.profile) == MOST_HEIGHTS
    drawn = measuring.length([[Spot(*place) for place in line] for line in trace.lines])
    assert drawn == pytest.approx(trace.measures.metres, rel=0.005)
    assert (folder / "trace.json").stat().st_size < 40_000


def test_segments_that_do_not_touch_are_not_joined(read: Read) -> None:
    line = circle(100)
    apart = read(gpx(line[:40], line[60:]))
    assert len(apart.lines) == 2
    whole = read(gpx(line)).measures.metres
    assert apart.measures.metres == pytest.approx(whole * 78 / 99, rel=0.01)


def test_a_line_that_is_written_as_track_and_route_counts_once(read: Read) -> None:
    line = circle(50)
    route = f"<rte>{''.join(tracks.point(one, 'rtept') for one in line)}</rte>"
    assert read(gpx(line, more=route)).measures == read(gpx(line)).measures
    alone = read((GPX.format(route)).encode())
    assert alone.measures.metres == read(gpx(line)).measures.metres


def test_without_heights_there_is_no_profile_and_the_time_is_that_of_the_way(read: Read) -> None:
    trace = read(gpx(circle(high=False)))
    assert (trace.measures.heights, trace.profile) == (None, [])
    assert trace.measures.minutes == 95


def test_what_a_file_tells_of_people_is_noticed(read: Read) -> None:
    assert not read(gpx(circle())).timed
    told = read(gpx(circle(), inner="<time>2026-06-01T08:00:00Z</time>", more="<author/>"))
    assert (told.timed, told.signed) == (True, True)


HTML = '<trk><extensions><p xmlns="http://www.w3.org/1999/xhtml"><script>1</script></p></extensions>{}</trk>'
LINE = "<trkseg><trkpt lat='45' lon='6'/><trkpt lat='45.1' lon='6'/></trkseg>"
STANDING = LINE.replace("45.1", "45")
NOWHERE = LINE.replace("45.1", "nan").replace("'45'", "'95'")
LONG = f"<trkseg>{'<trkpt lat="45" lon="6"/>' * 200_001}</trkseg>"
SHEET = '<?xml-stylesheet href="//x.example/a.xsl"?>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "entités"),
        (OUTSIDE, "entités"),
        (GPX.format("<trk><trkseg><trkpt lat='1'"), "ne se lit plus à partir de la ligne 1"),
        ("<gpx>" + "<a>" * 5_000, "ne se lit plus"),
        (GPX.format("<metadata/>"), "aucune trace"),
        (GPX.format("<wpt lat='45' lon='6'/>"), "aucune trace"),
        (GPX.format(f"<trk>{STANDING}</trk>"), "aucune trace"),
        (GPX.format(f"<trk>{NOWHERE}</trk>"), "aucune trace"),
        (GPX.format(HTML.format(LINE)), "page web"),
        (SHEET + GPX.format(f"<trk>{LINE}</trk>"), "feuille de style"),
        ("<kml><Document/></kml>", "ce n'est pas une image"),
        (GPX.format(f"<trk>{LONG}</trk>"), "plus de 200000 points"),
    ],
)  # fmt: skip
def test_what_is_no_track_or_made_to_harm_is_refused(
    examine: Examine, folder: Path, text: str, said: str
) -> None:
    with pytest.raises(Unfit, match=said):
        examine(text.encode())
    assert not list(folder.iterdir())


def test_a_line_of_bytes_in_another_encoding_is_a_track(read: Read) -> None:
    text = gpx(circle(10)).decode().replace("UTF-8", "UTF-16")
    assert read(text.encode("utf-16")).points == 10


@pytest.mark.django_db
def test_a_track_is_served_to_be_taken_home_and_its_line_to_be_drawn(
    cast: Cast, store: Store, tmp_path: Path, client: Client
) -> None:
    with keeping(cast, tmp_path, forms=frozenset({Form.GPX}), balcon=gpx(circle())) as said:
        pass
    file: dict[str, Any] = said["balcon"]
    row = Media.objects.get()
    assert (row.form, row.shown_as, store.files()) == ("GPX", "JSON", ["fichier.gpx", "trace.json"])
    assert (file["extension"], file["fileName"], "hauteur" in file) == ("gpx", "balcon", False)
    whole = client.get(f"/media/{row.digest}/fichier.gpx")
    assert whole["Content-Type"] == "application/gpx+xml"
    assert whole["Content-Disposition"] == 'attachment; filename="balcon.gpx"'
    assert b"".join(whole) == gpx(circle())
    line = client.get(f"/media/{row.digest}/trace.json")
    assert line["Content-Type"] == "application/geo+json"
    assert json.loads(b"".join(line))["geometry"]["type"] == "MultiLineString"
    assert client.get(f"/media/{row.digest}/liste.json").status_code == 404
    document = {"multimedias": [{"type": "PLAN", "traductionFichiers": [{"locale": "fr", **file}]}]}
    one = queries.tracks(document)[0]
    assert one.named.shown_at == f"/media/{row.digest}/trace.json"
    assert one.trace
    assert one.trace.measures.shape is Shape.LOOP
    Media.objects.update(asked_at=timezone.now() - timedelta(days=31))
    assert (actions.forget(), store.files()) == (1, [])
    assert queries.tracks(document)[0].trace is None, "a page that names it still stands"


@pytest.mark.django_db
def test_a_picture_is_refused_where_a_track_is_expected(cast: Cast, store: Store, tmp_path: Path) -> None:
    from tests.media import pictures

    with (
        pytest.raises(UnfitFile, match="c'est un JPEG, et ce média attend GPX"),
        keeping(cast, tmp_path, forms=frozenset({Form.GPX}), vue=pictures.jpeg()),
    ):
        pass
    with (
        pytest.raises(UnfitFile, match="c'est un GPX, et ce média attend"),
        keeping(cast, tmp_path, trace=gpx(circle())),
    ):
        pass
    assert store.is_untouched()


def test_tracks_are_known_by_their_file() -> None:
    def medium(**file: object) -> dict[str, object]:
        return {"traductionFichiers": [file]}

    document = {
        "multimedias": [
            medium(url="https://a.example/plan.pdf", extension="pdf"),
            medium(url="https://a.example/t.GPX?v=2"),
            medium(url="javascript:alert(1).gpx", extension="gpx"),
            medium(url="https://a.example/telecharger", extension="gpx", fileName="Tour.gpx"),
            {"traductionFichiers": None},
            "rien",
        ]
    }
    found = list(naming.named(document))
    assert [(one.rank, one.name, one.digest) for one in found] == [(1, "t.GPX", ""), (3, "Tour", "")]


def test_real_tracks_are_taken(read: Read, examine: Examine, shared: Path) -> None:
    folder = shared / "data/geotrek-admin-fixtures/trekking/tests/data/apidae_trek_parser"
    assert read((folder / "apidae_test_trek.gpx").read_bytes()).measures.metres == 145
    assert (
        read((folder / "trace_with_multiple_continuous_features_and_one_empty.gpx").read_bytes()).tracks == 2
    )
    assert len(read((folder / "trace_with_not_continuous_segments.gpx").read_bytes()).lines) == 3
    for name in ("trace_with_no_feature", "trace_with_only_two_duplicate_track_points"):
        with pytest.raises(Unfit, match="aucune trace"):
            examine((folder / f"{name}.gpx").read_bytes())
