// The drawing of a document: one node for each element, drawn anew only when the element has changed.
import { boundingBox, labelPoint, round } from "./geometry.js";
import { LISTS, members, shiftOf } from "./elements.js";
import { furnish, shopFront } from "./seating.js";
import { polygonPath, polylinePath } from "./strokes.js";
import { svg } from "./svg.js";
import { draw } from "./symbols.js";
import { doorPaths, wallPath, windowPath } from "./walls.js";

const ORDER = ["areas", "placements", "labels", "step_free_ways", "furniture", "inner_walls", "outer_walls", "windows", "doors", "names", "entrances"];
const WORDS_OF = { names: "areas", labels: "placements" }; // layers of their own: only they change when one zooms
const WITH_SIZE = new Set(["popup_slot", "event_area"]); // people ask for the size of these; it is written on the plan

export class Drawing {
  /** @param {SVGGElement} ground @param {string} language */
  constructor(ground, language) {
    this.language = language;
    this.sheet = svg("rect", { class: "editor__sheet" });
    this.grids = ["fine", "metre"].map((step) => svg("rect", { class: `editor__grid editor__grid--${step}`, fill: `url(#editor-grid-${step})` }));
    this.floor = svg("path", { class: "plan__floor" });
    this.underlay = svg("g", { class: "editor__underlay", "data-underlay": "below" });
    this.layers = Object.fromEntries(ORDER.map((name) => [name, svg("g", { class: `editor__layer editor__layer--${name}` })]));
    ground.append(gridPatterns(), this.sheet, this.floor, this.layers.areas, this.underlay, ...this.grids, ...ORDER.slice(1).map((name) => this.layers[name]));
    this.scaled = [this.sheet, ground.firstChild, this.layers.labels, this.layers.names];
    this.kept = Object.fromEntries(ORDER.map((name) => [name, new Map()]));
    this.shown = null;
  }

  /** Show a document; what is the same object as before stays as it is. */
  show(document) {
    const before = this.shown;
    this.shown = document;
    this.showSheet(document, before);
    const { drawing } = document;
    const changed = (list) => !before || members(before, list) !== members(document, list);
    const walls = changed("doors") || changed("windows");
    if (changed("areas")) this.keep("areas", drawing.areas, areaNode);
    if (changed("areas")) this.keep("names", drawing.areas, (area) => areaName(area, this.language));
    if (changed("placements") || before.spaces !== document.spaces) this.showSpaces(document);
    if (changed("step_free_ways")) this.keep("step_free_ways", drawing.step_free_ways, wayNode);
    if (changed("furniture")) this.keep("furniture", drawing.furniture, furnitureNode);
    if (walls || changed("inner_walls")) this.showWalls(drawing, "inner_walls");
    if (walls || changed("outer_walls")) this.showWalls(drawing, "outer_walls");
    if (changed("windows") || changed("outer_walls")) {
      const inSameWalls = (node, row) => inPlace(node, row) && node.walls === drawing.outer_walls;
      this.keep("windows", drawing.windows, (window) => windowNode(window, drawing.outer_walls), inSameWalls);
    }
    if (changed("doors")) this.keep("doors", drawing.doors, doorNode);
    if (changed("entrances")) this.keep("entrances", drawing.entrances, entranceNode);
  }

  showSheet({ width_m: width, height_m: height, drawing }, before) {
    if (!before || before.drawing.outline !== drawing.outline) this.floor.setAttribute("d", polygonPath(drawing.outline));
    if (before && before.width_m === width && before.height_m === height) return;
    for (const sheet of [this.sheet, ...this.grids]) {
      sheet.setAttribute("width", width);
      sheet.setAttribute("height", height);
    }
  }

  /** One node for each row of a list, in its order: that of an unchanged row stays, that of a moved one is moved. */
  keep(name, rows, make, sameAs = () => true) {
    const [layer, old, now] = [this.layers[name], this.kept[name], new Map()];
    const [before, still] = [[...old.keys()], new Set(rows)];
    const list = WORDS_OF[name] ?? name;
    rows.forEach((row, i) => {
      const known = old.get(row) ?? (still.has(before[i]) ? null : old.get(before[i]));
      const by = known && sameAs(known, row) && (known.drawn === row ? [0, 0] : shiftOf(list, known.drawn, row));
      now.set(row, by ? movedBy(known, by) : Object.assign(make(row), { drawn: row, by: [0, 0] }));
    });
    const staying = new Set(now.values());
    for (const node of old.values()) if (!staying.has(node)) node.remove();
    let at = layer.firstChild;
    for (const node of now.values()) {
      if (node === at) at = at.nextSibling;
      else layer.insertBefore(node, at);
    }
    this.kept[name] = now;
  }

  showSpaces(document) {
    const rows = new Map(document.spaces.map((row) => [row.id, row]));
    const known = (node, placement) => node.space === rows.get(placement.space);
    this.keep("placements", document.placements, (placement) => spaceNode(placement, rows.get(placement.space)), known);
    this.keep("labels", document.placements, (placement) => labelNode(placement, rows.get(placement.space)), known);
    // A whole is a dashed line over its parts, as its plate is on the public plan.
    for (const node of this.kept.placements.values()) if (node.space?.parts?.length) this.layers.placements.append(node);
  }

