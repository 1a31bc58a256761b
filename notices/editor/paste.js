// What comes from Word, WPS, Excel or a web page becomes plain lines and tables before it enters the paper.
import { Fragment, Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { handlePaste as pasteCells, isInTable } from "prosemirror-tables";
import { nodesOf, schema, tableOf } from "./model.js";

const BLOCK = new Set(["P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "LI", "UL", "OL", "SECTION", "ARTICLE", "BODY", "BLOCKQUOTE", "PRE", "DD", "DT", "DL"]);
const LEFT_OUT = new Set(["STYLE", "SCRIPT", "META", "LINK", "TITLE", "HEAD", "XML", "IMG", "OBJECT", "SVG"]);
const MOST_CELLS = 20000;

// comments, styles and handlers go before anything is parsed: nothing of them is wanted, and the page's policy forbids them
const bare = (html) => html
  .replace(/<!--[\s\S]*?-->|<!\[[^>]*>|<style[\s\S]*?<\/style>|<script[\s\S]*?<\/script>|<xml[\s\S]*?<\/xml>/gi, "")
  .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])(?:style|on\w+)\s*=/gi, "$1data-x="));
const tidy = (text) => text.replace(/[\u00a0\s]+/g, " ").trim();

const rowsOf = (table) => {
  const rows = [...table.rows].map((row) => [...row.cells].flatMap((cell) => [
    tidy(cell.innerText ?? cell.textContent), ...Array(Math.min(Math.max(cell.colSpan, 1), 60) - 1).fill(""),
  ]));
  const most = Math.max(0, ...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array(most - row.length).fill("")]).filter((row) => row.some(Boolean));
};

export const linesOf = (html) => {
  const body = new DOMParser().parseFromString(bare(html), "text/html").body, rows = [];
  let now = "";
  const end = () => { if (tidy(now)) rows.push(tidy(now)); now = ""; };
  const walk = (node, number) => {
    if (node.nodeType === 3) { now += node.data; return; }
    if (node.nodeType !== 1 || LEFT_OUT.has(node.tagName)) return;
    if (node.tagName === "TABLE") { end(); rows.push(rowsOf(node)); return; }
    if (node.tagName === "BR") { end(); return; }
    const block = BLOCK.has(node.tagName);
    if (block) end();
    if (number && node.tagName === "LI") now += `${number}.`;
    let item = 0;
    node.childNodes.forEach((child) => walk(child, node.tagName === "OL" && child.tagName === "LI" ? (item += 1) : 0));
    if (block) end();
  };
  walk(body, 0);
  end();
  return rows;
};

const ofRows = (rows) => {
  if (!rows.length) return [];
  const cells = rows.length * rows[0].length;
  if (rows.length > 1 && rows[0].length > 1 && cells <= MOST_CELLS) return [tableOf(rows)];
  return rows.flatMap((row) => nodesOf(row.filter(Boolean).join("　")));
};

const nodesFrom = (data) => {
  const html = data.getData("text/html"), text = data.getData("text/plain");
  const found = html ? linesOf(html).flatMap((row) => (Array.isArray(row) ? ofRows(row) : nodesOf(row))) : [];
  return found.length ? found : nodesOf(text.replace(/\n+$/, ""));
};

const sliceOf = (nodes) => {
  const open = (node) => (node.type === schema.nodes.paragraph ? 1 : 0);
  return new Slice(Fragment.from(nodes), open(nodes[0]), open(nodes[nodes.length - 1]));
};

const intoCell = (view, event, nodes) => {
  if (nodes.length === 1 && nodes[0].type === schema.nodes.table) return pasteCells(view, event, new Slice(Fragment.from(nodes), 0, 0));
  const words = nodes.map((node) => node.textContent).join("");
  view.dispatch(view.state.tr.insertText(words).scrollIntoView());
  return true;
};

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const cleanHtml = (html) => linesOf(html).map((row) => (Array.isArray(row)
  ? `<table>${row.map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`).join("")}</table>`
  : `<p>${escaped(row)}</p>`)).join("");

export const paste = new Plugin({
  props: {
    transformPastedHTML: cleanHtml,
    handlePaste(view, event) {
      const data = event.clipboardData;
      if (!data) return false;
      const nodes = nodesFrom(data);
      if (!nodes.length) return true;
      if (isInTable(view.state)) return intoCell(view, event, nodes);
      view.dispatch(view.state.tr.replaceSelection(sliceOf(nodes)).scrollIntoView().setMeta("paste", true));
      return true;
    },
    // copied words keep their tabs and lines for the next program
    clipboardTextSerializer: (slice) => {
      const rows = [];
      slice.content.forEach((node) => rows.push(node.type === schema.nodes.table || node.type === schema.nodes.table_row ? cellsText(node) : node.textContent));
      return rows.join("\n");
    },
  },
});

const cellsText = (node) => {
  const rows = [];
  const ofRow = (row) => { const cells = []; row.forEach((cell) => cells.push(cell.textContent)); rows.push(cells.join("\t")); };
  if (node.type === schema.nodes.table) node.forEach(ofRow); else ofRow(node);
  return rows.join("\n");
};
