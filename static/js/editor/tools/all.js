// The tools of the toolbar, and what each makes.
import { add, addSpace } from "../edits.js";
import { withList, OUTLINE } from "../elements.js";
import { inset, rectangle, rounded } from "../geometry.js";
import { KINDS, addSeries, newSpace, nextNumber, place } from "../spaces.js";
import { INNER_M, OUTER_M } from "../walls.js";
import { Corners } from "./corners.js";
import { Hand } from "./hand.js";
import { Openings } from "./openings.js";
import { Select } from "./select.js";
import { Things } from "./things.js";

/** What the tools are set to when the page opens. */
export const FIRST_OPTIONS = {
  wall: "inner_walls", doorStyle: "single", doorSwing: "left", doorWidth: 1, windowWidth: 1.5, shopFront: false,
  item: "table", rotation: 0, stepFree: true, tint: "work", areaName: "", kind: "desk", count: 1, rows: 1,
  gapAlong: 0.4, gapRows: 0.4, first: null, unplaced: "", outerWall: true,
};

/** @param {import("../board.js").Board} board @param {import("./exact.js").Exact} exact */
export function makeTools(board, exact) {
  const line = (list, wide) => new Corners(board, exact, { closed: false, wide, make: (points) => made(board, list(), points) });
  return {
    select: new Select(board, exact),
    building: new Corners(board, exact, { closed: true, wide: 0, make: (points) => makeBuilding(board, points) }),
    wall: wallTool(board, exact),
    door: new Openings(board, exact, "doors"),
    window: new Openings(board, exact, "windows"),
    furniture: new Things(board, exact, "furniture"),
    area: new Corners(board, exact, { closed: true, make: (shape) => makeArea(board, shape) }),
    space: new Corners(board, exact, {
      closed: true,
      make: (shape) => makeSpaces(board, shape),
      tap: (point) => tapSpace(board, point),
    }),
    way: line(() => "step_free_ways", 0.1),
    entrance: new Things(board, exact, "entrances"),
    hand: new Hand(exact.view),
  };
}

function wallTool(board, exact) {
  const purpose = { closed: false, make: (points) => made(board, board.options.wall, points) };
  Object.defineProperty(purpose, "wide", { get: () => (board.options.wall === "outer_walls" ? OUTER_M : INNER_M) });
  return new Corners(board, exact, purpose);
}

function made(board, list, value) {
  const { document, key } = add(board.history.present, list, value);
  board.commit(document, { select: [key] });
  board.say(list === "step_free_ways" ? "way_made" : "wall_made");
}

/** The outline of the building, and its outer wall just inside. */
function makeBuilding(board, points) {
  let document = withList(board.history.present, OUTLINE, points.map(rounded));
  if (board.options.outerWall) {
    const middle = inset(points, OUTER_M / 2).map(rounded);
    document = add(document, "outer_walls", [...middle, [...middle[0]]]).document;
  }
  board.commit(document, { select: [OUTLINE] });
  board.say("building_made");
}

function makeArea(board, shape) {
  const { areaName, tint } = board.options;
  const { document, key } = add(board.history.present, "areas", { name: { de: areaName, en: areaName }, tint, shape });
  board.commit(document, { select: [key] });
  board.say("area_made");
}

/** One space, or a series of them, the first with this shape. */
function makeSpaces(board, shape) {
  const { kind, count, rows, gapAlong, gapRows, first, rotation, unplaced } = board.options;
  const { house, words, history } = board;
  if (unplaced) {
    const { document, key } = place(history.present, unplaced, shape, rotation);
    board.choose({ unplaced: "" });
    return finished(board, document, [key]);
  }
  const [xs, ys] = [shape.map(([x]) => x), shape.map(([, y]) => y)];
  const pitch = [Math.max(...xs) - Math.min(...xs) + gapAlong, Math.max(...ys) - Math.min(...ys) + gapRows];
  if (count === 1) {
    const number = first ?? nextNumber(history.present, house, kind);
    const row = newSpace(history.present, { house, kind, words: words.texts.kind_names[kind], number: nextNumber(history.present, house, kind, number) });
    const { document, key } = addSpace(history.present, row, { space: row.id, shape, rotation });
    return finished(board, document, [key]);
  }
  const series = { house, kind, words: words.texts.kind_names[kind], shape, rotation, count, rows, pitch, first: first ?? 1 };
  const { document, keys } = addSeries(history.present, series);
  return finished(board, document, keys);
}

function finished(board, document, keys) {
  board.commit(document, { select: keys });
  const names = keys.map((key) => board.document.placements[Number(key.split("/")[1])].space)
    .map((id) => board.document.spaces.find((row) => row.id === id)?.name[board.words.language] ?? id);
  if (keys.length === 1) board.say("space_made", { name: names[0] });
  else board.say("spaces_made", { count: keys.length, from: names[0], to: names.at(-1) });
}

/** Desks and tables have a usual size: a tap puts one down, its middle where one tapped. */
function tapSpace(board, point) {
  const { kind, rotation, unplaced } = board.options;
  const meant = unplaced ? board.document.spaces.find(({ id }) => id === unplaced)?.kind : kind;
  if (meant !== "desk" && meant !== "cafe_table") return false;
  makeSpaces(board, rectangle(...KINDS[meant].size, point, rotation).map(rounded));
  return true;
}
