// Draws point by point: walls, ways and outlines of shapes. A drag makes one piece, or a rectangle at once.
import { between, distance, isSimple, rectangleBetween, rounded } from "../geometry.js";

const CLOSE = 10; // pixels within which a click means the point that is there

/**
 * @typedef {object} Purpose
 * @property {boolean} closed whether it makes a shape; else a line
 * @property {number} [wide] how thick the line is drawn, in metres
 * @property {(points: [number, number][]) => void} make
 * @property {(point: [number, number]) => boolean} [tap] places something at once; true when it did
 */

export class Corners {
  /** @param {Purpose} purpose */
  constructor(board, exact, purpose) {
    Object.assign(this, { board, exact, purpose, points: [], tip: null, typed: "" });
  }

  get last() {
    return this.points.at(-1);
  }

  /** Where a point of the pointer or the keyboard is meant to be. */
  aim(point) {
    const first = this.points[0];
    if (this.points.length > 2 && distance(first, point) <= this.exact.reach) return { at: first, why: "end", guides: [] };
    return this.exact.snap(point, { from: this.last, before: this.points.at(-2) });
  }

  move(point) {
    const { at, guides } = this.aim(point);
    this.tip = at;
    this.guides = guides;
    this.board.tell("ghost");
  }

  press(point) {
    this.move(point);
    this.begun = this.tip;
    this.fresh = !this.points.length;
  }

  release(point, { dragged }) {
    this.move(point);
    if (dragged && this.fresh && distance(this.begun, this.tip) > 0.04) {
      const points = this.purpose.closed ? rectangleBetween(this.begun, this.tip) : [this.begun, this.tip];
      this.points = points.map(rounded);
      this.finish();
      // A rectangle of no width has no points of one's own to go back to.
      return this.points.length ? this.cancel() : undefined;
    }
    return this.put(this.tip);
  }

  /** Take a point: the first or last one again ends the drawing. */
  put(point) {
    const near = (other) => other && distance(other, point) <= Math.max(0.005, CLOSE * this.exact.view.m * 0.5);
    if (!this.points.length && this.purpose.tap?.(point)) return;
    if (near(this.last)) {
      if (this.points.length > 1) this.finish();
      return;
    }
    if (this.points.length > 2 && near(this.points[0])) {
      this.finish({ closes: true });
      return;
    }
    this.points.push(rounded(point));
    this.typed = "";
    this.board.tell("points");
    this.board.say(this.points.length === 1 ? "line_begun" : "line_point", this.spoken());
    this.board.tell("ghost");
  }

  spoken() {
    const { words } = this.board;
    const before = this.points.at(-2) ?? this.last;
    return { x: words.number(this.last[0]), y: words.number(this.last[1]), length: words.length(distance(before, this.last)) };
  }

  finish({ closes = false } = {}) {
    const { points, purpose } = this;
    const shape = purpose.closed && points.length === 2 ? rectangleBetween(...points) : points;
    if (purpose.closed && !isSimple(shape)) {
      // What was drawn stays, so that only the point that was wrong is set anew.
      this.board.refuse("shape_crosses");
      return;
    }
    this.cancel();
    if (purpose.closed) purpose.make(shape);
    else if (points.length > 1) purpose.make(closes ? [...points, points[0]] : points);
  }

  /** Take back the last point. @returns {boolean} whether there was one */
  back() {
    if (!this.points.length) return false;
    this.points = this.points.slice(0, -1);
    this.typed = "";
    this.board.say(this.points.length ? "point_back" : "line_given_up", this.points.length ? this.spoken() : {});
    this.board.tell("points");
    this.board.tell("ghost");
    return true;
  }

  cancel() {
    Object.assign(this, { points: [], tip: null, guides: [], typed: "", begun: null });
    this.board.tell("points");
    this.board.tell("ghost");
  }

  /** A length typed while a line is drawn: the next point lies so far away, in the direction of the tip. */
  key(event) {
    if (event.key === "Escape" && this.points.length) {
      if (this.points.length > 1 && !this.purpose.closed) this.finish();
      else this.cancel();
    } else if (event.key === "Backspace" && this.typed) this.type(this.typed.slice(0, -1));
    else if (event.key === "Backspace" && this.points.length) this.back();
    else if (this.points.length && /^[\d.,]$/.test(event.key)) this.type(this.typed + event.key);
    else if (event.key === "Enter" && this.typed) this.putTyped();
    else return false;
    return true;
  }

  type(text) {
    this.typed = text;
    this.board.tell("ghost");
  }

  putTyped() {
    const length = this.board.words.read(this.typed);
    const tip = this.tip ?? this.board.cursor;
    const away = tip ? distance(this.last, tip) : 0;
    this.typed = "";
    if (!length || !away) {
      this.board.refuse("length_needs_direction");
      return;
    }
    const at = rounded(between(this.last, tip, length / away));
    this.put(at);
    this.board.moveCursor(at);
  }

  ghost() {
    const { points, tip, guides = [], typed, board } = this;
    if (!points.length && !(this.begun && tip)) return { guides, nodes: [], shapes: [] };
    if (!points.length) {
      const closed = this.purpose.closed;
      const shape = closed ? rectangleBetween(this.begun, tip) : [this.begun, tip];
      return { guides, shapes: [{ points: shape, closed, wide: this.purpose.wide }], lengths: lengthsOf(board, shape, closed, this.exact.view.m) };
    }
    const line = tip && distance(tip, this.last) > 0.001 ? [...points, tip] : points;
    const lengths = typed ? [] : lengthsOf(board, line.slice(-2), false, this.exact.view.m);
    if (typed) lengths.push({ at: labelAt(this.last, tip ?? this.last, this.exact.view.m), text: `${typed} m` });
    return { guides, shapes: [{ points: line, closed: false, wide: this.purpose.wide }, ...(this.purpose.closed && line.length > 2 ? [{ points: line, closed: true }] : [])], lengths };
  }
}

function labelAt(a, b, m) {
  const length = distance(a, b) || 1;
  const [x, y] = between(a, b, 0.5);
  return [x + ((b[1] - a[1]) / length) * 16 * m, y - ((b[0] - a[0]) / length) * 16 * m];
}

function lengthsOf(board, points, closed, m) {
  const sides = closed ? [[points[0], points[1]], [points[1], points[2]]] : points.length > 1 ? [points.slice(-2)] : [];
  return sides
    .filter(([a, b]) => distance(a, b) > 0.001)
    .map(([a, b]) => ({ at: labelAt(a, b, m), text: board.words.length(distance(a, b)) }));
}
