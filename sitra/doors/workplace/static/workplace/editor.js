// The editor keeps what is typed as it is typed; on this device too, until the server has it.

import { Shelf } from "./shelf.js";

const grid = document.getElementById("editor-grid");
const form = document.getElementById("editor");
const kept = document.getElementById("kept");
const fields = document.getElementById("editor-fields");
const shelf = new Shelf(`sitra-editor:${grid.dataset.record}:${form.elements.ici.value}`);
const PAUSE = 900;
const RETRY = 8000;
const SWAPPED = ["sections", "faults", "others", "changes", "versions", "layer-marks"];

let timer = 0;
let sending = null;
let dirty = false;
let removed = null;

function say(words, ...more) {
  kept.replaceChildren(words, ...more);
}

function link(words, href) {
  const one = document.createElement("a");
  one.href = href;
  one.target = "_blank";
  one.textContent = words;
  return one;
}

function pairs(button) {
  const given = new FormData(form);
  if (button) given.append(button.name, button.value);
  return [...given].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
}

function body(list) {
  const sent = new URLSearchParams(list);
  sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  return sent;
}

class Expired extends Error {}

async function renewToken() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const token = page.querySelector("#editor [name=csrfmiddlewaretoken]");
  if (!token) throw new Expired();
  form.elements.csrfmiddlewaretoken.value = token.value;
}

async function post(address, list) {
  let answer = await fetch(address, { method: "POST", body: body(list), headers: { "X-Requested-With": "fetch" } });
  if (answer.status === 403) {
    await renewToken();
    answer = await fetch(address, { method: "POST", body: body(list) });
  }
  if (answer.redirected && !answer.url.includes("/objets/")) throw new Expired();
  if (answer.status >= 500 || answer.status === 403) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function open(element) {
  return [...element.querySelectorAll("details")].map((one) => one.open);
}

function swap(id, page) {
  const fresh = page.getElementById(id);
  const old = document.getElementById(id);
  if (!fresh || !old || fresh.innerHTML === old.innerHTML) return;
  const states = open(old);
  const held = old.contains(document.activeElement);
  old.replaceWith(fresh);
  [...fresh.querySelectorAll("details")].forEach((one, rank) => {
    if (states[rank] !== undefined) one.open = states[rank];
  });
  if (held) fresh.querySelector("button, a, summary")?.focus();
}

function showWrongs(page) {
  const found = new Map();
  for (const one of page.querySelectorAll("#wrongs [data-name]")) {
    found.set(one.dataset.name, [...(found.get(one.dataset.name) ?? []), one.textContent]);
  }
  for (const place of form.querySelectorAll("[data-wrong]")) {
    const told = found.get(place.dataset.wrong) ?? [];
    place.replaceChildren(...told.map((words) => {
      const line = document.createElement("p");
      line.className = "field-error";
      line.textContent = words;
      return line;
    }));
    const input = form.elements[place.dataset.wrong];
    if (input instanceof HTMLElement) {
      if (told.length) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }
}

function failed(error) {
  clearTimeout(timer);
  timer = setTimeout(keep, RETRY);
  if (error instanceof Expired) {
    say(`${kept.dataset.expired} `, link(kept.dataset.again, location.href));
  } else {
    say(navigator.onLine ? kept.dataset.failed : kept.dataset.offline);
  }
}

// Sends what is in the form; answers whether the server has it.
async function keep() {
  clearTimeout(timer);
  if (sending) await sending;
  if (!dirty) return true;
  const list = pairs();
  dirty = false;
  say(kept.dataset.saving);
  sending = post(grid.dataset.keep + location.search, list).then((page) => {
    if (!dirty) shelf.clear();
    for (const id of SWAPPED) swap(id, page);
    showWrongs(page);
    say(page.getElementById("kept").textContent);
    document.dispatchEvent(new CustomEvent("sitra:kept"));
    return true;
  }).catch((error) => {
    dirty = true;
    failed(error);
    return false;
  }).finally(() => { sending = null; });
  return sending;
}

function touched() {
  dirty = true;
  shelf.put(pairs());
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
}

form.addEventListener("input", (event) => {
  if (event.target.matches("[data-filter]")) return;
  touched();
});
form.addEventListener("change", touched);
document.addEventListener("sitra:typed", touched);
addEventListener("online", keep);
addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });

