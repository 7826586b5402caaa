// Pure plane geometry of the editor, as labspace/spaces/geometry.py has it: metres, y down, degrees clockwise.
// A polygon is an array of its corners without the first repeated; touching is not overlapping.
import { Heap } from "./heap.js";

/** @typedef {[number, number]} Point */
/** @typedef {[number, number, number, number]} Box left, top, right, bottom */

export const TOLERANCE = 0.001; // lengths below a millimetre do not count

/** A length or coordinate to the millimetre, as it is stored; never minus nought. @param {number} value */
export const round = (value) => Math.round(value * 1000) / 1000 + 0;

/** The nearest whole number, a half to the even one as Python has it. @param {number} value */
export function even(value) {
  const near = Math.round(value);
  return Math.abs(value % 1) === 0.5 && near % 2 ? near - 1 : near;
}

/** @param {Point} point @returns {Point} */
export const rounded = ([x, y]) => [round(x), round(y)];

/** @param {Point} a @param {Point} b */
export const distance = (a, b) => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** @param {Point} a @param {Point} b @param {number} share @returns {Point} */
export const between = (a, b, share) => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];

/** Degrees from the x axis of the way a→b. @param {Point} a @param {Point} b */
export const direction = (a, b) => (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;

/** An angle in −180 < … ≤ 180. @param {number} angle */
export const normalised = (angle) => {
  const turned = round(((angle % 360) + 360) % 360);
  return turned > 180 ? round(turned - 360) : turned;
};

/** Each side of a polygon, the closing one last. @param {Point[]} polygon */
export const edges = (polygon) => polygon.map((a, i) => [a, polygon[(i + 1) % polygon.length]]);

/** Each piece of a line. @param {Point[]} line */
export const pieces = (line) => line.slice(1).map((b, i) => [line[i], b]);

/** Area in m², positive when the corners run clockwise on screen. @param {Point[]} polygon */
export const signedArea = (polygon) =>
  edges(polygon).reduce((sum, [a, b]) => sum + a[0] * b[1] - b[0] * a[1], 0) / 2;

/** @param {Point[]} polygon */
export const area = (polygon) => Math.abs(signedArea(polygon));

const perimeter = (polygon) => edges(polygon).reduce((sum, [a, b]) => sum + distance(a, b), 0);

/** The smallest upright box around at least one point. @param {Point[]} points @returns {Box} */
export function boundingBox(points) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return [left, top, right, bottom];
}

/** @param {Box} box @returns {Point} */
export const middleOf = ([left, top, right, bottom]) => [(left + right) / 2, (top + bottom) / 2];

/** Centre of gravity; the mean of the corners when there is no area. @param {Point[]} polygon @returns {Point} */
export function centroid(polygon) {
  const twice = 2 * signedArea(polygon);
  if (Math.abs(twice) < TOLERANCE ** 2) {
    const sum = polygon.reduce(([x, y], [px, py]) => [x + px, y + py], [0, 0]);
    return [sum[0] / polygon.length, sum[1] / polygon.length];
  }
  let [x, y] = [0, 0];
  for (const [a, b] of edges(polygon)) {
    const cross = a[0] * b[1] - b[0] * a[1];
    x += (a[0] + b[0]) * cross;
    y += (a[1] + b[1]) * cross;
  }
  return [x / (3 * twice), y / (3 * twice)];
}

/** How far along a→b the foot of a point is, 0 at a, 1 at b. @param {Point} point @param {Point} a @param {Point} b */
export function shareAlong(point, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const squared = dx * dx + dy * dy;
  return squared ? ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / squared : 0;
}

/** The nearest point of the segment a–b. @param {Point} point @param {Point} a @param {Point} b @returns {Point} */
export const footOn = (point, a, b) => between(a, b, Math.min(1, Math.max(0, shareAlong(point, a, b))));

/** @param {Point} point @param {Point} a @param {Point} b */
export const distanceToSegment = (point, a, b) => distance(point, footOn(point, a, b));

