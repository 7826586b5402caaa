// Taps at doors: each is kept on the device under a name of its own until the server has said that it has it.
// Sent twice it counts once; so nothing is lost when an answer is, or the page is closed meanwhile.
const PREFIX = "door ";
const MOST_AT_ONCE = 200;
const unkept = new Map(); // where the browser keeps nothing, for as long as the page is open

export const people = (tap) => Number(tap.split(":")[1]);
export const nameOf = (tap) => tap.split(":")[0];
export const takenBack = (tap) => tap.split(":")[3] ?? "";
const madeAt = (tap) => Number(tap.split(":")[2]);

export function newTap(number, at, undoes = "") {
  const name = `${Math.floor(at / 1000).toString(36)}-${crypto.getRandomValues(new Uint32Array(3)).join("-")}`;
  return `${name}:${number}:${Math.floor(at / 1000)}${undoes && `:${undoes}`}`;
}

// Says whether the tap outlives the page.
export function keep(path, day, tap) {
  const name = `${PREFIX}${path} ${day} ${nameOf(tap)}`;
  try {
    localStorage.setItem(name, tap);
    return true;
  } catch {
    unkept.set(name, tap);
    return false;
  }
}

export function waiting(path, day) {
  return all()
    .filter(([name]) => name.startsWith(`${PREFIX}${path} ${day} `))
    .map(([, tap]) => tap)
    .sort((one, other) => madeAt(one) - madeAt(other));
}

// Every door and day with taps that nobody has confirmed: [path, day] pairs.
export function shelves() {
  const found = new Set(all().map(([name]) => name.slice(PREFIX.length).split(" ").slice(0, 2).join(" ")));
  return [...found].sort().map((shelf) => shelf.split(" "));
}

export function discard(path, day) {
  waiting(path, day).forEach((tap) => forget(path, day, tap));
}

// What the server says of a door: { count, day, token } or { problem, token }; throws "away" or "stranger".
export async function ask(path) {
  return read(await call(path, {}));
}

// Sends what is kept for a door and day: { count } once it has arrived, else { problem }, { away } or { stranger }.
export async function send(path, day, door) {
  try {
    let said = {};
    for (let taps = waiting(path, day); taps.length; taps = waiting(path, day)) {
      said = await hand(path, day, taps.slice(0, MOST_AT_ONCE), door);
      if (!("count" in said)) return said;
    }
    return said;
  } catch (error) {
    return error.message === "stranger" ? { stranger: true } : { away: true };
  }
}

// Sends what other doors and other days still have; for pages that count at none of them.
export async function sendAll(isOther = () => true) {
  for (const [path, day] of shelves()) {
    if (isOther(path, day) && "away" in (await send(path, day, {}))) return;
  }
}

async function hand(path, day, taps, door) {
  door.token ||= (await ask(path)).token;
  let answer = await post(path, day, taps, door.token);
  if (answer.status === 400) {
    // The page is older than the session: its token is no longer taken.
    door.token = (await ask(path)).token;
    answer = await post(path, day, taps, door.token);
  }
  const said = await read(answer);
  if ("count" in said) taps.forEach((tap) => forget(path, day, tap));
  return said;
}

function post(path, day, taps, token) {
  const body = new FormData();
  body.set("csrf_token", token);
  body.set("tag", day);
  taps.forEach((tap) => body.append("tap", tap));
  return call(path, { method: "POST", body });
}

async function call(path, options) {
  try {
    return await fetch(path, { headers: { Accept: "application/json" }, ...options });
  } catch {
    throw new Error("away");
  }
}

async function read(answer) {
  if (answer.redirected || [401, 403, 404].includes(answer.status)) throw new Error("stranger");
  if (!answer.ok && answer.status !== 422) throw new Error("away");
  return answer.json();
}

function forget(path, day, tap) {
  const name = `${PREFIX}${path} ${day} ${nameOf(tap)}`;
  unkept.delete(name);
  try {
    localStorage.removeItem(name);
  } catch {
    // It was never there.
  }
}

function all() {
  let stored = [];
  try {
    stored = Object.entries(localStorage).filter(([name]) => name.startsWith(PREFIX));
  } catch {
    // The browser keeps nothing.
  }
  return [...stored, ...unkept];
}
