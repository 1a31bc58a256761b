// Starts the worker of static/js/worker.js on phones, where the browser has one (https only); all works without it.
(() => {
  if (!("caches" in window) || !("serviceWorker" in navigator)) return;
  const seat = document.body.dataset.seat, sheet = /^\/checks\/(?:inspections\/)?\d+\/fill\/$/.test(location.pathname);
  const list = document.querySelector("[data-sheets]");
  const sheetsOf = async () => (await caches.keys()).filter((name) => name.startsWith("sheets-"));

  // whoever comes next on this phone finds nothing of the one before; the page without a signal belongs to nobody
  const clear = async () => {
    const others = (await sheetsOf()).filter((name) => !seat || !name.endsWith(`-${seat}`));
    await Promise.all(others.map((name) => caches.delete(name)));
  };
  const start = async () => {
    const had = navigator.serviceWorker.controller;
    await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    if (!had && sheet) renew();
  };
  // the copy in the phone holds the answers that the portal already has
  const renew = async () => {
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ sheet: location.pathname, files: performance.getEntriesByType("resource").map((entry) => entry.name) });
  };
  let timer = 0;
  document.addEventListener("checks:saved", () => {
    clearTimeout(timer);
    if (sheet) timer = setTimeout(renew, 4000);
  });
  const show = async () => {
    for (const name of await sheetsOf()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const page = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
        const link = Object.assign(document.createElement("a"), { href: new URL(request.url).pathname });
        link.textContent = `${page.querySelector("h1").textContent.trim()}（${page.querySelector("[data-unit]").textContent}）`;
        list.append(link);
      }
    }
    list.hidden = !list.querySelector("a");
  };
  if (list) return show();
  if (seat !== undefined) clear().catch(() => {});
  if (document.body.classList.contains("phone")) start().catch(() => {});
  return undefined;
})();
