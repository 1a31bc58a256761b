// Without a signal: the portal's own files, a page that says so, and the self-check sheets this person has opened.
// The address /sw.js puts two lines before this text: VERSION, of all files together, and SHELL, what is fetched at once.
const FILES = `files-${VERSION}`, SHEETS = `sheets-${VERSION}-`, OFFLINE = "/offline/", PATIENCE = 8000;
const SHEET = /^\/checks\/(?:inspections\/)?\d+\/fill\/$/, HAND_IN = /^\/checks\/(?:\d+\/finish|inspections\/\d+\/present)\/$/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((cache) => cache.addAll([new Request(OFFLINE, { credentials: "omit" }), ...SHELL])).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const old = (name) => name !== FILES && !name.startsWith(SHEETS);
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

const sheets = async () => (await caches.keys()).filter((name) => name.startsWith(SHEETS));
const kept = async (path) => {
  for (const name of await sheets()) {
    const found = await (await caches.open(name)).match(path);
    if (found) return found;
  }
  return undefined;
};
const forget = async (path) => Promise.all((await sheets()).map(async (name) => (await caches.open(name)).delete(path)));

// the portal says whose sheet it is; what is no sheet (handed in, login, refusal) is not kept and takes the old copy along
const keep = async (path, answer) => {
  const whose = answer.headers.get("X-Sheet-Of");
  if (!answer.ok || answer.redirected || !whose) return forget(path);
  return (await caches.open(SHEETS + whose)).put(path, answer);
};

const late = () => new Promise((done, fail) => { setTimeout(() => fail(new Error("late")), PATIENCE); });
const openSheet = async (event, path, asked) => {
  event.waitUntil(asked.then((answer) => (answer.status < 500 ? keep(path, answer.clone()) : null)).catch(() => {}));
  const before = await kept(path);
  try {
    return await (before ? Promise.race([asked, late()]) : asked);
  } catch { return before || caches.match(OFFLINE); }
};
const openFile = async (request) => {
  const found = await caches.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(FILES)).put(request, answer.clone());
  return answer;
};

self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.method !== "GET") {
    if (HAND_IN.test(address.pathname)) event.waitUntil(forget(address.pathname.replace(/finish|present/, "fill")));
    return;
  }
  if (address.pathname.startsWith("/static/")) event.respondWith(openFile(request));
  else if (request.mode === "navigate" && SHEET.test(address.pathname)) event.respondWith(openSheet(event, address.pathname, fetch(request)));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
});

// a sheet that was opened before this worker was there, or whose answers have changed
self.addEventListener("message", (event) => {
  const { sheet, files } = event.data || {};
  if (!SHEET.test(sheet)) return;
  const own = files.filter((file) => new URL(file).pathname.startsWith("/static/"));
  event.waitUntil(Promise.all([
    fetch(sheet, { credentials: "same-origin" }).then((answer) => keep(sheet, answer)),
    ...own.map((file) => openFile(new Request(file))),
  ]).catch(() => {}));
});
