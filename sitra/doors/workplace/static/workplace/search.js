// Small comforts of the search: arrows among what is offered, map in place of the list on a phone.

const place = document.getElementById("place");
const term = document.getElementById("term");

for (const field of document.querySelectorAll(".offering")) {
  const input = field.querySelector("input[type=text]");
  field.addEventListener("keydown", (event) => {
    const buttons = [...field.querySelectorAll(".offers button")];
    const position = buttons.indexOf(document.activeElement);
    if (event.key === "Escape" && (buttons.length || input.value)) {
      document.getElementById(`${input.id}-offers`).replaceChildren();
      input.value = "";
      input.focus();
    } else if (event.key === "ArrowDown" && buttons.length) {
      event.preventDefault();
      buttons[Math.min(position + 1, buttons.length - 1)].focus();
    } else if (event.key === "ArrowUp" && position >= 0) {
      event.preventDefault();
      (buttons[position - 1] ?? input).focus();
    }
  });
}

// Something was chosen or taken away: the field is free again, and keeps the focus. A criterion was taken
// away: the focus goes to the next one, or back to the field.
const FREED = { choix: place, sans: place, ajout: term, "sans-critere": term, "sans-zone": place, "sans-liste": place };
document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  const chosen = detail.requestConfig?.triggeringEvent?.submitter;
  const field = FREED[chosen?.name];
  if (!detail.successful || !field) return;
  if (chosen.name !== "sans-critere") field.value = "";
  const next = chosen.name === "sans-critere" && document.querySelector("#chosen [name=sans-critere]");
  (next || field).focus();
});

// A box that was cleared may leave the list, and the focus with it: it goes to the first of those that stay.
document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  const box = detail.requestConfig?.triggeringEvent?.target;
  if (box?.type !== "checkbox" || document.activeElement !== document.body) return;
  (document.querySelector(`#facets [name="${box.name}"]`) ?? place).focus();
});

const toggle = document.querySelector(".map-toggle");
toggle.addEventListener("click", () => {
  const shown = toggle.getAttribute("aria-pressed") !== "true";
  toggle.setAttribute("aria-pressed", String(shown));
  document.getElementById("search").classList.toggle("shows-map", shown);
  if (shown) document.querySelector(".found-tools").scrollIntoView();
});
