// Keeps the frame of the pages and one page that says that there is no connection. Nothing about anybody is kept: only
// the list above, fetched without cookies. What the city answers goes to the page and nowhere else.

const KEPT = new Set(SHELL.kept);
const NAME = `alatau-${SHELL.version}${SHELL.offline}`;

self.addEventListener("install", (event) => {
  const wanted = SHELL.kept.map((address) => new Request(address, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(wanted)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const forget = (names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(forget).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match(SHELL.offline)));
  } else if (event.request.method === "GET" && address.pathname.startsWith("/static/") && KEPT.has(address.pathname)) {
    // Asked anew while there is a connection: a new release is never half an old one.
    event.respondWith(fetch(event.request).catch(() => caches.match(address.pathname)));
  }
});
