// Everything by keyboard: a cross that walks over the sheet and works with every tool, and what is selected moved,
// turned, copied and removed. Keys count only while the drawing has the focus.
import { copy, move, remove, slide, turn } from "./edits.js";
import { OUTLINE, boxOf, element, isOpening, pointsOf } from "./elements.js";
import { between, direction, distance } from "./geometry.js";
import { nameOf } from "./names.js";
import { onGrid } from "./snapping.js";
import { copyNames } from "./spaces.js";

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const TOOLS = { v: "select", b: "building", w: "wall", d: "door", f: "window", m: "furniture", a: "area", s: "space", g: "way", e: "entrance", h: "hand" };
const COPY_BY = 0.5; // metres

export class Keys {
  constructor(drawing, board, view, exact, help) {
    Object.assign(this, { board, view, exact, help });
    drawing.addEventListener("keydown", (event) => {
      if (event.altKey && !(event.key in ARROWS)) return;
      const done = event.ctrlKey || event.metaKey ? this.command(event) : this.board.tool.key(event) || this.plain(event);
      if (done) event.preventDefault();
    });
  }

  command(event) {
    const { board } = this;
    const key = event.key.toLowerCase();
    if (key === "z") event.shiftKey ? board.redo() : board.undo();
    else if (key === "y") board.redo();
    else if (key === "a") board.select(allButOutline(board));
    else if (key === "d") duplicate(board);
    else if (event.key in ARROWS) this.arrow(ARROWS[event.key], 0.01);
    else return false;
    return true;
  }

  plain(event) {
    const { board, view } = this;
    const { key } = event;
    if (key in ARROWS) this.arrow(ARROWS[key], event.altKey ? 0.01 : event.shiftKey ? 1 : board.grid);
    else if (key === "Enter" || key === " ") this.tap(key === " ");
    else if (key === "Delete" || key === "Backspace") removeSelected(board);
    else if (key === "Escape") this.escape();
    else if (key === "PageDown") this.next(1);
    else if (key === "PageUp") this.next(-1);
    else if (key === "+") view.zoom(1.4, board.cursor ?? undefined);
    else if (key === "-") view.zoom(1 / 1.4, board.cursor ?? undefined);
    else if (key === "0") board.tell("fit");
    else if (key === "?") this.showHelp();
    else if (key.toLowerCase() === "r") turnSelected(board, event.shiftKey ? 15 : 90);
    else if (key.toLowerCase() in TOOLS) board.take(TOOLS[key.toLowerCase()]);
    else return false;
    return true;
  }

  /** Opens the list of keys and goes there; Shift+Tab leads back. */
  showHelp() {
    this.help.open = true;
    this.help.querySelector("summary").focus();
  }

  /** Move what is selected; without a selection the cross walks. */
  arrow([dx, dy], step) {
    const { board } = this;
    if (board.toolName === "select" && board.selection.size) nudge(board, [dx * step, dy * step]);
    else this.walk([dx * step, dy * step], step);
  }

  walk([dx, dy], step) {
    const { board, view } = this;
    const { exact } = this;
    const fine = step < board.grid;
    // Off the grid until a whole step leads back to it; a look at where one stands changes nothing.
    if (dx || dy) exact.fine = fine;
    const from = board.cursor ?? view.centre.map((value) => onGrid(value, board.grid));
    const snapped = (value) => Math.round((exact.fine ? value : onGrid(value, board.grid)) * 1000) / 1000;
    board.moveCursor([snapped(from[0] + dx), snapped(from[1] + dy)]);
    const [x, y] = board.cursor;
    view.reveal([x, y, x, y]);
    board.tool.move(board.cursor, { pressed: false });
    // What is told is where the point will be: the end that draws it to itself, not the cross beside it.
    const to = board.tool.tip ?? board.cursor;
    const values = { x: board.words.number(to[0]), y: board.words.number(to[1]) };
    const last = board.tool.last;
    if (last) {
      board.say("cursor_away", { ...values, length: board.words.length(distance(last, to)), angle: Math.round(direction(last, to)) });
    } else board.say("cursor_at", values);
  }

  /** What a click does, at the cross. */
  tap(adds) {
    const { board, view } = this;
    if (!board.cursor) this.walk([0, 0], board.grid);
    const how = { dragged: false, shift: adds && board.toolName === "select", touch: false };
    if (board.toolName === "select") board.tool.tap(board.cursor, how);
    else {
      board.tool.press(board.cursor, how);
      board.tool.release(board.cursor, how);
    }
    view.onChange();
  }

  escape() {
    const { board } = this;
    board.tool.cancel();
    if (board.toolName !== "select") board.take("select");
    else if (board.selection.size) board.select([]);
    else board.moveCursor(null);
  }

  next(by) {
    const { board, view } = this;
    if (board.toolName !== "select") board.take("select");
    const key = board.stepSelection(by);
    if (!key) return;
    const box = board.selectedBox;
    if (box) view.reveal(box);
    board.say("selected", { name: nameOf(board, key) });
  }
}

const allButOutline = (board) => {
  const { document } = board;
  const rows = [...Object.keys(document.drawing).filter((list) => list !== OUTLINE), "placements"];
  return rows.flatMap((list) => (list === "placements" ? document.placements : document.drawing[list]).map((_row, i) => `${list}/${i}`));
};

/** Move what is selected by metres; a single door or window along its wall. */
export function nudge(board, by) {
  const document = board.history.present;
  const keys = board.selected;
  let next;
  if (keys.length === 1 && isOpening(keys[0])) {
    const middle = between(...pointsOf(keys[0], element(document, keys[0])), 0.5);
    next = slide(document, keys[0], [middle[0] + by[0], middle[1] + by[1]], 0.6);
  } else next = move(document, keys, by);
  board.commit(next, { select: keys });
  const box = keys.length === 1 ? boxOf(next, keys[0]) : board.selectedBox;
  if (box) board.say("moved_to", { x: board.words.number((box[0] + box[2]) / 2), y: board.words.number((box[1] + box[3]) / 2) });
}

export function turnSelected(board, angle) {
  const keys = board.selected;
  if (!keys.length) return;
  board.commit(turn(board.history.present, keys, angle), { select: keys });
  board.say("turned", { angle });
}

export function duplicate(board) {
  if (!board.selection.size) return;
  const { document, keys } = copy(board.history.present, board.selected, [COPY_BY, COPY_BY], copyNames(board.house, board.words.texts.kind_names));
  if (!keys.length) return;
  board.commit(document, { select: keys });
  board.say("copied", { count: keys.length });
}

export function removeSelected(board) {
  const count = board.selection.size;
  if (!count) return;
  board.commit(remove(board.history.present, board.selected), { select: [] });
  board.say("removed", { count });
}
