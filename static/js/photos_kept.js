// Photos that could not be sent yet stay in this device's database and come back with the form they belong to.
(() => {
  const KEEP = 14 * 24 * 3600 * 1000;
  let base = null;
  const asked = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
  const opened = () => (base ||= new Promise((done, fail) => {
    const request = indexedDB.open("portal-photos", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("photos", { keyPath: "client" }).createIndex("place", "place");
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  }));
  const shelf = async (mode) => (await opened()).transaction("photos", mode).objectStore("photos");
  // a phone that keeps nothing (private mode, full) still sends what the page holds
  const quietly = (act, otherwise) => async (...args) => { try { return await act(...args); } catch { return otherwise; } };

  window.keptPhotos = {
    // true when the photo is safe
    put: quietly(async (row) => { await asked((await shelf("readwrite")).put({ ...row, at: Date.now() })); return true; }, false),
    drop: quietly(async (client) => asked((await shelf("readwrite")).delete(client))),
    // the photos of one picker of one person, oldest first; what is too old is thrown away
    of: quietly(async (place) => {
      const rows = await asked((await shelf("readonly")).index("place").getAll(place));
      rows.filter((row) => Date.now() - row.at > KEEP).forEach((row) => window.keptPhotos.drop(row.client));
      return rows.filter((row) => Date.now() - row.at <= KEEP).sort((a, b) => a.at - b.at);
    }, []),
  };
})();
