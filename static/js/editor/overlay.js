// Over the drawing: what is selected with its handles and exact lengths, guides, and what a tool is about to make.
import { asRectangle, between, distance, edges, pieces } from "./geometry.js";
import { OUTLINE, THICK, element, footprint, isOpening, listOf, pointsOf, shapeOf } from "./elements.js";
import { polygonPath, polylinePath } from "./strokes.js";
import { svg } from "./svg.js";

const MOST_HANDLES = 40;
const MOST_LENGTHS = 16;

export class Overlay {
  constructor(layer, board, view) {
    Object.assign(this, { layer, board, view });
    this.parts = Object.fromEntries(
      ["trouble", "ghost", "selected", "guides", "lengths", "handles", "cursor"].map((name) => [name, svg("g", { class: `editor__${name}` })]),
    );
    layer.append(...Object.values(this.parts));
  }

  show({ trouble = [], busy = false } = {}) {
    const { board, view } = this;
    const { document, selected } = board;
    const single = selected.length === 1 ? selected[0] : null;
    this.parts.trouble.replaceChildren(...trouble.map((key) => outlineOf(document, key, "editor__wrong")));
    this.parts.selected.replaceChildren(...selectedNodes(document, selected));
    this.parts.handles.replaceChildren(...(single && !busy ? handlesOf(document, single, view.m) : []));
    const { shapes = [], guides = [], lengths = [], nodes = [] } = board.tool?.ghost?.() ?? {};
    this.parts.ghost.replaceChildren(
      ...shapes.map(({ points, closed, wide }) => line("editor__ghost-line", closed ? polygonPath(points) : polylinePath(points), wide)),
      ...nodes,
    );
    this.parts.guides.replaceChildren(...guides.map((line) => svg("path", { class: "editor__guide", d: polylinePath(line) })));
    this.parts.lengths.replaceChildren(
      ...lengths.map(({ at, text }) => lengthText(at, text)),
      ...(single && !lengths.length ? this.lengthsOf(single) : []),
    );
    this.parts.cursor.replaceChildren(...(board.cursor ? [crosshair(board.cursor, view.m)] : []));
  }

  /** How long the sides of the selected element are, written beside them. */
  lengthsOf(key) {
    const { document, words } = this.board;
    const value = element(document, key);
    if (!value || shapeOf(key) === "spot") return [];
    const shape = footprint(key, value);
    const sides = (shapeOf(key) === "line" || isOpening(key) ? pieces(shape) : edges(shape)).slice(0, MOST_LENGTHS);
    // Of a rectangle the right and the lower side: over the upper one is the knob that turns it.
    const shown = asRectangle(shape) ? sides.slice(1, 3) : sides;
    const thick = (THICK[listOf(key)] ?? (isOpening(key) ? 0.3 : 0)) / 2;
    return shown
      .filter(([a, b]) => distance(a, b) > 30 * this.view.m)
      .map(([a, b]) => lengthText(beside(a, b, thick, this.view.m), words.length(distance(a, b))));
  }
}

/** A point beside the middle of a side, outside for what runs clockwise, as far off as its text needs. */
function beside(a, b, thick, m) {
  const length = distance(a, b) || 1;
  const [nx, ny] = [(b[1] - a[1]) / length, (a[0] - b[0]) / length];
  const away = thick + (15 + 17 * Math.abs(nx)) * m;
  const [x, y] = between(a, b, 0.5);
  return [x + nx * away, y + ny * away];
}

const lengthText = ([x, y], text) => svg("text", { class: "editor__length", x, y }, text);

const outlineOf = (document, key, name) => {
  const value = element(document, key);
  return svg("path", { class: name, d: value ? pathOf(key, value) : "" });
};

const pathOf = (key, value) =>
  shapeOf(key) === "line" || isOpening(key) ? polylinePath(footprint(key, value)) : polygonPath(footprint(key, value));

/** A line as thick as what it stands for, in metres; else as thick as the stylesheet says. */
function line(name, d, wide) {
  const node = svg("path", { class: wide ? `${name} ${name}--wide` : name, d });
  if (wide) node.style.setProperty("--wide", wide);
  return node;
}

/** One path for all, so that a thousand selected elements cost as much as one. */
function selectedNodes(document, keys) {
  const [thin, wide] = [[], new Map()];
  for (const key of keys) {
    const value = element(document, key);
    if (!value) continue;
    const width = THICK[listOf(key)] ?? (isOpening(key) ? 0.3 : 0);
    if (width) wide.set(width, (wide.get(width) ?? "") + pathOf(key, value));
    else thin.push(pathOf(key, value));
  }
  return [
    ...[...wide].map(([width, d]) => line("editor__chosen", d, width)),
    svg("path", { class: "editor__chosen", d: thin.join("") }),
  ];
}

const handle = ([x, y], name, m, kind = "corner") =>
  svg("g", { class: `editor__handle editor__handle--${kind}`, "data-handle": name, transform: `translate(${x} ${y}) scale(${m})` },
    svg("circle", { class: "editor__reach", r: 15 }), svg("circle", { class: "editor__knob", r: kind === "side" ? 4 : 6 }));

/** What can be taken hold of on one element. */
function handlesOf(document, key, m) {
  const value = element(document, key);
  if (!value) return [];
  const points = footprint(key, value);
  if (shapeOf(key) === "spot") return [turnHandle(points, m)];
  if (isOpening(key)) return pointsOf(key, value).map((point, i) => handle(point, `end/${i}`, m));
  const box = shapeOf(key) === "box" || Boolean(asRectangle(points));
  const nodes = box ? points.map((point, i) => handle(point, `size/${i}`, m)) : [];
  if (!box && points.length <= MOST_HANDLES) nodes.push(...points.map((point, i) => handle(point, `corner/${i}`, m)));
  if (shapeOf(key) !== "box" && points.length <= MOST_HANDLES) {
    const sides = shapeOf(key) === "line" ? pieces(points) : edges(points);
    nodes.unshift(...sides.flatMap(([a, b], i) => (distance(a, b) > 60 * m ? [handle(between(a, b, 0.5), `side/${i}`, m, "side")] : [])));
  }
  if (box && key !== OUTLINE) nodes.push(turnHandle(points, m));
  return nodes;
}

/** A knob over the back of a thing, on a short stem. */
function turnHandle([a, b, c], m) {
  const top = between(a, b, 0.5);
  const length = distance(b, c) || 1;
  const tip = [top[0] + ((b[0] - c[0]) / length) * 28 * m, top[1] + ((b[1] - c[1]) / length) * 28 * m];
  const node = svg("g", {}, svg("path", { class: "editor__stem", d: polylinePath([top, tip]) }), handle(tip, "turn", m, "turn"));
  return node;
}

function crosshair([x, y], m) {
  return svg("g", { class: "editor__crosshair", transform: `translate(${x} ${y}) scale(${m})` },
    svg("path", { d: "M-14 0h9M5 0h9M0-14v9M0 5v9" }), svg("circle", { r: 2 }));
}

