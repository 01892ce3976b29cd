// Comforts of the editor: finding a field, keys, names offered as one types, lengths, ticks.

const grid = document.getElementById("editor-grid");
const finder = document.getElementById("finder");
const words = document.getElementById("finder-words");
const lines = document.getElementById("finder-lines");
const PAUSE = 180;
const NEAR = 0.9;

function later(work) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), PAUSE);
  };
}

function find() {
  finder.showModal();
  words.select();
}

document.getElementById("find").addEventListener("click", (event) => {
  event.preventDefault();
  find();
});

words.addEventListener("input", later(async () => {
  const query = new URLSearchParams({ q: words.value });
  if (grid.dataset.aspect) query.set("aspect", grid.dataset.aspect);
  const answer = await fetch(`${finder.dataset.address}?${query}`, { headers: { "HX-Request": "true" } });
  if (answer.ok) lines.innerHTML = await answer.text();
}));

finder.addEventListener("keydown", (event) => {
  const links = [...lines.querySelectorAll("a")];
  const place = links.indexOf(document.activeElement);
  if (event.key === "ArrowDown" && links.length) {
    event.preventDefault();
    links[Math.min(place + 1, links.length - 1)].focus();
  } else if (event.key === "ArrowUp" && place >= 0) {
    event.preventDefault();
    (links[place - 1] ?? words).focus();
  } else if (event.key === "Enter" && document.activeElement === words) {
    event.preventDefault();
    links[0]?.click();
  }
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  if (event.key === "k") {
    event.preventDefault();
    find();
  } else if (event.key === "s") {
    event.preventDefault();
    document.querySelector("#editor [name=continuer], #save").click();
  }
});

// Names of communes and of records, offered as one types.
document.addEventListener("input", later(async (event) => {
  const kind = event.target.dataset?.offers;
  if (!kind || event.target.value.length < 2) return;
  const address = kind === "commune" ? grid.dataset.communes : grid.dataset.records;
  const answer = await fetch(`${address}?${new URLSearchParams({ q: event.target.value })}`);
  if (answer.ok) document.getElementById(`offers-${kind}`).innerHTML = await answer.text();
}));

// Lengths of texts.
function count(input) {
  const most = input.maxLength;
  let place = input.parentElement.querySelector(":scope > .ed-count");
  if (!place) {
    place = document.createElement("p");
    place.className = "ed-count mb-0";
    input.after(place);
  }
  place.textContent = `${input.value.length} / ${most}`;
  place.classList.toggle("is-near", input.value.length > most * NEAR);
}

document.addEventListener("input", ({ target }) => {
  if (target.matches?.("[data-count]")) count(target);
  if (target.matches?.("[data-filter]")) filter(target);
});

// Ticks: a filter by words, and what is chosen in the line above.
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function filter(input) {
  const asked = plain(input.value);
  for (const family of input.closest("details").querySelectorAll(".ed-family")) {
    const ticks = [...family.querySelectorAll("li")];
    for (const one of ticks) one.hidden = !plain(one.textContent).includes(asked);
    family.hidden = ticks.every((one) => one.hidden);
  }
}

document.addEventListener("change", ({ target }) => {
  const picker = target.closest?.(".ed-picker");
  if (!picker || target.type !== "checkbox") return;
  const badges = [...picker.querySelectorAll("input[type=checkbox]:checked")].map((one) => {
    const badge = document.createElement("span");
    badge.className = "badge badge-accent";
    badge.textContent = one.parentElement.textContent.trim();
    return badge;
  });
  picker.querySelector("[data-chosen]").replaceChildren(...badges);
});

// A link to a field gives it the focus.
function reach() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!place?.id.startsWith("f-")) return;
  place.closest("details")?.setAttribute("open", "");
  (place.matches("input, select, textarea") ? place : place.querySelector("input:not([type=hidden]), select, textarea, summary") ?? place).focus();
  place.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", reach);
reach();
