// Communes offered as one types the place of a new record; a template and its kind chosen together.

const form = document.getElementById("new");
const offers = document.getElementById("offers");
let timer = 0;

form.elements.commune.addEventListener("input", ({ target }) => {
  clearTimeout(timer);
  if (target.value.length < 2) return;
  timer = setTimeout(async () => {
    const answer = await fetch(`${form.dataset.communes}?${new URLSearchParams({ q: target.value })}`);
    if (answer.ok) offers.innerHTML = await answer.text();
  }, 180);
});

const { type, modele } = form.elements;
const kindOf = () => modele?.selectedOptions[0]?.dataset.kind;
modele?.addEventListener("change", () => {
  if (kindOf()) type.value = kindOf();
});
type.addEventListener("change", () => {
  if (kindOf() && type.value !== kindOf()) modele.value = "";
});
