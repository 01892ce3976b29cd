// Texts side by side: counts characters as one types, says so in a pause, saves with Ctrl-S, asks before leaving.
const form = document.querySelector("form.texts");
const said = form.querySelector("[data-said]");
const PAUSE = 1200;
let pause = 0;
let dirty = false;

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

form.addEventListener("input", (event) => {
  dirty = true;
  if (!event.target.matches("[data-longest]")) return;
  const told = show(event.target);
  clearTimeout(pause);
  pause = setTimeout(() => say(told), PAUSE);
});

form.addEventListener("submit", () => {
  dirty = false;
});

addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});

form.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-save]"));
  }
});

// What came back unsaved (a translation to read, a conflict) is as good as typed.
dirty = form.querySelector("[name^='machine:'], .text-theirs, .text-stored") !== null;
for (const area of form.querySelectorAll("[data-longest]")) show(area);