/** Whether a point lies inside; on the rim the answer is either. @param {Point[]} polygon @param {Point} point */
export function containsPoint(polygon, [x, y]) {
  let inside = false;
  for (const [[ax, ay], [bx, by]] of edges(polygon)) {
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Whether a–b and c–d cut through each other; touching at an end is not crossing. */
export const segmentsCross = (a, b, c, d) =>
  turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;

/** Whether a–b and c–d share at least one point. */
export const segmentsMeet = (a, b, c, d) =>
  segmentsCross(a, b, c, d) ||
  distanceToSegment(a, c, d) === 0 ||
  distanceToSegment(b, c, d) === 0 ||
  distanceToSegment(c, a, b) === 0 ||
  distanceToSegment(d, a, b) === 0;

/** Whether a polygon has three corners or more, an area, and a rim that never meets itself. @param {Point[]} polygon */
export function isSimple(polygon) {
  if (polygon.length < 3 || area(polygon) <= TOLERANCE ** 2) return false;
  const sides = edges(polygon);
  return sides.every(([a, b], i) => {
    if (a[0] === b[0] && a[1] === b[1]) return false;
    return sides.slice(i + 1).every(([c, d], step) => {
      const j = i + 1 + step;
      if (j === i + 1) return !foldsBack(b, a, d);
      if (i === 0 && j === sides.length - 1) return !foldsBack(a, b, c);
      return !segmentsMeet(a, b, c, d);
    });
  });
}

function foldsBack(corner, one, other) {
  const along = (one[0] - corner[0]) * (other[0] - corner[0]) + (one[1] - corner[1]) * (other[1] - corner[1]);
  return turn(one, corner, other) === 0 && along > 0;
}

/** Area in m² that two simple polygons have in common, by vertical slabs; 0 for shapes that merely touch. */
export function overlapArea(one, other) {
  const [box, otherBox] = [boundingBox(one), boundingBox(other)];
  const [left, right] = [Math.max(box[0], otherBox[0]), Math.min(box[2], otherBox[2])];
  if (left >= right || Math.max(box[1], otherBox[1]) >= Math.min(box[3], otherBox[3])) return 0;
  const cuts = new Set([left, right]);
  for (const [x] of [...one, ...other]) if (x >= left && x <= right) cuts.add(x);
  const both = [...edges(one), ...edges(other)];
  both.forEach(([a, b], i) => {
    for (const [c, d] of both.slice(i + 1)) {
      const x = crossingX(a, b, c, d);
      if (x !== null && x > left && x < right) cuts.add(x);
    }
  });
  const slabs = [...cuts].sort((a, b) => a - b);
  // Within a slab no two sides cross, so the height in its middle is its mean height.
  return slabs.slice(1).reduce((sum, b, i) => {
    const middle = (slabs[i] + b) / 2;
    return sum + (b - slabs[i]) * commonLength(spansAt(one, middle), spansAt(other, middle));
  }, 0);
}

function crossingX(a, b, c, d) {
  const denominator = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0]);
  if (denominator === 0 || !segmentsMeet(a, b, c, d)) return null;
  const share = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / denominator;
  return a[0] + share * (b[0] - a[0]);
}

function spansAt(polygon, x) {
  const ys = edges(polygon)
    .filter(([[ax], [bx]]) => ax > x !== bx > x)
    .map(([[ax, ay], [bx, by]]) => ay + ((by - ay) * (x - ax)) / (bx - ax))
    .sort((a, b) => a - b);
  const spans = [];
  for (let i = 0; i + 1 < ys.length; i += 2) spans.push([ys[i], ys[i + 1]]);
  return spans;
}

function commonLength(spans, others) {
  let sum = 0;
  for (const [a, b] of spans) for (const [c, d] of others) sum += Math.max(0, Math.min(b, d) - Math.max(a, c));
  return sum;
}

/** Whether two simple polygons share more than a rim: a strip wider than a millimetre. */
export function overlaps(one, other) {
  const common = overlapArea(one, other);
  return common > 0 && common > (TOLERANCE * Math.min(perimeter(one), perimeter(other))) / 2;
}

/** Whether `inner` lies inside `outer`; touching its rim from inside is allowed. */
export const liesWithin = (inner, outer) =>
  area(inner) - overlapArea(inner, outer) <= (TOLERANCE * perimeter(inner)) / 2;

