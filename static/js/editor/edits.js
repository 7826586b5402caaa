// Pure: what one can do to a document. Every edit gives a new document; what it did not touch is the same object.
import {
  asRectangle, between, distance, distanceToSegment, inset, moved, normalised, pieces, rectangle, rotated, round, rounded,
  shareAlong,
} from "./geometry.js";
import {
  LISTS, OUTLINE, boxOfAll, element, indexOf, isWall, keyOf, listOf, members, pointsOf, shapeOf, spaceOf,
  withElements, withList, withPoints,
} from "./elements.js";
import { NEAR_WALL_M, OUTER_M } from "./walls.js";

/** @typedef {import("./geometry.js").Point} Point */

const labelMoved = (value, change) => (value.label && Array.isArray(value.label) ? { label: rounded(change([value.label])[0]) } : {});

/** The outer wall that follows the outline just inside it goes with it, and its doors and windows with the wall. */
function followed(document, before) {
  const { outline, outer_walls: walls } = before.drawing;
  if (document.drawing.outline === outline || outline.length < 3 || document.drawing.outline.length < 3) return document;
  const inside = (points) => {
    const line = inset(points, OUTER_M / 2).map(rounded);
    return [...line, [...line[0]]];
  };
  const line = inside(outline);
  const at = walls.findIndex((wall) => wall.length === line.length && wall.every((point, i) => distance(point, line[i]) < 0.003));
  if (at < 0 || document.drawing.outer_walls[at] !== walls[at]) return document;
  const wall = inside(document.drawing.outline);
  const next = withElements(document, new Map([[keyOf("outer_walls", at), wall]]));
  return wall.length === line.length ? reseated(next, walls[at], wall) : next;
}

/** Elements put through a change of their points; labels on the drawing go along. */
function changed(document, keys, change, turnedBy = 0) {
  const values = new Map();
  for (const key of keys) {
    const value = element(document, key);
    if (!value) continue;
    let next = withPoints(key, value, change(pointsOf(key, value)));
    if (shapeOf(key) === "polygon" && key !== OUTLINE) next = { ...next, ...labelMoved(value, change) };
    if (turnedBy && ["furniture", "entrances", "placements"].includes(listOf(key))) {
      next = { ...next, rotation: normalised((value.rotation ?? 0) + turnedBy) };
    }
    values.set(key, next);
  }
  return followed(withElements(document, values), document);
}

/** The keys, and the doors and windows that lie in walls among them. */
export function withOpenings(document, keys) {
  const all = new Set(keys);
  const walls = keys.filter(isWall).map((key) => element(document, key));
  if (!walls.length) return keys;
  for (const list of ["doors", "windows"]) {
    members(document, list).forEach((value, i) => {
      const key = keyOf(list, i);
      if (walls.some((wall) => segmentOf(wall, pointsOf(key, value)) >= 0)) all.add(key);
    });
  }
  return [...all];
}

/** Which piece of a wall an opening lies in; −1 if in none. @param {Point[]} wall @param {Point[]} ends */
export const segmentOf = (wall, ends) =>
  pieces(wall).findIndex(([a, b]) => ends.every((end) => distanceToSegment(end, a, b) <= NEAR_WALL_M));

/** @param {object} document @param {string[]} keys @param {Point} by */
export const move = (document, keys, by) => changed(document, withOpenings(document, keys), (points) => moved(points, by));

