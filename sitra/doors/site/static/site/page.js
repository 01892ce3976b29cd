// What every page does: theme switch, menus that close, pictures that fail politely.

const root = document.documentElement;
const buttons = [...document.querySelectorAll("[data-theme-choice-button]")];

function show(choice) {
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.value === choice));
  }
}

function choose(choice) {
  root.dataset.themeChoice = choice;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.bsTheme = choice || (dark ? "dark" : "light");
  try {
    if (choice) localStorage.setItem("sitra-theme", choice);
    else localStorage.removeItem("sitra-theme");
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  show(choice);
  document.dispatchEvent(new CustomEvent("sitra:theme"));
}

for (const button of buttons) {
  button.addEventListener("click", () => choose(button.value));
}
show(root.dataset.themeChoice || "");

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

function missing(image) {
  image.closest("[data-picture]")?.classList.add("is-missing");
}

document.addEventListener("error", (event) => {
  if (event.target instanceof HTMLImageElement) missing(event.target);
}, true);

for (const image of document.querySelectorAll("[data-picture] img")) {
  if (image.complete && image.naturalWidth === 0 && image.loading !== "lazy") missing(image);
}
