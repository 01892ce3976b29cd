// The map of the search: every record found, in clusters; a card under the pointer lights its point.
import { AURA, EMPTY, baseMap, colour, followTheme, maplibre } from "./map.js";

const box = document.getElementById("map");
const PAINTS = [
  ["clusters", "circle-color", "accent"],
  ["clusters", "circle-stroke-color", "map-land"],
  ["cluster-totals", "text-color", "on-accent"],
  ["points", "circle-color", "accent"],
  ["points", "circle-stroke-color", "map-land"],
  ["hot", "circle-color", "map-hot"],
  ["hot", "circle-stroke-color", "map-land"],
];

const paint = (layer) => Object.fromEntries(
  PAINTS.filter(([name]) => name === layer).map(([, property, token]) => [property, colour(token)]),
);

function layers(map) {
  map.addSource("found", { type: "geojson", data: EMPTY, cluster: true, clusterRadius: 46, clusterMaxZoom: 13 });
  map.addSource("hot", { type: "geojson", data: EMPTY });
  map.addLayer({
    id: "clusters",
    type: "circle",
    source: "found",
    filter: ["has", "point_count"],
    paint: { ...paint("clusters"), "circle-stroke-width": 2, "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "point_count"]], 1, 12, 20, 26, 60, 36] },
  });
  map.addLayer({
    id: "cluster-totals",
    type: "symbol",
    source: "found",
    filter: ["has", "point_count"],
    layout: { "text-field": ["get", "point_count_abbreviated"], "text-font": ["Atkinson Next"], "text-size": 13, "text-allow-overlap": true },
    paint: paint("cluster-totals"),
  });
  map.addLayer({ id: "points", type: "circle", source: "found", filter: ["!", ["has", "point_count"]], paint: { ...paint("points"), "circle-radius": 7, "circle-stroke-width": 2 } });
  map.addLayer({ id: "hot", type: "circle", source: "hot", paint: { ...paint("hot"), "circle-radius": 11, "circle-stroke-width": 3 } });
}

/* Where most of them are: a few far away do not shrink the others to a speck. */
function most(features) {
  const home = new maplibre.LngLatBounds(AURA);
  const near = features.filter((feature) => home.contains(feature.geometry.coordinates));
  return near.length * 2 > features.length ? near : features;
}

function boundsOf(features) {
  const bounds = new maplibre.LngLatBounds();
  for (const feature of features) bounds.extend(feature.geometry.coordinates);
  return bounds;
}

/** Put on the map the points of the results that stand on the page. */
async function bring(map) {
  const address = document.querySelector("[data-points]")?.dataset.points;
  if (!address || map.address === address) return;
  map.address = address;
  const answer = await fetch(address, { headers: { Accept: "application/geo+json" } });
  if (!answer.ok || map.address !== address) return;
  const found = await answer.json();
  map.getSource("found").setData(found);
  map.getSource("hot").setData(EMPTY);
  // Who looks in what the map shows wants to go on seeing it.
  if (found.features.length && !new URL(address, location.href).searchParams.has("zone")) {
    map.fitBounds(boundsOf(most(found.features)), { padding: 40, maxZoom: 12, animate: false });
  }
}

function popupContent(features) {
  const content = document.createElement("div");
  if (features.length > 1) {
    const title = document.createElement("p");
    title.textContent = box.dataset.several;
    content.append(title);
  }
  const list = document.createElement("ul");
  for (const { properties } of features.slice(0, 8)) {
    const link = document.createElement("a");
    link.href = box.dataset.record.replace(/0$/, String(properties.id));
    link.textContent = properties.name;
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  content.append(list);
  return content;
}

function answerClicks(map) {
  map.on("click", "clusters", async ({ features: [cluster] }) => {
    const zoom = await map.getSource("found").getClusterExpansionZoom(cluster.properties.cluster_id);
    map.easeTo({ center: cluster.geometry.coordinates, zoom });
  });
  map.on("click", "points", ({ point, features }) => {
    const near = map.queryRenderedFeatures([[point.x - 5, point.y - 5], [point.x + 5, point.y + 5]], { layers: ["points"] });
    new maplibre.Popup({ maxWidth: "280px", focusAfterOpen: true })
      .setLngLat(features[0].geometry.coordinates)
      .setDOMContent(popupContent(near))
      .addTo(map);
  });
  for (const layer of ["clusters", "points"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
}

function light(map, card) {
  const { lon, lat } = card?.dataset ?? {};
  const lit = lon && lat ? [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [Number(lon), Number(lat)] } }] : [];
  map.getSource("hot")?.setData({ type: "FeatureCollection", features: lit });
}

function followCards(map) {
  const results = document.getElementById("results");
  for (const [enter, leave] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    results.addEventListener(enter, (event) => light(map, event.target.closest("[data-lon]")));
    results.addEventListener(leave, () => light(map, null));
  }
}

/* Moved by hand, the map offers to look where it now is. */
function offerZone(map) {
  const ask = document.getElementById("zone-ask");
  const form = document.getElementById("search");
  map.on("moveend", ({ originalEvent }) => { if (originalEvent) ask.hidden = false; });
  ask.addEventListener("click", () => {
    const bounds = map.getBounds();
    const turned = (degrees) => ((((degrees + 180) % 360) + 360) % 360) - 180;
    const input = form.querySelector("#chosen [name=zone]") ?? document.createElement("input");
    Object.assign(input, { type: "hidden", name: "zone" });
    input.value = [turned(bounds.getWest()), bounds.getSouth(), turned(bounds.getEast()), bounds.getNorth()].map((one) => one.toFixed(4)).join(",");
    document.getElementById("chosen").append(input);
    form.requestSubmit();
    ask.hidden = true;
    map.getCanvas().focus({ preventScroll: true });
  });
}

function start() {
  const map = baseMap(box);
  if (!map) return;
  map.on("load", () => {
    layers(map);
    followTheme(map, PAINTS);
    answerClicks(map);
    followCards(map);
    offerZone(map);
    bring(map);
    document.body.addEventListener("htmx:afterSettle", () => bring(map));
    box.dataset.ready = "yes";
  });
}

// On a phone the map is drawn when it is first asked for, not before.
const pane = document.getElementById("map-pane");
new IntersectionObserver((entries, observer) => {
  if (!entries.some((entry) => entry.isIntersecting)) return;
  observer.disconnect();
  start();
}).observe(pane);
