// The service worker: what can be shown when the server cannot be reached, and nothing else.
//
//   /pkg/*        named by their content, so what is kept is right for ever: from the cache first
//   navigations   from the network; when there is none, the offline page
//   /recorder.js  from the network; when there is none, as it was: one can speak without it
//   all the rest  is not touched: calls, events, and people's pictures never enter a cache here,
//                 nor does any page with people's data in it
//
// Raise VERSION when the offline page or this file changes what is kept; the caches of the version
// before go when the new worker starts.

const VERSION = 2;
const OFFLINE_CACHE = `kakehashi-offline-${VERSION}`;
const FILES_CACHE = `kakehashi-files-${VERSION}`;
const OFFLINE = "/offline";
const RECORDER = "/recorder.js";
// A build has two dozen files, parts of the client mostly. The oldest make room for those of the next.
const MOST_FILES = 60;

self.addEventListener("install", (event) => {
  event.waitUntil(keepOfflinePage().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => kept(OFFLINE)));
  } else if (url.pathname.startsWith("/pkg/")) {
    event.respondWith(fromCacheFirst(request));
  } else if (url.pathname === RECORDER) {
    event.respondWith(fetch(request).catch(() => kept(RECORDER)));
  }
});

// The page is kept with its style sheet: it is no use without.
async function keepOfflinePage() {
  const page = await fetch(OFFLINE, { cache: "reload" });
  if (!page.ok) throw new Error(`${OFFLINE} answered ${page.status}`);
  const html = await page.clone().text();
  const styles = [...html.matchAll(/href="(\/pkg\/[^"]+\.css)"/g)].map(([, path]) => path);
  const cache = await caches.open(OFFLINE_CACHE);
  await cache.addAll([...styles, RECORDER]);
  await cache.put(OFFLINE, page);
}

async function kept(path) {
  return (await caches.match(path)) ?? Response.error();
}

async function fromCacheFirst(request) {
  const before = await caches.match(request);
  if (before) return before;
  const fresh = await fetch(request);
  // Only the server knows that a name will never mean anything else.
  if (fresh.ok && fresh.headers.get("cache-control")?.includes("immutable")) {
    const cache = await caches.open(FILES_CACHE);
    await cache.put(request, fresh.clone());
    await makeRoom(cache);
  }
  return fresh;
}

// The keys of a cache stand in the order in which they came.
async function makeRoom(cache) {
  const files = await cache.keys();
  const surplus = files.slice(0, Math.max(0, files.length - MOST_FILES));
  await Promise.all(surplus.map((file) => cache.delete(file)));
}

async function dropOldCaches() {
  const old = (await caches.keys()).filter(
    (name) => name.startsWith("kakehashi-") && name !== OFFLINE_CACHE && name !== FILES_CACHE,
  );
  await Promise.all(old.map((name) => caches.delete(name)));
}