  showWalls(drawing, list) {
    const openings = [...drawing.doors.map((one) => [one.hinge, one.latch]), ...drawing.windows.map((one) => [one.from, one.to])];
    const kind = list === "outer_walls" ? "outer" : "inner";
    this.keep(list, drawing[list], () => svg("path", { class: `plan__wall plan__wall--${kind}` }), inPlace);
    for (const [wall, node] of this.kept[list]) {
      const d = wall.length > 1 ? wallPath(wall, openings) : "";
      if (node.getAttribute("d") !== d) node.setAttribute("d", d);
    }
  }

  /** The node of an element; the outline's is the floor. */
  node(key) {
    const [list, index] = key.split("/");
    return list in LISTS ? this.kept[list].get(members(this.shown, list)[index]) : this.floor;
  }
}

/** Whether a node was drawn where its element is: walls and windows look other elsewhere. */
const inPlace = (node, row) => node.drawn === row;

/** A node as far from where it was drawn as its element has come since. */
function movedBy(node, by) {
  const [x, y] = by.map(round);
  if (node.by[0] === x && node.by[1] === y) return node;
  node.by = [x, y];
  if (x || y) node.setAttribute("transform", `translate(${x} ${y})`);
  else node.removeAttribute("transform");
  return node;
}

/** Paper ruled in metres, and in tens of centimetres for who looks closely. */
const gridPatterns = () =>
  svg("defs", {}, ...[["fine", 0.1], ["metre", 1]].map(([name, step]) =>
    svg("pattern", { id: `editor-grid-${name}`, width: step, height: step, patternUnits: "userSpaceOnUse" },
      svg("path", { class: `editor__grid-line editor__grid-line--${name}`, d: `M0 0h${step}M0 0v${step}` }))));

const areaNode = (area) => svg("path", { class: `plan__area plan__area--${area.tint ?? "none"}`, d: polygonPath(area.shape) });

function areaName(area, language) {
  const name = area.name?.[language] || area.name?.de || "";
  if (!name || !area.shape.length) return svg("g");
  const [x, y] = area.label ?? labelPoint(area.shape);
  return svg("text", { class: "plan__area-name", x, y }, name);
}

const wayNode = (way) => svg("path", { class: "plan__way", d: polylinePath(way) });

const furnitureNode = (thing) =>
  svg("path", { class: thing.item === "column" ? "plan__column" : "plan__furniture", d: draw(thing).d });

function windowNode(window, outerWalls) {
  const node = svg("path", { class: `plan__window${window.shop_front ? " plan__window--shop" : ""}`, d: windowPath(window, outerWalls) });
  return Object.assign(node, { walls: outerWalls });
}

function doorNode(door) {
  const { leaves, swings } = doorPaths(door);
  return svg("g", {}, svg("path", { class: "plan__swing", d: swings }), svg("path", { class: "plan__leaf", d: leaves }));
}

const entranceNode = ({ at, rotation }) =>
  svg("g", {}, svg("path", { class: "plan__entrance", d: "M0 0l.34.5h-.68z", transform: `translate(${at[0]} ${at[1]}) rotate(${rotation ?? 0})` }));

function spaceNode(placement, space) {
  const kind = space?.kind ?? "unknown";
  const { shape, rotation = 0 } = placement;
  const whole = Boolean(space?.parts?.length);
  const node = svg("g", { class: `space space--${kind}${whole ? " space--whole-drawn" : ""}` });
  node.space = space;
  if (shape.length < 3) return node;
  node.append(svg("path", { class: "space__shape", d: polygonPath(shape) }));
  if (!space) return node;
  if (!whole) {
    const layout = space.layouts?.[0];
    const seats = placement.seats ?? layout?.capacity ?? space.capacity ?? 1;
    if (kind === "popup_slot") node.append(svg("path", { class: "space__front", d: shopFront(shape, rotation) }));
    node.append(svg("path", { class: "space__furniture", d: furnish({ kind, shape, rotation, seats, layout: layout?.name }) }));
  }
  return node;
}

function labelNode(placement, space) {
  const node = Object.assign(svg("g"), { space });
  const { shape, label } = placement;
  if (!space || shape.length < 3) return node;
  const [x, y] = label ?? labelPoint(shape);
  if (space.label) node.append(svg("text", { class: "space__label", x, y }, space.label));
  if (WITH_SIZE.has(space.kind) && space.area_m2) {
    node.append(svg("text", { class: "space__note", x, y, dy: "1.65em" }, `${Math.round(space.area_m2)} m²`));
  }
  return node;
}

/** Left, top, right, bottom of all that is drawn; the sheet when nothing is. */
export function extent({ drawing, placements, width_m, height_m }) {
  const points = [
    ...drawing.outline, ...drawing.outer_walls.flat(), ...drawing.inner_walls.flat(),
    ...placements.flatMap(({ shape }) => shape), ...drawing.furniture.map(({ at }) => at),
  ];
  return points.length ? boundingBox(points) : [0, 0, width_m, height_m];
}
