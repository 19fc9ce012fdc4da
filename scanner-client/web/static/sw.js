// Keeps the program for work without the network. Data is not its business: that stands in IndexedDB.
const CACHE = 'inwards-{version}';
const FILES = {files};

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
});

self.addEventListener('fetch', event => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== location.origin) return;
  const file = request.mode === 'navigate' && address.pathname === '/' ? '/' : address.pathname;
  if (!FILES.includes(file)) return;
  event.respondWith(caches.open(CACHE).then(async cache => await cache.match(file) ?? fetch(request)));
});
