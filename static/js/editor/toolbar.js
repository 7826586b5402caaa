// The one toolbar: a single stop for the Tab key, arrows go from button to button.
export class Toolbar {
  constructor(root, board, view) {
    Object.assign(this, { root, board, view });
    this.buttons = [...root.querySelectorAll("button")];
    this.roam(this.buttons[0]);
    root.addEventListener("focusin", ({ target }) => this.roam(target));
    root.addEventListener("keydown", (event) => this.key(event));
    root.addEventListener("click", ({ target }) => this.press(target.closest("button")));
  }

  roam(current) {
    for (const button of this.buttons) button.setAttribute("tabindex", button === current ? "0" : "-1");
  }

  key(event) {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const usable = this.buttons.filter((button) => !button.disabled);
    const at = usable.indexOf(document.activeElement);
    if (event.key === "Home") usable[0].focus();
    else if (event.key === "End") usable.at(-1).focus();
    else if (by) usable[(at + by + usable.length) % usable.length].focus();
    else return;
    event.preventDefault();
  }

  press(button) {
    if (!button) return;
    const { board, view } = this;
    const { tool, does } = button.dataset;
    if (tool) board.take(tool);
    else if (does === "undo") board.undo();
    else if (does === "redo") board.redo();
    else if (does === "several") board.several = !board.several;
    else if (does === "snap") board.snaps = !board.snaps;
    else if (does === "in") view.zoom(1.4);
    else if (does === "out") view.zoom(1 / 1.4);
    else if (does === "fit") board.tell("fit");
    this.show();
  }

  show() {
    const { board } = this;
    const pressed = { several: board.several, snap: board.snaps };
    for (const button of this.buttons) {
      const { tool, does } = button.dataset;
      if (tool) button.setAttribute("aria-pressed", String(tool === board.toolName));
      else if (does in pressed) button.setAttribute("aria-pressed", String(pressed[does]));
      else if (does === "undo") this.enable(button, board.canUndo);
      else if (does === "redo") this.enable(button, board.history.canRedo);
    }
  }

  /** A button that cannot be used keeps the focus, so that nobody falls out of the toolbar. */
  enable(button, can) {
    button.setAttribute("aria-disabled", String(!can));
  }
}
