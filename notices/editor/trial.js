// The pages of the text as it stands, beside it: asked for a moment after the last change while the pane is open.
const PAUSE = 1200, KEY = "notices-trial";

class Trial {
  constructor(form, pane) {
    Object.assign(this, { form, pane, desk: pane.parentElement, toggle: document.querySelector("[data-trial-toggle]") });
    this.toggle.hidden = false;
    this.toggle.addEventListener("click", () => this.open(this.pane.hidden));
    pane.querySelector("[data-trial-close]").addEventListener("click", () => { this.open(false); this.toggle.focus(); });
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
    // to look at the PDF is not to send the form
    document.addEventListener("submit", (event) => { if (event.submitter?.matches("[data-trial-pdf]")) event.stopImmediatePropagation(); }, true);
    if (localStorage.getItem(KEY) && innerWidth > 1100) this.open(true);
  }

  part(name) { return this.pane.querySelector(`[data-trial-${name}]`); }

  open(wanted) {
    this.pane.hidden = !wanted;
    this.desk.classList.toggle("is-split", wanted);
    this.toggle.setAttribute("aria-expanded", String(wanted));
    if (wanted) { localStorage.setItem(KEY, "1"); this.ask(); } else localStorage.removeItem(KEY);
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  say(words) { this.part("status").textContent = words; }

  async ask() {
    if (this.pane.hidden) return;
    this.running?.abort();
    const running = (this.running = new AbortController()), body = new URLSearchParams(new FormData(this.form));
    this.say("排版中");
    try {
      const answer = await fetch(this.pane.dataset.trial, { method: "POST", signal: running.signal, body });
      if (answer.redirected) return this.say("登录已过期，请在别的窗口重新登录");
      if (!answer.ok) { this.say(answer.status === 429 ? await answer.text() : "暂时排不了版"); return answer.status === 429 && this.soon(); }
      return this.show(await answer.text());
    } catch (error) {
      return error.name === "AbortError" ? undefined : this.say("没有网络，连上后改一个字再排");
    }
  }

  // what cannot be printed now is told above the last pages that could
  show(html) {
    const found = new DOMParser().parseFromString(html, "text/html").body, wanting = found.querySelector("[data-trial-wanting]");
    this.say(wanting ? "还不能排版" : "");
    this.part("wrong").replaceChildren(...(wanting ? [wanting] : []));
    this.part("pages").classList.toggle("is-old", Boolean(wanting));
    if (!wanting) this.part("pages").replaceChildren(...found.children);
  }
}

export const trial = (form) => {
  const pane = document.querySelector("[data-trial]");
  if (pane) new Trial(form, pane);
};
