// The quick way to a record: arrows move among what is offered, Enter opens the first, Escape goes back.

const field = document.querySelector("#quick");
const found = document.querySelector("#quick-found");
const form = field?.form;

function links() {
  return [...found.querySelectorAll(".quick-name")];
}

function move(step) {
  const offered = links();
  if (!offered.length) return;
  const row = document.activeElement.closest("#quick-found li");
  const here = row ? offered.indexOf(row.querySelector(".quick-name")) : -1;
  const next = here + step;
  (next < 0 ? field : offered[Math.min(next, offered.length - 1)]).focus();
}

function close() {
  found.replaceChildren();
}

form?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Escape") {
    close();
    field.focus();
  }
});

form?.addEventListener("submit", (event) => {
  const [first] = links();
  if (!first) return;
  event.preventDefault();
  first.click();
});

document.addEventListener("click", (event) => {
  if (form && !form.contains(event.target)) close();
});
