// The track of a trail in its editor: read as soon as it is chosen, drawn when it is seen.

import { drawTracks } from "./tracks.js";

const form = document.getElementById("editor");

form.addEventListener("change", (event) => {
  if (!event.target.matches("[data-track-file]") || !event.target.files.length) return;
  const box = event.target.closest("[data-track]");
  box.querySelector("[data-track-said]").textContent = box.dataset.reading;
  form.requestSubmit(box.querySelector("[data-track-send]"));
});

function stylesheet(href) {
  return new Promise((done) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    link.addEventListener("load", done);
    link.addEventListener("error", done);
    document.head.append(link);
  });
}

/** The map comes when it is seen: it weighs more than the page. */
async function draw(place, { trackMap, style, mapStyle }) {
  const [module] = await Promise.all([import("./map.js"), stylesheet(style).then(() => stylesheet(mapStyle))]);
  const map = module.baseMap(place, { cooperativeGestures: matchMedia("(pointer: coarse)").matches, scrollZoom: false });
  map?.on("load", async () => {
    await drawTracks(map, module, [trackMap]);
    place.dataset.ready = "yes";
  });
}

function begin() {
  const holder = document.querySelector("[data-track-map]");
  if (!holder) return;
  const place = holder.querySelector(".map");
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    draw(place, holder.dataset);
  }, { rootMargin: "100px" });
  seen.observe(place);
}

// Where the point of the record is placed, its track is shown too.
document.addEventListener("sitra:map", ({ detail: { map, module } }) => {
  const tracks = document.querySelector("[data-tracks-beside]")?.dataset.tracksBeside.split(" ").filter(Boolean);
  if (tracks?.length) drawTracks(map, module, tracks);
});
document.addEventListener("sitra:drawn", begin);
begin();
