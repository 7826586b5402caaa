// Selects, moves, resizes and turns; an empty place begins a frame around several.
import { addCorner, move, moveCorner, rectangleOf, reshape, slide, turn, wallAt } from "../edits.js";
import { OUTLINE, element, footprint, isOpening, pointsOf, under, within, withElements, withPoints } from "../elements.js";
import { boundingBox, direction, distance, footOn, middleOf, normalised, rectangleBetween, rotated, rounded } from "../geometry.js";
import { onGrid, snapMove } from "../snapping.js";

const HIT = 7; // pixels beside an element that still mean it
const HIT_BY_FINGER = 16;
const MOST_CORNERS = 60; // of what is moved, to look for something to snap to

export class Select {
  constructor(board, exact) {
    Object.assign(this, { board, exact, doing: null, guides: [] });
  }

  /** @returns {boolean} false when the finger is on nothing that it could move: then it moves the view */
  press(point, { handle, shift, touch, alt }) {
    const { board } = this;
    this.begun = point;
    this.base = board.history.present;
    this.adding = shift || board.several;
    this.settled = Boolean(handle);
    this.hit = handle ? null : this.hitAt(point, touch, alt);
    const selected = board.selection.has(this.hit);
    if (handle) this.doing = this.hold(handle);
    else if (touch && !selected) return false;
    else if (!this.hit || (this.hit === OUTLINE && !selected)) this.doing = (to) => this.frame(to);
    else {
      if (!selected) this.click();
      this.settled = !selected;
      this.doing = this.shift();
    }
    return true;
  }

  /** What is meant at a point: what is selected there before what lies above it; with Alt what lies beneath. */
  hitAt(point, touch, alt) {
    const { board } = this;
    const hits = under(board.history.present, point, (touch ? HIT_BY_FINGER : HIT) * this.exact.view.m);
    const chosen = hits.findIndex((key) => board.selection.has(key));
    if (alt) return hits[(chosen + 1) % hits.length] ?? null;
    return hits[Math.max(0, chosen)] ?? null;
  }

  /** What a click on `hit` selects. */
  click() {
    const { board, hit } = this;
    if (!this.adding) board.select(hit ? [hit] : []);
    else if (hit) board.toggle(hit);
  }

  move(point, { pressed, shift }) {
    if (pressed && this.doing) this.doing(point, shift);
  }

  release(point, { dragged, shift }) {
    const { board } = this;
    if (!dragged) {
      if (!this.settled) this.click();
    } else {
      this.doing?.(point, shift);
      if (this.box) board.select([...new Set([...(this.adding ? board.selected : []), ...within(this.base, this.box)])]);
      else if (board.draft) {
        board.commit(board.draft, { select: board.selected });
        board.say("changed");
      }
    }
    this.cancel();
  }

  /** A tap that could move nothing. */
  tap(point, { touch, shift }) {
    this.adding = shift || this.board.several;
    this.hit = this.hitAt(point, touch);
    this.click();
  }

  frame(to) {
    this.box = boundingBox([this.begun, to]);
    this.shown = rectangleBetween(this.begun, to);
    this.board.tell("ghost");
  }

  /** Moves what is selected; a single door or window runs along the walls. */
  shift() {
    const { board, base, exact, begun } = this;
    const keys = board.selected;
    if (keys.length === 1 && isOpening(keys[0])) {
      return (to) => board.preview(slide(base, keys[0], to, 40 * exact.view.m, exact.grid));
    }
    const corners = keys.flatMap((key) => footprint(key, element(base, key))).slice(0, MOST_CORNERS);
    const but = new Set(keys);
    return (to) => {
      const by = [to[0] - begun[0], to[1] - begun[1]];
      const snapped = snapMove(corners, by, exact.around(but));
      this.guides = snapped.guides;
      board.preview(move(base, keys, snapped.by));
    };
  }

  /** What dragging a handle does. @param {string} name such as "corner/2" */
  hold(name) {
    const { board, base, exact } = this;
    const [kind, number] = name.split("/");
    const [key] = board.selected;
    const index = Number(number);
    const but = new Set([key]);
    const aim = (to) => {
      const { at, guides } = exact.snap(to, exact.around(but));
      this.guides = guides;
      return at;
    };
    if (kind === "turn") return (to, shift) => board.preview(this.turned(key, to, shift));
    if (kind === "end") return (to) => board.preview(this.ended(key, index, to));
    if (kind === "size") return (to) => board.preview(this.resized(key, index, aim(to)));
    if (kind === "side") return (to) => board.preview(addCorner(base, key, index, aim(to)));
    return (to) => board.preview(moveCorner(base, key, index, aim(to)));
  }

  turned(key, to, shift) {
    const box = rectangleOf(key, element(this.base, key));
    const about = box?.at ?? middleOf(boundingBox(footprint(key, element(this.base, key))));
    const before = box ? box.rotation : (element(this.base, key).rotation ?? 0);
    const wished = onGrid(direction(about, to) + 90, shift ? 1 : 15);
    return turn(this.base, [key], normalised(wished - before), about);
  }

  resized(key, index, to) {
    const box = rectangleOf(key, element(this.base, key));
    const corners = footprint(key, element(this.base, key));
    const fixed = corners[(index + 2) % 4];
    const [across] = rotated([[to[0] - fixed[0], to[1] - fixed[1]]], -box.rotation);
    const [width, depth] = across.map((side) => Math.max(0.05, Math.abs(side)));
    const [middle] = rotated([[(Math.sign(across[0] || 1) * width) / 2, (Math.sign(across[1] || 1) * depth) / 2]], box.rotation);
    const at = [fixed[0] + middle[0], fixed[1] + middle[1]];
    return reshape(this.base, key, { width, depth, at, rotation: box.rotation });
  }

  /** One end of a door or window put elsewhere in its wall. */
  ended(key, index, to) {
    const value = element(this.base, key);
    const ends = pointsOf(key, value);
    const wall = wallAt(this.base, ends[1 - index], 0.1);
    if (!wall) return this.base;
    const foot = footOn(to, ...wall.piece);
    const length = distance(wall.piece[0], foot);
    const along = onGrid(length, this.exact.grid);
    const at = length ? footOn([wall.piece[0][0] + ((foot[0] - wall.piece[0][0]) * along) / length, wall.piece[0][1] + ((foot[1] - wall.piece[0][1]) * along) / length], ...wall.piece) : foot;
    if (distance(at, ends[1 - index]) < 0.1) return this.board.document;
    return withElements(this.base, new Map([[key, withPoints(key, value, ends.map((end, i) => (i === index ? rounded(at) : end)))]]));
  }

  key(event) {
    if (event.key !== "Escape" || !this.doing) return false;
    this.cancel();
    return true;
  }

  cancel() {
    Object.assign(this, { doing: null, box: null, shown: null, guides: [] });
    this.board.preview(null);
    this.board.tell("ghost");
  }

  ghost() {
    return { guides: this.guides, shapes: this.shown ? [{ points: this.shown, closed: true }] : [] };
  }
}
