// What the panel shows about the selected element: every measure as a number to type, every word to choose.
import { addCorner, rectangleOf, removeCorner, reshape, set, setSpace, slide, widen } from "./edits.js";
import { element, isOpening, isWall, listOf, members, pointsOf, shapeOf, spaceOf, withElements, withList, withPoints } from "./elements.js";
import { action, actions, choiceField, folded, numberField, pair, textField, tickField } from "./fields.js";
import { area, between, distance, round } from "./geometry.js";
import { html } from "./svg.js";

/** @param {import("./board.js").Board} board @param {string} key @param {Set<string>} opened @returns {Node[]} */
export function propertiesOf(board, key, opened) {
  const make = {
    board, key, opened, words: board.words, say: (name, values) => board.words.say(name, values),
    value: element(board.document, key),
    // A second field may be left before the panel has been drawn with what the first one changed.
    current: () => element(board.history.present, key),
  };
  return [...(OWN[listOf(key)]?.(make) ?? []), ...placeOf(make), ...cornersOf(make)];
}

const commit = ({ board, key }, document) => board.commit(document, { select: [key] });
const change = (make, fields) => commit(make, set(make.board.history.present, make.key, fields));
const number = (make, name, label, value, onchange, limits) => numberField(make.words, name, make.say(label), value, onchange, limits);

const OWN = {
  inner_walls: wallFields,
  outer_walls: wallFields,
  doors: (make) => [
    pair(
      choiceField("style", make.say("door_style"), make.value.style ?? "single", make.words.texts.styles, (style) => change(make, { style })),
      choiceField("swing", make.say("door_swing"), make.value.swing ?? "left", make.words.texts.swings, (swing) => change(make, { swing })),
    ),
    actions(action("flip", make.say("door_flip"), () => flipped(make))),
  ],
  windows: (make) => [tickField("shop-front", make.say("shop_front"), make.value.shop_front, (shop_front) => change(make, { shop_front }))],
  furniture: (make) => [choiceField("item", make.say("item"), make.value.item, make.words.texts.items, (item) => change(make, { item }))],
  areas: areaFields,
  entrances: (make) => [
    tickField("step-free", make.say("step_free"), make.value.step_free ?? true, (step_free) => change(make, { step_free })),
    number(make, "rotation", "rotation", make.value.rotation ?? 0, (rotation) => change(make, { rotation }), { min: -360, max: 360, unit: "°" }),
  ],
  placements: (make) => spaceFields(make),
};

function flipped(make) {
  const { hinge, latch, swing } = make.current();
  change(make, { hinge: latch, latch: hinge, swing: swing === "left" ? "right" : "left" });
}

function wallFields(make) {
  const { board, key } = make;
  const to = (list) => {
    const present = board.history.present;
    const value = make.current();
    const from = listOf(key);
    if (list === from) return;
    const rest = withList(present, from, members(present, from).filter((one) => one !== value));
    const rows = [...members(rest, list), value];
    board.commit(withList(rest, list, rows), { select: [`${list}/${rows.length - 1}`] });
  };
  const kinds = { inner_walls: make.say("wall_inner"), outer_walls: make.say("wall_outer") };
  return [choiceField("wall", make.say("wall_kind"), listOf(key), kinds, to)];
}

function areaFields(make) {
  const { value } = make;
  const name = (language) => (text) => change(make, { name: { ...make.current().name, [language]: text } });
  return [
    textField("name-de", make.say("name_de"), value.name?.de, name("de"), { most: 60 }),
    textField("name-en", make.say("name_en"), value.name?.en, name("en"), { most: 60 }),
    choiceField("tint", make.say("tint"), value.tint ?? "none", make.words.texts.tints, (tint) => change(make, { tint })),
  ];
}

