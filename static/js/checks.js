// The outbox: answers given on this phone stay in it until the portal has them, of all checks alike, oldest first.
(() => {
  const line = document.querySelector("[data-outbox]");
  if (!line) return;
  const own = `check-answer:${line.dataset.outbox}:`;
  const RETRY = 15000, PATIENCE = 20000;
  const memory = new Map();
  let running = null, again = 0, trouble = "";

  // a phone that keeps nothing (private mode, full) still sends what the page holds
  const read = (key) => memory.get(key) || JSON.parse(localStorage.getItem(key) || "null");
  const write = (key, answer) => {
    try { localStorage.setItem(key, JSON.stringify(answer)); memory.delete(key); } catch { memory.set(key, answer); }
  };
  const drop = (key) => { memory.delete(key); try { localStorage.removeItem(key); } catch { /* nothing was kept */ } };
  const keys = () => {
    const stored = [];
    try { for (let n = 0; n < localStorage.length; n += 1) stored.push(localStorage.key(n)); } catch { /* no storage */ }
    return [...new Set([...stored, ...memory.keys()])].filter((key) => key.startsWith(own));
  };
  const waiting = () => keys().map((key) => [key, read(key)]).filter(([, answer]) => answer).sort((a, b) => a[1].at - b[1].at);

  const say = () => {
    const count = keys().length;
    line.hidden = !count || !trouble;
    line.textContent = line.hidden ? "" : `${count} 条待发送。${trouble}${memory.size ? "请不要关闭本页。" : ""}`;
  };
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`checks:${name}`, { detail }));

  const post = async (answer) => {
    const data = new FormData();
    data.append("value", answer.value);
    data.append("note", answer.note);
    data.append("at", answer.at);
    data.append("sent", Date.now());
    answer.photos.forEach((id) => data.append("photos", id));
    answer.dropped.forEach((id) => data.append("dropped", id));
    const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      return await fetch(answer.url, { method: "POST", body: data, headers, redirect: "manual", signal: stop.signal });
    } finally { clearTimeout(timer); }
  };

  // true: go on with the next; false: stop and try later
  const sendOne = async (key, answer) => {
    let response;
    try { response = await post(answer); } catch { trouble = "没有信号，有信号后自动发送。"; return false; }
    if (response.type === "opaqueredirect" || response.status === 403) { trouble = "登录已过期，请重新登录，登录后自动发送。"; return false; }
    if (response.status === 404 || response.status === 409) {
      const refused = response.status === 409 ? (await response.json()).refused : "已不能填写这份自查";
      drop(key);
      tell("refused", { key, refused });
      return true;
    }
    if (!response.ok) { trouble = "平台没有回应，稍后自动重试。"; return false; }
    const stored = await response.json();
    if (read(key)?.at === answer.at) drop(key);
    tell("saved", { key, answer, stored });
    return true;
  };

  const sendAll = async () => {
    clearTimeout(again);
    let next, fine = true;
    while (fine && (next = waiting()[0])) fine = await sendOne(...next);
    if (fine) trouble = ""; else again = setTimeout(drain, RETRY);
    say();
    tell("drained", { left: keys().length });
  };
  // one at a time: who asks meanwhile waits for the same end
  const drain = () => (running ||= sendAll().finally(() => { running = null; }));

  // photos of an answer that is not sent yet add up; the words are the newest
  const put = (check, item, answer) => {
    const key = `${own}${check}:${item}`, before = read(key);
    const union = (name) => [...new Set([...(before?.[name] || []), ...answer[name]])];
    write(key, { ...answer, photos: union("photos").filter((id) => !answer.dropped.includes(id)), dropped: union("dropped") });
    drain();
  };
  const pending = (check) => waiting().filter(([key]) => key.startsWith(`${own}${check}:`)).map(([key, answer]) => [key.split(":")[3], answer]);

  window.checksOutbox = { put, pending, drain, check: line.dataset.outboxCheck, offline: () => Boolean(trouble) || !navigator.onLine };
  addEventListener("online", drain);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) drain(); });
  if (keys().length) { trouble = navigator.onLine ? "正在发送。" : "没有信号，有信号后自动发送。"; say(); drain(); }
})();
