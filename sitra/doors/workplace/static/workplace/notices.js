// Whoever opens what a notice leads to has read it: it is marked on the way, without waiting.

const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-read]");
  if (!link || !token) return;
  const body = new URLSearchParams({ "en-passant": "1", csrfmiddlewaretoken: token });
  fetch(link.dataset.read, { method: "POST", body, keepalive: true, credentials: "same-origin" });
});
