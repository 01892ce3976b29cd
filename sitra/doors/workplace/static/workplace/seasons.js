// What periods say, as they are typed: sentences, the days drawn, what is odd. Nothing is kept here.

const form = document.getElementById("editor");
const PAUSE = 300;

let timer = 0;
let asked = 0;

// What a part said before is not drawn again: focus and open folds stay.
function swap(page, id) {
  const fresh = page.getElementById(id);
  const old = document.getElementById(id);
  if (!fresh || !old || fresh.innerHTML === old.innerHTML) return;
  const held = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (held) (fresh.querySelector("button") ?? fresh.closest("section"))?.focus();
}

// A sentence that follows its periods shows what will be saved.
function follow(page) {
  const said = page.getElementById("proposed");
  if (!said || said.dataset.follows === undefined) return;
  for (const words of form.querySelectorAll(`textarea[data-sentence="${said.dataset.path}"][readonly]`)) {
    const fresh = page.querySelector(`[data-said="${words.name.split(".").pop()}"]`);
    if (fresh) words.value = fresh.dataset.words;
  }
}

async function preview() {
  clearTimeout(timer);
  const block = form.querySelector("[data-preview]");
  if (!block) return;
  const mine = asked += 1;
  const list = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  try {
    const answer = await fetch(block.dataset.preview, { method: "POST", body: new URLSearchParams(list) });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return;
    for (const id of [...page.body.children].map((one) => one.id)) swap(page, id);
    follow(page);
  } catch {
    // Away from the server the editor says so; the preview waits for the next word.
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(preview, PAUSE);
}

// An amount without a currency is in euros, unless its author says otherwise.
function inEuros(event) {
  const typed = event.target;
  if (!typed.matches?.(".se-rate .se-typed input") || !typed.value) return;
  const currency = typed.closest(".se-rate").querySelector(".se-currency select");
  if (currency && !currency.value) currency.value = "EUR";
}

// An event is most often of one day: its end is its beginning, unless its author says otherwise.
function ofOneDay(begin) {
  if (!begin.matches?.("[data-one-day] [name$='.dateDebut']")) return;
  const end = form.elements[begin.name.replace(/dateDebut$/, "dateFin")];
  if (!end || (end.value && end.value !== end.dataset.offered)) return;
  end.value = begin.value;
  end.dataset.offered = begin.value;
}

// The rates of every day are there at once; all of them once somebody looks.
function allRates(event) {
  const list = event.target;
  const all = document.getElementById("all-rates");
  if (!all || !list.matches?.("select[data-rates]") || list.dataset.rates === "all") return;
  list.dataset.rates = "all";
  const names = new Set([...list.options].map((one) => one.textContent));
  for (const one of all.content.children) if (!names.has(one.textContent)) list.append(one.cloneNode(true));
}

form.addEventListener("input", (event) => {
  inEuros(event);
  ofOneDay(event.target);
  if (event.target.closest(".se-seasons, .se-closures")) soon();
});
form.addEventListener("focusin", allRates);
for (const one of form.elements) if (one.value && one.value !== one.defaultValue) ofOneDay(one);
document.addEventListener("sitra:kept", soon);
document.addEventListener("sitra:drawn", soon);
