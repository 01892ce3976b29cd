// The record page: languages become tabs, the point becomes a map.

function tabs(box) {
  const panels = [...box.querySelectorAll("[data-tab]")];
  if (panels.length < 2) return;
  const list = document.createElement("div");
  list.className = "tab-list";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", box.dataset.label);
  const buttons = panels.map((panel) => {
    const button = document.createElement("button");
    button.type = "button";
    button.id = `tab-${panel.id}`;
    button.textContent = panel.dataset.tab;
    if (panel.dataset.partial) {
      const note = document.createElement("small");
      note.textContent = panel.dataset.partial;
      button.append(" ", note);
    }
    button.setAttribute("role", "tab");
    button.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", button.id);
    panel.tabIndex = 0;
    list.append(button);
    return button;
  });
  const select = (chosen) => {
    buttons.forEach((button, position) => {
      button.setAttribute("aria-selected", String(position === chosen));
      button.tabIndex = position === chosen ? 0 : -1;
      panels[position].hidden = position !== chosen;
    });
  };
  list.addEventListener("click", (event) => {
    const chosen = buttons.indexOf(event.target.closest("button"));
    if (chosen >= 0) select(chosen);
  });
  list.addEventListener("keydown", (event) => {
    const now = buttons.indexOf(document.activeElement);
    const moves = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: buttons.length - 1 };
    if (!(event.key in moves)) return;
    event.preventDefault();
    const next = (moves[event.key] + buttons.length) % buttons.length;
    select(next);
    buttons[next].focus();
  });
  box.classList.add("has-tabs");
  box.prepend(list);
  const own = panels.findIndex((panel) => panel.id === `text-${document.documentElement.lang}`);
  select(Math.max(own, 0));
}

document.querySelectorAll("[data-tabs]").forEach(tabs);

// Back to the very search one comes from.
const back = document.querySelector(".back a");
if (document.referrer.startsWith(back.href)) back.href = document.referrer;

const box = document.getElementById("record-map");
if (box) {
  const module = await import("./map.js");
  const { baseMap, colour, maplibre } = module;
  const point = box.dataset.lon ? [Number(box.dataset.lon), Number(box.dataset.lat)] : null;
  const tracks = box.dataset.tracks?.split(" ") ?? [];
  const where = point ? { bounds: undefined, center: point, zoom: 10.5 } : {};
  const map = baseMap(box, { ...where, cooperativeGestures: false, scrollZoom: false });
  if (map) {
    if (point) new maplibre.Marker({ color: colour("accent") }).setLngLat(point).addTo(map);
    map.on("load", async () => {
      if (tracks.length) await (await import("./tracks.js")).drawTracks(map, module, tracks);
      box.dataset.ready = "yes";
    });
  }
}