// Rows come and go without leaving the page; the server draws them.
async function redraw(list, place) {
  clearTimeout(timer);
  if (sending) await sending;
  try {
    const page = await post(form.action, list);
    fields.replaceChildren(...page.getElementById("editor-fields").childNodes);
    for (const id of SWAPPED) swap(id, page);
    dirty = true;
    timer = setTimeout(keep, PAUSE);
    document.dispatchEvent(new CustomEvent("sitra:drawn"));
    const rows = document.getElementById(`f-${place}`);
    const items = rows?.querySelectorAll(":scope > .ed-item");
    const last = items?.length ? items[items.length - 1] : null;
    const choices = rows?.matches("fieldset") ? rows.querySelector("summary, input:not([type=hidden])") : null;
    (choices ?? last?.querySelector("input:not([type=hidden]), select, textarea") ?? rows)?.focus();
    return true;
  } catch (error) {
    dirty = true;
    shelf.put(pairs());
    failed(error);
    return false;
  }
}

form.addEventListener("click", async (event) => {
  const button = event.target.closest("button[name=ajouter], button[name=retirer], button[name=comme-la-fiche]");
  if (!button) return;
  event.preventDefault();
  const before = pairs();
  const removing = button.name !== "ajouter";
  const place = button.name === "retirer" ? button.value.replace(/\.\d+$/, "") : button.value;
  if (!await redraw(pairs(button), place) || !removing) return;
  removed = before;
  const undo = document.createElement("button");
  undo.type = "button";
  undo.className = "btn btn-quiet p-0";
  undo.textContent = kept.dataset.undo;
  undo.addEventListener("click", () => redraw([...removed, ["ajouter", ""]], place));
  say(`${button.name === "retirer" ? kept.dataset.removed : kept.dataset.followed} `, undo);
  dirty = false;
});

// Nothing leaves the page before the server has it, or this device does.
form.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (form.dataset.sure || ["ajouter", "retirer", "comme-la-fiche"].includes(button?.name)) return;
  event.preventDefault();
  dirty = true;
  shelf.put(pairs());
  if (!await keep()) return;
  // The button may have been drawn anew meanwhile: what was asked is asked by its heir.
  const heir = button?.isConnected === false
    ? [...form.elements].find((one) => one.name === button.name && one.value === button.value)
    : button;
  if (button && !heir) return;
  form.dataset.sure = "1";
  form.requestSubmit(heir ?? undefined);
  delete form.dataset.sure;
});

// What this device kept and the server never had.
const unsent = document.getElementById("unsent");
const late = new Shelf(`${shelf.key}:unsent`);
if (shelf.held()) {
  // Set apart: what is typed from now on is not to be written over it before somebody chose.
  late.put(shelf.held());
  shelf.clear();
}
unsent.hidden = !late.held();
unsent.addEventListener("click", async (event) => {
  const choice = event.target.dataset?.unsent;
  if (!choice) return;
  // Where nothing was written then, what stands there now stays.
  const now = new Map(pairs());
  const list = late.held()?.filter(([name, value]) => value !== "" || !now.get(name));
  unsent.hidden = true;
  if (choice === "take" && list) {
    try {
      await post(grid.dataset.keep + location.search, list);
    } catch (error) {
      unsent.hidden = false;
      failed(error);
      return;
    }
  }
  late.clear();
  if (choice === "take") location.reload();
});

// What was typed before this script stood.
if ([...form.elements].some((one) => one.defaultValue !== undefined && one.value !== one.defaultValue)) touched();
