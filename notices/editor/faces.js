// Every line looks as it will be printed: its kind gives it a class, and the head of a numbered line its heading's face.
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { headEnd, kindsOf } from "./lines.js";
import { textsOf } from "./model.js";

const looks = (doc) => {
  const texts = textsOf(doc), kinds = kindsOf(texts), found = [];
  doc.forEach((block, at, index) => {
    const { kind, level } = kinds[index];
    found.push(Decoration.node(at, at + block.nodeSize, { class: `line line-${kind}${level ? ` line-level-${level}` : ""}` }));
    const end = level ? headEnd(texts[index]) : 0;
    if (end) found.push(Decoration.inline(at + 1, at + 1 + end, { class: `head-${level}` }));
  });
  return DecorationSet.create(doc, found);
};

export const faces = new Plugin({
  state: { init: (_, { doc }) => looks(doc), apply: (tr, old) => (tr.docChanged ? looks(tr.doc) : old) },
  props: { decorations(state) { return this.getState(state); } },
});
