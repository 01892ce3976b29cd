// The media of a record: files sent one after the other, dropped or chosen; their order; what they lack.

const form = document.getElementById("editor");
const ATTRIBUTES = ["name", "id", "for", "value", "aria-describedby", "data-wrong", "data-item"];

const first = (section) => Number(section.dataset.first);
const listed = (section) => [...section.querySelectorAll("[data-item]")];

function said(section, words, wrong = false) {
  const place = section.querySelector("[data-media-said]");
  place.textContent = words;
  place.classList.toggle("field-error", wrong);
}

function typed() {
  document.dispatchEvent(new CustomEvent("sitra:typed"));
}

/** Give an item another rank: in its names, in what leads to them. */
function ranked(item, name, rank) {
  const old = item.dataset.item;
  const now = `${name}.${rank}`;
  if (old === now) return;
  const whole = new RegExp(`(^|\\s|f-|file-|fichier\\.)${old.replaceAll(".", "\\.")}(?=\\.|-|\\s|$)`, "g");
  for (const one of [item, ...item.querySelectorAll("*")]) {
    for (const attribute of ATTRIBUTES) {
      const value = one.getAttribute(attribute);
      if (value === null || (attribute === "value" && one.tagName !== "BUTTON")) continue;
      one.setAttribute(attribute, value.replace(whole, `$1${now}`));
    }
  }
}

function renumber(section) {
  // The choices of a radio group may not be mixed while names are exchanged.
  listed(section).forEach((item, rank) => ranked(item, `_${section.dataset.media}`, rank));
  listed(section).forEach((item, rank) => ranked(item, section.dataset.media, first(section) + rank));
}

function send(section, file, progress) {
  const sent = new FormData();
  sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  sent.set("envoyer", section.dataset.media);
  sent.set(`fichiers.${section.dataset.media}`, file);
  return new Promise((done, failed) => {
    const call = new XMLHttpRequest();
    call.open("POST", section.dataset.address);
    call.setRequestHeader("X-Requested-With", "fetch");
    call.upload.addEventListener("progress", (event) => { progress.value = event.loaded / event.total; });
    call.addEventListener("error", () => failed(new Error(section.dataset.failed)));
    call.addEventListener("load", () => {
      if (call.status === 200 && call.responseText.includes("data-item")) {
        done(new DOMParser().parseFromString(call.responseText, "text/html").querySelector("[data-item]"));
      } else {
        failed(new Error(call.status === 422 ? call.responseText : section.dataset.failed));
      }
    });
    call.send(sent);
  });
}

/** Send files one by one: each that is refused says why, and stops no other. */
async function bring(section, files, use) {
  const lines = section.querySelector("[data-progress]");
  const refused = [];
  let came = 0;
  for (const file of files) {
    const line = document.createElement("li");
    const label = document.createElement("label");
    const progress = document.createElement("progress");
    label.append(section.dataset.sending.replace("{}", file.name), progress);
    progress.max = 1;
    line.append(label);
    lines.append(line);
    try {
      use(document.adoptNode(await send(section, file, progress)));
      came += 1;
      typed();
    } catch (error) {
      refused.push(error.message);
    }
    line.remove();
  }
  return { came, refused };
}

async function add(section, files) {
  said(section, "");
  const list = section.querySelector("[data-media-list]");
  const { came, refused } = await bring(section, files, (item) => {
    list.append(item);
    ranked(item, `_${section.dataset.media}`, 0);
    ranked(item, section.dataset.media, first(section) + listed(section).length - 1);
  });
  const words = came ? section.dataset.came.replace("{}", String(came)) : "";
  said(section, [words, ...refused].filter(Boolean).join(" "), refused.length > 0);
}

const kept = (item) => item.querySelector("input[name$='.~']");

async function replace(section, item, files) {
  const { came, refused } = await bring(section, files.slice(0, 1), (fresh) => {
    const rest = JSON.parse(kept(item)?.value || "{}");
    const { traductionFichiers, link } = JSON.parse(kept(fresh).value);
    const hidden = kept(item) ?? kept(fresh);
    hidden.value = JSON.stringify({ ...rest, traductionFichiers, link });
    hidden.name = `${item.dataset.item}.~`;
    item.querySelector(".ed-medium-words").prepend(hidden);
    item.querySelector("img, .ed-medium-none").replaceWith(fresh.querySelector("img, .ed-medium-none"));
    item.querySelector(".ed-medium-file > p").replaceWith(fresh.querySelector(".ed-medium-file > p"));
  });
  item.querySelector(".ed-replace").open = false;
  said(section, came ? section.dataset.replaced : refused.join(" "), !came);
}

function place(section, item, rank) {
  const items = listed(section);
  if (rank < 0 || rank >= items.length || items[rank] === item) return;
  if (rank > items.indexOf(item)) items[rank].after(item);
  else items[rank].before(item);
  renumber(section);
  said(section, section.dataset.moved.replace("{}", String(first(section) + rank + 1)));
  typed();
}

form.addEventListener("change", async (event) => {
  const section = event.target.closest("[data-media]");
  if (!section || event.target.type !== "file") return;
  const files = [...event.target.files];
  const item = event.target.closest("[data-item]");
  event.target.value = "";
  if (item) await replace(section, item, files);
  else await add(section, files);
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-move]");
  if (!button) return;
  const section = button.closest("[data-media]");
  const item = button.closest("[data-item]");
  const rank = listed(section).indexOf(item) + Number(button.dataset.move);
  // At the edge of a page of a long list it goes to another page: the server does that.
  if (section.querySelector("[name=tranche]") && !listed(section)[rank]) return;
  event.preventDefault();
  place(section, item, rank);
  button.focus();
});

form.addEventListener("input", (event) => {
  const found = /\.(copyright|legende)\.libelleFr$/.exec(event.target.name);
  const warning = found && event.target.closest("[data-item]")?.querySelector(`[data-warns="${found[1]}"]`);
  if (warning) warning.hidden = event.target.value.trim() !== "";
});

// Dragging: pictures among themselves, files from the desk into the frame.
let dragged = null;

form.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("img") ? event.target.closest("[data-item]") : null;
  if (!dragged) return;
  dragged.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
});
form.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged = null;
});

function target(event) {
  const place_ = event.target.closest?.(dragged ? "[data-item]" : "[data-media]");
  if (!place_) return null;
  if (!dragged) return place_.querySelector("[data-drop]");
  return place_.closest("[data-media]") === dragged.closest("[data-media]") ? place_ : null;
}

function leave() {
  for (const one of form.querySelectorAll(".is-over")) one.classList.remove("is-over");
}

form.addEventListener("dragover", (event) => {
  const over = target(event);
  leave();
  if (!over) return;
  event.preventDefault();
  over.classList.add("is-over");
});
form.addEventListener("dragleave", leave);
form.addEventListener("drop", (event) => {
  const over = target(event);
  leave();
  if (!over) return;
  event.preventDefault();
  const section = over.closest("[data-media]");
  if (dragged) place(section, dragged, listed(section).indexOf(over));
  else if (event.dataTransfer.files.length) add(section, [...event.dataTransfer.files]);
});