/** The points turned by `angle` degrees, clockwise on screen. @param {Point[]} points @param {number} angle */
export function rotated(points, angle, about = [0, 0]) {
  const quarter = ((angle / 90) % 4 + 4) % 4;
  // Quarter turns are exact: what stood on the grid stands on it again.
  const [c, s] = Number.isInteger(quarter)
    ? [[1, 0], [0, 1], [-1, 0], [0, -1]][quarter]
    : [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const [ox, oy] = about;
  return points.map(([x, y]) => [ox + c * (x - ox) - s * (y - oy), oy + s * (x - ox) + c * (y - oy)]);
}

/** @param {Point[]} points @param {Point} by */
export const moved = (points, by) => points.map(([x, y]) => [x + by[0], y + by[1]]);

/** Points drawn round the origin, turned and set down at `at`. */
export const placed = (points, at, rotation) => moved(rotated(points, rotation), at);

/** A rectangle round `at`, `width` along x before it is turned. */
export function rectangle(width, depth, at = [0, 0], rotation = 0) {
  const [w, d] = [width / 2, depth / 2];
  return placed([[-w, -d], [w, -d], [w, d], [-w, d]], at, rotation);
}

/** The rectangle with these two corners. @param {Point} a @param {Point} b */
export const rectangleBetween = (a, b) => {
  const [left, top, right, bottom] = boundingBox([a, b]);
  return [[left, top], [right, top], [right, bottom], [left, bottom]];
};

/** Width, depth, middle and rotation if a polygon is a rectangle, else null. @param {Point[]} polygon */
export function asRectangle(polygon) {
  if (polygon.length !== 4) return null;
  const [a, b, c, d] = polygon;
  const skew = Math.hypot(a[0] + c[0] - b[0] - d[0], a[1] + c[1] - b[1] - d[1]);
  const [width, depth] = [distance(a, b), distance(b, c)];
  const dot = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]);
  if (skew > 0.004 || width < TOLERANCE || depth < TOLERANCE || Math.abs(dot) > 0.004 * (width + depth)) return null;
  return { width, depth, at: between(a, c, 0.5), rotation: direction(a, b) };
}

/** A closed outline moved inwards by `by` metres, its corners mitred. @param {Point[]} polygon @param {number} by */
export function inset(polygon, by) {
  const inward = signedArea(polygon) > 0 ? 1 : -1;
  const lines = edges(polygon).map(([a, b]) => {
    const length = distance(a, b) || 1;
    const normal = [(-(b[1] - a[1]) / length) * inward * by, ((b[0] - a[0]) / length) * inward * by];
    return moved([a, b], normal);
  });
  return lines.map(([a, b], i) => {
    const [c, d] = lines[(i + lines.length - 1) % lines.length];
    const denominator = (d[0] - c[0]) * (b[1] - a[1]) - (d[1] - c[1]) * (b[0] - a[0]);
    if (Math.abs(denominator) < 1e-9) return a;
    const share = ((a[0] - c[0]) * (b[1] - a[1]) - (a[1] - c[1]) * (b[0] - a[0])) / denominator;
    return between(c, d, share);
  });
}

const depthOf = (polygon, point) => {
  const rim = Math.min(...edges(polygon).map(([a, b]) => distanceToSegment(point, a, b)));
  return containsPoint(polygon, point) ? rim : -rim;
};

/** The width of the narrowest strip along one of its sides that a polygon fits into; 0 for a single point. */
export function narrowest(polygon) {
  let least = Infinity;
  for (const [[ax, ay], [bx, by]] of edges(polygon)) {
    const length = Math.hypot(bx - ax, by - ay);
    if (!length) continue;
    let [low, high] = [0, 0];
    for (const [x, y] of polygon) {
      const across = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length;
      low = Math.min(low, across);
      high = Math.max(high, across);
    }
    least = Math.min(least, high - low);
  }
  return least === Infinity ? 0 : least;
}

/** The point deepest inside, where a label has most room; the centroid when it is as deep. @param {Point[]} polygon */
export function labelPoint(polygon, precision = 0.05) {
  const [left, top, right, bottom] = boundingBox(polygon);
  const middle = centroid(polygon);
  if (Math.min(right - left, bottom - top) <= TOLERANCE) return middle;
  let [deepest, best] = [depthOf(polygon, middle), middle];
  const cell = (x, y, half) => {
    const deep = depthOf(polygon, [x, y]);
    return { x, y, half, deep, most: deep + half * Math.SQRT2 };
  };
  const possible = narrowest(polygon) / 2;
  const cells = new Heap((one) => one.most);
  cells.push(cell((left + right) / 2, (top + bottom) / 2, Math.max(right - left, bottom - top) / 2));
  while (cells.size && deepest + precision < possible) {
    const { x, y, half, deep, most } = cells.pop();
    if (deep > deepest + precision) [deepest, best] = [deep, [x, y]];
    if (most <= deepest + precision) continue;
    for (const dx of [-half / 2, half / 2]) for (const dy of [-half / 2, half / 2]) cells.push(cell(x + dx, y + dy, half / 2));
  }
  return best;
}
