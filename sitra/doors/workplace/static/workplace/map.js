// The base map: no outside tile, outlines of our own, colours from the tokens.
import * as maplibre from "../site/vendor/maplibre-gl.mjs";

export { maplibre };

export const AURA = [[2.06, 44.11], [7.19, 46.81]];
const EMPTY = { type: "FeatureCollection", features: [] };

/** Resolve a token to a colour MapLibre reads. */
function colour(token) {
  const probe = document.createElement("span");
  probe.style.color = `var(--${token})`;
  probe.hidden = true;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/** Each paint property that follows the theme: layer, property, token. */
const PAINTS = [
  ["air", "background-color", "map-air"],
  ["land", "fill-color", "map-land"],
  ["commune-lines", "line-color", "map-commune"],
  ["departement-lines", "line-color", "map-line"],
  ["commune-names", "text-color", "map-name"],
  ["commune-names", "text-halo-color", "map-land"],
];

function style(box) {
  const paint = (layer) => Object.fromEntries(
    PAINTS.filter(([name]) => name === layer).map(([, property, token]) => [property, colour(token)]),
  );
  const address = (path) => new URL(path, location.href).href;
  return {
    version: 8,
    sources: {
      departements: { type: "geojson", data: address(box.dataset.departements), attribution: box.dataset.credit },
      communes: { type: "geojson", data: EMPTY },
      names: { type: "geojson", data: EMPTY },
    },
    layers: [
      { id: "air", type: "background", paint: paint("air") },
      { id: "land", type: "fill", source: "departements", paint: { ...paint("land"), "fill-antialias": false } },
      { id: "commune-lines", type: "line", source: "communes", minzoom: 8.5, paint: { ...paint("commune-lines"), "line-width": 1 } },
      { id: "departement-lines", type: "line", source: "departements", paint: { ...paint("departement-lines"), "line-width": ["interpolate", ["linear"], ["zoom"], 6, 1, 11, 2] } },
      {
        id: "commune-names",
        type: "symbol",
        source: "names",
        minzoom: 10,
        layout: { "text-field": ["get", "nom"], "text-font": ["Atkinson Next"], "text-size": 12, "text-max-width": 7 },
        paint: { ...paint("commune-names"), "text-halo-width": 1.5 },
      },
    ],
  };
}

/** Where to write the name of an area: the middle of the box around its largest ring. */
function middle(geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const ring = polygons.map((polygon) => polygon[0]).sort((a, b) => b.length - a.length)[0];
  const xs = ring.map((point) => point[0]);
  const ys = ring.map((point) => point[1]);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

/** Fetch the outlines of the communes once the map is near enough to draw them. */
function bringCommunes(map, address) {
  let asked = false;
  const bring = async () => {
    if (asked || map.getZoom() < 8.5) return;
    asked = true;
    const answer = await fetch(address);
    if (!answer.ok) return;
    const outlines = await answer.json();
    map.getSource("communes").setData(outlines);
    map.getSource("names").setData({
      type: "FeatureCollection",
      features: outlines.features.map((feature) => ({
        type: "Feature",
        properties: { nom: feature.properties.nom },
        geometry: { type: "Point", coordinates: middle(feature.geometry) },
      })),
    });
  };
  map.on("zoomend", bring);
  bring();
}

/** Dress the map again when the theme changes; `extra` adds paints of the caller's layers. */
export function followTheme(map, extra = []) {
  const wear = () => {
    for (const [layer, property, token] of [...PAINTS, ...extra]) {
      if (map.getLayer(layer)) map.setPaintProperty(layer, property, colour(token));
    }
  };
  const later = () => requestAnimationFrame(wear);
  document.addEventListener("sitra:theme", later);
  map.on("remove", () => document.removeEventListener("sitra:theme", later));
}

/** Draw the base map in a box; returns the map, or null where WebGL is missing. */
export function baseMap(box, options = {}) {
  maplibre.setWorkerUrl(new URL(box.dataset.worker, location.href).href);
  try {
    const map = new maplibre.Map({
      container: box,
      style: style(box),
      bounds: AURA,
      fitBoundsOptions: { padding: 16 },
      minZoom: 4,
      maxZoom: 16,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      attributionControl: { compact: false },
      fadeDuration: 0,
      locale: {
        "Map.Title": box.dataset.label,
        "NavigationControl.ZoomIn": box.dataset.zoomIn,
        "NavigationControl.ZoomOut": box.dataset.zoomOut,
        "Popup.Close": box.dataset.close,
        "Marker.Title": box.dataset.marker,
      },
      ...options,
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
    map.on("load", () => bringCommunes(map, box.dataset.communes));
    return map;
  } catch {
    box.hidden = true;
    const failure = box.parentElement.querySelector(".map-failure");
    if (failure) failure.hidden = false;
    return null;
  }
}

export { colour, EMPTY };
