// Offers records by name as one types; without this, "Chercher" lists them.
const PAUSE = 250;
const input = document.getElementById("from");
const offers = document.getElementById("offers");
let timer;
let last = 0;

input.addEventListener("input", () => {
  clearTimeout(timer);
  const words = input.value.trim();
  if (words.length < 2) return;
  timer = setTimeout(async () => {
    const turn = ++last;
    try {
      const answer = await fetch(`${input.dataset.offers}?q=${encodeURIComponent(words)}`);
      if (!answer.ok || turn !== last) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      offers.replaceChildren(...page.querySelectorAll("option"));
    } catch {
      // Offers are a convenience: without network the form still asks the server.
    }
  }, PAUSE);
});
