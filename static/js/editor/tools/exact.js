// How tools find the exact point that is meant.
import { snap, surroundings } from "../snapping.js";

const DRAWN_IN = 12; // pixels within which something draws a point to itself
const DRAWN_IN_BY_FINGER = 20;

/** What a point may be drawn to, kept as long as the document is the same. */
export class Exact {
  constructor(board, view) {
    Object.assign(this, { board, view, coarse: false, fine: false, document: null });
  }

  /** Whoever walks by centimetres means the very point: nothing draws it away. */
  get reach() {
    if (this.fine) return 0;
    return (this.coarse ? DRAWN_IN_BY_FINGER : DRAWN_IN) * this.view.m;
  }

  get grid() {
    return this.board.snaps && !this.fine ? this.board.grid : 0;
  }

  /** @param {Set<string>} [but] what is being moved and must not draw itself */
  around(but) {
    const { history } = this.board;
    if (this.document !== history.present || this.but !== but) {
      this.kept = surroundings(history.present, { but, grid: 0, reach: 0 });
      Object.assign(this, { document: history.present, but });
    }
    const { points, segments } = this.board.snaps ? this.kept : { points: [], segments: [] };
    return { points, segments, grid: this.grid, reach: this.reach };
  }

  /** @param {[number, number]} point @param {object} [more] `from` and `before` of a line at hand */
  snap(point, more = {}) {
    return snap(point, { ...this.around(), ...more });
  }
}
