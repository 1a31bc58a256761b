// Photos of a form: made smaller on the phone, sent one by one as soon as they are chosen, kept in the form by their ids.
(() => {
  const SMALL = 300 * 1024, SIDE = 1920, LARGE = 5 * 1024 * 1024, PATIENCE = 120000, AGAIN = 30000;
  const held = new WeakMap(); // item → {file, origin, client}
  const pictures = (node) => node.closest("[data-photos]");
  const part = (node, name) => node.querySelector(`[data-photos-${name}]`);
  const items = (picker) => [...picker.querySelectorAll("[data-photos-item]")];
  // what the form takes beside photos makes them files
  const word = (picker) => picker.dataset.photosTakes === "0" ? "照片" : "文件", unit = (picker) => picker.dataset.photosTakes === "0" ? "张" : "个";
  const waits = (picker) => items(picker).filter((item) => !item.classList.contains("is-sent"));
  const failed = (picker) => items(picker).filter((item) => item.classList.contains("is-failed"));

  // crypto.randomUUID needs https, which a township's own server may not have
  const uuid = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte, at) =>
    (at === 6 ? (byte & 15) | 64 : at === 8 ? (byte & 63) | 128 : byte).toString(16).padStart(2, "0")).join("");

  const note = (picker, text = "") => {
    const sent = picker.querySelectorAll(".is-sent").length, safe = failed(picker).filter((item) => item.classList.contains("is-kept")).length, lost = failed(picker).length - safe;
    const words = [sent && `已上传 ${sent} ${unit(picker)}`, safe && `${safe} ${unit(picker)}有信号后自动上传`, lost && `${lost} ${unit(picker)}没有传上，请移除或重试`].filter(Boolean).join("，");
    part(picker, "note").textContent = text || words;
  };

  // a phone short of memory throws the page away while the camera is open: what had been sent comes back
  const place = (picker) => `${document.body.dataset.person}:${location.pathname}:${part(picker, "plain").id}`;
  const shelf = (picker) => `photos:${place(picker)}`;
  const remember = (picker) => {
    try { sessionStorage.setItem(shelf(picker), JSON.stringify([...picker.querySelectorAll("[name=photos]")].map((kept) => kept.value))); } catch { return; }
  };
  const restore = (picker) => {
    if (items(picker).length) return;
    let ids = [];
    try { ids = JSON.parse(sessionStorage.getItem(shelf(picker)) || "[]"); } catch { return; }
    ids.forEach((id) => {
      const item = blank(picker);
      settle(item, { id, name: `已上传的${word(picker)}`, thumb: picker.dataset.photos.replace("upload/", `${id}/small/`) });
      part(item, "image").addEventListener("error", () => { item.remove(); note(picker); });
    });
  };
  // and what had not been sent is sent now
  const resume = async (picker) => {
    const rows = await window.keptPhotos.of(place(picker));
    rows.forEach((row) => show(picker, new File([row.file], row.name, { type: row.file.type }), row.origin, row.client).classList.add("is-kept"));
    if (rows.length) work(picker);
  };
  const blank = (picker) => part(picker, "list").appendChild(part(picker, "template").content.firstElementChild.cloneNode(true));

  const smaller = (file) => new Promise((done) => {
    if (!window.Compressor || file.size < SMALL || !file.type.startsWith("image/")) return done(file);
    new Compressor(file, { quality: 0.8, maxWidth: SIDE, maxHeight: SIDE, retainExif: true, mimeType: "image/jpeg", success: done, error: () => done(file) });
  });

  const send = async (item) => {
    const picker = pictures(item), { file, origin, client } = held.get(item);
    const state = part(item, "state");
    item.classList.remove("is-failed");
    part(item, "retry").hidden = true;
    state.textContent = "正在上传";
    const data = new FormData();
    const photo = await smaller(file);
    data.append("file", photo, file.name.replace(/\.(png|webp|bmp)$/i, photo === file ? "$&" : ".jpg") || "照片.jpg");
    data.append("client_id", client);
    data.append("origin", origin);
    data.append("takes", picker.dataset.photosTakes);
    const request = new XMLHttpRequest();
    request.open("POST", picker.dataset.photos);
    request.timeout = PATIENCE * Math.max(1, photo.size / LARGE);
    request.setRequestHeader("X-CSRFToken", JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "");
    request.upload.onprogress = (event) => { if (event.lengthComputable) state.textContent = `正在上传 ${Math.floor(event.loaded * 100 / event.total)}%`; };
    const answer = await new Promise((done) => {
      request.onload = () => { try { done(JSON.parse(request.responseText)); } catch { done({ error: "登录已过期或平台出错，请刷新本页" }); } };
      request.onerror = () => done({ error: "没有信号" });
      request.ontimeout = () => done({ error: "网络太慢" });
      request.send(data);
    });
    if (!item.isConnected) return;
    if (answer.id || request.status === 400) window.keptPhotos.drop(client);
    if (answer.id) settle(item, answer);
    else fail(item, answer.error, request.status !== 400);
  };

  const settle = (item, answer) => {
    item.classList.add("is-sent");
    item.append(Object.assign(document.createElement("input"), { type: "hidden", name: "photos", value: answer.id }));
    const image = part(item, "image");
    URL.revokeObjectURL(image.src);
    image.src = answer.thumb;
    image.alt = answer.name;
    part(item, "state").textContent = "已上传";
    remember(pictures(item));
  };

  // what the portal refused it refuses again: only removing helps
  const fail = (item, reason, again) => {
    item.classList.add("is-failed");
    if (!again) item.classList.remove("is-kept");
    part(item, "state").textContent = !again ? reason : item.classList.contains("is-kept") ? `${reason}，已存在手机里` : `${reason}，没有传上`;
    part(item, "retry").hidden = !again;
  };

  // one after the other: on a weak signal two at once both fail
  const work = async (picker) => {
    if (picker.dataset.busy) return;
    picker.dataset.busy = "1";
    let next;
    while ((next = waits(picker).find((item) => !item.classList.contains("is-failed")))) {
      await send(next);
      note(picker);
    }
    delete picker.dataset.busy;
    note(picker);
    proceed(picker);
  };

  const show = (picker, file, origin, client) => {
    const item = blank(picker), image = part(item, "image");
    held.set(item, { file, origin, client });
    image.addEventListener("error", () => (image.alt = ""));
    if (!file.type || file.type.startsWith("image/")) image.src = URL.createObjectURL(file);
    image.alt = file.name;
    return item;
  };
  const add = (picker, files, origin) => {
    const room = Number(picker.dataset.photosMost) - items(picker).length;
    const safe = [...files].slice(0, Math.max(0, room)).map((file) => {
      const client = uuid(), item = show(picker, file, origin, client);
      return window.keptPhotos.put({ client, place: place(picker), file, name: file.name, origin }).then((kept) => item.classList.toggle("is-kept", kept));
    });
    Promise.all(safe).then(() => work(picker)).then(() => { if (files.length > room) note(picker, `最多 ${picker.dataset.photosMost} ${unit(picker)}${word(picker)}，多选的没有加入`); });
  };

  const retry = (picker, some) => {
    some.forEach((item) => item.classList.remove("is-failed"));
    work(picker);
  };
  const again = () => document.querySelectorAll("[data-photos]").forEach((picker) => {
    const some = failed(picker).filter((item) => !part(item, "retry").hidden);
    if (some.length && !picker.dataset.busy) retry(picker, some);
  });
  addEventListener("online", again);
  setInterval(() => { if (!document.hidden && navigator.onLine) again(); }, AGAIN);

  // a form that is sent while photos are on their way goes by itself when they have arrived
  const proceed = (picker) => {
    const form = picker.closest("form");
    if (!form?.dataset.photosHeld) return;
    if (waits(picker).length) return note(picker, `有${word(picker)}没有传上，请移除或重试后再提交`);
    delete form.dataset.photosHeld;
    form.requestSubmit();
  };
  document.addEventListener("submit", (event) => {
    const picker = event.target.querySelector?.("[data-photos]");
    if (!picker) return;
    if (!waits(picker).length) return window.portalSent(shelf(picker));
    event.preventDefault();
    event.stopImmediatePropagation();
    if (failed(picker).length === waits(picker).length) return note(picker, `有${word(picker)}没有传上，请移除或重试后再提交`);
    event.target.dataset.photosHeld = "1";
    note(picker, `${word(picker)}传完后自动提交，请稍候`);
  }, true);

  document.addEventListener("click", (event) => {
    const from = event.target.closest?.("[data-photos-from]");
    if (from) return part(pictures(from), from.dataset.photosFrom === "camera" ? "camera" : "plain").click();
    const item = event.target.closest?.("[data-photos-item]");
    if (!item) return;
    if (event.target.closest("[data-photos-retry]")) retry(pictures(item), [item]);
    else if (event.target.closest("[data-photos-remove]")) remove(item);
  });
  const remove = (item) => {
    const picker = pictures(item), kept = item.querySelector("[name=photos]");
    if (held.has(item)) window.keptPhotos.drop(held.get(item).client);
    item.remove();
    remember(picker);
    note(picker);
    part(picker, "buttons").querySelector("[data-photos-from=album]").focus();
    if (!kept) return;
    const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    fetch(picker.dataset.photos.replace("upload/", `${kept.value}/drop/`), { method: "POST", headers }).catch(() => {});
  };
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches?.("[data-photos-plain], [data-photos-camera]")) return;
    const files = [...input.files];
    input.value = "";
    add(pictures(input), files, input.matches("[data-photos-camera]") ? "camera" : "album");
  });

  // with script the buttons take the place of the plain input, also in what htmx brings
  const known = new WeakSet();
  const ready = (root) => root.querySelectorAll("[data-photos]").forEach((picker) => {
    if (known.has(picker)) return;
    known.add(picker);
    part(picker, "buttons").hidden = false;
    part(picker, "plain").hidden = true;
    restore(picker);
    resume(picker);
    note(picker);
  });
  ready(document);
  document.addEventListener("htmx:load", (event) => ready(event.target));
})();
