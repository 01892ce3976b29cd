// A secret is copied, then forgotten by the page: one that is gone back to must not show it again.

document.querySelector("[data-take]")?.addEventListener("click", async (event) => {
  const source = document.getElementById(event.currentTarget.dataset.take);
  const taken = document.querySelector("#taken");
  try {
    await navigator.clipboard.writeText(source.textContent);
    taken.textContent = taken.dataset.words;
  } catch {
    // Where the clipboard is closed, the text is chosen: one more key copies it.
    getSelection().selectAllChildren(source);
    source.focus();
  }
});

addEventListener("pagehide", () => {
  for (const once of document.querySelectorAll("[data-once]")) once.remove();
});
