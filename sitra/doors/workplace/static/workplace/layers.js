// How each value of a version stands to the record, as one types: the server says it, the page shows it.

const grid = document.getElementById("editor-grid");

function show() {
  const told = document.getElementById("layer-marks").content;
  for (const fresh of told.querySelectorAll("[data-mark]")) {
    const part = grid.querySelector(`[data-layer="${CSS.escape(fresh.dataset.mark)}"]`);
    const old = part?.querySelector(":scope > [data-mark]");
    if (!old || old.innerHTML === fresh.innerHTML) continue;
    const held = old.contains(document.activeElement);
    const copy = fresh.cloneNode(true);
    part.dataset.standing = fresh.dataset.standing;
    old.replaceWith(copy);
    if (held) (copy.querySelector("button") ?? part.querySelector("input:not([type=hidden]), select, textarea"))?.focus();
  }
}

document.addEventListener("sitra:kept", show);
