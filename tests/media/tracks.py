"""Files of tracks for the tests: whole, bare, torn, and made to harm."""

import math

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
GPX = '<gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1">{}</gpx>'
BOMB = (
    '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<gpx><trk><name>&b;</name><trkseg><trkpt/></trkseg></trk></gpx>"
)
OUTSIDE = '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><trkpt/><name>&x;</name></gpx>'

type Where = tuple[float, float, float | None]


def point(where: Where, tag: str = "trkpt", more: str = "") -> str:
    lon, lat, height = where
    inner = "" if height is None else f"<ele>{height}</ele>"
    return f'<{tag} lat="{lat}" lon="{lon}">{inner}{more}</{tag}>'


def circle(count: int = 200, *, high: bool = True, lon: float = 6.87, lat: float = 45.93) -> list[Where]:
    """A loop of some 6.3 kilometres near Chamonix that climbs 300 metres and comes down again."""
    turns = [rank / (count - 1) * math.tau for rank in range(count)]
    return [
        (
            round(lon + 0.0129 * math.cos(turn), 7),
            round(lat + 0.009 * math.sin(turn), 7),
            round(1_200 - 150 * math.cos(turn), 1) if high else None,
        )
        for turn in turns
    ]


def gpx(*segments: list[Where], more: str = "", inner: str = "") -> bytes:
    """Write a file of one track in segments; `inner` stands in each point, `more` beside the track."""
    lines = "".join(
        f"<trkseg>{''.join(point(one, more=inner) for one in line)}</trkseg>" for line in segments
    )
    return (HEAD + GPX.format(f"<trk><name>Balcon</name>{lines}</trk>{more}")).encode()
