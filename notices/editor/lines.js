// What a line of a paper is, told by its own words as the printing does (circulars/layout/plain.py), and its right number.
const CN = "一二三四五六七八九十百";
const MARKERS = [
  [1, new RegExp(`^[${CN}]+、`)], [2, new RegExp(`^[（(][${CN}]+[）)]`)], [3, /^\d{1,3}[.．、](?!\d)/], [4, /^[（(]\d{1,3}[）)]/],
];
const ATTACHED = /^附件\s*[\d一二三四五六七八九十]{0,3}[:：]?$/, ENCLOSED = /^[—\-─━=＝]{3,}$/;
const NOTE = /^附件\s*\d{0,2}\s*[:：]\s*(?:\d{1,2}[.．、])?.+/, LISTED = /^\d{1,2}[.．、].+/, TO = /^(?!.*如下.$)[^。]*[：:]$/;
const LONGEST_HEADING = 40, LONGEST_TO = 120;
export const DASHES = "———";

export const markerOf = (text) => {
  for (const [level, pattern] of MARKERS) {
    const found = pattern.exec(text);
    if (found) return { level, mark: found[0], number: numberOf(found[0]) };
  }
  return null;
};

const numberOf = (mark) => {
  const words = mark.replace(/[（()）、.．]/g, "");
  if (/^\d+$/.test(words)) return Number(words);
  const [hundreds, rest] = words.includes("百") ? words.split("百") : ["", words];
  const [tens, ones] = rest.includes("十") ? rest.split("十") : ["", rest];
  const digit = (char) => CN.indexOf(char) + 1;
  return (words.includes("百") ? 100 * (digit(hundreds) || 1) : 0) + (rest.includes("十") ? 10 * (tens ? digit(tens) : 1) : 0) + (ones ? digit(ones) : 0);
};

const cn = (number) => {
  if (number > 99) return String(number);
  const tens = Math.floor(number / 10), ones = number % 10;
  return `${tens > 1 ? CN[tens - 1] : ""}${tens ? "十" : ""}${ones ? CN[ones - 1] : ""}`;
};

export const markFor = (level, number) => [`${cn(number)}、`, `（${cn(number)}）`, `${number}.`, `（${number}）`][level - 1];

// how much of a numbered line is set in the heading's face
export const headEnd = (text) => {
  const stop = text.search(/[。：:]/), end = stop < 0 ? text.length : stop + 1;
  return end <= LONGEST_HEADING ? end : 0;
};

const sectionOf = (text) => (ENCLOSED.test(text) ? "dashes" : ATTACHED.test(text) ? "label" : "");

// texts → [{kind, level?, mark?, number?}]; a table is null among the texts
export const kindsOf = (texts) => {
  let before = "start";
  return texts.map((text) => {
    const found = kindOf(text, before);
    if (found.kind !== "empty") before = found.kind;
    return found;
  });
};

const kindOf = (text, before) => {
  if (text === null) return { kind: "table" };
  if (!text.trim()) return { kind: "empty" };
  const section = sectionOf(text);
  if (section) return { kind: section };
  if (before === "dashes" || before === "label") return { kind: "title" };
  if (before === "start" && TO.test(text) && text.length <= LONGEST_TO) return { kind: "to" };
  if (NOTE.test(text) || (before === "note" && LISTED.test(text))) return { kind: "note" };
  const marker = markerOf(text);
  return marker ? { kind: "heading", ...marker } : { kind: "body" };
};

// the numbers that do not follow: [{index, level, mark, want}]
export const wrongNumbers = (kinds) => {
  const wrong = [];
  let counts = [0, 0, 0, 0, 0], run = [0, 0, 0, 0, 0], last = 0;
  kinds.forEach(({ kind, level, mark, number }, index) => {
    if (kind === "dashes" || kind === "label") [counts, run] = [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0]];
    if (kind !== "heading") { last = 0; return; }
    const next = counts[level] + 1, anew = level > 2 && number === 1 && last !== level;
    // numbers may also run on over the headings above them
    const right = anew || number === next || number === run[level] + 1 ? number : next;
    if (right !== number) wrong.push({ index, level, mark, want: markFor(level, right) });
    counts[level] = run[level] = right;
    counts.fill(0, level + 1);
    last = level;
  });
  return wrong;
};

// the lines whose numbers depend on the one at `index`: its like in the same part, up to the next heading above them
export const siblings = (kinds, index, level) => {
  let end = index + 1;
  while (end < kinds.length && !["dashes", "label"].includes(kinds[end].kind) && !(kinds[end].kind === "heading" && kinds[end].level < level)) end += 1;
  return end;
};

export const numberBefore = (kinds, index, level) => {
  for (let at = index - 1; at >= 0; at -= 1) {
    const { kind, level: other, number } = kinds[at];
    if (kind === "dashes" || kind === "label" || (kind === "heading" && other < level)) return 0;
    if (kind === "heading" && other === level) return number;
  }
  return 0;
};

// cells of a line as the printing counts them: a tab behind nothing but a number is the word processor's
export const cellsOf = (row) => {
  const cells = row.split("\t");
  const marker = markerOf(cells[0]);
  return marker && marker.mark === cells[0] ? [row] : cells;
};