function spaceFields(make) {
  const { board, value, say, words } = make;
  const row = spaceOf(board.document, value);
  const now = () => spaceOf(board.history.present, make.current());
  if (!row) return [html("p", { class: "editor-panel__note" }, say("no_space"))];
  const put = (fields) => commit(make, setSpace(board.history.present, row.id, fields));
  const name = (language) => (text) => text && put({ name: { ...now().name, [language]: text } });
  const drawn = Math.round(area(value.shape) * 10) / 10;
  return [
    choiceField("kind", say("kind"), row.kind, words.texts.kinds, (kind) => put({ kind, ...(kind === "event_area" ? {} : { layouts: null }) })),
    pair(
      textField("label", say("label"), row.label, (label) => put({ label: label || null }), { most: 20 }),
      number(make, "capacity", "capacity", row.capacity, (capacity) => put({ capacity }), { min: 1, max: 100000, unit: "", whole: true }),
    ),
    textField("name-de", say("name_de"), row.name?.de, name("de")),
    textField("name-en", say("name_en"), row.name?.en, name("en")),
    pair(
      number(make, "area", "area_m2", row.area_m2, (area_m2) => put({ area_m2 }), { min: 0.1, max: 100000, unit: "m²", empty: true }),
      number(make, "front", "front", value.rotation ?? 0, (rotation) => change(make, { rotation }), { min: -360, max: 360, unit: "°" }),
    ),
    html("p", { class: "editor-panel__note" }, say("drawn_area", { area: words.number(drawn) })),
    folded(make.opened, "equipment", say("equipment"), () => Object.entries(words.texts.features).map(([feature, text]) =>
      tickField(`feature-${feature}`, text, row.features?.includes(feature), (on) => put({ features: toggled(now().features, feature, on) })))),
    folded(make.opened, "people", say("people_and_layouts"), () => peopleFields(make, row, now, put)),
    folded(make.opened, "parts", say("parts"), () => partFields(make, row, now, put)),
  ];
}

const toggled = (list = [], one, on) => {
  const rest = list.filter((other) => other !== one);
  const next = on ? [...rest, one] : rest;
  return next.length ? next : null;
};

function peopleFields(make, row, now, put) {
  const whole = { min: 0, max: 2000, unit: "", whole: true, empty: true };
  const seats = number(make, "seats", "seats", make.value.seats, (seats) => change(make, { seats }), whole);
  const wheelchairs = number(make, "wheelchairs", "wheelchair_places", row.wheelchair_places, (count) => put({ wheelchair_places: count }), whole);
  if (row.kind !== "event_area") return [seats, wheelchairs];
  const approved = Object.fromEntries((row.layouts ?? []).map((layout) => [layout.name, layout]));
  const changeLayout = (name) => (capacity) => {
    const layouts = now().layouts ?? [];
    const isKnown = layouts.some((layout) => layout.name === name);
    const rest = layouts.filter((layout) => layout.name !== name);
    const next = !capacity ? rest : isKnown ? layouts.map((one) => (one.name === name ? { ...one, capacity } : one)) : [...rest, { name, capacity }];
    put({ layouts: next.length ? next : null });
  };
  return [seats, wheelchairs, html("p", { class: "editor-panel__note" }, make.say("layouts_note")),
    ...Object.entries(make.words.texts.layouts).map(([name, text]) =>
      numberField(make.words, `layout-${name}`, text, approved[name]?.capacity, changeLayout(name), { ...whole, max: 100000 }))];
}

/** A space is divisible when others of its kind are its parts. */
function partFields(make, row, now, put) {
  const others = make.board.document.spaces.filter((one) => one.kind === row.kind && one.id !== row.id);
  if (!others.length) return [html("p", { class: "editor-panel__note" }, make.say("no_parts"))];
  return others.map((one) => tickField(`part-${one.id}`, one.name[make.words.language] || one.name.de, row.parts?.includes(one.id),
    (on) => put({ parts: toggled(now().parts, one.id, on) })));
}

