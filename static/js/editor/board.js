// What the editor knows: the document with its history, what is selected, and the tool at hand. It tells its
// listeners what has changed ("document", "selection", "tool", "cursor", "say") and draws nothing itself.
import { History } from "./history.js";
import { boxOfAll, element, allKeys } from "./elements.js";

export class Board extends EventTarget {
  /** @param {object} document @param {{house: import("./spaces.js").House, words: import("./words.js").Words}} about */
  constructor(document, { house, words }) {
    super();
    Object.assign(this, { house, words });
    this.history = new History(document);
    this.draft = null; // what a drag would make of it
    this.selection = new Set();
    this.grid = 0.1;
    this.snaps = true;
    this.several = false; // whether a tap adds to the selection
    this.cursor = null; // where the keyboard points
    this.options = {};
  }

  get document() {
    return this.draft ?? this.history.present;
  }

  /** The keys selected, in the order of the document's drawing. */
  get selected() {
    return [...this.selection];
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** Say something to those who do not see the drawing. @param {string} name of the sentence */
  say(name, values = {}) {
    this.tell("say", this.words.say(name, values));
  }

  /** Say why something was not made; also to those who see the drawing. @param {string} name of the sentence */
  refuse(name) {
    this.say(name);
    this.tell("refused", this.words.say(name));
  }

  /** Make a document the present one; a step of its own in the history. */
  commit(document, { select } = {}) {
    this.draft = null;
    const stepped = this.history.push(document);
    if (select) this.selection = new Set(select);
    else this.forget();
    if (stepped) this.tell("edit");
    this.tell("document");
    this.tell("selection");
    return stepped;
  }

  /** Show what would be, without a step in the history; null shows what is. */
  preview(document) {
    if (this.draft === document) return;
    this.draft = document;
    this.tell("document");
  }

  get canUndo() {
    return this.history.canUndo || Boolean(this.tool?.points?.length);
  }

  /** While a line is drawn its last point is the last step. */
  undo() {
    if (this.tool?.back?.()) return;
    this.step(this.history.undo(), "undone");
  }

  redo() {
    this.step(this.history.redo(), "redone");
  }

  step(stepped, sentence) {
    if (!stepped) return;
    this.draft = null;
    this.forget();
    this.tell("edit");
    this.tell("document");
    this.tell("selection");
    this.say(sentence);
  }

  /** Let go of keys that are not there any more. */
  forget() {
    for (const key of this.selection) if (!element(this.document, key)) this.selection.delete(key);
  }

  select(keys) {
    this.selection = new Set(keys);
    this.tell("selection");
  }

  toggle(key) {
    if (!this.selection.delete(key)) this.selection.add(key);
    this.tell("selection");
  }

  /** Select the element after the selected one (or before it) in the order of the document. */
  stepSelection(by) {
    const keys = allKeys(this.document);
    if (!keys.length) return null;
    const at = keys.indexOf(this.selected.at(-1));
    const next = at < 0 ? (by > 0 ? 0 : keys.length - 1) : (at + by + keys.length) % keys.length;
    this.select([keys[next]]);
    return keys[next];
  }

  /** Take up a tool. @param {string} name @param {object} [options] */
  take(name, options = {}) {
    this.tool?.cancel();
    this.options = { ...this.options, ...options };
    this.toolName = name;
    this.tool = this.tools[name];
    if (name !== "select" && name !== "hand") this.select([]);
    this.tell("tool");
  }

  /** Change an option of the tools, such as the item to place. */
  choose(options) {
    this.options = { ...this.options, ...options };
    this.tell("tool");
  }

  moveCursor(point) {
    this.cursor = point;
    this.tell("cursor");
  }

  /** The box around what is selected, or null. */
  get selectedBox() {
    return boxOfAll(this.document, this.selected);
  }
}
