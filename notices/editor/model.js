// The paper in the editor: paragraphs and tables, nothing else; its plain text is what the form sends.
import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";
import { cellsOf } from "./lines.js";

const KEEPER = "\u2060"; // holds an empty cell at the text's edge, which the form would trim away
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { group: "block", content: "text*", toDOM: () => ["p", 0], parseDOM: [{ tag: "p" }] },
    cell_text: { content: "text*", toDOM: () => ["div", 0], parseDOM: [{ tag: "td div" }] },
    text: {},
    ...tableNodes({ tableGroup: "block", cellContent: "cell_text", cellAttributes: {} }),
  },
});
const { paragraph, cell_text: cellText, table, table_row: row, table_cell: cell } = schema.nodes;

const words = (text) => (text ? [schema.text(text)] : []);
export const line = (text) => paragraph.create(null, words(text));
const cellOf = (text) => cell.create(null, cellText.create(null, words(text.trim())));
export const tableOf = (rows) => table.create(null, rows.map((cells) => row.create(null, cells.map(cellOf))));

const rowsOf = (text) => text.replace(/\r\n?/g, "\n").split("\n").map((each) => each.replace(INVISIBLE, ""));

// blocks of a plain text: lines one after another with as many cells are a table
export const nodesOf = (text) => {
  const rows = rowsOf(text), nodes = [];
  for (let at = 0; at < rows.length;) {
    const count = cellsOf(rows[at]).length;
    let end = at + 1;
    while (end < rows.length && cellsOf(rows[end]).length === count) end += 1;
    if (count > 1 && end - at > 1) nodes.push(tableOf(rows.slice(at, end).map(cellsOf)));
    else nodes.push(...rows.slice(at, end).map((each) => line(each.replace(/\t/g, " "))));
    at = end;
  }
  return nodes;
};

export const docOf = (text) => schema.nodes.doc.create(null, nodesOf(text));

// {text, places}: the plain text, and where each of its stretches stands: [from in the text, length, place in the paper]
export const plainOf = (doc) => {
  const places = [];
  let text = "";
  const put = (node, pos) => {
    places.push([text.length, node.content.size, pos + 1]);
    text += node.textContent;
  };
  doc.forEach((block, at, index) => {
    if (index) text += "\n";
    if (block.type === paragraph) return put(block, at);
    return block.forEach((cells, rowAt, number) => {
      if (number) text += "\n";
      cells.forEach((each, cellAt, column) => {
        if (column) text += "\t";
        put(each.firstChild, at + rowAt + cellAt + 3);
      });
    });
  });
  return { text, places };
};

export const kept = (text) => `${text.startsWith("\t") ? KEEPER : ""}${text}${text.endsWith("\t") ? KEEPER : ""}`;

// a stretch of the plain text as places in the paper; a stretch over several lines ends with its first
export const placed = (places, start, end) => {
  let low = 0, high = places.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (places[middle][0] <= start) low = middle; else high = middle - 1;
  }
  const [from, size, pos] = places[low] || [0, 0, 0];
  if (start > from + size) return null;
  return { from: pos + start - from, to: pos + Math.min(end - from, size), whole: end - from <= size };
};

export const textsOf = (doc) => {
  const texts = [];
  doc.forEach((block) => texts.push(block.type === paragraph ? block.textContent : null));
  return texts;
};
