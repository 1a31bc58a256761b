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
  // `texts()` gives {name: text}; `say(state, words)` with state waiting, done, paused or refused; `found({name: doubts})`
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
    const running = (this.running = new AbortController()), texts = this.texts();
    if (!Object.values(texts).some((text) => text.trim())) return this.done(texts, []);
    this.say("waiting", "核对中");
    try {
      const answer = await fetch(this.url, {
        method: "POST", signal: running.signal, headers: { "X-CSRFToken": this.token() }, body: new URLSearchParams(texts),
      });
      if (running !== this.running) return undefined;
      return await this.take(answer, texts);
    } catch (error) {
      if (error.name === "AbortError" || running !== this.running) return undefined;
      return this.again("核对暂停，连上网络后自动继续");
    }
  }

  async take(answer, texts) {
    if (answer.redirected) return this.say("refused", "登录已过期，请在别的窗口重新登录后再保存");
    if (answer.status === 429 || answer.status >= 500) return this.again("核对暂停，稍后自动继续");
    if (!answer.ok) return this.say("refused", answer.headers.get("Content-Type")?.startsWith("text/plain") ? await answer.text() : "不能核对");
    const { doubts } = await answer.json(), now = this.texts();
    if (Object.keys(texts).some((name) => now[name] !== texts[name])) return undefined;
    return this.done(texts, doubts);
  }

  done(texts, doubts) {
    this.failed = 0;
    const of = (name) => inHalves(texts[name], doubts.filter((doubt) => doubt.place === name));
    this.found(Object.fromEntries(Object.keys(texts).map((name) => [name, of(name)])));
    this.say("done", "");
  }

  again(words) {
    this.say("paused", words);
    this.timer = setTimeout(() => this.ask(), WAITS[Math.min(this.failed, WAITS.length - 1)]);
    this.failed += 1;
  }
}
