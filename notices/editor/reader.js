// Asks the portal for doubts a moment after the last change; a newer question takes back the older one.
const PAUSE = 600, WAITS = [3000, 8000, 20000, 60000];

// places come in whole characters; the script counts halves of rare ones
const inHalves = (text, doubts) => {
  if (!/[\ud800-\udfff]/.test(text)) return doubts;
  const edges = [0];
  for (const char of text) edges.push(edges[edges.length - 1] + char.length);
  return doubts.map((doubt) => ({ ...doubt, start: edges[doubt.start], end: edges[doubt.end] }));
};

export class Reader {
  // `say(state, words)` with state waiting, done, paused or refused; `found(body doubts, title doubts)`
  constructor({ url, token, texts, say, found }) {
    Object.assign(this, { url, token, texts, say, found, failed: 0 });
    addEventListener("online", () => { if (this.failed) this.ask(); });
  }

  soon(wait = PAUSE) {
    clearTimeout(this.timer);
    this.running?.abort();
    this.timer = setTimeout(() => this.ask(), wait);
  }

  async ask() {
    clearTimeout(this.timer);
    this.running?.abort();
    const running = (this.running = new AbortController()), { title, body } = this.texts();
    if (!body.trim()) return this.done([], []);
    this.say("waiting", "核对中");
    try {
      const answer = await fetch(this.url, {
        method: "POST", signal: running.signal, headers: { "X-CSRFToken": this.token() }, body: new URLSearchParams({ title, body }),
      });
      if (running !== this.running) return undefined;
      return await this.take(answer, title, body);
    } catch (error) {
      if (error.name === "AbortError" || running !== this.running) return undefined;
      return this.again("核对暂停，连上网络后自动继续");
    }
  }

  async take(answer, title, body) {
    if (answer.redirected) return this.say("refused", "登录已过期，请在别的窗口重新登录后再保存");
    if (answer.status === 429 || answer.status >= 500) return this.again("核对暂停，稍后自动继续");
    if (!answer.ok) return this.say("refused", answer.headers.get("Content-Type")?.startsWith("text/plain") ? await answer.text() : "不能核对");
    const { doubts } = await answer.json();
    if (this.texts().body !== body) return undefined;
    const of = (place, text) => inHalves(text, doubts.filter((doubt) => doubt.place === place));
    return this.done(of("body", body), of("title", title));
  }

  done(body, title) {
    this.failed = 0;
    this.found(body, title);
    this.say("done", "");
  }

  again(words) {
    this.say("paused", words);
    this.timer = setTimeout(() => this.ask(), WAITS[Math.min(this.failed, WAITS.length - 1)]);
    this.failed += 1;
  }
}
