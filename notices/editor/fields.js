// Doubts about what stands in the other fields of a form, each under its field, mended by one click and brought back by another.
import { Reader } from "./reader.js";

const TEXTS = "input[type=text], textarea";
const PRESS = "btn btn-sm btn-outline-primary";

export const sayOf = (doubt) => (doubt.mend === null || doubt.mend === undefined ? "" : doubt.mend ? `改为“${doubt.mend}”` : "删去");

const element = (tag, values, ...children) => {
  const node = Object.assign(document.createElement(tag), values);
  node.append(...children);
  return node;
};

const put = (field, text) => {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
};

class Note {
  constructor(field) {
    this.field = field;
    this.list = element("ul", { className: "field-doubts", id: `${field.id}-doubts` });
    this.list.setAttribute("role", "status");
    field.after(this.list);
  }

  show(doubts) {
    const undo = this.was === undefined ? [] : [this.undoRow()];
    this.list.replaceChildren(...doubts.map((doubt) => this.rowFor(doubt)), ...undo);
  }

  rowFor(doubt) {
    const row = element("li", {}, element("span", { textContent: doubt.message }));
    if (!sayOf(doubt)) return row;
    const button = element("button", { type: "button", className: PRESS, textContent: sayOf(doubt) });
    button.addEventListener("click", () => this.mend(doubt));
    row.append(button);
    return row;
  }

  undoRow() {
    const button = element("button", { type: "button", className: PRESS, textContent: "撤销" });
    button.addEventListener("click", () => { const was = this.was; this.forget(); put(this.field, was); });
    return element("li", { className: "is-done" }, element("span", { textContent: "已修改" }), button);
  }

  mend({ start, end, mend }) {
    const was = this.field.value, text = was.slice(0, start) + mend + was.slice(end);
    put(this.field, text);
    [this.was, this.mended] = [was, text];
  }

  // typed on: what stood before the mend is no longer what one would go back to
  forget() {
    if (this.field.value !== this.mended) this.was = undefined;
  }
}

const notes = new Map();
export const noteOf = (field) => {
  if (!notes.has(field)) notes.set(field, new Note(field));
  return notes.get(field);
};

// all fields of the form but those with an editor of their own
export const watch = (form, url, edited) => {
  const fields = [...form.querySelectorAll(TEXTS)].filter((field) => field.name && !edited.has(field.name));
  if (!fields.length) return;
  const reader = new Reader({
    url,
    token: () => form.elements.csrfmiddlewaretoken.value,
    texts: () => Object.fromEntries(fields.map((field) => [field.name, field.value])),
    say: () => {},
    found: (doubts) => fields.forEach((field) => noteOf(field).show(doubts[field.name])),
  });
  fields.forEach((field) => field.addEventListener("input", () => { noteOf(field).forget(); reader.soon(); }));
  form.addEventListener("click", (event) => { if (event.target.closest("[data-draft-note]")) reader.soon(); });
  reader.soon(0);
};
