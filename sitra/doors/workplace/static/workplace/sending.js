// What is typed goes to the server by itself: with a token that stays good, in a session that may have ended.

class Expired extends Error {}

function body(form, list) {
  const given = new URLSearchParams(list);
  given.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  return given;
}

async function renewToken(form) {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const token = page.querySelector(`#${form.id} [name=csrfmiddlewaretoken]`);
  if (!token) throw new Expired();
  form.elements.csrfmiddlewaretoken.value = token.value;
}

/** Send pairs of a form to an address; answers what the server said, or throws why it has them not. */
export async function sent(form, address, list) {
  const call = () => fetch(address, { method: "POST", body: body(form, list), headers: { "X-Requested-With": "fetch" } });
  let answer = await call();
  if (answer.status === 403) {
    await renewToken(form);
    answer = await call();
  }
  if (answer.redirected && !new URL(answer.url).pathname.includes("/objets/")) throw new Expired();
  if (answer.status >= 500 || answer.status === 403) throw new Error(String(answer.status));
  return answer;
}

/** Say why something could not be kept, in the words of the place that tells it. */
export function why(place, error) {
  if (!(error instanceof Expired)) return [navigator.onLine ? place.dataset.failed : place.dataset.offline];
  const link = document.createElement("a");
  link.href = location.href;
  link.target = "_blank";
  link.textContent = place.dataset.again;
  return [`${place.dataset.expired} `, link];
}
