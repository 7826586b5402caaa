// Counts at once and sends when it can; what is not sent stays on the device and outlives the page.
import { dayIn, longDay, remember } from "./doors/known.js";
import { ask, keep, newTap, nameOf, people, send, sendAll, takenBack, waiting } from "./doors/taps.js";

const RETRY = 5000;
const LOOK = 15000;

export function enhance(form) {
  const output = form.querySelector("[data-count]");
  const state = form.querySelector("[data-state]");
  const places = form.querySelector("[data-places]");
  const back = form.querySelector("[data-back]");
  const outbox = form.querySelector("[data-outbox]");
  const path = new URL(form.action).pathname;
  const words = form.dataset;
  const { zone, worker } = words;
  // The server's clock decides what day it is: that of a device may be wrong.
  const skew = Number(form.dataset.skew ?? Number(form.dataset.now) * 1000 - Date.now());
  const door = { token: form.elements.csrf_token?.value };
  const clock = () => Date.now() + skew;
  let day = form.elements.tag.value;
  let known = Number(output.textContent);
  let mine = mayBeTakenBack();
  let trouble = "";
  let sending = false;
  let sent = 0;

  function mayBeTakenBack() {
    const taps = waiting(path, day);
    const gone = new Set(taps.map(takenBack));
    return taps
      .filter((tap) => !takenBack(tap) && !gone.has(nameOf(tap)))
      .map((tap) => ({ number: people(tap), name: nameOf(tap) }));
  }

  function show() {
    const taps = waiting(path, day);
    const total = Math.max(0, known + taps.reduce((sum, tap) => sum + people(tap), 0));
    output.textContent = total;
    places?.classList.toggle("door__places--full", total >= Number(places.dataset.places));
    back.disabled = !mine.length;
    outbox.hidden = !trouble;
    if (trouble) {
      state.textContent = trouble;
    } else if (taps.length && (taps.length > 3 || !navigator.onLine || form.dataset.skew)) {
      state.textContent = words.unsent.replace("{n}", taps.length);
    } else if (state.textContent && !taps.length) {
      state.textContent = words.sent;
    }
    remember(path, {
      heading: document.querySelector("h1").textContent,
      word: form.querySelector("[data-word]").textContent,
      places: places?.dataset.places,
      known,
      day,
      zone,
      skew,
    });
  }

  async function deliver() {
    if (sending || !waiting(path, day).length) return;
    sending = true;
    sent += 1;
    const said = await send(path, day, door);
    sending = false;
    if ("count" in said) known = said.count;
    trouble = said.problem ?? (said.stranger ? words.stranger : "");
    show();
    if (said.away && waiting(path, day).length) setTimeout(deliver, RETRY);
    else if (!trouble && waiting(path, day).length) deliver();
  }

  function tap(number, undoes = "") {
    turnDay();
    const made = newTap(number, clock(), undoes);
    if (!keep(path, day, made)) trouble = words.unkept;
    navigator.vibrate?.(15);
    show();
    deliver();
    return nameOf(made);
  }

  // At midnight a house begins anew; an evening that ends later stays one.
  function turnDay() {
    const today = zone ? dayIn(zone, clock()) : day;
    if (today === day) return;
    [day, known, mine] = [today, 0, []];
    form.elements.tag.value = day;
    document.querySelector("[data-day]").textContent = longDay(day);
  }

  async function look() {
    if (document.hidden || sending) return;
    turnDay();
    if (waiting(path, day).length) return deliver();
    const before = sent;
    try {
      const said = await ask(path);
      door.token = said.token;
      // What was asked before somebody came knows nothing of them.
      if (before === sent && "count" in said && (said.day ?? day) === day) known = said.count;
    } catch {
      // Nobody answers: what is known stays.
    }
    show();
  }

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    if ("back" in button.dataset) {
      const last = mine.pop();
      if (last) tap(-last.number, last.name);
    } else {
      const number = Number(button.dataset.people);
      if (number < 0 && Number(output.textContent) === 0) return;
      const name = tap(number);
      mine.push({ number, name });
    }
    show();
  });

  const first = back.value.match(/^[^:]+:(-?\d+)::(.+)$/);
  if (first && !waiting(path, day).some((one) => takenBack(one) === first[2])) {
    mine.unshift({ number: -Number(first[1]), name: first[2] });
  }
  addEventListener("online", deliver);
  addEventListener("online", () => sendAll((other, when) => other !== path || when !== day));
  setInterval(look, LOOK);
  if (worker) navigator.serviceWorker?.register(worker).catch(() => {});
  navigator.storage?.persist?.();
  turnDay();
  show();
  deliver();
  sendAll((other, when) => other !== path || when !== day);
}
