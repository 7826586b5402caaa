// The panel beside the drawing: options of the tool, the selected element in numbers, and all elements as a list.
import { align, distribute } from "./arrange.js";
import { LISTS, OUTLINE, boxOf, keyOf, members } from "./elements.js";
import { action, actions } from "./fields.js";
import { duplicate, removeSelected, turnSelected } from "./keys.js";
import { nameOf } from "./names.js";
import { optionsOf } from "./options.js";
import { propertiesOf, sheetFields } from "./properties.js";
import { html } from "./svg.js";

const SIDES = ["left", "centre", "right", "top", "middle", "bottom"];

const isHalfTyped = (field) => field.type === "text" && field.value !== field.defaultValue && !field.matches("[aria-invalid]");

/** A field goes on where the one before it was: what was selected in it is still about to be typed over. */
function takeOver(before, field) {
  field?.focus({ preventScroll: true });
  if (field?.type === "text" && before.type === "text") field.setSelectionRange(before.selectionStart, before.selectionEnd);
}

export class Panel {
  constructor(root, board, view) {
    Object.assign(this, { root, board, view, opened: new Set(), stale: true });
    this.tool = html("section", { class: "editor-panel__part" });
    this.chosen = html("section", { class: "editor-panel__part" });
    this.list = html("details", { class: "editor-fold editor-panel__part", ontoggle: () => this.showList() },
      html("summary", { class: "editor-fold__summary" }, board.words.say("all_elements")));
    root.addEventListener("focusout", () => this.waits && requestAnimationFrame(() => this.show()));
    root.append(this.tool, this.chosen);
    root.append(this.list);
  }

  /** Draw the panel anew; what has the focus keeps it. What is being typed is not disturbed: the panel waits for it. */
  show() {
    const { activeElement } = document;
    this.waits = this.root.contains(activeElement) && isHalfTyped(activeElement);
    if (this.waits) return;
    const name = this.root.contains(activeElement) && !this.list.contains(activeElement) ? activeElement.getAttribute("name") : null;
    this.showTool();
    this.showChosen();
    if (this.list.open) this.showList();
    if (name) takeOver(activeElement, this.root.querySelector(`[name="${CSS.escape(name)}"]${activeElement.type === "radio" ? ":checked" : ""}`));
  }

  showTool() {
    const { board } = this;
    this.tool.hidden = board.toolName === "select";
    if (this.tool.hidden) return this.tool.replaceChildren();
    const { words } = board;
    this.tool.replaceChildren(
      html("h2", { class: "editor-panel__title" }, words.texts.tools[board.toolName]),
      html("p", { class: "editor-panel__note" }, words.texts.hints[board.toolName]),
      ...optionsOf(board),
    );
  }

  showChosen() {
    const { board } = this;
    const { words, selected } = board;
    if (!selected.length) {
      this.chosen.hidden = board.toolName !== "select";
      if (!this.chosen.hidden) {
        this.chosen.replaceChildren(html("h2", { class: "editor-panel__title" }, words.say("sheet")), html("p", { class: "editor-panel__note" }, words.say("nothing_selected")), ...sheetFields(board));
      } else this.chosen.replaceChildren();
      return;
    }
    this.chosen.hidden = false;
    const title = selected.length === 1 ? nameOf(board, selected[0]) : words.say("several_selected", { count: selected.length });
    this.chosen.replaceChildren(
      html("h2", { class: "editor-panel__title" }, title),
      actions(
        ...(selected.includes(OUTLINE) && selected.length === 1 ? [] : [action("copy", words.say("copy"), () => duplicate(board))]),
        action("turn", words.say("turn"), () => turnSelected(board, 90)),
        action("remove", words.say("remove"), () => removeSelected(board), { quiet: true }),
      ),
      ...(selected.length > 1 ? this.arranging() : propertiesOf(board, selected[0], this.opened)),
    );
  }

  arranging() {
    const { board } = this;
    const { words } = board;
    const put = (document, sentence) => {
      board.commit(document, { select: board.selected });
      board.say(sentence);
    };
    const inLine = SIDES.map((side) => action(`align-${side}`, words.texts.sides[side], () => put(align(board.history.present, board.selected, side), "aligned")));
    const spread = [0, 1].map((axis) => action(`distribute-${axis}`, words.texts.axes[axis], () => put(distribute(board.history.present, board.selected, axis), "distributed")));
    return [
      html("h3", { class: "editor-panel__subtitle" }, words.say("align")), actions(...inLine),
      html("h3", { class: "editor-panel__subtitle" }, words.say("distribute")), actions(...spread),
    ];
  }

  /** All elements in words, so that nothing must be found on the drawing; drawn only while it is open. */
  showList() {
    const { board, list } = this;
    while (list.children.length > 1) list.lastChild.remove();
    if (!list.open) return;
    const groups = [OUTLINE, ...Object.keys(LISTS)].map((name) => [name, name === OUTLINE ? (board.document.drawing.outline.length ? [OUTLINE] : []) : members(board.document, name).map((_row, i) => keyOf(name, i))]);
    for (const [name, keys] of groups.filter(([, all]) => all.length)) {
      list.append(html("h3", { class: "editor-panel__subtitle" }, `${board.words.texts.lists[name]} (${keys.length})`),
        html("ul", { class: "editor-list" }, ...keys.map((key) => html("li", {}, html("button", {
          class: "editor-list__entry", type: "button", name: `list-${key}`, "aria-pressed": String(board.selection.has(key)), onclick: (event) => this.find(key, event),
        }, nameOf(board, key))))));
    }
  }

  find(key, event) {
    const { board, view } = this;
    if (board.toolName !== "select") board.take("select");
    if (event.shiftKey || board.several) board.toggle(key);
    else board.select([key]);
    const box = boxOf(board.document, key);
    if (box) view.reveal(box);
  }
}
