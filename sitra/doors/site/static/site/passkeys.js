// Says in words why a passkey could not be used; hides what this browser does not know.

const box = document.querySelector("[data-passkey-trouble]");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  if (!box) return;
  const name = event.detail.exception?.name;
  const known = box.querySelector(`[data-trouble="${CSS.escape(name ?? "")}"]`);
  for (const sentence of box.querySelectorAll("[data-trouble]")) sentence.hidden = true;
  (known ?? box.querySelector('[data-trouble="other"]')).hidden = false;
  box.hidden = false;
});

if (!window.PublicKeyCredential) {
  for (const offer of document.querySelectorAll("[data-passkey-offer]")) offer.hidden = true;
}
