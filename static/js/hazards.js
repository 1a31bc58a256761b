// A report being written is kept on the phone until it has been sent; the enterprise field offers names.
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const key = form.dataset.draft;
  const note = form.querySelector("[data-draft-note]");
  const kept = () => [...form.elements].filter((field) => field.name && !["file", "hidden"].includes(field.type));
  const say = (text) => { note.textContent = text; note.hidden = !text; };
  const store = () => {
    const values = Object.fromEntries(kept().map((field) => [field.name, field.value]));
    try { localStorage.setItem(key, JSON.stringify(values)); } catch { return false; }
    return true;
  };

  // what was typed before the signal went comes back, unless the page already shows it
  const stored = JSON.parse(localStorage.getItem(key) || "null");
  const description = form.elements.description;
  if (stored?.description && description && !description.value) {
    kept().forEach((field) => { if (stored[field.name]) field.value = stored[field.name]; });
    say("已恢复上次没有提交的内容，照片需要重新选择");
  }
  form.addEventListener("input", store);
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return sessionStorage.setItem("hazard-sent", key);
    event.preventDefault();
    event.stopImmediatePropagation();
    say(store() ? "现在没有信号，文字已存在手机里，有信号后再提交" : "现在没有信号，请不要关闭本页");
  }, true);
})();
(() => {
  // the page after a successful report: the draft is no longer needed
  const key = sessionStorage.getItem("hazard-sent");
  if (!key || document.querySelector("form[data-draft]")) return;
  localStorage.removeItem(key);
  sessionStorage.removeItem("hazard-sent");
})();
