// Pure: walls, windows and doors as path data, as labspace/spaces/walls.py draws them: walls are strokes along
// their middle lines, broken where doors and windows are.
import { between, distance, distanceToSegment, pieces } from "./geometry.js";
import { Pen } from "./strokes.js";

export const OUTER_M = 0.3;
export const INNER_M = 0.12;
export const NEAR_WALL_M = 0.05; // so far off its middle line an opening still lies in a wall
const SEEN_M = 0.005; // a shorter rest of a wall beside an opening is not drawn

const same = (a, b) => a[0] === b[0] && a[1] === b[1];

/** Path data of one wall's middle line without its openings. */
export function wallPath(wall, openings) {
  const left = cut(wall, openings);
  const pen = new Pen();
  if (left.length === 1 && same(left[0][0], left[0].at(-1))) return pen.polygon(left[0].slice(0, -1)).d;
  for (const piece of left) pen.polyline(piece);
  return pen.d;
}

/** What remains of a wall's middle line when the openings that lie in it are taken out. */
export function cut(wall, openings) {
  const parts = [[wall[0]]];
  for (const [a, b] of pieces(wall)) {
    const length = distance(a, b);
    for (const [start, end] of holes(a, b, openings)) {
      if (start > SEEN_M) parts.at(-1).push(between(a, b, start / length));
      parts.push([end < length - SEEN_M ? between(a, b, end / length) : b]);
    }
    if (!same(parts.at(-1).at(-1), b)) parts.at(-1).push(b);
  }
  if (same(wall[0], wall.at(-1)) && parts.length > 1) parts[0] = [...parts.pop().slice(0, -1), ...parts[0]];
  return parts.filter((part) => part.length > 1);
}

function holes(a, b, openings) {
  const [left, right] = [Math.min(a[0], b[0]) - NEAR_WALL_M, Math.max(a[0], b[0]) + NEAR_WALL_M];
  const [top, bottom] = [Math.min(a[1], b[1]) - NEAR_WALL_M, Math.max(a[1], b[1]) + NEAR_WALL_M];
  const found = [];
  for (const [start, end] of openings) {
    if (start[0] < left || start[0] > right || start[1] < top || start[1] > bottom) continue;
    if (Math.max(distanceToSegment(start, a, b), distanceToSegment(end, a, b)) > NEAR_WALL_M) continue;
    found.push([along(a, b, start), along(a, b, end)].sort((one, other) => one - other));
  }
  return found.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
}

function along(a, b, point) {
  const length = distance(a, b) || 1;
  return ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length;
}

/** The unit vector to the left of the way a→b. */
function leftOf(a, b) {
  const length = distance(a, b) || 1;
  return [(b[1] - a[1]) / length, -(b[0] - a[0]) / length];
}

/** The two faces of the wall and the two lines of the panes between them. */
export function windowPath(window, outerWalls) {
  const thick = outerWalls.some((wall) =>
    pieces(wall).some(([a, b]) => distanceToSegment(window.from, a, b) <= NEAR_WALL_M));
  const half = (thick ? OUTER_M : INNER_M) / 2;
  const [nx, ny] = leftOf(window.from, window.to);
  const shifted = (by) => [window.from, window.to].map(([x, y]) => [x + nx * by, y + ny * by]);
  const pen = new Pen().polygon([...shifted(half), ...shifted(-half).reverse()]);
  return pen.polyline(shifted(0.04)).polyline(shifted(-0.04)).d;
}

/** A door standing open: path data of its leaves, and of the arcs they swing. */
export function doorPaths({ hinge, latch, swing = "left", style = "single" }) {
  const [leaves, swings] = [new Pen(), new Pen()];
  const leaf = (from, tip, side) => {
    const [nx, ny] = leftOf(from, tip);
    const width = distance(from, tip) * (side === "left" ? 1 : -1);
    const opened = [from[0] + nx * width, from[1] + ny * width];
    leaves.polyline([from, opened]);
    swings.move(opened).arc(Math.abs(width), tip, side === "left");
  };
  const middle = between(hinge, latch, 0.5);
  if (style === "single") leaf(hinge, latch, swing);
  else if (style === "double") {
    leaf(hinge, middle, swing);
    leaf(latch, middle, swing === "left" ? "right" : "left");
  } else if (style === "sliding") {
    const [nx, ny] = leftOf(hinge, latch);
    const by = swing === "left" ? 0.1 : -0.1;
    leaves.polyline([hinge, latch].map(([x, y]) => [x + nx * by, y + ny * by]));
  }
  return { leaves: leaves.d, swings: swings.d };
}
