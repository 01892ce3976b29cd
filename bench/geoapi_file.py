"""Write rows as GeoParquet; run by the Python of pygeoapi's own virtual environment: ROWS FILE."""

import sys

import geopandas
import pandas as pd

rows, written = sys.argv[1:]
pd.options.future.infer_string = False  # pygeoapi does not know the newer type of texts
frame = pd.read_json(rows, lines=True, dtype={"commune": str})
points = geopandas.points_from_xy(frame["lon"], frame["lat"])
geopandas.GeoDataFrame(frame, geometry=points, crs="OGC:CRS84").to_parquet(written, row_group_size=20_000)
