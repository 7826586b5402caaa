// Pure: the elements of a document (`labspace-plan/1`) by key, such as "furniture/3" or "outline".
// Documents are never changed: an edit gives a new one that shares everything it did not touch.
import { TOLERANCE, boundingBox, containsPoint, distanceToSegment, edges, pieces, rectangle, rounded } from "./geometry.js";
import { INNER_M, OUTER_M } from "./walls.js";

/** @typedef {import("./geometry.js").Point} Point */
/** @typedef {string} Key a list and a position in it, or "outline" */

/** The lists of elements from the bottom of the drawing up, and what their members are made of. */
export const LISTS = {
  areas: "polygon",
  placements: "polygon",
  step_free_ways: "line",
  furniture: "box",
  inner_walls: "line",
  outer_walls: "line",
  windows: "opening",
  doors: "opening",
  entrances: "spot",
};

export const OUTLINE = "outline";
export const THICK = { inner_walls: INNER_M, outer_walls: OUTER_M, step_free_ways: 0.1 };
const ENDS = { doors: ["hinge", "latch"], windows: ["from", "to"] };

export const keyOf = (list, index) => `${list}/${index}`;
export const listOf = (key) => key.split("/")[0];
export const indexOf = (key) => Number(key.split("/")[1]);
export const shapeOf = (key) => (key === OUTLINE ? "polygon" : LISTS[listOf(key)]);
export const isWall = (key) => key.startsWith("inner_walls/") || key.startsWith("outer_walls/");
export const isOpening = (key) => shapeOf(key) === "opening";

/** The members of a list. @param {object} document @param {string} list */
export const members = (document, list) => (list === "placements" ? document.placements : document.drawing[list]);

/** The element with a key; undefined when it is not there. @param {object} document @param {Key} key */
export const element = (document, key) =>
  key === OUTLINE ? document.drawing.outline : members(document, listOf(key))?.[indexOf(key)];

/** Every key of a document, from the bottom up. @param {object} document @returns {Key[]} */
export const allKeys = (document) => [
  ...(document.drawing.outline.length ? [OUTLINE] : []),
  ...Object.keys(LISTS).flatMap((list) => members(document, list).map((_one, i) => keyOf(list, i))),
];

/** The document with another list in the place of one. */
export const withList = (document, list, rows) =>
  list === "placements"
    ? { ...document, placements: rows }
    : { ...document, drawing: { ...document.drawing, [list]: rows } };

/** The document with another value for some elements. @param {Map<Key, object>} values */
export function withElements(document, values) {
  const byList = new Map();
  for (const [key, value] of values) {
    if (key === OUTLINE) document = withList(document, OUTLINE, value);
    else byList.set(listOf(key), [...(byList.get(listOf(key)) ?? []), [indexOf(key), value]]);
  }
  for (const [list, changed] of byList) {
    const rows = [...members(document, list)];
    for (const [index, value] of changed) rows[index] = value;
    document = withList(document, list, rows);
  }
  return document;
}

/** The points an element is made of: corners, ends, or its middle. @returns {Point[]} */
export function pointsOf(key, value) {
  switch (shapeOf(key)) {
    case "polygon": return key === OUTLINE ? value : value.shape;
    case "line": return value;
    case "opening": return ENDS[listOf(key)].map((end) => value[end]);
    default: return [value.at];
  }
}

/** The element with other points. @param {Point[]} points as many as `pointsOf` gives, or other corners */
export function withPoints(key, value, points) {
  const at = points.map(rounded);
  switch (shapeOf(key)) {
    case "polygon": return key === OUTLINE ? at : { ...value, shape: at };
    case "line": return at;
    case "opening": return { ...value, ...Object.fromEntries(ENDS[listOf(key)].map((end, i) => [end, at[i]])) };
    default: return { ...value, at: at[0] };
  }
}

/** The ground an element covers, for selecting and aligning it. @returns {Point[]} */
export function footprint(key, value) {
  if (shapeOf(key) === "box") return rectangle(...value.size, value.at, value.rotation ?? 0);
  if (shapeOf(key) === "spot") return rectangle(0.7, 0.7, value.at, value.rotation ?? 0);
  return pointsOf(key, value);
}

/** Left, top, right and bottom of an element; null for one without points. */
export function boxOf(document, key) {
  const value = element(document, key);
  const points = value ? footprint(key, value) : [];
  return points.length ? boundingBox(points) : null;
}

