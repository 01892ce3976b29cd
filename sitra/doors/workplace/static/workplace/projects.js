// A key is copied and then forgotten by the page; records that are in front are put in order by dragging.

const copied = document.querySelector("#copied");

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
    if (copied) copied.textContent = copied.dataset.words;
    button.append(" ✓");
  } catch {
    // Where the clipboard is closed, the text is chosen: one more key copies it.
    getSelection().selectAllChildren(source);
    source.focus();
  }
}, { passive: true });

// A page that is gone back to must not show the key again, be it kept whole by the browser.
addEventListener("pagehide", () => {
  for (const secret of document.querySelectorAll("[data-secret]")) secret.remove();
});

const list = document.querySelector("[data-order]");
const fronts = () => [...list.querySelectorAll("[data-front]")];
let carried = null;

function below(target) {
  const row = target.closest?.("[data-front]");
  for (const one of fronts()) one.classList.toggle("is-below", one === row && one !== carried);
  return row;
}

function send(order) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = list.dataset.order;
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of [["csrfmiddlewaretoken", token], ["ordre", order.join(",")]]) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

if (list) {
  for (const one of fronts()) one.draggable = true;
  list.addEventListener("dragstart", (event) => {
    carried = event.target.closest("[data-front]");
    carried?.classList.add("is-carried");
  });
  list.addEventListener("dragover", (event) => {
    if (carried && below(event.target)) event.preventDefault();
  });
  list.addEventListener("drop", (event) => {
    const target = below(event.target);
    if (!carried || !target || target === carried) return;
    event.preventDefault();
    target.before(carried);
    send(fronts().map((one) => one.dataset.front));
  });
  list.addEventListener("dragend", () => {
    carried?.classList.remove("is-carried");
    carried = null;
    for (const one of fronts()) one.classList.remove("is-below");
  });
}
