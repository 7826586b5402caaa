// Keeps a screen current without a flicker; without a connection it keeps what it knows and says since when.
const PAUSE = 30000;
const PATIENCE = 10000;
const body = document.querySelector("[data-display]");
const outage = document.querySelector("[data-outage]");
const words = body.dataset;
let live = document.querySelector("[data-live]");
// The server's clock tells what is left: that of a screen may be wrong.
let skew = Number(live.dataset.now) * 1000 - Date.now();
let knownAt = Date.now() + skew;

function clock(moment) {
  return new Intl.DateTimeFormat("de", { hour: "2-digit", minute: "2-digit", timeZone: words.zone }).format(moment);
}

function showRest() {
  for (const span of live.querySelectorAll("[data-until]")) {
    const minutes = Math.ceil((Number(span.dataset.until) * 1000 - Date.now() - skew) / 60000);
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    const text = hours ? words.leftHours : words.leftMinutes;
    span.textContent = minutes > 0 ? text.replace("{h}", hours).replace("{m}", rest) : "";
  }
}

async function look() {
  try {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (!fresh) throw new Error("no screen");
    skew = Number(fresh.dataset.now) * 1000 - Date.now();
    knownAt = Date.now() + skew;
    live.replaceWith(fresh);
    live = fresh;
    body.classList.remove("display--stale");
    outage.textContent = "";
  } catch {
    if (!outage.textContent) outage.textContent = words.stale.replace("{time}", clock(knownAt));
    body.classList.add("display--stale");
  }
  showRest();
}

showRest();
setInterval(showRest, 5000);
setInterval(look, PAUSE);
window.addEventListener("online", look);
window.addEventListener("offline", look);
