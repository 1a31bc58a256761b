// Filling in a sheet: every answer goes to the outbox at once, groups change without the network.
(() => {
  const sheet = document.querySelector("[data-sheet]"), outbox = window.checksOutbox;
  if (!sheet || !outbox) return;
  const items = [...sheet.querySelectorAll("[data-item]")];
  const groups = [...sheet.querySelectorAll("[data-group]")];
  const timers = new Map(), known = new Map();

  const field = (item) => item.querySelector("[name^='v-']:checked") || item.querySelector("[name^='v-']:not([type=radio])");
  const valueOf = (item) => field(item)?.value.trim() || "";
  const noteOf = (item) => item.querySelector("[name^='n-']")?.value || "";
  const photosOf = (item) => [...item.querySelectorAll("[name=photos]")].map((input) => input.value);
  items.forEach((item) => known.set(item, new Set(photosOf(item))));

  const status = (item, text, tone = "") => {
    const line = item.querySelector("[data-saved]");
    line.className = `check-saved ${tone}`;
    line.textContent = text;
    if (!tone && text) line.insertAdjacentHTML("afterbegin", '<i class="bi bi-check-circle" aria-hidden="true"></i> ');
  };

  const draw = (item) => {
    const bad = Boolean(item.dataset.bad) && valueOf(item) === item.dataset.bad;
    item.classList.toggle("is-bad", bad);
    const must = item.querySelector("[data-must]"), more = item.querySelector("[data-more]");
    if (must) must.hidden = !bad || photosOf(item).length > 0;
    if (bad && more) more.open = true;
    const answered = items.filter(valueOf).length, bar = sheet.querySelector("[data-bar]");
    sheet.querySelector("[data-answered]").textContent = answered;
    bar.value = answered;
    bar.setAttribute("aria-label", `已填 ${answered} / ${items.length} 项`);
  };

  const save = (item) => {
    clearTimeout(timers.get(item));
    timers.delete(item);
    const photos = photosOf(item), before = known.get(item);
    const dropped = [...before].filter((id) => !photos.includes(id));
    known.set(item, new Set(photos));
    draw(item);
    status(item, outbox.offline() ? "已存在手机里，待发送" : "正在保存", "is-waiting");
    outbox.put(outbox.check, item.dataset.item, {
      url: item.dataset.url, value: valueOf(item), note: noteOf(item), photos: photos.filter((id) => !before.has(id)), dropped, at: Date.now(),
    });
  };
  const soon = (item) => {
    clearTimeout(timers.get(item));
    timers.set(item, setTimeout(() => save(item), 1200));
  };
  const flush = () => [...timers.keys()].forEach(save);

  const ours = (event) => event.target.matches?.("[name^='v-'], [name^='n-']") && event.target.closest("[data-item]");
  sheet.addEventListener("input", (event) => { const item = ours(event); if (item && event.target.type !== "radio") soon(item); });
  sheet.addEventListener("change", (event) => { const item = ours(event); if (item) save(item); });
  const watch = new MutationObserver((changes) => {
    const touched = new Set(changes.map((change) => change.target.closest("[data-item]")).filter(Boolean));
    touched.forEach((item) => {
      const photos = photosOf(item), before = known.get(item);
      if (photos.length !== before.size || photos.some((id) => !before.has(id))) save(item);
    });
  });
  sheet.querySelectorAll("[data-photos-list]").forEach((list) => watch.observe(list, { childList: true, subtree: true }));

  const itemOf = (key) => key.split(":")[2] === outbox.check && items.find((item) => item.dataset.item === key.split(":")[3]);
  document.addEventListener("checks:saved", ({ detail }) => {
    const item = itemOf(detail.key);
    if (!item || timers.has(item)) return;
    if (!detail.stored.taken) show(item, detail.stored);
    status(item, detail.stored.taken ? `已保存 ${detail.stored.saved}` : `另一部手机已改为更新的答案 ${detail.stored.saved}`, detail.stored.taken ? "" : "is-waiting");
  });
  document.addEventListener("checks:refused", ({ detail }) => {
    const item = itemOf(detail.key);
    if (item) status(item, `没有保存：${detail.refused}`, "is-refused");
  });
  document.addEventListener("checks:drained", ({ detail }) => {
    if (detail.left) items.forEach((item) => { if (item.querySelector("[data-saved]").textContent === "正在保存") status(item, "已存在手机里，待发送", "is-waiting"); });
  });

  const show = (item, answer) => {
    item.querySelectorAll("[type=radio]").forEach((radio) => { radio.checked = radio.value === answer.value; });
    const plain = item.querySelector("[name^='v-']:not([type=radio])"), note = item.querySelector("[name^='n-']");
    if (plain) plain.value = answer.value;
    if (note) note.value = answer.note;
    draw(item);
  };
  outbox.pending(outbox.check).forEach(([pk, answer]) => {
    const item = items.find((one) => one.dataset.item === pk);
    if (!item) return;
    show(item, answer);
    status(item, "已存在手机里，待发送", "is-waiting");
  });

  const go = (number) => {
    groups.forEach((group) => { group.hidden = group.dataset.group !== String(number); });
    sheet.querySelector("[data-here-shown]").textContent = number;
    history.replaceState(null, "", `?g=${number}`);
    scrollTo(0, 0);
    groups[number - 1].querySelector("[data-group-name]")?.focus({ preventScroll: true });
  };
  const finish = async () => {
    await outbox.drain();
    const unsent = sheet.querySelectorAll("[data-photos-item]:not(.is-sent)").length;
    if (navigator.onLine && !outbox.pending(outbox.check).length && !unsent) return location.assign(sheet.dataset.finish);
    const line = document.querySelector("[data-outbox]");
    line.hidden = false;
    line.textContent = navigator.onLine && unsent ? `还有 ${unsent} 张照片没有传上，传完再核对签名。` : "现在没有信号，答案已存在手机里；有信号后再核对签名。";
    line.scrollIntoView({ block: "center" });
  };
  sheet.addEventListener("click", (event) => {
    const link = event.target.closest("[data-go]");
    if (!link) return;
    event.preventDefault();
    flush();
    if (link.dataset.go === "finish") finish(); else go(Number(link.dataset.go));
  });
  sheet.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("pagehide", flush);

  addEventListener("beforeunload", (event) => { if (sheet.querySelector("[data-photos-item].is-failed:not(.is-kept)")) event.preventDefault(); });
  items.forEach(draw);
})();