/** Left, top, right and bottom of several. */
export function boxOfAll(document, keys) {
  const corners = keys.map((key) => boxOf(document, key)).filter(Boolean)
    .flatMap(([left, top, right, bottom]) => [[left, top], [right, bottom]]);
  return corners.length ? boundingBox(corners) : null;
}

const nearest = (sides, point) =>
  sides.reduce((least, [a, b]) => Math.min(least, distanceToSegment(point, a, b)), Infinity);

/** How far a point is from an element, in metres; 0 on it. */
export function distanceTo(key, value, point) {
  const points = footprint(key, value);
  if (!points.length) return Infinity;
  switch (shapeOf(key)) {
    case "line": return Math.max(0, nearest(pieces(points), point) - (THICK[listOf(key)] ?? 0) / 2);
    case "opening": return Math.max(0, nearest(pieces(points), point) - OUTER_M / 2);
    default:
      if (key === OUTLINE) return nearest(edges(points), point);
      return containsPoint(points, point) ? 0 : nearest(edges(points), point);
  }
}

/** The elements under a point, what one means most likely first: the smaller and the upper ones. @returns {Key[]} */
export function under(document, point, reach) {
  const found = [];
  for (const key of allKeys(document)) {
    const box = boxOf(document, key);
    if (!box) continue;
    const margin = reach + OUTER_M / 2;
    if (point[0] < box[0] - margin || point[0] > box[2] + margin) continue;
    if (point[1] < box[1] - margin || point[1] > box[3] + margin) continue;
    const away = distanceTo(key, element(document, key), point);
    if (away <= reach) found.push({ key, away, rank: rankOf(key), size: (box[2] - box[0]) * (box[3] - box[1]) });
  }
  return found
    .sort((a, b) => (a.away > 0) - (b.away > 0) || a.rank - b.rank || a.away - b.away || a.size - b.size)
    .map(({ key }) => key);
}

const RANKS = ["doors", "windows", "entrances", "furniture", "inner_walls", "outer_walls", "step_free_ways", "placements", "areas"];
const rankOf = (key) => (key === OUTLINE ? RANKS.length : RANKS.indexOf(listOf(key)));

/** The elements that lie wholly in a box. @param {import("./geometry.js").Box} box @returns {Key[]} */
export const within = (document, [left, top, right, bottom]) =>
  allKeys(document).filter((key) => {
    const own = boxOf(document, key);
    return own && own[0] >= left && own[1] >= top && own[2] <= right && own[3] <= bottom;
  });

/** The key that a finding's path names, such as `$.drawing.doors[2].hinge`; null when it names no element. */
export function keyOfPath(document, path) {
  const [, list, index] = /^\$\.(?:drawing\.)?(\w+)(?:\[(\d+)\])?/.exec(path) ?? [];
  if (list === OUTLINE) return document.drawing.outline.length ? OUTLINE : null;
  if (list === "spaces" && index !== undefined) {
    const id = document.spaces[Number(index)]?.id;
    const at = document.placements.findIndex(({ space }) => space === id);
    return at < 0 ? null : keyOf("placements", at);
  }
  const key = list in LISTS && index !== undefined ? keyOf(list, Number(index)) : null;
  return key && element(document, key) ? key : null;
}

const rowsById = new WeakMap();

/** The row of the space that a placement places; undefined when there is none. */
export function spaceOf({ spaces }, placement) {
  if (!rowsById.has(spaces)) rowsById.set(spaces, new Map([...spaces].reverse().map((row) => [row.id, row])));
  return rowsById.get(spaces).get(placement?.space);
}

const POINTS = { polygon: ["shape", "label"], opening: Object.values(ENDS).flat(), box: ["at"], spot: ["at"], line: [] };

/** By how much an element of a list lies elsewhere than another that is the same but for that; null if it is not. */
export function shiftOf(list, one, other) {
  const [before, after] = [one, other].map((value) => [...pointsOf(list, value), ...(Array.isArray(value.label) ? [value.label] : [])]);
  if (!before.length || before.length !== after.length) return null;
  const by = [after[0][0] - before[0][0], after[0][1] - before[0][1]];
  if (before.some(([x, y], i) => Math.hypot(after[i][0] - x - by[0], after[i][1] - y - by[1]) > TOLERANCE)) return null;
  const places = POINTS[LISTS[list]];
  const fields = [...Object.keys(one), ...Object.keys(other)].filter((name) => !places.includes(name));
  return fields.every((name) => one[name] === other[name]) ? by : null;
}
