// Pure: what is wrong with the spaces at hand, said while they are moved and not only once they are saved.
import { element, listOf, spaceOf } from "./elements.js";
import { boundingBox, isSimple, liesWithin, overlaps } from "./geometry.js";

const MOST = 60; // spaces looked at while they move

/** The keys of `keys` that overlap another space, leave the building or cross themselves. */
export function troubled(document, keys) {
  const outline = isSimple(document.drawing.outline) ? document.drawing.outline : null;
  const spaces = keys.filter((key) => listOf(key) === "placements").slice(0, MOST);
  return spaces.filter((key) => {
    const placement = element(document, key);
    if (!placement) return false;
    const { shape } = placement;
    if (!isSimple(shape)) return true;
    if (outline && !liesWithin(shape, outline)) return true;
    const [left, top, right, bottom] = boxOfShape(shape);
    return document.placements.some((other) => {
      if (other === placement || other.shape.length < 3) return false;
      const box = boxOfShape(other.shape);
      const apart = box[0] >= right || box[2] <= left || box[1] >= bottom || box[3] <= top;
      return !apart && !related(document, placement, other) && isSimple(other.shape) && overlaps(shape, other.shape);
    });
  });
}

const boxes = new WeakMap();

/** Left, top, right and bottom of a shape, worked out once: shapes are never changed. */
function boxOfShape(shape) {
  if (!boxes.has(shape)) boxes.set(shape, boundingBox(shape));
  return boxes.get(shape);
}

/** Whether one is made of the other: these may lie over each other. */
function related(document, one, other) {
  return partsOf(document, one.space).has(other.space) || partsOf(document, other.space).has(one.space);
}

function partsOf(document, id, found = new Set()) {
  for (const part of spaceOf(document, { space: id })?.parts ?? []) {
    if (!found.has(part)) partsOf(document, part, found.add(part));
  }
  return found;
}
