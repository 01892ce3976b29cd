// The lines of tracks on a map.

const ROOM = { padding: 32, maxZoom: 15, animate: false };

function ends(lines) {
  const all = lines.flat();
  return { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: all[0] } };
}

/** Give the box around lines, as MapLibre wants it. */
function around(maplibre, lines) {
  const box = new maplibre.LngLatBounds();
  for (const point of lines.flat()) box.extend(point);
  return box;
}

/** Draw tracks from their addresses, and show all of them; answers whether there was one. */
export async function drawTracks(map, { maplibre, colour, followTheme }, addresses) {
  const answers = await Promise.all(addresses.map((one) => fetch(one)));
  const features = await Promise.all(answers.filter((one) => one.ok).map((one) => one.json()));
  if (!features.length) return false;
  const lines = features.flatMap((one) => one.geometry.coordinates);
  const shapes = features.map(({ type, geometry }) => ({ type, geometry, properties: {} }));
  map.addSource("tracks", { type: "geojson", data: { type: "FeatureCollection", features: shapes } });
  map.addSource("track-starts", { type: "geojson", data: { type: "FeatureCollection", features: features.map((one) => ends(one.geometry.coordinates)) } });
  const layout = { "line-cap": "round", "line-join": "round" };
  map.addLayer({ id: "track-edges", type: "line", source: "tracks", layout, paint: { "line-color": colour("surface"), "line-width": 6 } });
  map.addLayer({ id: "track-lines", type: "line", source: "tracks", layout, paint: { "line-color": colour("accent"), "line-width": 3 } });
  map.addLayer({ id: "track-starts", type: "circle", source: "track-starts", paint: { "circle-radius": 6, "circle-color": colour("surface"), "circle-stroke-color": colour("accent"), "circle-stroke-width": 3 } });
  followTheme(map, [
    ["track-edges", "line-color", "surface"],
    ["track-lines", "line-color", "accent"],
    ["track-starts", "circle-color", "surface"],
    ["track-starts", "circle-stroke-color", "accent"],
  ]);
  map.fitBounds(around(maplibre, lines), ROOM);
  return true;
}