/** Turn elements about a point, their common middle unless said otherwise. */
export function turn(document, keys, angle, about) {
  const all = withOpenings(document, keys);
  const box = boxOfAll(document, keys);
  if (!box) return document;
  const middle = about ?? [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  return changed(document, all, (points) => rotated(points, angle, middle), angle);
}

/** Put corner `index` of an element at `point`; doors and windows stay in a wall that changes. */
export function moveCorner(document, key, index, point) {
  const value = element(document, key);
  const points = pointsOf(key, value).map((corner, i) => (i === index ? point : corner));
  if (shapeOf(key) === "line" && isClosed(value) && (index === 0 || index === points.length - 1)) {
    points[0] = points[points.length - 1] = point;
  }
  const next = withElements(document, new Map([[key, withPoints(key, value, points)]]));
  return isWall(key) ? reseated(next, value, element(next, key)) : followed(next, document);
}

const isClosed = (line) => line.length > 3 && line[0][0] === line.at(-1)[0] && line[0][1] === line.at(-1)[1];

/** Doors and windows that lay in the wall as it was lie in it as it is, as wide as they were. */
function reseated(document, before, after) {
  const values = new Map();
  const [old, now] = [pieces(before), pieces(after)];
  for (const list of ["doors", "windows"]) {
    members(document, list).forEach((value, i) => {
      const key = keyOf(list, i);
      const ends = pointsOf(key, value);
      const at = segmentOf(before, ends);
      if (at < 0 || !now[at] || samePiece(old[at], now[at])) return;
      const [a, b] = now[at];
      const length = distance(a, b);
      const width = Math.min(distance(...ends), length);
      const middle = shareAlong(between(...ends, 0.5), ...old[at]) * length;
      values.set(key, withPoints(key, value, seated([a, b], middle, width, ends, old[at])));
    });
  }
  return values.size ? withElements(document, values) : document;
}

const samePiece = ([a, b], [c, d]) => a[0] === c[0] && a[1] === c[1] && b[0] === d[0] && b[1] === d[1];

/** The ends of an opening of `width` whose middle is `middle` metres along a piece; it looks where it looked. */
function seated([a, b], middle, width, ends, oldPiece) {
  const length = distance(a, b) || 1;
  const start = Math.min(length - width, Math.max(0, middle - width / 2));
  const pair = [between(a, b, start / length), between(a, b, (start + width) / length)];
  return shareAlong(ends[0], ...oldPiece) <= shareAlong(ends[1], ...oldPiece) ? pair : pair.reverse();
}

/** The piece of a wall nearest to a point within `reach`, and how far along the point is; null if none. */
export function wallAt(document, point, reach) {
  let best = null;
  for (const list of ["inner_walls", "outer_walls"]) {
    for (const wall of members(document, list)) {
      for (const piece of pieces(wall)) {
        const away = distanceToSegment(point, ...piece);
        if (away <= reach && away < (best?.away ?? Infinity)) {
          const length = distance(...piece);
          best = { piece, away, length, along: Math.min(1, Math.max(0, shareAlong(point, ...piece))) * length };
        }
      }
    }
  }
  return best;
}

/** The ends of an opening of `width` with its middle nearest to `point` in a wall; null if there is none near. */
export function openingAt(document, point, width, reach, step = 0) {
  const wall = wallAt(document, point, reach);
  if (!wall || wall.length < 0.1) return null;
  const fitting = Math.min(width, wall.length);
  let start = Math.min(wall.length - fitting, Math.max(0, wall.along - fitting / 2));
  if (step) start = Math.min(wall.length - fitting, Math.round(start / step) * step);
  const [a, b] = wall.piece;
  return [between(a, b, start / wall.length), between(a, b, (start + fitting) / wall.length)].map(rounded);
}

/** Move a door or window along the walls to where `point` is; as it was when no wall is near. */
export function slide(document, key, point, reach, step = 0) {
  const value = element(document, key);
  const ends = pointsOf(key, value);
  const to = openingAt(document, point, distance(...ends), reach, step);
  if (!to) return document;
  const sameWay = (to[1][0] - to[0][0]) * (ends[1][0] - ends[0][0]) + (to[1][1] - to[0][1]) * (ends[1][1] - ends[0][1]) >= 0;
  return withElements(document, new Map([[key, withPoints(key, value, sameWay ? to : to.reverse())]]));
}

/** Another width for a door or window, its middle kept. */
export function widen(document, key, width) {
  const value = element(document, key);
  const [a, b] = pointsOf(key, value);
  const [length, middle] = [distance(a, b) || 1, between(a, b, 0.5)];
  const half = width / 2 / length;
  const points = [[middle[0] - (b[0] - a[0]) * half, middle[1] - (b[1] - a[1]) * half], [middle[0] + (b[0] - a[0]) * half, middle[1] + (b[1] - a[1]) * half]];
  return withElements(document, new Map([[key, withPoints(key, value, points)]]));
}

/** Another middle, size or rotation for what is a rectangle: furniture, and shapes with four right angles. */
export function reshape(document, key, { width, depth, at, rotation }) {
  const value = element(document, key);
  if (shapeOf(key) === "box") {
    const next = { ...value, at: rounded(at), size: [round(width), round(depth)], rotation: normalised(rotation) };
    return withElements(document, new Map([[key, next]]));
  }
  const before = asRectangle(pointsOf(key, value));
  let next = withPoints(key, value, rectangle(width, depth, at, rotation));
  const turnedBy = before ? normalised(rotation - before.rotation) : 0;
  if (turnedBy && listOf(key) === "placements") next = { ...next, rotation: normalised((value.rotation ?? 0) + turnedBy) };
  if (before && Array.isArray(value.label)) {
    next = { ...next, label: rounded(moved(rotated([value.label], turnedBy, before.at), [at[0] - before.at[0], at[1] - before.at[1]])[0]) };
  }
  return followed(withElements(document, new Map([[key, next]])), document);
}

/** Width, depth, middle and rotation of what is a rectangle; null for other shapes. */
export function rectangleOf(key, value) {
  if (shapeOf(key) === "box") return { width: value.size[0], depth: value.size[1], at: value.at, rotation: value.rotation ?? 0 };
  return shapeOf(key) === "polygon" ? asRectangle(pointsOf(key, value)) : null;
}

/** Some fields of an element changed; null takes a field away. */
export function set(document, key, fields) {
  return withElements(document, new Map([[key, merged(element(document, key), fields)]]));
}

/** Some fields of a space's row changed; null takes a field away. */
export function setSpace(document, id, fields) {
  return { ...document, spaces: document.spaces.map((row) => (row.id === id ? merged(row, fields) : row)) };
}

function merged(value, fields) {
  const next = { ...value, ...fields };
  for (const [name, given] of Object.entries(fields)) if (given === null || given === undefined) delete next[name];
  return next;
}

/** Put an element at the end of a list. @returns {{document: object, key: string}} */
export function add(document, list, value) {
  const rows = members(document, list);
  return { document: withList(document, list, [...rows, value]), key: keyOf(list, rows.length) };
}

/** Put a space and its shape into the document. */
export function addSpace(document, row, placement) {
  const spaces = document.spaces.some(({ id }) => id === row.id) ? document.spaces : [...document.spaces, row];
  return add({ ...document, spaces }, "placements", placement);
}

/** Take elements out; a space goes with its shape, unless it is to stay. */
export function remove(document, keys, { keepSpaces = false } = {}) {
  const gone = new Map();
  for (const key of keys) gone.set(listOf(key), new Set([...(gone.get(listOf(key)) ?? []), indexOf(key)]));
  const ids = new Set(keepSpaces ? [] : keys.filter((key) => key.startsWith("placements/")).map((key) => element(document, key)?.space));
  for (const [list, indices] of gone) {
    const rest = list === OUTLINE ? [] : members(document, list).filter((_row, i) => !indices.has(i));
    document = withList(document, list, rest);
  }
  if (!ids.size) return document;
  const spaces = document.spaces
    .filter(({ id }) => !ids.has(id))
    .map((row) => (row.parts?.some((id) => ids.has(id)) ? merged(row, { parts: row.parts.filter((id) => !ids.has(id)) }) : row));
  return { ...document, spaces };
}

/** Corner `index` taken out, as long as enough are left. */
export function removeCorner(document, key, index) {
  const value = element(document, key);
  const points = pointsOf(key, value);
  if (points.length <= (shapeOf(key) === "polygon" ? 3 : 2)) return document;
  return followed(withElements(document, new Map([[key, withPoints(key, value, points.filter((_point, i) => i !== index))]])), document);
}

/** A new corner after corner `index`, in the middle of the side unless said where. */
export function addCorner(document, key, index, point) {
  const value = element(document, key);
  const points = [...pointsOf(key, value)];
  points.splice(index + 1, 0, point ?? between(points[index], points[(index + 1) % points.length], 0.5));
  return followed(withElements(document, new Map([[key, withPoints(key, value, points)]])), document);
}

/** Copies of elements, shifted; copied spaces get rows, ids and labels of their own. @returns {{document: object, keys: string[]}} */
export function copy(document, keys, by, newIds) {
  const keep = new Set();
  for (const key of withOpenings(document, keys).filter((one) => one !== OUTLINE)) {
    const value = element(document, key);
    const shifted = changed(document, [key], (points) => moved(points, by));
    let made = structuredClone(element(shifted, key));
    if (listOf(key) === "placements") {
      const row = spaceOf(document, value);
      if (!row) continue;
      const { id, label, name } = newIds(document, row);
      made = { ...made, space: id };
      const { parts: _parts, ...rest } = row;
      document = { ...document, spaces: [...document.spaces, { ...structuredClone(rest), id, name, ...(row.label ? { label } : {}) }] };
    }
    const added = add(document, listOf(key), made);
    document = added.document;
    keep.add(added.key);
  }
  return { document, keys: [...keep] };
}

/** Whether nothing is drawn yet. */
export const isEmpty = (document) =>
  !document.drawing.outline.length && Object.keys(LISTS).every((list) => !members(document, list).length);

