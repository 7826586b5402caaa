// Pure: several elements in line, or with the same gap between them.
import { boxOf } from "./elements.js";
import { move } from "./edits.js";

const AXIS = { left: 0, centre: 0, right: 0, top: 1, middle: 1, bottom: 1 };
const wanted = (box, axis, side) =>
  side === "left" || side === "top" ? box[axis] : side === "right" || side === "bottom" ? box[axis + 2] : (box[axis] + box[axis + 2]) / 2;

/** Elements with one edge or their middles in line. @param {"left"|"centre"|"right"|"top"|"middle"|"bottom"} side */
export function align(document, keys, side) {
  const axis = AXIS[side];
  const boxes = keys.map((key) => boxOf(document, key));
  const all = [Math.min(...boxes.map((b) => b[0])), Math.min(...boxes.map((b) => b[1])), Math.max(...boxes.map((b) => b[2])), Math.max(...boxes.map((b) => b[3]))];
  const line = wanted(all, axis, side);
  return keys.reduce((next, key, i) => {
    const by = line - wanted(boxes[i], axis, side);
    return by ? move(next, [key], axis ? [0, by] : [by, 0]) : next;
  }, document);
}

/**
 * The same gap between elements along an axis (0: from left to right, 1: downwards); the outer ones stay. Where
 * they do not fit side by side, their middles are equally far apart.
 */
export function distribute(document, keys, axis) {
  if (keys.length < 3) return document;
  const sorted = keys
    .map((key) => ({ key, box: boxOf(document, key) }))
    .sort((a, b) => middle(a, axis) - middle(b, axis));
  const [first, last] = [sorted[0], sorted.at(-1)];
  const size = ({ box }) => box[axis + 2] - box[axis];
  const room = last.box[axis + 2] - first.box[axis] - sorted.reduce((sum, one) => sum + size(one), 0);
  const step = (middle(last, axis) - middle(first, axis)) / (sorted.length - 1);
  let at = first.box[axis];
  return sorted.reduce((next, one, i) => {
    const by = room < 0 ? middle(first, axis) + i * step - middle(one, axis) : at - one.box[axis];
    at += size(one) + room / (sorted.length - 1);
    const still = one === first || one === last || Math.abs(by) < 0.0005;
    return still ? next : move(next, [one.key], axis ? [0, by] : [by, 0]);
  }, document);
}

const middle = ({ box }, axis) => (box[axis] + box[axis + 2]) / 2;
