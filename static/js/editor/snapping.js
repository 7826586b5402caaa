// Pure: where a point goes that is meant to be exact: to ends and corners, into the line of others, at right
// angles, onto walls, else to the grid.
import { between, distance, footOn, pieces, rounded, shareAlong } from "./geometry.js";
import { allKeys, element, footprint, isOpening, isWall, pointsOf, shapeOf } from "./elements.js";

/** @typedef {import("./geometry.js").Point} Point */
/**
 * @typedef {object} Surroundings
 * @property {number} grid metres from line to line; 0: none
 * @property {number} reach how far in metres something draws a point to itself
 * @property {Point[]} [points] ends and corners
 * @property {Point[][]} [segments] walls to stand on
 * @property {Point} [from] where the line at hand begins; its end keeps right angles
 * @property {Point} [before] where the line before it began
 */

const IN_LINE_M = 6; // what is further off draws nothing into line; where a line begins always does

/**
 * @param {Point} point
 * @param {Surroundings} around
 * @returns {{at: Point, why: "end" | "angle" | "line" | "wall" | "grid" | "free", guides: Point[][]}}
 */
export function snap(point, { grid, reach, points = [], segments = [], from, before }) {
  const end = nearest(points, point, reach);
  if (end) return { at: rounded(end), why: "end", guides: [] };
  const angle = from && before && rightAngle(point, from, before, reach, grid);
  if (angle) return { at: angle, why: "angle", guides: [[from, angle]] };

  const [x, y] = [0, 1].map((axis) => onAxis(point, axis, from, points, reach));
  const at = [x?.value ?? onGrid(point[0], grid), y?.value ?? onGrid(point[1], grid)];
  if (!x || !y) {
    const wall = onWall(point, at, segments, reach, x, y);
    if (wall) return { at: rounded(wall), why: "wall", guides: [] };
  }
  const guides = [x, y].filter(Boolean).map(({ by }) => [by, at]);
  const why = x || y ? (from && [x, y].some((one) => one?.by === from) ? "angle" : "line") : grid ? "grid" : "free";
  return { at: rounded(at), why, guides };
}

export const onGrid = (value, grid) => (grid ? Math.round(value / grid) * grid : value);

function nearest(points, point, reach) {
  let [best, least] = [null, reach];
  for (const one of points) {
    const away = distance(one, point);
    if (away <= least) [best, least] = [one, away];
  }
  return best;
}

/** The nearest x or y within reach of what is not too far off to be seen as in line. */
function onAxis(point, axis, from, others, reach) {
  let [best, least] = [null, reach / 2];
  if (from && Math.abs(from[axis] - point[axis]) <= least) {
    [best, least] = [{ value: from[axis], by: from }, Math.abs(from[axis] - point[axis])];
  }
  for (const by of others) {
    const away = Math.abs(by[axis] - point[axis]);
    if (away > least || Math.abs(by[1 - axis] - point[1 - axis]) > IN_LINE_M) continue;
    if (away < least || (away === least && !best)) [best, least] = [{ value: by[axis], by }, away];
  }
  return best;
}

/** Straight on from a line that lies askew, or at a right angle to it, as long as the grid says. */
function rightAngle(point, from, before, reach, grid) {
  const length = distance(before, from);
  if (!length || before[0] === from[0] || before[1] === from[1]) return null;
  const [dx, dy] = [(from[0] - before[0]) / length, (from[1] - before[1]) / length];
  for (const [ux, uy] of [[dx, dy], [-dy, dx]]) {
    const far = [from[0] + ux, from[1] + uy];
    const along = shareAlong(point, from, far);
    const foot = between(from, far, along);
    if (distance(foot, point) <= reach / 2) return rounded(between(from, far, onGrid(along, grid)));
  }
  return null;
}

/** Onto a wall: an upright or level one fixes one coordinate, the other stays on the grid or in line. */
function onWall(point, at, segments, reach, x, y) {
  let [best, least] = [null, reach];
  for (const [a, b] of segments) {
    const foot = footOn(point, a, b);
    const away = distance(foot, point);
    if (away > least) continue;
    const upright = a[0] === b[0];
    const level = a[1] === b[1];
    if ((upright && x) || (level && y)) continue;
    const wished = upright ? [a[0], at[1]] : level ? [at[0], a[1]] : foot;
    [best, least] = [footOn(wished, a, b), away];
  }
  return best;
}

/** What of a document a point may be drawn to; `but` are the elements that are being moved. */
export function surroundings(document, { but = new Set(), grid, reach }) {
  const points = [];
  const segments = [];
  for (const key of allKeys(document)) {
    if (but.has(key)) continue;
    const value = element(document, key);
    if (isWall(key)) segments.push(...pieces(value));
    if (isOpening(key)) points.push(...pointsOf(key, value));
    else if (shapeOf(key) !== "spot") points.push(...footprint(key, value));
  }
  return { grid, reach, points, segments };
}

/** By how much to move elements so that one of their corners snaps; `by` is where the pointer would take them. */
export function snapMove(corners, by, around) {
  let best = null;
  for (const corner of corners) {
    const wished = [corner[0] + by[0], corner[1] + by[1]];
    const { at, why, guides } = snap(wished, around);
    const off = distance(at, wished);
    const rank = ["end", "angle", "line", "wall", "grid", "free"].indexOf(why);
    if (!best || rank < best.rank || (rank === best.rank && off < best.off)) {
      best = { by: rounded([at[0] - corner[0], at[1] - corner[1]]), rank, off, why, guides };
    }
  }
  return best ?? { by: rounded(by), why: "free", guides: [] };
}
