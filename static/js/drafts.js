// What is typed into a form stays on this device until the portal says it has it; the form offers it again.
(() => {
  const SENT = "sent-keys", KEEP = 14 * 24 * 3600 * 1000, HERE = document.body.matches(".phone") ? "手机" : "电脑";
  const OFFLINE = `现在没有信号，填写的内容已存在${HERE}里，有信号后再提交`;
  const read = (store, key) => { try { return JSON.parse(store.getItem(key) || "null"); } catch { return null; } };
  const write = (store, key, value) => { try { store.setItem(key, JSON.stringify(value)); return true; } catch { return false; } };
  const drop = (key) => { try { localStorage.removeItem(key); sessionStorage.removeItem(key); } catch { /* nothing was kept */ } };

  // keys wait for the portal's word: a page that only leads to the login or an error leaves them where they are
  window.portalSent = (key) => write(sessionStorage, SENT, [...new Set([...(read(sessionStorage, SENT) || []), key])]);
  const settle = (done) => {
    const keys = read(sessionStorage, SENT) || [];
    drop(SENT);
    if (done) keys.forEach(drop);
  };
  // a step that somebody else took first has no form any more: what was typed stands on the page, to be copied
  const strand = (keys) => keys.forEach((key) => {
    const said = read(localStorage, key)?.said, place = document.getElementById("content");
    if (!said?.length || !place || document.querySelector(`form[data-draft="${CSS.escape(key.split(":").slice(2).join(":"))}"]`)) return;
    const box = Object.assign(document.createElement("section"), { className: "draft-note draft-stranded" });
    const list = document.createElement("dl"), button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-link", textContent: "不要了" });
    box.append("这一步没有办成，您填写的内容还在这里，可以复制：", list, button);
    said.forEach(([label, text]) => ["dt", "dd"].forEach((tag, at) => list.append(Object.assign(document.createElement(tag), { textContent: [label, text][at] }))));
    button.addEventListener("click", () => { drop(key); box.remove(); });
    place.prepend(box);
    box.scrollIntoView({ block: "center" });
  });
  const sent = () => read(sessionStorage, SENT) || [];
  const failed = document.querySelector(".toast-error") ? sent() : [];
  settle(document.querySelector(".toast-success, .toast-info"));
  strand(failed);
  document.addEventListener("told", ({ detail }) => {
    const done = detail.lines.some((line) => line.level !== "error"), keys = done ? [] : sent();
    settle(done);
    if (keys.length) document.addEventListener("htmx:afterSettle", () => strand(keys), { once: true });
  });

  const person = document.body.dataset.person;
  if (!person) return;
  const typed = (form) => [...form.elements].filter((field) => field.name && !["file", "password", "submit", "button"].includes(field.type)
    && (field.type !== "hidden" || document.querySelector(`[data-options-for="${field.id}"]`)));
  const ticked = (field) => field.type === "checkbox" || field.type === "radio";
  const idOf = (field) => (ticked(field) ? `${field.name}=${field.value}` : field.name);
  const valuesOf = (form) => Object.fromEntries(typed(form).map((field) => [idOf(field), ticked(field) ? field.checked : field.value]));
  const fill = (form, values) => typed(form).forEach((field) => {
    const value = values[idOf(field)];
    if (value === undefined) return;
    if (ticked(field)) field.checked = value; else field.value = value;
  });
  const wordsOf = (form) => typed(form).filter((field) => !ticked(field) && field.value && field.value !== form.draft.base[idOf(field)])
    .map((field) => [field.labels?.[0]?.textContent.trim() || "", field.tagName === "SELECT" ? field.selectedOptions[0]?.textContent : field.value])
    .filter(([label]) => label);
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  const say = (form, text, label, act) => {
    const note = form.querySelector("[data-draft-note]");
    note.hidden = !text;
    note.textContent = text;
    // what is offered is read before the fields, what was kept beside the button
    if (!label) return form.querySelector(".submit-bar").before(note);
    form.prepend(note);
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-link", textContent: label });
    button.addEventListener("click", act);
    note.append(button);
    return undefined;
  };

  const open = (form) => {
    const key = `draft:${person}:${form.dataset.draft}`, page = valuesOf(form);
    let kept = read(localStorage, key);
    if (kept && Date.now() - kept.at > KEEP) { drop(key); kept = null; }
    // a form that came back with faults shows what was typed: what it was before is in the draft
    const back = kept && same(kept.values, page);
    form.draft = { key, base: back ? kept.base : page, tried: kept?.tried };
    const typedIn = kept ? Object.keys(kept.values).filter((id) => kept.values[id] !== kept.base[id] && kept.values[id] !== page[id]) : [];
    if (!typedIn.length) return;
    const forget = () => { fill(form, page); drop(key); say(form, ""); };
    const restore = () => {
      fill(form, Object.fromEntries(typedIn.map((id) => [id, kept.values[id]])));
      say(form, "已恢复上次没有提交的内容", "清空重填", forget);
    };
    // where the portal holds something newer than what the draft began with, the person decides
    if (typedIn.every((id) => page[id] === kept.base[id])) restore(); else say(form, `${HERE}里有上次没有提交的内容`, "恢复", restore);
  };
  const store = (form) => write(localStorage, form.draft.key, { at: Date.now(), values: valuesOf(form), base: form.draft.base, tried: form.draft.tried, said: wordsOf(form) });

  document.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (!form?.draft || target.type === "file") return;
    const kept = store(form), note = form.querySelector("[data-draft-note]");
    if (!kept) say(form, `${HERE}存不下草稿，请尽快提交`); else if (note.hidden) say(form, `已在${HERE}里保存草稿`);
  });
  document.addEventListener("change", ({ target }) => { if (target.form?.draft && target.type !== "file") store(target.form); });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.draft) return;
    const kept = same(valuesOf(form), form.draft.base) || store(form);
    if (!navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      say(form, kept ? OFFLINE : "现在没有信号，请不要关闭本页");
      form.querySelector("[data-draft-note]").scrollIntoView({ block: "center" });
      return;
    }
    // the same words sent once more carry the same token, so that an answer lost on the way does its work once
    const token = form.elements.form_token, tried = form.draft.tried;
    if (token && tried && same(tried.values, valuesOf(form))) token.value = tried.token;
    if (token) form.draft.tried = { token: token.value, values: valuesOf(form) };
    if (token) store(form);
    window.portalSent(form.draft.key);
  }, true);

  window.addEventListener("online", () => document.querySelectorAll("form[data-draft] [data-draft-note]").forEach((note) => {
    if (note.textContent.startsWith("现在没有信号")) say(note.closest("form"), "信号恢复了，可以提交");
  }));

  const ready = (root) => root.querySelectorAll("form[data-draft]").forEach((form) => { if (!form.draft) open(form); });
  ready(document);
  document.addEventListener("htmx:load", (event) => ready(event.target));
})();
