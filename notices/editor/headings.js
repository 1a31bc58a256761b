// Numbered lines: made, unmade, continued and counted anew.
import { splitBlock } from "prosemirror-commands";
import { TextSelection } from "prosemirror-state";
import { isInTable } from "prosemirror-tables";
import { DASHES, kindsOf, markFor, markerOf, numberBefore, siblings, wrongNumbers } from "./lines.js";
import { line, schema, tableOf, textsOf } from "./model.js";

const kindsIn = (doc) => kindsOf(textsOf(doc));
const placeOf = (doc, index) => {
  let at = 0;
  for (let n = 0; n < index; n += 1) at += doc.child(n).nodeSize;
  return at;
};

// numbers put right; only those the test lets through
const recount = (tr, wanted = () => true) => {
  wrongNumbers(kindsIn(tr.doc)).filter(wanted).forEach(({ index, mark, want }) => {
    const at = placeOf(tr.doc, index) + 1;
    tr.insertText(want, at, at + mark.length);
  });
  return tr;
};

const recountAfter = (tr, index, level) => {
  const end = siblings(kindsIn(tr.doc), index, level);
  return recount(tr, (wrong) => wrong.level === level && wrong.index >= index && wrong.index < end);
};

export const wrongIn = (doc) => wrongNumbers(kindsIn(doc));
export const renumber = (state, dispatch) => {
  if (!wrongIn(state.doc).length) return false;
  dispatch?.(recount(state.tr).scrollIntoView());
  return true;
};

const chosen = (state) => {
  const { $from, $to } = state.selection, indexes = [];
  for (let index = $from.index(0); index <= $to.index(0); index += 1) {
    if (state.doc.maybeChild(index)?.type === schema.nodes.paragraph) indexes.push(index);
  }
  return indexes;
};

const setMark = (tr, index, mark) => {
  const at = placeOf(tr.doc, index) + 1, old = markerOf(tr.doc.child(index).textContent)?.mark || "";
  return tr.insertText(mark, at, at + old.length);
};

export const levelAt = (state) => (isInTable(state) ? 0 : kindsIn(state.doc)[state.selection.$from.index(0)]?.level || 0);

// the chosen lines become headings of a level, or body text again where they are that already
export const setLevel = (level) => (state, dispatch) => {
  const indexes = isInTable(state) ? [] : chosen(state);
  if (!indexes.length) return false;
  const kinds = kindsIn(state.doc), off = !level || indexes.every((index) => kinds[index].level === level);
  const { tr } = state;
  for (const index of indexes) {
    const old = kinds[index].level;
    setMark(tr, index, off ? "" : markFor(level, numberBefore(kindsIn(tr.doc), index, level) + 1));
    if (old) recountAfter(tr, index, old);
    if (!off) recountAfter(tr, index, level);
  }
  dispatch?.(tr.scrollIntoView());
  return true;
};

// Enter behind a numbered item goes on with the next number; in an empty item it ends the list
export const newLine = (state, dispatch, view) => {
  if (isInTable(state) || !state.selection.empty) return false;
  const { $from } = state.selection, index = $from.index(0), { level, mark } = kindsIn(state.doc)[index];
  if (!(level > 2) || $from.parentOffset < mark.length) return false;
  if ($from.parent.textContent.trim() === mark) {
    dispatch?.(recountAfter(setMark(state.tr, index, ""), index, level));
    return true;
  }
  return splitBlock(state, (tr) => {
    setMark(tr, index + 1, markFor(level, markerOf(tr.doc.child(index).textContent).number + 1));
    dispatch?.(recountAfter(tr, index + 1, level).scrollIntoView());
  }, view);
};

const insertBlocks = (state, dispatch, at, nodes, select) => {
  const tr = state.tr.insert(at, nodes);
  const start = at + nodes.slice(0, select).reduce((size, node) => size + node.nodeSize, 0) + 1;
  tr.setSelection(TextSelection.create(tr.doc, start, start + nodes[select].content.size));
  dispatch?.(tr.scrollIntoView());
  return true;
};

const endOfBlock = (state) => {
  const index = state.selection.$to.index(0);
  return placeOf(state.doc, index) + state.doc.child(Math.min(index, state.doc.childCount - 1)).nodeSize;
};

export const addTable = (state, dispatch) => {
  if (isInTable(state)) return false;
  const empty = state.selection.$from.parent.type === schema.nodes.paragraph && !state.selection.$from.parent.content.size;
  const at = empty ? state.selection.$from.before(1) : endOfBlock(state);
  const { tr } = state;
  if (empty) tr.delete(at, at + 2 > tr.doc.content.size ? at : at + 2);
  const blank = tableOf([["序号", "项目", "内容"], ["1", "", ""], ["2", "", ""]]);
  const place = Math.min(at, tr.doc.content.size);
  tr.insert(place, [blank, ...(place >= tr.doc.content.size ? [line("")] : [])]);
  tr.setSelection(TextSelection.create(tr.doc, place + 4, place + 6));
  dispatch?.(tr.scrollIntoView());
  return true;
};

// a further attachment at the end; a single 附件 becomes 附件1
export const addAttachment = (state, dispatch) => {
  const kinds = kindsIn(state.doc), texts = textsOf(state.doc), labels = kinds.flatMap(({ kind }, index) => (kind === "label" ? [index] : []));
  const { tr } = state;
  if (labels.length === 1 && /^附件[:：]?$/.test(texts[labels[0]])) tr.insertText("1", placeOf(tr.doc, labels[0]) + 3);
  const nodes = [line(`附件${labels.length ? labels.length + 1 : ""}`), line("附件标题"), line("")];
  return insertBlocks({ tr, doc: tr.doc }, dispatch, tr.doc.content.size, nodes, 1);
};

export const addScheme = (state, dispatch) => insertBlocks(state, dispatch, endOfBlock(state), [line(DASHES), line("方案标题"), line("")], 1);
