// Texts side by side: counts characters as one types, says so in a pause, saves with Ctrl-S, keeps what is typed.

import { sent, why } from "./sending.js";
import { Shelf } from "./shelf.js";

const form = document.getElementById("texts");
const said = form.querySelector("[data-said]");
const kept = document.getElementById("kept");
const shelf = new Shelf(`sitra-texts:${form.dataset.record}`);
const PAUSE = 1200;
const KEEP = 900;
const RETRY = 8000;
const WORDS = ["commentaire", "source"];
const touched = new Set();
let pause = 0;
let timer = 0;
let sending = null;
let dirty = false;
let sure = false;

function lengthOf(area) {
  // As the program counts: signs, not halves of them, and one sign for each end of a line.
  return [...area.value.trim()].length;
}

function show(area) {
  const about = document.getElementById(area.getAttribute("aria-describedby"));
  const length = about.querySelector(".text-length");
  const [n, most, wise] = [lengthOf(area), Number(area.dataset.longest), Number(area.dataset.recommended)];
  about.querySelector("[data-count]").textContent = n;
  length.classList.toggle("is-over", n > most);
  length.classList.toggle("is-near", n <= most && wise > 0 && n > wise);
  if (n > most) area.setAttribute("aria-invalid", "true");
  else area.removeAttribute("aria-invalid");
  return { n, most };
}

function say({ n, most }) {
  const words = n > most ? form.dataset.over : form.dataset.left;
  said.textContent = words.replace("{n}", n).replace("{most}", most).replace("{over}", n - most);
}

const mark = (name) => form.elements[`machine:${name}`];
/** Whether a text is as a machine made it: the server keeps what people type, this device keeps that too. */
const made = (name) => mark(name) !== undefined && form.elements[name].value === form.elements[name].defaultValue;

function pairs(names) {
  return [...names].flatMap((name) => [
    [name, form.elements[name].value],
    ...(mark(name) ? [[`machine:${name}`, mark(name).value]] : []),
  ]);
}

function words() {
  return WORDS.map((name) => [name, form.elements[name]?.value ?? ""]).filter((one) => one[1]);
}

function looked() {
  return ["vu", "gauche", "droite", "montrer"].map((name) => [name, form.elements[name].value]);
}

function put(list) {
  if (list.length) shelf.put([...looked(), ...list]);
  else shelf.clear();
}

/** Send what was typed; answers whether the server has it. */
async function keep() {
  clearTimeout(timer);
  if (sending) await sending;
  const names = [...touched].filter((name) => !made(name));
  if (!dirty || !names.length) return true;
  dirty = false;
  kept.textContent = kept.dataset.saving;
  const list = [...looked(), ...names.map((name) => [name, form.elements[name].value])];
  sending = sent(form, form.dataset.keep, list).then(async (answer) => {
    kept.textContent = await answer.text();
    // What others wrote over stays on this device, until the page is read again.
    if (answer.ok && !dirty) put([...pairs([...touched].filter(made)), ...words()]);
    return true;
  }).catch((error) => {
    dirty = true;
    timer = setTimeout(keep, RETRY);
    kept.replaceChildren(...why(kept, error));
    return false;
  }).finally(() => { sending = null; });
  return sending;
}

function hold() {
  dirty = true;
  put([...pairs(touched), ...words()]);
  clearTimeout(timer);
  timer = setTimeout(keep, KEEP);
}

form.addEventListener("input", (event) => {
  const area = event.target;
  if (area.matches("[data-longest]")) {
    touched.add(area.name);
    const told = show(area);
    clearTimeout(pause);
    pause = setTimeout(() => say(told), PAUSE);
  } else if (!WORDS.includes(area.name)) return;
  hold();
});
addEventListener("online", keep);
addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });

// Nothing leaves the page before the server has it.
form.addEventListener("submit", async (event) => {
  if (sure || !touched.size) return;
  event.preventDefault();
  const button = event.submitter;
  hold();
  if (!await keep()) return;
  // A form is not submitted again while it is being submitted, which it still is where there was nothing to send.
  await new Promise((done) => { setTimeout(done); });
  // A word to the owner goes with the form: it is not to be found again after it has been sent.
  if (button?.matches("[data-save]")) put(pairs([...touched].filter(made)));
  sure = true;
  form.requestSubmit(button);
  sure = false;
});

form.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-save]"));
  }
});

// What this device kept and the server never had: set apart, so that typing on does not write over it.
const unsent = document.getElementById("unsent");
const late = new Shelf(`${shelf.key}:unsent`);
const missing = (list) => list.some(([name, value]) => {
  const place = form.elements[name];
  return !["vu", "gauche", "droite", "montrer"].includes(name) && (place?.value ?? "") !== value;
});

for (const one of [late, shelf]) {
  const held = one.held();
  one.clear();
  if (held && missing(held)) late.put(held);
}
unsent.hidden = !late.held();
unsent.addEventListener("click", ({ target }) => {
  const choice = target.dataset.unsent;
  if (!choice) return;
  unsent.hidden = true;
  if (choice === "leave") {
    late.clear();
    return;
  }
  // It comes into the form as if it had just been typed; nothing is saved.
  const form_ = document.createElement("form");
  form_.method = "post";
  form_.action = form.action;
  const token = ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value];
  for (const [name, value] of new Map([...pairs(touched), ...late.held(), token, ["faire", "afficher"]])) {
    const input = document.createElement("textarea");
    input.name = name;
    input.value = value;
    form_.append(input);
  }
  form_.hidden = true;
  document.body.append(form_);
  form_.submit();
});

// What came back unsaved (a translation to read, a conflict) is as good as typed; so is what was typed already.
const areas = [...form.querySelectorAll("[data-longest]")];
for (const area of areas) show(area);
const early = areas.filter((one) => one.value !== one.defaultValue);
for (const one of early) touched.add(one.name);
if (form.dataset.unkept !== undefined) {
  for (const one of form.querySelectorAll("[data-unsaved], [data-carried]")) touched.add(one.name);
}
if (touched.size) hold();
