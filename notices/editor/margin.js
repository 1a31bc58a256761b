// Marks in the margin beside the lines in doubt, and the card that tells the reason and mends.
import { currentOf, listOf, mend, pick } from "./doubts.js";
import { sayOf } from "./fields.js";

const element = (tag, values, ...children) => {
  const node = Object.assign(document.createElement(tag), values);
  node.append(...children);
  return node;
};

// the doubts of one block of the paper, by its place
const groupsOf = (state) => {
  const groups = new Map();
  listOf(state).forEach((doubt) => {
    const at = state.doc.resolve(doubt.from).before(1);
    groups.set(at, [...(groups.get(at) || []), doubt]);
  });
  return groups;
};

export class Margin {
  constructor(frame) {
    [this.frame, this.marks] = [frame, new Map()];
    this.strip = frame.querySelector("[data-margin]");
    this.card = frame.querySelector("[data-card]");
    [this.strip, this.card].forEach((node) => node.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.close()) this.view.focus();
    }));
    document.addEventListener("pointerdown", (event) => { if (!frame.contains(event.target)) this.hide(); });
    frame.addEventListener("pointerover", (event) => this.over(event));
    new ResizeObserver(() => this.draw()).observe(frame);
  }

  plug(view) {
    this.view = view;
    this.draw();
    return { update: (_, old) => { if (listOf(old) !== listOf(view.state) || !old.doc.eq(view.state.doc)) this.draw(); this.follow(old); } };
  }

  // the card shows the doubt that the keyboard has reached
  follow(old) {
    const current = currentOf(this.view.state);
    if (current && current !== currentOf(old)) this.open([current], current.from);
    else if (this.shown && !this.shown.every((doubt) => listOf(this.view.state).includes(doubt))) this.hide();
  }

  draw() {
    if (!this.view || this.drawing) return;
    this.drawing = requestAnimationFrame(() => { this.drawing = 0; this.redraw(); });
  }

  redraw() {
    const focused = this.strip.contains(document.activeElement);
    this.marks = new Map([...groupsOf(this.view.state)].map(([at, list]) => [this.markFor(list), list]));
    this.strip.replaceChildren(...this.marks.keys());
    if (focused) this.strip.querySelector("button")?.focus();
  }

  markFor(list) {
    const label = `${list.length} 处疑点：${list.map((doubt) => doubt.message).join(" ")}`;
    const mark = element("button", { type: "button", className: "margin-mark", textContent: list.length, ariaLabel: label });
    mark.style.top = `${this.topOf(list[0].from)}px`;
    mark.addEventListener("focus", () => this.open(list, list[0].from));
    mark.addEventListener("click", () => this.open(list, list[0].from));
    return mark;
  }

  topOf(pos) {
    return this.view.coordsAtPos(pos).top - this.strip.getBoundingClientRect().top;
  }

  over({ target }) {
    const words = target.closest?.("[data-doubt]"), mark = target.closest?.(".margin-mark");
    if (mark) return this.open(this.marks.get(mark), this.marks.get(mark)[0].from);
    if (!words) return undefined;
    const at = this.view.posAtDOM(words, 0), list = listOf(this.view.state).filter((doubt) => doubt.from <= at && at < doubt.to);
    return list.length ? this.open(list, at) : undefined;
  }

  open(list, pos) {
    if (!list?.length) return;
    this.shown = list;
    this.card.replaceChildren(...list.map((doubt) => this.rowFor(doubt)));
    this.card.hidden = false;
    this.place(pos);
    requestAnimationFrame(() => this.place(pos)); // the bars may have changed their height
  }

  place(pos) {
    if (!this.shown || pos > this.view.state.doc.content.size) return;
    this.card.style.top = `${this.view.coordsAtPos(pos).bottom - this.frame.getBoundingClientRect().top + 6}px`;
  }

  rowFor(doubt) {
    const row = element("div", { className: "doubt-row" }, element("p", { textContent: doubt.message }));
    if (!sayOf(doubt)) return row;
    const button = element("button", { type: "button", className: "btn btn-sm btn-outline-primary", textContent: "一键修改", title: "Alt+Enter" });
    button.addEventListener("click", () => mend(this.view, doubt));
    row.append(element("small", { className: "text-muted", textContent: sayOf(doubt) }), button);
    return row;
  }

  hide() {
    this.card.hidden = true;
    this.shown = null;
    if (currentOf(this.view.state)) pick(this.view, null);
  }

  close() {
    const open = Boolean(this.shown);
    if (open) this.hide();
    return open;
  }

  mendShown() {
    return Boolean(this.shown) && this.shown.some((doubt) => mend(this.view, doubt));
  }
}
