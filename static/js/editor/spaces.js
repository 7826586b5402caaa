// Pure: new spaces with names and numbers of their own, alone or as a series in rows ("desk 1–12 in two rows").
import { add, addSpace } from "./edits.js";
import { moved, rounded } from "./geometry.js";

/** What stands in a public id for each kind, and the size of what is placed with one tap. */
export const KINDS = {
  desk: { word: "desk", size: [1.6, 1.6], capacity: 1 },
  meeting_room: { word: "room", size: [4, 3], capacity: 6 },
  popup_slot: { word: "popup", size: [4, 5], capacity: 10 },
  cafe_table: { word: "table", size: [1.6, 1.6], capacity: 2 },
  event_area: { word: "event", size: [8, 6], capacity: 40 },
};

const idOf = (house, kind, number) => `${house.slug}-${KINDS[kind].word}-${String(number).padStart(2, "0")}`;

/** @typedef {{slug: string, taken?: Iterable<string>}} House its short name, and public ids of its other floors */

/** The first number from `from` on that no space of this house and kind has. @param {House} house */
export function nextNumber(document, house, kind, from = 1) {
  const ids = new Set([...(house.taken ?? []), ...document.spaces.map(({ id }) => id)]);
  const labels = new Set(document.spaces.filter((row) => row.kind === kind).map(({ label }) => label));
  let number = from;
  while (ids.has(idOf(house, kind, number)) || labels.has(String(number))) number += 1;
  return number;
}

/** The row of a new space. @param {{de: string, en: string}} words the kind's name */
export function newSpace(document, { house, kind, words, number = nextNumber(document, house, kind) }) {
  return {
    id: idOf(house, kind, number),
    kind,
    name: { de: `${words.de} ${number}`, en: `${words.en} ${number}` },
    label: String(number),
    capacity: KINDS[kind].capacity,
  };
}

/** Id, name and label for the copy of a space. */
export const copyNames = (house, words) => (document, row) => {
  const { id, name, label } = newSpace(document, { house, kind: row.kind, words: words[row.kind] });
  return { id, name, label };
};

/**
 * A series of like spaces: `count` of them in `rows` rows, the first with `shape`, numbered along the rows.
 * @param {{house: House, kind: string, words: {de: string, en: string}, shape: number[][], rotation?: number,
 *   count: number, rows: number, pitch: [number, number], first?: number}} series `pitch`: from one to the next
 *   along a row and from row to row
 * @returns {{document: object, keys: string[]}}
 */
export function addSeries(document, { house, kind, words, shape, rotation = 0, count, rows, pitch, first = 1 }) {
  const keys = [];
  let number = first - 1;
  for (const [dx, dy] of places(count, rows, pitch)) {
    number = nextNumber(document, house, kind, number + 1);
    const row = newSpace(document, { house, kind, words, number });
    const placement = { space: row.id, shape: moved(shape, [dx, dy]).map(rounded), rotation };
    const added = addSpace(document, row, placement);
    document = added.document;
    keys.push(added.key);
  }
  return { document, keys };
}

/** By how much each of a series lies from the first, along the rows; earlier rows are the fuller ones. */
export function places(count, rows, [dx, dy]) {
  const along = Math.ceil(count / Math.max(1, rows));
  return Array.from({ length: count }, (_none, i) => [(i % along) * dx, Math.floor(i / along) * dy]);
}

/** Spaces of the document that lie nowhere on the plan. */
export function withoutShape(document) {
  const placed = new Set(document.placements.map(({ space }) => space));
  return document.spaces.filter(({ id }) => !placed.has(id));
}

/** Give a space that lies nowhere its shape. */
export const place = (document, id, shape, rotation = 0) =>
  add(document, "placements", { space: id, shape: shape.map(rounded), rotation });
