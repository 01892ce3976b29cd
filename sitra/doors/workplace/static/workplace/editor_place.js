// The place of a record: a marker that says the coordinates, coordinates that move the marker.

const NEAR = 11;
const DIGITS = 6;
const CHECKED = "localisation.geolocalisation.valide";
const COMMUNE = "localisation.adresse.commune";
const POSTAL = "localisation.adresse.codePostal";

const form = document.getElementById("editor");
let map = null;
let marker = null;
let maplibre = null;

const box = () => form.querySelector("[data-place]");
const input = () => document.getElementById(box().dataset.input);

function said(words, wrong = false) {
  const place = box().querySelector("[data-place-said]");
  place.textContent = words;
  place.classList.toggle("is-wrong", wrong);
}

/** Read "45.8992, 6.1294"; nothing where it is no point. */
function read() {
  const numbers = input().value.replaceAll(";", ",").split(",").map((one) => Number.parseFloat(one.trim()));
  const [lat, lon] = numbers;
  if (numbers.length !== 2 || !(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180)) return null;
  return [lon, lat];
}

async function ask(question) {
  const answer = await fetch(`${box().dataset.commune}?${new URLSearchParams(question)}`);
  return answer.ok ? answer.json() : null;
}

function typed(element) {
  element.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Who has placed the marker has checked the point. */
function check() {
  const boxes = [...form.elements].filter((one) => one.name === CHECKED && one.value === "oui" && one.type !== "hidden");
  for (const one of boxes) one.checked = true;
}

/** Say at once when the point is in another commune; what is kept says it again. */
async function compare([lon, lat]) {
  const commune = form.elements[COMMUNE];
  const found = await ask({ lon, lat });
  if (!found || !commune) return;
  if (!commune.value.trim()) {
    commune.value = found.words;
    typed(commune);
    fillPostal(found);
  } else if (commune.value.trim() !== found.words) {
    said(box().dataset.outside.replace("{}", found.name), true);
  }
}

function fillPostal(found) {
  const postal = form.elements[POSTAL];
  if (!postal || postal.value.trim() || found.postal.length !== 1) return;
  [postal.value] = found.postal;
  typed(postal);
}

function show(point, move = false) {
  if (!map) return;
  if (!point) {
    marker.remove();
    return;
  }
  marker.setLngLat(point).addTo(map);
  if (move) map.jumpTo({ center: point, zoom: Math.max(map.getZoom(), NEAR) });
}

function put(point) {
  input().value = [point[1], point[0]].map((one) => one.toFixed(DIGITS)).join(", ");
  check();
  typed(input());
  show(point);
  said("");
  compare(point);
}

async function centre() {
  const words = form.elements[COMMUNE]?.value.trim();
  const found = words ? await ask({ mots: words }) : null;
  if (!found) return;
  fillPostal(found);
  if (found.lon !== null && !read()) {
    map?.jumpTo({ center: [found.lon, found.lat], zoom: NEAR });
    said(box().dataset.centred.replace("{}", found.name));
  }
}

function stylesheet(href) {
  return new Promise((done) => {
    if (document.querySelector(`link[href="${href}"]`)) {
      done();
      return;
    }
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.addEventListener("load", done);
    link.addEventListener("error", done);
    document.head.append(link);
  });
}

/** The map comes when it is seen: it weighs more than the page. */
async function draw(place) {
  const { style, mapStyle } = box().dataset;
  const [module] = await Promise.all([import("./map.js"), stylesheet(style).then(() => stylesheet(mapStyle))]);
  maplibre = module.maplibre;
  const point = read();
  const where = point ? { bounds: undefined, center: point, zoom: NEAR } : {};
  map = module.baseMap(place, { ...where, cooperativeGestures: matchMedia("(pointer: coarse)").matches, scrollZoom: false });
  if (!map) return;
  module.followTheme(map);
  marker = new maplibre.Marker({ color: module.colour("accent"), draggable: true });
  const pin = marker.getElement();
  pin.removeAttribute("tabindex");
  marker.on("dragend", () => put(marker.getLngLat().toArray()));
  map.on("click", (event) => put(event.lngLat.toArray()));
  show(point);
  if (!point) centre();
  map.on("load", () => {
    place.dataset.ready = "yes";
    document.dispatchEvent(new CustomEvent("sitra:map", { detail: { map, module } }));
  });
}

function here() {
  if (!navigator.geolocation) {
    said(box().dataset.denied, true);
    return;
  }
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const point = [coords.longitude, coords.latitude];
      said(box().dataset.found);
      put(point);
      show(point, true);
    },
    () => said(box().dataset.denied, true),
    { enableHighAccuracy: true, timeout: 15_000 },
  );
}

function begin() {
  map?.remove();
  map = null;
  const place = document.getElementById("place-map");
  if (!box() || !place) return;
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    draw(place);
  }, { rootMargin: "100px" });
  seen.observe(place);
  box().querySelector("[data-place-here]").addEventListener("click", here);
}

form.addEventListener("change", (event) => {
  if (!box()) return;
  if (event.target.name === COMMUNE) centre();
  if (event.target !== input()) return;
  const point = read();
  said("");
  if (point) {
    check();
    show(point, true);
    compare(point);
  } else {
    show(null);
    if (input().value.trim()) said(box().dataset.unread, true);
  }
});
document.addEventListener("sitra:drawn", begin);
begin();
