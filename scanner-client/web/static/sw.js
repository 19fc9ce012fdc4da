// Keeps the program for work without the network. Data is not its business: that stands in IndexedDB.
const CACHE = 'inwards-{version}';
const FILES = {files};
// What reads codes by the camera is as large as all the rest, and the app works without it: it
// is not waited for, and comes once the app runs, so that it works without the network as well.
const LATER = {later};

self.addEventListener('install', event => {
  // A version is kept whole or not at all.
  event.waitUntil(caches.open(CACHE).then(cache => cache.addAll(FILES.map(file => new Request(file, { cache: 'reload' })))));
});

self.addEventListener('activate', event => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter(name => name.startsWith('inwards-') && name !== CACHE);
    await Promise.all(old.map(name => caches.delete(name)));
    await self.clients.claim();
  })());
});

// Only when somebody took the new version: a page that runs needs the files of its own.
self.addEventListener('message', event => {
  if (event.data === 'take over') self.skipWaiting();
  if (event.data === 'keep the rest') event.waitUntil(keepTheRest());
});

async function keepTheRest() {
  const cache = await caches.open(CACHE);
  for (const file of LATER) {
    // Without the network now, it is tried again when the app is opened the next time.
    if (!await cache.match(file)) await cache.add(file).catch(() => {});
  }
}

self.addEventListener('fetch', event => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== location.origin) return;
  const file = request.mode === 'navigate' && address.pathname === '/' ? '/' : address.pathname;
  if (!FILES.includes(file) && !LATER.includes(file)) return;
  event.respondWith(caches.open(CACHE).then(async cache => await cache.match(file) ?? fetch(request)));
});