/** Where the element lies and how large it is. */
function placeOf(make) {
  const { board, key, value } = make;
  if (isOpening(key)) return openingPlace(make);
  if (shapeOf(key) === "spot") return pair2(make, value.at, () => make.current().at, (at) => change(make, { at }));
  const box = rectangleOf(key, value);
  if (box) {
    const now = () => rectangleOf(key, make.current());
    const put = (fields) => commit(make, reshape(board.history.present, key, { ...now(), ...fields }));
    return [
      ...pair2(make, box.at, () => now().at, (at) => put({ at }), "middle"),
      pair(
        number(make, "width", "width", round(box.width), (width) => put({ width }), { min: 0.05 }),
        number(make, "depth", "depth", round(box.depth), (depth) => put({ depth }), { min: 0.05 }),
      ),
      number(make, "turned", "rotation", Math.round(box.rotation * 10) / 10, (rotation) => put({ rotation }), { min: -360, max: 360, unit: "°" }),
    ];
  }
  if (isWall(key) && value.length === 2) {
    const put = (wanted) => {
      const wall = make.current();
      const reached = between(...wall, wanted / distance(...wall));
      commit(make, withElements(board.history.present, new Map([[key, withPoints(key, wall, [wall[0], reached])]])));
    };
    return [number(make, "length", "length", round(distance(...value)), put, { min: 0.05 })];
  }
  return [];
}

/** @param {[number, number]} drawn in metres @param {() => [number, number]} now where it is when a field is left */
function pair2(make, [x, y], now, put, label = "place") {
  return [pair(
    number(make, "x", `${label}_x`, round(x), (to) => put([to, now()[1]]), {}),
    number(make, "y", `${label}_y`, round(y), (to) => put([now()[0], to]), {}),
  )];
}

function openingPlace(make) {
  const { board, key, value } = make;
  const ends = pointsOf(key, value);
  const now = () => between(...pointsOf(key, make.current()), 0.5);
  const to = (point) => commit(make, slide(board.history.present, key, point, 500));
  return [
    number(make, "width", "width", round(distance(...ends)), (width) => commit(make, widen(board.history.present, key, width)), { min: 0.1, max: 50 }),
    ...pair2(make, between(...ends, 0.5), now, to, "middle"),
  ];
}

/** Every corner as numbers, with a way to add one after it and to take it out. */
function cornersOf(make) {
  const { board, key, value } = make;
  if (!["polygon", "line"].includes(shapeOf(key))) return [];
  const points = pointsOf(key, value);
  const now = () => pointsOf(key, make.current());
  const put = (index, point) => commit(make, withElements(board.history.present, new Map([[key, withPoints(key, make.current(), now().map((one, i) => (i === index ? point : one)))]])));
  const rows = () => points.map(([x, y], i) => html("li", { class: "editor-corner" },
    numberField(make.words, `corner-${i}-x`, make.say("corner_x", { number: i + 1 }), x, (to) => put(i, [to, now()[i][1]])),
    numberField(make.words, `corner-${i}-y`, make.say("corner_y", { number: i + 1 }), y, (to) => put(i, [now()[i][0], to])),
    html("button", { class: "editor-mini", type: "button", name: `corner-${i}-add`, "aria-label": make.say("corner_add", { number: i + 1 }), onclick: () => commit(make, addCorner(board.history.present, key, i, i === points.length - 1 && shapeOf(key) === "line" ? [x + 1, y] : undefined)) }, "+"),
    html("button", { class: "editor-mini", type: "button", name: `corner-${i}-remove`, "aria-label": make.say("corner_remove", { number: i + 1 }), onclick: () => commit(make, removeCorner(board.history.present, key, i)) }, "−")));
  return [folded(make.opened, "corners", make.say("corners", { count: points.length }), () => [html("ol", { class: "editor-corners" }, ...rows())])];
}

/** What the panel shows about the sheet when nothing is selected. */
export function sheetFields(board) {
  const { words, document } = board;
  const make = { words, say: (name, values) => words.say(name, values) };
  const put = (fields) => board.commit({ ...board.history.present, ...fields }, {});
  const name = (language) => (text) => put({ name: { ...board.history.present.name, [language]: text } });
  return [
    textField("name-de", make.say("name_de"), document.name?.de, name("de"), { most: 80 }),
    textField("name-en", make.say("name_en"), document.name?.en, name("en"), { most: 80 }),
    pair(
      number(make, "width", "sheet_width", document.width_m, (width_m) => put({ width_m }), { min: 1 }),
      number(make, "height", "sheet_height", document.height_m, (height_m) => put({ height_m }), { min: 1 }),
    ),
    number(make, "north", "north", document.north_degrees, (north_degrees) => put({ north_degrees }), { min: -360, max: 360, unit: "°" }),
  ];
}

