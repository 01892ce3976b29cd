"""pygeoapi, the reference server of OGC API - Features, in a virtual environment of its own.

Of its stores that need neither PostGIS nor SpatiaLite nor a service beside it, Parquet is the quickest. It
filters by equal properties and by a box; it neither sorts (the file is written in the order of names), nor
searches words, nor measures distances, nor takes several values, nor knows days, nor counts what it finds.
So it is asked q6, and those of q1 that name one commune.
"""

import json
import os
import subprocess
import urllib.parse
from pathlib import Path
from typing import Any

import psycopg

from bench.engines import Answer, Baseline, Engine, granian
from bench.ground import ROOT, Ground
from bench.questions import Question

HOME = ROOT / "var" / "bench" / "pygeoapi"
UV = ROOT / ".tools" / "bin" / "uv"
PACKAGES = ("pygeoapi~=0.24", "granian~=2.8", "geopandas", "pyarrow", "s3fs")
ROWS = """
SELECT row_to_json(one) FROM (
    SELECT id, kind, commune_id AS commune, identifier, name, lon, lat, summary::text AS summary
    FROM baseline_record WHERE state = 'PUBLISHED' ORDER BY sort_name, id
) AS one
"""


class Geoapi(Engine):
    """pygeoapi on a Parquet file."""

    def __init__(self, directory: Path) -> None:
        environment = {
            **os.environ,
            "PYGEOAPI_CONFIG": str(directory / "config.json"),
            "PYGEOAPI_OPENAPI": str(directory / "openapi.json"),
        }
        super().__init__(
            "pygeoapi",
            granian("pygeoapi.flask_app:APP", HOME / "venv" / "bin" / "granian"),
            environment,
            probe="/collections/records/items?limit=1",
            shapes=frozenset({"q1", "q6"}),
        )

    def can(self, question: Question) -> bool:
        """Say whether it can: it takes one value of a property only."""
        return super().can(question) and len(question.communes) <= 1

    def path(self, question: Question, rank: int) -> str:
        """Write parameters of OGC API - Features."""
        del rank
        asked = {"f": "json", "limit": question.count, "offset": question.first, "kind": question.kind}
        if question.communes:
            asked["commune"] = question.communes[0]
        return f"/collections/records/items?{urllib.parse.urlencode(asked)}"

    def read(self, question: Question, reply: bytes) -> Answer:
        """Read a collection of features; it does not say how many there are in all."""
        del question
        return Answer(None, [one["properties"]["id"] for one in json.loads(reply)["features"]])


def prepare(ground: Ground, baseline: Baseline) -> Geoapi:
    """Install it, and write its file from the rows of the baseline, unless both are there."""
    if not (HOME / "venv").exists():
        subprocess.run([UV, "venv", "--quiet", HOME / "venv"], check=True)
        python = HOME / "venv" / "bin" / "python"
        subprocess.run([UV, "pip", "install", "--quiet", "--python", python, *PACKAGES], check=True)
    directory = ground.directory / "pygeoapi"
    if not (directory / "openapi.json").exists():
        directory.mkdir(parents=True, exist_ok=True)
        _write(directory, baseline)
    return Geoapi(directory)


def _write(directory: Path, baseline: Baseline) -> None:
    lines, config = directory / "rows.jsonl", directory / "config.json"
    with (
        psycopg.connect(baseline.environment["BENCH_DATABASE"]) as connection,
        connection.cursor("rows") as cursor,
        lines.open("wb") as file,
    ):
        cursor.itersize = 2_000
        for (row,) in cursor.execute(ROWS):
            file.write(json.dumps(row).encode() + b"\n")
    binaries = HOME / "venv" / "bin"
    script = Path(__file__).with_name("geoapi_file.py")
    subprocess.run([binaries / "python", script, lines, directory / "records.parquet"], check=True)
    lines.unlink()
    config.write_text(json.dumps(_config(directory)), "utf-8")
    words = ["openapi", "generate", str(config), "--output-file", str(directory / "openapi.json")]
    subprocess.run([binaries / "pygeoapi", *words], check=True)


def _config(directory: Path) -> dict[str, Any]:
    config: dict[str, Any] = json.loads(Path(__file__).with_name("geoapi.json").read_bytes())
    (provider,) = config["resources"]["records"]["providers"]
    provider["data"] = {"source": str(directory / "records.parquet")}
    return config
