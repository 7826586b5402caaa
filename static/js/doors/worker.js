// Answers for doors when nobody else does: with a page kept on the device that knows no person and no door.
// What it keeps (AWAY, KEPT) is named by the script that loads this one.
const SHELF = `labspace-door ${self.AWAY} ${self.KEPT.join(" ")}`;
const PATIENCE = 6000;
const UNREACHABLE = [502, 503, 504];

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname.endsWith("/tuer")) {
    event.respondWith(answered(request, self.AWAY));
  } else if (self.KEPT.includes(url.pathname + url.search)) {
    event.respondWith(answered(request, url.pathname + url.search));
  }
});

async function keep() {
  const cache = await caches.open(SHELF);
  const one = async (url) => {
    // Without the session: what is kept is the same for everybody who uses the device.
    const answer = await fetch(url, { credentials: "omit", cache: "no-cache" });
    if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
    await cache.put(url, answer);
  };
  await Promise.all([self.AWAY, ...self.KEPT].map(one));
}

async function tidy() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("labspace-door ") && name !== SHELF);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function answered(request, kept) {
  try {
    const answer = await Promise.race([fetch(request), late()]);
    if (!UNREACHABLE.includes(answer.status)) return answer;
  } catch {
    // No network, or too slow for somebody with people before them.
  }
  return (await caches.match(kept, { ignoreVary: true })) ?? Response.error();
}

function late() {
  return new Promise((_resolve, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
}
