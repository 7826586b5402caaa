// What this device remembers of the doors it has counted at, so that they can be counted without network.
const PREFIX = "door-page ";
const DAYS = 30;
const DAY = 86400000;

export function remember(path, door) {
  try {
    forgetOld();
    localStorage.setItem(PREFIX + path, JSON.stringify({ ...door, seen: Date.now() }));
  } catch {
    // The browser keeps nothing: this door can be counted as long as its page is open.
  }
}

export function recall(path) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + path));
  } catch {
    return null;
  }
}

export function recallAll() {
  return names()
    .map((name) => name.slice(PREFIX.length))
    .map((path) => ({ path, ...recall(path) }))
    .sort((one, other) => other.seen - one.seen);
}

// The local day of a moment, as the server writes it: 2026-11-23.
export function dayIn(zone, moment) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date(moment));
}

export function longDay(day) {
  const form = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  const language = document.documentElement.lang === "en" ? "en-GB" : "de-DE";
  return new Intl.DateTimeFormat(language, form).format(new Date(`${day}T00:00:00Z`));
}

function names() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function forgetOld() {
  for (const name of names()) {
    const door = recall(name.slice(PREFIX.length));
    if (!door || door.seen < Date.now() - DAYS * DAY) localStorage.removeItem(name);
  }
}
