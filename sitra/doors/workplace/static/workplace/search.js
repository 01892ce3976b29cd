// Small comforts of the search: arrows among the communes offered, map in place of the list on a phone.

const place = document.getElementById("place");
const offers = document.getElementById("place-offers");

document.querySelector(".place").addEventListener("keydown", (event) => {
  const buttons = [...offers.querySelectorAll("button")];
  const position = buttons.indexOf(document.activeElement);
  if (event.key === "Escape" && (buttons.length || place.value)) {
    offers.replaceChildren();
    place.value = "";
    place.focus();
  } else if (event.key === "ArrowDown" && buttons.length) {
    event.preventDefault();
    buttons[Math.min(position + 1, buttons.length - 1)].focus();
  } else if (event.key === "ArrowUp" && position >= 0) {
    event.preventDefault();
    (buttons[position - 1] ?? place).focus();
  }
});

// A commune was chosen or taken away: the field is free again, and keeps the focus.
document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  const chosen = detail.requestConfig?.triggeringEvent?.submitter;
  if (!detail.successful || !["choix", "sans"].includes(chosen?.name)) return;
  place.value = "";
  place.focus();
});

const toggle = document.querySelector(".map-toggle");
toggle.addEventListener("click", () => {
  const shown = toggle.getAttribute("aria-pressed") !== "true";
  toggle.setAttribute("aria-pressed", String(shown));
  document.getElementById("search").classList.toggle("shows-map", shown);
  if (shown) document.querySelector(".found-tools").scrollIntoView();
});
