// Doubts stand where they were found and move with the words; a doubt whose words are changed is gone until read again.
import { closeHistory } from "prosemirror-history";
import { Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { placed, plainOf } from "./model.js";

export const key = new PluginKey("doubts");

const marked = (doc, list, current) => DecorationSet.create(doc, list.map((doubt) => (
  Decoration.inline(doubt.from, doubt.to, { class: `doubt-words${doubt === current ? " is-current" : ""}`, "data-doubt": "" })
)));

const moved = (list, tr) => list.flatMap((doubt) => {
  const from = tr.mapping.map(doubt.from, 1), to = tr.mapping.map(doubt.to, -1);
  if (to <= from || tr.doc.textBetween(from, to, "\n") !== doubt.words) return [];
  return [Object.assign(doubt, { from, to })];
});

export const doubts = new Plugin({
  key,
  state: {
    init: () => ({ list: [], current: null, set: DecorationSet.empty }),
    apply(tr, old) {
      const told = tr.getMeta(key);
      if (!told && !tr.docChanged) return old;
      const list = told?.list || (tr.docChanged ? moved(old.list, tr) : old.list);
      const current = told && "current" in told ? told.current : list.includes(old.current) ? old.current : null;
      return { list, current, set: marked(tr.doc, list, current) };
    },
  },
  props: { decorations(state) { return this.getState(state).set; } },
});

export const listOf = (state) => key.getState(state).list;
export const currentOf = (state) => key.getState(state).current;

// doubts as the portal gives them, by places in the plain text it was sent
export const show = (view, found) => {
  const { doc } = view.state, { places } = plainOf(doc);
  const list = found.flatMap((doubt) => {
    const place = placed(places, doubt.start, doubt.end);
    if (!place || place.to <= place.from) return [];
    return [{ ...doubt, ...place, mend: place.whole ? doubt.mend : null, words: doc.textBetween(place.from, place.to, "\n") }];
  });
  view.dispatch(view.state.tr.setMeta(key, { list, current: null }).setMeta("addToHistory", false));
};

export const pick = (view, doubt) => view.dispatch(view.state.tr.setMeta(key, { current: doubt }).setMeta("addToHistory", false));

// the next doubt behind the cursor (or the one before it), its words chosen
export const step = (view, back = false) => {
  const list = listOf(view.state), { from, to } = view.state.selection;
  if (!list.length) return null;
  const found = back ? list.findLast((doubt) => doubt.to <= from) || list[list.length - 1] : list.find((doubt) => doubt.from >= to && doubt.to > from) || list[0];
  view.dispatch(view.state.tr.setMeta(key, { current: found }).setSelection(TextSelection.create(view.state.doc, found.from, found.to)).scrollIntoView());
  view.focus();
  return found;
};

export const mend = (view, doubt) => {
  const now = listOf(view.state).find((each) => each === doubt);
  if (!now || now.mend === null || now.mend === undefined) return false;
  view.dispatch(closeHistory(view.state.tr).insertText(now.mend, now.from, now.to).scrollIntoView()); // undone by itself
  view.focus();
  return true;
};
