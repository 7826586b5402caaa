// Puts doors and windows into walls: a tap one of the usual width, a drag along the wall one as wide as the drag.
import { add, openingAt, wallAt } from "../edits.js";
import { distance, footOn, rounded } from "../geometry.js";
import { doorPaths } from "../walls.js";
import { svg } from "../svg.js";

const NEAR = 26; // pixels

export class Openings {
  /** @param {"doors"|"windows"} list */
  constructor(board, exact, list) {
    Object.assign(this, { board, exact, list, ends: null, begun: null });
  }

  get width() {
    return this.board.options[this.list === "doors" ? "doorWidth" : "windowWidth"];
  }

  at(point) {
    return openingAt(this.board.history.present, point, this.width, NEAR * this.exact.view.m, this.exact.grid);
  }

  move(point) {
    this.ends = this.begun ? this.dragged(point) : this.at(point);
    this.board.tell("ghost");
  }

  press(point) {
    this.begun = wallAt(this.board.history.present, point, NEAR * this.exact.view.m);
    this.ends = this.at(point);
    this.from = this.begun && footOn(point, ...this.begun.piece);
    this.board.tell("ghost");
  }

  /** From where the drag began to where it is, both on the same piece of wall. */
  dragged(point) {
    const to = footOn(point, ...this.begun.piece);
    if (distance(this.from, to) < 0.2) return this.ends;
    return [rounded(this.from), rounded(to)];
  }

  release(point) {
    if (!this.ends) this.board.refuse("no_wall_here");
    else this.make(this.ends);
    this.cancel();
  }

  make([a, b]) {
    const { doorStyle, doorSwing, shopFront } = this.board.options;
    const value = this.list === "doors" ? { hinge: a, latch: b, swing: doorSwing, style: doorStyle } : { from: a, to: b, shop_front: shopFront };
    const { document, key } = add(this.board.history.present, this.list, value);
    this.board.commit(document, { select: [key] });
    this.board.say(this.list === "doors" ? "door_placed" : "window_placed", { length: this.board.words.length(distance(a, b)) });
  }

  key() {
    return false;
  }

  cancel() {
    Object.assign(this, { ends: null, begun: null });
    this.board.tell("ghost");
  }

  ghost() {
    if (!this.ends) return {};
    const [hinge, latch] = this.ends;
    const { doorStyle, doorSwing } = this.board.options;
    const { leaves, swings } = doorPaths({ hinge, latch, style: doorStyle, swing: doorSwing });
    const nodes = this.list === "doors" ? [svg("path", { class: "editor__ghost-line", d: leaves + swings })] : [];
    const at = [(hinge[0] + latch[0]) / 2, (hinge[1] + latch[1]) / 2 - 20 * this.exact.view.m];
    return { shapes: [{ points: this.ends, wide: 0.3 }], nodes, lengths: [{ at, text: this.board.words.length(distance(hinge, latch)) }] };
  }
}
