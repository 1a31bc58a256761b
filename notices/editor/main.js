// The text of a paper edited as it will look. The text area stays the form's field: the editor reads it and writes it.
import { gapCursor } from "prosemirror-gapcursor";
import { closeHistory, history } from "prosemirror-history";
import { EditorState, Plugin } from "prosemirror-state";
import { isInTable, tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { doubts, listOf, show, step } from "./doubts.js";
import { faces } from "./faces.js";
import { noteOf, watch } from "./fields.js";
import { COMMANDS, isOn, keys, wrongCount } from "./keys.js";
import { Margin } from "./margin.js";
import { docOf, kept, plainOf } from "./model.js";
import { paste } from "./paste.js";
import { Reader } from "./reader.js";
import { trial } from "./trial.js";

const FIELDS = "textarea.paper-text[name=body], textarea.paper-text[name=scheme]";

class Editor {
  constructor(area, parts) {
    this.area = area;
    this.frame = parts.content.firstElementChild.cloneNode(true);
    this.title = area.form.elements.title;
    this.margin = new Margin(this.frame);
    this.reader = new Reader({
      url: parts.dataset.url,
      token: () => area.form.elements.csrfmiddlewaretoken.value,
      texts: () => ({ title: this.title?.value || "", body: this.text }),
      say: (state, words) => this.say(state, words),
      found: ({ title, body }) => {
        if (this.title) noteOf(this.title).show(title);
        show(this.view, body);
      },
    });
    area.after(this.frame);
    this.load();
    this.listen();
    this.swap(true);
    this.reader.soon(0);
  }

  part(name) { return this.frame.querySelector(`[data-${name}]`); }
  parts(name) { return this.frame.querySelectorAll(`[data-${name}]`); }

  // the paper as the field has it now; its history begins anew
  load() {
    this.text = this.area.value;
    const state = EditorState.create({ doc: docOf(this.text), plugins: this.plugins() });
    if (this.view) this.view.updateState(state); else this.view = this.open(state);
    this.refresh();
  }

  open(state) {
    const label = document.querySelector(`label[for="${this.area.id}"]`);
    label?.addEventListener("click", () => { if (!this.frame.hidden) this.view.focus(); });
    const name = label?.textContent.replace("*", "").trim() || "正文";
    return new EditorView(this.part("sheet"), {
      state,
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": name, spellcheck: "false" },
      dispatchTransaction: (tr) => {
        this.view.updateState(this.view.state.apply(tr));
        if (tr.docChanged) this.write();
        this.refresh();
      },
    });
  }

  plugins() {
    const more = {
      F8: () => Boolean(step(this.view)), "Shift-F8": () => Boolean(step(this.view, true)),
      "Alt-Enter": () => this.margin.mendShown(), Escape: () => this.margin.close(),
    };
    const margin = new Plugin({ view: (view) => this.margin.plug(view) });
    return [paste, ...keys(more), history(), gapCursor(), tableEditing(), faces, doubts, margin];
  }

  write() {
    this.text = kept(plainOf(this.view.state.doc).text);
    this.area.value = this.text;
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    this.reader.soon();
  }

  listen() {
    this.title?.addEventListener("input", () => { noteOf(this.title).forget(); this.reader.soon(); });
    // the field may be filled by others: a draft kept on this device, the plain view
    this.area.form.addEventListener("click", () => setTimeout(() => this.follow()));
    this.area.addEventListener("input", () => this.follow());
    this.frame.addEventListener("focusin", () => this.follow());
    this.parts("do").forEach((button) => {
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => this.act(button.dataset.do));
    });
    this.part("doubts").addEventListener("click", () => step(this.view));
    this.part("plain").addEventListener("click", () => this.swap(!this.area.hidden));
  }

  follow() {
    if (this.area.value === this.text) return;
    this.load();
    this.reader.soon();
  }

  act(name) {
    COMMANDS[name](this.view.state, (tr) => this.view.dispatch(closeHistory(tr)), this.view);
    this.view.focus();
  }

  // the paper, or the bare text for those who like it better; what is required is asked for by the portal
  swap(paper) {
    this.follow();
    this.area.hidden = paper;
    this.area.required = false;
    this.frame.classList.toggle("is-plain", !paper);
    this.part("plain").setAttribute("aria-pressed", String(!paper));
    if (!paper) this.frame.before(this.area);
  }

  say(state, words) {
    this.saying = words;
    this.frame.dataset.reading = state;
    this.refresh();
  }

  refresh() {
    if (!this.view) return;
    const { state } = this.view, count = listOf(state).length, wrong = wrongCount(state);
    const inTable = isInTable(state);
    this.part("table-bar").hidden = !inTable;
    this.parts("do").forEach((button) => {
      const name = button.dataset.do;
      button.disabled = !COMMANDS[name](state);
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(isOn(name, state)));
    });
    this.frame.querySelector('[data-do="renumber"]').hidden = !wrong;
    this.part("wrong").textContent = wrong;
    this.part("doubts").hidden = !count;
    this.part("count").textContent = count;
    this.part("status").textContent = this.saying || (!count && this.text.trim() ? "没有疑点" : "");
  }
}

const parts = document.getElementById("editor-parts");
if (parts) {
  const areas = [...document.querySelectorAll(FIELDS)], form = document.querySelector(".notice-edit");
  areas.forEach((area) => new Editor(area, parts));
  watch(form, parts.dataset.url, new Set(areas.length ? ["title", ...areas.map((area) => area.name)] : []));
  trial(form);
}
