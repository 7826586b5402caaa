// Puts down what has a size and a rotation: furniture from the library, and entrances.
import { add } from "../edits.js";
import { normalised } from "../geometry.js";
import { svg } from "../svg.js";
import { draw, ITEM_SIZES } from "../symbols.js";

export class Things {
  /** @param {"furniture"|"entrances"} list */
  constructor(board, exact, list) {
    Object.assign(this, { board, exact, list, tip: null });
  }

  get value() {
    const { item, rotation, stepFree } = this.board.options;
    return this.list === "furniture"
      ? { item, at: this.tip, size: [...ITEM_SIZES[item]], rotation }
      : { at: this.tip, rotation, step_free: stepFree };
  }

  move(point) {
    const { at, guides } = this.exact.snap(point);
    this.tip = at;
    this.guides = guides;
    this.board.tell("ghost");
  }

  press(point) {
    this.move(point);
  }

  release(point) {
    this.move(point);
    const { document, key } = add(this.board.history.present, this.list, this.value);
    this.board.commit(document, { select: [key] });
    const { words } = this.board;
    const name = this.list === "furniture" ? words.texts.items[this.board.options.item] : words.say("entrances");
    this.board.say("thing_placed", { name, x: words.number(this.tip[0]), y: words.number(this.tip[1]) });
  }

  key(event) {
    if (event.key.toLowerCase() !== "r") return false;
    this.board.choose({ rotation: normalised(this.board.options.rotation + (event.shiftKey ? 15 : 90)) });
    this.board.tell("ghost");
    return true;
  }

  cancel() {
    this.tip = null;
    this.board.tell("ghost");
  }

  ghost() {
    if (!this.tip) return {};
    const { tip, value, guides } = this;
    const node = this.list === "furniture"
      ? svg("path", { class: "editor__ghost-line", d: draw(value).d })
      : svg("path", { class: "plan__entrance", d: "M0 0l.34.5h-.68z", transform: `translate(${tip[0]} ${tip[1]}) rotate(${value.rotation})` });
    return { nodes: [node], guides };
  }
}
