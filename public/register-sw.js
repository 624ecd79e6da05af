// Registers the service worker. A file of its own, because the pages allow no script inside them.
// A browser that refuses (a private window, plain http) loses only the offline page.
navigator.serviceWorker?.register("/sw.js").catch(() => {});
