// Counts at once and sends when it can: each tap is kept on the device under a name of its own until the server has it.
const RETRY = 5000;
const LOOK = 15000;

export function enhance(form) {
  const output = form.querySelector("[data-count]");
  const state = form.querySelector("[data-state]");
  const places = form.querySelector("[data-places]");
  const back = form.querySelector("[data-back]");
  const day = form.elements.tag.value;
  const shelf = `door ${location.pathname} ${day} `;
  const mine = [];
  let known = Number(output.textContent);
  let sending = false;

  const kept = () =>
    Object.keys(localStorage)
      .filter((name) => name.startsWith(shelf))
      .map((name) => localStorage.getItem(name));

  const people = (tap) => Number(tap.split(":")[1]);

  function show() {
    const waiting = kept();
    const total = Math.max(0, known + waiting.reduce((sum, tap) => sum + people(tap), 0));
    output.textContent = total;
    places?.classList.toggle("door__places--full", total >= Number(places.dataset.places));
    back.disabled = !mine.length;
    if (waiting.length > 3 || !navigator.onLine) {
      state.textContent = form.dataset.unsent.replace("{n}", waiting.length);
    } else if (state.textContent && !waiting.length) {
      state.textContent = form.dataset.sent;
    }
  }

  async function ask(options) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" }, ...options });
    if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
    return answer.json();
  }

  async function send() {
    const waiting = kept().slice(0, 200);
    if (sending || !waiting.length) return;
    sending = true;
    let wait = 0;
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("tag", day);
    waiting.forEach((tap) => body.append("tap", tap));
    try {
      const said = await ask({ method: "POST", body });
      if ("count" in said) {
        known = said.count;
        waiting.forEach((tap) => localStorage.removeItem(shelf + tap.split(":")[0]));
      } else {
        state.textContent = said.problem;
        wait = RETRY;
      }
    } catch {
      wait = RETRY;
    }
    sending = false;
    show();
    // What was tapped meanwhile goes at once; only what failed waits.
    if (kept().length) setTimeout(send, wait);
  }

  function tap(number, undoes = "") {
    const key = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 14)}`;
    const at = Math.floor(Date.now() / 1000);
    localStorage.setItem(shelf + key, `${key}:${number}:${at}${undoes && `:${undoes}`}`);
    navigator.vibrate?.(15);
    show();
    send();
    return key;
  }

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    if ("back" in button.dataset) {
      const last = mine.pop();
      if (last) tap(-last.number, last.key);
    } else {
      const number = Number(button.dataset.people);
      if (number < 0 && Number(output.textContent) === 0) return;
      mine.push({ number, key: tap(number) });
    }
    show();
  });

  const first = back.value.match(/^[^:]+:(-?\d+)::(.+)$/);
  if (first) mine.push({ number: -Number(first[1]), key: first[2] });
  addEventListener("online", send);
  setInterval(async () => {
    if (document.hidden || sending || kept().length) return;
    try {
      const said = await ask();
      if ("count" in said) known = said.count;
      show();
    } catch {
      show();
    }
  }, LOOK);
  show();
  send();
}
