// What the buttons do, and the keys that do the same.
import { baseKeymap, chainCommands } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import {
  addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, selectedRect,
} from "prosemirror-tables";
import { addAttachment, addScheme, addTable, levelAt, newLine, renumber, setLevel, wrongIn } from "./headings.js";

// a table keeps two rows and two columns: less is no table in the text
const keeping = (side, command) => (state, dispatch) => {
  if (!isInTable(state) || selectedRect(state).map[side] <= 2) return false;
  return command(state, dispatch);
};
const nextCell = (state, dispatch, view) => {
  if (goToNextCell(1)(state, dispatch)) return true;
  if (!isInTable(state)) return false;
  addRowAfter(state, dispatch);
  return goToNextCell(1)(view.state, dispatch);
};

export const COMMANDS = {
  "level-1": setLevel(1), "level-2": setLevel(2), "level-3": setLevel(3), "level-4": setLevel(4),
  body: setLevel(0), list: setLevel(3), undo, redo, renumber,
  table: addTable, attachment: addAttachment, scheme: addScheme,
  "row-add": addRowAfter, "row-drop": keeping("height", deleteRow),
  "column-add": addColumnAfter, "column-drop": keeping("width", deleteColumn), "table-drop": deleteTable,
};

export const isOn = (name, state) => {
  const level = levelAt(state);
  return name === "body" ? !level && !isInTable(state) : name.startsWith("level-") && level === Number(name.at(-1));
};

export const wrongCount = (state) => wrongIn(state.doc).length;

export const keys = (more) => [
  keymap({
    "Mod-z": undo, "Mod-y": redo, "Mod-Shift-z": redo,
    "Mod-Alt-0": setLevel(0), "Mod-Alt-1": setLevel(1), "Mod-Alt-2": setLevel(2), "Mod-Alt-3": setLevel(3), "Mod-Alt-4": setLevel(4),
    "Mod-Alt-t": addTable, Tab: nextCell, "Shift-Tab": goToNextCell(-1),
    Enter: chainCommands(newLine, (state, dispatch, view) => isInTable(state) && nextCell(state, dispatch, view)),
    ...more,
  }),
  keymap(baseKeymap),
];
